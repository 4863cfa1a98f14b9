#include "app/cli/command.h"
#include "app/cli/formats.h"
#include "app/cli/json_lines.h"
#include "engine/chat/message_json.h"
#include "engine/chat/parser.h"

#include <algorithm>
#include <optional>
#include <random>

namespace hadal::cli {

namespace {

/// How large the next piece of a completion is.
class Chunks {
  public:
    explicit Chunks(const std::string& how) {
        constexpr std::string_view random = "random:";
        if (how == "whole")
            return;
        largest_ = how == "bytes" ? 1 : 16;
        if (how == "bytes")
            return;
        const auto seed = how.starts_with(random) ? unsigned_number(how.substr(random.size())) : std::nullopt;
        if (!seed)
            throw UsageError("--chunks needs whole, bytes or random:SEED, not \"" + how + "\"");
        random_.emplace(*seed);
    }

    std::size_t next(std::size_t left) {
        if (!largest_)
            return left;
        // Not a distribution of the library: those differ between platforms.
        const auto size = random_ ? 1 + static_cast<std::size_t>((*random_)() % *largest_) : *largest_;
        return std::min(size, left);
    }

  private:
    std::optional<std::size_t> largest_; ///< unset: all at once
    std::optional<std::mt19937_64> random_;
};

Json parsed(const chat::Format& format, const Json& example, Chunks& chunks) {
    Json answer = {{"name", example.value("name", Json())}};
    const auto& completion = string_member(example, "completion");
    const auto parser = format.parser(bool_member(example, "thinking"));
    std::vector<chat::Delta> deltas;
    chat::Message joined;
    for (std::string_view rest = completion; !rest.empty();) {
        const auto size = chunks.next(rest.size());
        parser->push(rest.substr(0, size), deltas);
        rest.remove_prefix(size);
    }
    parser->finish(chat::End::AsPushed, deltas);
    if (parser->malformed()) {
        answer["error"] = parser->what_was_wrong();
        return answer;
    }
    // From the deltas, as whoever shows a stream would.
    for (const auto& delta : deltas)
        chat::append(joined, delta);
    answer["content"] = joined.content.value_or("");
    answer["reasoning_content"] = joined.reasoning_content.value_or("");
    answer["tool_calls"] = Json::array();
    for (const auto& call : joined.tool_calls)
        answer["tool_calls"].push_back(chat::to_json(call));
    return answer;
}

void parse(const Arguments& arguments) {
    const auto& format = format_from(arguments);
    Chunks chunks(arguments.text("chunks"));
    for_each_json_line([&](const Json& example) { print_line(parsed(format, example, chunks)); });
}

} // namespace

const Command parse_command = {
    "parse",
    "completions to reasoning, content and tool calls",
    "Reads JSON Lines {\"name\", \"completion\", \"thinking\"}. Feeds each completion to the streaming "
    "parser and\n"
    "prints {\"name\", \"content\", \"reasoning_content\", \"tool_calls\"}, or {\"name\", \"error\"} where "
    "it breaks\n"
    "the format. How it is cut into pieces makes no difference.",
    {{"chunks", "HOW", "whole, bytes or random:SEED", "whole"}, format_option},
    false,
    parse,
};

} // namespace hadal::cli
