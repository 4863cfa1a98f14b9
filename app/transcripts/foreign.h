// Conversations that other programs have exported.
#pragma once

#include "app/transcripts/transcript.h"

namespace hadal::transcripts {

enum class Source { Hadal, ChatGpt, DeepSeek };

/// The conversations.json of ChatGPT: an array with create_time, current_node and a mapping of nodes. Turns
/// of people and assistants are taken with all their versions; hidden turns and those of tools are passed
/// over.
QList<Transcript> fromChatGpt(const QJsonArray& json, QStringList& problems);

/// The conversations.json of DeepSeek: an array with inserted_at and a mapping of nodes, whose messages have
/// fragments (REQUEST, THINK, RESPONSE) or, in older files, content and reasoning_content.
QList<Transcript> fromDeepSeek(const QJsonArray& json, QStringList& problems);

} // namespace hadal::transcripts
