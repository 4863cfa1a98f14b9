// Stored messages as the engine takes them.
#pragma once

#include "app/conversations/message.h"
#include "engine/chat/message.h"

#include <vector>

namespace hadal::conversations {

/// The path of a conversation as the messages of a request. Answers without any text, reasoning or call (cut
/// or failed before the first word) are left out. A call whose arguments are no JSON object, which a model
/// may write and no prompt format can repeat, becomes text, and its result goes with it. A call without a
/// result (stopped before it ran) gets one that says so: prompt formats want one for each. A call that the
/// person has changed has the arguments that ran: its result answers those.
///
/// The files of a message stand before its text, as DeepSeek's template for uploaded files has it.
/// `thoughtsAsText`: the thinking of earlier answers is sent back, as text before the answer, for the prompt
/// formats drop it.
std::vector<chat::Message> chatMessages(const QList<Message>& path, bool thoughtsAsText = false);

/// A message's text with its files, as the model reads it.
QString textWithFiles(const QString& text, const QList<Attachment>& files);

} // namespace hadal::conversations
