#include "app/conversations/records.h"

#include <QJsonDocument>
#include <QVariant>

#include <iterator>

namespace hadal::conversations {

namespace {

// In the order of the enumerations.
constexpr const char* role_names[] = {"system", "user", "assistant", "tool"};
constexpr const char* state_names[] = {"streaming", "complete", "truncated", "cancelled", "failed", "cut"};

template <std::size_t n>
int indexOf(const char* const (&names)[n], const QString& name) {
    for (std::size_t i = 0; i < n; ++i)
        if (name == QLatin1String(names[i]))
            return static_cast<int>(i);
    return -1;
}

QJsonArray toJson(const QList<Attachment>& files) {
    QJsonArray array;
    for (const Attachment& file : files)
        array.append(QJsonObject{{"name", storable(file.name)}, {"text", storable(file.text)}});
    return array;
}

QList<Attachment> readFiles(const QJsonArray& array) {
    QList<Attachment> files;
    for (const auto& value : array)
        files.append({value.toObject().value("name").toString(), value.toObject().value("text").toString()});
    return files;
}

QList<Draft> readDrafts(const QJsonArray& array) {
    QList<Draft> drafts;
    for (const auto& value : array)
        drafts.append({value.toObject().value("text").toString(),
                       readFiles(value.toObject().value("files").toArray())});
    return drafts;
}

QString toText(const QJsonArray& array) {
    return QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

QJsonDocument readJson(const QVariant& value) {
    return QJsonDocument::fromJson(value.toByteArray());
}

} // namespace

const char* const conversation_columns = "id, title, created, updated, pinned, leaf, draft, settings, "
                                         "folder, archived, draft_files, queue, edits, "
                                         "removed";
const char* const message_columns =
    "id, conversation, parent, role, content, reasoning, tool_calls, tool_call_id, model, state, error, "
    "prompt_tokens, cached_tokens, completion_tokens, reasoning_tokens, first_token_s, reasoning_s, "
    "tokens_per_s, created, files, name, starred, run";

QString storable(const QString& text) {
    if (text.isNull())
        return QString("");
    return text.isValidUtf16() ? text : QString::fromUtf8(text.toUtf8());
}

QString toText(const QJsonObject& object) {
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QString toText(MessageState state) {
    return QString::fromLatin1(state_names[static_cast<int>(state)]);
}

QString toText(Role role) {
    return QString::fromLatin1(role_names[static_cast<int>(role)]);
}

QString toText(const QList<Attachment>& files) {
    return toText(toJson(files));
}

QString toText(const QList<Draft>& drafts) {
    QJsonArray array;
    for (const Draft& draft : drafts)
        array.append(QJsonObject{{"text", storable(draft.text)}, {"files", toJson(draft.files)}});
    return toText(array);
}

qint64 toTime(const QDateTime& time) {
    return (time.isValid() ? time : QDateTime::currentDateTimeUtc()).toMSecsSinceEpoch();
}

Role readRole(const QVariant& value) {
    const int role = indexOf(role_names, value.toString());
    return role < 0 ? Role::Assistant : static_cast<Role>(role);
}

QDateTime readTime(const QVariant& value) {
    return QDateTime::fromMSecsSinceEpoch(value.toLongLong(), Qt::UTC);
}

QList<Attachment> readFiles(const QVariant& json) {
    return readFiles(readJson(json).array());
}

Conversation readConversation(const QSqlQuery& row) {
    Conversation conversation;
    conversation.id = row.value(0).toString();
    conversation.title = row.value(1).toString();
    conversation.created = readTime(row.value(2));
    conversation.updated = readTime(row.value(3));
    conversation.pinned = row.value(4).toBool();
    conversation.leaf = row.value(5).toString();
    conversation.draft = {row.value(6).toString(), readFiles(row.value(10))};
    conversation.settings = readJson(row.value(7)).object();
    conversation.folder = row.value(8).toString();
    conversation.archived = row.value(9).toBool();
    conversation.queue = readDrafts(readJson(row.value(11)).array());
    conversation.edits = readJson(row.value(12)).object();
    if (!row.value(13).isNull())
        conversation.removed = readTime(row.value(13));
    return conversation;
}

QVariantList conversationValues(const Conversation& conversation) {
    return {storable(conversation.id),
            storable(conversation.title),
            toTime(conversation.created),
            toTime(conversation.updated),
            conversation.pinned,
            QString(""), // its messages come later
            storable(conversation.draft.text),
            toText(conversation.settings),
            storable(conversation.folder),
            conversation.archived,
            toText(conversation.draft.files),
            toText(conversation.queue),
            toText(conversation.edits),
            QVariant()};
}

Message readMessage(const QSqlQuery& row) {
    Message message;
    message.id = row.value(0).toString();
    message.conversation = row.value(1).toString();
    message.parent = row.value(2).toString();
    const int role = indexOf(role_names, row.value(3).toString());
    message.content = row.value(4).toString();
    message.reasoning = row.value(5).toString();
    const auto calls = readJson(row.value(6));
    message.toolCalls = calls.array();
    message.toolCallId = row.value(7).toString();
    message.model = row.value(8).toString();
    const int state = indexOf(state_names, row.value(9).toString());
    message.error = row.value(10).toString();
    message.numbers.promptTokens = row.value(11).toLongLong();
    message.numbers.cachedTokens = row.value(12).toLongLong();
    message.numbers.completionTokens = row.value(13).toLongLong();
    message.numbers.reasoningTokens = row.value(14).toLongLong();
    message.numbers.firstTokenSeconds = row.value(15).toDouble();
    message.numbers.reasoningSeconds = row.value(16).toDouble();
    message.numbers.tokensPerSecond = row.value(17).toDouble();
    message.created = readTime(row.value(18));
    message.files = readFiles(row.value(19));
    message.name = row.value(20).toString();
    message.starred = row.value(21).toBool();
    message.run = readJson(row.value(22)).object();
    if (role < 0 || state < 0 || !calls.isArray()) {
        message.state = MessageState::Failed;
        message.error =
            "This message is damaged in the database; its text is shown as far as it can be read.";
    } else {
        message.state = static_cast<MessageState>(state);
    }
    message.role = readRole(row.value(3));
    return message;
}

QVariantList messageValues(const Message& message) {
    const auto& numbers = message.numbers;
    return {storable(message.id),      storable(message.conversation),
            storable(message.parent),  toText(message.role),
            storable(message.content), storable(message.reasoning),
            toText(message.toolCalls), storable(message.toolCallId),
            storable(message.model),   toText(message.state),
            storable(message.error),   numbers.promptTokens,
            numbers.cachedTokens,      numbers.completionTokens,
            numbers.reasoningTokens,   numbers.firstTokenSeconds,
            numbers.reasoningSeconds,  numbers.tokensPerSecond,
            toTime(message.created),   toText(message.files),
            storable(message.name),    message.starred,
            toText(message.run)};
}

} // namespace hadal::conversations
