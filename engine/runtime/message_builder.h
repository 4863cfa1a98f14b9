// Joins the deltas of an answer to the message that they make.
#pragma once

#include "engine/runtime/request.h"

namespace hadal::runtime {

/// What a consumer of events keeps while an answer streams. Events that are no deltas change nothing.
/// Throws InvalidArgument where a tool call's index is neither the last one nor the next.
class MessageBuilder {
  public:
    MessageBuilder() { message_.role = chat::Role::Assistant; }

    void add(const Event& event);
    const chat::Message& message() const { return message_; }

  private:
    void add_call(const ToolCallDelta& delta);

    chat::Message message_;
};

} // namespace hadal::runtime
