#include "app/transcripts/import.h"

#include "app/transcripts/json.h"
#include "kernels/error.h"

#include <QJsonDocument>
#include <QSet>

#include <algorithm>

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

Preview merge(const Imported& imported, Store& store, bool really) {
    QSet<QString> known;
    for (const Conversation& conversation : resultOf(store.conversations()))
        known.insert(conversation.id);
    Preview preview;
    for (const Transcript& transcript : imported.transcripts) {
        const bool there = known.contains(transcript.conversation.id);
        QSet<QString> messages;
        if (there)
            for (const Message& message : resultOf(store.messages(transcript.conversation.id)))
                messages.insert(message.id);
        const auto missing =
            std::count_if(transcript.messages.begin(), transcript.messages.end(),
                          [&](const Message& message) { return !messages.contains(message.id); });
        ++(!there ? preview.fresh : missing > 0 ? preview.grown : preview.same);
        preview.messages += int(missing);
        if (really && (!there || missing > 0))
            store.merge(transcript.conversation, transcript.messages).waitForFinished();
    }
    return preview;
}

} // namespace

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
    return merge(imported, store, false);
}

Preview importInto(const Imported& imported, Store& store) {
    return merge(imported, store, true);
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
