#include "ui/markdown/han_justify.h"

#include "ui/markdown/han.h"

#include <QTextCursor>
#include <QTextLayout>

#include <algorithm>
#include <vector>

namespace hadal::ui {
namespace {

constexpr qreal kReserve = 0.75; // pixels that stay, so that no line breaks elsewhere by rounding

struct Stretch {
    int from; ///< positions in the paragraph
    int to;
    qreal spacing;
};

bool isChinese(const QString& text, int at) {
    const char32_t c = lastCharacter(QStringView(text).first(at + 1));
    return isHan(c) || isHanPunctuation(c);
}

/// Whether space may come behind a character.
bool opens(const QString& text, int at) {
    const QChar here = text[at], next = text[at + 1];
    if (here.isHighSurrogate() || here == QChar::ObjectReplacementCharacter || next == u' ')
        return false;
    const int after = next.isHighSurrogate() ? at + 2 : at + 1;
    return here == u' ' || isChinese(text, at) || (after < text.size() && isChinese(text, after));
}

/// The letter spacing of each character, as it was written.
std::vector<qreal> spacings(const QTextBlock& block) {
    std::vector<qreal> all(size_t(block.length()), 0);
    for (auto at = block.begin(); !at.atEnd(); ++at) {
        const QTextFragment fragment = at.fragment();
        const auto first = all.begin() + (fragment.position() - block.position());
        std::fill(first, first + fragment.length(), fragment.charFormat().fontLetterSpacing());
    }
    return all;
}

} // namespace

void justifyHan(const QTextBlock& block, qreal most) {
    const QTextLayout* layout = block.layout();
    const QString text = block.text();
    if (text.isEmpty())
        return;
    const qreal em = block.begin().fragment().charFormat().font().pixelSize();
    const std::vector<qreal> before = spacings(block);
    std::vector<Stretch> all;
    for (int number = 0; number + 1 < layout->lineCount(); ++number) {
        const QTextLine line = layout->lineAt(number);
        int end = line.textStart() + line.textLength();
        if (end > 0 && text[end - 1] == QChar::LineSeparator)
            continue; // ended by the writer
        while (end > line.textStart() && text[end - 1] == u' ')
            --end;
        std::vector<int> gaps;
        for (int at = line.textStart(); at + 1 < end; ++at)
            if (opens(text, at))
                gaps.push_back(at);
        const qreal part =
            gaps.empty() ? 0 : (line.width() - line.naturalTextWidth() - kReserve) / qreal(gaps.size());
        if (part <= 0 || part > most * em)
            continue;
        for (const int at : gaps) {
            const qreal spacing = before[size_t(at)] + part;
            if (!all.empty() && all.back().to == at && all.back().spacing == spacing)
                ++all.back().to;
            else
                all.push_back({at, at + 1, spacing});
        }
    }
    if (all.empty())
        return;
    QTextCursor cursor(block);
    cursor.beginEditBlock();
    for (const Stretch& stretch : all) {
        QTextCharFormat look;
        look.setFontLetterSpacingType(QFont::AbsoluteSpacing);
        look.setFontLetterSpacing(stretch.spacing);
        cursor.setPosition(block.position() + stretch.from);
        cursor.setPosition(block.position() + stretch.to, QTextCursor::KeepAnchor);
        cursor.mergeCharFormat(look);
    }
    cursor.endEditBlock();
}

} // namespace hadal::ui
