#include "ui/markdown/code_text.h"

#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextLayout>

namespace hadal::ui {

CodeText::CodeText(QObject* parent) : QObject(parent) {
    connect(this, &CodeText::changed, this, [this] {
        if (!ready_ || !document_ || !lines_ || row_ >= lines_->rowCount())
            return;
        write();
        colour();
    });
}

void CodeText::write() {
    QTextDocument* document = document_->textDocument();
    document->setUndoRedoEnabled(false);
    document->setDocumentMargin(0);
    const QString known = document->toPlainText();
    if (known == text_ && !document->isEmpty())
        return;
    QTextCursor cursor(document);
    cursor.beginEditBlock();
    const bool grows = text_.startsWith(known);
    cursor.movePosition(QTextCursor::End);
    if (!grows)
        cursor.select(QTextCursor::Document);
    QTextBlockFormat line;
    line.setLineHeight(lineHeight_, QTextBlockFormat::FixedHeight);
    cursor.setBlockFormat(line);
    cursor.insertText(grows ? text_.sliced(known.size()) : text_);
    cursor.endEditBlock();
}

void CodeText::colour() {
    QTextDocument* document = document_->textDocument();
    code::State state = lines_->stateBefore(row_);
    for (QTextBlock block = document->begin(); block.isValid(); block = block.next()) {
        QList<QTextLayout::FormatRange> ranges;
        int from = 0;
        for (const code::Stretch& stretch : code::highlightLine(block.text(), state)) {
            if (const QColor ink = colour(stretch.token); ink.isValid()) {
                QTextLayout::FormatRange range{from, int(stretch.length), {}};
                range.format.setForeground(ink);
                ranges += range;
            }
            from += int(stretch.length);
        }
        if (block.layout()->formats() == ranges)
            continue;
        block.layout()->setFormats(ranges);
        document->markContentsDirty(block.position(), block.length());
    }
    emit coloured();
}

QColor CodeText::colour(code::Token token) const {
    switch (token) {
    case code::Token::Keyword:
        return keyword_;
    case code::Token::Type:
    case code::Token::Attribute:
        return type_;
    case code::Token::String:
        return string_;
    case code::Token::Escape:
    case code::Token::Number:
        return number_;
    case code::Token::Function:
        return function_;
    case code::Token::Comment:
        return comment_;
    case code::Token::Added:
        return added_;
    case code::Token::Removed:
        return removed_;
    case code::Token::Plain:
        break;
    }
    return {};
}

} // namespace hadal::ui
