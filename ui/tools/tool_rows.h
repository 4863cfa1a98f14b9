// The library of tools as the rows of a list.
#pragma once

#include "app/tools/library.h"

#include <QAbstractListModel>
#include <QSet>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// The person's own tools, the sets with what is in them, the built-in ones, and those of MCP servers. With a
/// filter only tools that it is found in, everywhere open.
class ToolRows : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by ToolDesk.")
    Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY changed)
    Q_PROPERTY(int tools READ tools NOTIFY changed) ///< in the library
    Q_PROPERTY(int count READ count NOTIFY changed) ///< rows

  public:
    enum Kind { Heading, Set, Tool };
    Q_ENUM(Kind)
    enum Section { Own, Sets, BuiltIn, Servers };
    Q_ENUM(Section)
    enum Role {
        KindRole = Qt::UserRole + 1,
        SectionRole,
        IdRole,
        TitleRole,
        HintRole,   ///< the purpose
        SizeRole,   ///< tools in a set
        OpenRole,   ///< of a set
        InsideRole, ///< of a set
        WrongRole,  ///< cannot be used as it is
        ChangedRole ///< a built-in tool that is not as it came
    };

    ToolRows(tools::Library* library, const QString& dataFolder, QObject* parent);

    QString filter() const { return filter_; }
    void setFilter(const QString& filter);
    int tools() const { return int(library_->tools().size()); }
    int count() const { return int(rows_.size()); }
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    Q_INVOKABLE void setOpen(const QString& set, bool open);
    /// The first row with this tool or set; -1: none.
    Q_INVOKABLE int rowOf(const QString& id) const;
    /// The tool of the nearest row from `row` on, or before it; empty: none.
    QString toolNear(int row) const;
    /// Brings the rows up to date with the library.
    void refresh();

  signals:
    void changed();

  private:
    struct Row {
        Kind kind;
        Section section;
        QString id, title, hint;
        int size = 0;
        bool open = false, inside = false, wrong = false, changed = false;
        bool operator==(const Row&) const = default;
    };
    bool found(const tools::Tool& tool) const;
    Row toolRow(const tools::Tool& tool, Section section, bool inside) const;

    tools::Library* library_;
    QString dataFolder_;
    QString filter_;
    QSet<QString> folded_; ///< sets
    QList<Row> rows_;
};

} // namespace hadal::ui
