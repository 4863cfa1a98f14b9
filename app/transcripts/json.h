// Conversations as JSON that loses nothing.
#pragma once

#include "app/transcripts/transcript.h"

#include <QJsonObject>

namespace hadal::transcripts {

/// { "format": "hadal-conversations", "version": 1, "conversations": [ … ] }. A message is one of OpenAI's
/// (role, content, reasoning_content, tool_calls, tool_call_id), and under "hadal" what the tree of versions
/// needs: id, parent, model, state, numbers, time. Messages stand in the order they were added.
QJsonObject toJson(const QList<Transcript>& transcripts);

/// What toJson() made. Keys that are not known are left alone; a message or conversation that cannot be read
/// is left out and named in `problems`. Throws InvalidFile where it is another format or a newer version.
QList<Transcript> fromJson(const QJsonObject& json, QStringList& problems);

inline constexpr const char* kFormat = "hadal-conversations";
inline constexpr int kVersion = 1;

} // namespace hadal::transcripts
