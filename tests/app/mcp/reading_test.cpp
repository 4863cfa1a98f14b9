// What is read from servers and files, without a server.
#include "app/mcp/content.h"
#include "app/mcp/http_transport.h"
#include "app/mcp/json_rpc.h"
#include "app/mcp/server_config.h"
#include "app/mcp/server_log.h"
#include "app/mcp/servers.h"
#include "app/mcp/stdio_transport.h"
#include "app/tools/output.h"
#include "kernels/error.h"

#include <QRegularExpression>
#include <QTest>

using namespace hadal;
using namespace hadal::mcp;

class ReadingTest : public QObject {
    Q_OBJECT

  private slots:
    void readsMessages() {
        const auto one = readMessages("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"ping\"}");
        QCOMPARE(one.messages.size(), 1);
        QCOMPARE(one.messages[0].kind, Message::Request);
        QCOMPARE(one.messages[0].method, "ping");
        const auto batch = readMessages("[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"x\":1}},7,{\"jsonrpc\":"
                                        "\"2.0\",\"id\":2,\"error\":{\"code\":-3,\"message\":\"m\"}},"
                                        "{\"jsonrpc\":\"2.0\",\"method\":\"n\"}]");
        QCOMPARE(batch.messages.size(), 3);
        QCOMPARE(batch.problems.size(), 1);
        QCOMPARE(batch.messages[1].kind, Message::Failure);
        QCOMPARE(batch.messages[1].code, -3);
        QCOMPARE(batch.messages[2].kind, Message::Notification);
    }

    void tellsWhatIsNoMessage_data() {
        QTest::addColumn<QByteArray>("text");
        for (const char* text :
             {"", "{", "7", "null", "\"text\"", "{}", "{\"jsonrpc\":\"1.0\",\"method\":\"a\"}",
              "{\"jsonrpc\":\"2.0\"}", "{\"jsonrpc\":\"2.0\",\"method\":7}",
              "{\"jsonrpc\":\"2.0\",\"result\":{}}", "{\"jsonrpc\":\"2.0\",\"id\":{},\"result\":{}}",
              "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"result\":{}}", "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":7}",
              "\xff\xfe"})
            QTest::newRow(text) << QByteArray(text);
        QTest::newRow("deep") << QByteArray(100'000, '[');
    }
    void tellsWhatIsNoMessage() {
        QFETCH(QByteArray, text);
        const auto reading = readMessages(text);
        QVERIFY(reading.messages.isEmpty());
        QCOMPARE(reading.problems.size(), 1);
    }

    void cutsLines() {
        QList<QByteArray> lines;
        int skipped = 0;
        LineReader reader(10);
        const QByteArray text = "one\r\n\ntwo\n" + QByteArray(50, 'x') + "\nthree\nrest";
        for (const char c : text)
            reader.add(
                QByteArray(1, c), [&](const QByteArray& line) { lines += line; }, [&] { ++skipped; });
        QCOMPARE(lines, (QList<QByteArray>{"one", "", "two", "three"}));
        QCOMPARE(skipped, 1);
        QCOMPARE(reader.rest(), "rest");
    }

    void turnsContentIntoText() {
        const Json result =
            parse_json("{\"content\": [{\"type\": \"text\", \"text\": \"a\\u001b[31mb\\u202e\\u0000c\\td\"},"
                       "{\"type\": \"image\", \"mimeType\": \"image/png\", \"data\": \"AAAAAAAA\"}, 7, "
                       "{\"type\": \"text\"}],"
                       "\"structuredContent\": {\"x\": 1}}");
        QCOMPARE(resultText(result), "abc\td\n[Picture, image/png, 6 bytes, not shown]\n"
                                     "[Content of the unknown kind “”, not shown]\n");
        QCOMPARE(resultText(parse_json("{\"structuredContent\": {\"x\": 1}}")), "{\"x\":1}");
        for (const char* text : {"null", "7", "[]", "{}", "{\"content\": 7}"})
            QCOMPARE(resultText(parse_json(text)), "");
        QCOMPARE(
            promptText(parse_json(
                "{\"messages\": [{\"role\": \"user\", \"content\": {\"type\": \"text\", \"text\": \"a\"}},"
                "{\"role\": \"assistant\", \"content\": {\"type\": \"text\", \"text\": \"b\"}}]}")),
            "user:\na\n\nassistant:\nb");
        QCOMPARE(tools::cleanText(QString::fromUtf8("家👩‍👧 e\u0301\r\n")),
                 QString::fromUtf8("家👩‍👧 e\u0301\n"));
    }

    void readsConfigurations() {
        const Json json = parse_json(
            "{\"command\": \"uvx\", \"args\": [\"mcp-server-time\"], \"env\": {\"A\": \"1\", \"B\": 2},"
            "\"disabled\": true, \"other\": {\"kept\": true},"
            "\"hadal\": {\"network\": true, \"read\": [\"/srv/a\"], \"write\": [\"/srv/b\"], \"memory_mib\": "
            "100, \"seconds\": 5,"
            "\"trust_hints\": true, \"effects\": {\"t\": \"reads\"}, \"tools_off\": [\"u\"]}}");
        const ServerConfig config = readServer("time", json);
        QCOMPARE(config.command, "uvx");
        QCOMPARE(config.environment.value("B"), "2");
        QVERIFY(!config.enabled);
        QVERIFY(config.limits.network);
        QCOMPARE(config.limits.folders.size(), 2);
        QVERIFY(config.limits.folders[1].write);
        QCOMPARE(config.effects.value("t"), tools::Effect::Reads);
        QVERIFY(config.toolsOff.contains("u"));
        QCOMPARE(readServer("time", mcp::toJson(config)), config);
        QVERIFY(mcp::toJson(config).contains("other"));
        const ServerConfig remote =
            readServer("r", parse_json("{\"serverUrl\": \"https://example.org/mcp\"}"));
        QVERIFY(remote.isRemote() && remote.enabled);
        QCOMPARE(readServer("r", mcp::toJson(remote)), remote);
    }

    void refusesConfigurations_data() {
        QTest::addColumn<QByteArray>("json");
        for (const char* text : {"7", "{}", "{\"command\": 7}", "{\"command\": \"a\", \"args\": \"b\"}",
                                 "{\"command\": \"a\", \"args\": [7]}", "{\"command\": \"a\", \"env\": []}",
                                 "{\"command\": \"a\", \"url\": \"https://b\"}",
                                 "{\"command\": \"a\", \"env\": {\"A=B\": \"c\"}}", "{\"url\": \"ftp://b\"}",
                                 "{\"url\": \"https://u:p@b\"}",
                                 "{\"url\": \"http://b\", \"headers\": {\"A\": \"{{secret:X}}\"}}",
                                 "{\"url\": \"https://b\", \"type\": \"sse\"}",
                                 "{\"url\": \"https://b\", \"headers\": {\"A b\": \"c\"}}",
                                 "{\"url\": \"https://b\", \"headers\": {\"A\": \"b\\nc\"}}",
                                 "{\"command\": \"a\", \"disabled\": 1}",
                                 "{\"command\": \"a\", \"hadal\": {\"memory_mib\": -1}}"})
            QTest::newRow(text) << QByteArray(text);
    }
    void refusesConfigurations() {
        QFETCH(QByteArray, json);
        QVERIFY_EXCEPTION_THROWN(readServer("x", parse_json(json.toStdString())), Error);
    }

    void sendsSecretsOverTlsOrHere() {
        QVERIFY(HttpTransport::urlProblem(QUrl("http://127.0.0.1:8000/mcp"), true).isEmpty());
        QVERIFY(HttpTransport::urlProblem(QUrl("http://[::1]/mcp"), true).isEmpty());
        QVERIFY(HttpTransport::urlProblem(QUrl("http://localhost/mcp"), true).isEmpty());
        QVERIFY(HttpTransport::urlProblem(QUrl("https://example.org/mcp"), true).isEmpty());
        QVERIFY(HttpTransport::urlProblem(QUrl("http://example.org/mcp"), false).isEmpty());
        QVERIFY(!HttpTransport::urlProblem(QUrl("http://example.org/mcp"), true).isEmpty());
        QVERIFY(!HttpTransport::urlProblem(QUrl("http://localhost.example.org/mcp"), true).isEmpty());
    }

    void importsWhatReadmesShow() {
        const auto import =
            readImport("\"mcpServers\": {\"git hub\": {\"command\": \"npx\", \"args\": [\"-y\", \"x\"],"
                       "\"env\": {\"GITHUB_TOKEN\": \"ghp_123456\", \"MODE\": \"fast\"}},"
                       "\"web\": {\"url\": \"https://example.org\", \"headers\": {\"Authorization\": "
                       "\"Bearer abcdef\", \"X\": \"{{secret:Y}}\"}}}");
        QCOMPARE(import.servers.size(), 2);
        QVERIFY(!import.servers[0].enabled);
        QCOMPARE(import.servers[0].environment.value("GITHUB_TOKEN"), "{{secret:git_hub.GITHUB_TOKEN}}");
        QCOMPARE(import.servers[0].environment.value("MODE"), "fast");
        QCOMPARE(import.servers[1].headers.value("Authorization"), "Bearer {{secret:web.Authorization}}");
        QCOMPARE(import.secrets.value("git_hub.GITHUB_TOKEN"), "ghp_123456");
        QCOMPARE(import.secrets.value("web.Authorization"), "abcdef");
        QCOMPARE(readImport("{\"a\": {\"command\": \"b\"}}").servers[0].id, "a");
        QCOMPARE(readImport("{\"mcpServers\": {\"a\": {\"command\": \"b\"}}}").servers[0].command, "b");
        QCOMPARE(readImport("{\"command\": \"b\"}").servers[0].id, "server");
        for (const char* text : {"", "7", "[]", "{}", "hello", "{\"mcpServers\": {}}", "{\"a\": 7}"})
            QVERIFY_EXCEPTION_THROWN(readImport(text), Error);
    }

    void namesToolsForModels() {
        QCOMPARE(modelName("time", "now", false), "time_now");
        QCOMPARE(modelName("my server", "a.b", false), "my_server_a_b");
        const QRegularExpression valid(QRegularExpression::anchoredPattern("[A-Za-z0-9_-]{1,64}"));
        for (const auto& [server, tool] : {std::pair{QString(60, 'a'), QString(60, 'b')},
                                           {QString::fromUtf8("时间"), QString::fromUtf8("现在")}}) {
            QVERIFY(valid.match(modelName(server, tool, false)).hasMatch());
            QVERIFY(valid.match(modelName(server, tool, true)).hasMatch());
            QVERIFY(modelName(server, tool, false) != modelName(server, tool + "x", false));
        }
        QVERIFY(modelName("a b", "c", true) != modelName("a", "b c", true));
    }

    void believesHintsOnlyWhereToldTo() {
        ServerConfig config;
        ServerTool reads, destroys;
        reads.name = "r";
        reads.readOnly = true;
        destroys.name = "d";
        destroys.destructive = true;
        QCOMPARE(effectOf(config, reads), tools::Effect::Writes);
        QCOMPARE(effectOf(config, destroys), tools::Effect::Deletes);
        QCOMPARE(effectOf(config, {}), tools::Effect::Writes);
        config.trustsHints = true;
        QCOMPARE(effectOf(config, reads), tools::Effect::Reads);
        config.effects.insert("d", tools::Effect::Reads);
        QCOMPARE(effectOf(config, destroys), tools::Effect::Reads);
    }

    void boundsTheLog() {
        ServerLog log;
        for (int i = 0; i < 1000; ++i)
            log.add(QString("line %1 \x1b[2J").arg(i));
        log.add(QString(10'000, 'x'));
        QCOMPARE(log.lines().size(), ServerLog::most_lines);
        QCOMPARE(log.count(), 1001);
        QCOMPARE(log.lines().last().text.size(), ServerLog::longest_line + 1);
        QVERIFY(!log.text().contains(QChar(0x1b)));
    }
};

QTEST_GUILESS_MAIN(ReadingTest)
#include "reading_test.moc"
