#include "app/base/json_file.h"

#include "app/base/readable_json.h"
#include "kernels/error.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace hadal {
namespace {

constexpr qint64 largest = 64 << 20;

} // namespace

JsonFile::JsonFile(const QString& path, std::function<void(const Json&)> check)
    : path_(path), check_(std::move(check)) {}

Json JsonFile::read() {
    usable_ = true;
    damage_.clear();
    failure_.clear();
    QFile file(path_);
    if (!file.exists())
        return {};
    QString why;
    try {
        if (!file.open(QIODevice::ReadOnly))
            throw Error(ErrorKind::InvalidFile, file.errorString().toStdString());
        if (file.size() > largest)
            throw Error(ErrorKind::InvalidFile, "It is larger than 64 MiB.");
        Json json = parse_json(file.readAll().toStdString());
        if (json.is_null())
            throw Error(ErrorKind::InvalidFile, "It holds nothing.");
        if (check_)
            check_(json);
        return json;
    } catch (const Error& error) {
        why = QString::fromUtf8(error.what());
    }
    usable_ = false;
    damage_ = tr("%1 cannot be used: %2 Repair it, or move it away. It is kept under another name when "
                 "something is saved.")
                  .arg(path_, why);
    return {};
}

bool JsonFile::putAside() {
    const QFileInfo file(path_);
    const QString stem = file.dir().filePath(file.completeBaseName() + "-damaged-" +
                                             QDateTime::currentDateTimeUtc().toString("yyyyMMdd-HHmmss"));
    QString aside = stem + ".json";
    for (int i = 2; QFile::exists(aside); ++i)
        aside = stem + '-' + QString::number(i) + ".json";
    if (!QFile::rename(path_, aside)) {
        failure_ = tr("%1 cannot be used, and cannot be moved aside. Move it away by hand.").arg(path_);
        return false;
    }
    usable_ = true;
    damage_ = tr("%1 could not be used. It is kept as %2.").arg(path_, aside);
    return true;
}

bool JsonFile::write(const Json& json) {
    failure_.clear();
    if (!usable_ && !putAside())
        return false;
    QDir().mkpath(QFileInfo(path_).path());
    QSaveFile file(path_);
    const QByteArray text = QByteArray::fromStdString(printReadable(json) + '\n');
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        failure_ = tr("%1 cannot be written: %2.").arg(path_, file.errorString());
    return failure_.isEmpty();
}

} // namespace hadal
