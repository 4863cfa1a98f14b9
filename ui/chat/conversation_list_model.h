// The list in the sidebar.
#pragma once

#include "app/conversations/message.h"

#include <QAbstractListModel>
#include <QSet>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// Pinned conversations first, then by last change.
class ConversationListModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by Workspace.")
    Q_PROPERTY(int count READ count NOTIFY countChanged)

  public:
    enum Group { Pinned, Today, ThisWeek, Earlier };
    Q_ENUM(Group)

    enum Role {
        IdRole = Qt::UserRole + 1,
        TitleRole,
        GroupRole, ///< Group
        PinnedRole,
        DraftRole, ///< whether one is kept
        AnsweringRole,
        UpdatedRole, ///< QDateTime, local time
    };

    using QAbstractListModel::QAbstractListModel;

    int count() const { return int(rows_.size()); }
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// Adds what the store knew when it was asked; what has come into the list since then stays as it is.
    void addStored(const QList<conversations::Conversation>& stored);
    /// Adds a conversation, or shows its change at its place.
    void put(const conversations::Conversation& conversation);
    void remove(const QString& id);
    void setAnswering(const QString& id, bool answering);
    /// Empty where it is not in the list.
    conversations::Conversation find(const QString& id) const;

    /// The conversation `step` rows after `id`, for moving by keyboard; empty at the ends.
    Q_INVOKABLE QString neighbour(const QString& id, int step) const;

  signals:
    void countChanged();

  private:
    int rowOf(const QString& id) const;

    QList<conversations::Conversation> rows_;
    QSet<QString> answering_;
};

} // namespace hadal::ui
