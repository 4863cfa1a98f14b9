#include "app/cli/command.h"
#include "app/cli/formats.h"
#include "app/cli/json_lines.h"
#include "engine/chat/message_json.h"
#include "kernels/error.h"

namespace hadal::cli {

namespace {

Json member(const Json& object, const char* name) {
    const auto at = object.find(name);
    return at == object.end() ? Json() : *at;
}

std::string prompt_of(const chat::Format& format, const Json& example) {
    const auto given = member(example, "options");
    if (!given.is_null() && !given.is_object())
        throw Error(ErrorKind::InvalidInput, "\"options\" must be an object or null");
    chat::PromptOptions options;
    options.thinking = bool_member(example, "thinking");
    options.tools = member(example, "tools");
    std::vector<chat::Message> messages;
    if (given.is_object()) {
        options.response_format = member(given, "response_format");
        if (given.contains("drop_thinking"))
            options.drop_thinking = bool_member(given, "drop_thinking");
        if (given.contains("add_default_bos_token"))
            options.add_bos = bool_member(given, "add_default_bos_token");
        if (const auto context = member(given, "context"); !context.is_null())
            messages = chat::messages_from_json(context);
    }
    options.context = messages.size();
    for (auto& message : chat::messages_from_json(member(example, "messages")))
        messages.push_back(std::move(message));
    return format.encode(messages, options).text();
}

void encode(const Arguments& arguments) {
    const auto& format = format_from(arguments);
    for_each_json_line([&](const Json& example) {
        Json answer = {{"name", member(example, "name")}};
        try {
            answer["prompt"] = prompt_of(format, example);
        } catch (const Error& error) {
            answer["error"] = error.what();
        }
        print_line(answer);
    });
}

} // namespace

const Command encode_command = {
    "encode",
    "messages to prompt text",
    "Reads JSON Lines {\"name\", \"messages\", \"tools\", \"thinking\", \"options\"}: messages as in the "
    "OpenAI API;\n"
    "options may have response_format, drop_thinking, add_default_bos_token and context (earlier messages "
    "that\n"
    "are not printed again). Prints {\"name\", \"prompt\"}, or {\"name\", \"error\"} where the format cannot "
    "express\n"
    "the messages.",
    {format_option},
    false,
    encode,
};

} // namespace hadal::cli
