// What constraints, forced runs and guesses do to the speed of decoding, as ratios to plain decoding in the
// same run:
//
//   packaging/build release benchmark_decoding
//   build/release/bin/benchmark_decoding [MODEL [ROUNDS]]
//
// MODEL is a folder or "builtin", ROUNDS how often each way is measured (the best counts; ways take turns, so
// that a busy machine slows them alike).
#include "app/models/open_model.h"
#include "engine/runtime/tool_choice.h"
#include "engine/tokenizer/tokenizer.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <vector>

using namespace hadal;

namespace {

struct Way {
    std::string name;
    runtime::ChatEngine* engine;
    runtime::Request request;
    double tokens_per_s = 0; ///< best
    runtime::Usage usage;
};

runtime::Usage usage_of(runtime::ChatEngine& engine, const runtime::Request& request) {
    runtime::Usage usage;
    engine.generate(request,
                    [&](const runtime::Event& event) {
                        if (const auto* finished = std::get_if<runtime::Finished>(&event))
                            usage = finished->usage;
                        if (const auto* failed = std::get_if<runtime::Failed>(&event)) {
                            std::fprintf(stderr, "error: %s\n", failed->message.c_str());
                            std::exit(1);
                        }
                    },
                    {});
    return usage;
}

void measure(std::vector<Way>& ways, int rounds) {
    for (int round = 0; round < rounds; ++round)
        for (Way& way : ways) {
            const auto usage = usage_of(*way.engine, way.request);
            const double speed = static_cast<double>(usage.completion_tokens - 1) / usage.decode_s;
            if (speed > way.tokens_per_s) {
                way.tokens_per_s = speed;
                way.usage = usage;
            }
        }
    for (const Way& way : ways)
        std::printf("%-44s %8.1f tokens/s  ratio %5.2f  tokens %4lld, forced %4lld, guesses %4lld of %4lld\n",
                    way.name.c_str(), way.tokens_per_s, way.tokens_per_s / ways[0].tokens_per_s,
                    static_cast<long long>(way.usage.completion_tokens),
                    static_cast<long long>(way.usage.forced_tokens),
                    static_cast<long long>(way.usage.accepted_guesses),
                    static_cast<long long>(way.usage.guessed_tokens));
}

runtime::Request request_for(const std::string& text) {
    runtime::Request request;
    chat::Message message;
    message.content = text;
    request.messages = {message};
    request.sampling.temperature = 0.0f;
    request.sampling.max_tokens = 256;
    return request;
}

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv); // the built-in model is looked for beside the program
    const auto source = models::model_source(argc > 1 ? argv[1] : "builtin");
    const int rounds = argc > 2 ? std::atoi(argv[2]) : 5;
    std::vector<std::unique_ptr<runtime::ChatEngine>> engines;
    const auto open = [&](int drafts, bool forced_runs) {
        models::OpenOptions options;
        options.drafts = drafts;
        options.forced_runs = forced_runs;
        engines.push_back(models::open_model(source, options));
        return engines.back().get();
    };
    runtime::ChatEngine* const plain = open(0, false);

    auto prose = request_for("Tell me a long story about the sea.");
    const auto directory = models::directory_of(source);
    if (const auto eos = tokenizer::Tokenizer::from_file(directory / "tokenizer.json")
                             .token_id(models::chat_format(directory).eos()))
        prose.sampling.logit_bias = {{*eos, -1000.0f}}; // as long as the others
    auto string = prose; // any text, as one JSON string that does not end early
    string.format = {runtime::ResponseFormat::JsonSchema, {{"type", "string"}, {"minLength", 2000}}};
    auto form = request_for("Describe Anna, who is 31 and lives in Brno.");
    form.format = {runtime::ResponseFormat::JsonSchema, parse_json(R"({"type": "object", "properties": {
        "first_name": {"type": "string", "maxLength": 12}, "family_name": {"type": "string", "maxLength": 12},
        "age_in_years": {"type": "integer", "minimum": 0, "maximum": 120},
        "place_of_residence": {"type": "object", "properties": {"city": {"type": "string", "maxLength": 12},
            "postal_code": {"type": "string", "pattern": "^[0-9]{5}$"}, "country": {"enum": ["Czechia",
            "Slovakia"]}}, "required": ["city", "postal_code", "country"], "additionalProperties": false},
        "languages_spoken": {"type": "array", "items": {"enum": ["Czech", "Slovak", "English"]},
            "minItems": 2, "maxItems": 2}},
        "required": ["first_name", "family_name", "age_in_years", "place_of_residence", "languages_spoken"],
        "additionalProperties": false})")};
    auto call = request_for("What is the weather in Brno?");
    call.prompt.tools = parse_json(R"([{"type": "function", "function": {"name": "get_weather", "parameters":
        {"type": "object", "properties": {"city": {"type": "string", "maxLength": 12},
         "unit": {"enum": ["celsius", "fahrenheit"]}, "days": {"type": "integer", "maximum": 9, "minimum": 1}},
         "required": ["city", "unit", "days"], "additionalProperties": false}}}])");
    call.tool_choice.mode = runtime::ToolChoice::Required;
    call.parallel_tool_calls = false;

    std::printf("The mask beside the forward pass: free text, and the same within a JSON string\n");
    std::vector<Way> masks{{"free text", plain, prose, 0, {}},
                           {"constrained, token by token", plain, string, 0, {}}};
    measure(masks, rounds);

    runtime::ChatEngine* const forcing = open(0, true);
    std::printf("\nForced runs: a form, and a tool call\n");
    std::vector<Way> forms{{"form, token by token", plain, form, 0, {}},
                           {"form, forced runs", forcing, form, 0, {}}};
    measure(forms, rounds);
    std::vector<Way> calls{{"call, token by token", plain, call, 0, {}},
                           {"call, forced runs", forcing, call, 0, {}}};
    measure(calls, rounds);

    std::printf("\nGuessing ahead: free text, greedy and at temperature 0.7\n");
    for (const float temperature : {0.0f, 0.7f}) {
        auto request = prose;
        request.sampling.temperature = temperature;
        request.sampling.seed = 3;
        std::vector<Way> ways{{"no guesses", plain, request, 0, {}}};
        for (int drafts = 1; drafts <= 3; ++drafts)
            ways.push_back({std::to_string(drafts) + " ahead", open(drafts, true), request, 0, {}});
        measure(ways, rounds);
    }
}
