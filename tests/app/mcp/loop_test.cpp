// Tools of a scripted server beside one of the library, in the turn of a model: as the program puts them
// together.
#include "app/toolloop/tool_loop.h"
#include "app/toolloop/toolbox.h"
#include "app/tools/library.h"
#include "tests/app/mcp/bench.h"
#include "tests/app/toolloop/fake_runner.h"

#include <QSignalSpy>
#include <QTest>

using namespace hadal;
using namespace hadal::mcp::test;
using namespace hadal::toolloop;
using conversations::Message;
using conversations::Role;

namespace {

/// A chat with all tools on that allows what only reads.
struct Table {
    Bench bench;
    mcp::Server* server = bench.settled(Bench::stdioConfig({"hints"}));
    tools::Library library{bench.folder.path()};
    Toolbox toolbox{&library};
    hadal::test::FakeRunner local;
    mcp::McpRunner remote{bench.servers.get()};
    AnyRunner runner{&local, &remote};
    approval::Policy policy;
    QList<Message> path;
    QList<ToolLoop::End> ends;
    std::unique_ptr<ToolLoop> loop;

    Table() {
        toolbox.add([this] { return bench.servers->tools(); });
        QObject::connect(bench.servers.get(), &mcp::Servers::toolsChanged, &toolbox, &Shelf::changed);
        policy.readsUnasked = true;
        loop =
            std::make_unique<ToolLoop>(Surroundings{&runner, [this] { return toolbox.tools(); },
                                                    [this] { return policy; }, [] { return qsizetype(0); }});
        QObject::connect(loop.get(), &ToolLoop::added, [this](const Message& message) { path += message; });
        QObject::connect(loop.get(), &ToolLoop::changed, [this](const Message& message) {
            for (Message& each : path)
                if (each.id == message.id)
                    each = message;
        });
        QObject::connect(loop.get(), &ToolLoop::ended, [this](ToolLoop::End end) { ends += end; });
    }

    /// The model calls these tools at once.
    void call(const QList<QPair<QString, QString>>& calls) {
        Message question;
        question.id = conversations::newId();
        question.conversation = "c";
        question.role = Role::User;
        Message answer = question;
        answer.id = conversations::newId();
        answer.role = Role::Assistant;
        for (const auto& [name, arguments] : calls)
            answer.toolCalls.append(
                QJsonObject{{"id", conversations::newId()}, {"name", name}, {"arguments", arguments}});
        path = {question, answer};
        ends.clear();
        loop->begin(path);
    }
    bool ended() const {
        return QTest::qWaitFor([&] { return !ends.isEmpty(); }, 20'000);
    }
    QString result(int at) const { return path.value(2 + at).content; }
    RunRecord record(int at) const { return readRun(path.value(2 + at).run); }
};

} // namespace

class LoopTest : public QObject {
    Q_OBJECT

  private slots:
    void bothKindsRunBesideEachOtherAndAnEditedArgumentArrives() {
        Table table;
        QCOMPARE(table.server->state(), mcp::Server::Ready);
        tools::Tool own = hadal::test::tool("look");
        table.library.save(own);
        table.call({{"look", "{\"n\": 1}"}, {"s_echo", "{\"text\": \"as written\"}"}});
        QCOMPARE(table.loop->waiting(), 1); // the server's tool may write
        QVERIFY(table.loop->approve(table.path.last().id, "{\"text\": \"as edited\"}"));
        QVERIFY(table.ended());
        QCOMPARE(table.ends, QList{ToolLoop::End::Ask});
        QCOMPARE(table.local.runs.size(), 1);
        QVERIFY(table.result(0).startsWith("look"));
        QCOMPARE(table.result(1), "as edited");
        QCOMPARE(table.record(1).outcome, Outcome::Done);
    }

    void aHintCountsOnlyFromATrustedServer() {
        Table table;
        table.call({{"s_reads", "{}"}});
        QCOMPARE(table.loop->waiting(), 1);
        table.loop->refuse(table.path.last().id, "Not now.");
        QVERIFY(table.ended());
        QVERIFY(table.result(0).contains("Not now."));

        mcp::ServerConfig config = table.server->config();
        config.trustsHints = true;
        QCOMPARE(table.bench.servers->save(config, "s"), QString());
        table.call({{"s_reads", "{}"}, {"s_destroys", "{}"}});
        QCOMPARE(table.loop->waiting(), 1); // only the one that destroys
        table.loop->stop();
        QVERIFY(table.ended());
    }

    void aToolThatIsSwitchedOffIsNoLongerThere() {
        Table table;
        QSignalSpy changed(&table.toolbox, &Shelf::changed);
        mcp::ServerConfig config = table.server->config();
        config.toolsOff.insert("echo");
        QCOMPARE(table.bench.servers->save(config, "s"), QString());
        QVERIFY(!changed.isEmpty());
        table.call({{"s_echo", "{\"text\": \"x\"}"}});
        QVERIFY(table.ended());
        QCOMPARE(table.record(0).outcome, Outcome::Invalid);
        table.bench.servers->remove("s");
        for (const tools::Tool& tool : table.toolbox.tools())
            QVERIFY(!tool.id.startsWith("mcp:"));
    }

    void stopEndsACallThatAServerSitsOn() {
        Table table;
        table.call({{"s_hang", "{}"}});
        QVERIFY(table.loop->approve(table.path.last().id, "{}"));
        table.loop->stop();
        QVERIFY(table.ended());
        QCOMPARE(table.ends, QList{ToolLoop::End::Stop});
        QCOMPARE(table.record(0).outcome, Outcome::Stopped);
    }
};

QTEST_GUILESS_MAIN(LoopTest)
#include "loop_test.moc"
