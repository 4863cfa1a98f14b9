#include "app/transcripts/json.h"

#include "app/approval/rules.h"
#include "kernels/error.h"

#include <QSet>

#include <iterator>

namespace hadal::transcripts {

using conversations::Conversation;
using conversations::Message;
using conversations::MessageState;
using conversations::Numbers;
using conversations::Role;

namespace {

// In the order of the enumerations.
constexpr const char* kRoles[] = {"system", "user", "assistant", "tool"};
constexpr const char* kStates[] = {"streaming", "complete", "truncated", "cancelled", "failed", "cut"};

struct Number {
    const char* key;
    qint64 Numbers::*value;
};
constexpr Number kCounts[] = {{"prompt_tokens", &Numbers::promptTokens},
                              {"cached_tokens", &Numbers::cachedTokens},
                              {"completion_tokens", &Numbers::completionTokens},
                              {"reasoning_tokens", &Numbers::reasoningTokens}};
struct Measure {
    const char* key;
    double Numbers::*value;
};
constexpr Measure kMeasures[] = {{"first_token_s", &Numbers::firstTokenSeconds},
                                 {"reasoning_s", &Numbers::reasoningSeconds},
                                 {"tokens_per_s", &Numbers::tokensPerSecond}};

template <std::size_t n>
int indexOf(const char* const (&names)[n], const QString& name) {
    for (std::size_t i = 0; i < n; ++i)
        if (name == QLatin1String(names[i]))
            return int(i);
    return -1;
}

QString toText(const QDateTime& time) {
    return time.toUTC().toString(Qt::ISODateWithMs);
}

QDateTime readTime(const QJsonValue& value) {
    return QDateTime::fromString(value.toString(), Qt::ISODateWithMs).toUTC();
}

void put(QJsonObject& object, const char* key, const QString& text) {
    if (!text.isEmpty())
        object[QLatin1String(key)] = text;
}

QJsonArray filesJson(const QList<conversations::Attachment>& files) {
    QJsonArray array;
    for (const auto& file : files)
        array.append(QJsonObject{{"name", file.name}, {"text", file.text}});
    return array;
}

QList<conversations::Attachment> readFiles(const QJsonValue& array) {
    QList<conversations::Attachment> files;
    for (const auto& file : array.toArray())
        files.append({file.toObject()["name"].toString(), file.toObject()["text"].toString()});
    return files;
}

QJsonObject messageJson(const Message& message) {
    QJsonObject json{{"role", kRoles[int(message.role)]}, {"content", message.content}};
    put(json, "reasoning_content", message.reasoning);
    put(json, "tool_call_id", message.toolCallId);
    QJsonArray calls;
    for (const QJsonValue& call : message.toolCalls) {
        // What is OpenAI's goes where OpenAI has it, the rest stays beside it.
        QJsonObject rest = call.toObject();
        const QJsonObject function{{"name", rest.take("name")}, {"arguments", rest.take("arguments")}};
        rest["type"] = "function";
        rest["function"] = function;
        calls.append(rest);
    }
    if (!calls.isEmpty())
        json["tool_calls"] = calls;

    QJsonObject own{
        {"id", message.id}, {"state", kStates[int(message.state)]}, {"created", toText(message.created)}};
    put(own, "parent", message.parent);
    put(own, "model", message.model);
    put(own, "error", message.error);
    put(own, "name", message.name);
    if (message.starred)
        own["starred"] = true;
    if (!message.run.isEmpty())
        own["run"] = message.run;
    if (!message.files.isEmpty())
        own["files"] = filesJson(message.files);
    for (const Number& number : kCounts)
        if (const qint64 value = message.numbers.*number.value)
            own[QLatin1String(number.key)] = value;
    for (const Measure& measure : kMeasures)
        if (const double value = message.numbers.*measure.value; value != 0)
            own[QLatin1String(measure.key)] = value;
    json["hadal"] = own;
    return json;
}

QJsonObject conversationJson(const Transcript& transcript) {
    const Conversation& conversation = transcript.conversation;
    QJsonObject json{{"id", conversation.id},
                     {"title", conversation.title},
                     {"created", toText(conversation.created)},
                     {"updated", toText(conversation.updated)}};
    if (conversation.pinned)
        json["pinned"] = true;
    put(json, "leaf", conversation.leaf);
    put(json, "draft", conversation.draft.text);
    if (!conversation.draft.files.isEmpty())
        json["draft_files"] = filesJson(conversation.draft.files);
    if (conversation.archived)
        json["archived"] = true;
    if (!conversation.settings.isEmpty())
        json["settings"] = conversation.settings;
    QJsonArray messages;
    for (const Message& message : transcript.messages)
        messages.append(messageJson(message));
    json["messages"] = messages;
    return json;
}

/// Says what is missing rather than guessing it.
std::optional<Message> readMessage(const QJsonObject& json, const QString& conversation, QString& problem) {
    const QJsonObject own = json["hadal"].toObject();
    const int role = indexOf(kRoles, json["role"].toString());
    const int state = indexOf(kStates, own["state"].toString());
    Message message;
    message.id = own["id"].toString();
    message.created = readTime(own["created"]);
    if (message.id.isEmpty())
        problem = "a message without an id";
    else if (role < 0)
        problem = "message " + message.id + " with the role \"" + json["role"].toString() + "\"";
    else if (state < 0)
        problem = "message " + message.id + " with the state \"" + own["state"].toString() + "\"";
    else if (!message.created.isValid())
        problem = "message " + message.id + " without a time";
    if (!problem.isEmpty())
        return {};
    message.conversation = conversation;
    message.parent = own["parent"].toString();
    message.role = Role(role);
    // An answer is not being written where it comes from a file.
    message.state = MessageState(state) == MessageState::Streaming ? MessageState::Cut : MessageState(state);
    message.content = json["content"].toString();
    message.reasoning = json["reasoning_content"].toString();
    message.toolCallId = json["tool_call_id"].toString();
    for (const QJsonValue& value : json["tool_calls"].toArray()) {
        QJsonObject call = value.toObject();
        const QJsonObject function = call.take("function").toObject();
        call.remove("type");
        call["name"] = function["name"];
        call["arguments"] = function["arguments"];
        message.toolCalls.append(call);
    }
    message.model = own["model"].toString();
    message.error = own["error"].toString();
    message.name = own["name"].toString();
    message.starred = own["starred"].toBool();
    message.run = own["run"].toObject();
    message.files = readFiles(own["files"]);
    for (const Number& number : kCounts)
        message.numbers.*number.value = own[QLatin1String(number.key)].toInteger();
    for (const Measure& measure : kMeasures)
        message.numbers.*measure.value = own[QLatin1String(measure.key)].toDouble();
    return message;
}

} // namespace

QJsonObject toJson(const QList<Transcript>& transcripts) {
    QJsonArray conversations;
    for (const Transcript& transcript : transcripts)
        conversations.append(conversationJson(transcript));
    return {{"format", kFormat}, {"version", kVersion}, {"conversations", conversations}};
}

QList<Transcript> fromJson(const QJsonObject& json, QStringList& problems) {
    if (json["format"].toString() != kFormat)
        throw Error(ErrorKind::InvalidFile,
                    "The file does not hold conversations of Hadal: its \"format\" is \"" +
                        json["format"].toString().toStdString() + "\", expected \"" + kFormat + "\".");
    if (const int version = json["version"].toInt(); version != kVersion)
        throw Error(ErrorKind::InvalidFile, "The conversations are of version " + std::to_string(version) +
                                                ", this program reads version " + std::to_string(kVersion) +
                                                ". A newer Hadal reads them.");
    QList<Transcript> all;
    for (const QJsonValue& value : json["conversations"].toArray()) {
        const QJsonObject object = value.toObject();
        Transcript transcript;
        Conversation& conversation = transcript.conversation;
        conversation.id = object["id"].toString();
        conversation.title = object["title"].toString();
        conversation.created = readTime(object["created"]);
        conversation.updated = readTime(object["updated"]);
        if (conversation.id.isEmpty() || !conversation.created.isValid() || !conversation.updated.isValid()) {
            problems += "a conversation without an id or its times: \"" + conversation.title + "\"";
            continue;
        }
        conversation.pinned = object["pinned"].toBool();
        conversation.draft = {object["draft"].toString(), readFiles(object["draft_files"])};
        conversation.archived = object["archived"].toBool();
        conversation.settings = object["settings"].toObject();
        conversation.settings.remove(approval::settings_key); // a file allows nothing
        QSet<QString> known;
        for (const QJsonValue& each : object["messages"].toArray()) {
            QString problem;
            const std::optional<Message> message = readMessage(each.toObject(), conversation.id, problem);
            if (message && (known.contains(message->id) ||
                            (!message->parent.isEmpty() && !known.contains(message->parent))))
                problem =
                    "message " + message->id + ", which is there twice or answers one that is not there";
            if (!problem.isEmpty()) {
                problems += "\"" + conversation.title + "\": " + problem;
                continue;
            }
            known.insert(message->id);
            transcript.messages.append(*message);
        }
        const QString leaf = object["leaf"].toString();
        conversation.leaf = known.contains(leaf)            ? leaf
                            : transcript.messages.isEmpty() ? QString()
                                                            : transcript.messages.last().id;
        all.append(transcript);
    }
    return all;
}

} // namespace hadal::transcripts
