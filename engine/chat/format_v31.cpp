// DeepSeek-V3.1, V3.1-Terminus and V3.2-Exp: the chat template of their tokenizer_config.json, and the text
// about tools of the model card, which the template leaves to the caller.
#include "engine/chat/formats.h"

#include "kernels/error.h"

namespace hadal::chat {
namespace {

constexpr std::string_view v31_tools_before = "## Tools\nYou have access to the following tools:\n";
constexpr std::string_view v31_tools_after =
    "\nIMPORTANT: ALWAYS adhere to this exact format for tool use:\n"
    "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>tool_call_name<｜tool▁sep｜>tool_call_arguments"
    "<｜tool▁call▁end｜>{{additional_tool_calls}}<｜tool▁calls▁end｜>\n\nWhere:\n\n"
    "- `tool_call_name` must be an exact match to one of the available tools\n"
    "- `tool_call_arguments` must be valid JSON that strictly follows the tool's Parameters Schema\n"
    "- For multiple tool calls, chain them directly without separators or spaces\n";

/// A member of a tool's function object as the template's text; empty where it is missing.
std::string python_text(const Json& function, const char* key) {
    const auto member = function.is_object() ? function.find(key) : function.end();
    if (!function.is_object() || member == function.end() || member->is_null())
        return {};
    return member->is_string() ? member->get<std::string>() : print_python(*member);
}

void append_tools(Prompt& out, const std::vector<Json>& tools) {
    out.markup("\n\n").markup(v31_tools_before);
    for (const Json& tool : tools) {
        const std::string name = python_text(tool, "name");
        if (name.empty())
            throw Error(ErrorKind::InvalidInput, "Expected a name in the function of every tool.");
        std::string parameters = python_text(tool, "parameters");
        if (parameters.empty())
            parameters = "{}";
        out.markup("\n### ").quote(name).markup("\nDescription: ").quote(python_text(tool, "description"));
        out.markup("\n\nParameters: ").quote(parameters).markup("\n");
    }
    out.markup(v31_tools_after);
}

class FormatV31 final : public TemplateFormat {
  public:
    FormatV31() : TemplateFormat(v31_syntax) {}
    Family family() const override { return Family::V31; }
    std::string_view name() const override { return "DeepSeek-V3.1"; }
    std::string_view bos() const override { return "<｜begin▁of▁sentence｜>"; }
    Thinking thinking() const override { return Thinking::Optional; }
    bool supports_tools() const override { return true; }
    const CallMarkup* call_markup() const override { return &v31_markup; }

  protected:
    void render(std::span<const Message> messages, const Request& request, Prompt& out) const override {
        out.quote(joined_system_text(messages));
        if (!request.tools.empty())
            append_tools(out, request.tools);
        bool after_user = false; // a turn is open: the assistant's marker is still to come
        bool after_result = false;
        for (const Message& message : messages) {
            switch (message.role) {
            case Role::User:
                out.markup("<｜User｜>").quote(required_content(message));
                after_user = true;
                after_result = false;
                break;
            case Role::Assistant: {
                if (after_user)
                    out.markup("<｜Assistant｜></think>");
                after_user = false;
                if (!message.tool_calls.empty()) {
                    out.quote(message.content.value_or("")).markup("<｜tool▁calls▁begin｜>");
                    for (const ToolCall& call : message.tool_calls)
                        out.markup("<｜tool▁call▁begin｜>")
                            .quote(call.name)
                            .markup("<｜tool▁sep｜>")
                            .quote(call.arguments)
                            .markup("<｜tool▁call▁end｜>");
                    out.markup("<｜tool▁calls▁end｜>");
                } else {
                    std::string_view content = required_content(message);
                    const std::size_t reasoning_end = content.find("</think>");
                    if (!after_result && reasoning_end != content.npos)
                        content.remove_prefix(reasoning_end + std::string_view("</think>").size());
                    out.quote(content);
                }
                after_result = false;
                out.markup(eos());
                break;
            }
            case Role::Tool:
                out.markup("<｜tool▁output▁begin｜>");
                out.quote(required_content(message)).markup("<｜tool▁output▁end｜>");
                after_user = false;
                after_result = true;
                break;
            case Role::System:
            case Role::Developer:
                break;
            }
        }
        if (request.add_generation_prompt && after_user)
            out.markup(request.thinking ? "<｜Assistant｜><think>" : "<｜Assistant｜></think>");
    }
};

} // namespace

const Format& format_v31() {
    static const FormatV31 instance;
    return instance;
}

} // namespace hadal::chat
