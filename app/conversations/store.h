// Conversations on disk: one SQLite database, owned by one worker thread.
#pragma once

#include "app/conversations/message.h"

#include <QFuture>
#include <QObject>

#include <memory>

namespace hadal::conversations {

/// Where conversations live: $HADAL_DATA_DIR, or the data folder that the desktop gives to the program.
QString dataFolder();

/// What opening found out.
struct OpenReport {
    bool created = false; ///< there was no database before
    QString movedAside;   ///< path of a damaged database that was put aside; empty: none
    QString backup;       ///< path of the copy made before the database was brought up to date; empty: none
    int cutMessages = 0;  ///< answers that an earlier run left unfinished
};

/// Calls return at once and are carried out in their order on the worker thread, so a call may rely on those
/// before it without waiting. A future fails with hadal::Error. Messages are only ever added: an edit or a
/// new answer is another version (same parent), and removing a conversation marks it. One process at a time
/// uses a folder. Any thread may call; the object belongs to the thread that made it.
class Store : public QObject {
    Q_OBJECT

  public:
    explicit Store(const QString& folder = dataFolder(), QObject* parent = nullptr);
    /// Carries out the calls made so far, then closes the database.
    ~Store() override;

    /// First call. Creates the database, brings an older one up to date after copying it, and puts a damaged
    /// one aside. Fails with InvalidInput when another process holds the folder, Unsupported when a newer
    /// program wrote the database, InvalidFile when the folder cannot be used; every later call then fails
    /// with the same error.
    QFuture<OpenReport> open();

    /// Pinned ones first, then by last change, newest first. Without the removed ones.
    QFuture<QList<Conversation>> conversations();
    /// Every message of a conversation, all versions, in the order they were added.
    QFuture<QList<Message>> messages(const QString& conversation);

    QFuture<void> add(const Conversation& conversation);
    QFuture<void> rename(const QString& conversation, const QString& title);
    QFuture<void> setPinned(const QString& conversation, bool pinned);
    QFuture<void> setSettings(const QString& conversation, const QJsonObject& settings);
    QFuture<void> setDraft(const QString& conversation, const QString& draft);
    /// Shows another version: `leaf` is a message of the conversation.
    QFuture<void> setLeaf(const QString& conversation, const QString& leaf);
    /// Hides a conversation from conversations(); restore() brings it back as it was.
    QFuture<void> remove(const QString& conversation);
    QFuture<void> restore(const QString& conversation);

    /// Adds a message under its parent and makes it the conversation's leaf.
    QFuture<void> append(const Message& message);
    /// Replaces text, calls, state, error and numbers of a message that was added as Streaming. Once a
    /// message has another state its content no longer changes: later saves fail with InvalidArgument.
    QFuture<void> save(const Message& message);

    /// Adds a conversation, or to one with this id, what is missing of these messages, all or nothing. Parents
    /// stand before their children. Times and leaf of a new one are kept as they are.
    QFuture<void> merge(const Conversation& conversation, const QList<Message>& messages);

  signals:
    /// A write failed: for showing, whether or not somebody watches its future. Where the disk refused (full,
    /// folder gone) the write is kept and tried again with the next one and at the end.
    void writeFailed(const QString& message);
    /// Everything that had been kept so is saved.
    void caughtUp();

  private:
    class Worker;
    std::unique_ptr<Worker> worker_;
};

} // namespace hadal::conversations
