#include "engine/chat/format.h"
#include "kernels/error.h"
#include "vectors.h"

#include <QtTest>

using namespace hadal;
using namespace hadal::chat;

namespace {

constexpr const char* eos = "<｜end▁of▁sentence｜>";
constexpr const char* block_begin = "\n\n<｜DSML｜function_calls>\n";
constexpr const char* block_end = "</｜DSML｜function_calls>";

std::string parameter(const std::string& name, bool is_string, const std::string& value) {
    return "<｜DSML｜parameter name=\"" + name + "\" string=\"" + (is_string ? "true" : "false") + "\">" +
           value + "</｜DSML｜parameter>\n";
}

std::string invoke(const std::string& name, const std::string& parameters) {
    return "<｜DSML｜invoke name=\"" + name + "\">\n" + parameters + "</｜DSML｜invoke>\n";
}

const Format& v32() {
    return format(Family::V32);
}

/// The outcome of all pieces at once, checked against byte by byte and random pieces.
Outcome parse(const Format& format, std::string_view completion, bool thinking, End end,
              int random_rounds = 8) {
    const Outcome whole =
        parse_in_pieces(format, completion, thinking, end, [&] { return completion.size(); });
    std::mt19937 random(static_cast<unsigned>(completion.size()));
    for (int round = -1; round < random_rounds; ++round) {
        const std::size_t longest = 1 + random() % 40;
        const Outcome pieces = parse_in_pieces(format, completion, thinking, end, [&] {
            return round < 0 ? std::size_t(1) : 1 + random() % longest;
        });
        if (!(pieces.message == whole.message) || !(pieces.joined == whole.message) ||
            pieces.malformed != whole.malformed || pieces.what_was_wrong != whole.what_was_wrong ||
            !pieces.whole_characters)
            throw std::runtime_error("pieces give " + describe(pieces.message) + ", deltas " +
                                     describe(pieces.joined) + ", whole " + describe(whole.message) +
                                     ", completion " + std::string(completion));
    }
    if (!(whole.joined == whole.message))
        throw std::runtime_error("deltas give " + describe(whole.joined) + ", message " +
                                 describe(whole.message));
    return whole;
}

} // namespace

class TestCompletion : public QObject {
    Q_OBJECT

  private slots:
    void published_vectors_data() {
        QTest::addColumn<QByteArray>("test");
        for (const char* file : {"/prompts/dsv32-parse.jsonl", "/prompts/dsv32-parse-own.jsonl"}) {
            const auto cases = read_cases(QString(HADAL_TEST_DATA) + file);
            QVERIFY(!cases.empty());
            for (const Json& test : cases)
                QTest::newRow(test["name"].get<std::string>().c_str())
                    << QByteArray::fromStdString(print_python(test));
        }
    }
    void published_vectors() {
        QFETCH(QByteArray, test);
        const Json json = parse_json(test.toStdString());
        const std::string completion = json["completion"].get<std::string>();
        const bool thinking = json["thinking"].get<bool>();
        const Json& expected = json["expected"];
        const Outcome outcome = parse(v32(), completion, thinking, End::AsPushed, 20);
        QVERIFY2(outcome.malformed == expected.is_null(), outcome.what_was_wrong.c_str());
        if (expected.is_null()) {
            QVERIFY_EXCEPTION_THROWN(parse_strict(v32(), completion, thinking), Error);
            return;
        }
        const Message message = parse_strict(v32(), completion, thinking);
        QVERIFY(message == outcome.message);
        QCOMPARE(*message.content, expected["content"].get<std::string>());
        QCOMPARE(message.reasoning_content.value_or(""), expected["reasoning_content"].get<std::string>());
        Json calls = Json::array();
        for (const ToolCall& call : message.tool_calls)
            calls.push_back(to_json(call));
        QCOMPARE(print_python(calls), print_python(expected["tool_calls"]));
    }

    void stripped_end_of_sentence() {
        const Outcome outcome = parse(v32(), "why</think>because", true, End::Complete);
        QVERIFY(!outcome.malformed);
        QCOMPARE(*outcome.message.content, std::string("because"));
        // What a text that merely ends may be, a message that was ended by the model may not.
        const std::string open = block_begin + std::string("<｜DSML｜invoke name=\"ping\">\n");
        QVERIFY(!parse(v32(), open, false, End::AsPushed).malformed);
        QVERIFY(parse(v32(), open, false, End::Complete).malformed);
    }

    void cut_off() {
        const Outcome reasoning = parse(v32(), "half a th", true, End::CutOff);
        QVERIFY(!reasoning.malformed);
        QCOMPARE(*reasoning.message.reasoning_content, std::string("half a th"));
        const Outcome content = parse(v32(), "x</think>half\n\n<｜DSM", true, End::CutOff);
        QVERIFY(!content.malformed);
        QCOMPARE(*content.message.content, std::string("half\n\n<｜DSM"));
        const std::string one = block_begin + invoke("ping", "");
        const Outcome between = parse(v32(), one + "<｜DSM", false, End::CutOff);
        QVERIFY(!between.malformed);
        QCOMPARE(between.message.tool_calls.size(), std::size_t(1));
        QCOMPARE(*between.message.content, std::string());
        const std::string within =
            one + "<｜DSML｜invoke name=\"pong\">\n<｜DSML｜parameter name=\"a\" string=\"true\">va";
        const Outcome cut = parse(v32(), within, false, End::CutOff);
        QVERIFY(cut.malformed);
        QCOMPARE(cut.message.tool_calls.size(), std::size_t(1));
        QCOMPARE(cut.message.tool_calls[0].name, std::string("ping"));
        QCOMPARE(*cut.message.content, within);
        // A call that looks complete only because the text ends is not executed when it was cut off.
        const std::string open = block_begin + std::string("<｜DSML｜invoke name=\"ping\">\n");
        QVERIFY(parse(v32(), open, false, End::CutOff).message.tool_calls.empty());
    }

    void broken_calls_become_content() {
        const std::string block = block_begin + invoke("a", parameter("k", true, "v")) +
                                  invoke("b", "garbage") + invoke("c", "") + block_end;
        const Outcome outcome = parse(v32(), "r</think>Look:" + block + eos, true, End::AsPushed);
        QVERIFY(outcome.malformed);
        QCOMPARE(*outcome.message.reasoning_content, std::string("r"));
        QCOMPARE(*outcome.message.content, "Look:" + block);
        QCOMPARE(outcome.message.tool_calls.size(), std::size_t(1));
        QCOMPARE(outcome.message.tool_calls[0].arguments, std::string("{\"k\": \"v\"}"));
    }

    void a_dropped_call_is_announced() {
        const auto parser = v32().parser(false);
        std::vector<Delta> deltas;
        parser->push(block_begin + std::string("<｜DSML｜invoke name=\"a\">\n") + parameter("k", true, "v") +
                         "oops",
                     deltas);
        QVERIFY(std::get<CallDelta>(deltas.front()) == (CallDelta{0, "a", ""}));
        const auto dropped = std::find_if(deltas.begin(), deltas.end(), [](const Delta& delta) {
            return std::holds_alternative<CallDropped>(delta);
        });
        QVERIFY(dropped != deltas.end());
        QVERIFY(parser->message().tool_calls.empty());
        parser->push(" and more", deltas);
        parser->finish(End::Complete, deltas);
        QVERIFY(parser->malformed());
        QVERIFY(QByteArray::fromStdString(*parser->message().content).endsWith("oops and more"));
    }

    void text_comes_as_soon_as_it_is_certain() {
        const auto parser = v32().parser(true);
        std::vector<Delta> deltas;
        const auto pushed = [&](std::string_view text) {
            deltas.clear();
            parser->push(text, deltas);
            std::string joined;
            for (const Delta& delta : deltas) {
                if (const auto* reasoning = std::get_if<ReasoningText>(&delta))
                    joined += "r:" + reasoning->text;
                if (const auto* content = std::get_if<ContentText>(&delta))
                    joined += "c:" + content->text;
                if (const auto* call = std::get_if<CallDelta>(&delta))
                    joined += call->name.empty() ? "a:" + call->arguments : "n:" + call->name;
            }
            return joined;
        };
        QCOMPARE(pushed("I think"), std::string("r:I think"));
        QCOMPARE(pushed(" a < b"), std::string("r: a < b"));
        QCOMPARE(pushed("</"), std::string());
        QCOMPARE(pushed("b>"), std::string("r:</b>"));
        QCOMPARE(pushed("</think>"), std::string());
        QCOMPARE(pushed("So\n\n"), std::string("c:So"));
        QCOMPARE(pushed("\n"), std::string("c:\n"));
        QCOMPARE(pushed("<\xEF\xBD"), std::string());
        QCOMPARE(pushed("\x9C"
                        "DSML｜"),
                 std::string());
        QCOMPARE(pushed("function_calls>\n<｜DSML｜invoke name=\"f\">\n"), std::string());
        QCOMPARE(pushed("<｜DSML｜parameter"), std::string("n:f"));
        QCOMPARE(pushed(" name=\"text\" string=\"true\">"), std::string("a:{\"text\": \""));
        QCOMPARE(pushed("one \"two\""), std::string("a:one \\\"two\\\""));
        QCOMPARE(pushed("<"), std::string());
        QCOMPARE(pushed("p"), std::string("a:<p"));
        QCOMPARE(pushed("</｜DSML｜parameter>"), std::string("a:\""));
        QCOMPARE(pushed("\n<｜DSML｜parameter name=\"n\" string=\"false\">"), std::string("a:, \"n\": "));
        QCOMPARE(pushed("12"), std::string()); // may still become 123
        QCOMPARE(pushed("3</｜DSML｜parameter>"), std::string("a:123"));
        QCOMPARE(pushed("\n<｜DSML｜parameter name=\"o\" string=\"false\">{\"a\""),
                 std::string("a:, \"o\": a:{\"a\""));
        QCOMPARE(pushed(": 1}</｜DSML｜parameter>\n</｜DSML｜invoke"), std::string("a:: 1}a:}"));
        QCOMPARE(pushed(std::string(">\n") + block_end), std::string());
        QVERIFY(!parser->ended());
        QCOMPARE(pushed(eos), std::string());
        QVERIFY(parser->ended());
        parser->finish(End::Complete, deltas);
        QVERIFY(!parser->malformed());
        QCOMPARE(parser->message().tool_calls[0].arguments,
                 std::string("{\"text\": \"one \\\"two\\\"<p\", \"n\": 123, \"o\": {\"a\": 1}}"));
    }

    void bytes_that_are_not_utf8() {
        const Outcome outcome = parse(v32(), "a\xFF\xE2\x82</think>b\xEF\xBD", true, End::CutOff);
        QCOMPARE(*outcome.message.reasoning_content, std::string("a\uFFFD\uFFFD"));
        QCOMPARE(*outcome.message.content, std::string("b\uFFFD"));
    }

    /// Mutations of well-formed completions: whatever comes, nothing throws or crashes, the message does not
    /// depend on the pieces, and the deltas join to it.
    void mutations_data() {
        QTest::addColumn<int>("family");
        QTest::newRow("V3.2") << int(Family::V32);
        QTest::newRow("V3.1") << int(Family::V31);
        QTest::newRow("R1") << int(Family::R1);
    }
    void mutations() {
        QFETCH(int, family);
        const Format& family_format = format(Family(family));
        const bool dsml = Family(family) == Family::V32;
        const bool fenced = Family(family) == Family::R1;
        const std::string head = "think \"é\"</think>Text 📦.";
        std::string seed;
        std::vector<std::string> parts{"</think>", eos, "\n", "\"", "<", "｜", "x", ">\n", "<think>"};
        if (dsml) {
            seed = head + block_begin +
                   invoke("tide", parameter("harbour", true, "Brest <b>") + parameter("hour", false, "6") +
                                      parameter("o", false, "{\"a\": [1, 2]}")) +
                   invoke("ping", "") + block_end + eos;
            for (const char* part :
                 {"\n\n<｜DSML｜function_calls", "<｜DSML｜invoke", "</｜DSML｜invoke", "<｜DSML｜parameter",
                  "/｜DSML｜parameter", " name=\"", "\" string=\"true\">", "</｜DSML｜function_calls>"})
                parts.push_back(part);
        } else {
            const auto call = [&](const std::string& name, const std::string& arguments) {
                return fenced ? "<｜tool▁call▁begin｜>function<｜tool▁sep｜>" + name + "\n```json\n" +
                                    arguments + "\n```<｜tool▁call▁end｜>"
                              : "<｜tool▁call▁begin｜>" + name + "<｜tool▁sep｜>" + arguments +
                                    "<｜tool▁call▁end｜>";
            };
            seed = head + "<｜tool▁calls▁begin｜>" + call("tide", "{\"harbour\": \"Brest\"}") +
                   (fenced ? "\n" : "") + call("ping", "{}") + "<｜tool▁calls▁end｜>" + eos;
            for (const char* part : {"<｜tool▁calls▁begin｜>", "<｜tool▁call▁begin｜>", "<｜tool▁sep｜>",
                                     "<｜tool▁call▁end｜>", "<｜tool▁calls▁end｜>", "\n```"})
                parts.push_back(part);
        }
        const Outcome clean = parse(family_format, seed, true, End::AsPushed);
        QVERIFY2(!clean.malformed, clean.what_was_wrong.c_str());
        QCOMPARE(clean.message.tool_calls.size(), std::size_t(2));

        std::mt19937 random(7);
        int malformed = 0;
        constexpr int rounds = 3000;
        for (int round = 0; round < rounds; ++round) {
            std::string text = seed;
            for (unsigned edits = 1 + random() % 3; edits > 0; --edits) {
                const std::size_t at = random() % (text.size() + 1);
                switch (random() % 4) {
                case 0:
                    text.erase(at, 1 + random() % 30);
                    break;
                case 1:
                    text.insert(at, parts[random() % parts.size()]);
                    break;
                case 2:
                    text.insert(at, text.substr(random() % (text.size() + 1), random() % 60));
                    break;
                default:
                    text.resize(at);
                }
            }
            const End end = std::array{End::AsPushed, End::Complete, End::CutOff}[random() % 3];
            malformed += parse(family_format, text, random() % 4 != 0, end, 2).malformed;
        }
        QVERIFY(malformed > rounds / 10 && malformed < rounds);
    }

    void long_completions_stay_linear() {
        // A block that never closes and a name that never ends, token by token.
        for (const std::string& start :
             {std::string("plain "), block_begin + std::string("<｜DSML｜invoke name=\""),
              block_begin + std::string("<｜DSML｜invoke name=\"f\">\n<｜DSML｜parameter name=\""),
              block_begin +
                  std::string(
                      "<｜DSML｜invoke name=\"f\">\n<｜DSML｜parameter name=\"a\" string=\"false\">1")}) {
            const auto parser = v32().parser(false);
            std::vector<Delta> deltas;
            parser->push(start, deltas);
            for (int i = 0; i < 200000; ++i) {
                deltas.clear();
                parser->push("abcd", deltas);
            }
            deltas.clear();
            parser->finish(End::CutOff, deltas);
            QCOMPARE(parser->message().content->size(), start.size() + 800000);
        }
    }
};

QTEST_APPLESS_MAIN(TestCompletion)
#include "test_completion.moc"
