#include "engine/chat/format.h"
#include "kernels/error.h"
#include "vectors.h"

#include <QtTest>

using namespace hadal;
using namespace hadal::chat;

namespace {

Message message(Role role, std::string content) {
    Message made;
    made.role = role;
    made.content = std::move(content);
    return made;
}

Family family_named(const std::string& name) {
    for (const auto& [known, family] :
         {std::pair{"v31", Family::V31}, std::pair{"v3", Family::V3}, std::pair{"r1", Family::R1},
          std::pair{"v2", Family::V2}, std::pair{"moonlight", Family::Moonlight}})
        if (name == known)
            return family;
    throw std::runtime_error("no family " + name);
}

} // namespace

class TestFormats : public QObject {
    Q_OBJECT

  private slots:
    void v32_vectors_data() {
        QTest::addColumn<QByteArray>("test");
        const auto cases = read_cases(HADAL_TEST_DATA "/prompts/dsv32.jsonl");
        QVERIFY(cases.size() > 50);
        for (const Json& test : cases)
            QTest::newRow(test["name"].get<std::string>().c_str())
                << QByteArray::fromStdString(print_python(test));
    }
    void v32_vectors() {
        QFETCH(QByteArray, test);
        const Json json = parse_json(test.toStdString());
        if (json["prompt"].is_null())
            QVERIFY_EXCEPTION_THROWN(encode_case(format(Family::V32), json), Error);
        else
            QCOMPARE(QString::fromStdString(encode_case(format(Family::V32), json)),
                     QString::fromStdString(json["prompt"].get<std::string>()));
    }

    void v32_publisher_s_own_example() {
        const auto cases = read_cases(HADAL_SHARED_DIR "/golden/prompts/dsv32.jsonl");
        const auto found = std::find_if(cases.begin(), cases.end(),
                                        [](const Json& test) { return test["name"] == "official_weather"; });
        if (found == cases.end())
            QSKIP("The publisher's example is not part of the repository; HADAL_SHARED_DIR lacks it.");
        QCOMPARE(QString::fromStdString(encode_case(format(Family::V32), *found)),
                 QString::fromStdString((*found)["prompt"].get<std::string>()));
    }

    /// Made by rendering the published Jinja templates.
    void template_vectors_data() {
        QTest::addColumn<QByteArray>("test");
        const auto cases = read_cases(HADAL_TEST_DATA "/prompts/templates.jsonl");
        QVERIFY(cases.size() > 20);
        for (const Json& test : cases)
            QTest::newRow(test["name"].get<std::string>().c_str())
                << QByteArray::fromStdString(print_python(test));
    }
    void template_vectors() {
        QFETCH(QByteArray, test);
        const Json json = parse_json(test.toStdString());
        const Format& chosen = format(family_named(json["family"].get<std::string>()));
        QCOMPARE(QString::fromStdString(encode_case(chosen, json)),
                 QString::fromStdString(json["prompt"].get<std::string>()));
    }

    void v32_request_tools_replace_those_of_the_first_system_message() {
        Message system = message(Role::System, "s");
        system.tools = parse_json(R"([{"function": {"name": "old"}}])");
        const std::vector messages{system, message(Role::User, "q")};
        PromptOptions options;
        QVERIFY(format(Family::V32).encode(messages, options).text().find("{\"name\": \"old\"}") !=
                std::string::npos);
        options.tools = parse_json(R"([{"type": "function", "function": {"name": "new"}}])");
        const std::string prompt = format(Family::V32).encode(messages, options).text();
        QVERIFY(prompt.find("{\"name\": \"old\"}") == std::string::npos);
        QVERIFY(prompt.find("<functions>\n{\"name\": \"new\"}\n</functions>") != std::string::npos);
        // Values that Python takes for false print nothing.
        options.tools = Json::array();
        options.response_format = Json::object();
        QCOMPARE(format(Family::V32).encode(messages, options).text(),
                 std::string("<｜begin▁of▁sentence｜>s<｜User｜>q<｜Assistant｜></think>"));
    }

    void v32_refuses_what_it_cannot_express() {
        const auto refuses = [](std::vector<Message> messages, PromptOptions options) {
            try {
                format(Family::V32).encode(messages, options);
            } catch (const Error& error) {
                return error.kind() == ErrorKind::InvalidInput || error.kind() == ErrorKind::InvalidArgument;
            }
            return false;
        };
        PromptOptions options;
        options.context = 2;
        QVERIFY(refuses({message(Role::User, "q")}, options));
        options.context = 0;
        options.tools = parse_json(R"({"name": "f"})");
        QVERIFY(refuses({message(Role::User, "q")}, options));
        options.tools = parse_json(R"([{"name": "f"}])");
        QVERIFY(refuses({message(Role::User, "q")}, options));
        options.tools = Json();
        Message call = message(Role::Assistant, "");
        call.tool_calls = {{"", "f", "{}"}};
        QVERIFY(refuses({call, message(Role::System, "s"), message(Role::Tool, "r")}, options));
        QVERIFY(refuses({message(Role::Tool, "r"), call}, options));
        // Within context nothing is printed, so nothing is wrong with it.
        call.tool_calls[0].arguments = "broken";
        options.context = 1;
        QVERIFY(!refuses({call, message(Role::User, "q")}, options));
    }

    void a_continued_prompt_is_the_rest_of_the_whole() {
        for (const Family family : {Family::V32, Family::V31, Family::R1, Family::V2, Family::Moonlight}) {
            const std::vector messages{message(Role::System, "s"), message(Role::User, "one"),
                                       message(Role::Assistant, "1"), message(Role::User, "two")};
            PromptOptions options;
            const std::string whole = format(family).encode(messages, options).text();
            options.context = 3;
            const std::string rest = format(family).encode(messages, options).text();
            QVERIFY(!rest.empty() && rest.size() < whole.size());
            QVERIFY(whole.ends_with(rest));
            QVERIFY(rest.find("two") != std::string::npos && rest.find("one") == std::string::npos);
            options.context = 0;
            options.add_bos = false;
            QCOMPARE(std::string(format(family).bos()) + format(family).encode(messages, options).text(),
                     whole);
        }
    }

    void what_messages_say_is_quoted() {
        for (const Family family :
             {Family::V32, Family::V31, Family::V3, Family::R1, Family::V2, Family::Moonlight}) {
            const Format& chosen = format(family);
            const bool calls = family == Family::V32 || family == Family::V31 || family == Family::V3 ||
                               family == Family::R1;
            // What is left of a prompt without its quotes is the same whatever the messages say.
            const auto markup_of = [&](const std::string& said) {
                std::vector messages{message(Role::System, said), message(Role::User, said)};
                PromptOptions options;
                if (calls) {
                    Message call = message(Role::Assistant, said);
                    call.tool_calls = {{"", "f", "{\"key\": \"" + said + "\"}"}};
                    messages.push_back(call);
                    messages.push_back(message(Role::Tool, said));
                }
                messages.push_back(message(Role::Assistant, said));
                messages.push_back(message(Role::User, said));
                if (chosen.supports_tools())
                    options.tools = Json::array(
                        {{{"type", "function"}, {"function", {{"name", "f"}, {"description", said}}}}});
                const Prompt prompt = chosen.encode(messages, options);
                std::string markup;
                std::size_t at = 0;
                for (const TextSpan& span : prompt.quoted()) {
                    if (span.begin < at || span.end <= span.begin || span.end > prompt.text().size())
                        return std::string("the spans are out of order");
                    markup += prompt.text().substr(at, span.begin - at) + "[]";
                    at = span.end;
                }
                return markup + prompt.text().substr(at);
            };
            const std::string plain = markup_of("word");
            QVERIFY2(plain.find("word") == std::string::npos, plain.c_str());
            for (const std::string said :
                 {"<｜User｜>", "<｜end▁of▁sentence｜>", "｜DSML｜", "<|im_end|>", "<think>"})
                QCOMPARE(markup_of(said), plain);
        }
    }

    void the_rest_of_a_prompt_keeps_its_quotes() {
        Prompt prompt;
        prompt.markup("ab").quote("cd").quote("").quote("e").markup("f").quote("g");
        QCOMPARE(prompt.text(), std::string("abcdefg"));
        QCOMPARE(prompt.quoted(), (std::vector<TextSpan>{{2, 5}, {6, 7}}));
        QCOMPARE(prompt.after(3).text(), std::string("defg"));
        QCOMPARE(prompt.after(3).quoted(), (std::vector<TextSpan>{{0, 2}, {3, 4}}));
        QCOMPARE(prompt.after(5).quoted(), (std::vector<TextSpan>{{1, 2}}));
    }

    void what_a_message_says_does_not_begin_reasoning() {
        for (const Family family : {Family::V32, Family::V31}) {
            const auto parser = format(family).parser_after(
                format(family).encode(std::vector{message(Role::System, "Explain <think>")}, {}));
            QVERIFY(!parser->message().reasoning_content);
        }
    }

    void a_prompt_decides_whether_reasoning_follows() {
        PromptOptions options;
        options.thinking = true;
        std::vector messages{message(Role::User, "q")};
        const auto reasons = [&](Family family) {
            const Format& chosen = format(family);
            return chosen.parser_after(chosen.encode(messages, options))
                ->message()
                .reasoning_content.has_value();
        };
        QVERIFY(reasons(Family::V32));
        QVERIFY(reasons(Family::V31));
        options.thinking = false;
        QVERIFY(reasons(Family::R1));
        QVERIFY(!reasons(Family::V32));
        QVERIFY(!reasons(Family::V31));
        QVERIFY(!reasons(Family::V3));
        QVERIFY(!reasons(Family::V2));
        options.thinking = true;
        Message call = message(Role::Assistant, "");
        call.tool_calls = {{"", "f", "{}"}};
        messages.push_back(call);
        messages.push_back(message(Role::Tool, "r"));
        QVERIFY(reasons(Family::V32));
        QVERIFY(!reasons(Family::V31)); // nothing opens reasoning after a result there
    }

    void templates_refuse_what_they_have_no_place_for() {
        const auto kind = [](Family family, std::vector<Message> messages, PromptOptions options) {
            try {
                format(family).encode(messages, options);
            } catch (const Error& error) {
                return std::optional(error.kind());
            }
            return std::optional<ErrorKind>();
        };
        const std::vector user{message(Role::User, "q")};
        PromptOptions thinking, tools, response;
        thinking.thinking = true;
        tools.tools = parse_json(R"([{"function": {"name": "f"}}])");
        response.response_format = parse_json(R"({"type": "object"})");
        for (const Family family : {Family::V3, Family::V2, Family::Moonlight}) {
            QCOMPARE(kind(family, user, thinking), std::optional(ErrorKind::Unsupported));
            QCOMPARE(kind(family, user, tools), std::optional(ErrorKind::Unsupported));
            QCOMPARE(kind(family, user, response), std::optional(ErrorKind::Unsupported));
        }
        QVERIFY(!kind(Family::V31, user, tools));
        QCOMPARE(kind(Family::V31, {message(Role::Developer, "d")}, {}),
                 std::optional(ErrorKind::Unsupported));
        QCOMPARE(kind(Family::V2, {message(Role::Tool, "r")}, {}), std::optional(ErrorKind::Unsupported));
        Message null;
        QCOMPARE(kind(Family::V31, {null}, {}), std::optional(ErrorKind::InvalidInput));
        QVERIFY_EXCEPTION_THROWN(format(Family::V3).parser(true), Error);
    }

    void calls_of_other_families_come_back() {
        Message call = message(Role::Assistant, "Look:");
        call.tool_calls = {{"", "tide", "{\"at\": \"Brest\"}"}, {"", "ping", "{}"}};
        for (const Family family : {Family::V31, Family::V3, Family::R1}) {
            const std::vector messages{message(Role::User, "q"), call};
            const std::string prompt = format(family).encode(messages, {}).text();
            const std::size_t from = prompt.find("Look:");
            const std::size_t to = prompt.find(format(family).eos()) + format(family).eos().size();
            const Message back =
                parse_strict(format(family), std::string_view(prompt).substr(from, to - from), false);
            QCOMPARE(*back.content, std::string("Look:"));
            QVERIFY(back.tool_calls == call.tool_calls);
        }
    }

    void detects_data() {
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<QByteArray>("chat_template");
        QTest::addColumn<int>("family"); // -1: refused
        const auto row = [](const char* name, const char* config, const char* chat_template, int family) {
            QTest::newRow(name) << QByteArray(config) << QByteArray(chat_template) << family;
        };
        const char* v32 = R"({"model_type": "deepseek_v32", "index_topk": 2048})";
        const char* v3 = R"({"model_type": "deepseek_v3"})";
        const char* marks = "<｜User｜> <｜Assistant｜> <｜tool▁call▁begin｜> ";
        row("V3.2", v32, "", int(Family::V32));
        row("V3.2 by architecture", R"({"architectures": ["DeepseekV32ForCausalLM"]})", "", int(Family::V32));
        row("V3.2-Exp", v32, (std::string(marks) + "{% if not thinking %}</think>").c_str(),
            int(Family::V31));
        row("V3.1", v3, (std::string(marks) + "thinking </think>").c_str(), int(Family::V31));
        row("V3", v3, (std::string(marks) + "```json").c_str(), int(Family::V3));
        row("R1", v3, (std::string(marks) + "```json split('</think>')").c_str(), int(Family::R1));
        row("V2", R"({"model_type": "deepseek_v2"})", "{{ 'User: ' }} {{ 'Assistant:' }}", int(Family::V2));
        row("Moonlight", v3, "<|im_user|>user<|im_middle|>", int(Family::Moonlight));
        row("Kimi-K2", R"({"model_type": "kimi_k2"})", "tool_declare <|im_middle|>", -1);
        row("base model", v3, "", -1);
        row("V4", R"({"model_type": "deepseek_v4"})", "", -1);
        row("another family", R"({"model_type": "qwen3"})", "<|im_start|>", -1);
        row("nothing", "null", "", -1);
    }
    void detects() {
        QFETCH(QByteArray, config);
        QFETCH(QByteArray, chat_template);
        QFETCH(int, family);
        CheckpointHints hints;
        hints.config = parse_json(config.toStdString());
        hints.tokenizer_config = Json::object();
        if (!chat_template.isEmpty())
            hints.tokenizer_config["chat_template"] = chat_template.toStdString();
        try {
            QCOMPARE(int(detect(hints)), family);
        } catch (const Error& error) {
            QCOMPARE(-1, family);
            QCOMPARE(error.kind(), ErrorKind::Unsupported);
            if (hints.config.is_object())
                QVERIFY2(
                    QByteArray(error.what())
                        .contains(QByteArray::fromStdString(hints.config["model_type"].get<std::string>())),
                    error.what());
        }
    }

    void detects_named_templates_and_template_files() {
        CheckpointHints hints;
        hints.config = parse_json(R"({"model_type": "deepseek_v3"})");
        hints.tokenizer_config = parse_json(
            R"({"chat_template": [{"name": "rag", "template": "x"}, {"name": "default", "template": "<|im_middle|>"}]})");
        QCOMPARE(detect(hints), Family::Moonlight);
        hints.chat_template = "'User: ' 'Assistant:'";
        QCOMPARE(detect(hints), Family::V2);
    }

    void detects_the_real_v3_checkpoint() {
        QFile file(HADAL_SHARED_DIR "/data/deepseek-v3-tokenizer/tokenizer_config.json");
        if (!file.open(QIODevice::ReadOnly))
            QSKIP("The tokenizer of V3 is not part of the repository; HADAL_SHARED_DIR lacks it.");
        CheckpointHints hints;
        hints.config = parse_json(R"({"model_type": "deepseek_v3"})");
        hints.tokenizer_config = parse_json(file.readAll().toStdString());
        QCOMPARE(detect(hints), Family::V3);
    }
};

QTEST_APPLESS_MAIN(TestFormats)
#include "test_formats.moc"
