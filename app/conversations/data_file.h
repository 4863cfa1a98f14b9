// The database file: locked, opened, checked, put aside when damaged, brought up to date.
#pragma once

#include "app/conversations/schema.h"
#include "app/conversations/store.h"

#include <QLockFile>
#include <QSqlDatabase>
#include <QSqlQuery>

#include <memory>

namespace hadal::conversations {

/// One open database. Used by the thread that made it only.
class DataFile {
  public:
    explicit DataFile(const QString& folder);
    ~DataFile();
    DataFile(const DataFile&) = delete;
    DataFile& operator=(const DataFile&) = delete;

    /// As Store::open(), without cutMessages.
    OpenReport open(const Migrations& steps);

    /// Runs one statement with its values in order. Throws hadal::Error.
    QSqlQuery run(const QString& statement, const QVariantList& values = {});
    /// The first value of the first row that a statement gives; 0 where it gives none.
    qint64 number(const QString& statement, const QVariantList& values = {});
    /// Runs `changes` whole or not at all.
    template <typename Function>
    void transaction(Function changes) {
        run("BEGIN IMMEDIATE");
        try {
            changes();
            run("COMMIT");
        } catch (...) {
            QSqlQuery(database_).exec("ROLLBACK");
            throw;
        }
    }

    /// As transaction(), for what is written many times a minute: a process that ends at once loses nothing
    /// of it, a computer that loses power may lose the last of it. The disk is not waited for.
    template <typename Function>
    void hurriedly(Function changes) {
        run("PRAGMA synchronous = NORMAL");
        try {
            transaction(changes);
        } catch (...) {
            run("PRAGMA synchronous = FULL");
            throw;
        }
        run("PRAGMA synchronous = FULL");
    }

  private:
    void lock();
    void connect();
    void disconnect();
    bool damaged();
    QString putAside();
    QString freshPath(const QString& label) const;

    QString folder_;
    QString path_;
    QString connection_;
    std::unique_ptr<QLockFile> lock_;
    QSqlDatabase database_;
};

} // namespace hadal::conversations
