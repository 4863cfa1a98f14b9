// Stored messages as the engine takes them.
#pragma once

#include "app/conversations/message.h"
#include "engine/chat/message.h"

#include <vector>

namespace hadal::conversations {

/// The path of a conversation as the messages of a request. Answers without any text, reasoning or call (cut
/// or failed before the first word) are left out. A call whose arguments are no JSON object, which a model
/// may write and no prompt format can repeat, becomes text, and its result goes with it.
std::vector<chat::Message> chatMessages(const QList<Message>& path);

} // namespace hadal::conversations
