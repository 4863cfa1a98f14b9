#include "app/schemas/library.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QUrl>

namespace hadal::schemas {
namespace {

constexpr QLatin1String suffix(".json");
constexpr qint64 largest = 16 << 20;

/// Any name can be the name of a file.
QString fileName(const QString& name) {
    return QString::fromLatin1(QUrl::toPercentEncoding(name, " ", ".")) + suffix;
}

QString nameOf(const QString& file) {
    return QUrl::fromPercentEncoding(file.chopped(suffix.size()).toUtf8());
}

} // namespace

Library::Library(const QString& folder, QObject* parent) : QObject(parent), folder_(folder) {
    connect(&watcher_, &QFileSystemWatcher::directoryChanged, this, &Library::look);
    connect(&watcher_, &QFileSystemWatcher::fileChanged, this, &Library::look);
    look();
}

void Library::look() {
    const QDir folder(folder_);
    if (watcher_.directories().isEmpty() && folder.exists())
        watcher_.addPath(folder_);
    names_.clear();
    for (const QString& file : folder.entryList({"*" + suffix}, QDir::Files | QDir::Readable)) {
        names_ += nameOf(file);
        const QString path = folder.filePath(file);
        if (!watcher_.files().contains(path)) // one that is replaced is no longer watched
            watcher_.addPath(path);
    }
    names_.sort(Qt::CaseInsensitive);
    emit changed();
}

QString Library::path(const QString& name) const {
    // A file made by hand may be called otherwise than fileName() would.
    for (const QString& file : QDir(folder_).entryList({"*" + suffix}, QDir::Files))
        if (nameOf(file) == name)
            return QDir(folder_).filePath(file);
    return QDir(folder_).filePath(fileName(name));
}

QString Library::freeName(const QString& wanted) const {
    QString name = wanted;
    for (int i = 2; names_.contains(name, Qt::CaseInsensitive); ++i)
        name = QStringLiteral("%1 %2").arg(wanted).arg(i);
    return name;
}

QString Library::read(const QString& name, QString& problem) const {
    QFile file(path(name));
    if (!file.open(QIODevice::ReadOnly)) {
        problem = tr("The schema “%1” cannot be read: %2").arg(name, file.errorString());
        return {};
    }
    if (file.size() > largest) {
        problem = tr("The schema “%1” has more than 16 MB, which no request can carry.").arg(name);
        return {};
    }
    return QString::fromUtf8(file.readAll());
}

QString Library::text(const QString& name) const {
    QString problem;
    return read(name, problem);
}

QString Library::problem(const QString& name) const {
    QString problem;
    read(name, problem);
    return problem;
}

QString Library::write(const QString& name, const QString& text) {
    if (name.trimmed().isEmpty())
        return tr("A schema needs a name.");
    if (!QDir().mkpath(folder_))
        return tr("The folder %1 cannot be made.").arg(folder_);
    QSaveFile file(path(name));
    const QByteArray bytes = text.toUtf8();
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return tr("The schema “%1” cannot be saved: %2").arg(name, file.errorString());
    look();
    return {};
}

QString Library::rename(const QString& name, const QString& to) {
    if (name == to)
        return {};
    if (to.trimmed().isEmpty())
        return tr("A schema needs a name.");
    if (names_.contains(to))
        return tr("There is a schema “%1” already. Choose another name.").arg(to);
    QFile file(path(name));
    const QString problem =
        file.rename(QDir(folder_).filePath(fileName(to))) ? QString() : file.errorString();
    look();
    return problem.isEmpty() ? problem : tr("The schema “%1” cannot be saved: %2").arg(to, problem);
}

QString Library::remove(const QString& name) {
    QFile file(path(name));
    const QString problem = file.remove() ? QString() : file.errorString();
    look();
    return problem.isEmpty() ? problem : tr("The schema “%1” cannot be deleted: %2").arg(name, problem);
}

} // namespace hadal::schemas
