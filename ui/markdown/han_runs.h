// How mixed Chinese and Latin text is set.
#pragma once

#include "ui/markdown/han.h"

#include <QList>
#include <QString>

namespace hadal::ui {

/// A piece of text that is drawn in one way.
struct HanRun {
    QString text;
    bool han = false;  ///< Han characters and their punctuation
    bool wide = false; ///< quotation marks and dashes to be taken from the Chinese face
    double gap = 0;    ///< letter spacing in em after its only character
    bool operator==(const HanRun&) const = default;
};

/// Cuts a text where its drawing changes: 0.18 em between Han and a Latin letter or digit, a typed space
/// there narrowed to the same, marks beside Han made wide. `before` is the character before the text (0:
/// none), `after` what follows it. The runs join to the text.
QList<HanRun> hanRuns(const QString& text, char32_t before, QStringView after);

} // namespace hadal::ui
