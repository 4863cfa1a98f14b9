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
    QList<Message> messages(const QString& conversation);
    void add(const Conversation& conversation);
    /// Sets one column of a conversation.
    void set(const QString& conversation, const char* column, const QVariant& value);
    void setLeaf(const QString& conversation, const QString& leaf);
    void append(const Message& message);
    void merge(const Conversation& conversation, const QList<Message>& messages);
    void save(const Message& message);

  private:
    void touch(const QString& conversation);
    bool hasMessage(const QString& conversation, const QString& message);

    DataFile file_;
};

} // namespace hadal::conversations
