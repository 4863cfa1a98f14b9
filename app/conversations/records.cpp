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

QDateTime readTime(const QVariant& value) {
    return QDateTime::fromMSecsSinceEpoch(value.toLongLong(), Qt::UTC);
}

} // namespace

const char* const conversation_columns = "id, title, created, updated, pinned, leaf, draft, settings";
const char* const message_columns =
    "id, conversation, parent, role, content, reasoning, tool_calls, tool_call_id, model, state, error, "
    "prompt_tokens, cached_tokens, completion_tokens, reasoning_tokens, first_token_s, reasoning_s, "
    "tokens_per_s, created";

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

qint64 toTime(const QDateTime& time) {
    return (time.isValid() ? time : QDateTime::currentDateTimeUtc()).toMSecsSinceEpoch();
}

Conversation readConversation(const QSqlQuery& row) {
    Conversation conversation;
    conversation.id = row.value(0).toString();
    conversation.title = row.value(1).toString();
    conversation.created = readTime(row.value(2));
    conversation.updated = readTime(row.value(3));
    conversation.pinned = row.value(4).toBool();
    conversation.leaf = row.value(5).toString();
    conversation.draft = row.value(6).toString();
    conversation.settings = QJsonDocument::fromJson(row.value(7).toByteArray()).object();
    return conversation;
}

Message readMessage(const QSqlQuery& row) {
    Message message;
    message.id = row.value(0).toString();
    message.conversation = row.value(1).toString();
    message.parent = row.value(2).toString();
    const int role = indexOf(role_names, row.value(3).toString());
    message.content = row.value(4).toString();
    message.reasoning = row.value(5).toString();
    const auto calls = QJsonDocument::fromJson(row.value(6).toByteArray());
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
    if (role < 0 || state < 0 || !calls.isArray()) {
        message.state = MessageState::Failed;
        message.error =
            "This message is damaged in the database; its text is shown as far as it can be read.";
    } else {
        message.state = static_cast<MessageState>(state);
    }
    message.role = role < 0 ? Role::Assistant : static_cast<Role>(role);
    return message;
}

QVariantList messageValues(const Message& message) {
    const auto& numbers = message.numbers;
    return {storable(message.id),
            storable(message.conversation),
            storable(message.parent),
            QString::fromLatin1(role_names[static_cast<int>(message.role)]),
            storable(message.content),
            storable(message.reasoning),
            QString::fromUtf8(QJsonDocument(message.toolCalls).toJson(QJsonDocument::Compact)),
            storable(message.toolCallId),
            storable(message.model),
            toText(message.state),
            storable(message.error),
            numbers.promptTokens,
            numbers.cachedTokens,
            numbers.completionTokens,
            numbers.reasoningTokens,
            numbers.firstTokenSeconds,
            numbers.reasoningSeconds,
            numbers.tokensPerSecond,
            toTime(message.created)};
}

} // namespace hadal::conversations
