// The messages of one conversation with all their versions, as a tree in memory.
#pragma once

#include "app/conversations/message.h"

#include <QHash>

namespace hadal::conversations {

/// A value without thread or storage. Unknown ids give empty answers; damaged links (a missing parent, a
/// circle) never hang and hide no more than the messages concerned.
class MessageTree {
  public:
    MessageTree() = default;
    /// Messages in the order they were added, as Store::messages() gives them.
    explicit MessageTree(const QList<Message>& messages);

    /// Adds a message, or replaces the one with its id.
    void put(const Message& message);

    bool contains(const QString& id) const { return messages_.contains(id); }
    Message message(const QString& id) const { return messages_.value(id); }
    /// From the first message down to `leaf`.
    QList<Message> path(const QString& leaf) const;
    /// Ids of all messages with the parent of `id`, `id` included, oldest first: what "2 of 3" counts.
    QList<QString> versions(const QString& id) const;
    /// Ids of the messages that answer `id`, oldest first; of the first messages where it is empty.
    QList<QString> children(const QString& id) const { return children_.value(id); }
    /// The end of the branch that goes on from `id` by the newest message each time.
    QString newestLeaf(const QString& id) const;

  private:
    QHash<QString, Message> messages_;
    QHash<QString, QList<QString>> children_; ///< by parent, oldest first
};

} // namespace hadal::conversations
