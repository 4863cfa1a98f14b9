#include "app/remote/survey.h"

#include "app/remote/remote_engine.h"
#include "kernels/error.h"

#include <chrono>
#include <optional>

namespace hadal::remote {
namespace {

using namespace runtime;

constexpr std::int64_t fewTokens = 64;

/// How one question ended.
struct Outcome {
    std::optional<Finished> finished;
    std::string failure;
    double seconds = 0.0;

    Finding finding(Finding::What what, bool works, const std::string& otherwise) const {
        return {what, works, works ? std::string() : failure.empty() ? otherwise : failure, seconds};
    }
};

Outcome ask(ChatEngine& engine, const Request& request, const std::stop_token& stop) {
    Outcome outcome;
    engine.generate(
        request,
        [&](Event event) {
            if (auto* finished = std::get_if<Finished>(&event))
                outcome.finished = std::move(*finished);
            else if (const auto* failed = std::get_if<Failed>(&event))
                outcome.failure = failed->message;
        },
        stop);
    if (outcome.finished)
        outcome.seconds = outcome.finished->usage.prefill_s;
    return outcome;
}

Request question(const char* text) {
    Request request;
    request.messages.emplace_back().content = text;
    request.sampling.temperature = 0;
    request.sampling.max_tokens = fewTokens;
    return request;
}

Request toolQuestion() {
    Request request = question("Note the number 7.");
    request.prompt.tools = parse_json(R"([{"type": "function", "function": {"name": "note",
        "description": "Notes a number", "parameters": {"type": "object", "properties": {"number": {"type": "integer"}},
        "required": ["number"], "additionalProperties": false}}}])");
    request.tool_choice.mode = ToolChoice::Required;
    return request;
}

Request schemaQuestion() {
    Request request =
        question("Is 7 a prime number? Answer in JSON: {\"prime\": true} or {\"prime\": false}");
    request.format = {ResponseFormat::JsonSchema,
                      parse_json(R"({"type": "object", "properties": {"prime": {"type": "boolean"}},
                                     "required": ["prime"], "additionalProperties": false})"),
                      false};
    return request;
}

} // namespace

void survey(const Endpoint& endpoint, const QMap<QString, QString>& values, SharedManager* manager,
            std::stop_token stop, const std::function<void(const Finding&)>& tell) {
    const auto begin = std::chrono::steady_clock::now();
    std::unique_ptr<RemoteEngine> engine;
    try {
        engine = openEndpoint(endpoint, values, manager, {}, stop);
    } catch (const std::exception& error) {
        return tell({Finding::Reach, false, error.what(), 0.0});
    }
    tell({Finding::Reach, true, engine->model_name(),
          std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count()});

    const Outcome words = ask(*engine, question("Say yes."), stop);
    const bool answers = words.finished.has_value();
    tell(words.finding(Finding::Answer, answers, {}));
    if (!answers || stop.stop_requested())
        return;
    tell(words.finding(Finding::Stream, engine->streams(),
                       "Answers come whole: nothing is shown until the end."));

    const Outcome call = ask(*engine, toolQuestion(), stop);
    if (stop.stop_requested())
        return;
    const bool calls = call.finished && call.finished->reason == FinishReason::ToolCalls &&
                       call.finished->violations.empty();
    tell(call.finding(Finding::Tools, calls, "It did not call a tool that it had to call."));

    const Outcome json = ask(*engine, schemaQuestion(), stop);
    if (stop.stop_requested())
        return;
    const bool obeys =
        json.finished && json.finished->reason == FinishReason::Stop && json.finished->violations.empty();
    tell(json.finding(Finding::Schema, obeys, "The answer was not as the schema says."));
}

} // namespace hadal::remote
