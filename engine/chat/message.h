// A conversation as the prompt encoders and the completion parsers see it.
#pragma once

#include "engine/base/json.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace hadal::chat {

enum class Role { System, User, Assistant, Tool, Developer };

/// A call that an assistant message makes. `arguments` is JSON text; it may be invalid where a model wrote it
/// so.
struct ToolCall {
    std::string id; ///< empty where the format has none
    std::string name;
    std::string arguments;
    bool operator==(const ToolCall&) const = default;
};

/// Text is UTF-8. Unset is not the same as empty where the format tells them apart.
struct Message {
    Role role = Role::User;
    std::optional<std::string> content;
    std::optional<std::string> reasoning_content; ///< assistant only
    std::vector<ToolCall> tool_calls;             ///< assistant only
    std::string tool_call_id;                     ///< tool only
    Json tools;           ///< system and developer only: array of OpenAI tool items, or null
    Json response_format; ///< system and developer only: printed as it is, or null
    bool operator==(const Message&) const = default;
};

/// What a prompt is made of besides the messages.
struct PromptOptions {
    bool thinking = false;
    bool drop_thinking = true;
    bool add_bos = true;
    /// This many messages in front were rendered by an earlier call: rules that look back see them, but only
    /// the messages after them are printed, without BOS. At most the number of messages.
    std::size_t context = 0;
    /// Tools and response format of the request. They go to the first message that is printed if it is a
    /// system or developer message, in place of what it has, and to a new system message before it otherwise.
    Json tools;           ///< array of OpenAI tool items, or null
    Json response_format; ///< printed as it is, or null
};

} // namespace hadal::chat
