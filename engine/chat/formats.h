// What the formats share; only for the files of this folder.
#pragma once

#include "engine/chat/completion.h"
#include "engine/chat/format.h"

#include <string>
#include <vector>

namespace hadal::chat {

const Format& format_v32();
const Format& format_v31();
const Format& format_v3();
const Format& format_r1();
const Format& format_v2();
const Format& format_moonlight();

/// Throws Error(InvalidArgument) where more messages are context than there are.
void check_context(std::span<const Message> messages, const PromptOptions& options);

/// The function objects of OpenAI tool items. Throws Error(InvalidInput) for anything else.
std::vector<Json> tool_functions(const Json& tools);

/// The arguments of a call as a JSON object. Throws Error(InvalidInput) that names the call.
Json call_arguments(const ToolCall& call);

/// The content, which a format that is defined by a template cannot do without. Throws Error(InvalidInput).
const std::string& required_content(const Message& message);

/// The system messages joined by empty lines, as the templates put them before everything else.
std::string joined_system_text(std::span<const Message> messages);

/// A family that is defined by its Jinja chat template.
class TemplateFormat : public Format {
  public:
    Prompt encode(std::span<const Message> messages, const PromptOptions& options) const final;
    std::unique_ptr<CompletionParser> parser(bool within_reasoning) const final;

  protected:
    /// What render() needs to know; the rest is done before and after it.
    struct Request {
        bool thinking;
        std::vector<Json> tools;    ///< function objects
        bool add_generation_prompt; ///< end where the model continues
    };

    explicit TemplateFormat(const CompletionSyntax& syntax) : syntax_(syntax) {}

    /// Appends the messages; BOS is there already.
    virtual void render(std::span<const Message> messages, const Request& request, Prompt& out) const = 0;

    std::string_view eos() const final { return syntax_.eos; }

  private:
    const CompletionSyntax& syntax_;
};

} // namespace hadal::chat
