// The turn of a model that calls tools, with runs that end when the test says so.
#include "tests/app/toolloop/fake_runner.h"

#include <QSignalSpy>
#include <QTest>

using namespace hadal;
using namespace hadal::test;
using namespace hadal::toolloop;
using conversations::Message;
using conversations::MessageState;
using conversations::Role;

namespace {

Message said(Role role, const QString& content) {
    Message message;
    message.id = conversations::newId();
    message.conversation = "c";
    message.role = role;
    message.content = content;
    return message;
}

Message calling(const QList<QPair<QString, QString>>& calls) {
    static int id = 0;
    Message answer = said(Role::Assistant, {});
    for (const auto& [name, arguments] : calls)
        answer.toolCalls.append(
            QJsonObject{{"id", QString("call_%1").arg(++id)}, {"name", name}, {"arguments", arguments}});
    return answer;
}

/// A conversation as its owner keeps it, and the loop.
struct Table {
    Table() {
        loop = std::make_unique<ToolLoop>(Surroundings{
            &runner, [this] { return offered; }, [this] { return policy; }, [this] { return characters; }});
        QObject::connect(loop.get(), &ToolLoop::added, [this](const Message& message) {
            QCOMPARE(message.parent, path.last().id); // below one another, in order
            path += message;
        });
        const auto change = [this](const Message& message) {
            for (Message& each : path)
                if (each.id == message.id)
                    each = message;
        };
        QObject::connect(loop.get(), &ToolLoop::changed, change);
        QObject::connect(loop.get(), &ToolLoop::resumed, change);
        QObject::connect(loop.get(), &ToolLoop::ended, [this](ToolLoop::End end) { ends += end; });
        QObject::connect(loop.get(), &ToolLoop::allowed, [this](const approval::Rule& rule, bool always) {
            auto& rules = always ? policy.always : policy.chat;
            rules = approval::with(rules, rule);
        });
    }
    void begin(const QList<QPair<QString, QString>>& calls) {
        path += calling(calls);
        loop->begin(path);
    }
    const Message& result(qsizetype back) const { return path.at(path.size() - back); }
    RunRecord record(qsizetype back) const { return readRun(result(back).run); }
    bool asked(int times = 1) const {
        return QTest::qWaitFor([&] { return ends.count(ToolLoop::End::Ask) == times; });
    }

    FakeRunner runner;
    QList<tools::Tool> offered = FakeShelf().all;
    approval::Policy policy;
    qsizetype characters = 0;
    QList<Message> path = {said(Role::User, "Do it")};
    QList<ToolLoop::End> ends;
    std::unique_ptr<ToolLoop> loop;
};

} // namespace

class TestToolLoop : public QObject {
    Q_OBJECT

  private slots:
    void whatIsAllowedRunsBesideAndResultsKeepTheirOrder() {
        Table table;
        table.policy.readsUnasked = true;
        table.runner.at_once = false;
        table.begin({{"look", "{\"n\": 1}"}, {"look", "{\"n\": 2}"}});
        QCOMPARE(table.runner.runs.size(), 2); // both at once
        QCOMPARE(table.path.size(), 4);        // their places are there before they end
        QVERIFY(table.result(1).state == MessageState::Streaming);
        table.runner.runs[1]->end("second");
        QVERIFY(table.loop->isWorking());
        QCOMPARE(table.result(1).content, "second"); // kept as soon as it is there
        table.runner.runs[0]->end("first");
        QCOMPARE(table.ends, QList{ToolLoop::End::Ask});
        QCOMPARE(table.result(2).content, "first");
        QVERIFY(table.result(2).role == Role::Tool && table.result(2).state == MessageState::Complete);
        QCOMPARE(table.record(2).why, "reads");
        QCOMPARE(table.record(2).outcome, Outcome::Done);
        QCOMPARE(table.record(2).sandbox, "no network");
        QCOMPARE(table.result(2).toolCallId, table.path.at(1).toolCalls.at(0)["id"].toString());
    }

    void aCallWaitsAndRunsWithWhatThePersonMadeOfIt() {
        Table table;
        table.begin({{"move", "{\"n\": 1, \"path\": \"/a\"}"}});
        QCOMPARE(table.loop->waiting(), 1);
        QVERIFY(table.runner.runs.isEmpty());
        const QString id = table.result(1).id;
        QVERIFY(!table.loop->approve(id, "{\"n\": -1}")); // does not fit
        QVERIFY(!table.loop->approve(id, "[]"));
        QVERIFY(!table.loop->approve("another", "{}"));
        QCOMPARE(table.loop->waiting(), 1);
        QVERIFY(table.loop->approve(id, "{\"n\": 2, \"path\": \"/a\"}"));
        QVERIFY(table.asked());
        QCOMPARE(table.runner.runs.size(), 1);
        QCOMPARE(table.result(1).content, "move {\"n\":2,\"path\":\"/a\"}");
        QCOMPARE(table.record(1).arguments, "{\"n\": 2, \"path\": \"/a\"}"); // what ran is recorded
        QCOMPARE(table.path.at(1).toolCalls.at(0)["arguments"].toString(),
                 "{\"n\": 1, \"path\": \"/a\"}"); // what was written stays
        QCOMPARE(table.record(1).why, "once");
        table.begin({{"move", "{}"}});
        QCOMPARE(table.loop->waiting(), 1); // once is once
    }

    void aRefusalReachesTheModelWithItsWords() {
        Table table;
        table.begin({{"move", "{}"}, {"look", "{}"}});
        table.loop->refuse(table.result(2).id, " Not on a Friday. ");
        QVERIFY(table.ends.isEmpty()); // the other still waits
        QCOMPARE(table.result(2).content,
                 "The person refused this call, nothing was run. They say: Not on a Friday.");
        QCOMPARE(table.record(2).outcome, Outcome::Refused);
        table.loop->refuse(table.result(1).id, "");
        QCOMPARE(table.result(1).content, "The person refused this call. Nothing was run.");
        QCOMPARE(table.ends, QList{ToolLoop::End::Ask});
        QVERIFY(table.runner.runs.isEmpty());
    }

    void whatCannotRunIsAResultThatSaysWhy() {
        Table table;
        table.begin({{"nothing", "{}"},
                     {"look", "{\"n\": -1}"},
                     {"look", "[]"},
                     {"look", "{\"n\":"},
                     {"unsafe", "{}"}});
        QCOMPARE(table.ends, QList{ToolLoop::End::Ask});
        QVERIFY(table.result(5).content.contains("no tool called \"nothing\""));
        QVERIFY(table.result(4).content.contains("/n"));
        QVERIFY(table.result(3).content.contains("one JSON object"));
        QCOMPARE(table.record(2).outcome, Outcome::Invalid);
        QVERIFY(table.result(1).content.contains("Install bubblewrap"));
        QVERIFY(table.runner.runs.isEmpty());
    }

    void aPermissionSettlesOthersThatWait() {
        Table table;
        table.begin({{"move", "{\"path\": \"/a/1\"}"},
                     {"move", "{\"path\": \"/a/2\"}"},
                     {"move", "{\"path\": \"/b\"}"}});
        QCOMPARE(table.loop->waiting(), 3);
        table.loop->approve(table.result(3).id, "{\"path\": \"/a/1\"}", Scope::Chat,
                            {{approval::Constraint::Within, "path", Json("/a")}});
        QCOMPARE(table.runner.runs.size(), 2);
        QCOMPARE(table.loop->waiting(), 1); // the one in another folder
        QCOMPARE(table.policy.chat.size(), 1);
        table.loop->refuse(table.result(1).id, "", true);
        QVERIFY(table.asked());
        QCOMPARE(table.policy.always.size(), 1);
        table.begin({{"move", "{\"path\": \"/a/1\"}"}});
        QCOMPARE(table.record(1).why, "never"); // in all chats, before what this one allows
        QCOMPARE(table.runner.runs.size(), 2);
    }

    void theSameCallWithTheSameResultPauses() {
        Table table;
        table.policy.readsUnasked = true;
        for (int i = 0; i < 2; ++i) {
            table.begin({{"look", i ? "{\"path\": \"/a\", \"n\": 1}" : "{\"n\": 1, \"path\": \"/a\"}"}});
            QVERIFY(table.asked(i + 1));
        }
        table.begin({{"look", "{\"n\": 2}"}}); // another in between
        QVERIFY(table.asked(3));
        table.begin({{"look", "{\"n\":1,\"path\":\"/a\"}"}});
        // Written in another way each time, the same all the same.
        QTRY_COMPARE(table.loop->state(), ToolLoop::Paused);
        QCOMPARE(table.loop->pause(), ToolLoop::Repetition);
        QCOMPARE(table.loop->repeated(), "look");
        table.loop->goOn();
        QVERIFY(table.asked(4));
        table.begin({{"look", "{\"n\": 1, \"path\": \"/a\"}"}});
        QVERIFY(table.asked(5)); // the fourth does not
    }

    void otherResultsDoNotPause() {
        Table table;
        table.policy.readsUnasked = true;
        table.runner.at_once = false;
        for (int i = 0; i < 4; ++i) {
            table.begin({{"look", "{}"}});
            table.runner.runs.last()->end(QString::number(i));
            QCOMPARE(table.ends.size(), i + 1);
        }
    }

    void theLimitPausesBeforeAnythingRuns() {
        Table table;
        table.policy.readsUnasked = true;
        table.loop->setLimit(2);
        table.begin({{"look", "{\"n\": 1}"}, {"look", "{\"n\": 2}"}});
        QVERIFY(table.asked());
        table.begin({{"look", "{\"n\": 3}"}});
        QCOMPARE(table.loop->pause(), ToolLoop::Limit);
        QCOMPARE(table.runner.runs.size(), 2);
        table.loop->goOn(); // as many more
        QVERIFY(table.asked(2));
        table.begin({{"look", "{\"n\": 4}"}, {"look", "{\"n\": 5}"}});
        QVERIFY(table.asked(3));
        table.begin({{"look", "{\"n\": 6}"}});
        QCOMPARE(table.loop->pause(), ToolLoop::Limit);
        table.loop->answerNow();
        QCOMPARE(table.ends.last(), ToolLoop::End::AskWithoutTools);
        QVERIFY(table.result(1).content.contains("limit of calls"));
        QCOMPARE(table.runner.runs.size(), 5);
        table.path += said(Role::User, "again"); // a new turn begins to count anew
        table.loop->newTurn();
        table.begin({{"look", "{\"n\": 7}"}});
        QVERIFY(table.asked(4));
    }

    void stopEndsEverythingAtOnce() {
        Table table;
        table.policy.readsUnasked = true;
        table.runner.at_once = false;
        table.begin({{"look", "{\"n\": 1}"}, {"move", "{}"}, {"look", "{\"n\": 2}"}});
        table.runner.runs[1]->end("done");
        table.loop->stop();
        QVERIFY(table.ends.isEmpty()); // until the run has ended
        QTRY_COMPARE(table.ends, QList{ToolLoop::End::Stop});
        QCOMPARE(table.record(3).outcome, Outcome::Stopped);
        QCOMPARE(table.record(2).outcome, Outcome::Stopped);
        QCOMPARE(table.result(1).content, "done"); // what was done stays
        QCOMPARE(table.loop->state(), ToolLoop::Idle);
    }

    void thePersonIsAToolToo() {
        Table table;
        table.begin({{"ask", "{}"}});
        QTRY_COMPARE(table.loop->waiting(), 1);
        QCOMPARE(table.loop->job(table.result(1).id)->question, "How many?");
        table.loop->answer(table.result(1).id, "Seven");
        QCOMPARE(table.result(1).content, "Seven");
        QCOMPARE(table.record(1).why, "person");
        QCOMPARE(table.ends, QList{ToolLoop::End::Ask});
    }

    void longResultsAreCutVisiblyAndKeptWhole() {
        Table table;
        table.policy.readsUnasked = true;
        table.runner.at_once = false;
        table.characters = 30;
        table.begin({{"look", "{}"}});
        const QString text = QString("a").repeated(50) + QString("z").repeated(50);
        table.runner.runs[0]->end(text);
        QCOMPARE(table.result(1).content,
                 QString("a").repeated(20) + "\n[… 70 characters left out …]\n" + QString("z").repeated(10));
        QCOMPARE(table.record(1).whole, text);
        QCOMPARE(cutForModel(QString("\U0001F600").repeated(10), 10).count(QChar(0xFFFD)), 0);
        QVERIFY(cutForModel(QString("\U0001F600").repeated(10), 9).isValidUtf16());
    }

    /// What is in the store when the program ends in the middle of a turn.
    void aTurnThatWasCutOffComesUpPausedAndGoesOn() {
        Table table;
        table.policy.readsUnasked = true;
        table.runner.at_once = false;
        table.begin({{"look", "{\"n\": 1}"}, {"look", "{\"n\": 2}"}, {"move", "{}"}});
        table.runner.runs[0]->end("kept");
        QList<Message> stored = table.path;
        table.loop.reset();

        Table again;
        again.policy.readsUnasked = true;
        for (Message& message : stored) // as the store does when it opens
            if (message.state == MessageState::Streaming)
                message.state = MessageState::Cut;
        again.path = stored;
        again.loop->look(stored);
        QCOMPARE(again.loop->state(), ToolLoop::Paused);
        QCOMPARE(again.loop->pause(), ToolLoop::Unfinished);
        QVERIFY(again.runner.runs.isEmpty()); // nothing runs by itself
        again.loop->goOn();
        QCOMPARE(again.result(3).content, "kept");
        QVERIFY(again.runner.runs.isEmpty()); // that which ran is asked about, although it only reads
        QCOMPARE(again.loop->waiting(), 2);
        QCOMPARE(again.loop->job(again.result(2).id)->reason, approval::Reason::Interrupted);
        QVERIFY(again.result(2).state == MessageState::Streaming); // and can be saved
        again.loop->approve(again.result(2).id, "{\"n\": 2}");
        again.loop->refuse(again.result(1).id, "");
        QVERIFY(again.asked());
        QCOMPARE(again.runner.runs.size(), 1);
    }

    void aTurnWithoutItsResultsGoesOn() {
        Table table;
        table.policy.readsUnasked = true;
        table.path += calling({{"look", "{\"n\": 1}"}, {"look", "{\"n\": 2}"}});
        table.loop->look(table.path); // the program ended between the answer and its calls
        QCOMPARE(table.loop->pause(), ToolLoop::Unfinished);
        QCOMPARE(table.path.size(), 2);
        table.loop->goOn();
        QVERIFY(table.asked());
        QCOMPARE(table.path.size(), 4);
        table.loop->look(table.path); // between the results and the next answer
        QCOMPARE(table.loop->pause(), ToolLoop::Unfinished);
        table.loop->goOn();
        QVERIFY(table.asked(2));
        QCOMPARE(table.runner.runs.size(), 2); // not again
        table.path += said(Role::Assistant, "There.");
        table.loop->look(table.path);
        QCOMPARE(table.loop->state(), ToolLoop::Idle);
    }

    void stopOfAPausedTurnLeavesNothingOpen() {
        Table table;
        table.path += calling({{"look", "{}"}});
        table.loop->look(table.path);
        table.loop->stop();
        QCOMPARE(table.ends, QList{ToolLoop::End::Stop});
        QCOMPARE(table.record(1).outcome, Outcome::Stopped);
    }

    void answersThatWereCutOffCallNothing() {
        Table table;
        Message answer = calling({{"look", "{}"}});
        for (const MessageState state : {MessageState::Cancelled, MessageState::Truncated, MessageState::Cut,
                                         MessageState::Failed, MessageState::Streaming}) {
            answer.state = state;
            table.loop->look({said(Role::User, "x"), answer});
            QCOMPARE(table.loop->state(), ToolLoop::Idle);
        }
    }

    void recordsComeBackAsTheyWere() {
        RunRecord record{"id",
                         "name",
                         tools::Effect::Deletes,
                         Phase::Running,
                         Outcome::Exceeded,
                         "here",
                         "{}",
                         "sandbox",
                         1.5,
                         12,
                         true,
                         "whole",
                         "words"};
        QCOMPARE(readRun(toJson(record)), record);
        QCOMPARE(readRun({{"effect", "odd"}}).effect, tools::Effect::Deletes);
        QCOMPARE(readRun({{"phase", "odd"}}).phase, Phase::Ended);
    }

    void chosenToolsHaveDifferentNames() {
        const FakeShelf shelf;
        QList<tools::Tool> all = shelf.all;
        tools::Tool twin = all[0];
        twin.id = "twin";
        all += twin;
        const auto names = [&](const QStringList& tools, const QStringList& sets) {
            QStringList list;
            for (const tools::Tool& tool : chosen(all, shelf.sets(), tools, sets))
                list += tool.id;
            return list;
        };
        QCOMPARE(names({}, {}), QStringList());
        QCOMPARE(names({"twin", "id-look", "gone"}, {}), QStringList{"id-look"});
        QCOMPARE(names({"id-drop"}, {"set"}), (QStringList{"id-look", "id-move", "id-drop"}));
    }
};

QTEST_GUILESS_MAIN(TestToolLoop)
#include "tool_loop_test.moc"
