// DeepSeek-V2 (chat) and Moonlight: the chat templates of their tokenizer_config.json. Text only.
#include "engine/chat/formats.h"

#include "kernels/error.h"

namespace hadal::chat {
namespace {

class PlainFormat : public TemplateFormat {
  public:
    using TemplateFormat::TemplateFormat;
    Thinking thinking() const override { return Thinking::Never; }
    bool supports_tools() const override { return false; }
    const CallMarkup* call_markup() const override { return nullptr; }

  protected:
    void refuse_calls(const Message& message) const {
        if (message.role == Role::Tool || !message.tool_calls.empty())
            throw Error(ErrorKind::Unsupported, std::string(name()) +
                                                    " has no tool calls and results in its prompt format. "
                                                    "Leave these messages out.");
    }
};

class FormatV2 final : public PlainFormat {
  public:
    FormatV2() : PlainFormat(v2_syntax) {}
    Family family() const override { return Family::V2; }
    std::string_view name() const override { return "DeepSeek-V2"; }
    std::string_view bos() const override { return "<｜begin▁of▁sentence｜>"; }

  protected:
    void render(std::span<const Message> messages, const Request& request, Prompt& out) const override {
        for (const Message& message : messages) {
            refuse_calls(message);
            const std::string& content = required_content(message);
            if (message.role == Role::User)
                out.markup("User: ").quote(content).markup("\n\n");
            else if (message.role == Role::Assistant)
                out.markup("Assistant: ").quote(content).markup(eos());
            else
                out.quote(content).markup("\n\n");
        }
        if (request.add_generation_prompt)
            out.markup("Assistant:");
    }
};

class FormatMoonlight final : public PlainFormat {
  public:
    FormatMoonlight() : PlainFormat(moonlight_syntax) {}
    Family family() const override { return Family::Moonlight; }
    std::string_view name() const override { return "Moonlight"; }
    std::string_view bos() const override { return ""; } // the template writes none

  protected:
    void render(std::span<const Message> messages, const Request& request, Prompt& out) const override {
        if (!messages.empty() && messages.front().role != Role::System)
            append_turn(out, "system", "You are a helpful assistant");
        for (const Message& message : messages) {
            refuse_calls(message);
            append_turn(out,
                        message.role == Role::User        ? "user"
                        : message.role == Role::Assistant ? "assistant"
                                                          : "system",
                        required_content(message));
        }
        if (request.add_generation_prompt)
            out.markup("<|im_assistant|>assistant<|im_middle|>");
    }

  private:
    static void append_turn(Prompt& out, const std::string& role, const std::string& content) {
        out.markup("<|im_" + role + "|>" + role + "<|im_middle|>").quote(content).markup("<|im_end|>");
    }
};

} // namespace

const Format& format_v2() {
    static const FormatV2 instance;
    return instance;
}

const Format& format_moonlight() {
    static const FormatMoonlight instance;
    return instance;
}

} // namespace hadal::chat
