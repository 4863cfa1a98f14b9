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
    emit changed();
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

InlineText SelectionPart::words() const {
    return formatter_ ? formatter_->slice(start(), end()) : InlineText(plain());
}

QString SelectionPart::plain() const {
    QString text = text_ ? text_->property("selectedText").toString() : QString();
    return text.replace(QChar::ParagraphSeparator, '\n');
}

} // namespace hadal::ui
