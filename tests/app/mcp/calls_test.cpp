// Calls of a scripted server: results, progress, what goes wrong, and secrets.
#include "tests/app/mcp/bench.h"

#include <QDirIterator>
#include <QFile>
#include <QSignalSpy>

using namespace hadal;
using namespace hadal::mcp;
using namespace hadal::mcp::test;

class CallsTest : public QObject {
    Q_OBJECT

  private slots:
    void answersWithResultsOfEveryKind() {
        Bench bench;
        QVERIFY(bench.settled(Bench::stdioConfig({}))->state() == Server::Ready);
        RunResult result = bench.call("fail", "why");
        QCOMPARE(result.status, RunResult::Failed);
        QCOMPARE(result.text, "It went wrong: why");
        result = bench.call("refuse");
        QCOMPARE(result.status, RunResult::Failed);
        QVERIFY(result.text.contains("These arguments will not do."));
        QCOMPARE(bench.call("structured").text, "{\"n\":7}");
        result = bench.call("promise");
        QCOMPARE(result.status, RunResult::Done);
        QVERIFY2(result.text.contains("not as the tool promises"), qPrintable(result.text));
        result = bench.call("kinds");
        QVERIFY2(result.text.startsWith("words red \n[Picture, image/png"), qPrintable(result.text));
        QVERIFY(result.text.contains("[test://x]\ninside"));
        QVERIFY(result.text.contains("application/zip"));
        QVERIFY(result.text.contains("zed: test://z"));
        result = bench.call("big");
        QVERIFY(result.cut && result.text.contains("bytes left out") && result.text.endsWith("end"));
        QVERIFY(result.text.size() < 70'000);
        QCOMPARE(result.outputBytes, 500'003);
        result = bench.call("echo"); // without what it requires
        QCOMPARE(result.status, RunResult::NotStarted);
        QVERIFY(!result.text.isEmpty());
    }

    void readsResourcesAndPrompts() {
        Bench bench;
        Server* server = bench.settled(Bench::stdioConfig({}));
        QString resource, missing, prompt;
        server->request(this, "resources/read", {{"uri", "test://3"}},
                        [&](const Outcome& outcome) { resource = contentsText(outcome.result); });
        server->request(this, "resources/read", {{"uri", "test://9"}},
                        [&](const Outcome& outcome) { missing = outcome.text; });
        server->request(this, "prompts/get", {{"name", "greet"}, {"arguments", {{"who", "Ada"}}}},
                        [&](const Outcome& outcome) { prompt = promptText(outcome.result); });
        QTRY_COMPARE(resource, "the text of test://3");
        QTRY_COMPARE(missing, "Resource not found");
        QTRY_COMPARE(prompt, "Hello, Ada");
    }

    void showsProgress_data() {
        QTest::addColumn<bool>("remote");
        QTest::newRow("stdio") << false;
        QTest::newRow("http") << true;
    }
    void showsProgress() {
        QFETCH(bool, remote);
        Bench bench;
        Server* server = bench.settled(remote ? bench.httpConfig({"sse"}) : Bench::stdioConfig({}));
        QVERIFY2(server->state() == Server::Ready, qPrintable(server->problem()));
        McpRunner runner(bench.servers.get());
        const std::unique_ptr<tools::Run> run(runner.run(bench.tool("progress"), Json::object()));
        QSignalSpy progress(run.get(), &tools::Run::progress);
        QCOMPARE(Bench::finish(run.get()).text, "arrived");
        QVERIFY(!progress.isEmpty());
        QCOMPARE(progress.first().first().toString(), "1 / 3: step 1");
    }

    void progressKeepsACallWaiting() {
        Bench bench;
        ServerConfig config = Bench::stdioConfig({});
        config.limits.seconds = 1;
        QVERIFY(bench.settled(config)->state() == Server::Ready);
        QCOMPARE(bench.call("progress").status, RunResult::Done); // 0.75 s, with a word every 0.25 s
        const RunResult result = bench.call("silent");
        QCOMPARE(result.status, RunResult::TimedOut);
        QVERIFY(logHas(bench.servers->find("s"), "cancelled"));
        QCOMPARE(bench.call("echo", "still here").text, "still here");
    }

    void restartsAServerThatHangs() {
        Bench bench;
        ServerConfig config = Bench::stdioConfig({});
        config.limits.seconds = 1;
        bench.services.probe = 500ms;
        Server* server = bench.settled(config);
        QCOMPARE(bench.call("hang").status, RunResult::TimedOut);
        QVERIFY(logHas(server, "has stopped answering"));
        QVERIFY(Bench::settle(server));
        QTRY_COMPARE(bench.call("echo", "again").text, "again");
    }

    void stopsACall() {
        Bench bench;
        Server* server = bench.settled(Bench::stdioConfig({}));
        McpRunner runner(bench.servers.get());
        const std::unique_ptr<tools::Run> run(runner.run(bench.tool("silent"), Json::object()));
        QSignalSpy finished(run.get(), &tools::Run::finished);
        QVERIFY(logHas(server, "silent for long"));
        run->stop();
        QVERIFY(finished.isEmpty()); // not before stop() has returned
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(finished[0][0].value<RunResult>().status, RunResult::Stopped);
        QVERIFY(logHas(server, "cancelled"));
        run->stop();
        QCoreApplication::processEvents();
        QCOMPARE(finished.size(), 1);
    }

    void answersWhatServersAsk() {
        Bench bench;
        ServerConfig config = Bench::stdioConfig({});
        config.limits.folders = {{"/srv/a b", false}};
        Server* server = bench.settled(config);
        const RunResult result = bench.call("ask");
        const Json answers = parse_json(result.text.toStdString());
        QVERIFY(answers["s-ping"] == Json::object());
        QVERIFY(answers["s-roots/list"]["roots"][0]["uri"] == "file:///srv/a%20b");
        QVERIFY(answers["s-sampling/createMessage"] == -32601);
        QVERIFY(answers["s-elicitation/create"] == -32601);
        QVERIFY(server->log().text().contains("sampling/createMessage"));
    }

    void survivesHugeLines() {
        Bench bench;
        Server* server = bench.settled(Bench::stdioConfig({}));
        QCOMPARE(bench.call("huge_line").text, "after it");
        QVERIFY(server->log().text().contains("was skipped"));
    }

    void restartsAServerThatDies() {
        Bench bench;
        Server* server = bench.settled(Bench::stdioConfig({}));
        const RunResult result = bench.call("die");
        QCOMPARE(result.status, RunResult::Failed);
        QVERIFY2(result.text.contains("exit status 3") && result.text.contains("dying as asked"),
                 qPrintable(result.text));
        // A call made meanwhile waits for it.
        QCOMPARE(bench.call("echo", "risen").text, "risen");
        QCOMPARE(server->state(), Server::Ready);
    }

    void givesUpOnOneThatDiesAgainAndAgain() {
        Bench bench;
        bench.services.most_restarts = 2;
        Server* server = bench.settled(Bench::stdioConfig({}));
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(server->state(), Server::Ready);
            QCOMPARE(bench.call("die").status, RunResult::Failed);
            QVERIFY(Bench::settle(server));
        }
        QCOMPARE(server->state(), Server::Failed);
        const RunResult result = bench.call("echo", "anybody?");
        QCOMPARE(result.status, RunResult::NotStarted);
        server->restart(); // the person says so
        QVERIFY(Bench::settle(server));
        QCOMPARE(bench.call("echo", "back").text, "back");
    }

    void beginsANewSessionWhereTheServerEndsOne() {
        Bench bench;
        Server* server = bench.settled(bench.httpConfig({"session"}));
        QVERIFY2(server->state() == Server::Ready, qPrintable(server->problem()));
        QCOMPARE(bench.call("die").status, RunResult::Failed);
        QCOMPARE(bench.call("echo", "anew").text, "anew");
        bench.servers->setEnabled("s", false);
        QByteArray said;
        QTRY_VERIFY((said += bench.http->readAllStandardError()).contains("deleted session-2"));
    }

    void secretsReachTheServerAndNothingElse() {
        Bench bench;
        ServerConfig config = Bench::stdioConfig({});
        config.environment.insert("TOKEN", "{{secret:TOKEN}}");
        Server* server = bench.settled(config);
        QVERIFY2(server->state() == Server::Ready, qPrintable(server->problem()));
        QCOMPARE(bench.call("talk").text, "the token is •••");
        QVERIFY(logHas(server, "my token is •••"));
        QVERIFY(logHas(server, "{\"token\":\"•••\"}"));
        QVERIFY(!server->log().text().contains(secret));
        QCOMPARE(bench.call("fail", secret).text, "It went wrong: •••");
        QDirIterator files(bench.folder.path(), QDir::Files);
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly) && !file.readAll().contains(secret));
        }
    }

    void sendsHeadersWithSecrets() {
        Bench bench;
        ServerConfig config = bench.httpConfig({"auth"});
        config.headers.insert("Authorization", "Bearer {{secret:TOKEN}}");
        Server* server = bench.settled(config);
        QVERIFY2(server->state() == Server::Ready, qPrintable(server->problem()));
        const RunResult result = bench.call("headers");
        QVERIFY2(result.text.contains("Bearer •••"), qPrintable(result.text));
        QVERIFY(result.sandbox.isEmpty());
    }

    void saysWhichSecretIsMissing() {
        Bench bench;
        ServerConfig config = Bench::stdioConfig({});
        config.environment.insert("TOKEN", "{{secret:OTHER}}");
        Server* server = bench.settled(config);
        QCOMPARE(server->state(), Server::Failed);
        QVERIFY2(server->problem().contains("OTHER"), qPrintable(server->problem()));
    }

    void aRunOutlivesItsServer() {
        Bench bench;
        bench.settled(Bench::stdioConfig({}));
        McpRunner runner(bench.servers.get());
        const std::unique_ptr<tools::Run> run(runner.run(bench.tool("silent"), Json::object()));
        QTimer::singleShot(0, [&] { bench.servers->remove("s"); });
        QCOMPARE(Bench::finish(run.get()).status, RunResult::Failed);
        QCOMPARE(bench.call(tools::Tool(), Json::object()).status, RunResult::NotStarted);
    }
};

QTEST_GUILESS_MAIN(CallsTest)
#include "calls_test.moc"
