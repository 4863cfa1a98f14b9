// The conversation cut into sentences, and how much of each a model read.
#pragma once

#include "ui/chat/chat.h"
#include "ui/markdown/passage_marks.h"
#include "ui/markdown/source_map.h"

namespace hadal::ui {

/// A sentence or a line of code as it is shown, and where it stands in what the model reads.
struct Passage {
    TextPlace place;
    int begin = 0; ///< positions in its text
    int end = 0;
    QString text;
    TextSpan bytes;   ///< of the message's text, UTF-8
    int turn = 0;     ///< row in TurnModel
    double where = 0; ///< in its turn, 0 to 1
};

/// A text of a message that is to be cut.
struct PassageSource {
    QString message;
    bool reasoning = false;
    QString text;
    bool markdown = true; ///< else it is shown as it is
    int turn = 0;
};

/// In order. Short sentences go with the next one. Any thread: it parses the texts itself.
QList<Passage> passagesOf(const QList<PassageSource>& sources);

/// What share of each passage's tokens was read, 0 to 1, in one layer or (-1) in all of them; negative for a
/// passage of which the model sees nothing.
QList<double> sharesRead(const QList<Passage>& passages, const runtime::Insight& insight,
                         const QList<Look::Source>& sources, int layer);

} // namespace hadal::ui
