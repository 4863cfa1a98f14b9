#include "ui/chat/conversation_list_model.h"

#include <algorithm>

namespace hadal::ui {

using conversations::Conversation;

namespace {

bool comesBefore(const Conversation& a, const Conversation& b) {
    return a.pinned != b.pinned ? a.pinned : a.updated > b.updated;
}

ConversationListModel::Group group(const Conversation& conversation) {
    if (conversation.pinned)
        return ConversationListModel::Pinned;
    const qint64 days = conversation.updated.toLocalTime().date().daysTo(QDate::currentDate());
    return days <= 0  ? ConversationListModel::Today
           : days < 7 ? ConversationListModel::ThisWeek
                      : ConversationListModel::Earlier;
}

} // namespace

int ConversationListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant ConversationListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Conversation& row = rows_.at(index.row());
    switch (role) {
    case IdRole:
        return row.id;
    case TitleRole:
        return row.title;
    case GroupRole:
        return group(row);
    case PinnedRole:
        return row.pinned;
    case DraftRole:
        return !row.draft.trimmed().isEmpty();
    case AnsweringRole:
        return answering_.contains(row.id);
    case UpdatedRole:
        return row.updated.toLocalTime();
    default:
        return {};
    }
}

QHash<int, QByteArray> ConversationListModel::roleNames() const {
    return {{IdRole, "conversationId"}, {TitleRole, "title"}, {GroupRole, "group"},
            {PinnedRole, "pinned"},     {DraftRole, "draft"}, {AnsweringRole, "answering"},
            {UpdatedRole, "updated"}};
}

void ConversationListModel::addStored(const QList<Conversation>& stored) {
    beginResetModel();
    QSet<QString> known;
    for (const Conversation& row : qAsConst(rows_))
        known.insert(row.id);
    for (const Conversation& conversation : stored) {
        if (!known.contains(conversation.id))
            rows_.append(conversation);
    }
    std::stable_sort(rows_.begin(), rows_.end(), comesBefore);
    endResetModel();
    emit countChanged();
}

void ConversationListModel::put(const Conversation& conversation) {
    const int from = rowOf(conversation.id);
    const auto place = std::find_if(rows_.cbegin(), rows_.cend(), [&](const Conversation& other) {
        return other.id != conversation.id && comesBefore(conversation, other);
    });
    const int to = int(place - rows_.cbegin()); // before this row of the list as it is now
    if (from < 0) {
        beginInsertRows({}, to, to);
        rows_.insert(to, conversation);
        endInsertRows();
        emit countChanged();
        return;
    }
    rows_[from] = conversation;
    if (to != from && to != from + 1 && beginMoveRows({}, from, from, {}, to)) {
        rows_.move(from, to > from ? to - 1 : to);
        endMoveRows();
    }
    const QModelIndex changed = index(rowOf(conversation.id));
    emit dataChanged(changed, changed);
}

void ConversationListModel::remove(const QString& id) {
    const int row = rowOf(id);
    if (row < 0)
        return;
    beginRemoveRows({}, row, row);
    rows_.removeAt(row);
    endRemoveRows();
    emit countChanged();
}

void ConversationListModel::setAnswering(const QString& id, bool answering) {
    if (answering_.contains(id) == answering)
        return;
    answering ? (void)answering_.insert(id) : (void)answering_.remove(id);
    if (const int row = rowOf(id); row >= 0)
        emit dataChanged(index(row), index(row), {AnsweringRole});
}

Conversation ConversationListModel::find(const QString& id) const {
    return rows_.value(rowOf(id));
}

QString ConversationListModel::neighbour(const QString& id, int step) const {
    const int row = rowOf(id);
    return row < 0 ? rows_.value(0).id : rows_.value(row + step).id;
}

int ConversationListModel::rowOf(const QString& id) const {
    for (int i = 0; i < count(); ++i) {
        if (rows_.at(i).id == id)
            return i;
    }
    return -1;
}

} // namespace hadal::ui
