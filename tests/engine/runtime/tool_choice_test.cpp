// tool_choice as the OpenAI API writes it.
#include "engine/runtime/tool_choice.h"

#include <QTest>

using namespace hadal;
using namespace hadal::runtime;

class ToolChoiceTest : public QObject {
    Q_OBJECT

  private slots:
    void readsEveryForm() {
        using Mode = ToolChoice::Mode;
        const auto read = [](const char* json) { return tool_choice_from_json(parse_json(json)); };
        QVERIFY(read("null") == ToolChoice{});
        QVERIFY(read("\"auto\"") == ToolChoice{});
        QVERIFY((read("\"none\"") == ToolChoice{Mode::None, {}}));
        QVERIFY((read("\"required\"") == ToolChoice{Mode::Required, {}}));
        QVERIFY((read(R"({"type": "function", "function": {"name": "f"}})") ==
                 ToolChoice{Mode::Required, {"f"}}));
        QVERIFY((read(R"({"type": "allowed_tools", "allowed_tools": {"mode": "auto", "tools":
                     [{"type": "function", "function": {"name": "f"}},
                      {"type": "function", "function": {"name": "g"}}]}})") ==
                 ToolChoice{Mode::Auto, {"f", "g"}}));
    }

    void refusesTheRest() {
        for (const char* json :
             {"1", "\"maybe\"", "{}", R"({"type": "function"})", R"({"type": "function", "function": {}})",
              R"({"type": "allowed_tools", "allowed_tools": {"mode": "none", "tools": []}})",
              R"({"type": "allowed_tools", "allowed_tools": {"mode": "auto", "tools": [1]}})"}) {
            try {
                tool_choice_from_json(parse_json(json));
                QFAIL(json);
            } catch (const Error& error) {
                QCOMPARE(error.kind(), ErrorKind::InvalidInput);
                QVERIFY(std::string(error.what()).find("tool_choice") != std::string::npos);
            }
        }
    }

    void toolsAndChoicesMustFit() {
        const Json tools = parse_json(R"([{"type": "function", "function": {"name": "f"}}])");
        const auto* markup = &chat::dsml_markup;
        QVERIFY(!grammar_of({}, nullptr, {}, true, markup)); // nothing to enforce
        QVERIFY(grammar_of({}, nullptr, {ToolChoice::None, {}}, true, markup));
        QVERIFY(grammar_of({}, tools, {}, true, markup)->calls);
        QVERIFY(!grammar_of({ResponseFormat::JsonObject, {}}, nullptr, {}, true, nullptr)->calls);
        const auto refused = [&](const Json& given, const ToolChoice& choice, const chat::CallMarkup* of) {
            try {
                grammar_of({}, given, choice, true, of);
                return false;
            } catch (const Error&) {
                return true;
            }
        };
        QVERIFY(refused(tools, {ToolChoice::Required, {"g"}}, markup));
        QVERIFY(refused(nullptr, {ToolChoice::Required, {}}, markup));
        QVERIFY(refused({{"name", "f"}}, {}, markup));
        QVERIFY(refused(Json::array({1}), {}, markup));
        QVERIFY(refused(tools, {}, nullptr));
    }
};

QTEST_APPLESS_MAIN(ToolChoiceTest)
#include "tool_choice_test.moc"
