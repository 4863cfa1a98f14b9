#include "ui/chat/token_pieces.h"

namespace hadal::ui {
namespace {

constexpr qsizetype long_line = 256;

bool isLetter(QChar c) {
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
}

/// One place in about thirty, the same wherever the words stand.
bool chosen(const QString& text, qsizetype at) {
    const uint mix = text[at - 1].unicode() * 31u + text[at + 1].unicode() * 17u +
                     (at >= 2 ? text[at - 2].unicode() * 7u : 0u);
    return mix % 31 == 0;
}

} // namespace

QStringList tokenPieces(const QString& text) {
    QStringList pieces;
    qsizetype begin = 0, line = 0;
    const auto end = [&](qsizetype at) {
        pieces += text.sliced(begin, at - begin);
        begin = at;
    };
    for (qsizetype i = 1; i + 1 < text.size(); ++i) {
        if (text[i] == u'\n') {
            line = i + 1;
            if (!text[i + 1].isSpace())
                end(i + 1);
        } else if (text[i] == u' ' && i - line >= long_line && isLetter(text[i - 1]) &&
                   isLetter(text[i + 1]) && chosen(text, i)) {
            end(i);
        }
    }
    if (begin < text.size())
        pieces += text.sliced(begin);
    return pieces;
}

} // namespace hadal::ui
