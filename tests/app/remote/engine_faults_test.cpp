// A remote engine against a server of this test that fails, refuses, breaks off or does not answer.
#include "tests/app/remote/answers.h"

using namespace hadal;
using namespace hadal::remote;
using namespace hadal::remote::test;
using namespace hadal::runtime;

// moc takes raw strings with apostrophes or backslashes in them for something else: those are escaped here.

class EngineFaultsTest : public QObject {
    Q_OBJECT

    const Log log_;

  private slots:
    void cleanupTestCase() { QVERIFY2(!log_.contains(key), "the key was logged"); }

    void ends_data() {
        QTest::addColumn<QByteArray>("reason");
        QTest::addColumn<bool>("done");
        QTest::addColumn<QString>("summary");
        QTest::newRow("stop") << QByteArray("stop") << true << "stop: Yes";
        QTest::newRow("no DONE") << QByteArray("stop") << false << "stop: Yes";
        QTest::newRow("no reason, but DONE") << QByteArray() << true << "stop: Yes";
        QTest::newRow("length") << QByteArray("length") << true << "length: Yes";
        QTest::newRow("tool_calls without a call") << QByteArray("tool_calls") << true << "stop: Yes";
        QTest::newRow("a reason of its own") << QByteArray("because") << true << "stop: Yes";
        QTest::newRow("filter")
            << QByteArray("content_filter") << true
            << "failed endpoint_refused: lab-01 ended the answer by its content filter. The "
               "text so far is kept. Put "
               "the question in other words, or choose another model.";
        QTest::newRow("cut") << QByteArray() << false
                             << "failed endpoint_lost: The connection to lab-01 closed before the answer was "
                                "complete. The text so far is kept. Ask again.";
        QTest::newRow("out of room")
            << QByteArray("insufficient_system_resource") << true
            << "failed endpoint_lost: lab-01 broke the answer off. The text so far is kept. Ask again.";
    }
    void ends() {
        QFETCH(QByteArray, reason);
        QFETCH(bool, done);
        Bench bench;
        const Heard heard = bench.hear({chunk(R"({"content":"Yes"})"), chunk("{}", reason)}, done);
        QTEST(heard.summary(), "summary");
        QCOMPARE(heard.all<ContentDelta>().size(), 1u); // was said in any case
        QCOMPARE(bench.server.requests.size(), 1);      // nothing is repeated once the answer has begun
    }

    void failsInsideTheStream_data() {
        QTest::addColumn<QByteArray>("event");
        QTest::addColumn<QString>("words");
        QTest::newRow("OpenAI") << QByteArray(
                                       R"({"error":{"message":"out of memory","type":"server_error"}})")
                                << "out of memory";
        QTest::newRow("vLLM") << QByteArray(R"({"object":"error","message":"engine dead","code":500})")
                              << "engine dead";
        QTest::newRow("OpenRouter")
            << QByteArray(
                   R"({"error":{"code":502,"message":"gone"},"choices":[{"delta":{"content":""},"finish_reason":"error"}]})")
            << "gone";
        QTest::newRow("no JSON") << QByteArray("oops") << "oops";
        QTest::newRow("deep") << QByteArray(100'000, '[') << "Not JSON";
    }
    void failsInsideTheStream() {
        QFETCH(QByteArray, event);
        QFETCH(QString, words);
        Bench bench;
        const Heard heard = bench.hear({chunk(R"({"content":"Yes"})"),
                                        chunk("{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{"
                                              "\"name\":\"f\",\"arguments\":\"{\\\"x\\\"\"}}]}"),
                                        event});
        QVERIFY(heard.failed());
        QCOMPARE(heard.failed()->kind, ErrorKind::EndpointLost);
        QVERIFY2(heard.summary().contains(words), qPrintable(heard.summary()));
        QVERIFY(heard.summary().contains("The text so far is kept."));
        QCOMPARE(heard.all<ToolCallDropped>().size(), 1u); // the call that was begun
    }

    void refusals_data() {
        QTest::addColumn<QByteArray>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QStringList>("words");
        const auto row = [](const char* name, const char* status, const char* body, const char* kind,
                            const QStringList& words) {
            QTest::newRow(name) << QByteArray(status) << QByteArray(body) << kind << words;
        };
        row("a field", "400 Bad Request",
            "{\"error\":{\"message\":\"Unknown parameter: "
            "'top_k'.\",\"type\":\"invalid_request_error\",\"param\":\"top_k\",\"code\":\"unknown_"
            "parameter\"}}",
            "unsupported",
            {"lab-01 does not take the field “top_k”", "Set it back in the settings of this chat",
             "Unknown parameter"});
        row("a field, FastAPI", "422 Unprocessable Entity",
            "{\"detail\":[{\"loc\":[\"body\",\"response_format\"],\"msg\":\"Extra inputs are not "
            "permitted\"}]}",
            "unsupported", {"“response_format”", "free text", "Extra inputs"});
        row("tools", "400 Bad Request",
            "{\"object\":\"error\",\"message\":\"\\\"auto\\\" tool choice requires --enable-auto-tool-choice "
            "and --tool-call-parser to be set\",\"param\":\"tool_choice\",\"code\":400}",
            "unsupported", {"Switch the tools off", "--enable-auto-tool-choice"});
        row("too long", "400 Bad Request",
            "{\"error\":{\"message\":\"This model's maximum context length is 4096 "
            "tokens.\",\"code\":\"context_length_exceeded\"}}",
            "context_full", {"longer than the context of lab-01", "4096"});
        row("too long, llama.cpp", "400 Bad Request",
            "{\"error\":{\"code\":400,\"message\":\"the request exceeds the available context size, try "
            "increasing it\",\"type\":\"exceed_context_size_error\"}}",
            "context_full", {"longer than the context"});
        row("key", "401 Unauthorized",
            "{\"error\":{\"message\":\"Incorrect API key provided: sk-0123456789abcdef.\"}}",
            "endpoint_refused", {"did not accept the key", "•••"});
        row("key, a text", "401 Unauthorized", "{\"error\":\"Unauthorized\"}", "endpoint_refused",
            {"did not accept the key", "Unauthorized"});
        row("credit", "402 Payment Required", "{\"error\":{\"message\":\"Insufficient Balance\"}}",
            "endpoint_refused", {"no credit"});
        row("forbidden", "403 Forbidden", "<html>", "endpoint_refused", {"does not allow"});
        row("model", "404 Not Found",
            "{\"error\":{\"message\":\"The model `x` does not exist.\",\"code\":\"model_not_found\"}}",
            "endpoint_refused", {"has no model “deepseek-ai/DeepSeek-V3.2”"});
        row("path", "404 Not Found", "{\"detail\":\"Not Found\"}", "endpoint_refused",
            {"no chat API", "/v1"});
        row("too large", "413 Payload Too Large", "", "endpoint_refused", {"too large"});
        row("quota", "429 Too Many Requests",
            "{\"error\":{\"message\":\"You exceeded your quota\",\"code\":\"insufficient_quota\"}}",
            "endpoint_refused", {"quota"});
        row("else", "418 I'm a teapot", "short and stout", "endpoint_refused",
            {"status 418", "short and stout"});
    }
    void refusals() {
        QFETCH(QByteArray, status);
        QFETCH(QByteArray, body);
        QFETCH(QStringList, words);
        Bench bench;
        bench.server.answer = [=](const auto&) { return ScriptedEndpoint::json(body, status); };
        const Heard heard = bench.ask(Bench::question());
        QVERIFY(heard.failed());
        QTEST(QString(name_of(heard.failed()->kind)), "kind");
        for (const QString& word : words)
            QVERIFY2(heard.summary().contains(word), qPrintable(heard.summary()));
        QVERIFY(!heard.summary().contains(key));
        QCOMPARE(bench.server.requests.size(), 1);
    }

    void moves() {
        Bench bench;
        bench.server.answer = [](const auto&) {
            return ScriptedEndpoint::json("", "301 Moved", "Location: https://evil.example/v1\r\n");
        };
        const Heard heard = bench.ask(Bench::question());
        QVERIFY2(heard.summary().contains("has moved to https://evil.example/v1. Nothing was sent there"),
                 qPrintable(heard.summary()));
        QCOMPARE(bench.server.requests.size(), 1);
    }

    void asksAgainBeforeTheFirstByteOnly() {
        Bench bench;
        int asked = 0;
        bench.server.answer = [&](const auto&) {
            return ++asked == 1 ? ScriptedEndpoint::json(R"({"error":{"message":"busy"}})",
                                                         "429 Too Many Requests", "Retry-After: 0\r\n")
                   : asked == 2 ? ScriptedEndpoint::json("", "503 Service Unavailable")
                                : ScriptedEndpoint::stream({chunk(R"({"content":"Yes"})", "stop")});
        };
        QCOMPARE(bench.ask(Bench::question()).summary(), "stop: Yes");
        QCOMPARE(asked, 3);
        bench.server.answer = [&](const auto&) {
            ++asked;
            return ScriptedEndpoint::json("", "503 Service Unavailable");
        };
        asked = 0;
        QVERIFY(bench.ask(Bench::question())
                    .summary()
                    .startsWith("failed endpoint_lost: lab-01 has a problem of its own (status 503)"));
        QCOMPARE(asked, 3); // the first time and two more
    }

    void doesNotWaitForLong() {
        Bench bench;
        bench.server.answer = [](const auto&) {
            return ScriptedEndpoint::json("{}", "429 Too Many Requests", "Retry-After: 3600\r\n");
        };
        const Heard heard = bench.ask(Bench::question());
        QVERIFY2(heard.summary().contains("Ask again in 3600 seconds."), qPrintable(heard.summary()));
        QCOMPARE(bench.server.requests.size(), 1);
    }

    void asksAgainWhereTheConnectionClosed() {
        Bench bench;
        int asked = 0;
        bench.server.answer = [&](const auto&) {
            return ++asked < 3 ? ScriptedEndpoint::Answer()
                               : ScriptedEndpoint::stream({chunk(R"({"content":"Yes"})", "stop")});
        };
        QCOMPARE(bench.ask(Bench::question()).summary(), "stop: Yes");
    }

    void takesBackWhatItAddedByItself() {
        Bench bench;
        bench.server.answer = [&](const ScriptedEndpoint::Request& request) {
            if (request.json().contains("stream_options"))
                return ScriptedEndpoint::json(
                    R"({"error":{"message":"Unknown parameter: 'stream_options'."}})", "400 Bad Request");
            if (request.json().contains("max_tokens"))
                return ScriptedEndpoint::json(
                    R"({"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.","param":"max_tokens"}})",
                    "400 Bad Request");
            return ScriptedEndpoint::stream({chunk(R"({"content":"Yes"})", "stop")});
        };
        Request request = Bench::question();
        request.sampling.max_tokens = 5;
        const auto engine = bench.engine();
        QCOMPARE(bench.ask(*engine, request).summary(), "stop: Yes");
        QCOMPARE(bench.server.requests.size(), 3);
        QVERIFY(bench.server.requests[2].json()["max_completion_tokens"] == 5);
        QCOMPARE(bench.ask(*engine, request).summary(), "stop: Yes"); // it has learnt
        QCOMPARE(bench.server.requests.size(), 4);
    }

    void doesNotAskForEver() {
        Bench bench;
        bench.server.answer = [](const auto&) {
            return ScriptedEndpoint::json(R"({"error":{"message":"no","param":"max_tokens"}})",
                                          "400 Bad Request");
        };
        Request request = Bench::question();
        request.sampling.max_tokens = 5;
        QVERIFY(bench.ask(request).failed());
        QVERIFY(bench.server.requests.size() <= 3);
    }

    void stops_data() {
        QTest::addColumn<QString>("when");
        QTest::newRow("before it begins") << "before";
        QTest::newRow("before the response") << "silence";
        QTest::newRow("inside the stream") << "stream";
        QTest::newRow("while it waits to ask again") << "pause";
    }
    void stops() {
        QFETCH(QString, when);
        Bench bench;
        bench.patience.firstPause = std::chrono::minutes(1);
        bench.patience.longestPause = std::chrono::minutes(2);
        bench.server.answer = [&](const auto&) {
            if (when != "stream")
                QTimer::singleShot(20, &bench.server, [&] { bench.stop.request_stop(); });
            if (when == "pause")
                return ScriptedEndpoint::json("", "503 Service Unavailable");
            ScriptedEndpoint::Answer answer;
            if (when == "stream")
                answer =
                    ScriptedEndpoint::stream({chunk(R"({"content":"Yes"})"),
                                              chunk("{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":"
                                                    "{\"name\":\"f\",\"arguments\":\"{\\\"x\\\"\"}}]}")},
                                             false);
            answer.close = false;
            return answer;
        };
        if (when == "before")
            bench.stop.request_stop();
        const auto engine = bench.engine();
        const Heard heard = elsewhere([&] {
            Heard all;
            engine->generate(
                Bench::question(),
                [&](Event event) {
                    if (std::holds_alternative<ToolCallDelta>(event))
                        bench.stop.request_stop();
                    all.events.push_back(std::move(event));
                },
                bench.stop.get_token());
            return all;
        });
        QVERIFY(heard.finished());
        QCOMPARE(heard.finished()->reason, FinishReason::Cancelled);
        QVERIFY(heard.finished()->message.tool_calls.empty());
        if (when == "stream")
            QVERIFY(heard.finished()->message.content->starts_with("Yes"));
        if (when == "silence" || when == "stream")
            QTRY_COMPARE(bench.server.closed, 1); // the server learns of it
    }

    void isNotWaitedForForEver() {
        Bench bench;
        bench.patience.silence = std::chrono::milliseconds(50);
        bench.server.answer = [](const auto&) { return ScriptedEndpoint::Answer{{}, false}; };
        QVERIFY2(bench.ask(Bench::question())
                     .summary()
                     .startsWith("failed endpoint_lost: lab-01 has not said anything for too long"),
                 "before");
        bench.server.answer = [](const auto&) {
            ScriptedEndpoint::Answer answer =
                ScriptedEndpoint::stream({chunk(R"({"content":"Yes"})")}, false);
            answer.close = false;
            return answer;
        };
        const Heard heard = bench.ask(Bench::question());
        QVERIFY2(heard.summary().contains("for too long") &&
                     heard.summary().contains("The text so far is kept"),
                 qPrintable(heard.summary()));
    }

    /// Comments keep the connection alive, however long the model reads.
    void isWaitedForWhileItLives() {
        Bench bench;
        bench.patience.silence = std::chrono::milliseconds(1500);
        ScriptedEndpoint::Answer answer = ScriptedEndpoint::stream({});
        answer.pieces = {answer.pieces[0]};
        for (int i = 0; i < 10; ++i)
            answer.pieces += ": keep-alive\n\n";
        answer.pieces += "data: " + chunk(R"({"content":"Yes"})", "stop") + "\n\ndata: [DONE]\n\n";
        answer.pause = 200;
        bench.server.answer = [=](const auto&) { return answer; };
        QCOMPARE(bench.ask(Bench::question()).summary(), "stop: Yes");
    }

    void tellsWhyThereIsNoConnection() {
        Bench bench;
        bench.server.close();
        QString summary = bench.ask(Bench::question()).summary();
        QVERIFY2(summary.startsWith("failed endpoint_lost: lab-01 refused the connection. Nothing was sent. "
                                    "Check that a server runs at 127.0.0.1:"),
                 qPrintable(summary));
        bench.endpoint.url = "http://nowhere.invalid.local:1/v1";
        summary = bench.ask(Bench::question()).summary();
        QVERIFY2(summary.startsWith("failed endpoint_lost: "), qPrintable(summary));
        QVERIFY(!summary.contains(key));
    }

    void tellsThatTlsFailed() {
        Bench bench; // speaks no TLS
        bench.server.answer = [](const auto&) { return ScriptedEndpoint::json("{}"); };
        bench.endpoint.url.replace("http://", "https://");
        bench.patience.connect = std::chrono::milliseconds(2000);
        const QString summary = bench.ask(Bench::question()).summary();
        QVERIFY2(summary.startsWith("failed endpoint_lost: "), qPrintable(summary));
        QVERIFY(bench.server.requests.isEmpty());
    }

    void boundsWhatItTakes() {
        Bench bench;
        bench.server.answer = [](const auto&) {
            return ScriptedEndpoint::Answer{{ScriptedEndpoint::head("200 OK", "text/event-stream"),
                                             "data: " + QByteArray(20 << 20, 'x') + "\n\n"}};
        };
        QVERIFY(bench.ask(Bench::question()).summary().contains("sent more than any answer has"));
        bench.server.answer = [](const auto&) { return ScriptedEndpoint::json(QByteArray(70 << 20, ' ')); };
        QVERIFY(bench.ask(Bench::question()).summary().contains("sent more than any answer has"));
    }
};

QTEST_GUILESS_MAIN(EngineFaultsTest)
#include "engine_faults_test.moc"
