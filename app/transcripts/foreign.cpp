#include "app/transcripts/foreign.h"

#include <QHash>
#include <QUuid>

#include <functional>
#include <optional>

namespace hadal::transcripts {

using conversations::Message;
using conversations::MessageState;
using conversations::Role;

namespace {

/// The same thing gets the same id in every import, so that a second one merges with the first. Short ids
/// ("1", "root") are only unique within their conversation.
QString idOf(const QString& conversation, const QString& node) {
    static const QUuid space("{6f3c6c0e-52f1-4b3a-9a6e-6b5a2f0d9c11}");
    return QUuid::createUuidV5(space, conversation + '/' + node).toString(QUuid::WithoutBraces);
}

QDateTime fromSeconds(const QJsonValue& value) {
    return QDateTime::fromMSecsSinceEpoch(qint64(value.toDouble() * 1000), Qt::UTC);
}

QDateTime fromText(const QJsonValue& value) {
    return QDateTime::fromString(value.toString(), Qt::ISODateWithMs).toUTC();
}

/// What a node says; nothing where it is passed over.
using ReadNode = std::function<std::optional<Message>(const QJsonObject& node)>;

/// Walks the tree from its roots, parents before children. Nodes that are passed over hand their children on
/// to their own parent. Circles and missing nodes end a branch.
class Mapping {
  public:
    Mapping(const QJsonObject& nodes, const QString& conversation, const ReadNode& read)
        : nodes_(nodes), conversation_(conversation), read_(read) {}

    QList<Message> messages(const QDateTime& created) {
        QList<std::pair<QString, QString>> open; // node, parent among the messages
        for (auto at = nodes_.begin(); at != nodes_.end(); ++at)
            if (!nodes_.contains(at->toObject()["parent"].toString()))
                open.append({at.key(), {}});
        while (!open.isEmpty()) {
            const auto [key, parent] = open.takeFirst();
            if (seen_.contains(key) || !nodes_.contains(key))
                continue;
            const QJsonObject node = nodes_[key].toObject();
            std::optional<Message> message = read_(node);
            seen_[key] = parent;
            if (message) {
                message->id = idOf(conversation_, key);
                message->conversation = conversation_;
                message->parent = parent;
                if (!message->created.isValid())
                    message->created = created;
                seen_[key] = message->id;
                all_.append(*message);
            }
            for (const QJsonValue& child : node["children"].toArray())
                open.append({child.toString(), seen_[key]});
        }
        return all_;
    }
    /// The message that a node is, or that it hangs below.
    QString messageOf(const QString& node) const { return seen_.value(node); }

  private:
    QJsonObject nodes_;
    QString conversation_;
    ReadNode read_;
    QHash<QString, QString> seen_;
    QList<Message> all_;
};

std::optional<Message> chatGptMessage(const QJsonObject& node) {
    const QJsonObject json = node["message"].toObject();
    const QString role = json["author"]["role"].toString();
    if ((role != "user" && role != "assistant") ||
        json["metadata"]["is_visually_hidden_from_conversation"].toBool())
        return {};
    const QJsonObject content = json["content"].toObject();
    const QString type = content["content_type"].toString();
    Message message;
    message.role = role == "user" ? Role::User : Role::Assistant;
    message.created = fromSeconds(json["create_time"]);
    message.model = role == "user" ? QString() : json["metadata"]["model_slug"].toString();
    QStringList parts;
    for (const QJsonValue& part : content["parts"].toArray()) // images and the like are objects
        parts += part.isString() ? part.toString() : part["text"].toString();
    parts.removeAll(QString());
    if (type == "thoughts") {
        for (const QJsonValue& thought : content["thoughts"].toArray())
            parts += thought["content"].toString();
        message.reasoning = parts.join("\n\n");
        return message.reasoning.isEmpty() ? std::nullopt : std::optional(message);
    }
    if (type == "code")
        parts += "```" + content["language"].toString().remove("unknown") + '\n' +
                 content["text"].toString() + "\n```";
    message.content = parts.join("\n\n");
    if (message.content.isEmpty())
        return {};
    if (json["status"].toString() == "in_progress")
        message.state = MessageState::Cut;
    return message;
}

std::optional<Message> deepSeekMessage(const QJsonObject& node) {
    const QJsonObject json = node["message"].toObject();
    if (json.isEmpty())
        return {};
    Message message;
    message.created = fromText(json["inserted_at"]);
    message.model = json["model"].toString();
    message.role = json["role"].toString().toLower() == "user" ? Role::User : Role::Assistant;
    if (const QJsonArray fragments = json["fragments"].toArray(); !fragments.isEmpty()) {
        for (const QJsonValue& fragment : fragments) {
            const QString type = fragment["type"].toString();
            if (type == "REQUEST")
                message.role = Role::User;
            if (type == "REQUEST" || type == "RESPONSE")
                message.content += (message.content.isEmpty() ? "" : "\n\n") + fragment["content"].toString();
            else if (type == "THINK")
                message.reasoning += fragment["content"].toString();
        }
    } else {
        message.content = json["content"].toString();
        message.reasoning = json["reasoning_content"].toString();
        // Older files name no role: questions and answers take turns from the root, and a question's node
        // has no thoughts of its own.
        if (!json.contains("role") && message.reasoning.isEmpty() && node["id"].toString().toInt() % 2 == 1)
            message.role = Role::User;
    }
    if (message.content.isEmpty() && message.reasoning.isEmpty())
        return {};
    if (message.role == Role::User)
        message.model.clear();
    return message;
}

/// An answer's thoughts are a turn of their own in ChatGPT's files. They go with what answers next.
QList<Message> joined(const QList<Message>& messages, QHash<QString, QString>& instead) {
    QHash<QString, const Message*> thoughts;
    QHash<QString, int> answers; ///< how many messages follow a thought
    for (const Message& message : messages)
        ++answers[message.parent];
    for (const Message& message : messages)
        if (message.content.isEmpty() && answers.value(message.id) == 1)
            thoughts[message.id] = &message;
    QList<Message> all;
    for (Message message : messages) {
        if (thoughts.contains(message.id)) {
            instead[message.id] = message.parent;
            continue;
        }
        for (const Message* thought; (thought = thoughts.value(message.parent));) {
            if (message.role == Role::Assistant)
                message.reasoning =
                    thought->reasoning + (message.reasoning.isEmpty() ? "" : "\n\n") + message.reasoning;
            message.parent = thought->parent;
        }
        all.append(message);
    }
    return all;
}

QList<Transcript> read(const QJsonArray& json, QStringList& problems, const ReadNode& node,
                       const std::function<void(const QJsonObject&, conversations::Conversation&)>& head) {
    QList<Transcript> all;
    for (const QJsonValue& value : json) {
        const QJsonObject object = value.toObject();
        const QString id = object["conversation_id"].toString(object["id"].toString());
        const QString title = object["title"].toString();
        if (id.isEmpty() || !object["mapping"].isObject()) {
            problems += "a conversation without an id or a mapping: \"" + title + "\"";
            continue;
        }
        Transcript transcript;
        transcript.conversation.id = idOf(id, {});
        transcript.conversation.title = title;
        head(object, transcript.conversation);
        Mapping mapping(object["mapping"].toObject(), transcript.conversation.id, node);
        QHash<QString, QString> instead;
        transcript.messages = joined(mapping.messages(transcript.conversation.created), instead);
        if (transcript.messages.isEmpty()) {
            problems += "\"" + title + "\": there is nothing in it that could be shown";
            continue;
        }
        QString leaf = mapping.messageOf(object["current_node"].toString());
        while (instead.contains(leaf))
            leaf = instead.value(leaf);
        transcript.conversation.leaf = leaf.isEmpty() ? transcript.messages.last().id : leaf;
        all.append(transcript);
    }
    return all;
}

} // namespace

QList<Transcript> fromChatGpt(const QJsonArray& json, QStringList& problems) {
    return read(json, problems, chatGptMessage,
                [](const QJsonObject& object, conversations::Conversation& conversation) {
                    conversation.created = fromSeconds(object["create_time"]);
                    conversation.updated = fromSeconds(object["update_time"]);
                });
}

QList<Transcript> fromDeepSeek(const QJsonArray& json, QStringList& problems) {
    return read(json, problems, deepSeekMessage,
                [](const QJsonObject& object, conversations::Conversation& conversation) {
                    conversation.created = fromText(object["inserted_at"]);
                    conversation.updated = fromText(object["updated_at"]);
                });
}

} // namespace hadal::transcripts
