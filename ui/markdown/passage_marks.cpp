#include "ui/markdown/passage_marks.h"

#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>

namespace hadal::ui {

void PassageMarks::setActive(bool active) {
    if (active == active_)
        return;
    active_ = active;
    emit activeChanged();
}

void PassageMarks::set(const QMap<TextPlace, QList<PassageMark>>& marks) {
    if (marks == marks_)
        return;
    marks_ = marks;
    emit changed();
}

PassagePainter::PassagePainter(QObject* parent) : QObject(parent) {
    connect(this, &PassagePainter::changed, this, &PassagePainter::paint);
}

PassagePainter::~PassagePainter() {
    lay({});
}

void PassagePainter::setMarks(PassageMarks* marks) {
    if (marks == marks_)
        return;
    if (marks_)
        marks_->disconnect(this);
    marks_ = marks;
    if (marks_)
        connect(marks_, &PassageMarks::changed, this, &PassagePainter::paint);
    emit changed();
}

void PassagePainter::press(int position, QQuickItem* text) {
    if (marks_)
        marks_->press(place(), position, text);
}

void PassagePainter::paint() {
    if (heat_.size() == 4)
        lay(marks_ ? marks_->at(place()) : QList<PassageMark>());
}

void PassagePainter::lay(const QList<PassageMark>& marks) {
    QTextDocument* document = document_ ? document_->textDocument() : nullptr;
    if (!document)
        return;
    for (QTextBlock block = document->begin(); block.isValid(); block = block.next()) {
        QList<QTextLayout::FormatRange> ranges;
        for (const PassageMark& mark : marks) {
            const int begin = std::max(mark.begin - block.position(), 0);
            const int end = std::min(mark.end - block.position(), block.length() - 1);
            if (begin >= end)
                continue;
            QTextLayout::FormatRange range{begin, end - begin, {}};
            if (mark.level == 0) {
                range.format.setBackground(ground_);
                range.format.setForeground(ink_);
            } else if (lines_) {
                range.format.setUnderlineStyle(QTextCharFormat::SingleUnderline);
                range.format.setUnderlineColor(heat_[mark.level - 1]);
            } else {
                range.format.setBackground(heat_[mark.level - 1]);
            }
            ranges += range;
        }
        if (block.layout()->formats() == ranges)
            continue;
        block.layout()->setFormats(ranges);
        document->markContentsDirty(block.position(), block.length());
        // The text item draws anew only what it is told has changed.
        emit document->contentsChange(block.position(), block.length(), block.length());
    }
}

} // namespace hadal::ui
