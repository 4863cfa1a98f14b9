// JSON-RPC 2.0, as the Model Context Protocol uses it: https://www.jsonrpc.org/specification.
#pragma once

#include "engine/base/json.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace hadal::mcp {

enum ErrorCode {
    MethodNotFound = -32601,
    InvalidParams = -32602,
};

/// One message from the other side. What is not meaningful for its kind is null or empty.
struct Message {
    enum Kind { Request, Notification, Result, Failure } kind = Notification;
    Json id;        ///< a string or an integer; null in a Failure that answers no request in particular
    QString method; ///< of a Request or Notification
    Json body;      ///< their params, or the result; of a Failure its `data`
    int code = 0;   ///< of a Failure
    QString text;   ///< its message
};

/// What a text holds: one message, or several in a batch, as the protocol of 2025-03-26 allows.
struct Reading {
    QList<Message> messages;
    QStringList problems; ///< a sentence for each part that is no message
};

/// Never throws: the other side is not to be trusted.
Reading readMessages(const QByteArray& text);

QByteArray requestText(qint64 id, const QString& method, const Json& params);
QByteArray notificationText(const QString& method, const Json& params);
QByteArray answerText(const Json& id, const Json& result);
QByteArray refusalText(const Json& id, int code, const QString& message);

// Parts of a JSON object that is not to be trusted: empty where a part is missing or of another type.
QString textOf(const Json& object, const char* key);
/// A reference to a value that outlives the call; an empty object where there is none.
const Json& objectOf(const Json& object, const char* key);
/// An empty array where there is none.
const Json& arrayOf(const Json& object, const char* key);

} // namespace hadal::mcp
