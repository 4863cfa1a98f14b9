#include "app/mcp/stdio_transport.h"

#include <chrono>

namespace hadal::mcp {
namespace {

constexpr qsizetype longest_log_line = 4096;
/// A server that does not read its input is not filled with more than this.
constexpr qint64 most_unread = 32 << 20;
constexpr std::chrono::seconds courtesy{1};

} // namespace

StdioTransport::StdioTransport(const Launch& launch, QObject* parent)
    : Transport(parent), errors_(longest_log_line) {
    process_.setProgram(launch.program);
    process_.setArguments(launch.arguments);
    process_.setProcessEnvironment(launch.environment);
    if (!launch.folder.isEmpty())
        process_.setWorkingDirectory(launch.folder);
    patience_.setSingleShot(true);
    connect(&patience_, &QTimer::timeout, this, &StdioTransport::insist);
    connect(&process_, &QProcess::started, this, &Transport::started);
    connect(&process_, &QProcess::readyReadStandardOutput, this, &StdioTransport::readOutput);
    connect(&process_, &QProcess::readyReadStandardError, this, &StdioTransport::readErrors);
    connect(&process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            end(tr("“%1” cannot be started: %2. Check that the program is installed and its path is right.")
                    .arg(process_.program(), process_.errorString()));
    });
    connect(&process_, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
        readOutput();
        readErrors();
        if (!errors_.rest().isEmpty())
            emit logged(lastWords_ = QString::fromUtf8(errors_.rest()));
        if (stopping_)
            return end(verdict_);
        QString why = status == QProcess::CrashExit
                          ? tr("The server was ended by signal %1.").arg(code)
                          : tr("The server ended by itself with exit status %1.").arg(code);
        if (!lastWords_.isEmpty())
            why += tr(" Its last words: %1").arg(lastWords_);
        end(why);
    });
}

StdioTransport::~StdioTransport() {
    process_.disconnect(this);
    if (process_.state() == QProcess::NotRunning)
        return;
    process_.kill();
    process_.waitForFinished(1000);
}

void StdioTransport::start() {
    process_.start();
}

void StdioTransport::send(const QByteArray& message, std::optional<qint64>) {
    if (stopping_ || process_.state() != QProcess::Running)
        return;
    process_.write(message + '\n');
    if (process_.bytesToWrite() <= most_unread)
        return;
    verdict_ = tr("The server does not read its input: %1 MiB wait for it.").arg(most_unread >> 20);
    stopping_ = true;
    process_.kill();
}

void StdioTransport::stop() {
    if (stopping_ || ended_)
        return;
    stopping_ = true;
    if (process_.state() == QProcess::NotRunning) {
        QMetaObject::invokeMethod(
            this, [this] { end({}); }, Qt::QueuedConnection);
        return;
    }
    process_.closeWriteChannel();
    patience_.start(courtesy);
}

void StdioTransport::insist() {
    // SIGTERM may be held off by whatever stands around the server; SIGKILL comes next, and takes all of it.
    if (std::exchange(asked_, true))
        return process_.kill();
    process_.terminate();
    patience_.start(courtesy);
}

void StdioTransport::readOutput() {
    output_.add(
        process_.readAllStandardOutput(),
        [this](const QByteArray& line) {
            if (!line.trimmed().isEmpty())
                emit received(line);
        },
        [this] {
            emit logged(QString("A line of more than %1 MiB was skipped.").arg(longest_message >> 20));
        });
}

void StdioTransport::readErrors() {
    errors_.add(
        process_.readAllStandardError(),
        [this](const QByteArray& line) {
            if (line.trimmed().isEmpty())
                return;
            lastWords_ = QString::fromUtf8(line);
            emit logged(lastWords_);
        },
        [this] {
            emit logged(QString("A line of more than %1 characters was skipped.").arg(longest_log_line));
        });
}

void StdioTransport::end(const QString& why) {
    if (ended_)
        return;
    ended_ = true;
    patience_.stop();
    emit ended(why);
}

} // namespace hadal::mcp
