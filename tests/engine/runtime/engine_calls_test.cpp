// Tools in a request: what a model that says anything may say then.
#include "engine_bench.h"

#include "engine/schema/validator.h"

using namespace hadal;
using namespace hadal::runtime;
using namespace hadal::test;

namespace {

const Json tools = parse_json(R"([{"type": "function", "function": {"name": "lookup", "parameters":
    {"type": "object", "properties": {"code": {"type": "string", "pattern": "^[a-c]{1,3}$"},
     "depth": {"type": "integer", "minimum": 0, "maximum": 9}}, "required": ["code", "depth"],
     "additionalProperties": false}}}, {"type": "function", "function": {"name": "ping"}}])");

/// The fake model prefers nothing, so ends are made likely.
Request asking(const Bench& bench, std::uint64_t seed, ToolChoice choice) {
    Request request = question("Look it up.");
    request.prompt.tools = tools;
    request.tool_choice = std::move(choice);
    request.sampling.seed = seed;
    request.sampling.max_tokens = 1500;
    request.sampling.logit_bias = {{bench.eos(), 9.0f},
                                   {*bench.tokenizer.token_id("</think>"), 7.0f},
                                   {*bench.tokenizer.token_id("/"), 1.0f}};
    return request;
}

} // namespace

class EngineCallsTest : public QObject {
    Q_OBJECT

  private slots:
    void required_calls_are_made_and_valid_data() {
        QTest::addColumn<bool>("thinking");
        QTest::addColumn<int>("drafts");
        QTest::newRow("chat") << false << 0;
        QTest::newRow("thinking") << true << 0;
        QTest::newRow("thinking, guessing") << true << 2;
    }
    void required_calls_are_made_and_valid() {
        QFETCH(bool, thinking);
        QFETCH(int, drafts);
        Bench bench({}, 16, drafts);
        bool several = false;
        for (std::uint64_t seed = 1; seed <= 12; ++seed) {
            Request request = asking(bench, seed, {ToolChoice::Required, {}});
            request.prompt.thinking = thinking;
            const Answer answer = bench.ask(request);
            QCOMPARE(answer.finished().reason, FinishReason::ToolCalls);
            QCOMPARE(answer.content(), std::string());
            QVERIFY(answer.finished().violations.empty());
            several = several || answer.finished().message.tool_calls.size() > 1;
            for (const auto& call : answer.finished().message.tool_calls) {
                QVERIFY(call.name == "lookup" || call.name == "ping");
                if (call.name == "ping")
                    QCOMPARE(call.arguments, std::string("{}"));
                else
                    QVERIFY(schema::Validator(tools[0]["function"]["parameters"])
                                .validate_text(call.arguments)
                                .empty());
            }
        }
        QVERIFY(several);
    }

    void choices_are_obeyed() {
        Bench bench;
        for (std::uint64_t seed = 1; seed <= 8; ++seed) {
            Request request = asking(bench, seed, {ToolChoice::Required, {"ping"}});
            request.parallel_tool_calls = false;
            const auto calls = bench.ask(request).finished().message.tool_calls;
            QCOMPARE(calls.size(), std::size_t{1});
            QCOMPARE(calls[0].name, std::string("ping"));
            // The model wants to call, but must not.
            request = asking(bench, seed, {ToolChoice::None, {}});
            bench.script(request, call("ping"));
            const Answer none = bench.ask(request);
            QVERIFY(none.finished().message.tool_calls.empty());
            QVERIFY(none.content().find("｜DSML｜") == std::string::npos);
            bench.state.reply.clear();
        }
    }

    void free_text_may_turn_into_a_call() {
        Bench bench;
        Request request = asking(bench, 1, {});
        request.sampling.temperature = 0.0f;
        const std::string whole = "Let me see." + call("lookup", "ab", "7");
        bench.script(request, whole);
        const Answer answer = bench.ask(request);
        QCOMPARE(answer.content(), std::string("Let me see."));
        const auto& calls = answer.finished().message.tool_calls;
        QCOMPARE(calls.size(), std::size_t{1});
        QCOMPARE(calls[0].arguments, std::string("{\"code\": \"ab\", \"depth\": 7}"));
        QVERIFY(answer.usage().forced_tokens > 0);
        // The fragments that streamed join to the arguments.
        std::string joined;
        for (const auto& delta : answer.all<ToolCallDelta>())
            joined += delta.arguments;
        QCOMPARE(joined, calls[0].arguments);
    }

    void json_or_a_call() {
        Bench bench;
        for (std::uint64_t seed = 1; seed <= 10; ++seed) {
            Request request = asking(bench, seed, {});
            request.format = {ResponseFormat::JsonSchema, {{"type", "integer"}}};
            const Answer answer = bench.ask(request);
            QVERIFY(answer.finished().reason != FinishReason::Length);
            if (answer.finished().message.tool_calls.empty())
                QVERIFY(schema::Validator(request.format.schema).validate_text(answer.content()).empty());
            QVERIFY(answer.finished().violations.empty());
        }
    }

    void forced_runs_change_steps_only() {
        Bench forcing, plain({}, 16, 0, false);
        Request request = asking(plain, 1, {ToolChoice::Required, {"lookup"}});
        request.parallel_tool_calls = false;
        request.sampling.temperature = 0.0f;
        for (Bench* bench : {&forcing, &plain})
            bench->script(request, call("lookup", "abc", "1"));
        const Answer answer = forcing.ask(request), expected = plain.ask(request);
        QCOMPARE(answer.finished().message.tool_calls[0].arguments,
                 expected.finished().message.tool_calls[0].arguments);
        QCOMPARE(answer.usage().completion_tokens, expected.usage().completion_tokens);
        QVERIFY(answer.usage().forced_tokens > 40);
        QVERIFY(forcing.state.steps.size() + 40 < plain.state.steps.size());
    }

    void tools_that_cannot_be_enforced_are_refused() {
        Bench bench;
        Request request = asking(bench, 1, {});
        request.prompt.tools[0]["function"]["parameters"]["properties"]["code"]["pattern"] = "(";
        const Answer answer = bench.ask(request);
        QCOMPARE(answer.failed().kind, ErrorKind::InvalidInput);
        QVERIFY(answer.failed().message.find("\"lookup\"") != std::string::npos);
        QVERIFY(answer.failed().message.find("#/properties/code") != std::string::npos);
        request = asking(bench, 1, {ToolChoice::Required, {"unknown"}});
        QCOMPARE(bench.ask(request).failed().kind, ErrorKind::InvalidInput);
    }

  private:
    static std::string call(const std::string& name) {
        return "\n\n<｜DSML｜function_calls>\n<｜DSML｜invoke name=\"" + name +
               "\">\n</｜DSML｜invoke>\n</｜DSML｜function_calls>";
    }
    static std::string call(const std::string& name, const std::string& code, const std::string& depth) {
        return "\n\n<｜DSML｜function_calls>\n<｜DSML｜invoke name=\"" + name +
               "\">\n<｜DSML｜parameter name=\"code\" string=\"true\">" + code +
               "</｜DSML｜parameter>\n<｜DSML｜parameter name=\"depth\" string=\"false\">" + depth +
               "</｜DSML｜parameter>\n</｜DSML｜invoke>\n</｜DSML｜function_calls>";
    }
};

QTEST_APPLESS_MAIN(EngineCallsTest)
#include "engine_calls_test.moc"
