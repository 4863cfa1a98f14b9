// The branches of a conversation as an outline.
#pragma once

#include "app/conversations/message_tree.h"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// One row a version of a message that has others, and one a message that was named or starred: what leads
/// nowhere else is left out. A row stands below the version that it goes on from, one step further in.
class BranchModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by Chat.")
    Q_PROPERTY(int count READ count NOTIFY countChanged)

  public:
    enum Role {
        MessageIdRole = Qt::UserRole + 1,
        FromPersonRole,
        WordsRole, ///< how the message begins
        NameRole,
        StarredRole,
        DepthRole,
        ShownRole, ///< it is part of what the page shows
        VersionRole,
        VersionsRole,
        MessagesRole, ///< how many follow on its newest branch, itself included
    };

    using QAbstractListModel::QAbstractListModel;

    int count() const { return int(rows_.size()); }
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    void show(const conversations::MessageTree& tree, const QString& leaf);

  signals:
    void countChanged();

  private:
    struct Row {
        conversations::Message message; ///< its text cut to how it begins
        int depth = 0;
        bool shown = false;
        int version = 1;
        int versions = 1;
        int messages = 1;
        bool operator==(const Row&) const = default;
    };
    QList<Row> rows_;
};

} // namespace hadal::ui
