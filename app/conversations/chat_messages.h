// Stored messages as the engine takes them.
#pragma once

#include "app/conversations/message.h"
#include "engine/chat/message.h"

#include <vector>

namespace hadal::conversations {

/// The path of a conversation as the messages of a request. Answers without any text, reasoning or call (cut
/// or failed before the first word) are left out.
std::vector<chat::Message> chatMessages(const QList<Message>& path);

} // namespace hadal::conversations
