// A remote engine against a server of this test: what it asks and hears where all goes well.
#include "tests/app/remote/answers.h"

#include "engine/runtime/random.h"

using namespace hadal;
using namespace hadal::remote;
using namespace hadal::remote::test;
using namespace hadal::runtime;

// moc takes raw strings with apostrophes or backslashes in them for something else: those are escaped here.

namespace {

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

    const Log log_;

  private slots:
    void cleanupTestCase() { QVERIFY2(!log_.contains(key), "the key was logged"); }

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
