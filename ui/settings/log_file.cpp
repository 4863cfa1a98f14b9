#include "ui/settings/log_file.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QMutex>
#include <QRegularExpression>

namespace hadal::ui {
namespace {

constexpr qint64 largest = 1 << 20;

struct Log {
    QMutex mutex;
    QFile file;
    QtMessageHandler before = nullptr;
};

Log& theLog() {
    static Log log;
    return log;
}

void write(QtMsgType type, const QMessageLogContext& context, const QString& message) {
    static constexpr const char* names[] = {"debug", "warning", "critical", "fatal", "info"};
    Log& log = theLog();
    {
        QMutexLocker lock(&log.mutex);
        if (log.file.isOpen()) {
            const QString line = QString("%1 %2 %3: %4\n")
                                     .arg(QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs),
                                          QString::fromLatin1(names[type]),
                                          QString::fromUtf8(context.category), logged(message));
            log.file.write(line.toUtf8());
            log.file.flush();
        }
    }
    if (log.before)
        log.before(type, context, message);
}

} // namespace

QString logged(const QString& message) {
    static const QRegularExpression quoted("([\"“])([^\"“”]{80})[^\"”]*([\"”])");
    QString line = message;
    line.replace(quoted, "\\1\\2…\\3");
    return line.simplified();
}

void beginLog(const QString& folder) {
    Log& log = theLog();
    QMutexLocker lock(&log.mutex);
    const QDir place(folder + "/log");
    place.mkpath(".");
    const QString path = place.filePath("hadal.log");
    if (QFile(path).size() > largest) {
        QFile::remove(path + ".1");
        QFile::rename(path, path + ".1");
    }
    log.file.setFileName(path);
    log.file.open(QIODevice::Append);
    log.file.write(QString("%1 Hadal %2 begins\n")
                       .arg(QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs),
                            QCoreApplication::applicationVersion())
                       .toUtf8());
    log.file.flush();
    if (!log.before)
        log.before = qInstallMessageHandler(write);
}

} // namespace hadal::ui
