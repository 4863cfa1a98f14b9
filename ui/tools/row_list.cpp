#include "ui/tools/row_list.h"

#include <algorithm>

namespace hadal::ui {

void RowList::assign(const QList<Row>& rows) {
    if (rows == rows_)
        return;
    const qsizetype common = std::min(rows.size(), rows_.size());
    if (rows.size() < rows_.size()) {
        beginRemoveRows({}, int(common), count() - 1);
        rows_.resize(common);
        endRemoveRows();
    }
    for (qsizetype i = 0; i < common; ++i)
        rows_[i] = rows[i];
    if (common > 0)
        emit dataChanged(index(0), index(int(common) - 1));
    if (rows.size() > common) {
        beginInsertRows({}, int(common), int(rows.size()) - 1);
        rows_ = rows;
        endInsertRows();
    }
}

int RowList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant RowList::data(const QModelIndex& index, int role) const {
    if (!has(index.row()))
        return {};
    const Row& row = rows_[index.row()];
    return role == NameRole    ? QVariant(row.name)
           : role == ValueRole ? QVariant(row.value)
                               : QVariant(row.flag);
}

QHash<int, QByteArray> RowList::roleNames() const {
    return {{NameRole, "name"}, {ValueRole, "value"}, {FlagRole, "flag"}};
}

void RowList::told(int row, int role) {
    emit dataChanged(index(row), index(row), {role});
    emit edited();
}

void RowList::setName(int row, const QString& name) {
    if (has(row) && std::exchange(rows_[row].name, name) != name)
        told(row, NameRole);
}

void RowList::setValue(int row, const QString& value) {
    if (has(row) && std::exchange(rows_[row].value, value) != value)
        told(row, ValueRole);
}

void RowList::setFlag(int row, bool flag) {
    if (has(row) && std::exchange(rows_[row].flag, flag) != flag)
        told(row, FlagRole);
}

int RowList::add(const QString& name, const QString& value, int at) {
    const int row = at < 0 || at > count() ? count() : at;
    beginInsertRows({}, row, row);
    rows_.insert(row, {name, value, false});
    endInsertRows();
    emit edited();
    return row;
}

void RowList::remove(int row) {
    if (!has(row))
        return;
    beginRemoveRows({}, row, row);
    rows_.removeAt(row);
    endRemoveRows();
    emit edited();
}

void RowList::move(int row, int to) {
    if (!has(row) || !has(to) || row == to || !beginMoveRows({}, row, row, {}, to > row ? to + 1 : to))
        return;
    rows_.move(row, to);
    endMoveRows();
    emit edited();
}

} // namespace hadal::ui
