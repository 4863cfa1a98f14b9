// Conversations as Markdown.
#pragma once

#include "app/transcripts/transcript.h"

namespace hadal::transcripts {

/// Answers and questions stand as they were written, unescaped; thinking is quoted; calls and results are
/// fenced with more marks than they hold.
QString toMarkdown(const Transcript& transcript, const Choice& choice, const Words& words = {});

} // namespace hadal::transcripts
