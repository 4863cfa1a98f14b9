#include "app/cli/command.h"
#include "app/cli/formats.h"
#include "app/cli/json_lines.h"
#include "app/cli/tokenizers.h"
#include "engine/grammar/matcher.h"
#include "engine/runtime/tool_choice.h"
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
                                      const std::vector<std::int32_t>& ids, std::vector<double>& times) {
    matcher.reset();
    const auto timed_mask = [&]() -> const grammar::TokenMask& {
        const auto start = thread_microseconds();
        const auto& mask = matcher.mask();
        times.push_back(thread_microseconds() - start);
        return mask;
    };
    std::size_t bytes = 0;
    for (const std::int32_t id : ids) {
        const bool legal = grammar::allows(timed_mask(), id);
        if (legal != matcher.accept(id))
            throw Error(ErrorKind::Internal, "mask and matcher disagree about token " + std::to_string(id) +
                                                 " at byte " + std::to_string(bytes));
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

/// What both kinds of lines have in common. `compile` makes the grammar.
template <typename Compile>
Json checked(const Json& example, const std::shared_ptr<const grammar::Vocabulary>& vocabulary,
             const Arguments& arguments, const std::vector<std::vector<std::int32_t>>& texts,
             Compile compile) {
    Json answer = {{"name", example.value("name", Json())}};
    try {
        const auto start = thread_microseconds();
        const auto compiled = compile();
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
        for (const auto& ids : texts) {
            const auto refused = refused_at(matcher, vocabulary->trie().tokenizer(), ids, times);
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

Json checked_schema(const Json& example, const std::shared_ptr<const grammar::Vocabulary>& vocabulary,
                    const Arguments& arguments) {
    const auto schema = example.find("schema");
    const auto instances = example.find("instances");
    if (schema == example.end() || (instances != example.end() && !instances->is_array()))
        throw Error(ErrorKind::InvalidInput, "a line needs \"schema\" and a list \"instances\"");
    std::vector<std::vector<std::int32_t>> texts;
    if (instances != example.end())
        for (const Json& instance : *instances)
            texts.push_back(vocabulary->trie().tokenizer().encode(
                arguments.has("spaced") ? print_python(instance) : print_compact(instance), false));
    return checked(example, vocabulary, arguments, texts,
                   [&] { return grammar::compile_schema(*schema, compile_options(arguments)); });
}

/// The ids of a completion: added tokens stand for markup only.
std::vector<std::int32_t> completion_ids(const tokenizer::Tokenizer& tokenizer, std::string text,
                                         const chat::CallMarkup& markup) {
    // The line feeds before a block belong to it, but are easily left out where nothing else comes before.
    const auto bare = markup.open.substr(markup.open.find_first_not_of('\n'));
    if (text.starts_with(bare))
        text.insert(0, markup.open.substr(0, markup.open.size() - bare.size()));
    std::vector<TextSpan> quoted;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto token = std::find_if(markup.tokens.begin(), markup.tokens.end(), [&](auto marker) {
            return std::string_view(text).substr(at).starts_with(marker);
        });
        if (token == markup.tokens.end()) {
            ++at;
            continue;
        }
        if (begin < at)
            quoted.push_back({begin, at});
        begin = at += token->size();
    }
    if (begin < text.size())
        quoted.push_back({begin, text.size()});
    return tokenizer.encode(text, quoted);
}

Json checked_calls(const Json& example, const std::shared_ptr<const grammar::Vocabulary>& vocabulary,
                   const Arguments& arguments, const chat::CallMarkup& markup) {
    const auto completions = example.find("completions");
    if (completions == example.end() || !completions->is_array() ||
        !std::all_of(completions->begin(), completions->end(), [](const Json& c) { return c.is_string(); }))
        throw Error(ErrorKind::InvalidInput, "a line needs a list \"completions\" of texts");
    std::vector<std::vector<std::int32_t>> texts;
    for (const Json& text : *completions)
        texts.push_back(completion_ids(vocabulary->trie().tokenizer(), text.get<std::string>(), markup));
    return checked(example, vocabulary, arguments, texts, [&] {
        const auto choice = runtime::tool_choice_from_json(example.value("tool_choice", Json()));
        auto compiled = runtime::grammar_of({}, example.value("tools", Json()), choice,
                                            example.value("parallel_tool_calls", true), &markup,
                                            compile_options(arguments));
        if (!compiled) // no tools: free text
            compiled = grammar::compile_answer({.markup = &markup, .tools = {}, .json = nullptr});
        return compiled;
    });
}

void check_grammars(const Arguments& arguments) {
    const auto tokenizer = tokenizer_from(arguments);
    const auto& format = format_from(arguments);
    std::vector<std::int32_t> ends;
    if (const auto end = tokenizer.token_id(format.eos()))
        ends.push_back(*end);
    const auto* markup = arguments.has("dsml") ? format.call_markup() : nullptr;
    if (arguments.has("dsml") && !markup)
        throw Error(ErrorKind::Unsupported, std::string(format.name()) + " has no tool calls.");
    const auto vocabulary = std::make_shared<const grammar::Vocabulary>(tokenizer, ends, markup);
    for_each_json_line([&](const Json& example) {
        print_line(markup ? checked_calls(example, vocabulary, arguments, *markup)
                          : checked_schema(example, vocabulary, arguments));
    });
}

std::vector<Option> options() {
    auto all = tokenizer_options();
    all.push_back({"spaced", "", "serialise instances with \", \" and \": \""});
    all.push_back(
        {"any-order", "", "let the keys of objects stand in any order, not only as the schema lists them"});
    all.push_back(
        {"leave-to-validator", "",
         "enforce what can be enforced and list the rest as \"unenforced\", instead of refusing the schema"});
    all.push_back({"dsml", "", "check answers with tool calls, in the markup of --format"});
    all.push_back(format_option);
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
    "are of every step of every instance, the one after its end included.\n"
    "With --dsml lines are {\"name\", \"tools\", \"tool_choice\", \"parallel_tool_calls\", "
    "\"completions\": [text ...]}:\n"
    "what a model may write between </think> and the end of the sentence. Where a text begins with a block\n"
    "of calls, the line feeds before it may be left out.",
    options(),
    false,
    check_grammars,
};

} // namespace hadal::cli
