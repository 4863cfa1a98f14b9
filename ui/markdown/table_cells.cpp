#include "ui/markdown/table_cells.h"

#include <algorithm>

namespace hadal::ui {

TableCells::TableCells(const Table& table, QObject* parent) : QAbstractListModel(parent), table_(table) {}

int TableCells::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(table_.cells.size());
}

QVariant TableCells::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    switch (role) {
    case WordsRole:
        return QVariant::fromValue(table_.cells.at(index.row()));
    case AlignmentRole:
        return int(table_.alignments.value(index.row() % table_.columns, Qt::AlignLeft));
    case HeadRole:
        return index.row() < table_.columns;
    default:
        return {};
    }
}

QHash<int, QByteArray> TableCells::roleNames() const {
    return {{WordsRole, "words"}, {AlignmentRole, "alignment"}, {HeadRole, "head"}};
}

void TableCells::assign(const Table& table) {
    if (table.columns != table_.columns || table.alignments != table_.alignments) {
        beginResetModel();
        table_ = table;
        endResetModel();
        emit columnsChanged();
        return;
    }
    const int shared = int(std::min(table.cells.size(), table_.cells.size()));
    for (int i = 0; i < shared; ++i) {
        if (table.cells.at(i) == table_.cells.at(i))
            continue;
        table_.cells[i] = table.cells.at(i);
        emit dataChanged(index(i), index(i));
    }
    if (table_.cells.size() > shared) {
        beginRemoveRows({}, shared, int(table_.cells.size()) - 1);
        table_.cells.resize(shared);
        endRemoveRows();
    }
    if (table.cells.size() > shared) {
        beginInsertRows({}, shared, int(table.cells.size()) - 1);
        table_.cells += table.cells.mid(shared);
        endInsertRows();
    }
}

} // namespace hadal::ui
