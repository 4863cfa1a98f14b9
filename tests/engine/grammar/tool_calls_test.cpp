// What may be written of a tool call, and that the completion parser reads exactly that.
#include "vocabularies.h"
#include "walks.h"

#include "engine/chat/format.h"
#include "engine/grammar/tool_calls.h"
#include "engine/schema/validator.h"

#include <QTest>

#include <map>
#include <set>

using namespace hadal;
using namespace hadal::grammar;
using namespace hadal::grammar::test;

namespace {

const Json weather = parse_json(R"({"type": "object", "properties": {
    "city": {"type": "string", "minLength": 1, "maxLength": 12}, "unit": {"enum": ["celsius", "fahrenheit"]},
    "days": {"type": ["integer", "string"], "minimum": 1, "maximum": 9, "pattern": "^(all|none)$"},
    "where": {"type": "object", "properties": {"lat": {"type": "number"}, "name": {"type": "string"}},
              "required": ["lat"], "additionalProperties": false}},
    "required": ["city"], "additionalProperties": false})");

struct Case {
    const char* name;
    chat::Family family;
    const chat::CallMarkup* markup;
};
const Case families[] = {{"V3.2", chat::Family::V32, &chat::dsml_markup},
                         {"V3.1", chat::Family::V31, &chat::v31_markup},
                         {"V3", chat::Family::V3, &chat::fenced_markup}};

std::string parameter(const std::string& name, bool string, const std::string& value) {
    return "<｜DSML｜parameter name=\"" + name + "\" string=\"" + (string ? "true" : "false") + "\">" +
           value + "</｜DSML｜parameter>\n";
}

std::string call(const std::string& tool, const std::string& parameters) {
    return "<｜DSML｜invoke name=\"" + tool + "\">\n" + parameters + "</｜DSML｜invoke>\n";
}

std::string block(const std::string& calls) {
    return "\n\n<｜DSML｜function_calls>\n" + calls + "</｜DSML｜function_calls>";
}

std::shared_ptr<const Grammar> answers(std::vector<ToolSchema> tools, bool required = false,
                                       bool several = true, std::shared_ptr<const Grammar> json = nullptr,
                                       const chat::CallMarkup* markup = &chat::dsml_markup) {
    return compile_answer({markup, std::move(tools), required, several, std::move(json)});
}

/// With tokens of its own for the markup of every family.
std::shared_ptr<const Vocabulary> vocabulary_of(const chat::CallMarkup& markup) {
    return std::make_shared<const Vocabulary>(small_vocabulary()->trie().tokenizer(),
                                              small_vocabulary()->end_ids(), &markup);
}

void compare(const std::shared_ptr<const Grammar>& grammar, const std::string& text, bool expected) {
    QVERIFY2(matches(grammar, text) == expected, text.c_str());
}

} // namespace

class ToolCallsTest : public QObject {
    Q_OBJECT

  private slots:
    void argumentsFollowTheSchema() {
        const auto grammar = answers({{"weather", weather}, {"ping", nullptr}});
        const std::string city = parameter("city", true, "Brno");
        for (const std::string& good :
             {std::string(), std::string("Hello."), block(call("weather", city)),
              "Let me see: <｜D, </p> </｜\n\n" + block(call("weather", city)),
              block(call("weather", city + parameter("unit", true, "celsius") +
                                        parameter("days", false, "7") +
                                        parameter("where", false, "{\"lat\": 1.5}"))),
              block(call("weather", city + parameter("days", true, "all"))),
              block(call("weather", parameter("city", true, "<b> </p>\n\"c\""))),
              block(call("weather", parameter("city", true, "北京</｜ </"))), block(call("ping", "\n")),
              block(call("ping", "")), block(call("ping", "") + call("weather", city))})
            compare(grammar, good, true);
        for (const std::string& bad :
             {block(""),
              block(call("weather", "")),
              block(call("weather", "\n")),
              block(call("wether", city)),
              block(call("weather", parameter("unit", true, "celsius"))),         // required
              block(call("weather", parameter("unit", true, "celsius") + city)),  // order
              block(call("weather", city + city)),                                // twice
              block(call("weather", parameter("town", true, "Brno"))),            // unknown
              block(call("weather", parameter("city", true, ""))),                // too short
              block(call("weather", parameter("city", true, "1234567890123"))),   // too long
              block(call("weather", parameter("city", false, "\"Brno\""))),       // a string is raw
              block(call("weather", city + parameter("days", false, "\"all\""))), // even beside numbers
              block(call("weather", city + parameter("days", true, "7"))),        // a number is JSON
              block(call("weather", city + parameter("days", false, "10"))),      // too large
              block(call("weather", city + parameter("unit", true, "kelvin"))),   // no such word
              block(call("weather", city + parameter("where", false, "{}"))),     // nested
              block(call("ping", city)),
              "\n<｜DSML｜function_calls>\n" + call("ping", ""),
              block(call("ping", "")) + ".",
              block(call("ping", "")) + "\n",
              std::string("｜DSML｜"),
              std::string("\n\n<｜DSML｜"),
              std::string("\n\n<｜DSML｜function_call>"),
              block(call("weather", parameter("city", true, "a｜DSMLb")))})
            compare(grammar, bad, false);
    }

    void choiceIsEnforced() {
        const std::string ping = call("ping", ""), text = "Hello.";
        const std::vector<ToolSchema> tools{{"ping", nullptr}};
        compare(answers({}), text, true);
        compare(answers({}), block(ping), false);
        compare(answers(tools, true), text, false);
        compare(answers(tools, true), std::string(), false);
        compare(answers(tools, true), text + block(ping), false);
        compare(answers(tools, true), block(ping + ping), true);
        compare(answers(tools, true, false), block(ping), true);
        compare(answers(tools, false, false), text + block(ping + ping), false);
    }

    void jsonOrCalls() {
        const auto json = compile_schema({{"type", "integer"}});
        const std::string ping = block(call("ping", ""));
        for (const bool required : {false, true}) {
            const auto grammar = answers({{"ping", nullptr}}, required, true, json);
            compare(grammar, ping, true);
            compare(grammar, "12", !required);
            compare(grammar, "12" + ping, false);
            compare(grammar, "one" + ping, false);
            compare(grammar, "", false);
        }
    }

    /// Whoever reads the call refuses it, counted or not.
    void freeParametersComeOnce() {
        const Json event = parse_json(R"({"type": "object", "properties": {"event": {"type": "string"}},
            "required": ["event"]})");
        const std::string first = parameter("event", true, "login"),
                          strict = parameter("strict", false, "true");
        const auto grammar = answers({{"log", event}});
        compare(grammar, block(call("log", first + strict)), true);
        compare(grammar, block(call("log", first + strict + parameter("strictly", false, "1"))), true);
        compare(grammar, block(call("log", first + strict + strict)), false);
        compare(grammar, block(call("log", first + strict + parameter("x", false, "1") + strict)), false);
        compare(grammar, block(call("log", first + strict) + call("log", first + strict)), true);
    }

    void freeAndConditionalMembers() {
        const auto grammar = answers({{"pay", parse_json(R"({"type": "object",
            "properties": {"how": {"enum": ["card", "cash"]}, "number": {"type": "string"}},
            "required": ["how"], "additionalProperties": {"type": "integer"}, "maxProperties": 3,
            "if": {"properties": {"how": {"const": "card"}}}, "then": {"required": ["number"]}})")}});
        const std::string card = parameter("how", true, "card"), number = parameter("number", true, "4"),
                          cash = parameter("how", true, "cash");
        compare(grammar, block(call("pay", cash)), true);
        compare(grammar, block(call("pay", card)), false);
        compare(grammar, block(call("pay", card + number)), true);
        compare(grammar, block(call("pay", cash + parameter("a \"b\"", false, "1"))), true);
        compare(grammar, block(call("pay", cash + parameter("extra", true, "1"))), false);
        compare(grammar, block(call("pay", cash + parameter("how", false, "1"))), false);
        compare(grammar, block(call("pay", cash + parameter("a\" string=\"", false, "1"))), false);
        compare(grammar,
                block(call("pay", card + number + parameter("a", false, "1") + parameter("b", false, "2"))),
                false);
    }

    /// The parser would take the first closing tag for the end of the value, so JSON has to escape.
    void jsonInACallEscapesMarkup() {
        const auto vocabulary = vocabulary_of(chat::dsml_markup);
        Machine machine(answers({{"log",
                                  {{"type", "object"},
                                   {"properties", {{"rows", {{"const", {"｜DSML｜"}}}}}},
                                   {"additionalProperties", false}}}}),
                        nullptr, &vocabulary->avoided());
        const auto log = [](const std::string& rows) {
            return block(call("log", parameter("rows", false, rows)));
        };
        QVERIFY(!matches(machine, log("[\"｜DSML｜\"]")));
        QVERIFY(matches(machine, log("[\"｜DSM\\u004c｜\"]")));
        QVERIFY(matches(machine, log("[\"\\uFF5cDSML｜\"]")));
    }

    void whatNoMarkupCanWriteIsImpossible() {
        // One branch of the choice cannot be written, so only the other one is offered.
        const auto grammar = answers({{"t",
                                       {{"type", "object"},
                                        {"properties", {{"v", {{"enum", {"a", "b｜DSML｜"}}}}}},
                                        {"required", {"v"}},
                                        {"additionalProperties", false}}}});
        compare(grammar, block(call("t", parameter("v", true, "a"))), true);
        compare(grammar, block(call("t", parameter("v", true, "b"))), false);
        QVERIFY_THROWS_EXCEPTION(ToolSchemaError, answers({{"t",
                                                            {{"type", "object"},
                                                             {"properties", {{"v", {{"const", "｜DSML｜"}}}}},
                                                             {"required", {"v"}}}}}));
    }

    void errorsNameTheTool() {
        try {
            answers({{"fine", weather},
                     {"broken", {{"type", "object"}, {"properties", {{"a", {{"pattern", "("}}}}}}}});
            QFAIL("accepted");
        } catch (const ToolSchemaError& error) {
            QCOMPARE(error.tool(), std::string("broken"));
            QCOMPARE(error.pointer(), std::string("#/properties/a"));
            QVERIFY(std::string(error.what()).find("\"broken\"") != std::string::npos);
        }
        QVERIFY_THROWS_EXCEPTION(ToolSchemaError, answers({{"number", {{"type", "number"}}}}));
        for (const char* name : {"", "a\"b", "a b", "<a>", "a\n", "\xff"})
            QVERIFY_THROWS_EXCEPTION(Error, answers({{name, nullptr}}));
        QVERIFY_THROWS_EXCEPTION(Error, answers({{"a", nullptr}, {"a", nullptr}}));
        QVERIFY_THROWS_EXCEPTION(Error, answers({}, true));
    }

    void specialTokensOnlyWhereMarkupIs() {
        const auto vocabulary = vocabulary_of(chat::dsml_markup);
        const auto& tokenizer = vocabulary->trie().tokenizer();
        const auto marker = tokenizer.token_id("｜DSML｜");
        QVERIFY(marker && tokenizer.is_added(*marker));
        Matcher matcher(vocabulary, answers({{"ping", nullptr}}));
        const auto say = [&](const char* text) {
            for (const std::int32_t id : tokenizer.encode(text, false))
                QVERIFY2(allows(matcher.mask(), id) && matcher.accept(id), text);
        };
        for (const std::int32_t id : {*marker})
            QVERIFY(!allows(matcher.mask(), id) && !matcher.accept(id));
        say("Hello <");
        QVERIFY(!allows(matcher.mask(), *marker) && !matcher.accept(*marker));
        say("\n\n<");
        for (std::int32_t id = 0; id < tokenizer.size(); ++id)
            if (tokenizer.is_added(id) && id != vocabulary->end_ids()[0]) {
                const bool legal = allows(matcher.mask(), id);
                QCOMPARE(legal, id == *marker);
            }
        QVERIFY(matcher.accept(*marker));
        QVERIFY(!allows(matcher.mask(), vocabulary->end_ids()[0])); // the block must come now
        say("function_calls>\n<");
        QVERIFY(matcher.accept(*marker));
        say("invoke name=\"ping\">\n</");
        // Ordinary tokens that spell it are not the marker.
        for (const std::int32_t id : tokenizer.encode("｜", false))
            QVERIFY(!allows(matcher.mask(), id));
        QVERIFY(matcher.accept(*marker));
        matcher.rollback(1);
        QVERIFY(matcher.accept(*marker));
    }

    void theParserReadsWhatIsGenerated_data() {
        QTest::addColumn<int>("family");
        for (int i = 0; i < 3; ++i)
            QTest::newRow(families[i].name) << i;
    }
    /// Random walks: every state has a legal token, mask and matcher agree, and what ends is calls of the
    /// tools that their schemas accept.
    void theParserReadsWhatIsGenerated() {
        QFETCH(int, family);
        const Case& format = families[family];
        const auto vocabulary = vocabulary_of(*format.markup);
        const TokenTrie& trie = vocabulary->trie();
        const Json open = parse_json(R"({"type": "object", "properties": {"id": {"type": "integer"},
            "tags": {"type": "array", "items": {"enum": ["x", "y"]}, "maxItems": 3, "uniqueItems": true},
            "text": {"type": "string", "pattern": "^[a-z<]{0,4}$"}, "on": {"type": ["boolean", "null"]}},
            "patternProperties": {"^x": {"type": "boolean"}},
            "propertyNames": {"pattern": "^[a-z]{1,4}$"},
            "additionalProperties": {"type": ["string", "null"], "maxLength": 5}, "minProperties": 1})");
        const std::map<std::string, Json> tools{
            {"weather", weather},
            {"open", open},
            {"ping", {{"type", "object"}, {"properties", Json::object()}}}};
        std::vector<ToolSchema> schemas;
        for (const auto& [name, schema] : tools)
            schemas.push_back({name, schema});
        const auto grammar = answers(schemas, true, true, nullptr, format.markup);
        std::mt19937 random(static_cast<unsigned>(family) + 7);
        Matcher matcher(vocabulary, grammar);
        int finished = 0, calls = 0;
        std::set<std::string> called;
        for (int walk = 0; walk < 60; ++walk) {
            matcher.reset();
            std::string text;
            for (int step = 0; step < 600 && !matcher.has_ended(); ++step) {
                const TokenMask mask = matcher.mask();
                const std::int32_t id = legal_token(trie, mask, random, static_cast<int>(random() % 7));
                QVERIFY2(id >= 0, text.c_str()); // no dead end
                for (int probe = 0; probe < 20; ++probe) {
                    const auto other =
                        static_cast<std::int32_t>(random() % static_cast<unsigned>(trie.size()));
                    const bool accepted = matcher.accept(other);
                    if (accepted)
                        matcher.rollback(1);
                    QVERIFY2(accepted == allows(mask, other), text.c_str());
                }
                QVERIFY(matcher.accept(id));
                if (!matcher.has_ended())
                    text += trie.tokenizer().token_bytes(id);
            }
            if (!matcher.has_ended())
                continue;
            ++finished;
            const auto parser = chat::format(format.family).parser(false);
            std::vector<chat::Delta> deltas;
            for (std::string_view rest = text; !rest.empty();) { // in any pieces
                const std::size_t piece = std::min<std::size_t>(rest.size(), 1 + random() % 40);
                parser->push(rest.substr(0, piece), deltas);
                rest.remove_prefix(piece);
            }
            parser->finish(chat::End::Complete, deltas);
            chat::Message joined;
            for (const chat::Delta& delta : deltas)
                append(joined, delta);
            QVERIFY(joined.tool_calls == parser->message().tool_calls);
            const auto at_once = chat::format(format.family).parser(false);
            at_once->push(text, deltas);
            at_once->finish(chat::End::Complete, deltas);
            QVERIFY(at_once->message() == parser->message());
            QVERIFY2(!parser->malformed(), (std::string(parser->what_was_wrong()) + ": " + text).c_str());
            QVERIFY2(!parser->message().tool_calls.empty() && parser->message().content == "", text.c_str());
            for (const chat::ToolCall& made : parser->message().tool_calls) {
                QVERIFY2(tools.contains(made.name), text.c_str());
                const auto errors = schema::Validator(tools.at(made.name)).validate_text(made.arguments);
                QVERIFY2(errors.empty(), (text + "\n" + made.arguments).c_str());
                ++calls;
                called.insert(made.name);
            }
        }
        QVERIFY2(finished >= 20 && calls >= finished && called.size() == tools.size(),
                 qPrintable(QString::number(finished)));
    }
};

QTEST_APPLESS_MAIN(ToolCallsTest)
#include "tool_calls_test.moc"
