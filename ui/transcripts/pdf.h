// Conversations on paper.
#pragma once

#include "app/transcripts/transcript.h"

class QIODevice;

namespace hadal::ui {

/// Pages of A4 with text that can be selected and searched; nothing is a bitmap. Throws InvalidFile where the
/// device does not take it. Needs a QGuiApplication.
void writePdf(QIODevice& device, const transcripts::Transcript& transcript, const transcripts::Choice& choice,
              const transcripts::Words& words = {});

} // namespace hadal::ui
