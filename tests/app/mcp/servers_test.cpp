// Against a scripted server over stdio and HTTP, and, where HADAL_TEST_MCP_SERVER names the program, a public
// one.
#include "app/tools/sandbox.h"
#include "kernels/error.h"
#include "tests/app/mcp/bench.h"

#include <QFile>
#include <QRegularExpression>

using namespace hadal;
using namespace hadal::mcp;
using namespace hadal::mcp::test;

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

    void keepsADamagedFile() {
        QTemporaryDir folder;
        QFile file(folder.filePath("mcp.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{");
        file.close();
        Bench bench;
        Servers servers(folder.path(), bench.services);
        QCOMPARE(servers.warnings().size(), 1);
        ServerConfig added = Bench::stdioConfig({});
        added.enabled = false;
        QCOMPARE(servers.save(added), QString());
        QCOMPARE(QDir(folder.path()).entryList({"mcp-damaged-*.json"}).size(), 1);
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
