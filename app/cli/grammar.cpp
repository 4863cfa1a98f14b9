#include "app/cli/command.h"
#include "app/cli/json_lines.h"
#include "app/cli/tokenizers.h"
#include "engine/chat/formats.h"
#include "engine/grammar/grammar.h"
#include "engine/grammar/matcher.h"
#include "kernels/error.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

namespace hadal::cli {

namespace {

using Clock = std::chrono::steady_clock;

double microseconds_since(Clock::time_point start) {
    return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

double rounded(double microseconds) {
    return std::round(microseconds * 100.0) / 100.0;
}

/// The value below which this part of the sorted values lies.
double percentile(const std::vector<double>& sorted, double part) {
    return sorted[static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1) + 0.5)];
}

Json summary(std::vector<double> times) {
    if (times.empty())
        return {{"p50", 0.0}, {"p99", 0.0}, {"max", 0.0}, {"mean", 0.0}, {"steps", 0}};
    std::sort(times.begin(), times.end());
    return {{"p50", rounded(percentile(times, 0.5))},
            {"p99", rounded(percentile(times, 0.99))},
            {"max", rounded(times.back())},
            {"mean", rounded(std::accumulate(times.begin(), times.end(), 0.0) /
                             static_cast<double>(times.size()))},
            {"steps", times.size()}};
}

/// Whether the text can be generated token by token; adds the time of each mask.
bool generates(grammar::Matcher& matcher, const tokenizer::Tokenizer& tokenizer, const std::string& text,
               std::vector<double>& times) {
    matcher.reset();
    const auto timed_mask = [&]() -> const grammar::TokenMask& {
        const auto start = Clock::now();
        const auto& mask = matcher.mask();
        times.push_back(microseconds_since(start));
        return mask;
    };
    for (const std::int32_t id : tokenizer.encode(text, false)) {
        const bool legal = grammar::allows(timed_mask(), id);
        if (legal != matcher.accept(id))
            throw Error(ErrorKind::Internal,
                        "mask and matcher disagree about token " + std::to_string(id) + " in " + text);
        if (!legal)
            return false;
    }
    timed_mask();
    return matcher.is_complete();
}

Json checked(const Json& example, const std::shared_ptr<const grammar::Vocabulary>& vocabulary,
             const Arguments& arguments) {
    Json answer = {{"name", example.value("name", Json())}};
    const auto schema = example.find("schema");
    const auto instances = example.find("instances");
    if (schema == example.end() || (instances != example.end() && !instances->is_array()))
        throw Error(ErrorKind::InvalidInput, "a line needs \"schema\" and a list \"instances\"");
    try {
        const auto start = Clock::now();
        const auto compiled = grammar::compile_schema(*schema);
        answer["accepted"] = Json::array();
        answer["compile_us"] = rounded(microseconds_since(start));
        const auto first = Clock::now();
        grammar::Matcher matcher(vocabulary, compiled);
        matcher.mask();
        answer["first_mask_us"] = rounded(microseconds_since(first));
        std::vector<double> times;
        if (instances != example.end())
            for (const Json& instance : *instances)
                answer["accepted"].push_back(
                    generates(matcher, vocabulary->trie().tokenizer(),
                              arguments.has("spaced") ? print_python(instance) : print_compact(instance), times));
        if (arguments.has("each"))
            answer["each_us"] = times;
        answer["mask_us"] = summary(std::move(times));
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::Internal)
            throw;
        answer = {{"name", answer["name"]}, {"error", error.what()}};
    }
    return answer;
}

void check_grammars(const Arguments& arguments) {
    const auto tokenizer = tokenizer_from(arguments);
    std::vector<std::int32_t> ends;
    if (const auto end = tokenizer.token_id(chat::format(chat::Family::V32).eos()))
        ends.push_back(*end);
    const auto vocabulary = std::make_shared<const grammar::Vocabulary>(tokenizer, ends);
    for_each_json_line([&](const Json& example) { print_line(checked(example, vocabulary, arguments)); });
}

std::vector<Option> options() {
    auto all = tokenizer_options();
    all.push_back({"spaced", "", "serialise instances with \", \" and \": \""});
    all.push_back({"each", "", "also print the time of every mask"});
    return all;
}

} // namespace

const Command grammar_command = {
    "grammar",
    "whether texts can be generated under a JSON Schema",
    "Reads JSON Lines {\"name\", \"schema\", \"instances\"} and prints {\"name\", \"accepted\", \"compile_us\",\n"
    "\"first_mask_us\", \"mask_us\"}, or {\"name\", \"error\"} where the schema cannot be enforced. An instance\n"
    "is accepted when its compact serialisation can be generated token by token under the mask. Mask times\n"
    "are of every step of every instance, the one after its end included.",
    options(),
    false,
    check_grammars,
};

} // namespace hadal::cli
