#include "app/conversations/message_tree.h"

#include <QSet>

#include <algorithm>

namespace hadal::conversations {

MessageTree::MessageTree(const QList<Message>& messages) {
    for (const auto& message : messages)
        put(message);
}

void MessageTree::put(const Message& message) {
    const auto known = messages_.constFind(message.id);
    if (known == messages_.constEnd())
        children_[message.parent].append(message.id);
    else if (known->parent != message.parent) {
        children_[known->parent].removeOne(message.id);
        children_[message.parent].append(message.id);
    }
    messages_.insert(message.id, message);
}

QList<Message> MessageTree::path(const QString& leaf) const {
    QList<Message> path;
    QSet<QString> seen;
    for (auto at = messages_.constFind(leaf); at != messages_.constEnd() && !seen.contains(at->id);
         at = messages_.constFind(at->parent)) {
        seen.insert(at->id);
        path.append(*at);
    }
    std::reverse(path.begin(), path.end());
    return path;
}

QList<QString> MessageTree::versions(const QString& id) const {
    const auto at = messages_.constFind(id);
    return at == messages_.constEnd() ? QList<QString>() : children_.value(at->parent);
}

QString MessageTree::newestLeaf(const QString& id) const {
    if (!messages_.contains(id))
        return {};
    QString leaf = id;
    QSet<QString> seen{leaf};
    for (;;) {
        const auto children = children_.constFind(leaf);
        if (children == children_.constEnd() || children->isEmpty() || seen.contains(children->last()))
            return leaf;
        leaf = children->last();
        seen.insert(leaf);
    }
}

} // namespace hadal::conversations
