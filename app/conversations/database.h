// The calls of the store, carried out on the thread that owns the database.
#pragma once

#include "app/conversations/data_file.h"
#include "app/conversations/message.h"
#include "app/conversations/store.h"

namespace hadal::conversations {

/// See Store for what each call promises. All of them throw hadal::Error.
class Database {
  public:
    explicit Database(const QString& folder) : file_(folder) {}

    OpenReport open(const Migrations& steps = migrations());
    QList<Conversation> conversations();
    QList<Conversation> bin();
    QList<Folder> folders();
    QList<Message> messages(const QString& conversation);
    SearchResult search(const SearchQuery& query);
    /// Indexes some of the messages that are not; true where there may be more.
    bool indexSome();

    void add(const Conversation& conversation);
    void add(const Folder& folder);
    /// Sets one column of a conversation, of a folder.
    void set(const QString& conversation, const char* column, const QVariant& value);
    void setOfFolder(const QString& folder, const char* column, const QVariant& value);
    void setDraft(const QString& conversation, const Draft& draft);
    void setLeaf(const QString& conversation, const QString& leaf);
    void purge(const QString& conversation);
    Conversation copy(const QString& from, const Conversation& to, const QString& leaf);
    void append(const Message& message);
    void merge(const Conversation& conversation, const QList<Message>& messages);
    void withdraw(const QString& conversation, const QStringList& messages);
    void save(const Message& message);
    void resume(const QString& message);
    void setMark(const QString& message, const QString& name, bool starred);

  private:
    void insert(const Message& message);
    void index(const Message& message, qint64 seq);
    void unindex(const Message& message, qint64 seq);
    int purgeOld();
    void touch(const QString& conversation);
    bool hasMessage(const QString& conversation, const QString& message);

    DataFile file_;
};

} // namespace hadal::conversations
