#include "app/transcripts/transcript.h"

#include "app/conversations/message_tree.h"

#include <QHash>
#include <QSet>

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

struct Visit {
    Message message;
    int version = 0; ///< counted from 1
    int versions = 0;
};

/// All messages, depth first: without recursion, as a conversation may be thousands of messages deep. Those
/// in a circle of damaged links are met once.
QList<Visit> everyVersion(const conversations::MessageTree& tree) {
    QList<Visit> visits;
    QStringList open;
    QSet<QString> seen;
    const auto push = [&](const QString& parent) {
        const QList<QString> children = tree.children(parent);
        for (auto child = children.rbegin(); child != children.rend(); ++child)
            open.append(*child);
    };
    push({});
    while (!open.isEmpty()) {
        const QString id = open.takeLast();
        if (seen.contains(id))
            continue;
        seen.insert(id);
        const QList<QString> versions = tree.versions(id);
        visits.append({tree.message(id), int(versions.indexOf(id)) + 1, int(versions.size())});
        push(id);
    }
    return visits;
}

class Writer {
  public:
    Writer(const Choice& choice, const Words& words) : choice_(choice), words_(words) {}

    void add(const Visit& visit) {
        if (visit.versions > 1) {
            const QString number = words_.version.arg(visit.version).arg(visit.versions);
            const QString name = visit.message.name;
            add(Passage::Version, name.isEmpty() ? number : number + QStringLiteral(u" · ") + name);
        }
        const Message& message = visit.message;
        const QString metadata = choice_.metadata ? metadataOf(message, words_) : QString();
        switch (message.role) {
        case Role::System:
            add(Passage::System, words_.system, message.content, metadata);
            break;
        case Role::User:
            add(Passage::Person, words_.you, message.content, metadata);
            for (const conversations::Attachment& file : message.files)
                if (choice_.files)
                    add(Passage::File, words_.file.arg(file.name), file.text);
            break;
        case Role::Tool:
            if (const QString ran = message.run["arguments"].toString(); choice_.tools && !ran.isEmpty())
                add(Passage::Call, words_.changedCall.arg(tools_.value(message.toolCallId)), ran);
            if (choice_.tools)
                add(Passage::Result, words_.result.arg(tools_.value(message.toolCallId)), message.content,
                    metadata);
            break;
        case Role::Assistant:
            addAnswer(message, metadata);
            break;
        }
    }
    QList<Passage> all() const { return all_; }

  private:
    void add(Passage::Kind kind, const QString& heading, const QString& text = {},
             const QString& metadata = {}) {
        all_.append({kind, heading, text, metadata});
    }
    void addAnswer(const Message& message, const QString& metadata) {
        if (choice_.thinking && !message.reasoning.isEmpty())
            add(Passage::Thinking, words_.thinking, message.reasoning);
        if (!message.content.isEmpty() || message.toolCalls.isEmpty())
            add(Passage::Answer, message.model.isEmpty() ? words_.answer : message.model, message.content,
                metadata);
        for (const QJsonValue& call : message.toolCalls) {
            tools_[call["id"].toString()] = call["name"].toString();
            if (choice_.tools)
                add(Passage::Call, words_.call.arg(call["name"].toString()), call["arguments"].toString());
        }
    }

    const Choice& choice_;
    const Words& words_;
    QList<Passage> all_;
    QHash<QString, QString> tools_; ///< by id of the call
};

} // namespace

QList<Passage> passages(const Transcript& transcript, const Choice& choice, const Words& words) {
    const conversations::MessageTree tree(transcript.messages);
    Writer writer(choice, words);
    if (choice.versions) {
        for (const Visit& visit : everyVersion(tree))
            writer.add(visit);
    } else {
        for (const Message& message :
             tree.path(choice.leaf.isEmpty() ? transcript.conversation.leaf : choice.leaf))
            writer.add({message});
    }
    return writer.all();
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
