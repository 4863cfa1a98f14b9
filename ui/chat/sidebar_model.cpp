#include "ui/chat/sidebar_model.h"

#include <algorithm>

namespace hadal::ui {

using conversations::Conversation;
using conversations::Folder;

namespace {

bool comesBefore(const Conversation& a, const Conversation& b) {
    if (a.pinned != b.pinned)
        return a.pinned;
    return a.updated != b.updated ? a.updated > b.updated : a.id < b.id;
}

SidebarModel::Group group(const Conversation& conversation) {
    if (conversation.pinned)
        return SidebarModel::Pinned;
    const qint64 days = conversation.updated.toLocalTime().date().daysTo(QDate::currentDate());
    return days <= 0 ? SidebarModel::Today : days < 7 ? SidebarModel::ThisWeek : SidebarModel::Earlier;
}

} // namespace

int SidebarModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(rows_.size());
}

QVariant SidebarModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = rows_.at(index.row());
    const Conversation conversation = row.kind == ChatKind ? find(row.id) : Conversation();
    switch (role) {
    case KindRole:
        return row.kind;
    case IdRole:
        return row.id;
    case TitleRole:
        return row.kind == FolderKind ? findFolder(row.id).name : conversation.title;
    case GroupRole:
        return row.group;
    case PinnedRole:
        return conversation.pinned;
    case DraftRole:
        return !conversation.draft.isEmpty() || !conversation.edits.isEmpty() ||
               !conversation.queue.isEmpty();
    case AnsweringRole:
        return answering_.contains(row.id);
    case WaitingRole:
        return waiting_.contains(row.id);
    case UpdatedRole:
        return conversation.updated.toLocalTime();
    case CountRole:
        return row.count;
    case OpenRole:
        return row.open;
    case InsideRole:
        return row.inside;
    case SelectedRole:
        return selection_.contains(row.id);
    default:
        return {};
    }
}

QHash<int, QByteArray> SidebarModel::roleNames() const {
    return {{KindRole, "kind"},           {IdRole, "itemId"},       {TitleRole, "title"},
            {GroupRole, "group"},         {PinnedRole, "pinned"},   {DraftRole, "draft"},
            {AnsweringRole, "answering"}, {WaitingRole, "waiting"}, {UpdatedRole, "updated"},
            {CountRole, "chats"},         {OpenRole, "folderOpen"}, {InsideRole, "inside"},
            {SelectedRole, "selected"}};
}

QList<Conversation> SidebarModel::all() const {
    QList<Conversation> all = conversations_.values();
    std::sort(all.begin(), all.end(),
              [](const Conversation& a, const Conversation& b) { return a.updated > b.updated; });
    return all;
}

void SidebarModel::addStored(const QList<Conversation>& stored) {
    for (const Conversation& conversation : stored)
        if (!conversations_.contains(conversation.id))
            conversations_.insert(conversation.id, conversation);
    rebuild();
}

void SidebarModel::addFolders(const QList<Folder>& stored) {
    for (const Folder& folder : stored)
        if (findFolder(folder.id).id.isEmpty())
            folders_ += folder;
    std::stable_sort(folders_.begin(), folders_.end(),
                     [](const Folder& a, const Folder& b) { return a.created < b.created; });
    rebuild();
}

void SidebarModel::put(const Conversation& conversation) {
    conversations_.insert(conversation.id, conversation);
    rebuild();
}

void SidebarModel::remove(const QString& id) {
    conversations_.remove(id);
    selection_.removeOne(id);
    rebuild();
    emit selectionChanged();
}

void SidebarModel::setAnswering(const QString& id, bool answering, bool waiting) {
    if (answering_.contains(id) == answering && waiting_.contains(id) == waiting)
        return;
    answering ? (void)answering_.insert(id) : (void)answering_.remove(id);
    waiting ? (void)waiting_.insert(id) : (void)waiting_.remove(id);
    if (const int row = rowOf(id); row >= 0)
        emit dataChanged(index(row), index(row), {AnsweringRole, WaitingRole});
}

void SidebarModel::putFolder(const Folder& folder) {
    const auto known = std::find_if(folders_.begin(), folders_.end(),
                                    [&](const Folder& other) { return other.id == folder.id; });
    if (known == folders_.end())
        folders_ += folder;
    else
        *known = folder;
    addFolders({}); // in order
}

void SidebarModel::removeFolder(const QString& id) {
    folders_.removeIf([&](const Folder& folder) { return folder.id == id; });
    rebuild();
}

Folder SidebarModel::findFolder(const QString& id) const {
    const auto known =
        std::find_if(folders_.begin(), folders_.end(), [&](const Folder& folder) { return folder.id == id; });
    return known == folders_.end() ? Folder() : *known;
}

QStringList SidebarModel::folderIds() const {
    QStringList ids;
    for (const Folder& folder : folders_)
        ids += folder.id;
    return ids;
}

QStringList SidebarModel::folderNames() const {
    QStringList names;
    for (const Folder& folder : folders_)
        names += folder.name;
    return names;
}

void SidebarModel::setArchiveOpen(bool open) {
    archiveOpen_ = open;
    rebuild();
}

QList<SidebarModel::Row> SidebarModel::makeRows() const {
    QList<Conversation> sorted = conversations_.values();
    std::sort(sorted.begin(), sorted.end(), comesBefore);
    QHash<QString, QStringList> inside; // by folder
    QStringList archived;
    QList<Conversation> outside;
    const QStringList folders = folderIds();
    for (const Conversation& conversation : qAsConst(sorted)) {
        if (conversation.archived)
            archived += conversation.id;
        else if (!conversation.folder.isEmpty() && folders.contains(conversation.folder))
            inside[conversation.folder] += conversation.id;
        else
            outside += conversation;
    }
    QList<Row> rows;
    const auto put = [&rows](const Row& folder, const QStringList& ids) {
        rows += folder;
        if (folder.open)
            for (const QString& id : ids)
                rows += Row{ChatKind, id, 0, 0, false, true};
    };
    for (const Folder& folder : folders_) {
        const QStringList ids = inside.value(folder.id);
        put({FolderKind, folder.id, 0, int(ids.size()), folder.open, false}, ids);
    }
    int last = -1;
    for (const Conversation& conversation : qAsConst(outside)) {
        const int place = group(conversation);
        if (place != std::exchange(last, place))
            rows += Row{HeadingKind, QString("group %1").arg(place), place, 0, false, false};
        rows += Row{ChatKind, conversation.id, 0, 0, false, false};
    }
    if (!archived.isEmpty())
        put({ArchiveKind, "archive", 0, int(archived.size()), archiveOpen_, false}, archived);
    return rows;
}

void SidebarModel::rebuild() {
    const QList<Row> rows = makeRows();
    const auto same = [](const Row& a, const Row& b) { return a.sameAs(b); };
    const qsizetype shorter = std::min(rows.size(), rows_.size());
    qsizetype front = 0, back = 0;
    while (front < shorter && same(rows.at(front), rows_.at(front)))
        ++front;
    while (back < shorter - front && same(rows.at(rows.size() - 1 - back), rows_.at(rows_.size() - 1 - back)))
        ++back;
    if (const int end = int(rows_.size() - back); end > front) {
        beginRemoveRows({}, int(front), end - 1);
        rows_.remove(front, end - front);
        endRemoveRows();
    }
    if (const int end = int(rows.size() - back); end > front) {
        beginInsertRows({}, int(front), end - 1);
        for (qsizetype i = front; i < end; ++i)
            rows_.insert(i, rows.at(i));
        endInsertRows();
    }
    rows_ = rows; // counts and folds of the rows that stayed
    if (!rows_.isEmpty())
        emit dataChanged(index(0), index(int(rows_.size()) - 1));
    emit changed();
}

void SidebarModel::setSelection(const QStringList& selection) {
    if (selection == selection_)
        return;
    selection_ = selection;
    if (!rows_.isEmpty())
        emit dataChanged(index(0), index(int(rows_.size()) - 1), {SelectedRole});
    emit selectionChanged();
}

void SidebarModel::clearSelection() {
    anchor_.clear();
    setSelection({});
}

void SidebarModel::toggleSelected(const QString& id, const QString& shown) {
    QStringList selection = selection_;
    if (selection.isEmpty() && conversations_.contains(shown))
        selection += shown;
    if (!selection.removeOne(id))
        selection += id;
    if (selection.size() == 1 && selection.first() == shown)
        selection.clear(); // the one that is shown needs no picking
    anchor_ = selection.isEmpty() ? QString() : id;
    setSelection(selection);
}

void SidebarModel::selectTo(const QString& id, const QString& shown) {
    const int from = rowOf(anchor_.isEmpty() ? shown : anchor_), to = rowOf(id);
    if (to < 0)
        return;
    QStringList selection;
    for (int row = std::min(from < 0 ? to : from, to); row <= std::max(from, to); ++row)
        if (rows_.at(row).kind == ChatKind)
            selection += rows_.at(row).id;
    setSelection(selection);
}

QString SidebarModel::neighbour(const QString& id, int step) const {
    QStringList ids;
    for (const Row& row : rows_)
        if (row.kind == ChatKind)
            ids += row.id;
    const qsizetype at = ids.indexOf(id);
    return at < 0 ? ids.value(0) : ids.value(at + step);
}

int SidebarModel::rowOf(const QString& id) const {
    for (int i = 0; i < int(rows_.size()); ++i)
        if (rows_.at(i).id == id)
            return i;
    return -1;
}

} // namespace hadal::ui
