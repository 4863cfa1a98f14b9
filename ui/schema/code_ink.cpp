#include "ui/schema/code_ink.h"

#include "ui/highlight/highlighter.h"

#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextLayout>

namespace hadal::ui {

CodeInk::CodeInk(QObject* parent) : QObject(parent) {
    connect(this, &CodeInk::changed, this, &CodeInk::follow);
}

void CodeInk::follow() {
    if (!ready_ || !document_)
        return;
    QTextDocument* document = document_->textDocument();
    document->setDocumentMargin(0);
    document->setUndoRedoEnabled(false); // the schema has the history
    disconnect(connection_);
    connection_ = connect(document, &QTextDocument::contentsChange, this, &CodeInk::colour);
    colour();
}

void CodeInk::colour() {
    if (colouring_ || !document_)
        return;
    colouring_ = true;
    QTextDocument* document = document_->textDocument();
    code::State state(code::findLanguage("json"));
    for (QTextBlock block = document->begin(); block.isValid(); block = block.next()) {
        if (block.blockFormat().lineHeight() != lineHeight_) {
            QTextBlockFormat line;
            line.setLineHeight(lineHeight_, QTextBlockFormat::FixedHeight);
            QTextCursor(block).setBlockFormat(line);
        }
        QList<QTextLayout::FormatRange> ranges;
        int from = 0;
        for (const code::Stretch& stretch : code::highlightLine(block.text(), state)) {
            QColor ink;
            switch (stretch.token) {
            case code::Token::Function:
                ink = key_;
                break;
            case code::Token::String:
                ink = string_;
                break;
            case code::Token::Escape:
            case code::Token::Number:
                ink = number_;
                break;
            case code::Token::Keyword:
            case code::Token::Type:
                ink = word_;
                break;
            default:
                break;
            }
            if (ink.isValid()) {
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
    colouring_ = false;
}

} // namespace hadal::ui
