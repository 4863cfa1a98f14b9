#include "ui/chat/presets.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QSaveFile>
#include <QUrl>

namespace hadal::ui {
namespace {

constexpr auto suffix = ".json";
constexpr qint64 largest = 4 << 20;

/// Any name can be the name of a file.
QString fileName(const QString& name) {
    return QString::fromLatin1(QUrl::toPercentEncoding(name, " ", ".")) + suffix;
}

QString nameOf(const QString& file) {
    return QUrl::fromPercentEncoding(file.chopped(qsizetype(std::strlen(suffix))).toLatin1());
}

} // namespace

Presets::Presets(const QString& folder, QObject* parent) : QObject(parent), folder_(folder) {
    connect(&watcher_, &QFileSystemWatcher::directoryChanged, this, &Presets::read);
    read();
}

void Presets::read() {
    if (watcher_.directories().isEmpty() && QFileInfo::exists(folder_))
        watcher_.addPath(folder_);
    QStringList names;
    for (const QString& file : QDir(folder_).entryList({QString("*") + suffix}, QDir::Files | QDir::Readable))
        names += nameOf(file);
    names.sort(Qt::CaseInsensitive);
    if (names == names_)
        return;
    names_ = names;
    emit namesChanged();
}

QString Presets::path(const QString& name) const {
    // A file made by hand may be called otherwise than fileName() would.
    for (const QString& file : QDir(folder_).entryList({QString("*") + suffix}, QDir::Files))
        if (nameOf(file) == name)
            return QDir(folder_).filePath(file);
    return QDir(folder_).filePath(fileName(name));
}

QString Presets::apply(const QString& name, ChatSettings* settings) const {
    QFile file(path(name));
    if (!file.open(QIODevice::ReadOnly))
        return tr("The preset “%1” cannot be read: %2").arg(name, file.errorString());
    QJsonParseError error;
    const auto json = QJsonDocument::fromJson(file.read(largest), &error);
    if (!json.isObject())
        return tr("The preset “%1” is not a JSON object (%2, at byte %3). Repair the file %4 or delete it.")
            .arg(name, error.errorString(), QString::number(error.offset), file.fileName());
    settings->merge(json.object());
    return {};
}

QString Presets::save(const QString& name, ChatSettings* settings) {
    return write(name, QJsonDocument(settings->portable()).toJson());
}

QString Presets::remove(const QString& name, QByteArray& text) {
    QFile file(path(name));
    if (!file.open(QIODevice::ReadOnly))
        return tr("The preset “%1” cannot be read: %2").arg(name, file.errorString());
    text = file.readAll();
    file.close();
    const QString problem = file.remove() ? QString() : file.errorString();
    read();
    return problem;
}

QString Presets::write(const QString& name, const QByteArray& text) {
    if (!QDir().mkpath(folder_))
        return tr("The folder %1 cannot be made.").arg(folder_);
    QSaveFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        return tr("The preset “%1” cannot be saved: %2").arg(name, file.errorString());
    read();
    return {};
}

} // namespace hadal::ui
