// The tools and sets that a chat may use, and which it does.
#pragma once

#include "app/toolloop/shelf.h"
#include "ui/chat/chat_settings.h"

#include <QAbstractListModel>

namespace hadal::ui {

/// Sets first, then tools, in the order of the shelf.
class ToolChoices : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by ToolTurn.")
    Q_PROPERTY(int count READ count NOTIFY changed)     ///< rows
    Q_PROPERTY(int offered READ offered NOTIFY changed) ///< tools that the model is told of

  public:
    enum Role {
        ToolIdRole = Qt::UserRole + 1,
        NameRole,
        PurposeRole,
        EffectRole, ///< 0 reads, 1 writes, 2 deletes; of a set -1
        IsSetRole,
        ChosenRole,
        BySetRole, ///< it is on because a set is
        SizeRole,  ///< of a set, tools
    };

    /// `shelf` may be null: there are no tools. Both outlive this.
    ToolChoices(const toolloop::Shelf* shelf, ChatSettings* settings, QObject* parent);

    int count() const { return int(sets_.size() + tools_.size()); }
    int offered() const { return int(offeredTools().size()); }
    QList<tools::Tool> offeredTools() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    Q_INVOKABLE void choose(int row, bool chosen);

    /// By a tool's identifier, for a page that shows one.
    Q_INVOKABLE bool uses(const QString& tool) const;
    Q_INVOKABLE bool bySet(const QString& tool) const;
    /// Using one switches the chat's tools on.
    Q_INVOKABLE void use(const QString& tool, bool used);

  signals:
    void changed();

  private:
    void read();

    const toolloop::Shelf* shelf_;
    ChatSettings* settings_;
    QList<tools::ToolSet> sets_;
    QList<tools::Tool> tools_;
};

} // namespace hadal::ui
