// Conversations as a page of HTML.
#pragma once

#include "app/transcripts/transcript.h"

namespace hadal::ui {

/// One file that asks nothing of the network: styles are within, formulas are vectors, images stay addresses,
/// and a policy in its head forbids the rest. Light and dark follow the reader's system.
QString toHtmlPage(const transcripts::Transcript& transcript, const transcripts::Choice& choice,
                   const transcripts::Words& words = {});

} // namespace hadal::ui
