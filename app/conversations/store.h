// Conversations on disk: one SQLite database, owned by one worker thread.
#pragma once

#include "app/conversations/message.h"
#include "app/conversations/search_text.h"

#include <QFuture>
#include <QObject>

#include <memory>
#include <optional>

namespace hadal::conversations {

/// Where conversations live: $HADAL_DATA_DIR, or the data folder that the desktop gives to the program.
QString dataFolder();

/// What opening found out.
struct OpenReport {
    bool created = false; ///< there was no database before
    QString movedAside;   ///< path of a damaged database that was put aside; empty: none
    QString backup;       ///< path of the copy made before the database was brought up to date; empty: none
    int cutMessages = 0;  ///< answers that an earlier run left unfinished
    int purged = 0;       ///< conversations that had been in the bin for longer than bin_days
};

/// What is in the bin for longer is deleted when the store is opened.
constexpr int bin_days = 30;

/// What to look for in the messages of all conversations but those in the bin.
struct SearchQuery {
    QString text;         ///< as matchOf() reads it
    QString conversation; ///< only in this one; empty: in all
    QString folder;       ///< only in this one; empty: in all
    std::optional<Role> role;
    QDateTime since; ///< invalid: ever
    int limit = 100;
};

struct SearchHit {
    QString conversation;
    QString title;
    QString message;
    Role role = Role::User;
    QDateTime created;
    bool archived = false;
    Snippet snippet;
};

struct SearchResult {
    QList<SearchHit> hits; ///< the newest first
    bool more = false;     ///< there are more than the limit
    bool complete = true;  ///< false while messages of an older version are still being indexed
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
    /// In the order they were made, without the removed ones.
    QFuture<QList<Folder>> folders();
    /// The removed conversations, the last removed first.
    QFuture<QList<Conversation>> bin();
    QFuture<SearchResult> search(const SearchQuery& query);

    QFuture<void> add(const Conversation& conversation);
    QFuture<void> rename(const QString& conversation, const QString& title);
    QFuture<void> setPinned(const QString& conversation, bool pinned);
    QFuture<void> setSettings(const QString& conversation, const QJsonObject& settings);
    QFuture<void> setDraft(const QString& conversation, const Draft& draft);
    QFuture<void> setQueue(const QString& conversation, const QList<Draft>& queue);
    QFuture<void> setEdits(const QString& conversation, const QJsonObject& edits);
    QFuture<void> setFolder(const QString& conversation, const QString& folder);
    QFuture<void> setArchived(const QString& conversation, bool archived);
    /// Shows another version: `leaf` is a message of the conversation.
    QFuture<void> setLeaf(const QString& conversation, const QString& leaf);
    /// Puts a conversation into the bin; restore() brings it back as it was.
    QFuture<void> remove(const QString& conversation);
    QFuture<void> restore(const QString& conversation);
    /// Deletes a conversation of the bin for good, its messages and their words in the index with it.
    QFuture<void> purge(const QString& conversation);
    /// Adds `to` with copies of messages of `from`: those on the path to `leaf`, or all where it is empty.
    /// They get new ids; an answer that is being written is copied as cut. Gives the new conversation as it
    /// is in the store.
    QFuture<Conversation> copy(const QString& from, const Conversation& to, const QString& leaf);

    QFuture<void> add(const Folder& folder);
    QFuture<void> renameFolder(const QString& folder, const QString& name);
    QFuture<void> setFolderOpen(const QString& folder, bool open);
    /// What it holds stays and shows as being in no folder until the folder is restored.
    QFuture<void> removeFolder(const QString& folder);
    QFuture<void> restoreFolder(const QString& folder);

    /// Adds a message under its parent and makes it the conversation's leaf.
    QFuture<void> append(const Message& message);
    /// Replaces text, calls, state, error, numbers and run of a message that was added as Streaming. Once a
    /// message has another state its content no longer changes: later saves fail with InvalidArgument.
    QFuture<void> save(const Message& message);
    /// An answer that was cut off (stopped, failed, at a limit), or a tool that was, goes on being written:
    /// it can be saved again. Fails with InvalidArgument for others.
    QFuture<void> resume(const QString& message);
    /// Name and star of the branch that begins with a message.
    QFuture<void> setMark(const QString& message, const QString& name, bool starred);

    /// Adds a conversation, or to one with this id, what is missing of these messages, all or nothing.
    /// Parents stand before their children. Times and leaf of a new one are kept as they are.
    QFuture<void> merge(const Conversation& conversation, const QList<Message>& messages);
    /// Deletes messages that merge() has added, but for those that something has been said after since. A
    /// leaf that goes hands on to its parent.
    QFuture<void> withdraw(const QString& conversation, const QStringList& messages);

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
