#include "app/conversations/store.h"

#include "app/base/task_thread.h"
#include "app/conversations/database.h"
#include "app/conversations/records.h"
#include "kernels/error.h"

#include <QStandardPaths>
#include <QVariant>

#include <optional>

namespace hadal::conversations {

QString dataFolder() {
    const auto chosen = qEnvironmentVariable("HADAL_DATA_DIR");
    return chosen.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) : chosen;
}

class Store::Worker {
  public:
    explicit Worker(const QString& folder) : folder_(folder) {}
    ~Worker() {
        // The database is closed by the thread that opened it.
        thread_.post([this] { database_.reset(); });
    }

    QFuture<OpenReport> open() {
        return thread_.run([this] {
            failure_.reset();
            database_ = std::make_unique<Database>(folder_);
            try {
                return database_->open();
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

    template <typename Function>
    QFuture<void> write(Store* store, Function function) {
        return thread_.run([this, store, function = std::move(function)] {
            try {
                function(database());
            } catch (const Error& error) {
                emit store->writeFailed(QString::fromUtf8(error.what()));
                throw;
            }
        });
    }

  private:
    Database& database() {
        if (failure_)
            throw *failure_;
        if (!database_)
            throw Error(ErrorKind::InvalidArgument, "The conversations have not been opened.");
        return *database_;
    }

    QString folder_;
    // Touched by tasks only.
    std::unique_ptr<Database> database_;
    std::optional<Error> failure_;

    TaskThread thread_; // last: its destructor carries out tasks that touch the above
};

Store::Store(const QString& folder, QObject* parent)
    : QObject(parent), worker_(std::make_unique<Worker>(folder)) {}

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
    return worker_->write(this, [=](Database& db) { db.add(conversation); });
}

QFuture<void> Store::rename(const QString& conversation, const QString& title) {
    return worker_->write(this, [=](Database& db) { db.set(conversation, "title", storable(title)); });
}

QFuture<void> Store::setPinned(const QString& conversation, bool pinned) {
    return worker_->write(this, [=](Database& db) { db.set(conversation, "pinned", pinned); });
}

QFuture<void> Store::setSettings(const QString& conversation, const QJsonObject& settings) {
    return worker_->write(this, [=](Database& db) { db.set(conversation, "settings", toText(settings)); });
}

QFuture<void> Store::setDraft(const QString& conversation, const QString& draft) {
    return worker_->write(this, [=](Database& db) { db.set(conversation, "draft", storable(draft)); });
}

QFuture<void> Store::setLeaf(const QString& conversation, const QString& leaf) {
    return worker_->write(this, [=](Database& db) { db.setLeaf(conversation, leaf); });
}

QFuture<void> Store::remove(const QString& conversation) {
    return worker_->write(
        this, [=](Database& db) { db.set(conversation, "removed", QDateTime::currentMSecsSinceEpoch()); });
}

QFuture<void> Store::restore(const QString& conversation) {
    return worker_->write(this, [=](Database& db) { db.set(conversation, "removed", QVariant()); });
}

QFuture<void> Store::append(const Message& message) {
    return worker_->write(this, [=](Database& db) { db.append(message); });
}

QFuture<void> Store::save(const Message& message) {
    return worker_->write(this, [=](Database& db) { db.save(message); });
}

} // namespace hadal::conversations
