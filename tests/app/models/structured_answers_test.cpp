// From end to end with the built-in model: structured answers that end are valid, and so are calls. A few of
// each by default; HADAL_STRUCTURED_ANSWERS=200 QTEST_FUNCTION_TIMEOUT=3600000 asks for as many and lets them
// take their time.
#include "app/models/open_model.h"
#include "engine/runtime/tool_choice.h"
#include "engine/schema/validator.h"
#include "engine/tokenizer/tokenizer.h"

#include <QDir>
#include <QTest>

#include <random>

using namespace hadal;

namespace {

struct Tools {
    Json tools, choice;
    bool several = true;
    std::string question;
};

std::vector<Json> json_files(const QString& path) {
    std::vector<Json> all;
    const QDir folder(path);
    for (const QString& name : folder.entryList({"*.json"})) {
        QFile file(folder.filePath(name));
        if (file.open(QIODevice::ReadOnly))
            all.push_back(parse_json(file.readAll().toStdString()));
    }
    return all;
}

/// Our own, and those of the shared vectors where they are at hand.
std::vector<Json> schemas() {
    std::vector<Json> all;
    QFile file(QStringLiteral(HADAL_TEST_DATA "/grammar/masks.jsonl"));
    if (file.open(QIODevice::ReadOnly))
        while (!file.atEnd())
            all.push_back(parse_json(file.readLine().toStdString()));
    for (const Json& example : json_files(QStringLiteral(HADAL_SHARED_DIR "/golden/schemas")))
        all.push_back(example["schema"]);
    return all;
}

std::vector<Tools> tools() {
    const auto tool = [](const char* name, const char* parameters) {
        return Json{{"type", "function"},
                    {"function", {{"name", name}, {"parameters", parse_json(parameters)}}}};
    };
    const Json weather = tool("get_weather", R"({"type": "object", "properties": {"city": {"type": "string",
        "maxLength": 40}, "unit": {"enum": ["celsius", "fahrenheit"]}}, "required": ["city"],
        "additionalProperties": false})");
    const Json order = tool("place_order", R"({"type": "object", "properties": {"items": {"type": "array",
        "items": {"type": "object", "properties": {"sku": {"type": "string", "pattern": "^[A-Z]{3}-[0-9]{4}$"},
        "quantity": {"type": "integer", "minimum": 1, "maximum": 99}}, "required": ["sku", "quantity"],
        "additionalProperties": false}, "minItems": 1, "maxItems": 3}, "express": {"type": "boolean"}},
        "required": ["items"], "additionalProperties": false})");
    std::vector<Tools> all{{Json::array({weather}), nullptr, true, "What is the weather in Brno?"},
                           {Json::array({weather, order}), "required", true, "Order two of ABC-1234."},
                           {Json::array({weather, order}), "required", false, "Is it warm in Praha?"}};
    for (const Json& example : json_files(QStringLiteral(HADAL_SHARED_DIR "/golden/tools")))
        all.push_back({example["tools"], example["tool_choice"], example["parallel_tool_calls"],
                       example["messages"].back()["content"]});
    return all;
}

runtime::Finished answer_of(runtime::ChatEngine& engine, const runtime::Request& request) {
    runtime::Finished finished;
    std::optional<runtime::Failed> failed;
    engine.generate(request,
                    [&](const runtime::Event& event) {
                        if (const auto* end = std::get_if<runtime::Finished>(&event))
                            finished = *end;
                        if (const auto* end = std::get_if<runtime::Failed>(&event))
                            failed = *end;
                    },
                    {});
    if (failed)
        throw Error(failed->kind, failed->message);
    return finished;
}

} // namespace

class StructuredAnswersTest : public QObject {
    Q_OBJECT

    std::unique_ptr<runtime::ChatEngine> engine_;
    int wanted_ = 8;

    runtime::Request request(const std::string& text, int i) const {
        runtime::Request made;
        chat::Message message;
        message.content = text;
        made.messages = {message};
        made.prompt.thinking = i % 2 == 1;
        made.sampling.seed = static_cast<std::uint64_t>(i) + 1;
        made.sampling.temperature = 0.7f;
        made.sampling.max_tokens = 600;
        for (const std::int32_t token : closing_) // a tiny model goes on and on where a schema lets it
            made.sampling.logit_bias[token] = 3.0f;
        if (made.prompt.thinking) // it thinks at length
            made.sampling.logit_bias[think_end_] = 4.0f;
        return made;
    }
    std::int32_t think_end_ = 0;
    std::vector<std::int32_t> closing_; ///< quotation marks and brackets

  private slots:
    void initTestCase() {
        bool given = false;
        const int cases = qEnvironmentVariableIntValue("HADAL_STRUCTURED_ANSWERS", &given);
        if (given)
            wanted_ = cases;
        const auto source = models::model_source("builtin");
        engine_ = models::open_model(source, {.threads = 0, .context = 4096, .drafts = 1});
        const auto tokenizer =
            tokenizer::Tokenizer::from_file(models::directory_of(source) / "tokenizer.json");
        think_end_ = *tokenizer.token_id("</think>");
        for (std::int32_t id = 0; id < tokenizer.size(); ++id)
            if (!tokenizer.is_added(id) && !tokenizer.token_bytes(id).empty() &&
                tokenizer.token_bytes(id).find_first_not_of("\"]}") == std::string_view::npos)
                closing_.push_back(id);
    }

    void jsonThatEndsIsValid() {
        const auto all = schemas();
        std::mt19937 random(1);
        int ended = 0, cut = 0, refused = 0;
        for (int i = 0; i < wanted_; ++i) {
            const Json& schema = all[random() % all.size()];
            auto asked = request("Write an example.", i);
            asked.format = {runtime::ResponseFormat::JsonSchema, schema};
            runtime::Finished finished;
            try {
                finished = answer_of(*engine_, asked);
            } catch (const Error& error) {
                QVERIFY2(error.kind() == ErrorKind::Unsupported || error.kind() == ErrorKind::InvalidInput,
                         error.what());
                ++refused;
                continue;
            }
            if (finished.reason != runtime::FinishReason::Stop) {
                ++cut;
                continue;
            }
            ++ended;
            const std::string text = finished.message.content.value_or("");
            const auto errors = schema::Validator(schema).validate_text(text);
            QVERIFY2(errors.empty(), (text + ": " + (errors.empty() ? "" : errors[0].message)).c_str());
            QVERIFY(finished.violations.empty());
        }
        qInfo("%d answers ended and are valid; %d were cut off, %d schemas refused", ended, cut, refused);
        QVERIFY(ended > 0);
    }

    void callsAreParsedAndValid() {
        const auto all = tools();
        std::mt19937 random(2);
        int called = 0, text = 0, cut = 0;
        for (int i = 0; i < wanted_; ++i) {
            const Tools& example = all[random() % all.size()];
            auto asked = request(example.question, i);
            asked.prompt.tools = example.tools;
            asked.tool_choice = runtime::tool_choice_from_json(example.choice);
            if (i % 4 < 3 && asked.tool_choice.mode == runtime::ToolChoice::Auto)
                asked.tool_choice.mode = runtime::ToolChoice::Required; // a tiny model rarely calls by itself
            asked.parallel_tool_calls = example.several;
            const auto finished = answer_of(*engine_, asked);
            for (const auto& call : finished.message.tool_calls) {
                const auto errors = finished.violations;
                QVERIFY2(
                    errors.empty(),
                    (call.name + call.arguments + ": " + (errors.empty() ? "" : errors[0].message)).c_str());
            }
            if (finished.reason == runtime::FinishReason::Length) {
                ++cut;
                continue;
            }
            const bool must = asked.tool_choice.mode == runtime::ToolChoice::Required;
            QVERIFY2(finished.message.content->find("DSML｜") == std::string::npos,
                     finished.message.content->c_str());
            if (must)
                QVERIFY(!finished.message.tool_calls.empty());
            if (asked.tool_choice.mode == runtime::ToolChoice::None)
                QVERIFY(finished.message.tool_calls.empty());
            if (!example.several)
                QVERIFY(finished.message.tool_calls.size() <= 1);
            (finished.message.tool_calls.empty() ? text : called) += 1;
        }
        qInfo("%d answers with valid calls, %d with text alone, %d cut off", called, text, cut);
        QVERIFY(called > 0);
    }
};

QTEST_APPLESS_MAIN(StructuredAnswersTest)
#include "structured_answers_test.moc"
