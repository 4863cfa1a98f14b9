// What of the database has to do with whole chats and their words: the index, the search, the bin, copies.
#include "app/conversations/database.h"
#include "app/conversations/message_tree.h"
#include "app/conversations/records.h"
#include "kernels/error.h"

#include <QHash>
#include <QSqlRecord>

namespace hadal::conversations {
namespace {

constexpr int index_step = 200;
constexpr qint64 day_ms = 24 * 60 * 60 * 1000;

QString searched(const Message& message) {
    QString text = message.content;
    for (const Attachment& file : message.files)
        text += u'\n' + file.name + u'\n' + file.text;
    return text;
}

} // namespace

void Database::index(const Message& message, qint64 seq) {
    file_.run("INSERT INTO words (rowid, text) VALUES (?, ?)", {seq, wordsOf(storable(searched(message)))});
    file_.run("UPDATE messages SET indexed = 1 WHERE seq = ?", {seq});
}

/// The index keeps no texts, so it is told which words to forget.
void Database::unindex(const Message& message, qint64 seq) {
    if (file_.number("SELECT indexed FROM messages WHERE seq = ?", {seq}) == 0)
        return;
    file_.run("INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)",
              {seq, wordsOf(storable(searched(message)))});
    file_.run("UPDATE messages SET indexed = 0 WHERE seq = ?", {seq});
}

bool Database::indexSome() {
    int indexed = 0;
    file_.transaction([&] {
        auto query = file_.run(QString("SELECT %1, seq FROM messages WHERE indexed = 0 AND state <> ? "
                                       "ORDER BY seq DESC LIMIT ?")
                                   .arg(message_columns),
                               {toText(MessageState::Streaming), index_step});
        QList<std::pair<qint64, Message>> rows;
        while (query.next())
            rows.append({query.value(query.record().count() - 1).toLongLong(), readMessage(query)});
        query.finish();
        for (const auto& [seq, message] : rows)
            index(message, seq);
        indexed = int(rows.size());
    });
    return indexed == index_step;
}

SearchResult Database::search(const SearchQuery& query) {
    SearchResult result;
    const QString match = matchOf(query.text);
    if (match.isEmpty())
        return result;
    // CROSS JOIN keeps this order of tables: the index is read from its newest message on and no further than
    // the limit asks for.
    QString sql = "SELECT m.conversation, c.title, m.id, m.role, m.created, c.archived, m.content, m.files "
                  "FROM words CROSS JOIN messages m ON m.seq = words.rowid "
                  "CROSS JOIN conversations c ON c.id = m.conversation "
                  "WHERE words MATCH ? AND c.removed IS NULL";
    QVariantList values = {match};
    const auto only = [&](const char* condition, const QVariant& value) {
        sql += QString(" AND %1").arg(condition);
        values.append(value);
    };
    if (!query.conversation.isEmpty())
        only("m.conversation = ?", storable(query.conversation));
    if (!query.folder.isEmpty())
        only("c.folder = ?", storable(query.folder));
    if (query.role)
        only("m.role = ?", toText(*query.role));
    if (query.since.isValid())
        only("m.created >= ?", query.since.toMSecsSinceEpoch());
    sql += " ORDER BY words.rowid DESC LIMIT ?";
    values.append(query.limit + 1);

    const QStringList parts = partsOf(query.text);
    auto rows = file_.run(sql, values);
    while (rows.next()) {
        if (result.hits.size() == query.limit) {
            result.more = true;
            break;
        }
        SearchHit hit;
        hit.conversation = rows.value(0).toString();
        hit.title = rows.value(1).toString();
        hit.message = rows.value(2).toString();
        hit.role = readRole(rows.value(3));
        hit.created = readTime(rows.value(4));
        hit.archived = rows.value(5).toBool();
        hit.snippet = snippetOf(rows.value(6).toString(), parts);
        if (hit.snippet.marks.isEmpty())
            for (const Attachment& file : readFiles(rows.value(7)))
                if (const Snippet found = snippetOf(file.name + u'\n' + file.text, parts);
                    hit.snippet.marks.isEmpty() && !found.marks.isEmpty())
                    hit.snippet = found;
        result.hits.append(hit);
    }
    rows.finish();
    result.complete = file_.number("SELECT EXISTS (SELECT 1 FROM messages WHERE indexed = 0 AND state <> ?)",
                                   {toText(MessageState::Streaming)}) == 0;
    return result;
}

void Database::purge(const QString& conversation) {
    if (file_.number("SELECT COUNT(*) FROM conversations WHERE id = ? AND removed IS NOT NULL",
                     {storable(conversation)}) == 0)
        throw Error(ErrorKind::InvalidArgument,
                    "The bin has no conversation " + conversation.toStdString() + ".");
    file_.transaction([&] {
        auto query = file_.run(QString("SELECT %1, seq FROM messages WHERE conversation = ? AND indexed = 1")
                                   .arg(message_columns),
                               {storable(conversation)});
        QList<std::pair<qint64, Message>> rows;
        while (query.next())
            rows.append({query.value(query.record().count() - 1).toLongLong(), readMessage(query)});
        query.finish();
        for (const auto& [seq, message] : rows)
            unindex(message, seq);
        file_.run("DELETE FROM messages WHERE conversation = ?", {storable(conversation)});
        file_.run("DELETE FROM conversations WHERE id = ?", {storable(conversation)});
    });
}

void Database::withdraw(const QString& conversation, const QStringList& messages) {
    file_.transaction([&] {
        // Children stand behind their parents.
        for (auto id = messages.rbegin(); id != messages.rend(); ++id) {
            if (file_.run("SELECT 1 FROM messages WHERE parent = ?", {storable(*id)}).next())
                continue;
            auto query = file_.run(QString("SELECT %1, seq FROM messages WHERE id = ? AND conversation = ?")
                                       .arg(message_columns),
                                   {storable(*id), storable(conversation)});
            if (!query.next())
                continue;
            const Message message = readMessage(query);
            const qint64 seq = query.value(query.record().count() - 1).toLongLong();
            query.finish();
            unindex(message, seq);
            file_.run("UPDATE conversations SET leaf = ? WHERE id = ? AND leaf = ?",
                      {storable(message.parent), storable(conversation), storable(*id)});
            file_.run("DELETE FROM messages WHERE seq = ?", {seq});
        }
    });
}

int Database::purgeOld() {
    QStringList old;
    auto query = file_.run("SELECT id FROM conversations WHERE removed < ?",
                           {QDateTime::currentMSecsSinceEpoch() - bin_days * day_ms});
    while (query.next())
        old.append(query.value(0).toString());
    query.finish();
    for (const QString& conversation : old)
        purge(conversation);
    return int(old.size());
}

Conversation Database::copy(const QString& from, const Conversation& to, const QString& leaf) {
    const QList<Message> all = messages(from);
    const QList<Message> copied = leaf.isEmpty() ? all : MessageTree(all).path(leaf);
    QHash<QString, QString> ids;
    for (const Message& message : copied)
        ids.insert(message.id, newId());
    file_.transaction([&] {
        add(to);
        for (Message message : copied) {
            message.id = ids.value(message.id);
            message.parent = ids.value(message.parent);
            message.conversation = to.id;
            if (message.state == MessageState::Streaming)
                message.state = MessageState::Cut;
            insert(message);
        }
        if (const QString shown = ids.value(to.leaf); !shown.isEmpty())
            set(to.id, "leaf", storable(shown));
    });
    Conversation copy = to;
    copy.leaf = ids.value(to.leaf);
    return copy;
}

} // namespace hadal::conversations
