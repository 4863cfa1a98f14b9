// Against a scripted server over stdio and HTTP, and, where HADAL_TEST_MCP_SERVER names the program, a public
// one.
#include "app/tools/sandbox.h"
#include "kernels/error.h"
#include "tests/app/mcp/bench.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>

using namespace hadal;
using namespace hadal::mcp;
using namespace hadal::mcp::test;

namespace {

bool logHas(const Server* server, const QString& text) {
    return QTest::qWaitFor([&] { return server->log().text().contains(text); }, 10'000);
}

} // namespace

class ServersTest : public QObject {
    Q_OBJECT

  private slots:
    void shakesHandsAndLists_data() {
        QTest::addColumn<bool>("remote");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("stdio") << false << QStringList{};
        QTest::newRow("stdio, pages") << false << QStringList{"pages"};
        QTest::newRow("stdio, old") << false << QStringList{"old"};
        QTest::newRow("stdio, garbage") << false << QStringList{"garbage", "pages"};
        QTest::newRow("http") << true << QStringList{};
        QTest::newRow("http, pages, session") << true << QStringList{"pages", "session"};
        QTest::newRow("http, events") << true << QStringList{"sse", "session"};
        QTest::newRow("http, broken streams") << true << QStringList{"drop", "pages"};
    }
    void shakesHandsAndLists() {
        QFETCH(bool, remote);
        QFETCH(QStringList, words);
        Bench bench;
        Server* server = bench.settled(remote ? bench.httpConfig(words) : Bench::stdioConfig(words));
        QVERIFY2(server->state() == Server::Ready, qPrintable(server->problem()));
        QCOMPARE(server->info().name, "scripted");
        QCOMPARE(server->info().protocol, words.contains("old") ? "2025-03-26" : "2025-06-18");
        QCOMPARE(server->tools().size(), 18);
        QTRY_COMPARE(server->resources().size(), 6);
        QVERIFY(server->resources().last().isTemplate);
        QTRY_COMPARE(server->prompts().size(), 1);
        QCOMPARE(bench.call("echo", "over there").text, "over there");
        if (words.contains("garbage"))
            QVERIFY(logHas(server, "Not JSON"));
    }

    void aRemovedServerComesBackToItsPlace() {
        Bench bench;
        Bench::settle(bench.open(Bench::stdioConfig({})));
        ServerConfig other = Bench::stdioConfig({});
        other.id = "other";
        other.enabled = false;
        QCOMPARE(bench.servers->save(other), QString());
        const ServerConfig removed = bench.servers->find("s")->config();
        bench.servers->remove("s");
        QVERIFY(bench.servers->tools().isEmpty());
        QCOMPARE(bench.servers->restore(removed, 0), QString());
        QVERIFY(!bench.servers->restore(removed, 0).isEmpty()); // it is there
        QCOMPARE(bench.servers->all().first()->config(), removed);
        QVERIFY(Bench::settle(bench.servers->find("s")));
        QCOMPARE(bench.servers->tools().size(), 18);
        const Servers again(bench.folder.path(), bench.services);
        QCOMPARE(again.all().first()->config(), removed); // in the file as well
    }

    void refusesWhatItCannotSpeakTo_data() {
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("expected");
        QTest::newRow("future") << "future"
                                << "1999-01-01";
        QTest::newRow("refuse") << "refuse"
                                << "Unsupported protocol version";
        QTest::newRow("deaf") << "deaf"
                              << "did not answer the handshake";
        QTest::newRow("nothing") << "nothing"
                                 << "2024-11-05 are not supported";
        QTest::newRow("auth") << "auth"
                              << "Authorization";
        QTest::newRow("moved") << "moved"
                               << "redirects to http://127.0.0.1:9/elsewhere";
    }
    void refusesWhatItCannotSpeakTo() {
        QFETCH(QString, word);
        QFETCH(QString, expected);
        for (const bool remote : {false, true}) {
            if (!remote && (word == "nothing" || word == "auth" || word == "moved"))
                continue;
            if (remote && word == "deaf")
                continue; // HTTP has an answer to every request
            Bench bench;
            if (word == "deaf")
                bench.services.handshake = 1s;
            Server* server = bench.settled(remote ? bench.httpConfig({word}) : Bench::stdioConfig({word}));
            QCOMPARE(server->state(), Server::Failed);
            QVERIFY2(server->problem().contains(expected), qPrintable(server->problem()));
            QVERIFY(bench.servers->tools().isEmpty());
        }
    }

    void saysWhyAProgramDoesNotStart() {
        Bench bench;
        ServerConfig config = Bench::stdioConfig({});
        config.command = "/no/such/program";
        Server* server = bench.settled(config);
        QCOMPARE(server->state(), Server::Failed);
        QVERIFY2(server->problem().contains("/no/such/program"), qPrintable(server->problem()));
        config = Bench::stdioConfig({});
        config.arguments = QStringList{"-c", "import sys; sys.stderr.write('no module\\n'); sys.exit(4)"};
        bench.servers->save(config, "s");
        QVERIFY(Bench::settle(server));
        QTRY_VERIFY2(server->problem().contains("exit status 4"), qPrintable(server->problem()));
        QVERIFY(server->problem().contains("no module"));
    }

    void stopsAtEndlessPages() {
        Bench bench;
        Server* server = bench.settled(Bench::stdioConfig({"loop"}));
        QCOMPARE(server->state(), Server::Ready);
        QVERIFY(logHas(server, "was cut after"));
    }

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
        QVERIFY2(result.text.startsWith("words [31mred[0m \n[Picture, image/png"), qPrintable(result.text));
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

    void followsListsThatChange() {
        Bench bench;
        Server* server = bench.settled(Bench::stdioConfig({}));
        const tools::Tool before = bench.tool("echo");
        QCOMPARE(bench.call("change").text, "changed");
        QTRY_COMPARE(server->tools().first().description, "Another description.");
        // What was shown is not what would be run.
        const RunResult result = bench.call(before, {{"text", "x"}});
        QCOMPARE(result.status, RunResult::NotStarted);
        QVERIFY2(result.text.contains("changed this tool"), qPrintable(result.text));
        const tools::Tool after = bench.tool("echo");
        QCOMPARE(after.id, before.id);
        QVERIFY(std::get<tools::McpAction>(after.action).definition !=
                std::get<tools::McpAction>(before.action).definition);
        QCOMPARE(bench.call(after, {{"text", "x"}}).text, "x");
    }

    void takesOnlyToolsThatCanBeOffered() {
        Bench bench;
        Server* server = bench.settled(Bench::stdioConfig({"strange"}));
        const QRegularExpression named(QRegularExpression::anchoredPattern("[A-Za-z0-9_-]{1,64}"));
        QSet<QString> names;
        for (const tools::Tool& tool : bench.servers->tools()) {
            QVERIFY2(named.match(tool.name).hasMatch(), qPrintable(tool.name));
            names.insert(tool.name);
        }
        QCOMPARE(names.size(), bench.servers->tools().size());
        QCOMPARE(names.size(), 18 + 4);               // "a.b", "a b", "工具", the long one
        QCOMPARE(server->tools().size(), 18 + 4 + 3); // those that are shown with their problem
        QVERIFY(!server->findTool("large")->problem.isEmpty());
    }

    void heedsThePersonsWord() {
        Bench bench;
        ServerConfig config = Bench::stdioConfig({"hints"});
        Server* server = bench.settled(config);
        QCOMPARE(bench.tool("reads").effect, tools::Effect::Writes);
        QCOMPARE(bench.tool("destroys").effect, tools::Effect::Deletes);
        config.trustsHints = true;
        config.effects.insert("echo", tools::Effect::Reads);
        config.toolsOff = {"destroys"};
        QCOMPARE(bench.servers->save(config, "s"), "");
        QCOMPARE(server->state(), Server::Ready); // nothing that it would have to be restarted for
        QCOMPARE(bench.tool("reads").effect, tools::Effect::Reads);
        QCOMPARE(bench.tool("echo").effect, tools::Effect::Reads);
        QVERIFY(bench.tool("destroys").name.isEmpty());
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

    void keepsServersInAFile() {
        QTemporaryDir folder;
        QFile file(folder.filePath("mcp.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"theme\": 1, \"mcpServers\": {\"b\": {\"command\": \"x\", \"disabled\": true, "
                   "\"icon\": \"i\"},"
                   "                       \"bad\": {\"command\": 7}, \"a\": {\"url\": "
                   "\"https://example.org\", \"disabled\": true}}}");
        file.close();
        Bench bench;
        {
            Servers servers(folder.path(), bench.services);
            QCOMPARE(servers.all().size(), 2);
            QCOMPARE(servers.all().first()->config().id, "b");
            QCOMPARE(servers.warnings().size(), 1);
            ServerConfig added = Bench::stdioConfig({});
            added.enabled = false;
            QCOMPARE(servers.save(added), "");
            QVERIFY(!servers.save(added).isEmpty()); // the name is taken
            added.id = "bad";
            QVERIFY(!servers.save(added).isEmpty());
            QCOMPARE(servers.freeId("s"), "s 2");
            servers.remove("a");
            ServerConfig renamed = servers.find("b")->config();
            renamed.id = "c";
            QCOMPARE(servers.save(renamed, "b"), "");
        }
        QVERIFY(file.open(QIODevice::ReadOnly));
        const Json json = parse_json(file.readAll().toStdString());
        QVERIFY(json["theme"] == 1);
        QVERIFY(json["mcpServers"].contains("bad"));
        QVERIFY(json["mcpServers"]["c"]["icon"] == "i");
        QCOMPARE(json["mcpServers"].size(), 3u);
    }

    void putsADamagedFileAside() {
        QTemporaryDir folder;
        QFile file(folder.filePath("mcp.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{");
        file.close();
        Bench bench;
        Servers servers(folder.path(), bench.services);
        QCOMPARE(servers.warnings().size(), 1);
        QVERIFY(QFile::exists(folder.filePath("mcp.json.damaged")));
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

    void runsInTheSandbox() {
        if (const QString why = tools::sandboxUnavailable(); !why.isEmpty())
            QSKIP(qPrintable(why));
        Bench bench;
        useSandbox(bench.services, bench.folder.path());
        ServerConfig config = Bench::stdioConfig({});
        config.command = "/usr/bin/python3"; // of the system: that is all that a server sees unasked
        QVERIFY2(QFile::exists(config.command), "the package python3 is missing");
        const QFileInfo script(HADAL_MCP_SERVER);
        config.limits.folders = {{script.absolutePath(), false}};
        config.environment.insert("TOKEN", "{{secret:TOKEN}}");
        qputenv("HADAL_TEST_OUTSIDE", "seen");
        Server* server = bench.settled(config);
        QVERIFY2(server->state() == Server::Ready, qPrintable(server->problem() + server->log().text()));
        QCOMPARE(bench.call("environment", "HADAL_TEST_OUTSIDE").text, "unset");
        QCOMPARE(bench.call("environment", "TOKEN").text, "•••");
        const RunResult result = bench.call("echo", "inside");
        QCOMPARE(result.text, "inside");
        QVERIFY(!result.sandbox.isEmpty());
        QCOMPARE(bench.call("die").status, RunResult::Failed);
        QCOMPARE(bench.call("echo", "risen").text, "risen");
    }

    void doesNotRunWithoutASandbox() {
        Bench bench;
        bench.services.sandboxProblem = [] { return QString("No sandbox: install bubblewrap."); };
        Server* server = bench.settled(Bench::stdioConfig({}));
        QCOMPARE(server->state(), Server::Failed);
        QCOMPARE(server->problem(), "No sandbox: install bubblewrap.");
    }

    void speaksWithAPublicServer() {
        const QString program = qEnvironmentVariable("HADAL_TEST_MCP_SERVER");
        if (program.isEmpty())
            QSKIP("Set HADAL_TEST_MCP_SERVER to the program of mcp-server-time, as PyPI has it.");
        if (const QString why = tools::sandboxUnavailable(); !why.isEmpty())
            QSKIP(qPrintable(why));
        Bench bench;
        useSandbox(bench.services, bench.folder.path());
        ServerConfig config;
        config.id = "time";
        config.enabled = true;
        config.command = program;
        config.arguments = QStringList{"--local-timezone=Europe/Berlin"};
        config.limits.folders = {{QFileInfo(program).dir().absoluteFilePath(".."), false}};
        config.limits.folders[0].path = QDir::cleanPath(config.limits.folders[0].path);
        Server* server = bench.settled(config);
        QVERIFY2(server->state() == Server::Ready, qPrintable(server->problem() + server->log().text()));
        const tools::Tool now = bench.tool("get_current_time");
        QCOMPARE(now.name, "time_get_current_time");
        const RunResult result = bench.call(now, {{"timezone", "Asia/Shanghai"}});
        QCOMPARE(result.status, RunResult::Done);
        QVERIFY2(result.text.contains("Asia/Shanghai") && result.text.contains("+08:00"),
                 qPrintable(result.text));
        QCOMPARE(bench.call(now, {{"timezone", "Nowhere/Land"}}).status, RunResult::Failed);
        const RunResult converted = bench.call(
            bench.tool("convert_time"),
            {{"source_timezone", "Asia/Shanghai"}, {"time", "12:00"}, {"target_timezone", "Asia/Tokyo"}});
        QVERIFY2(converted.text.contains("13:00"), qPrintable(converted.text));
        qInfo("%s", qPrintable(result.text));
    }
};

QTEST_GUILESS_MAIN(ServersTest)
#include "servers_test.moc"
