#include "engine/grammar/grammar.h"
#include "app/cli/command.h"
#include "app/cli/json_lines.h"
#include "app/cli/tokenizers.h"
#include "engine/chat/formats.h"
#include "engine/grammar/matcher.h"
#include "kernels/error.h"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <numeric>
#include <optional>

namespace hadal::cli {

namespace {

/// Of this thread's own computing, so that other programs do not show.
double thread_microseconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) * 1e-3;
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
            {"mean",
             rounded(std::accumulate(times.begin(), times.end(), 0.0) / static_cast<double>(times.size()))},
            {"steps", times.size()}};
}

/// Generates the text token by token; adds the time of each mask. Returns the byte at which the token begins
/// that is not legal, or the text's size where it ends too early; nothing where all is well.
std::optional<std::size_t> refused_at(grammar::Matcher& matcher, const tokenizer::Tokenizer& tokenizer,
                                      const std::string& text, std::vector<double>& times) {
    matcher.reset();
    const auto timed_mask = [&]() -> const grammar::TokenMask& {
        const auto start = thread_microseconds();
        const auto& mask = matcher.mask();
        times.push_back(thread_microseconds() - start);
        return mask;
    };
    std::size_t bytes = 0;
    for (const std::int32_t id : tokenizer.encode(text, false)) {
        const bool legal = grammar::allows(timed_mask(), id);
        if (legal != matcher.accept(id))
            throw Error(ErrorKind::Internal,
                        "mask and matcher disagree about token " + std::to_string(id) + " in " + text);
        if (!legal)
            return bytes;
        bytes += tokenizer.token_bytes(id).size();
    }
    timed_mask();
    return matcher.is_complete() ? std::nullopt : std::optional(bytes);
}

grammar::CompileOptions compile_options(const Arguments& arguments) {
    grammar::CompileOptions options;
    if (arguments.has("any-order"))
        options.key_order = grammar::CompileOptions::KeyOrder::Any;
    options.leave_to_validator = arguments.has("leave-to-validator");
    return options;
}

Json checked(const Json& example, const std::shared_ptr<const grammar::Vocabulary>& vocabulary,
             const Arguments& arguments) {
    Json answer = {{"name", example.value("name", Json())}};
    const auto schema = example.find("schema");
    const auto instances = example.find("instances");
    if (schema == example.end() || (instances != example.end() && !instances->is_array()))
        throw Error(ErrorKind::InvalidInput, "a line needs \"schema\" and a list \"instances\"");
    try {
        const auto start = thread_microseconds();
        const auto compiled = grammar::compile_schema(*schema, compile_options(arguments));
        answer["accepted"] = Json::array();
        answer["compile_us"] = rounded(thread_microseconds() - start);
        if (arguments.has("leave-to-validator")) {
            answer["unenforced"] = Json::array();
            for (const grammar::Unenforced& part : compiled->unenforced)
                answer["unenforced"].push_back(
                    {{"pointer", part.pointer}, {"keyword", part.keyword}, {"reason", part.reason}});
        }
        const auto first = thread_microseconds();
        grammar::Matcher matcher(vocabulary, compiled);
        matcher.mask();
        answer["first_mask_us"] = rounded(thread_microseconds() - first);
        std::vector<double> times;
        if (instances != example.end())
            for (const Json& instance : *instances) {
                const auto refused = refused_at(
                    matcher, vocabulary->trie().tokenizer(),
                    arguments.has("spaced") ? print_python(instance) : print_compact(instance), times);
                answer["accepted"].push_back(!refused);
                answer["refused_at"].push_back(refused ? Json(*refused) : Json());
            }
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
    all.push_back(
        {"any-order", "", "let the keys of objects stand in any order, not only as the schema lists them"});
    all.push_back(
        {"leave-to-validator", "",
         "enforce what can be enforced and list the rest as \"unenforced\", instead of refusing the schema"});
    all.push_back({"each", "", "also print the time of every mask"});
    return all;
}

} // namespace

const Command grammar_command = {
    "grammar",
    "whether texts can be generated under a JSON Schema",
    "Reads JSON Lines {\"name\", \"schema\", \"instances\"} and prints {\"name\", \"accepted\", "
    "\"refused_at\",\n"
    "\"compile_us\", \"first_mask_us\", \"mask_us\"}, or {\"name\", \"error\"} where the schema cannot be "
    "enforced exactly. An instance\n"
    "is accepted when its compact serialisation can be generated token by token under the mask. Mask times\n"
    "are of every step of every instance, the one after its end included.",
    options(),
    false,
    check_grammars,
};

} // namespace hadal::cli
