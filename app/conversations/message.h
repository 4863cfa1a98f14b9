// What the conversation store keeps: plain values, free to copy between threads.
#pragma once

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QString>

namespace hadal::conversations {

/// A new random identifier (UUID, lower case, without braces) for a conversation or a message. The caller
/// makes it, so a thing can be shown and referred to before it is saved.
QString newId();

enum class Role { System, User, Assistant, Tool };

enum class MessageState {
    Streaming, ///< being written now
    Complete,
    Truncated, ///< it reached the length limit or the end of the context
    Cancelled, ///< stopped by the person
    Failed,    ///< Message::error says why
    Cut,       ///< the program ended while it was being written
};

/// What an answer cost; zero where unknown.
struct Numbers {
    qint64 promptTokens = 0;
    qint64 cachedTokens = 0;
    qint64 completionTokens = 0; ///< the reasoning tokens included
    qint64 reasoningTokens = 0;
    double firstTokenSeconds = 0; ///< from asking to the first text
    double reasoningSeconds = 0;
    double tokensPerSecond = 0; ///< of decoding
    bool operator==(const Numbers&) const = default;
};

/// A text file that goes with a message.
struct Attachment {
    QString name; ///< for people; never used as a path
    QString text;
    bool operator==(const Attachment&) const = default;
};

/// What was typed and not sent.
struct Draft {
    QString text;
    QList<Attachment> files;
    bool isEmpty() const { return text.trimmed().isEmpty() && files.isEmpty(); }
    bool operator==(const Draft&) const = default;
};

/// Messages of a conversation form a tree: those with the same parent are versions of one another.
struct Message {
    QString id;
    QString conversation;
    QString parent; ///< empty for the first message
    Role role = Role::User;
    QString content;
    QString reasoning;
    QJsonArray toolCalls; ///< [{"id", "name", "arguments"}], arguments is JSON text as the model wrote it
    QString toolCallId;   ///< tool messages only
    QJsonObject run; ///< of a tool message how its result came about, of an answer what it was asked to fit;
                     ///< keys belong to whoever writes them
    QList<Attachment> files;
    QString model; ///< who wrote an assistant message
    MessageState state = MessageState::Complete;
    QString error;
    Numbers numbers;
    QDateTime created; ///< UTC, milliseconds
    QString name;      ///< what the person calls the branch that begins here
    bool starred = false;
    bool operator==(const Message&) const = default;
};

/// Conversations can be kept together under a name.
struct Folder {
    QString id;
    QString name;
    QDateTime created; ///< UTC, milliseconds
    bool open = true;  ///< its conversations are listed
    bool operator==(const Folder&) const = default;
};

struct Conversation {
    QString id;
    QString title;
    QDateTime created; ///< UTC, milliseconds
    QDateTime updated; ///< when a message was last added or changed
    bool pinned = false;
    QString leaf; ///< the last message of the version that is shown; empty: no message yet
    Draft draft;
    QList<Draft> queue;   ///< sent while an answer was being written, in order
    QJsonObject edits;    ///< new versions that are being typed: message id to text
    QJsonObject settings; ///< keys belong to whoever sets them; unknown ones are kept
    QString folder;       ///< empty, or one that may be gone: none
    bool archived = false;
    QDateTime removed; ///< when it went to the bin; invalid: it is not there
    bool operator==(const Conversation&) const = default;
};

} // namespace hadal::conversations
