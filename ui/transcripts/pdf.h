// Conversations on paper.
#pragma once

#include "app/transcripts/transcript.h"

#include <QImage>

class QIODevice;

namespace hadal::ui {

/// Pages of A4 with text that can be selected and searched; nothing is a bitmap. Throws InvalidFile where the
/// device does not take it. Needs a QGuiApplication.
void writePdf(QIODevice& device, const transcripts::Transcript& transcript, const transcripts::Choice& choice,
              const transcripts::Words& words = {});

/// The first page as a picture of `width` pixels, for showing.
QImage firstPage(const transcripts::Transcript& transcript, const transcripts::Choice& choice,
                 const transcripts::Words& words, int width);

} // namespace hadal::ui
