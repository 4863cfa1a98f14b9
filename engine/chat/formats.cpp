#include "engine/chat/formats.h"

#include "kernels/error.h"

namespace hadal::chat {
namespace {

std::string_view role_name(Role role) {
    switch (role) {
    case Role::System:
        return "system";
    case Role::User:
        return "user";
    case Role::Assistant:
        return "assistant";
    case Role::Tool:
        return "tool";
    case Role::Developer:
        return "developer";
    }
    return "unknown";
}

[[noreturn]] void unsupported(const Format& format, std::string_view what, std::string_view advice) {
    throw Error(ErrorKind::Unsupported, std::string(format.name()) + " has no " + std::string(what) +
                                            " in its prompt format. " + std::string(advice));
}

} // namespace

const Format& format(Family family) {
    switch (family) {
    case Family::V32:
        return format_v32();
    case Family::V31:
        return format_v31();
    case Family::V3:
        return format_v3();
    case Family::R1:
        return format_r1();
    case Family::V2:
        return format_v2();
    case Family::Moonlight:
        return format_moonlight();
    }
    throw Error(ErrorKind::InvalidArgument, "Expected one of the prompt families.");
}

namespace {
bool lets_think(const Prompt& prompt) {
    const bool markup = prompt.quoted().empty() || prompt.quoted().back().end < prompt.text().size();
    return markup && (prompt.text().ends_with("<think>") || prompt.text().ends_with("<think>\n"));
}
} // namespace

std::unique_ptr<CompletionParser> Format::parser_after(const Prompt& prompt) const {
    return parser(lets_think(prompt));
}

std::unique_ptr<CompletionParser> Format::resume(Prompt& prompt, const Message& begun) const {
    if (!begun.tool_calls.empty())
        throw Error(ErrorKind::InvalidInput,
                    "An answer that calls tools cannot be continued. Ask for the answer again.");
    const std::string content = begun.content.value_or("");
    bool thinking = lets_think(prompt);
    if (thinking) {
        prompt.quote(begun.reasoning_content.value_or(""));
        if (!content.empty())
            prompt.markup("</think>");
        thinking = content.empty();
    }
    prompt.quote(content);
    return parser(thinking);
}

Message parse_strict(const Format& format, std::string_view completion, bool thinking) {
    const auto parser = format.parser(thinking);
    std::vector<Delta> deltas;
    parser->push(completion, deltas);
    parser->finish(End::AsPushed, deltas);
    if (parser->malformed())
        throw Error(ErrorKind::InvalidInput, std::string(parser->what_was_wrong()));
    return parser->message();
}

void check_context(std::span<const Message> messages, const PromptOptions& options) {
    if (options.context > messages.size())
        throw Error(ErrorKind::InvalidArgument, "Expected at most " + std::to_string(messages.size()) +
                                                    " messages of context, the number of messages; found " +
                                                    std::to_string(options.context) + ".");
}

std::vector<Json> tool_functions(const Json& tools) {
    if (!tools.is_array())
        throw Error(ErrorKind::InvalidInput,
                    std::string("Expected tools as an array, found ") + tools.type_name() + ".");
    std::vector<Json> functions;
    for (std::size_t i = 0; i < tools.size(); ++i) {
        if (!tools[i].is_object() || !tools[i].contains("function"))
            throw Error(ErrorKind::InvalidInput,
                        "Expected tools[" + std::to_string(i) +
                            "] as {\"type\": \"function\", \"function\": {...}}, found " +
                            print_python(tools[i]).substr(0, 100) + ".");
        functions.push_back(tools[i]["function"]);
    }
    return functions;
}

Json call_arguments(const ToolCall& call) {
    const std::string place = "The arguments of the call of " + call.name;
    Json arguments;
    try {
        arguments = parse_json(call.arguments);
    } catch (const Error& error) {
        throw Error(ErrorKind::InvalidInput, place + " are not JSON. " + error.what());
    }
    if (!arguments.is_object())
        throw Error(ErrorKind::InvalidInput,
                    place + " must be a JSON object, found " + arguments.type_name() + ".");
    return arguments;
}

const std::string& required_content(const Message& message) {
    if (!message.content)
        throw Error(ErrorKind::InvalidInput, "Expected content in a message of role " +
                                                 std::string(role_name(message.role)) +
                                                 ", found null. Give it some text, empty if need be.");
    return *message.content;
}

std::string joined_system_text(std::span<const Message> messages) {
    std::string text;
    bool first = true;
    for (const Message& message : messages) {
        if (message.role != Role::System)
            continue;
        if (!first)
            text += "\n\n";
        first = false;
        text += required_content(message);
    }
    return text;
}

Prompt TemplateFormat::encode(std::span<const Message> messages, const PromptOptions& options) const {
    check_context(messages, options);
    if (options.thinking && thinking() == Thinking::Never)
        unsupported(*this, "thinking mode", "Switch thinking off.");
    if (is_truthy(options.response_format))
        unsupported(*this, "place for a response format", "Describe it in the system message.");
    Request request{.thinking = options.thinking, .tools = {}, .add_generation_prompt = true};
    const auto add_tools = [&](const Json& tools) {
        if (!is_truthy(tools))
            return;
        if (!supports_tools())
            unsupported(*this, "description of tools", "Describe them in the system message.");
        for (Json& tool : tool_functions(tools))
            request.tools.push_back(std::move(tool));
    };
    add_tools(options.tools);
    for (const Message& message : messages) {
        if (message.role == Role::Developer)
            unsupported(*this, "developer messages", "Use a system message.");
        if (is_truthy(message.response_format))
            unsupported(*this, "place for a response format", "Describe it in the system message.");
        if (options.tools.is_null())
            add_tools(message.tools);
    }

    Prompt prompt;
    if (options.add_bos && options.context == 0)
        prompt.markup(bos());
    render(messages, request, prompt);
    if (options.context > 0) {
        request.add_generation_prompt = false;
        Prompt before;
        render(messages.first(options.context), request, before);
        if (!prompt.text().starts_with(before.text()))
            throw Error(ErrorKind::InvalidInput,
                        std::string(name()) + " puts these messages before text that was rendered earlier. "
                                              "Render the whole conversation again.");
        return prompt.after(before.text().size());
    }
    return prompt;
}

std::unique_ptr<CompletionParser> TemplateFormat::parser(bool within_reasoning) const {
    if (within_reasoning && thinking() == Thinking::Never)
        unsupported(*this, "thinking mode", "Switch thinking off.");
    return make_completion_parser(syntax_, within_reasoning);
}

} // namespace hadal::chat
