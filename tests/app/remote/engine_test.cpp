// A remote engine against a server of this test.
#include "tests/app/remote/answers.h"

#include "engine/runtime/random.h"

#include <QLoggingCategory>

using namespace hadal;
using namespace hadal::remote;
using namespace hadal::remote::test;
using namespace hadal::runtime;

// moc takes raw strings with apostrophes or backslashes in them for something else: those are escaped here.

namespace {

/// Everything that a process says while it lives.
QString said;
QtMessageHandler before = nullptr;
void keep(QtMsgType type, const QMessageLogContext& context, const QString& message) {
    said += message + '\n';
    before(type, context, message);
}

const QByteArray usage = R"({"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":3}})";

QString eventsOf(const Heard& heard) {
    QString out;
    for (const Event& event : heard.events) {
        Json json = to_json(event);
        json.erase("timing");
        out += QString::fromStdString(print_compact(json)) + '\n';
    }
    return out;
}

} // namespace

class EngineTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { before = qInstallMessageHandler(keep); }
    void cleanupTestCase() {
        qInstallMessageHandler(before);
        QVERIFY2(!said.contains(key), "the key was logged");
    }

    void answers() {
        Bench bench;
        const Heard heard = bench.hear({chunk(R"({"role":"assistant","reasoning_content":"Hm"})"),
                                        chunk(R"({"content":"Yes"})"), chunk(R"({"content":", 是"})"),
                                        chunk("{}", "stop"), usage});
        QCOMPARE(heard.summary(), "stop: Yes, 是");
        QCOMPARE(heard.finished()->message.reasoning_content, "Hm");
        QCOMPARE(heard.finished()->usage.prompt_tokens, 9);
        QCOMPARE(heard.finished()->usage.completion_tokens, 3);
        QVERIFY(heard.finished()->usage.prefill_s > 0);
        QCOMPARE(heard.all<ContentDelta>().size(), 2u);
        QCOMPARE(bench.server.requests.size(), 1);
        const auto& request = bench.server.requests[0];
        QVERIFY2(request.asks("POST /v1/chat/completions "), request.head);
        QVERIFY(request.head.contains(QByteArray("Authorization: Bearer ") + key));
        QVERIFY(request.head.contains("Content-Type: application/json"));
        QVERIFY(request.json()["model"] == "deepseek-ai/DeepSeek-V3.2");
        QVERIFY(request.json()["messages"][0]["content"] == "Hello");
        QVERIFY(!request.body.contains(key));
    }

    void answersWithCallsAtOnce() {
        Bench bench;
        const auto piece = [](const QByteArray& members) {
            return chunk("{\"tool_calls\":[{" + members + "}]}");
        };
        Request request = Bench::question();
        request.prompt.tools = parse_json(
            R"([{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{"x":{"type":"integer"}}}}}])");
        bench.server.answer = [&](const auto&) {
            return ScriptedEndpoint::stream(
                {piece(R"("index":0,"id":"a","type":"function","function":{"name":"f","arguments":""})"),
                 piece(R"("index":1,"id":"b","type":"function","function":{"name":"f","arguments":""})"),
                 piece("\"index\":1,\"function\":{\"arguments\":\"{\\\"x\\\":\"}"),
                 piece(R"("index":0,"function":{"arguments":"{}"})"),
                 piece("\"index\":1,\"function\":{\"arguments\":\"\\\"two\\\"}\"}"),
                 chunk("{}", "tool_calls")});
        };
        const Heard heard = bench.ask(request);
        QCOMPARE(heard.summary(), "tool_calls: ");
        const auto& calls = heard.finished()->message.tool_calls;
        QCOMPARE(calls.size(), 2u);
        QCOMPARE(calls[0].arguments, "{}");
        QCOMPARE(calls[1].arguments, R"({"x":"two"})");
        QCOMPARE(calls[1].id, "b");
        QCOMPARE(heard.finished()->violations.size(), 1u); // the schema is held against what came
        QCOMPARE(heard.finished()->violations[0].call, 1);
    }

    void checksJson() {
        Bench bench;
        Request request = Bench::question();
        request.format = {ResponseFormat::JsonSchema, parse_json(R"({"type":"object","required":["a"]})"),
                          true};
        bench.server.answer = [](const auto&) {
            return ScriptedEndpoint::stream({chunk(R"({"content":"{}"})", "stop")});
        };
        const Heard heard = bench.ask(request);
        QCOMPARE(heard.finished()->violations.size(), 1u);
        QCOMPARE(heard.finished()->violations[0].call, -1);
    }

    void takesAnAnswerThatIsNotStreamed() {
        Bench bench;
        bench.server.answer = [](const auto&) {
            return ScriptedEndpoint::json(
                "\n\n"
                R"({"choices":[{"index":0,"message":{"role":"assistant","content":"Yes"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":1}})");
        };
        const Heard heard = bench.ask(Bench::question());
        QCOMPARE(heard.summary(), "stop: Yes");
        QCOMPARE(heard.finished()->usage.prompt_tokens, 9);
    }

    /// Whatever pieces the bytes come in, the events are the same: joined, as the program joins them.
    void doesNotDependOnPieces() {
        const QList<QByteArray> chunks{
            chunk(R"({"role":"assistant","reasoning_content":"想一想"})"),
            chunk("{\"content\":\"é\\u00e9 \\ud83d\\ude00\"}"),
            chunk(R"({"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":""}}]})"),
            chunk("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"城\\\":\\\"上海\\\"}\"}}]"
                  "}"),
            chunk("{}", "tool_calls"),
            usage};
        QByteArray whole = ": keep-alive\n\n";
        for (const QByteArray& one : chunks)
            whole += "data: " + one + "\r\n\r\n: keep-alive\r\n\r\n";
        whole += "data: [DONE]\n\n";
        QString expected;
        for (std::uint64_t seed = 0; seed < 16; ++seed) {
            Bench bench;
            ScriptedEndpoint::Answer answer{
                {ScriptedEndpoint::head("200 OK", "text/event-stream; charset=utf-8")}};
            const std::uint64_t most = seed == 0 ? 100'000 : 1 + seed * seed;
            for (qsizetype at = 0, n = 0; at < whole.size(); at += n) {
                n = 1 + qsizetype(uniform_at(seed, std::uint64_t(at)) * double(most));
                answer.pieces += whole.mid(at, n);
            }
            bench.server.answer = [=](const auto&) { return answer; };
            const QString events = eventsOf(bench.ask(Bench::question()));
            if (expected.isEmpty())
                expected = events;
            QVERIFY(expected.contains("上海"));
            QCOMPARE(events, expected);
        }
    }

    void repairsBrokenCharacters() {
        Bench bench;
        QCOMPARE(bench.hear({chunk("{\"content\":\"a\xE4\xB8z\"}", "stop")}).summary(),
                 QString("stop: a\uFFFDz"));
    }

    void takesEventsWithoutEmptyLines() {
        Bench bench;
        bench.server.answer = [](const auto&) {
            return ScriptedEndpoint::Answer{{ScriptedEndpoint::head("200 OK", "text/event-stream"),
                                             "data: " + chunk(R"({"content":"Y"})") + "\ndata: " +
                                                 chunk(R"({"content":"es"})", "stop") + "\ndata: [DONE]\n"}};
        };
        QCOMPARE(bench.ask(Bench::question()).summary(), "stop: Yes");
    }

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
            Heard heard;
            engine->generate(
                Bench::question(),
                [&](Event event) {
                    if (std::holds_alternative<ToolCallDelta>(event))
                        bench.stop.request_stop();
                    heard.events.push_back(std::move(event));
                },
                bench.stop.get_token());
            return heard;
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

    void goesOnWithWhatWasBegun() {
        Bench bench;
        bench.kind = remote::Server::DeepSeek;
        Request request = Bench::question();
        request.begun.emplace();
        request.begun->role = chat::Role::Assistant;
        request.begun->content = "Hel";
        bench.server.answer = [](const auto&) {
            return ScriptedEndpoint::stream({chunk(R"({"content":"lo"})", "stop")});
        };
        QCOMPARE(bench.ask(request).summary(), "stop: lo");
        QVERIFY2(bench.server.requests[0].asks("POST /beta/chat/completions "),
                 bench.server.requests[0].head);
        bench.kind = remote::Server::Plain;
        QVERIFY(bench.ask(request).summary().startsWith("failed unsupported: This endpoint cannot go on"));
        QCOMPARE(bench.server.requests.size(), 1);
    }

    void opens() {
        Bench bench;
        bench.endpoint.model.clear();
        QByteArray list =
            R"({"data":[{"id":"deepseek-ai/DeepSeek-V3.2","owned_by":"sglang","max_model_len":65536}]})";
        bench.server.answer = [&](const ScriptedEndpoint::Request& request) {
            return request.asks("GET /v1/models ")
                       ? ScriptedEndpoint::json(list)
                       : ScriptedEndpoint::stream({chunk(R"({"content":"Yes"})", "stop")});
        };
        const auto open = [&] {
            return elsewhere([&] {
                return std::shared_ptr(openEndpoint(bench.endpoint, {{"LAB", key}}, &bench.network));
            });
        };
        auto engine = open();
        QCOMPARE(engine->model_name(), "DeepSeek-V3.2");
        QCOMPARE(engine->context_length(), 65536);
        QVERIFY(!engine->counts_exactly());
        QVERIFY(engine->count_tokens("Hello") >= 1 && engine->count_tokens("你好，世界") >= 3);
        bench.endpoint.contextLength = 1000;
        QCOMPARE(open()->context_length(), 1000);
        // What it names need not be in the list, and a list need not be there.
        bench.endpoint.model = "other";
        QCOMPARE(open()->model_name(), "other");
        bench.server.answer = [](const auto&) { return ScriptedEndpoint::json("{}", "404 Not Found"); };
        QCOMPARE(open()->model_name(), "other");
        bench.endpoint.model.clear();
        QVERIFY_EXCEPTION_THROWN(open(), Error);
        bench.server.answer = [](const auto&) { return ScriptedEndpoint::json(R"({"data":[]})"); };
        QVERIFY_EXCEPTION_THROWN(open(), Error);
        bench.endpoint.model = "other";
        bench.server.answer = [](const auto&) { return ScriptedEndpoint::json("{}", "401 Unauthorized"); };
        QVERIFY_EXCEPTION_THROWN(open(), Error);
    }

    void doesNotWaitForItself() {
        Bench bench;
        Heard heard;
        bench.engine()->generate(Bench::question(),
                                 [&](Event event) { heard.events.push_back(std::move(event)); }, {});
        QVERIFY(heard.summary().startsWith("failed invalid_argument"));
    }
};

QTEST_GUILESS_MAIN(EngineTest)
#include "engine_test.moc"
