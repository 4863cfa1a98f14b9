// Answers as servers send them, read without a network.
#include "app/remote/answer_reader.h"
#include "engine/runtime/event_json.h"
#include "engine/runtime/random.h"

#include <QTest>

using namespace hadal;
using namespace hadal::remote;
using namespace hadal::runtime;

namespace {

/// What became of chunks: the events one a line, then the message.
struct Read {
    std::vector<Event> events;
    chat::Message message;
    AnswerReader::End end = AnswerReader::End::Open;
    Usage usage;

    QString text() const {
        QString out;
        for (const Event& event : events)
            out += QString::fromStdString(print_compact(to_json(event))) + '\n';
        return out;
    }
    template <typename Kind>
    int count() const {
        return int(std::count_if(events.begin(), events.end(),
                                 [](const Event& e) { return std::holds_alternative<Kind>(e); }));
    }
};

Read read(const std::vector<std::string>& chunks, bool cut = false, const std::set<std::string>& known = {}) {
    Read out;
    const std::function<void(Event)> tell = [&](Event event) { out.events.push_back(std::move(event)); };
    AnswerReader reader(known, tell);
    for (const std::string& chunk : chunks)
        reader.read(parse_json(chunk));
    out.message = reader.finish(cut);
    out.end = reader.end();
    out.usage = reader.usage();
    // The deltas always join to the message.
    MessageBuilder builder;
    for (const Event& event : out.events)
        builder.add(event);
    chat::Message joined = builder.message();
    joined.content = joined.content.value_or("");
    if (!(joined == out.message))
        qWarning("the deltas do not join to the message");
    return out;
}

std::string delta(const std::string& members) {
    return "{\"choices\":[{\"index\":0,\"delta\":{" + members + "}}]}";
}
std::string call(const std::string& members) {
    return delta("\"tool_calls\":[{" + members + "}]");
}
std::string end(const std::string& reason) {
    return "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}";
}

/// "name(arguments)" of each.
QString callsOf(const chat::Message& message) {
    QStringList all;
    for (const chat::ToolCall& call : message.tool_calls)
        all += QString::fromStdString(call.name + "(" + call.arguments + ")");
    return all.join(' ');
}

} // namespace

class ReadingTest : public QObject {
    Q_OBJECT

  private slots:
    void readsThoughtsAndText_data() {
        QTest::addColumn<QStringList>("chunks");
        QTest::addColumn<QString>("thought");
        QTest::addColumn<QString>("text");
        const auto row = [](const char* name, std::initializer_list<std::string> chunks, const char* thought,
                            const char* text) {
            QStringList all;
            for (const std::string& chunk : chunks)
                all += QString::fromStdString(chunk);
            QTest::newRow(name) << all << thought << text;
        };
        row("reasoning_content",
            {delta(R"("role":"assistant","reasoning_content":"Let","content":null)"),
             delta(R"("reasoning_content":" me","content":null)"),
             delta(R"("reasoning_content":null,"content":"Yes")")},
            "Let me", "Yes");
        row("reasoning", {delta(R"("reasoning":"Hm","content":"")"), delta(R"("content":"Yes")")}, "Hm",
            "Yes");
        row("both names, once",
            {delta(R"("reasoning":"Hm","reasoning_content":"Hm")"), delta(R"("content":"Yes")")}, "Hm",
            "Yes");
        row("parts",
            {delta(R"("content":[{"type":"thinking","thinking":[{"type":"text","text":"Hm"}]}])"),
             delta(R"("content":[{"type":"text","text":"Yes"}])")},
            "Hm", "Yes");
        row("in the text",
            {delta(R"("content":"<thi")"), delta("\"content\":\"nk>\\nHm</th\""),
             delta("\"content\":\"ink>\\n\\nYes\"")},
            "\nHm", "Yes");
        row("text that only begins so", {delta(R"("content":"<th")"), delta(R"("content":"is> is text")")},
            "", "<this> is text");
        row("a marker after thoughts is text",
            {delta(R"("reasoning_content":"Hm")"), delta(R"("content":"<think>is a tag</think>")")}, "Hm",
            "<think>is a tag</think>");
        row("thoughts without an end", {delta(R"("content":"<think>Hm")")}, "Hm", "");
        row("held space", {delta("\"content\":\"\\n\""), delta(R"("content":"Yes")")}, "", "\nYes");
        row("other types count as missing",
            {delta(R"("content":7,"reasoning_content":{"a":1},"tool_calls":"x")"), R"({"choices":7})",
             R"([1])", R"({"choices":[7,null]})", delta(R"("content":"Yes")")},
            "", "Yes");
        row("other choices are ignored",
            {R"({"choices":[{"index":1,"delta":{"content":"No"}},{"index":0,"delta":{"content":"Yes"}}]})"},
            "", "Yes");
        row("refusal", {delta(R"("refusal":"I will not.")")}, "", "I will not.");
        row("nothing after the end",
            {delta(R"("content":"Yes")"), end("stop"), delta(R"("content":" and more")")}, "", "Yes");
        row("a whole answer",
            {R"({"choices":[{"message":{"role":"assistant","content":"Yes","reasoning_content":"Hm"},"finish_reason":"stop"}]})"},
            "Hm", "Yes");
    }
    void readsThoughtsAndText() {
        QFETCH(QStringList, chunks);
        std::vector<std::string> all;
        for (const QString& chunk : chunks)
            all.push_back(chunk.toStdString());
        const Read out = read(all);
        QTEST(QString::fromStdString(out.message.reasoning_content.value_or("")), "thought");
        QTEST(QString::fromStdString(out.message.content.value_or("")), "text");
    }

    void readsCalls_data() {
        QTest::addColumn<QStringList>("chunks");
        QTest::addColumn<QString>("calls");
        const auto row = [](const char* name, std::initializer_list<std::string> chunks, const char* calls) {
            QStringList all;
            for (const std::string& chunk : chunks)
                all += QString::fromStdString(chunk);
            QTest::newRow(name) << all << calls;
        };
        const std::string headA =
            R"("index":0,"id":"a","type":"function","function":{"name":"f","arguments":""})";
        const std::string headB =
            R"("index":1,"id":"b","type":"function","function":{"name":"g","arguments":""})";
        const auto piece = [](int index, const std::string& text) {
            return call(R"("index":)" + std::to_string(index) +
                        ",\"function\":{\"arguments\":" + print_json_string(text) + "}");
        };
        row("in fragments", {call(headA), piece(0, "{\"x\""), piece(0, ":1}")}, R"(f({"x":1}))");
        row("one after the other", {call(headA), piece(0, "{}"), call(headB), piece(1, "{\"y\":2}")},
            R"(f({}) g({"y":2}))");
        row("interleaved",
            {call(headA), call(headB), piece(1, "{\"y\""), piece(0, "{\"x\""), piece(1, ":2}"),
             piece(0, ":1}")},
            R"(f({"x":1}) g({"y":2}))");
        row("both heads in one chunk",
            {delta("\"tool_calls\":[{" + headA + "},{" + headB + "}]"), piece(1, "{}"), piece(0, "{}")},
            "f({}) g({})");
        row("no arguments at all", {call(headA)}, "f({})");
        row("null arguments", {call(R"("index":0,"id":"a","function":{"name":"f","arguments":null})")},
            "f({})");
        row("an object as arguments",
            {call(R"("index":0,"id":"a","function":{"name":"f","arguments":{"x":[1]}})")}, R"(f({"x":[1]}))");
        row("0 for every call",
            {call(headA), piece(0, "{\"x\":1}"),
             call(R"("index":0,"id":"b","function":{"name":"g","arguments":"{}"})")},
            R"(f({"x":1}) g({}))");
        row("0 for every call, without ids",
            {call(R"("index":0,"function":{"name":"f","arguments":"{}"})"),
             call("\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":1}\"}")},
            R"(f({}) f({"x":1}))");
        row("counted from 1",
            {call(R"("index":1,"id":"a","function":{"name":"f","arguments":"{}"})"),
             call(R"("index":2,"id":"b","function":{"name":"g","arguments":"{}"})")},
            "f({}) g({})");
        row("the head in every piece",
            {call(headA),
             call("\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":\"}"),
             call("\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"1}\"}")},
            R"(f({"x":1}))");
        row("the name in every piece, without ids",
            {call("\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":\"}"),
             call("\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"1}\"}")},
            R"(f({"x":1}))");
        row("another id in every piece",
            {call("\"index\":0,\"id\":\"a1\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}"),
             call("\"index\":0,\"id\":\"a2\",\"function\":{\"arguments\":\"}\"}")},
            "f({})");
        row("null id and empty name later",
            {call(headA), call(R"("index":0,"id":null,"type":null,"function":{"name":"","arguments":"{}"})")},
            "f({})");
        row("no index, by id",
            {call("\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}"),
             call("\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"{\"}"),
             call("\"id\":\"a\",\"function\":{\"arguments\":\"}\"}"),
             call("\"id\":\"b\",\"function\":{\"arguments\":\"}\"}")},
            "f({}) g({})");
        row("no index, by place",
            {call(R"("id":"a","function":{"name":"f"})"), call(R"("function":{"arguments":"{}"})"),
             call(R"("id":"b","function":{"name":"g"})"),
             call("\"function\":{\"arguments\":\"{\\\"y\\\":1}\"}")},
            R"(f({}) g({"y":1}))");
        row("neither index nor id",
            {call(R"("function":{"name":"f","arguments":"{}"})"),
             call(R"("function":{"name":"g","arguments":"{}"})")},
            "f({}) g({})");
        row("a whole answer without ids",
            {"{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":["
             "{\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},{\"function\":{"
             "\"name\":\"f\",\"arguments\":\"{\\\"x\\\":1}\"}}]}}]}"},
            R"(f({}) f({"x":1}))");
        row("the name in pieces",
            {call(R"("index":0,"id":"a","function":{"name":"get_"})"),
             call(R"("index":0,"function":{"name":"time"})"), piece(0, "{}")},
            "get_time({})");
        row("function_call of old",
            {delta("\"function_call\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\"\"}"),
             delta("\"function_call\":{\"arguments\":\":1}\"}")},
            R"(f({"x":1}))");
        row("broken arguments are kept", {call(headA), piece(0, "{\"x\":"), end("tool_calls")}, "f({\"x\":)");
        row("nonsense among them",
            {R"({"choices":[{"delta":{"tool_calls":[7,null,{},{"index":-3},{"index":"0"}]}}]})", call(headA),
             piece(0, "{}")},
            "f({})");
    }
    void readsCalls() {
        QFETCH(QStringList, chunks);
        std::vector<std::string> all;
        for (const QString& chunk : chunks)
            all.push_back(chunk.toStdString());
        const Read out = read(all);
        QTEST(callsOf(out.message), "calls");
        std::set<std::string> ids;
        int next = 0;
        for (const chat::ToolCall& call : out.message.tool_calls)
            QVERIFY2(!call.id.empty() && ids.insert(call.id).second, "every call has an id of its own");
        for (const Event& event : out.events)
            if (const auto* delta = std::get_if<ToolCallDelta>(&event); delta && !delta->name.empty()) {
                QCOMPARE(delta->index, next++); // they begin in order, with their whole head
                QVERIFY(!delta->id.empty());
            }
    }

    void replacesIdsThatTheConversationHas() {
        const Read out = read({call(R"("index":0,"id":"call_0","function":{"name":"f","arguments":"{}"})"),
                               call(R"("index":1,"id":"call_1","function":{"name":"f","arguments":"{}"})"),
                               call(R"("index":2,"id":"call_1","function":{"name":"f","arguments":"{}"})")},
                              false, {"call_0"});
        QCOMPARE(out.message.tool_calls.size(), 3u);
        QVERIFY(out.message.tool_calls[0].id != "call_0");
        QCOMPARE(out.message.tool_calls[1].id, "call_1");
        QVERIFY(out.message.tool_calls[2].id != "call_1");
    }

    void boundsTheNumberOfCalls() {
        std::vector<std::string> chunks;
        for (int i = 0; i < 1000; ++i)
            chunks.push_back(
                call(R"("index":)" + std::to_string(i) + R"(,"function":{"name":"f","arguments":"{}"})"));
        QCOMPARE(read(chunks).message.tool_calls.size(), 128u);
    }

    /// A cut call is not a call; those that are whole stay.
    void dropsCallsThatWereCut() {
        const Read out = read(
            {delta(R"("content":"So: ")"),
             call("\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":\"}"),
             call(R"("index":1,"id":"b","function":{"name":"g","arguments":"{}"})"),
             call("\"index\":2,\"id\":\"c\",\"function\":{\"name\":\"h\",\"arguments\":\"{\\\"z\"}"),
             end("length")},
            true);
        QCOMPARE(callsOf(out.message), "g({})");
        QCOMPARE(out.message.content, "So: f {\"x\":h {\"z");
        QCOMPARE(out.count<ToolCallDropped>(), 2);
        QVERIFY(out.end == AnswerReader::End::Length);
    }

    void readsUsage_data() {
        QTest::addColumn<QString>("usage");
        QTest::addColumn<QString>("counts");
        QTest::newRow("OpenAI")
            << R"({"prompt_tokens":9,"completion_tokens":5,"total_tokens":14,"prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":2}})"
            << "9 4 5 2";
        QTest::newRow("DeepSeek")
            << R"({"prompt_tokens":9,"completion_tokens":5,"prompt_cache_hit_tokens":4,"prompt_cache_miss_tokens":5,"completion_tokens_details":{"reasoning_tokens":2}})"
            << "9 4 5 2";
        QTest::newRow("SGLang")
            << R"({"prompt_tokens":9,"completion_tokens":5,"prompt_tokens_details":null,"reasoning_tokens":2})"
            << "9 0 5 2";
        QTest::newRow("nonsense")
            << R"({"prompt_tokens":"9","completion_tokens":-5,"prompt_tokens_details":7,"reasoning_tokens":1e300})"
            << "0 0 0 0";
        QTest::newRow("more cached than there is")
            << R"({"prompt_tokens":9,"completion_tokens":5,"prompt_cache_hit_tokens":99,"reasoning_tokens":99})"
            << "9 9 5 5";
        QTest::newRow("null") << "null"
                              << "0 0 0 0";
    }
    void readsUsage() {
        QFETCH(QString, usage);
        const Usage out = read({delta(R"("content":"Yes")"), end("stop"),
                                "{\"choices\":[],\"usage\":" + usage.toStdString() + "}"})
                              .usage;
        QTEST(QString("%1 %2 %3 %4")
                  .arg(out.prompt_tokens)
                  .arg(out.cached_tokens)
                  .arg(out.completion_tokens)
                  .arg(out.reasoning_tokens),
              "counts");
    }

    void readsLogprobsAndProgress() {
        const Read out =
            read({R"({"choices":[],"prompt_progress":{"total":90,"cache":10,"processed":40,"time_ms":5}})",
                  "{\"choices\":[{\"delta\":{\"content\":\"é\"},\"logprobs\":{\"content\":[{\"token\":\"é\","
                  "\"logprob\":-0.5,\"bytes\":[195,169],"
                  "\"top_logprobs\":[{\"token\":\"e\",\"logprob\":-1.5,\"bytes\":null}]}]}}]}"});
        const auto* progress = std::get_if<PromptProgress>(&out.events.at(0));
        QVERIFY(progress);
        QCOMPARE(progress->done, 40);
        QCOMPARE(progress->cached, 10);
        const auto* logprobs = std::get_if<Logprobs>(&out.events.at(1));
        QVERIFY(logprobs);
        QCOMPARE(logprobs->chosen.bytes, "é");
        QCOMPARE(logprobs->chosen.logprob, -0.5f);
        QCOMPARE(logprobs->chosen.id, -1);
        QCOMPARE(logprobs->top.at(0).bytes, "e");
        QVERIFY(std::get_if<ContentDelta>(&out.events.at(2)));
        QCOMPARE(std::get<Logprobs>(event_from_json(to_json(out.events[1]))).chosen.id, -1);
    }

    void readsReasons_data() {
        using End = AnswerReader::End;
        QTest::addColumn<int>("end");
        QTest::newRow("stop") << int(End::Stop);
        QTest::newRow("tool_calls") << int(End::Stop);
        QTest::newRow("function_call") << int(End::Stop);
        QTest::newRow("eos_token") << int(End::Stop);
        QTest::newRow("length") << int(End::Length);
        QTest::newRow("content_filter") << int(End::Filtered);
        QTest::newRow("insufficient_system_resource") << int(End::Broken);
        QTest::newRow("error") << int(End::Broken);
        QTest::newRow("abort") << int(End::Broken);
        QTest::newRow("") << int(End::Open);
    }
    void readsReasons() {
        QFETCH(int, end);
        QCOMPARE(int(read({::end(QTest::currentDataTag())}).end), end);
    }

    /// The same text in any pieces gives the same message.
    void doesNotDependOnPieces() {
        const std::string text = "  <think>\nWhat is “it”? <b>&amp;</b> </thi </think>\n\n答案：<think> 42 ∑";
        for (std::uint64_t seed = 1; seed <= 200; ++seed) {
            std::vector<std::string> chunks;
            for (std::size_t at = 0, n = 0; at < text.size(); at += n) {
                n = 1 + std::size_t(uniform_at(seed, at) * 7);
                while (at + n < text.size() && (static_cast<unsigned char>(text[at + n]) & 0xC0) == 0x80)
                    ++n; // servers cut between characters
                chunks.push_back(delta(R"("content":)" + print_json_string(text.substr(at, n))));
            }
            const Read out = read(chunks);
            QCOMPARE(out.message.reasoning_content.value_or(""), "\nWhat is “it”? <b>&amp;</b> </thi ");
            QCOMPARE(out.message.content, "答案：<think> 42 ∑");
        }
    }
};

QTEST_GUILESS_MAIN(ReadingTest)
#include "reading_test.moc"
