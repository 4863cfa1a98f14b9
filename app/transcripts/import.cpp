#include "app/transcripts/import.h"

#include "app/transcripts/json.h"
#include "kernels/error.h"

#include <QJsonDocument>
#include <QSet>

#include <algorithm>
#include <numeric>

namespace hadal::transcripts {

using conversations::Conversation;
using conversations::Message;
using conversations::Store;

namespace {

template <class Result>
Result resultOf(QFuture<Result> future) {
    future.waitForFinished(); // throws what it holds
    return future.result();
}

QSet<QString> idsOf(const QList<Conversation>& conversations) {
    QSet<QString> ids;
    for (const Conversation& conversation : conversations)
        ids.insert(conversation.id);
    return ids;
}

Preview merge(const Imported& imported, Store& store, bool really, const Step& step) {
    const QSet<QString> listed = idsOf(resultOf(store.conversations()));
    const QSet<QString> removed = idsOf(resultOf(store.bin()));
    Preview preview;
    for (const Transcript& transcript : imported.transcripts) {
        const QString id = transcript.conversation.id;
        Change change{Change::Fresh, id, transcript.conversation.title, {}};
        QSet<QString> there;
        if (listed.contains(id) || removed.contains(id))
            for (const Message& message : resultOf(store.messages(id)))
                there.insert(message.id);
        for (const Message& message : transcript.messages)
            if (!there.contains(message.id))
                change.messages += message.id;
        if (removed.contains(id))
            change.kind = Change::Restored;
        else if (listed.contains(id))
            change.kind = change.messages.isEmpty() ? Change::Same : Change::Grown;
        if (really && change.kind != Change::Same)
            store.merge(transcript.conversation, transcript.messages).waitForFinished();
        if (really && change.kind == Change::Restored)
            store.restore(id).waitForFinished();
        preview.changes += change;
        if (step && !step(int(preview.changes.size())))
            break;
    }
    return preview;
}

} // namespace

int Preview::count(Change::Kind kind) const {
    return int(std::count_if(changes.begin(), changes.end(),
                             [kind](const Change& change) { return change.kind == kind; }));
}

int Preview::messages() const {
    return std::accumulate(changes.begin(), changes.end(), 0,
                           [](int sum, const Change& change) { return sum + int(change.messages.size()); });
}

Imported readImport(const QByteArray& file) {
    QJsonParseError error;
    const QJsonDocument json = QJsonDocument::fromJson(file, &error);
    if (error.error != QJsonParseError::NoError)
        throw Error(ErrorKind::InvalidFile, "The file is not JSON: " + error.errorString().toStdString() +
                                                " at byte " + std::to_string(error.offset) +
                                                ". Choose the conversations.json of an export.");
    Imported imported;
    if (json.isObject()) {
        imported.transcripts = fromJson(json.object(), imported.problems);
        return imported;
    }
    const QJsonArray all = json.array();
    const QJsonObject first = all.first().toObject();
    if (first.contains("mapping") && first.contains("inserted_at")) {
        imported.source = Source::DeepSeek;
        imported.transcripts = fromDeepSeek(all, imported.problems);
    } else if (first.contains("mapping") && first.contains("create_time")) {
        imported.source = Source::ChatGpt;
        imported.transcripts = fromChatGpt(all, imported.problems);
    } else {
        throw Error(ErrorKind::InvalidFile,
                    "The file holds no conversations that are known here. Expected an "
                    "export of Hadal, or the conversations.json of ChatGPT or DeepSeek.");
    }
    return imported;
}

Preview previewImport(const Imported& imported, Store& store) {
    return merge(imported, store, false, {});
}

Preview importInto(const Imported& imported, Store& store, const Step& step) {
    return merge(imported, store, true, step);
}

QList<Transcript> collect(Store& store, const QStringList& ids) {
    QList<Transcript> all;
    const QList<Conversation> conversations = resultOf(store.conversations());
    for (const Conversation& conversation : conversations)
        if (ids.isEmpty() || ids.contains(conversation.id))
            all.append({conversation, resultOf(store.messages(conversation.id))});
    for (const QString& id : ids)
        if (std::none_of(all.begin(), all.end(),
                         [&](const Transcript& each) { return each.conversation.id == id; }))
            throw Error(ErrorKind::InvalidArgument, "There is no conversation " + id.toStdString() + ".");
    return all;
}

} // namespace hadal::transcripts
