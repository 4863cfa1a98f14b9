// Which characters are Han, for spacing and line breaks.
#pragma once

#include <QString>

namespace hadal::ui {

inline bool isHan(char32_t c) {
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x323AF) ||
           (c >= 0xF900 && c <= 0xFAFF) || c == 0x3007;
}

/// Full-width punctuation that belongs to Chinese text.
inline bool isHanPunctuation(char32_t c) {
    return (c >= 0x3001 && c <= 0x301F) || (c >= 0xFF01 && c <= 0xFF60);
}

/// The last whole character of a text, 0 for none.
inline char32_t lastCharacter(QStringView text) {
    if (text.isEmpty())
        return 0;
    const QChar last = text.back();
    if (last.isLowSurrogate() && text.size() > 1)
        return QChar::surrogateToUcs4(text[text.size() - 2], last);
    return last.unicode();
}

inline bool endsInHan(QStringView text) {
    const char32_t last = lastCharacter(text);
    return isHan(last) || isHanPunctuation(last);
}

inline bool containsHan(QStringView text) {
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (isHan(lastCharacter(text.first(i + 1))))
            return true;
    }
    return false;
}

} // namespace hadal::ui
