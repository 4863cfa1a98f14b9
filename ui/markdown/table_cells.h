// A table of an answer as a model of cells.
#pragma once

#include "ui/markdown/block.h"

#include <QAbstractListModel>

namespace hadal::ui {

/// Cells row by row, the head first; it grows while the table is being written.
class TableCells : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by MessageBlocks.")
    Q_PROPERTY(int columns READ columns NOTIFY columnsChanged)

  public:
    enum Role {
        WordsRole = Qt::UserRole + 1, ///< InlineText
        AlignmentRole,                ///< Qt::Alignment, horizontal
        HeadRole,                     ///< whether it names a column
    };

    TableCells(const Table& table, QObject* parent);

    int columns() const { return table_.columns; }
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    void assign(const Table& table);

  signals:
    void columnsChanged();

  private:
    Table table_;
};

} // namespace hadal::ui
