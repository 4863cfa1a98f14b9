// From the text that a model writes to the events of its answer.
#pragma once

#include "engine/chat/parser.h"
#include "engine/runtime/message_builder.h"
#include "engine/runtime/stop_matcher.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hadal::runtime {

/// Parses one completion and emits its deltas. Stop strings are looked for in the content only: they are
/// there to end an answer, and neither a thought that mentions one nor the text of a call's argument is the
/// answer. A stop string does not reach across a call. What follows it is dropped.
class AnswerStream {
  public:
    /// `emit` must outlive it.
    AnswerStream(std::unique_ptr<chat::CompletionParser> parser, const std::vector<std::string>& stops,
                 const std::function<void(Event)>& emit);

    /// The bytes of the next token; they may end within a character.
    void push(std::string_view bytes);
    /// A stop string or the end-of-sentence text was read: nothing that follows will count.
    bool ended() const { return stop_.stopped() || parser_->ended(); }
    /// The next token belongs to the reasoning, or ends it.
    bool reasoning() const { return reasoning_; }

    /// Emits what was held back. Returns the message: content is always set, reasoning_content in thinking
    /// mode, and calls are complete. Call once, last.
    chat::Message finish(chat::End end);

  private:
    void emit_all(const std::vector<chat::Delta>& deltas);
    void send(Event event);
    void flush_content();

    std::unique_ptr<chat::CompletionParser> parser_;
    StopMatcher stop_;
    StopMatcher reasoning_end_;
    const std::function<void(Event)>& emit_;
    MessageBuilder builder_;
    bool reasoning_;
};

} // namespace hadal::runtime
