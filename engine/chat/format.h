// The prompt formats of the DeepSeek family: messages to prompt text, and the parser for what comes back.
#pragma once

#include "engine/chat/call_markup.h"
#include "engine/chat/message.h"
#include "engine/chat/parser.h"
#include "engine/chat/prompt.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace hadal::chat {

enum class Family {
    V32, ///< DeepSeek-V3.2: format defined by the checkpoint's encoding folder; calls in DSML markup
    V31, ///< DeepSeek-V3.1, V3.1-Terminus and V3.2-Exp
    V3,  ///< DeepSeek-V2.5, V3 and V3-0324
    R1,  ///< DeepSeek-R1 and R1-0528
    V2,  ///< DeepSeek-V2 and V2-Lite (chat)
    Moonlight,
};

enum class Thinking {
    Never,    ///< PromptOptions::thinking is refused
    Optional, ///< as PromptOptions::thinking says
    Always,   ///< whatever PromptOptions::thinking says
};

/// One prompt format. Immutable and safe to use from any thread.
class Format {
  public:
    virtual ~Format() = default;

    virtual Family family() const = 0;
    virtual std::string_view name() const = 0; ///< for people, e.g. "DeepSeek-V3.2"
    virtual std::string_view bos() const = 0;
    virtual std::string_view eos() const = 0; ///< ends every assistant message; the stop token's text
    virtual Thinking thinking() const = 0;
    virtual bool supports_tools() const = 0;
    /// How answers write tool calls; null where the family has none. A model may be able to write calls where
    /// the prompt format cannot tell it of tools.
    virtual const CallMarkup* call_markup() const = 0;

    /// The prompt up to where the model continues, BOS included as text: tokenise it with special strings
    /// matched in the markup only, and without adding BOS. Throws Error(InvalidInput) for messages that the
    /// format cannot express, Error(Unsupported) for tools, thinking or a response format where the format
    /// has none.
    virtual Prompt encode(std::span<const Message> messages, const PromptOptions& options) const = 0;

    /// A parser for a completion that begins within reasoning, or not.
    virtual std::unique_ptr<CompletionParser> parser(bool within_reasoning) const = 0;

    /// A parser for what a model writes after `prompt`, which encode() made: in some formats no reasoning
    /// follows a tool result, whatever the options say.
    std::unique_ptr<CompletionParser> parser_after(const Prompt& prompt) const;

    /// Adds an answer that was begun to a prompt that encode() made: the model goes on from its last word. An
    /// answer that has no content yet goes on thinking where the prompt lets the model think. Returns the
    /// parser for what follows, which knows nothing of what was begun. Throws Error(InvalidInput) for an
    /// answer with tool calls, which can be repeated only whole.
    std::unique_ptr<CompletionParser> resume(Prompt& prompt, const Message& begun) const;
};

/// The format of a family; lives as long as the program.
const Format& format(Family family);

/// What a checkpoint says about its prompt format.
struct CheckpointHints {
    Json config;                      ///< config.json
    Json tokenizer_config;            ///< tokenizer_config.json, or null
    bool has_encoding_folder = false; ///< the checkpoint has a folder `encoding`
    std::string chat_template;        ///< chat_template.jinja, or empty; wins over tokenizer_config.json's
};

/// Chooses by the chat template where there is one, and otherwise by the architecture. Throws
/// Error(Unsupported) that names what it found where no format fits.
Family detect(const CheckpointHints& checkpoint);

/// Reads a whole completion in one go. Throws Error(InvalidInput) exactly where the publisher's parser fails;
/// for families without a published parser, where the completion breaks the format.
Message parse_strict(const Format& format, std::string_view completion, bool thinking);

} // namespace hadal::chat
