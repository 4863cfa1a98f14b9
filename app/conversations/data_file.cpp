#include "app/conversations/data_file.h"

#include "kernels/error.h"

#include <QDir>
#include <QFileInfo>
#include <QSqlError>
#include <QSysInfo>

namespace hadal::conversations {

namespace {

// Result codes of SQLite that mean the bytes are wrong, not that they cannot be reached.
constexpr int sqlite_corrupt = 11;
constexpr int sqlite_not_a_database = 26;
// The statement is at fault: too much text, an id twice, a conversation unknown.
constexpr int sqlite_too_big = 18;
constexpr int sqlite_constraint = 19;

/// Extended codes carry the basic code in their low byte.
int codeOf(const QSqlError& error) {
    return error.nativeErrorCode().toInt() & 0xff;
}

bool saysDamaged(const QSqlError& error) {
    const int code = codeOf(error);
    return code == sqlite_corrupt || code == sqlite_not_a_database;
}

[[noreturn]] void fail(ErrorKind kind, const QString& message) {
    throw Error(kind, message.toStdString());
}

} // namespace

DataFile::DataFile(const QString& folder)
    : folder_(folder), path_(QDir(folder).filePath("conversations.sqlite3")), connection_(newId()) {}

DataFile::~DataFile() {
    disconnect();
}

void DataFile::lock() {
    if (!QDir().mkpath(folder_))
        fail(ErrorKind::InvalidFile,
             QString("The folder %1 cannot be made. Check its place and permissions, or choose another with "
                     "HADAL_DATA_DIR.")
                 .arg(folder_));
    lock_ = std::make_unique<QLockFile>(QDir(folder_).filePath("conversations.lock"));
    lock_->setStaleLockTime(0); // held as long as its process lives
    if (lock_->tryLock(0))
        return;
    if (lock_->error() != QLockFile::LockFailedError)
        fail(ErrorKind::InvalidFile, QString("Nothing can be written to %1. Check its permissions, or choose "
                                             "another folder with HADAL_DATA_DIR.")
                                         .arg(folder_));
    qint64 pid = 0;
    QString host, program;
    lock_->getLockInfo(&pid, &host, &program);
    if (host != QSysInfo::machineHostName())
        fail(
            ErrorKind::InvalidInput,
            QString("The computer %1 is using the conversations in %2. Close the program there, or, if it no "
                    "longer runs, delete %3.")
                .arg(host, folder_, QDir(folder_).filePath("conversations.lock")));
    fail(ErrorKind::InvalidInput,
         QString("Process %1 (%2) is using the conversations in %3. Close it, or choose another folder with "
                 "HADAL_DATA_DIR.")
             .arg(QString::number(pid), program, folder_));
}

void DataFile::connect() {
    database_ = QSqlDatabase::addDatabase("QSQLITE", connection_);
    database_.setDatabaseName(path_);
    database_.setConnectOptions("QSQLITE_BUSY_TIMEOUT=5000");
    if (!database_.open())
        fail(ErrorKind::InvalidFile, QString("The conversations in %1 cannot be opened: %2.")
                                         .arg(path_, database_.lastError().text().trimmed()));
}

void DataFile::disconnect() {
    if (!database_.isValid())
        return;
    database_.close();
    database_ = QSqlDatabase();
    QSqlDatabase::removeDatabase(connection_);
}

bool DataFile::damaged() {
    QSqlQuery query(database_);
    if (!query.exec("PRAGMA quick_check(1)")) {
        if (saysDamaged(query.lastError()))
            return true;
        fail(ErrorKind::InvalidFile, QString("The conversations in %1 cannot be read: %2.")
                                         .arg(path_, query.lastError().text().trimmed()));
    }
    return !query.next() || query.value(0).toString() != "ok";
}

QString DataFile::freshPath(const QString& label) const {
    const auto time = QDateTime::currentDateTimeUtc().toString("yyyyMMdd-HHmmss");
    for (int i = 0;; ++i) {
        const auto suffix = i ? QString("-%1").arg(i) : QString();
        const auto path =
            QDir(folder_).filePath(QString("conversations-%1-%2%3.sqlite3").arg(label, time, suffix));
        if (!QFileInfo::exists(path))
            return path;
    }
}

QString DataFile::putAside() {
    disconnect();
    const auto aside = freshPath("damaged");
    // With its log: whoever repairs the file needs both.
    for (const auto* suffix : {"-wal", "-shm", ""})
        if (QFileInfo::exists(path_ + suffix) && !QFile::rename(path_ + suffix, aside + suffix))
            fail(ErrorKind::InvalidFile,
                 QString("The conversations in %1 are damaged, and the file cannot be "
                         "moved aside. Move it away by hand and start again.")
                     .arg(path_));
    return aside;
}

OpenReport DataFile::open(const Migrations& steps) {
    OpenReport report;
    lock();
    report.created = !QFileInfo::exists(path_);
    connect();
    if (damaged()) {
        report.movedAside = putAside();
        report.created = true;
        connect();
    }
    const auto version = number("PRAGMA user_version");
    const auto latest = static_cast<qint64>(steps.size());
    if (version < 0 || version > latest)
        fail(ErrorKind::Unsupported,
             QString("The conversations in %1 have version %2, and this program knows versions up to %3. Use "
                     "the newer program that wrote them; nothing was changed.")
                 .arg(path_, QString::number(version), QString::number(latest)));
    run("PRAGMA journal_mode = WAL");
    run("PRAGMA synchronous = FULL");
    run("PRAGMA foreign_keys = ON");

    if (version > 0 && version < latest) {
        report.backup = freshPath(QString("version%1").arg(version));
        run("VACUUM INTO ?", {report.backup});
    }
    for (auto at = version; at < latest; ++at)
        transaction([&] {
            for (const auto& statement : steps[static_cast<std::size_t>(at)])
                run(statement);
            run(QString("PRAGMA user_version = %1").arg(at + 1));
        });
    return report;
}

QSqlQuery DataFile::run(const QString& statement, const QVariantList& values) {
    QSqlQuery query(database_);
    query.setForwardOnly(true);
    bool done = query.prepare(statement);
    for (const auto& value : values)
        query.addBindValue(value);
    done = done && query.exec();
    const int code = codeOf(query.lastError());
    if (!done && (code == sqlite_constraint || code == sqlite_too_big))
        fail(ErrorKind::InvalidArgument, QString("The conversations in %1 cannot take this: %2.")
                                             .arg(path_, query.lastError().text().trimmed()));
    if (!done)
        fail(ErrorKind::InvalidFile,
             QString(
                 "The conversations in %1 could not be read or saved: %2. Check that the disk has room and "
                 "the folder can be written to.")
                 .arg(path_, query.lastError().text().trimmed()));
    return query;
}

qint64 DataFile::number(const QString& statement, const QVariantList& values) {
    auto query = run(statement, values);
    return query.next() ? query.value(0).toLongLong() : 0;
}

} // namespace hadal::conversations
