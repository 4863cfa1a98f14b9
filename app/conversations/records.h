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
qint64 toTime(const QDateTime& time);

/// Columns for reading, in the order that the readers below expect.
extern const char* const conversation_columns;
extern const char* const message_columns;

/// A row that cannot be understood gives a record that says so, never an exception: one bad row does not hide
/// the others.
Conversation readConversation(const QSqlQuery& row);
Message readMessage(const QSqlQuery& row);

/// The values of message_columns.
QVariantList messageValues(const Message& message);

} // namespace hadal::conversations
