#include "ui/markdown/selection_area.h"

namespace hadal::ui {

SelectionPart::~SelectionPart() {
    if (area_)
        area_->remove(this);
}

void SelectionPart::setArea(SelectionArea* area) {
    if (area_ == area)
        return;
    if (area_)
        area_->remove(this);
    area_ = area;
    if (area_)
        area_->add(this);
    applyLater();
    emit changed();
}

void SelectionPart::setFormatter(InlineFormatter* formatter) {
    if (formatter_ == formatter)
        return;
    formatter_ = formatter;
    if (formatter_) // it writes the text anew, which ends what was selected in it
        connect(formatter_, &InlineFormatter::written, this, &SelectionPart::applyLater);
    emit changed();
}

/// A text item empties its document when it is completed, and is written after that.
void SelectionPart::applyLater() {
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (area_)
                area_->apply(this);
        },
        Qt::QueuedConnection);
}

int SelectionPart::positionAt(QPointF scene) const {
    int position = 0;
    if (text_) {
        const QPointF local = text_->mapFromScene(scene);
        if (local.y() < 0)
            return 0;
        if (local.y() > text_->height())
            return length();
        QMetaObject::invokeMethod(text_, "positionAt", Q_RETURN_ARG(int, position), Q_ARG(qreal, local.x()),
                                  Q_ARG(qreal, local.y()));
    }
    return position;
}

void SelectionPart::select(int from, int to) {
    if (!text_ || (start() == std::min(from, to) && end() == std::max(from, to)))
        return;
    if (from == to)
        QMetaObject::invokeMethod(text_, "deselect");
    else
        QMetaObject::invokeMethod(text_, "select", Q_ARG(int, from), Q_ARG(int, to));
}

InlineText SelectionPart::words(int from, int to) const {
    if (formatter_)
        return formatter_->slice(from, to);
    QString text;
    if (text_)
        QMetaObject::invokeMethod(text_, "getText", Q_RETURN_ARG(QString, text), Q_ARG(int, from),
                                  Q_ARG(int, to));
    return InlineText(text.replace(QChar::ParagraphSeparator, '\n'));
}

} // namespace hadal::ui
