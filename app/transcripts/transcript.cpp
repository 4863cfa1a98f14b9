#include "app/transcripts/transcript.h"

#include "app/conversations/message_tree.h"

#include <QHash>

namespace hadal::transcripts {

using conversations::Message;
using conversations::Role;

namespace {

QString metadataOf(const Message& message, const Words& words) {
    QStringList parts = {message.created.toUTC().toString("yyyy-MM-dd HH:mm 'UTC'")};
    if (message.role == Role::Assistant && !message.model.isEmpty())
        parts += message.model;
    if (message.numbers.completionTokens > 0)
        parts += words.tokens.arg(message.numbers.completionTokens);
    return parts.join(QStringLiteral(u" · "));
}

} // namespace

QList<Passage> passages(const Transcript& transcript, const Choice& choice, const Words& words) {
    const conversations::MessageTree tree(transcript.messages);
    const QString leaf = choice.leaf.isEmpty() ? transcript.conversation.leaf : choice.leaf;
    QList<Passage> all;
    QHash<QString, QString> tools; // by id of the call
    for (const Message& message : tree.path(leaf)) {
        const QString metadata = choice.metadata ? metadataOf(message, words) : QString();
        switch (message.role) {
        case Role::System:
            all.append({Passage::System, words.system, message.content, metadata});
            break;
        case Role::User:
            all.append({Passage::Person, words.you, message.content, metadata});
            break;
        case Role::Tool:
            if (choice.tools)
                all.append({Passage::Result, words.result.arg(tools.value(message.toolCallId)),
                            message.content, metadata});
            break;
        case Role::Assistant:
            if (choice.thinking && !message.reasoning.isEmpty())
                all.append({Passage::Thinking, words.thinking, message.reasoning, {}});
            if (!message.content.isEmpty() || message.toolCalls.isEmpty())
                all.append({Passage::Answer, message.model.isEmpty() ? words.answer : message.model,
                            message.content, metadata});
            for (const QJsonValue& call : message.toolCalls) {
                tools[call["id"].toString()] = call["name"].toString();
                if (choice.tools)
                    all.append({Passage::Call,
                                words.call.arg(call["name"].toString()),
                                call["arguments"].toString(),
                                {}});
            }
            break;
        }
    }
    return all;
}

QString fileName(const conversations::Conversation& conversation) {
    QString name;
    for (const QChar c : conversation.title.simplified())
        name += c.isPrint() && !QStringView(u"/\\:*?\"<>|").contains(c) ? c : QChar('-');
    while (name.startsWith('.') || name.startsWith(' '))
        name.remove(0, 1);
    while (name.toUtf8().size() > 120 || name.endsWith('.') || name.endsWith(' '))
        name.chop(name.size() > 1 && name.back().isLowSurrogate() ? 2 : 1);
    return name.isEmpty() ? conversation.id : name;
}

} // namespace hadal::transcripts
