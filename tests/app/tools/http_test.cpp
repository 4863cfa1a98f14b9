// Requests: templates that stay in their place, a server of this test, and addresses that are refused.
#include "tests/app/tools/http_server.h"

#include "app/tools/addresses.h"
#include "app/tools/http_template.h"
#include "kernels/error.h"

using namespace hadal;
using namespace hadal::tools;
using namespace hadal::tools::testing;

class HttpTest : public QObject {
    Q_OBJECT

  private slots:
    void addresses_data() {
        QTest::addColumn<QString>("address");
        QTest::addColumn<bool>("isPublic");
        for (const char* address :
             {"127.0.0.1",       "127.8.8.8",       "0.0.0.0",         "10.1.2.3",    "172.16.0.1",
              "172.31.255.255",  "192.168.1.1",     "169.254.169.254", "100.64.0.1",  "224.0.0.1",
              "255.255.255.255", "198.18.0.1",      "192.0.2.5",       "::",          "::1",
              "fe80::1",         "fc00::1",         "fd12::1",         "ff02::1",     "::ffff:127.0.0.1",
              "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",   "2001:db8::1", "2001::1"})
            QTest::newRow(address) << address << false;
        for (const char* address :
             {"1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"})
            QTest::newRow(address) << address << true;
    }
    void addresses() {
        QFETCH(QString, address);
        QFETCH(bool, isPublic);
        QCOMPARE(tools::isPublic(QHostAddress(address)), isPublic);
    }

    void templatesOfAddresses_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("right");
        for (const char* text : {"https://x.org", "https://x.org/{{a}}", "http://x.org:8080/a?q={{a}}",
                                 "{{a}}", " {{a}} ", "https://x.org?{{a}}", "https://x.org#{{a}}",
                                 "http://[::1]:80/{{a}}", "https://x.org/{{secret:k}}"})
            QTest::newRow(text) << text << true;
        for (const char* text :
             {"", "x.org", "ftp://x.org/", "https://{{a}}/", "https://{{a}}.x.org/", "https://x.org{{a}}",
              "https://x.org:{{a}}/", "{{a}}://x.org/", "{{a}}/x", "https://u@x.org/{{a}}",
              "https://x.org@{{a}}", "https://x.org\\{{a}}", "https://{{a}}@x.org/", "file:///etc/passwd",
              "javascript:1", "{{secret:k}}", "https:///x"})
            QTest::newRow(text) << text << false;
    }
    void templatesOfAddresses() {
        QFETCH(QString, text);
        QFETCH(bool, right);
        QCOMPARE(urlProblem(text).isEmpty(), right);
    }

    void valuesStayInTheirPlace_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("url"); // empty: refused
        const auto row = [](const char* text, const char* value, const char* url) {
            QTest::newRow(qPrintable(QString(text) + " " + value)) << text << value << url;
        };
        row("https://x.org/{{a}}", "b c", "https://x.org/b%20c");
        row("https://x.org/{{a}}", "../admin", "https://x.org/..%2Fadmin");
        row("https://x.org/v1/{{a}}/x", "..", "");
        row("https://x.org/v1/{{a}}", ".", "");
        row("https://x.org/v1/.{{a}}", ".", "");
        row("https://x.org/{{a}}", "@evil.org/", "https://x.org/%40evil.org%2F");
        row("https://x.org/{{a}}", "?x#y", "https://x.org/%3Fx%23y");
        row("https://x.org/?q={{a}}", "1&admin=1", "https://x.org/?q=1%26admin%3D1");
        row("https://x.org/?q={{a}}", "%26", "https://x.org/?q=%2526");
        row("https://x.org/?q={{a}}", "a\r\nHost: evil", "https://x.org/?q=a%0D%0AHost%3A%20evil");
        row("https://x.org/?q={{a}}", "中", "https://x.org/?q=%E4%B8%AD");
        row("https://x.org/ä/{{a}}", "b", "https://x.org/%C3%A4/b");
        row("{{a}}", "https://y.org/a?b=c", "https://y.org/a?b=c");
        row("{{a}}", "file:///etc/passwd", "");
        row("{{a}}", "ftp://x.org/", "");
        row("{{a}}", "https://user:pass@x.org/", "");
        row("{{a}}", "https://x.org/\r\nHost: evil", "");
        row("{{a}}", "//x.org/", "");
        row("{{a}}", "data:text/html,x", "");
    }
    void valuesStayInTheirPlace() {
        QFETCH(QString, text);
        QFETCH(QString, value);
        QFETCH(QString, url);
        QString filled;
        try {
            filled = filledUrl(text, {{"a", value.toStdString()}}, {}).toString(QUrl::FullyEncoded);
        } catch (const Error&) {
        }
        QCOMPARE(filled, url);
    }

    void headersAndBodies() {
        const Json arguments = {{"a", "x\"\\\n"}, {"n", 3}, {"l", {1, "b"}}};
        QCOMPARE(filledHeader("Bearer {{secret:k}}", arguments, {{"k", "s"}}), "Bearer s");
        QCOMPARE(filledHeader("{{a}}", arguments, {}), "x\"\\");
        QVERIFY_EXCEPTION_THROWN(filledHeader("{{b}}", {{"b", "x\r\nEvil: 1"}}, {}), Error);
        QCOMPARE(filledBody("{\"a\": {{a}}, \"b\": \"<{{a}}>\", \"n\": {{n}}, \"l\": {{l}}, \"none\": "
                            "{{none}}, \"s\": \"{{n}}\"}",
                            "application/json", arguments, {}),
                 "{\"a\": \"x\\\"\\\\\\n\", \"b\": \"<x\\\"\\\\\\n>\", \"n\": 3, \"l\": [1,\"b\"], \"none\": "
                 "null, \"s\": \"3\"}");
        QCOMPARE(
            filledBody("a={{a}}&n={{n}}", "application/x-www-form-urlencoded; charset=utf-8", arguments, {}),
            "a=x%22%5C%0A&n=3");
        QCOMPARE(filledBody("{{a}}", "text/plain", arguments, {}), "x\"\\\n");
        for (const char* name :
             {"Host", "content-length", "Transfer-Encoding", "Connection", "a b", "a\r\nb", "", "a:"})
            QVERIFY2(!isHeaderName(name), name);
        QVERIFY(isHeaderName("X-Api-Key"));
    }

    void aRequestAsItArrives() {
        Server server;
        server.answer = [](const QByteArray&) { return reply("{\"ok\": true}", "application/json"); };
        Tool post = tool(HttpAction{.method = "POST",
                                    .url = server.url("/v1/{{id}}?q={{q}}"),
                                    .headers = {{"X-Key", "{{secret:k}}"}},
                                    .body = "{\"q\": {{q}}}"},
                         {{"id", text()}, {"q", text()}});
        post.secrets = {"k"};
        const RunResult result = run(post, {{"id", "a/b"}, {"q", "x y"}}, secretsFrom({{"k", "hunter2"}}));
        QVERIFY2(result.status == RunResult::Done, qPrintable(result.text));
        QCOMPARE(result.text, u"{\"ok\": true}"_qs);
        QCOMPARE(server.requests.size(), 1);
        const QByteArray request = server.requests[0];
        QVERIFY2(request.startsWith("POST /v1/a%2Fb?q=x%20y HTTP/1.1\r\n"), request);
        QVERIFY2(request.contains("X-Key: hunter2\r\n"), request);
        QVERIFY2(request.toLower().contains("content-type: application/json\r\n"), request);
        QVERIFY2(request.endsWith("\r\n\r\n{\"q\": \"x y\"}"), request);
        QVERIFY(!result.sandbox.isEmpty());
    }

    void aSecretThatComesBackIsHidden() {
        Server server;
        server.answer = [](const QByteArray& request) { return reply(request); };
        Tool echo = tool(HttpAction{.url = server.url("/?k={{secret:k}}"), .headers = {}, .body = {}});
        echo.secrets = {"k"};
        const RunResult result = run(echo, Json::object(), secretsFrom({{"k", "hunter2-hunter2"}}));
        QCOMPARE(result.status, RunResult::Done);
        QVERIFY2(!result.text.contains("hunter2"), qPrintable(result.text));
    }

    void failuresSayWhatTheServerSaid() {
        Server server;
        server.answer = [](const QByteArray&) {
            return reply("no such thing", "text/plain", "404 Not Found");
        };
        const RunResult result = run(tool(HttpAction{.url = server.url("/"), .headers = {}, .body = {}}));
        QCOMPARE(result.status, RunResult::Failed);
        QCOMPARE(result.text, u"HTTP 404 Not Found\nno such thing"_qs);
        server.close();
        QCOMPARE(run(tool(HttpAction{.url = server.url("/"), .headers = {}, .body = {}})).status,
                 RunResult::Failed);
    }

    void kindsOfContent() {
        Server server;
        QByteArray body, type;
        server.answer = [&](const QByteArray&) { return reply(body, type); };
        const Tool get = tool(HttpAction{.url = server.url("/"), .headers = {}, .body = {}});
        body = "<p>a<script>x</script><p>b";
        type = "text/html; charset=utf-8";
        QCOMPARE(run(get).text, u"a\nb"_qs);
        body = "gr\xfc\xdf";
        type = "text/plain; charset=iso-8859-1";
        QCOMPARE(run(get).text, u"grüß"_qs);
        body = QByteArray("\x89PNG\0\0", 6);
        type = "image/png";
        QVERIFY(run(get).text.contains("image/png, 6 bytes"));
        type = "text/plain";
        QVERIFY(run(get).text.contains("no text"));
    }
};

QTEST_GUILESS_MAIN(HttpTest)
#include "http_test.moc"
