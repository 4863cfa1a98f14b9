// Where the sentences of a text end.
#pragma once

#include <QList>
#include <QString>

namespace hadal::ui {

/// The ends of the sentences, in order; the last one is the end of the text, whether or not a mark stands
/// there. Short sentences go with the next one.
QList<int> sentenceEnds(const QString& text);

} // namespace hadal::ui
