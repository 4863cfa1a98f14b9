// The faces and colours of pages.
#pragma once

#include <QColor>
#include <QFont>

namespace hadal::ui {

// Paper is light: the colours are those of the light scheme.
inline const QColor kText(0x18, 0x20, 0x26), kText2(0x4C, 0x58, 0x61), kTurn(0xEE, 0xF3, 0xF5),
    kSunken(0xF5, 0xF7, 0xF8), kLine(0xE1, 0xE6, 0xE9), kEdge(0x7C, 0x86, 0x8F), kAccent(0x0A, 0x68, 0x80);

inline QFont textFont(qreal size, int weight = QFont::Normal) {
    QFont font("Inter");
    font.setPixelSize(qRound(size));
    font.setWeight(QFont::Weight(weight));
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

inline QFont codeFont(qreal size) {
    QFont font("Hack");
    font.setPixelSize(qRound(size));
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

} // namespace hadal::ui
