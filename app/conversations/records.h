// Conversations and messages as rows of the database.
#pragma once

#include "app/conversations/message.h"

#include <QSqlQuery>
#include <QVariantList>

namespace hadal::conversations {

/// Text as SQLite can keep it: valid Unicode, never null.
QString storable(const QString& text);
QString toText(const QJsonObject& object);
QString toText(MessageState state);
QString toText(Role role);
QString toText(const QList<Attachment>& files);
QString toText(const QList<Draft>& drafts);
qint64 toTime(const QDateTime& time);

/// Columns for reading, in the order that the readers below expect.
extern const char* const conversation_columns;
extern const char* const message_columns;

/// A row that cannot be understood gives a record that says so, never an exception: one bad row does not hide
/// the others.
Role readRole(const QVariant& value);
QDateTime readTime(const QVariant& value);
QList<Attachment> readFiles(const QVariant& json);
Conversation readConversation(const QSqlQuery& row);
Message readMessage(const QSqlQuery& row);

/// The values of conversation_columns and message_columns.
QVariantList conversationValues(const Conversation& conversation);
QVariantList messageValues(const Message& message);

} // namespace hadal::conversations
