// Events as JSON: the exact shape, the way back, and what is refused.
#include "engine/runtime/event_json.h"
#include "engine/runtime/message_builder.h"

#include <QTest>

using namespace hadal;
using namespace hadal::runtime;

namespace {

chat::Message answer() {
    chat::Message message;
    message.role = chat::Role::Assistant;
    message.content = "Grüße 😀";
    message.reasoning_content = "hm\n";
    message.tool_calls = {{"call_1", "f", "{\"a\": 1}"}, {"call_2", "g", "{}"}};
    return message;
}

std::vector<Event> all_kinds() {
    const Usage usage{10, 4, 7, 3, 0.5, 1.25};
    const TokenLogprob half{5, "\xE6\x97", -0.25f};
    const TokenLogprob other{6, "x", -1.5f};
    Logprobs logprobs;
    logprobs.chosen = half;
    logprobs.top = {half, other};
    return {PromptProgress{3, 10, 1},
            ReasoningDelta{"why \"quoted\""},
            ContentDelta{"日本"},
            ToolCallDelta{0, "call_1", "f", ""},
            ToolCallDelta{0, "", "", "{\"a\""},
            ToolCallDropped{1},
            logprobs,
            usage,
            Finished{answer(), FinishReason::ToolCalls, usage},
            Failed{ErrorKind::ContextFull, "The prompt is too long.", usage}};
}

} // namespace

class EventJsonTest : public QObject {
    Q_OBJECT

  private slots:
    void shapes() {
        const auto events = all_kinds();
        const char* expected[]{
            R"({"event":"progress","done":3,"total":10,"cached":1})",
            "{\"event\":\"reasoning\",\"text\":\"why \\\"quoted\\\"\"}",
            R"({"event":"content","text":"日本"})",
            R"({"event":"tool_call","index":0,"id":"call_1","name":"f","arguments":""})",
            "{\"event\":\"tool_call\",\"index\":0,\"arguments\":\"{\\\"a\\\"\"}",
            R"({"event":"tool_call_dropped","index":1})",
            R"({"event":"logprobs","chosen":{"id":5,"bytes":[230,151],"logprob":-0.25},)"
            R"("top":[{"id":5,"bytes":[230,151],"logprob":-0.25},{"id":6,"bytes":[120],"logprob":-1.5}]})",
            R"({"event":"usage","usage":{"prompt_tokens":10,"cached_tokens":4,"completion_tokens":7,)"
            R"("reasoning_tokens":3},"timing":{"prefill_s":0.5,"decode_s":1.25}})",
            R"({"event":"finished","message":{"role":"assistant","content":"Grüße 😀","reasoning_content":"hm\n",)"
            "\"tool_calls\":[{\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"f\","
            "\"arguments\":\"{\\\"a\\\": 1}\"}},"
            R"({"id":"call_2","type":"function","function":{"name":"g","arguments":"{}"}}]},)"
            R"("finish_reason":"tool_calls","usage":{"prompt_tokens":10,"cached_tokens":4,"completion_tokens":7,)"
            R"("reasoning_tokens":3},"timing":{"prefill_s":0.5,"decode_s":1.25}})",
            R"({"event":"failed","kind":"context_full","message":"The prompt is too long.",)"
            R"("usage":{"prompt_tokens":10,"cached_tokens":4,"completion_tokens":7,"reasoning_tokens":3},)"
            R"("timing":{"prefill_s":0.5,"decode_s":1.25}})",
        };
        QCOMPARE(events.size(), std::size(expected));
        for (std::size_t i = 0; i < events.size(); ++i)
            QCOMPARE(to_json(events[i]).dump(), std::string(expected[i]));
    }

    void the_way_back() {
        for (const Event& event : all_kinds()) {
            const std::string text = to_json(event).dump();
            const Event again = event_from_json(Json::parse(text));
            QCOMPARE(again.index(), event.index());
            QCOMPARE(to_json(again).dump(), text);
        }
        // Names of all values.
        for (const auto reason :
             {FinishReason::Stop, FinishReason::Length, FinishReason::ToolCalls, FinishReason::Cancelled})
            QCOMPARE(std::get<Finished>(event_from_json(to_json(Finished{{}, reason, {}}))).reason, reason);
        for (const auto kind : {ErrorKind::InvalidArgument, ErrorKind::InvalidFile, ErrorKind::InvalidInput,
                                ErrorKind::Unsupported, ErrorKind::OutOfMemory, ErrorKind::ContextFull,
                                ErrorKind::Cancelled, ErrorKind::Internal})
            QCOMPARE(std::get<Failed>(event_from_json(to_json(Failed{kind, "", {}}))).kind, kind);
    }

    void refusals_name_the_member_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("mentions");
        const auto row = [](const char* json, const char* mentions) {
            QTest::newRow(json) << QByteArray(json) << QString(mentions);
        };
        row("[]", "object");
        row("{}", "\"event\"");
        row(R"({"event":7})", "7");
        row(R"({"event":"speech"})", "speech");
        row(R"({"event":"content"})", "\"text\"");
        row(R"({"event":"content","text":null})", "\"text\"");
        row(R"({"event":"tool_call"})", "\"index\"");
        row(R"({"event":"tool_call","index":-1})", "-1");
        row(R"({"event":"tool_call","index":0.5})", "0.5");
        row(R"({"event":"tool_call","index":99999999999})", "99999999999");
        row(R"({"event":"tool_call","index":0,"arguments":{}})", "\"arguments\"");
        row(R"({"event":"progress","done":"3"})", "\"done\"");
        row(R"({"event":"usage","usage":[]})", "\"usage\"");
        row(R"({"event":"usage","timing":{"decode_s":"1"}})", "\"decode_s\"");
        row(R"({"event":"finished"})", "\"finish_reason\"");
        row(R"({"event":"finished","finish_reason":"tired"})", "tool_calls");
        row(R"({"event":"finished","finish_reason":"stop","message":{"tool_calls":[1]}})", "\"tool_calls\"");
        row(R"({"event":"failed","kind":"bad","message":"m"})", "out_of_memory");
        row(R"({"event":"logprobs","chosen":{"id":1,"bytes":[300]}})", "300");
        row(R"({"event":"logprobs","chosen":{"id":1},"top":[2]})", "\"top\"");
    }
    void refusals_name_the_member() {
        QFETCH(QByteArray, json);
        QFETCH(QString, mentions);
        try {
            event_from_json(Json::parse(json.begin(), json.end()));
            QFAIL("accepted");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::InvalidInput);
            QVERIFY2(QString(error.what()).contains(mentions), error.what());
        }
    }

    void deltas_join_to_the_message() {
        MessageBuilder builder;
        for (const Event& event : std::vector<Event>{
                 PromptProgress{1, 1, 0}, ReasoningDelta{"a"}, ReasoningDelta{"b"}, ContentDelta{"c"},
                 ToolCallDelta{0, "x", "f", ""}, ToolCallDelta{0, "", "", "{"}, ToolCallDelta{0, "", "", "}"},
                 ToolCallDelta{1, "y", "g", "{"}, ToolCallDropped{1}, ContentDelta{"d"}, Usage{}})
            builder.add(event);
        const chat::Message& message = builder.message();
        QVERIFY(message.role == chat::Role::Assistant);
        QCOMPARE(*message.reasoning_content, std::string("ab"));
        QCOMPARE(*message.content, std::string("cd"));
        QVERIFY((message.tool_calls == std::vector<chat::ToolCall>{{"x", "f", "{}"}}));
        QVERIFY_EXCEPTION_THROWN(builder.add(ToolCallDelta{2, "z", "h", ""}), Error);
        QVERIFY_EXCEPTION_THROWN(builder.add(ToolCallDelta{-1, "z", "h", ""}), Error);
    }
};

QTEST_APPLESS_MAIN(EventJsonTest)
#include "event_json_test.moc"
