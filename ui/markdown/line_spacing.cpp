#include "ui/markdown/line_spacing.h"

#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>

namespace hadal::ui {

void LineSpacing::setDocument(QQuickTextDocument* document) {
    if (document_ == document)
        return;
    document_ = document;
    if (document_) {
        connect(document_->textDocument(), &QTextDocument::contentsChange, this,
                [this](int from, int, int added) { apply(from, added); });
        apply(0, document_->textDocument()->characterCount());
    }
    emit changed();
}

void LineSpacing::setHeight(qreal height) {
    if (height_ == height)
        return;
    height_ = height;
    if (document_)
        apply(0, document_->textDocument()->characterCount());
    emit changed();
}

void LineSpacing::apply(int from, int length) {
    if (applying_)
        return;
    applying_ = true;
    QTextDocument* text = document_->textDocument();
    for (QTextBlock block = text->findBlock(from); block.isValid() && block.position() <= from + length;
         block = block.next()) {
        QTextBlockFormat format = block.blockFormat();
        if (format.lineHeightType() == QTextBlockFormat::FixedHeight && format.lineHeight() == height_)
            continue;
        format.setLineHeight(height_, QTextBlockFormat::FixedHeight);
        QTextCursor(block).setBlockFormat(format);
    }
    applying_ = false;
}

} // namespace hadal::ui
