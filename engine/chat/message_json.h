// Messages in the form of OpenAI's chat API.
#pragma once

#include "engine/chat/message.h"

#include <vector>

namespace hadal::chat {

/// Reads {"role", "content", "reasoning_content", "tool_calls", "tool_call_id", "tools", "response_format"};
/// other members are ignored. Content may be null or a list of text parts, which are joined. Throws
/// Error(InvalidInput) that names the member, what was expected and what was found; Error(Unsupported) for
/// content that is not text.
Message message_from_json(const Json& json);

/// Reads an array of messages. Errors name the place, e.g. `messages[2].role`.
std::vector<Message> messages_from_json(const Json& json);

/// Members that are unset, empty lists or null are left out, except content, which becomes null.
Json to_json(const Message& message);
Json to_json(const ToolCall& call);

} // namespace hadal::chat
