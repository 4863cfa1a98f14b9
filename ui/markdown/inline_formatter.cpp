#include "ui/markdown/inline_formatter.h"

#include "ui/markdown/han_justify.h"
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
        font.setFamilies(codeFont_.families());
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

/// Lines of Han end on one edge. The text item lays its document out at its own width.
void InlineFormatter::justify() {
    QTextDocument* text = document_->textDocument();
    justifiedAt_ = -1;
    if (!justifyHan_ || text->textWidth() <= 0 || !words_.han())
        return;
    justifiedAt_ = text->textWidth();
    for (QTextBlock block = text->begin(); block.isValid(); block = block.next()) {
        text->documentLayout()->blockBoundingRect(block); // lays it out
        justifyHan(block);
    }
}

void InlineFormatter::setWidth(qreal width) {
    if (width_ == width)
        return;
    width_ = width;
    if (ready_ && justifyHan_ && document_ && document_->textDocument()->textWidth() != justifiedAt_ &&
        words_.han())
        write();
    emit widthChanged();
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

template <class Visit>
void InlineFormatter::eachFragment(Visit visit) const {
    if (!document_ || !document_->textDocument())
        return;
    int plain = 0, formula = -1, length = 0;
    for (QTextBlock block = document_->textDocument()->begin(); block.isValid();
         block = block.next(), ++plain) {
        for (auto at = block.begin(); !at.atEnd(); ++at) {
            const QTextFragment fragment = at.fragment();
            const int index = fragment.charFormat().intProperty(kSpan);
            const bool object = fragment.charFormat().objectType() == FormulaObjects::kType;
            if (!object || index != formula) {
                plain += length;
                formula = object ? index : -1;
                length = object && index < words_.spans.size() ? int(words_.spans.at(index).text.size())
                                                               : fragment.length();
            }
            if (!visit(fragment, plain, length))
                return;
            if (!object) {
                plain += length;
                length = 0;
            }
        }
        plain += std::exchange(length, 0);
        formula = -1;
    }
}

int InlineFormatter::toPlain(int position) const {
    if (!words_.formulas())
        return position;
    int result = 0;
    eachFragment([&](const QTextFragment& fragment, int plain, int length) {
        const int within = position - fragment.position();
        if (within < 0)
            return false;
        const bool object = fragment.charFormat().objectType() == FormulaObjects::kType;
        result = within < fragment.length() ? plain + (object ? 0 : within) : plain + length;
        return within >= fragment.length();
    });
    return result;
}

int InlineFormatter::toDocument(int position, bool end) const {
    if (!words_.formulas())
        return position;
    int result = 0;
    eachFragment([&](const QTextFragment& fragment, int plain, int length) {
        if (position < plain || (end && position == plain))
            return false;
        const bool object = fragment.charFormat().objectType() == FormulaObjects::kType;
        const int last = fragment.position() + fragment.length();
        const bool inside = position < plain + length;
        if (!object)
            result = fragment.position() + std::min(position - plain, fragment.length());
        else if (!inside || end)
            result = last;
        else
            result = fragment.position();
        return !inside || (object && end);
    });
    return result;
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
    line.setAlignment(Qt::Alignment(alignment_));
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
                look.setFontFamilies(font_.families().mid(1));
            if (run.gap != 0) {
                look.setFontLetterSpacingType(QFont::AbsoluteSpacing);
                look.setFontLetterSpacing(run.gap * font_.pixelSize());
            }
            cursor.insertText(run.text, look);
        }
        before = lastCharacter(span.text);
    }
    cursor.endEditBlock();
    justify();
    measure();
    emit written();
}

} // namespace hadal::ui
