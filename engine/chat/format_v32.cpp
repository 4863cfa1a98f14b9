// DeepSeek-V3.2, as its checkpoint's encoding folder defines it.
#include "engine/chat/completion.h"
#include "engine/chat/formats.h"
#include "kernels/error.h"

#include <algorithm>

namespace hadal::chat {
namespace {

constexpr std::string_view bos_text = "<｜begin▁of▁sentence｜>";
constexpr std::string_view eos_text = "<｜end▁of▁sentence｜>";
constexpr std::string_view think_begin = "<think>";
constexpr std::string_view think_end = "</think>";

// The model was trained on these exact bytes, blank lines included.
constexpr std::string_view tools_before = R"(## Tools

You have access to a set of tools you can use to answer the user's question.
You can invoke functions by writing a "<｜DSML｜function_calls>" block like the following as part of your reply to the user:
<｜DSML｜function_calls>
<｜DSML｜invoke name="$FUNCTION_NAME">
<｜DSML｜parameter name="$PARAMETER_NAME" string="true|false">$PARAMETER_VALUE</｜DSML｜parameter>
...
</｜DSML｜invoke>
<｜DSML｜invoke name="$FUNCTION_NAME2">
...
</｜DSML｜invoke>
</｜DSML｜function_calls>

String and scalar parameters should be specified as is without any escaping or quotes, while lists and objects should use JSON format. The "string" attribute should be set to "true" for string type parameters and "false" for other types (numbers, booleans, arrays, objects).

If the thinking_mode is enabled, then after function results you should strongly consider outputting a thinking block. Here is an example:

<｜DSML｜function_calls>
...
</｜DSML｜function_calls>

<function_results>
...
</function_results>

<think>...thinking about results</think>

Here are the functions available in JSONSchema format:
<functions>
)";
constexpr std::string_view tools_after = "\n</functions>\n";
constexpr std::string_view response_format_before =
    "## Response Format:\n\nYou MUST strictly adhere to the following schema to reply:\n";

void append_tools(Prompt& out, const Json& tools) {
    out.markup(tools_before);
    bool first = true;
    for (const Json& tool : tool_functions(tools)) {
        if (!first)
            out.markup("\n");
        first = false;
        out.quote(print_python(tool));
    }
    out.markup(tools_after);
}

/// What a system or developer message carries besides its content.
void append_extras(Prompt& out, const Message& message) {
    if (is_truthy(message.tools)) {
        out.markup("\n\n");
        append_tools(out, message.tools);
    }
    if (is_truthy(message.response_format))
        out.markup("\n\n").markup(response_format_before).quote(print_python(message.response_format));
}

void append_call(Prompt& out, const ToolCall& call) {
    const Json arguments = call_arguments(call);
    out.markup("<｜DSML｜invoke name=\"").quote(call.name).markup("\">\n");
    bool first = true;
    for (const auto& [key, value] : arguments.get_ref<const Json::object_t&>()) {
        if (!first)
            out.markup("\n");
        first = false;
        out.markup("<｜DSML｜parameter name=\"").quote(key);
        out.markup(value.is_string() ? "\" string=\"true\">" : "\" string=\"false\">");
        out.quote(value.is_string() ? value.get_ref<const std::string&>() : print_python(value));
        out.markup("</｜DSML｜parameter>");
    }
    out.markup("\n</｜DSML｜invoke>");
}

/// Python prints a missing content as this word, and so does the publisher's encoder.
std::string_view content_or_none(const Message& message) {
    return message.content ? std::string_view(*message.content) : "None";
}

class Renderer {
  public:
    Renderer(std::span<const Message> messages, const PromptOptions& options)
        : messages_(messages), thinking_(options.thinking) {
        for (std::size_t i = 0; i < messages.size(); ++i)
            if (messages[i].role == Role::User || messages[i].role == Role::Developer)
                last_user_ = static_cast<std::ptrdiff_t>(i);
        // The publisher's encoder drops old developer messages together with old reasoning and then fails.
        if (thinking_ && options.drop_thinking && options.context < messages.size())
            for (std::ptrdiff_t i = 0; i < last_user_; ++i)
                if (messages[static_cast<std::size_t>(i)].role == Role::Developer)
                    throw Error(ErrorKind::InvalidInput,
                                at(static_cast<std::size_t>(i)) +
                                    "is a developer message before the last user message, which this format "
                                    "cannot express in thinking mode. Use a system message, or switch "
                                    "drop_thinking off.");
    }

    void render(std::size_t index, Prompt& out) const {
        const Message& message = messages_[index];
        switch (message.role) {
        case Role::System:
            out.quote(message.content.value_or(""));
            append_extras(out, message);
            break;
        case Role::User:
            out.markup("<｜User｜>").quote(content_or_none(message));
            render_gate(index, out);
            break;
        case Role::Developer:
            if (message.content.value_or("").empty())
                throw Error(ErrorKind::InvalidInput,
                            at(index) + "is a developer message without content; give it some text.");
            out.markup("<｜User｜>");
            append_extras(out, message);
            out.markup("\n\n# The user's message is: ").quote(*message.content);
            render_gate(index, out);
            break;
        case Role::Assistant:
            render_assistant(index, out);
            break;
        case Role::Tool:
            render_result(index, out);
            break;
        }
    }

  private:
    static std::string at(std::size_t index) { return "messages[" + std::to_string(index) + "] "; }

    void render_gate(std::size_t index, Prompt& out) const {
        out.markup("<｜Assistant｜>");
        out.markup(thinking_ && static_cast<std::ptrdiff_t>(index) == last_user_ ? think_begin : think_end);
    }

    void render_assistant(std::size_t index, Prompt& out) const {
        const Message& message = messages_[index];
        if (thinking_ && static_cast<std::ptrdiff_t>(index) > last_user_) {
            const std::string reasoning = message.reasoning_content.value_or("");
            if (reasoning.empty() && message.tool_calls.empty())
                throw Error(ErrorKind::InvalidInput,
                            at(index) + "answers the last user message in thinking mode, but has neither "
                                        "reasoning_content nor tool_calls. Send the reasoning back with it.");
            out.quote(reasoning).markup(think_end);
        }
        out.quote(message.content.value_or(""));
        if (!message.tool_calls.empty()) {
            out.markup("\n\n<｜DSML｜function_calls>\n");
            for (std::size_t i = 0; i < message.tool_calls.size(); ++i) {
                if (i > 0)
                    out.markup("\n");
                append_call(out, message.tool_calls[i]);
            }
            out.markup("\n</｜DSML｜function_calls>");
        }
        out.markup(eos_text);
    }

    /// Results belong to the calls of the preceding assistant message by their order, never by id.
    void render_result(std::size_t index, Prompt& out) const {
        std::size_t results = 0; // up to and including this one
        while (results <= index && messages_[index - results].role == Role::Tool)
            ++results;
        const std::size_t calls = results <= index && messages_[index - results].role == Role::Assistant
                                      ? messages_[index - results].tool_calls.size()
                                      : 0;
        if (results > calls)
            throw Error(ErrorKind::InvalidInput,
                        at(index) + "is result " + std::to_string(results) +
                            " after an assistant message with " + std::to_string(calls) +
                            " tool calls. Each result must follow the message that made its call.");
        if (results == 1)
            out.markup("\n\n<function_results>");
        out.markup("\n<result>").quote(content_or_none(messages_[index])).markup("</result>");
        if (results == calls) {
            out.markup("\n</function_results>\n\n");
            out.markup(thinking_ && static_cast<std::ptrdiff_t>(index) >= last_user_ ? think_begin
                                                                                     : think_end);
        }
    }

    std::span<const Message> messages_;
    bool thinking_;
    std::ptrdiff_t last_user_ = -1;
};

class FormatV32 final : public Format {
  public:
    Family family() const override { return Family::V32; }
    std::string_view name() const override { return "DeepSeek-V3.2"; }
    std::string_view bos() const override { return bos_text; }
    std::string_view eos() const override { return eos_text; }
    Thinking thinking() const override { return Thinking::Optional; }
    bool supports_tools() const override { return true; }
    const CallMarkup* call_markup() const override { return &dsml_markup; }

    Prompt encode(std::span<const Message> messages, const PromptOptions& options) const override {
        check_context(messages, options);
        std::vector<Message> own;
        if (!options.tools.is_null() || !options.response_format.is_null()) {
            own = with_request_extras(messages, options);
            messages = own;
        }
        const Renderer renderer(messages, options);
        Prompt prompt;
        if (options.add_bos && options.context == 0)
            prompt.markup(bos_text);
        for (std::size_t i = options.context; i < messages.size(); ++i)
            renderer.render(i, prompt);
        return prompt;
    }

    std::unique_ptr<CompletionParser> parser(bool within_reasoning) const override {
        return make_completion_parser(dsml_syntax, within_reasoning);
    }

  private:
    /// The messages with the request's tools and response format where this format wants them.
    static std::vector<Message> with_request_extras(std::span<const Message> messages,
                                                    const PromptOptions& options) {
        std::vector<Message> own(messages.begin(), messages.end());
        const auto first = own.begin() + static_cast<std::ptrdiff_t>(options.context);
        auto carrier = first;
        if (first == own.end() || (first->role != Role::System && first->role != Role::Developer)) {
            Message system;
            system.role = Role::System;
            carrier = own.insert(first, std::move(system));
        }
        if (!options.tools.is_null())
            carrier->tools = options.tools;
        if (!options.response_format.is_null())
            carrier->response_format = options.response_format;
        return own;
    }
};

} // namespace

const Format& format_v32() {
    static const FormatV32 instance;
    return instance;
}

} // namespace hadal::chat
