#include "ui/transcripts/typesetter.h"

#include "ui/highlight/highlighter.h"
#include "ui/markdown/han_justify.h"
#include "ui/markdown/parser.h"
#include "ui/transcripts/paper.h"

#include <QAbstractTextDocumentLayout>
#include <QTextFrame>
#include <QTextTable>

namespace hadal::ui {

using transcripts::Passage;

namespace {

constexpr int kJustified = QTextFormat::UserProperty + 8; // of a paragraph of Han

QColor inkOf(code::Token token) {
    switch (token) {
    case code::Token::Keyword:
        return {0x3D, 0x4F, 0xB0};
    case code::Token::Type:
    case code::Token::Attribute:
        return {0x7A, 0x3A, 0x86};
    case code::Token::String:
        return {0x20, 0x70, 0x4A};
    case code::Token::Escape:
    case code::Token::Number:
        return {0x8A, 0x52, 0x00};
    case code::Token::Function:
        return kAccent;
    case code::Token::Comment:
        return {0x5A, 0x67, 0x71};
    case code::Token::Added:
        return {0x1B, 0x75, 0x49};
    case code::Token::Removed:
        return {0xB3, 0x26, 0x1E};
    case code::Token::Plain:
        break;
    }
    return kText;
}

QTextFrameFormat box(const QColor& ground, qreal padding) {
    QTextFrameFormat format;
    format.setBackground(ground);
    format.setPadding(padding);
    format.setTopMargin(8);
    format.setBottomMargin(8);
    format.setBorder(0);
    return format;
}

} // namespace

Typesetter::Typesetter(QTextDocument& document, StandIns& standIns)
    : document_(document), cursor_(&document), standIns_(standIns) {
    document_.documentLayout()->registerHandler(FormulaObjects::kType, &formulas_);
    document_.documentLayout()->registerHandler(DrawnCharacters::kType, &characters_);
    document_.setDefaultFont(textFont(14));
    document_.setDocumentMargin(0);
}

void Typesetter::paragraph(const QTextBlockFormat& format) {
    if (begun_)
        cursor_.insertBlock(format, {});
    else
        cursor_.setBlockFormat(format);
    begun_ = true;
}

void Typesetter::title(const QString& text) {
    QTextBlockFormat format;
    format.setBottomMargin(12);
    paragraph(format);
    words(cursor_, InlineText(text), textFont(24, QFont::DemiBold), kText);
}

void Typesetter::note(const QString& text) {
    QTextBlockFormat format;
    format.setTopMargin(14);
    format.setBottomMargin(2);
    format.setPageBreakPolicy(QTextFormat::PageBreak_Auto);
    paragraph(format);
    words(cursor_, InlineText(text), textFont(11, QFont::Medium), kText2);
}

void Typesetter::finish() {
    document_.pageCount(); // lays all of it out
    QTextCursor all(&document_);
    all.beginEditBlock(); // laid out again once, not for each paragraph
    for (QTextBlock block = document_.begin(); block.isValid(); block = block.next())
        if (block.blockFormat().boolProperty(kJustified))
            justifyHan(block, 0.08); // readers of the text take more for a space
    all.endEditBlock();
}

void Typesetter::passage(const Passage& passage) {
    note(passage.heading +
         (passage.metadata.isEmpty() ? QString() : QStringLiteral(u" · ") + passage.metadata));
    switch (passage.kind) {
    case Passage::Version:
        break;
    case Passage::Person: {
        cursor_.insertFrame(box(kTurn, 10));
        bool first = true;
        for (const QString& line : passage.text.split('\n')) {
            QTextBlockFormat format;
            format.setLineHeight(150, QTextBlockFormat::ProportionalHeight);
            if (first)
                cursor_.setBlockFormat(format);
            else
                cursor_.insertBlock(format, {});
            first = false;
            words(cursor_, InlineText(line), textFont(14), kText);
        }
        cursor_.movePosition(QTextCursor::End);
        begun_ = false; // behind it stands an empty paragraph
        break;
    }
    case Passage::Call:
        code(passage.text, "json");
        break;
    case Passage::File:
    case Passage::Result:
        code(passage.text, {});
        break;
    default:
        blocks(parseMarkdown(passage.text.toUtf8()).blocks);
        break;
    }
}

void Typesetter::blocks(const QList<Block>& blocks) {
    for (const Block& each : blocks)
        block(each);
}

QTextBlockFormat Typesetter::placed(const Block& block) const {
    QTextBlockFormat format;
    format.setLeftMargin(20 * block.listDepth + 16 * block.quoteDepth);
    format.setTopMargin(block.listDepth > 0 ? 2 : 6);
    format.setBottomMargin(block.listDepth > 0 ? 2 : 6);
    const bool han = block.text.han();
    format.setLineHeight(han ? 160 : 145, QTextBlockFormat::ProportionalHeight);
    format.setProperty(kJustified, han);
    return format;
}

void Typesetter::block(const Block& block) {
    switch (block.kind) {
    case Block::Code:
        code(block.source, block.language);
        return;
    case Block::TableBlock:
        table(block.table);
        return;
    case Block::Formula:
        formula(block);
        return;
    case Block::Rule: {
        QTextBlockFormat format;
        format.setProperty(QTextFormat::BlockTrailingHorizontalRulerWidth,
                           QTextLength(QTextLength::PercentageLength, 100));
        paragraph(format);
        return;
    }
    default:
        break;
    }
    QTextBlockFormat format = placed(block);
    QFont font = textFont(14);
    if (block.kind == Block::Heading) {
        font = textFont(block.level == 1 ? 20 : block.level == 2 ? 17 : 14, QFont::DemiBold);
        format.setTopMargin(14);
        format.setBottomMargin(3);
        format.setHeadingLevel(block.level);
    } else if (block.kind == Block::Note) {
        font = textFont(12);
    }
    if (!block.marker.isEmpty()) {
        format.setTextIndent(-20);
        format.setLeftMargin(format.leftMargin() + (block.kind == Block::Note ? 20 : 0));
        format.setTabPositions({QTextOption::Tab(20, QTextOption::LeftTab)});
    }
    paragraph(format);
    if (!block.marker.isEmpty())
        words(cursor_, InlineText(block.marker + '\t'), font, kText2);
    if (block.kind == Block::Image)
        words(cursor_, InlineText(block.text.plain() + " (" + block.source + ")"), font, kText2);
    else
        words(cursor_, block.text, font, block.quoteDepth > 0 ? kText2 : kText);
}

void Typesetter::code(const QString& source, const QString& language) {
    cursor_.insertFrame(box(kSunken, 8));
    const code::Language* known = code::findLanguage(language);
    code::State state = known ? code::State(known) : code::State();
    QTextBlockFormat format;
    format.setLineHeight(140, QTextBlockFormat::ProportionalHeight);
    bool first = true;
    for (const QString& line : source.split('\n')) {
        if (first)
            cursor_.setBlockFormat(format);
        else
            cursor_.insertBlock(format, {});
        first = false;
        qsizetype from = 0;
        for (const code::Stretch& stretch : code::highlightLine(line, state)) {
            QTextCharFormat look;
            look.setFont(codeFont(11));
            look.setForeground(inkOf(stretch.token));
            put(cursor_, line.mid(from, stretch.length), look);
            from += stretch.length;
        }
    }
    cursor_.movePosition(QTextCursor::End);
    begun_ = false; // behind it stands an empty paragraph
}

void Typesetter::table(const Table& table) {
    if (table.columns == 0)
        return;
    QTextTableFormat format;
    format.setBorder(0);
    format.setCellSpacing(0);
    format.setCellPadding(4);
    format.setTopMargin(8);
    format.setBottomMargin(8);
    format.setWidth(QTextLength(QTextLength::PercentageLength, 100));
    format.setHeaderRowCount(1);
    const int rows = int(table.cells.size()) / table.columns;
    QTextTable* shown = cursor_.insertTable(rows, table.columns, format);
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < table.columns; ++column) {
            QTextTableCell cell = shown->cellAt(row, column);
            QTextTableCellFormat look;
            look.setBottomBorder(row == rows - 1 ? 0 : 0.75);
            look.setBottomBorderStyle(QTextFrameFormat::BorderStyle_Solid);
            look.setBottomBorderBrush(row == 0 ? kEdge : kLine);
            look.setPadding(4);
            cell.setFormat(look);
            QTextCursor inside = cell.firstCursorPosition();
            QTextBlockFormat line;
            line.setAlignment(table.alignments.value(column, Qt::AlignLeft));
            inside.setBlockFormat(line);
            words(inside, table.cells.at(row * table.columns + column),
                  textFont(13, row == 0 ? QFont::DemiBold : QFont::Normal), row == 0 ? kText2 : kText);
        }
    }
    cursor_.movePosition(QTextCursor::End);
    begun_ = false; // behind it stands an empty paragraph
}

void Typesetter::formula(const Block& block) {
    QTextBlockFormat format;
    format.setAlignment(Qt::AlignHCenter);
    format.setTopMargin(8);
    format.setBottomMargin(8);
    paragraph(format);
    QTextCharFormat look;
    look.setFont(textFont(14));
    const QList<QTextCharFormat> pieces = FormulaObjects::formats(block.source, 18, look, true);
    for (const QTextCharFormat& piece : pieces)
        cursor_.insertText(QString(QChar::ObjectReplacementCharacter), piece);
    if (pieces.isEmpty()) {
        look.setFont(codeFont(12));
        put(cursor_, block.source, look);
    }
}

} // namespace hadal::ui
