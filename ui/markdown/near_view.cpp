#include "ui/markdown/near_view.h"

namespace hadal::ui {
namespace {

constexpr qreal kMargin = 200; // for a step of the wheel

} // namespace

NearView::NearView(QQuickItem* parent) : QQuickItem(parent) {
    connect(this, &NearView::changed, this, &QQuickItem::polish);
}

void NearView::setColumn(QQuickItem* column) {
    if (column_ == column)
        return;
    if (column_)
        column_->disconnect(this);
    column_ = column;
    if (column_)
        connect(column_, &QQuickItem::heightChanged, this, &QQuickItem::polish);
    emit changed();
}

/// Once a frame, whatever has changed.
void NearView::updatePolish() {
    if (!column_)
        return;
    for (QQuickItem* child : column_->childItems()) {
        const bool near = child->y() + child->height() > top_ - kMargin && child->y() < bottom_ + kMargin;
        child->setOpacity(near ? 1 : 0);
    }
}

} // namespace hadal::ui
