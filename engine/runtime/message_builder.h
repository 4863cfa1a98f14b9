// Joins the deltas of an answer to the message that they make.
#pragma once

#include "engine/runtime/request.h"

namespace hadal::runtime {

/// What a consumer of events keeps while an answer streams. Events that are no deltas change nothing.
/// Throws InvalidArgument where a tool call's index is neither of a call that has begun nor the next.
class MessageBuilder {
  public:
    MessageBuilder() { message_.role = chat::Role::Assistant; }

    void add(const Event& event);
    const chat::Message& message() const { return message_; }

  private:
    void add_call(const ToolCallDelta& delta);
    void drop_call(int index);

    chat::Message message_;
};

} // namespace hadal::runtime
