// Which rows of a column are built, and where they stand.
#include "ui/controls/virtual_column.h"

#include <QQuickWindow>
#include <QScopedValueRollback>

#include <algorithm>
#include <iterator>

namespace hadal::ui {
namespace {

constexpr qreal kNear = 160;   // beyond the view, so that a step of the wheel finds rows
constexpr qreal kBuilt = 500;  // ahead, one a frame
constexpr qreal kKept = 1'200; // further, so that a row at the border is not built and dropped in turn

bool isHeld(const QQuickItem* item) {
    return item->hasActiveFocus() || item->property("held").toBool() ||
           (item->window() && item->window()->activeFocusItem() &&
            item->isAncestorOf(item->window()->activeFocusItem()));
}

} // namespace

/// Builds the row where it is not. False: it cannot be built.
bool VirtualColumn::have(int row) {
    if (itemOf(row))
        return true;
    if (!build(row))
        return false;
    measure(row);
    auto& [sum, rows] = measured_[kindOf(row)];
    sum += heights_[size_t(row)];
    ++rows;
    return true;
}

/// Builds the nearest row of those that are not near, which are from `first` to before `last`. False: there
/// is none left.
bool VirtualColumn::buildAhead(int first, int last) {
    int above = first - 1, below = last;
    while (above >= 0 && itemOf(above))
        --above;
    while (below < shown() && itemOf(below))
        ++below;
    const qreal up = above >= 0 ? top_ - rowTop(above) - heights_[size_t(above)] : kBuilt + 1;
    const qreal down = below < shown() ? rowTop(below) - bottom_ : kBuilt + 1;
    const qreal least = std::min(up, down);
    return least <= kBuilt && have(up < down ? above : below);
}

/// With the next frame, and not before.
void VirtualColumn::buildAheadLater() {
    mayBuildAhead_ = false;
    QMetaObject::invokeMethod(
        this,
        [this] {
            mayBuildAhead_ = true;
            polish();
        },
        Qt::QueuedConnection);
}

/// Building a row tells its height, which tells where the next one stands.
void VirtualColumn::arrange() {
    if (!isComponentComplete() || !model_ || arranging_)
        return;
    const QScopedValueRollback<bool> guard(arranging_, true);
    const int end = shown();
    int first = end > 0 ? std::min(rowAt(top_ - kNear), end) : end;
    if (first < end && rowTop(first) + heights_[size_t(first)] < top_ - kNear)
        ++first; // all of it is above
    int last = first;
    while (last < end && rowTop(last) <= bottom_ + kNear)
        have(last++);
    if (mayBuildAhead_ && buildAhead(first, last))
        buildAheadLater();
    for (auto at = items_.begin(); at != items_.end();) {
        const auto next = std::next(at);
        const qreal top = rowTop(at->first);
        const bool near = top + heights_[size_t(at->first)] >= top_ - kKept && top <= bottom_ + kKept;
        if (at->first >= end || (!near && !isHeld(at->second)))
            drop(at);
        else
            at->second->setY(top);
        at = next;
    }
    setImplicitHeight(rowTop(end));
    emit arranged();
    if (VirtualColumn* column = outer())
        column->polish();
}

} // namespace hadal::ui
