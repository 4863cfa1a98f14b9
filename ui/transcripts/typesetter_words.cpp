#include "ui/markdown/han_runs.h"
#include "ui/transcripts/paper.h"
#include "ui/transcripts/typesetter.h"

namespace hadal::ui {
namespace {

/// Cuts a text at its marks, so that each stands alone.
QStringList apart(const QString& text) {
    QStringList pieces;
    bool markBefore = false;
    for (const QChar c : text) {
        const bool mark = c.isPunct() || c.isSymbol();
        if (pieces.isEmpty() || mark || markBefore)
            pieces += QString();
        pieces.last() += c;
        markBefore = mark && !c.isHighSurrogate();
    }
    return pieces;
}

} // namespace

/// Text as it is, and as a drawing what a PDF cannot name.
void Typesetter::put(QTextCursor& cursor, const QString& text, const QTextCharFormat& format) {
    StandIns::split(
        text, [&](const QString& plain) { cursor.insertText(plain, format); },
        [&](const QString& other) {
            QTextCharFormat drawn = format;
            drawn.setObjectType(DrawnCharacters::kType);
            drawn.setProperty(DrawnCharacters::kCharacter, other);
            cursor.insertText(QString(QChar::ObjectReplacementCharacter), drawn);
        });
}

void Typesetter::words(QTextCursor& cursor, const InlineText& text, const QFont& font, const QColor& ink) {
    char32_t before = 0;
    for (qsizetype i = 0; i < text.spans.size(); ++i) {
        const Span& span = text.spans.at(i);
        QTextCharFormat format;
        QFont face = font;
        if (span.styles & Span::Code || (span.styles & Span::Math && !(span.styles & Span::Drawn)))
            face = codeFont(font.pixelSize() * 0.875);
        if (span.styles & Span::Bold)
            face.setWeight(QFont::DemiBold);
        face.setStrikeOut(span.styles & Span::Strike);
        format.setFont(face);
        format.setForeground(ink);
        if (span.styles & Span::Code)
            format.setBackground(kSunken);
        if (span.styles & Span::Note)
            format.setVerticalAlignment(QTextCharFormat::AlignSuperScript);
        if (!span.link.isEmpty()) {
            format.setAnchor(true);
            format.setAnchorHref(span.link);
            format.setForeground(kAccent);
        }
        if (span.styles & Span::Drawn) {
            const QList<QTextCharFormat> pieces =
                FormulaObjects::formats(span.text, font.pixelSize() * 17.0 / 16, format);
            for (const QTextCharFormat& piece : pieces)
                cursor.insertText(QString(QChar::ObjectReplacementCharacter), piece);
            if (!pieces.isEmpty()) {
                before = 0;
                continue;
            }
        }
        const QStringView after =
            i + 1 < text.spans.size() ? QStringView(text.spans.at(i + 1).text) : QStringView();
        for (const HanRun& run : hanRuns(span.text, before, after)) {
            QTextCharFormat look = format;
            look.setFontItalic((span.styles & Span::Italic) && !run.han);
            if ((span.styles & Span::Italic) && run.han)
                look.setFontWeight(QFont::DemiBold);
            if (run.wide)
                look.setFontFamilies({QFont::substitute(font.family())});
            // Inter draws marks beside digits, and joined letters, with glyphs of which a PDF does not say
            // what they mean. A little space leaves joined ones out, and what is set apart is drawn by
            // itself.
            bool other = false;
            const auto plainly = [&](const QString& plain) {
                for (const QString& piece : apart(plain)) {
                    if (run.gap == 0) {
                        look.setFontLetterSpacingType(QFont::AbsoluteSpacing);
                        look.setFontLetterSpacing(other ? 0.05 : 0.02);
                        other = !other;
                    }
                    cursor.insertText(piece, look);
                }
            };
            StandIns::split(run.text, plainly, [&](const QString& drawn) { put(cursor, drawn, look); });
        }
        before = lastCharacter(span.text);
    }
}

} // namespace hadal::ui
