// DeepSeek-V3 and R1: the chat templates of V3-0324 and R1-0528, which repair what the first releases'
// templates got wrong about tool calls and say the same about everything else. R1 begins every answer with
// <think>, as the template that its release was updated to does.
#include "engine/chat/formats.h"

namespace hadal::chat {
namespace {

class FormatV3 final : public TemplateFormat {
  public:
    explicit FormatV3(bool reasons) : TemplateFormat(fenced_syntax), reasons_(reasons) {}
    Family family() const override { return reasons_ ? Family::R1 : Family::V3; }
    std::string_view name() const override { return reasons_ ? "DeepSeek-R1" : "DeepSeek-V3"; }
    std::string_view bos() const override { return "<｜begin▁of▁sentence｜>"; }
    Thinking thinking() const override { return reasons_ ? Thinking::Always : Thinking::Never; }
    bool supports_tools() const override { return false; }
    const CallMarkup* call_markup() const override { return &fenced_markup; }

  protected:
    void render(std::span<const Message> messages, const Request& request, Prompt& out) const override {
        out.quote(joined_system_text(messages));
        bool after_user = false;
        bool after_result = false; // the block of results is still open
        bool first_result = true;  // none since the last calls
        for (const Message& message : messages) {
            switch (message.role) {
            case Role::User:
                out.markup("<｜User｜>").quote(required_content(message)).markup("<｜Assistant｜>");
                after_user = true;
                after_result = false;
                break;
            case Role::Assistant:
                if (after_result)
                    out.markup("<｜tool▁outputs▁end｜>");
                after_user = after_result = false;
                if (!message.tool_calls.empty()) {
                    first_result = true;
                    out.quote(answer(message.content.value_or("")));
                    append_calls(out, message.tool_calls);
                } else {
                    out.quote(answer(required_content(message)));
                }
                out.markup(eos());
                break;
            case Role::Tool:
                out.markup(first_result ? "<｜tool▁outputs▁begin｜>" : "\n");
                out.markup("<｜tool▁output▁begin｜>");
                out.quote(required_content(message)).markup("<｜tool▁output▁end｜>");
                after_user = first_result = false;
                after_result = true;
                break;
            case Role::System:
            case Role::Developer:
                break;
            }
        }
        if (after_result)
            out.markup("<｜tool▁outputs▁end｜>");
        if (!request.add_generation_prompt || after_result)
            return;
        if (!after_user)
            out.markup("<｜Assistant｜>");
        if (reasons_)
            out.markup("<think>\n");
    }

  private:
    /// What is shown of an earlier answer: R1 does not see its reasoning again.
    std::string answer(const std::string& content) const {
        const std::size_t reasoning_end = reasons_ ? content.rfind("</think>") : content.npos;
        return reasoning_end == content.npos
                   ? content
                   : content.substr(reasoning_end + std::string_view("</think>").size());
    }

    static void append_calls(Prompt& out, const std::vector<ToolCall>& calls) {
        out.markup("<｜tool▁calls▁begin｜>");
        for (std::size_t i = 0; i < calls.size(); ++i) {
            if (i > 0)
                out.markup("\n");
            out.markup("<｜tool▁call▁begin｜>function<｜tool▁sep｜>").quote(calls[i].name);
            out.markup("\n```json\n").quote(calls[i].arguments).markup("\n```<｜tool▁call▁end｜>");
        }
        out.markup("<｜tool▁calls▁end｜>");
    }

    bool reasons_;
};

} // namespace

const Format& format_v3() {
    static const FormatV3 instance(false);
    return instance;
}

const Format& format_r1() {
    static const FormatV3 instance(true);
    return instance;
}

} // namespace hadal::chat
