#include "ui/markdown/inline_formatter.h"

#include "ui/markdown/han_runs.h"

#include <QAbstractTextDocumentLayout>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>

#include <algorithm>
#include <utility>

namespace hadal::ui {

InlineFormatter::InlineFormatter(QObject* parent) : QObject(parent) {
    connect(this, &InlineFormatter::changed, this, [this] {
        if (ready_)
            write();
    });
}

QTextCharFormat InlineFormatter::format(const Span& span) const {
    QTextCharFormat format;
    QFont font = font_;
    if (span.styles & (Span::Code | Span::Math)) {
        font.setFamily(codeFamily_);
        font.setPixelSize(qRound(font_.pixelSize() * 0.875));
    }
    if (span.styles & Span::Note) {
        format.setVerticalAlignment(QTextCharFormat::AlignSuperScript);
        format.setForeground(linkColor_);
    }
    if (span.styles & Span::Bold)
        font.setWeight(QFont::DemiBold);
    font.setStrikeOut(span.styles & Span::Strike);
    if (span.styles & Span::Code)
        format.setBackground(codeGround_);
    if (!span.link.isEmpty()) {
        format.setAnchor(true);
        format.setAnchorHref(span.link);
        format.setForeground(linkColor_);
        font.setUnderline(true);
    }
    format.setFont(font);
    if (span.styles & Span::Math)
        format.setUnderlineStyle(QTextCharFormat::DotLine);
    return format;
}

/// The pieces of a span's formula; none where it is not drawn.
QList<QTextCharFormat> InlineFormatter::formula(qsizetype index) const {
    const Span& span = words_.spans.at(index);
    if (!(span.styles & Span::Drawn))
        return {};
    QTextCharFormat look;
    look.setProperty(kSpan, int(index));
    look.setFont(font_);
    if (!span.link.isEmpty()) {
        look.setAnchor(true);
        look.setAnchorHref(span.link);
        look.setForeground(linkColor_);
    }
    return FormulaObjects::formats(span.text, formulaSize_, look);
}

/// Whether a line keeps its height with these in it: Qt puts the baseline at four fifths of a fixed line.
bool InlineFormatter::fits(const QList<QTextCharFormat>& pieces, qreal line) const {
    return std::all_of(pieces.begin(), pieces.end(), [line](const QTextCharFormat& format) {
        const math::Box& box = format.property(FormulaObjects::kPiece).value<FormulaPiece>().box();
        return box.ascent < 0.8 * line - 1 && box.descent < 0.2 * line + 2;
    });
}

void InlineFormatter::measure() {
    const QTextLayout* first = document_ ? document_->textDocument()->begin().layout() : nullptr;
    if (!first || first->lineCount() == 0)
        return;
    const qreal baseline = first->position().y() + first->lineAt(0).y() + first->lineAt(0).ascent();
    if (std::exchange(firstBaseline_, baseline) != baseline)
        emit laidOut();
}

InlineText InlineFormatter::slice(int from, int to) const {
    InlineText part;
    int last = -1;
    if (!document_ || !document_->textDocument())
        return part;
    const QTextBlock block = document_->textDocument()->begin();
    for (auto at = block.begin(); !at.atEnd(); ++at) {
        const QTextFragment fragment = at.fragment();
        const int begin = std::max(from, fragment.position());
        const int end = std::min(to, fragment.position() + fragment.length());
        const int index = fragment.charFormat().intProperty(kSpan);
        if (begin >= end || index >= words_.spans.size())
            continue;
        const Span& span = words_.spans.at(index);
        const bool formula = fragment.charFormat().objectType() == FormulaObjects::kType;
        const QString text =
            formula ? span.text : fragment.text().sliced(begin - fragment.position(), end - begin);
        if (index != last)
            part.spans.append({text, span.styles, span.link});
        else if (!formula)
            part.spans.last().text += text;
        last = index;
    }
    return part;
}

void InlineFormatter::write() {
    if (!document_ || !document_->textDocument())
        return;
    QTextDocument* text = document_->textDocument();
    text->setUndoRedoEnabled(false);
    text->setDocumentMargin(0);
    text->documentLayout()->registerHandler(FormulaObjects::kType, &objects_);
    connect(text->documentLayout(), &QAbstractTextDocumentLayout::update, this, &InlineFormatter::measure,
            Qt::UniqueConnection);
    const bool han = words_.han();

    QTextCursor cursor(text);
    cursor.beginEditBlock();
    cursor.select(QTextCursor::Document);
    cursor.removeSelectedText();
    QTextBlockFormat line;
    QList<QList<QTextCharFormat>> formulas;
    const qreal height = han ? hanLineHeight_ : lineHeight_;
    bool fixed = true;
    for (qsizetype i = 0; i < words_.spans.size(); ++i) {
        formulas += formula(i);
        fixed = fixed && fits(formulas.constLast(), height);
    }
    // A line with a high formula takes what it needs; others keep their distance.
    line.setLineHeight(height, fixed ? QTextBlockFormat::FixedHeight : QTextBlockFormat::MinimumHeight);
    line.setAlignment(han && justifyHan_ ? Qt::AlignJustify : Qt::Alignment(alignment_));
    cursor.setBlockFormat(line);

    char32_t before = 0;
    for (qsizetype i = 0; i < words_.spans.size(); ++i) {
        const Span& span = words_.spans.at(i);
        if (!formulas.at(i).isEmpty()) {
            for (const QTextCharFormat& piece : formulas.at(i))
                cursor.insertText(QString(QChar::ObjectReplacementCharacter), piece);
            before = 0;
            continue;
        }
        QTextCharFormat base = format(span);
        // Han is never slanted: emphasis is weight.
        const bool slanted = span.styles & Span::Italic;
        const QStringView after =
            i + 1 < words_.spans.size() ? QStringView(words_.spans.at(i + 1).text) : QStringView();
        for (const HanRun& run : hanRuns(span.text, before, after)) {
            QTextCharFormat look = base;
            look.setProperty(kSpan, int(i));
            look.setFontItalic(slanted && !run.han);
            if (slanted && run.han)
                look.setFontWeight(QFont::DemiBold);
            if (run.wide)
                look.setFontFamilies({QFont::substitute(font_.family())});
            if (run.gap != 0) {
                look.setFontLetterSpacingType(QFont::AbsoluteSpacing);
                look.setFontLetterSpacing(run.gap * font_.pixelSize());
            }
            cursor.insertText(run.text, look);
        }
        before = lastCharacter(span.text);
    }
    cursor.endEditBlock();
    measure();
    emit written();
}

} // namespace hadal::ui
