#include "ui/markdown/table_cells.h"

#include <QQmlEngine>

#include <algorithm>

namespace hadal::ui {

TableCells::TableCells(const QList<InlineText>& cells, const QList<Qt::Alignment>& alignments)
    : cells_(cells), alignments_(alignments) {}

int TableCells::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(cells_.size());
}

QVariant TableCells::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    switch (role) {
    case WordsRole:
        return QVariant::fromValue(cells_.at(index.row()));
    case AlignmentRole:
        return int(alignments_.value(index.row(), Qt::AlignLeft));
    default:
        return {};
    }
}

QHash<int, QByteArray> TableCells::roleNames() const {
    return {{WordsRole, "words"}, {AlignmentRole, "alignment"}};
}

bool TableCells::assign(const QList<InlineText>& cells) {
    bool changed = false;
    for (int i = 0; i < cells_.size(); ++i) {
        if (cells.at(i) == cells_.at(i))
            continue;
        cells_[i] = cells.at(i);
        changed = true;
        emit dataChanged(index(i), index(i));
    }
    return changed;
}

TableRows::TableRows(const Table& table, QObject* parent)
    : QAbstractListModel(parent), columns_(table.columns), alignments_(table.alignments) {
    replace(0, table.cells);
}

int TableRows::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant TableRows::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || role != CellsRole)
        return {};
    return QVariant::fromValue(rows_[size_t(index.row())].get());
}

QHash<int, QByteArray> TableRows::roleNames() const {
    return {{CellsRole, "cells"}};
}

void TableRows::assign(const Table& table) {
    if (table.columns == columns_ && table.alignments == alignments_) {
        replace(0, table.cells);
        return;
    }
    beginResetModel();
    rows_.clear();
    endResetModel();
    columns_ = table.columns;
    alignments_ = table.alignments;
    emit columnsChanged();
    replace(0, table.cells);
}

void TableRows::replace(int first, const QList<InlineText>& cells) {
    const int rows = columns_ > 0 ? first + int(cells.size() / columns_) : 0;
    const auto rowOf = [&](int row) { return cells.mid((row - first) * columns_, columns_); };
    const int shared = std::min(rows, count());
    for (int row = first; row < shared; ++row)
        if (rows_[size_t(row)]->assign(rowOf(row)))
            emit dataChanged(index(row), index(row));
    if (count() > shared) {
        beginRemoveRows({}, shared, count() - 1);
        rows_.resize(size_t(shared));
        endRemoveRows();
    }
    if (rows > shared) {
        beginInsertRows({}, shared, rows - 1);
        for (int row = shared; row < rows; ++row) {
            auto& cellsOfRow = rows_.emplace_back(std::make_unique<TableCells>(rowOf(row), alignments_));
            QQmlEngine::setObjectOwnership(cellsOfRow.get(), QQmlEngine::CppOwnership);
        }
        endInsertRows();
    }
    emit countChanged();
}

} // namespace hadal::ui
