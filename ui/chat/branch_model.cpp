#include "ui/chat/branch_model.h"

#include <QSet>

namespace hadal::ui {

using conversations::Message;

namespace {
constexpr qsizetype beginning = 120;
}

int BranchModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant BranchModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = rows_.at(index.row());
    switch (role) {
    case MessageIdRole:
        return row.message.id;
    case FromPersonRole:
        return row.message.role == conversations::Role::User;
    case WordsRole:
        return row.message.content;
    case NameRole:
        return row.message.name;
    case StarredRole:
        return row.message.starred;
    case DepthRole:
        return row.depth;
    case ShownRole:
        return row.shown;
    case VersionRole:
        return row.version;
    case VersionsRole:
        return row.versions;
    case MessagesRole:
        return row.messages;
    default:
        return {};
    }
}

QHash<int, QByteArray> BranchModel::roleNames() const {
    return {{MessageIdRole, "messageId"}, {FromPersonRole, "fromPerson"}, {WordsRole, "words"},
            {NameRole, "name"},           {StarredRole, "starred"},       {DepthRole, "depth"},
            {ShownRole, "shown"},         {VersionRole, "version"},       {VersionsRole, "versions"},
            {MessagesRole, "messages"}};
}

void BranchModel::show(const conversations::MessageTree& tree, const QString& leaf) {
    QSet<QString> shown;
    for (const Message& message : tree.path(leaf))
        shown.insert(message.id);
    QList<Row> rows;
    // Depth first, without recursion: a conversation may be thousands of messages deep. Ids in a circle of
    // damaged links are met once.
    struct Open {
        QString id;
        int depth;
    };
    QList<Open> open;
    QSet<QString> seen;
    const auto push = [&](const QString& parent, int depth) {
        const QList<QString> children = tree.children(parent);
        for (auto child = children.rbegin(); child != children.rend(); ++child)
            open.append({*child, depth});
    };
    push({}, 0);
    while (!open.isEmpty()) {
        const auto [id, depth] = open.takeLast();
        if (seen.contains(id))
            continue;
        seen.insert(id);
        Message message = tree.message(id);
        const QList<QString> versions = tree.versions(id);
        const bool listed = versions.size() > 1 || message.starred || !message.name.isEmpty();
        if (listed) {
            Row row;
            row.messages = int(tree.path(tree.newestLeaf(id)).size() - tree.path(id).size()) + 1;
            row.version = int(versions.indexOf(id)) + 1;
            row.versions = int(versions.size());
            row.depth = depth;
            row.shown = shown.contains(id);
            message.content = message.content.first(std::min(beginning, message.content.size())).simplified();
            message.reasoning.clear();
            message.files.clear();
            row.message = message;
            rows += row;
        }
        push(id, depth + (listed ? 1 : 0));
    }
    if (rows == rows_)
        return;
    beginResetModel();
    rows_ = rows;
    endResetModel();
    emit countChanged();
}

} // namespace hadal::ui
