#include "app/conversations/store.h"

#include "app/base/task_thread.h"
#include "app/conversations/database.h"
#include "app/conversations/records.h"
#include "kernels/error.h"

#include <QStandardPaths>
#include <QVariant>

#include <deque>
#include <functional>
#include <optional>

namespace hadal::conversations {

QString dataFolder() {
    const auto chosen = qEnvironmentVariable("HADAL_DATA_DIR");
    return chosen.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) : chosen;
}

class Store::Worker {
  public:
    Worker(Store* store, const QString& folder) : store_(store), folder_(folder) {}
    ~Worker() {
        thread_.post([this] {
            if (database_)
                catchUp(*database_);
            database_.reset(); // by the thread that opened it
        });
    }

    QFuture<OpenReport> open() {
        return thread_.run([this] {
            failure_.reset();
            database_ = std::make_unique<Database>(folder_);
            try {
                const OpenReport report = database_->open();
                thread_.post([this] { indexRest(); });
                return report;
            } catch (const Error& error) {
                failure_ = error;
                database_.reset();
                throw;
            }
        });
    }

    template <typename Function>
    auto read(Function function) {
        return thread_.run([this, function = std::move(function)] { return function(database()); });
    }

    /// Of the writes that wait under one key only the newest is kept; those without a key are all kept.
    QFuture<void> write(const QString& key, std::function<void(Database&)> function) {
        return thread_.run([this, write = Write{key, std::move(function)}] {
            const bool behind = !unsaved_.empty();
            std::optional<Error> error = failure_;
            if (!error) {
                Database& db = database();
                if (!write.key.isEmpty())
                    std::erase_if(unsaved_, [&](const Write& old) { return old.key == write.key; });
                unsaved_.push_back(write);
                error = catchUp(db);
            } else {
                emit store_->writeFailed(QString::fromUtf8(error->what()));
            }
            if (behind && unsaved_.empty())
                emit store_->caughtUp();
            if (error)
                throw *error;
        });
    }

  private:
    /// In small steps, so that calls made meanwhile do not wait.
    void indexRest() {
        try {
            if (database_ && database_->indexSome())
                thread_.post([this] { indexRest(); });
        } catch (const Error&) {
            // Tried again at the next start; a disk that refuses shows with the next write.
        }
    }

    struct Write {
        QString key;
        std::function<void(Database&)> function;
    };

    /// Carries out what has not been saved, in order, until the disk refuses. A call that is wrong in itself
    /// is dropped. Returns the error of the last one tried.
    std::optional<Error> catchUp(Database& db) {
        std::optional<Error> error;
        while (!unsaved_.empty()) {
            error.reset();
            try {
                unsaved_.front().function(db);
            } catch (const Error& caught) {
                error = caught;
                emit store_->writeFailed(QString::fromUtf8(caught.what()));
                if (caught.kind() == ErrorKind::InvalidFile)
                    break;
            }
            unsaved_.pop_front();
        }
        return error;
    }

    Database& database() {
        if (failure_)
            throw *failure_;
        if (!database_)
            throw Error(ErrorKind::InvalidArgument, "The conversations have not been opened.");
        return *database_;
    }

    Store* store_;
    QString folder_;
    // Touched by tasks only.
    std::unique_ptr<Database> database_;
    std::optional<Error> failure_;
    std::deque<Write> unsaved_; // later writes rely on earlier ones, so none overtakes another

    TaskThread thread_; // last: its destructor carries out tasks that touch the above
};

Store::Store(const QString& folder, QObject* parent)
    : QObject(parent), worker_(std::make_unique<Worker>(this, folder)) {}

Store::~Store() = default;

QFuture<OpenReport> Store::open() {
    return worker_->open();
}

QFuture<QList<Conversation>> Store::conversations() {
    return worker_->read([](Database& db) { return db.conversations(); });
}

QFuture<QList<Message>> Store::messages(const QString& conversation) {
    return worker_->read([=](Database& db) { return db.messages(conversation); });
}

QFuture<void> Store::add(const Conversation& conversation) {
    return worker_->write({}, [=](Database& db) { db.add(conversation); });
}

QFuture<void> Store::rename(const QString& conversation, const QString& title) {
    return worker_->write("title " + conversation,
                          [=](Database& db) { db.set(conversation, "title", storable(title)); });
}

QFuture<void> Store::setPinned(const QString& conversation, bool pinned) {
    return worker_->write("pinned " + conversation,
                          [=](Database& db) { db.set(conversation, "pinned", pinned); });
}

QFuture<void> Store::setSettings(const QString& conversation, const QJsonObject& settings) {
    return worker_->write("settings " + conversation,
                          [=](Database& db) { db.set(conversation, "settings", toText(settings)); });
}

QFuture<QList<Folder>> Store::folders() {
    return worker_->read([](Database& db) { return db.folders(); });
}

QFuture<QList<Conversation>> Store::bin() {
    return worker_->read([](Database& db) { return db.bin(); });
}

QFuture<SearchResult> Store::search(const SearchQuery& query) {
    return worker_->read([=](Database& db) { return db.search(query); });
}

QFuture<void> Store::setDraft(const QString& conversation, const Draft& draft) {
    return worker_->write("draft " + conversation, [=](Database& db) { db.setDraft(conversation, draft); });
}

QFuture<void> Store::setQueue(const QString& conversation, const QList<Draft>& queue) {
    return worker_->write("queue " + conversation,
                          [=](Database& db) { db.set(conversation, "queue", toText(queue)); });
}

QFuture<void> Store::setEdits(const QString& conversation, const QJsonObject& edits) {
    return worker_->write("edits " + conversation,
                          [=](Database& db) { db.set(conversation, "edits", toText(edits)); });
}

QFuture<void> Store::setFolder(const QString& conversation, const QString& folder) {
    return worker_->write("folder " + conversation,
                          [=](Database& db) { db.set(conversation, "folder", storable(folder)); });
}

QFuture<void> Store::setArchived(const QString& conversation, bool archived) {
    return worker_->write("archived " + conversation,
                          [=](Database& db) { db.set(conversation, "archived", archived); });
}

QFuture<void> Store::setLeaf(const QString& conversation, const QString& leaf) {
    return worker_->write("leaf " + conversation, [=](Database& db) { db.setLeaf(conversation, leaf); });
}

QFuture<void> Store::remove(const QString& conversation) {
    return worker_->write("removed " + conversation, [=](Database& db) {
        db.set(conversation, "removed", QDateTime::currentMSecsSinceEpoch());
    });
}

QFuture<void> Store::restore(const QString& conversation) {
    return worker_->write("removed " + conversation,
                          [=](Database& db) { db.set(conversation, "removed", QVariant()); });
}

QFuture<void> Store::purge(const QString& conversation) {
    return worker_->write({}, [=](Database& db) { db.purge(conversation); });
}

QFuture<Conversation> Store::copy(const QString& from, const Conversation& to, const QString& leaf) {
    return worker_->read([=](Database& db) { return db.copy(from, to, leaf); });
}

QFuture<void> Store::add(const Folder& folder) {
    return worker_->write({}, [=](Database& db) { db.add(folder); });
}

QFuture<void> Store::renameFolder(const QString& folder, const QString& name) {
    return worker_->write("folder name " + folder,
                          [=](Database& db) { db.setOfFolder(folder, "name", storable(name)); });
}

QFuture<void> Store::setFolderOpen(const QString& folder, bool open) {
    return worker_->write("folder open " + folder,
                          [=](Database& db) { db.setOfFolder(folder, "open", open); });
}

QFuture<void> Store::removeFolder(const QString& folder) {
    return worker_->write("folder removed " + folder, [=](Database& db) {
        db.setOfFolder(folder, "removed", QDateTime::currentMSecsSinceEpoch());
    });
}

QFuture<void> Store::restoreFolder(const QString& folder) {
    return worker_->write("folder removed " + folder,
                          [=](Database& db) { db.setOfFolder(folder, "removed", QVariant()); });
}

QFuture<void> Store::append(const Message& message) {
    return worker_->write({}, [=](Database& db) { db.append(message); });
}

QFuture<void> Store::merge(const Conversation& conversation, const QList<Message>& messages) {
    return worker_->write({}, [=](Database& db) { db.merge(conversation, messages); });
}

QFuture<void> Store::withdraw(const QString& conversation, const QStringList& messages) {
    return worker_->write({}, [=](Database& db) { db.withdraw(conversation, messages); });
}

QFuture<void> Store::save(const Message& message) {
    return worker_->write("message " + message.id, [=](Database& db) { db.save(message); });
}

QFuture<void> Store::resume(const QString& message) {
    return worker_->write({}, [=](Database& db) { db.resume(message); });
}

QFuture<void> Store::setMark(const QString& message, const QString& name, bool starred) {
    return worker_->write("mark " + message, [=](Database& db) { db.setMark(message, name, starred); });
}

} // namespace hadal::conversations
