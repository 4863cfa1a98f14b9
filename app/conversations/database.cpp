#include "app/conversations/database.h"

#include "app/conversations/records.h"
#include "kernels/error.h"

#include <QHash>
#include <QSqlRecord>
#include <QVariant>

namespace hadal::conversations {

namespace {

[[noreturn]] void refuse(const QString& message) {
    throw Error(ErrorKind::InvalidArgument, message.toStdString());
}

} // namespace

OpenReport Database::open(const Migrations& steps) {
    auto report = file_.open(steps);
    // Only a process that ended without closing leaves a message streaming.
    const auto query = file_.run("UPDATE messages SET state = ? WHERE state = ?",
                                 {toText(MessageState::Cut), toText(MessageState::Streaming)});
    report.cutMessages = query.numRowsAffected();
    report.purged = purgeOld();
    return report;
}

QList<Conversation> Database::conversations() {
    auto query = file_.run(QString("SELECT %1 FROM conversations WHERE removed IS NULL "
                                   "ORDER BY pinned DESC, updated DESC, rowid DESC")
                               .arg(conversation_columns));
    QList<Conversation> list;
    while (query.next())
        list.append(readConversation(query));
    return list;
}

QList<Conversation> Database::bin() {
    auto query = file_.run(
        QString("SELECT %1 FROM conversations WHERE removed IS NOT NULL ORDER BY removed DESC, rowid DESC")
            .arg(conversation_columns));
    QList<Conversation> list;
    while (query.next())
        list.append(readConversation(query));
    return list;
}

QList<Folder> Database::folders() {
    auto query =
        file_.run("SELECT id, name, created, open FROM folders WHERE removed IS NULL ORDER BY rowid");
    QList<Folder> list;
    while (query.next())
        list.append({query.value(0).toString(), query.value(1).toString(),
                     QDateTime::fromMSecsSinceEpoch(query.value(2).toLongLong(), Qt::UTC),
                     query.value(3).toBool()});
    return list;
}

QList<Message> Database::messages(const QString& conversation) {
    auto query =
        file_.run(QString("SELECT %1 FROM messages WHERE conversation = ? ORDER BY seq").arg(message_columns),
                  {storable(conversation)});
    QList<Message> list;
    while (query.next())
        list.append(readMessage(query));
    return list;
}

void Database::add(const Conversation& conversation) {
    if (conversation.id.isEmpty())
        refuse("A conversation needs an id.");
    file_.run(QString("INSERT INTO conversations (%1) VALUES (?%2)")
                  .arg(conversation_columns, QString(", ?").repeated(13)),
              conversationValues(conversation));
}

void Database::add(const Folder& folder) {
    if (folder.id.isEmpty())
        refuse("A folder needs an id.");
    file_.run("INSERT INTO folders (id, name, created, open) VALUES (?, ?, ?, ?)",
              {storable(folder.id), storable(folder.name), toTime(folder.created), folder.open});
}

void Database::set(const QString& conversation, const char* column, const QVariant& value) {
    const auto query = file_.run(QString("UPDATE conversations SET %1 = ? WHERE id = ?").arg(column),
                                 {value, storable(conversation)});
    if (query.numRowsAffected() != 1)
        refuse(QString("There is no conversation %1.").arg(conversation));
}

void Database::setOfFolder(const QString& folder, const char* column, const QVariant& value) {
    const auto query =
        file_.run(QString("UPDATE folders SET %1 = ? WHERE id = ?").arg(column), {value, storable(folder)});
    if (query.numRowsAffected() != 1)
        refuse(QString("There is no folder %1.").arg(folder));
}

void Database::setDraft(const QString& conversation, const Draft& draft) {
    file_.hurriedly([&] {
        const auto query = file_.run("UPDATE conversations SET draft = ?, draft_files = ? WHERE id = ?",
                                     {storable(draft.text), toText(draft.files), storable(conversation)});
        if (query.numRowsAffected() != 1)
            refuse(QString("There is no conversation %1.").arg(conversation));
    });
}

void Database::setLeaf(const QString& conversation, const QString& leaf) {
    if (!hasMessage(conversation, leaf))
        refuse(QString("Conversation %1 has no message %2 that it could show.").arg(conversation, leaf));
    set(conversation, "leaf", storable(leaf));
}

void Database::append(const Message& message) {
    if (message.id.isEmpty())
        refuse("A message needs an id.");
    if (!message.parent.isEmpty() && !hasMessage(message.conversation, message.parent))
        refuse(QString("Message %1 answers %2, which conversation %3 does not have.")
                   .arg(message.id, message.parent, message.conversation));
    file_.transaction([&] {
        insert(message);
        set(message.conversation, "leaf", storable(message.id));
        touch(message.conversation);
    });
}

void Database::merge(const Conversation& conversation, const QList<Message>& messages) {
    file_.transaction([&] {
        const bool fresh =
            !file_.run("SELECT 1 FROM conversations WHERE id = ?", {storable(conversation.id)}).next();
        if (fresh)
            add(conversation);
        for (const Message& message : messages) {
            if (hasMessage(conversation.id, message.id))
                continue;
            if (!message.parent.isEmpty() && !hasMessage(conversation.id, message.parent))
                refuse(QString("Message %1 answers %2, which conversation %3 does not have.")
                           .arg(message.id, message.parent, conversation.id));
            insert(message);
        }
        if (fresh && !conversation.leaf.isEmpty())
            setLeaf(conversation.id, conversation.leaf);
        else if (!fresh)
            touch(conversation.id);
    });
}

void Database::save(const Message& message) {
    const auto values = messageValues(message);
    const bool ended = message.state != MessageState::Streaming;
    const auto write = [&] {
        const auto query = file_.run(
            "UPDATE messages SET content = ?, reasoning = ?, tool_calls = ?, state = ?, error = ?, "
            "prompt_tokens = ?, cached_tokens = ?, completion_tokens = ?, reasoning_tokens = ?, "
            "first_token_s = ?, reasoning_s = ?, tokens_per_s = ?, run = ? WHERE id = ? AND state = ?",
            values.mid(4, 3) + values.mid(9, 9) +
                QVariantList{values[22], values[0], toText(MessageState::Streaming)});
        if (query.numRowsAffected() != 1)
            refuse(QString("Message %1 is not being written, so it cannot change.").arg(message.id));
        if (!ended)
            return;
        index(message, file_.number("SELECT seq FROM messages WHERE id = ?", {values[0]}));
        touch(message.conversation);
    };
    ended ? file_.transaction(write) : file_.hurriedly(write);
}

void Database::resume(const QString& message) {
    file_.transaction([&] {
        auto query =
            file_.run(QString("SELECT %1, seq FROM messages WHERE id = ? AND state IN (?, ?, ?, ?)")
                          .arg(message_columns),
                      {storable(message), toText(MessageState::Truncated), toText(MessageState::Cancelled),
                       toText(MessageState::Failed), toText(MessageState::Cut)});
        if (!query.next())
            refuse(QString("Message %1 is no answer that was cut off, so it cannot go on.").arg(message));
        const Message stored = readMessage(query);
        const qint64 seq = query.value(query.record().count() - 1).toLongLong();
        query.finish();
        unindex(stored, seq); // its text will be another
        file_.run("UPDATE messages SET state = ?, error = '' WHERE seq = ?",
                  {toText(MessageState::Streaming), seq});
    });
}

void Database::setMark(const QString& message, const QString& name, bool starred) {
    const auto query = file_.run("UPDATE messages SET name = ?, starred = ? WHERE id = ?",
                                 {storable(name), starred, storable(message)});
    if (query.numRowsAffected() != 1)
        refuse(QString("There is no message %1.").arg(message));
}

void Database::insert(const Message& message) {
    const auto query = file_.run(
        QString("INSERT INTO messages (%1) VALUES (?%2)").arg(message_columns, QString(", ?").repeated(22)),
        messageValues(message));
    if (message.state != MessageState::Streaming)
        index(message, query.lastInsertId().toLongLong());
}

void Database::touch(const QString& conversation) {
    set(conversation, "updated", QDateTime::currentMSecsSinceEpoch());
}

bool Database::hasMessage(const QString& conversation, const QString& message) {
    return file_
        .run("SELECT 1 FROM messages WHERE id = ? AND conversation = ?",
             {storable(message), storable(conversation)})
        .next();
}

} // namespace hadal::conversations
