// Lines that a person adds, removes and moves: arguments, variables, headers, folders.
#pragma once

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// Rows of a name, a value and a flag, of which a form uses what it needs. Rows that are not filled in yet
/// are rows as well.
class RowList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by ToolForm.")
    Q_PROPERTY(int count READ count NOTIFY edited)

  public:
    struct Row {
        QString name;
        QString value;
        bool flag = false;
        bool operator==(const Row&) const = default;
    };
    enum Role { NameRole = Qt::UserRole + 1, ValueRole, FlagRole };

    using QAbstractListModel::QAbstractListModel;

    const QList<Row>& rows() const { return rows_; }
    /// Rows that stay keep their delegates.
    void assign(const QList<Row>& rows);
    int count() const { return int(rows_.size()); }
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    Q_INVOKABLE void setName(int row, const QString& name);
    Q_INVOKABLE void setValue(int row, const QString& value);
    Q_INVOKABLE void setFlag(int row, bool flag);
    /// Returns the index of the new row, which comes at the end, or before `at`.
    Q_INVOKABLE int add(const QString& name = {}, const QString& value = {}, int at = -1);
    Q_INVOKABLE void remove(int row);
    Q_INVOKABLE void move(int row, int to);

  signals:
    void edited(); ///< by the person

  private:
    bool has(int row) const { return row >= 0 && row < count(); }
    void told(int row, int role);

    QList<Row> rows_;
};

} // namespace hadal::ui
