// A table of an answer as a model of rows, and a row as a model of cells.
#pragma once

#include "ui/markdown/block.h"

#include <QAbstractListModel>

#include <memory>
#include <vector>

namespace hadal::ui {

/// The cells of one row.
class TableCells : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by TableRows.")

  public:
    enum Role {
        WordsRole = Qt::UserRole + 1, ///< InlineText
        AlignmentRole,                ///< Qt::Alignment, horizontal
    };

    TableCells(const QList<InlineText>& cells, const QList<Qt::Alignment>& alignments);

    const QList<InlineText>& cells() const { return cells_; }
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// As many cells as before. Returns whether any has changed.
    bool assign(const QList<InlineText>& cells);

  private:
    QList<InlineText> cells_;
    QList<Qt::Alignment> alignments_;
};

/// The rows of a table, the head first; it grows while the table is being written.
class TableRows : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by MessageBlocks.")
    Q_PROPERTY(int columns READ columns NOTIFY columnsChanged)
    Q_PROPERTY(int count READ count NOTIFY countChanged)

  public:
    enum Role { CellsRole = Qt::UserRole + 1 }; ///< TableCells

    TableRows(const Table& table, QObject* parent);

    int columns() const { return columns_; }
    int count() const { return int(rows_.size()); }
    const TableCells& row(int row) const { return *rows_[size_t(row)]; }
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    void assign(const Table& table);
    /// Replaces the rows from `first` on. `cells` are whole rows.
    void replace(int first, const QList<InlineText>& cells);

  signals:
    void columnsChanged();
    void countChanged();

  private:
    int columns_;
    QList<Qt::Alignment> alignments_;
    std::vector<std::unique_ptr<TableCells>> rows_;
};

} // namespace hadal::ui
