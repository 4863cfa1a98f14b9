#include "ui/controls/virtual_column.h"

#include <QQmlContext>
#include <QQmlEngine>

#include <algorithm>
#include <cmath>
#include <utility>

namespace hadal::ui {
namespace {

constexpr qreal kUnknown = 36; // height of a kind of which nothing has been measured

} // namespace

VirtualColumn::VirtualColumn(QQuickItem* parent) : QQuickItem(parent) {}

VirtualColumn::~VirtualColumn() = default;

QQmlListProperty<RowKind> VirtualColumn::kinds() {
    return QQmlListProperty<RowKind>(this, &kinds_);
}

void VirtualColumn::setModel(QAbstractItemModel* model) {
    if (model_ == model)
        return;
    if (model_)
        model_->disconnect(this);
    model_ = model;
    if (model_) {
        using Model = QAbstractItemModel;
        connect(model_, &Model::rowsInserted, this,
                [this](const QModelIndex&, int first, int last) { insertRows(first, last); });
        connect(model_, &Model::rowsRemoved, this,
                [this](const QModelIndex&, int first, int last) { removeRows(first, last); });
        connect(model_, &Model::dataChanged, this,
                [this](const QModelIndex& first, const QModelIndex& last, const QList<int>& roles) {
                    changeRows(first.row(), last.row(), roles);
                });
        connect(model_, &Model::modelReset, this, &VirtualColumn::begin);
        connect(model_, &Model::rowsMoved, this, &VirtualColumn::begin);
        connect(model_, &Model::layoutChanged, this, &VirtualColumn::begin);
    }
    begin();
    emit modelChanged();
}

void VirtualColumn::setLimit(int limit) {
    if (std::exchange(limit_, limit) == limit)
        return;
    polish();
    emit limitChanged();
}

void VirtualColumn::setViewTop(qreal top) {
    if (std::exchange(top_, top) == top)
        return;
    polish();
    emit viewChanged();
}

void VirtualColumn::setViewBottom(qreal bottom) {
    if (std::exchange(bottom_, bottom) == bottom)
        return;
    polish();
    emit viewChanged();
}

void VirtualColumn::componentComplete() {
    QQuickItem::componentComplete();
    begin();
    if (outer()) { // the row that it is part of has what is in sight at once
        buildAheadLater();
        arrange();
    }
}

VirtualColumn* VirtualColumn::outer() const {
    for (QQuickItem* item = parentItem(); item; item = item->parentItem())
        if (auto* column = qobject_cast<VirtualColumn*>(item))
            return column;
    return nullptr;
}

int VirtualColumn::shown() const {
    return limit_ < 0 ? count() : std::min(limit_, count());
}

void VirtualColumn::begin() {
    while (!items_.empty())
        drop(items_.begin());
    heights_.clear();
    tops_.clear();
    located_ = 0;
    if (!isComponentComplete())
        return;
    if (model_) {
        const QHash<int, QByteArray> names = model_->roleNames();
        kindRoleId_ = names.key(kindRole_.toUtf8(), -1);
        estimateRoleId_ = names.key(estimateRole_.toUtf8(), -1);
        taken_.clear();
        if (const int rows = model_->rowCount(); rows > 0)
            insertRows(0, rows - 1);
    }
    setImplicitHeight(rowTop(shown()));
    emit arranged(); // by estimate: the view may go where it belongs before anything is built
    polish();
}

int VirtualColumn::kindOf(int row) const {
    return kindRoleId_ < 0 ? 0 : model_->data(model_->index(row, 0), kindRoleId_).toInt();
}

QQmlComponent* VirtualColumn::delegateOf(int row) const {
    const int kind = kindOf(row);
    const auto found = std::find_if(kinds_.begin(), kinds_.end(), [&](const RowKind* each) {
        return kindRoleId_ < 0 || each->kind == kind;
    });
    return found == kinds_.end() ? nullptr : (*found)->delegate;
}

qreal VirtualColumn::estimate(int row) const {
    if (estimateRoleId_ >= 0)
        return model_->data(model_->index(row, 0), estimateRoleId_).toReal();
    const auto [sum, rows] = measured_.value(kindOf(row), {0, 0});
    return rows > 0 ? std::round(sum / rows) : kUnknown;
}

void VirtualColumn::insertRows(int first, int last) {
    if (!isComponentComplete())
        return;
    std::map<int, QQuickItem*> moved;
    for (const auto& [row, item] : items_) {
        moved[row < first ? row : row + last - first + 1] = item;
        if (row >= first && item->property("index").isValid())
            item->setProperty("index", row + last - first + 1);
    }
    items_ = std::move(moved);
    std::vector<qreal> heights(size_t(last - first + 1));
    for (int row = first; row <= last; ++row)
        heights[size_t(row - first)] = estimate(row);
    heights_.insert(heights_.begin() + first, heights.begin(), heights.end());
    located_ = std::min(located_, size_t(first));
    polish();
}

void VirtualColumn::removeRows(int first, int last) {
    if (!isComponentComplete())
        return;
    std::map<int, QQuickItem*> left;
    for (auto at = items_.begin(); at != items_.end();) {
        const auto next = std::next(at);
        if (at->first >= first && at->first <= last) {
            drop(at);
        } else {
            const int row = at->first < first ? at->first : at->first - (last - first + 1);
            left[row] = at->second;
            if (row != at->first && at->second->property("index").isValid())
                at->second->setProperty("index", row);
        }
        at = next;
    }
    items_ = std::move(left);
    heights_.erase(heights_.begin() + first, heights_.begin() + last + 1);
    located_ = std::min(located_, size_t(first));
    polish();
}

QVariant VirtualColumn::value(const Taken& taken, int row) const {
    return taken.role < 0 ? QVariant(row) : model_->data(model_->index(row, 0), taken.role);
}

void VirtualColumn::changeRows(int first, int last, const QList<int>& roles) {
    for (auto at = items_.lower_bound(first); at != items_.end() && at->first <= last; ++at) {
        QQuickItem* item = at->second;
        for (const Taken& taken : taken_.value(delegateOf(at->first)))
            if (taken.role >= 0 && (roles.isEmpty() || roles.contains(taken.role)))
                item->metaObject()->property(taken.property).write(item, value(taken, at->first));
    }
}

QQuickItem* VirtualColumn::build(int row) {
    QQmlComponent* component = delegateOf(row);
    if (!component)
        return nullptr;
    QQmlContext* context = component->creationContext();
    QObject* object = component->beginCreate(context ? context : qmlContext(this));
    auto* item = qobject_cast<QQuickItem*>(object);
    if (!item) {
        qWarning("%s", qPrintable(component->errorString()));
        delete object;
        return nullptr;
    }
    QQmlEngine::setObjectOwnership(item, QQmlEngine::CppOwnership);
    item->setParent(this);
    item->setParentItem(this);
    item->setY(rowTop(row));
    if (!taken_.contains(component)) {
        QList<Taken> all;
        const auto take = [&](int role, const QByteArray& name) {
            if (const int property = item->metaObject()->indexOfProperty(name); property >= 0)
                all.append({role, property, name});
        };
        take(-1, "index");
        const QHash<int, QByteArray> names = model_->roleNames();
        for (auto at = names.begin(); at != names.end(); ++at)
            take(at.key(), at.value());
        taken_[component] = all;
    }
    QVariantMap values;
    for (const Taken& taken : std::as_const(taken_[component]))
        values[QString::fromUtf8(taken.name)] = value(taken, row);
    component->setInitialProperties(item, values);
    component->completeCreate();
    items_[row] = item;
    connect(item, &QQuickItem::heightChanged, this, [this, item] {
        const auto at = std::find_if(items_.begin(), items_.end(),
                                     [item](const auto& entry) { return entry.second == item; });
        if (at != items_.end())
            measure(at->first);
    });
    return item;
}

/// Takes the height of a built row as it is.
void VirtualColumn::measure(int row) {
    const qreal height = items_.at(row)->height();
    qreal& known = heights_[size_t(row)];
    if (known == height)
        return;
    known = height;
    located_ = std::min(located_, size_t(row) + 1);
    if (!arranging_)
        polish();
}

void VirtualColumn::drop(std::map<int, QQuickItem*>::iterator at) {
    QQuickItem* item = at->second;
    items_.erase(at);
    item->disconnect(this);
    item->setParentItem(nullptr);
    item->deleteLater();
}

void VirtualColumn::locate() const {
    tops_.resize(heights_.size());
    for (; located_ < heights_.size(); ++located_)
        tops_[located_] = located_ == 0 ? 0 : tops_[located_ - 1] + heights_[located_ - 1];
}

qreal VirtualColumn::rowTop(int row) const {
    locate();
    if (heights_.empty() || row <= 0)
        return 0;
    return row < count() ? tops_[size_t(row)] : tops_.back() + heights_.back();
}

qreal VirtualColumn::rowHeight(int row) const {
    return row >= 0 && row < count() ? heights_[size_t(row)] : 0;
}

int VirtualColumn::rowAt(qreal y) const {
    locate();
    const auto after = std::upper_bound(tops_.begin(), tops_.end(), y);
    return count() == 0 ? -1 : std::max(0, int(after - tops_.begin()) - 1);
}

QQuickItem* VirtualColumn::itemOf(int row) const {
    const auto found = items_.find(row);
    return found == items_.end() ? nullptr : found->second;
}

QList<VirtualColumn*> VirtualColumn::inside(const QQuickItem* row) {
    QList<VirtualColumn*> columns;
    for (QQuickItem* child : row->childItems()) {
        if (auto* column = qobject_cast<VirtualColumn*>(child))
            columns.append(column);
        else
            columns += inside(child);
    }
    return columns;
}

} // namespace hadal::ui
