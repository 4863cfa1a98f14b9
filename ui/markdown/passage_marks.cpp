#include "ui/markdown/passage_marks.h"

#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>

namespace hadal::ui {
namespace {

/// On the formats that are marks: others colour the text.
constexpr int kMark = QTextFormat::UserProperty + 4;

} // namespace

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

void PassagePainter::setWriter(InlineFormatter* writer) {
    if (writer == writer_)
        return;
    writer_ = writer;
    if (writer_)
        connect(writer_, &InlineFormatter::written, this, &PassagePainter::paint);
    emit changed();
}

void PassagePainter::press(int position, QQuickItem* text, bool hovered) {
    if (!marks_)
        return;
    QRectF at;
    QMetaObject::invokeMethod(text, "positionToRectangle", Q_RETURN_ARG(QRectF, at), Q_ARG(int, position));
    marks_->press(place(), writer_ ? writer_->toPlain(position) : position, text, at, hovered);
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
        QList<QTextLayout::FormatRange> ranges = block.layout()->formats();
        ranges.removeIf([](const auto& range) { return range.format.boolProperty(kMark); });
        for (const PassageMark& mark : marks) {
            const int from = writer_ ? writer_->toDocument(mark.begin, false) : mark.begin;
            const int to = writer_ ? writer_->toDocument(mark.end, true) : mark.end;
            QTextCharFormat look;
            look.setProperty(kMark, true);
            if (mark.level == 0) {
                look.setBackground(ground_);
                look.setForeground(ink_);
            } else if (lines_) {
                look.setUnderlineStyle(QTextCharFormat::SingleUnderline);
                look.setUnderlineColor(heat_[mark.level - 1]);
            } else {
                look.setBackground(heat_[mark.level - 1]);
            }
            // A range each for what is formatted alike: of one that spans several the text item draws the
            // first again with each of the others, which looks bold.
            for (auto at = block.begin(); !at.atEnd(); ++at) {
                const QTextFragment fragment = at.fragment();
                const int begin = std::max(from, fragment.position());
                const int end = std::min(to, fragment.position() + fragment.length());
                if (begin < end)
                    ranges += {begin - block.position(), end - begin, look};
            }
        }
        if (block.layout()->formats() == ranges)
            continue;
        block.layout()->setFormats(ranges);
        document->markContentsDirty(block.position(), block.length());
        // The text item draws anew only what it is told has changed.
        emit document->contentsChange(block.position(), block.length(), block.length());
    }
}

void PassageGround::setMarks(PassageMarks* marks) {
    if (marks == marks_)
        return;
    if (marks_)
        marks_->disconnect(this);
    marks_ = marks;
    if (marks_)
        connect(marks_, &PassageMarks::changed, this, &PassageGround::changed);
    emit changed();
}

int PassageGround::level() const {
    int strongest = -1;
    for (const PassageMark& mark : marks_ ? marks_->at({message_, reasoning_, row_}) : QList<PassageMark>()) {
        if (mark.level == 0)
            return 0;
        strongest = std::max(strongest, mark.level);
    }
    return strongest;
}

void PassageGround::press(QQuickItem* picture) {
    if (marks_)
        marks_->press({message_, reasoning_, row_}, 0, picture, picture->boundingRect());
}

} // namespace hadal::ui
