#include "ui/chat/search_model.h"

#include "app/base/when_done.h"
#include "ui/chat/sidebar_model.h"

#include <algorithm>

namespace hadal::ui {

using conversations::Mark;
using conversations::SearchQuery;
using conversations::SearchResult;

namespace {

constexpr qsizetype shown_chats = 8;

QString bold(const QString& text, const QList<Mark>& marks) {
    QString styled;
    qsizetype at = 0;
    for (const Mark& mark : marks) {
        styled += text.sliced(at, mark.begin - at).toHtmlEscaped();
        styled += "<b>" + text.sliced(mark.begin, mark.length).toHtmlEscaped() + "</b>";
        at = mark.begin + mark.length;
    }
    return styled + text.sliced(at).toHtmlEscaped();
}

QString bold(const QString& text, const QStringList& parts) {
    return bold(text, conversations::marksOf(text, parts));
}

bool hasAll(const QString& text, const QStringList& parts) {
    return std::all_of(parts.begin(), parts.end(),
                       [&](const QString& part) { return !conversations::marksOf(text, {part}).isEmpty(); });
}

} // namespace

SearchModel::SearchModel(conversations::Store* store, const SidebarModel* sidebar, QObject* parent)
    : QAbstractListModel(parent), store_(store), sidebar_(sidebar) {}

int SearchModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant SearchModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = rows_.at(index.row());
    const QStringList parts = conversations::partsOf(text_);
    switch (role) {
    case KindRole:
        return row.kind;
    case IdRole:
        return row.id;
    case MessageRole:
        return row.hit.message;
    case TitleRole:
        return row.kind == MessageKind ? row.title.toHtmlEscaped() : bold(row.title, parts);
    case SnippetRole:
        return bold(row.hit.snippet.text, row.hit.snippet.marks);
    case FromPersonRole:
        return row.hit.role == conversations::Role::User;
    case TimeRole:
        return row.hit.created.toLocalTime();
    case KeysRole:
        return row.keys;
    case IconRole:
        return row.icon;
    case ArchivedRole:
        return row.hit.archived;
    default:
        return {};
    }
}

QHash<int, QByteArray> SearchModel::roleNames() const {
    return {{KindRole, "kind"},        {IdRole, "itemId"},       {MessageRole, "message"},
            {TitleRole, "title"},      {SnippetRole, "snippet"}, {FromPersonRole, "fromPerson"},
            {TimeRole, "time"},        {KeysRole, "keys"},       {IconRole, "iconName"},
            {ArchivedRole, "archived"}};
}

void SearchModel::setText(const QString& text) {
    if (text == text_)
        return;
    text_ = text;
    emit textChanged();
    refresh();
}

void SearchModel::setWho(Who who) {
    who_ = who;
    emit filterChanged();
    refresh();
}

void SearchModel::setDays(int days) {
    days_ = days;
    emit filterChanged();
    refresh();
}

void SearchModel::setFolder(const QString& folder) {
    folder_ = folder;
    emit filterChanged();
    refresh();
}

void SearchModel::addCommand(const QString& id, const QString& name, const QString& keys,
                             const QString& icon) {
    commands_ += Row{CommandKind, id, name, keys, icon, {}};
}

void SearchModel::refresh() {
    show();
    search();
}

void SearchModel::search() {
    if (searching_) {
        again_ = true;
        return;
    }
    SearchQuery query;
    query.text = text_;
    query.folder = folder_;
    if (who_ != Anyone)
        query.role = who_ == Person ? conversations::Role::User : conversations::Role::Assistant;
    if (days_ > 0)
        query.since = QDateTime::currentDateTimeUtc().addDays(-days_);
    searching_ = true;
    const auto done = [this](const SearchResult& result, const QString& problem) {
        searching_ = false;
        result_ = result;
        problem_ = problem;
        show();
        if (std::exchange(again_, false))
            search();
    };
    whenDone(
        store_->search(query), this, [done](const SearchResult& result) { done(result, {}); },
        [done](const QString& problem) { done({}, problem); });
}

/// What stays at the front stays, so that a list does not begin anew at every key.
void SearchModel::replace(const QList<Row>& rows) {
    const auto same = [](const Row& a, const Row& b) {
        return a.kind == b.kind && a.id == b.id && a.hit.message == b.hit.message;
    };
    qsizetype front = 0;
    while (front < rows.size() && front < rows_.size() && same(rows.at(front), rows_.at(front)))
        ++front;
    if (front < rows_.size()) {
        beginRemoveRows({}, int(front), count() - 1);
        rows_.resize(front);
        endRemoveRows();
    }
    if (front < rows.size()) {
        beginInsertRows({}, int(front), int(rows.size()) - 1);
        rows_ = rows;
        endInsertRows();
    }
    if (front > 0) { // found by other words
        rows_ = rows;
        emit dataChanged(index(0), index(int(front) - 1));
    }
}

void SearchModel::show() {
    const QStringList parts = conversations::partsOf(text_);
    const bool filtered = who_ != Anyone || days_ > 0 || !folder_.isEmpty();
    QList<Row> rows;
    if (!filtered)
        for (const Row& command : commands_)
            if (hasAll(command.title, parts) && (parts.isEmpty() == text_.trimmed().isEmpty()))
                rows += command;
    // What begins with the text is meant rather than what has it somewhere.
    std::stable_partition(rows.begin(), rows.end(), [this](const Row& row) {
        return row.title.startsWith(text_.trimmed(), Qt::CaseInsensitive);
    });
    QList<Row> chats;
    for (const conversations::Conversation& conversation : sidebar_->all()) {
        if (filtered || chats.size() == shown_chats)
            break;
        if (!hasAll(conversation.title, parts))
            continue;
        Row row{ChatKind, conversation.id, conversation.title, {}, {}, {}};
        row.hit.created = conversation.updated;
        row.hit.archived = conversation.archived;
        chats += row;
    }
    // Without a text the chats that were used last are nearer than the commands.
    rows = parts.isEmpty() ? chats + rows : rows + chats;
    if (!parts.isEmpty())
        for (const conversations::SearchHit& hit : result_.hits)
            rows += Row{MessageKind, hit.conversation, hit.title, {}, {}, hit};
    replace(rows);
    emit found();
}

} // namespace hadal::ui
