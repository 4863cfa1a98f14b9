#include "ui/controls/reading_view.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace hadal::ui {
namespace {

constexpr qreal kAtEnd = 2; // pixels from the end that count as being there

} // namespace

ReadingView::ReadingView(QQuickItem* parent) : QQuickItem(parent) {
    setClip(true);
}

qreal ReadingView::contentHeight() const {
    return column_ ? above_ + column_->implicitHeight() + below_ : 0;
}

qreal ReadingView::end() const {
    return std::max(0.0, contentHeight() - height());
}

void ReadingView::setColumn(VirtualColumn* column) {
    if (column_ == column)
        return;
    if (column_)
        column_->disconnect(this);
    column_ = column;
    if (column_)
        connect(column_, &VirtualColumn::arranged, this, &ReadingView::keep);
    keep();
    emit columnChanged();
}

void ReadingView::setSubject(const QString& subject) {
    if (subject_ == subject)
        return;
    if (!subject_.isEmpty())
        places_[subject_] = place_;
    subject_ = subject;
    place_ = places_.value(subject_);
    follow(place_.following);
    keep();
    emit subjectChanged();
}

ReadingView::Place ReadingView::here() const {
    Place place;
    place.following = following_;
    place.offset = position_ - above_;
    int which = 0;
    for (const VirtualColumn* column = column_; column && column->count() > 0;) {
        const int row = column->rowAt(place.offset);
        place.steps.append({which, row});
        place.offset -= column->rowTop(row);
        const QQuickItem* item = column->itemOf(row);
        column = nullptr;
        if (!item)
            break;
        const QList<VirtualColumn*> inner = VirtualColumn::inside(item);
        for (which = 0; which < inner.size() && !column; ++which) {
            const qreal local = place.offset - inner.at(which)->mapToItem(item, QPointF()).y();
            if (!inner.at(which)->isVisible() || local < 0 || local >= inner.at(which)->height())
                continue;
            column = inner.at(which);
            place.offset = local;
            break;
        }
    }
    return place;
}

/// As deep as rows are built. The next layout, for which this position is made, builds the rest.
qreal ReadingView::positionOf(const Place& place) {
    passed_ = false;
    qreal position = above_;
    const VirtualColumn* column = column_;
    for (qsizetype i = 0; column && i < place.steps.size(); ++i) {
        const int row = std::min(place.steps.at(i).row, column->count() - 1);
        position += column->rowTop(row);
        if (i + 1 == place.steps.size()) {
            passed_ = place.offset >= column->rowHeight(row) && row + 1 < column->count();
            return position + place.offset;
        }
        const QQuickItem* item = column->itemOf(row);
        column = item ? VirtualColumn::inside(item).value(place.steps.at(i + 1).column) : nullptr;
        if (column)
            position += column->mapToItem(item, QPointF()).y();
    }
    return position;
}

void ReadingView::keep() {
    if (!column_)
        return;
    if (following_)
        move(end());
    else if (column_->count() > 0) {
        move(std::clamp(positionOf(place_), 0.0, end()));
        if (passed_) // a row lower than was thought: the next one is what is read
            place_ = here();
    }
}

void ReadingView::move(qreal position) {
    position = std::round(position);
    const bool changed = std::exchange(position_, position) != position;
    const bool grown = std::exchange(shownHeight_, contentHeight()) != contentHeight();
    column_->setY(above_ - position_);
    column_->setViewTop(position_ - above_);
    column_->setViewBottom(position_ - above_ + height());
    if (changed || grown)
        emit moved();
}

void ReadingView::follow(bool following) {
    place_.following = following;
    if (std::exchange(following_, following) != following)
        emit followingChanged();
}

void ReadingView::scrollTo(qreal position) {
    if (!column_)
        return;
    move(std::clamp(position, 0.0, end()));
    follow(position_ >= end() - kAtEnd);
    place_ = here();
}

void ReadingView::toEnd() {
    follow(true);
    keep();
}

void ReadingView::hold() {
    follow(false);
    place_ = here();
}

void ReadingView::show(int row) {
    if (!column_ || row < 0 || row >= column_->count())
        return;
    const qreal top = above_ + column_->rowTop(row);
    const qreal high = column_->rowHeight(row);
    if (top < position_ || high > height())
        scrollTo(top - std::min(above_, 12.0));
    else if (top + high > position_ + height())
        scrollTo(top + high - height() + below_);
}

void ReadingView::geometryChange(const QRectF& now, const QRectF& before) {
    QQuickItem::geometryChange(now, before);
    if (now.height() != before.height())
        keep();
}

} // namespace hadal::ui
