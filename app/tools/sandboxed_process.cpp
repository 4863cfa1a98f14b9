#include "app/tools/sandboxed_process.h"

#include "kernels/error.h"

#include <QTimer>

#include <fcntl.h>
#include <unistd.h>

namespace hadal::tools {
namespace {

constexpr int statusInside = 3;

} // namespace

SandboxedProcess::SandboxedProcess(QObject* parent) : QObject(parent) {
    connect(&process_, &QProcess::readyReadStandardOutput, this,
            [this] { emit output(process_.readAllStandardOutput()); });
    connect(&process_, &QProcess::readyReadStandardError, this,
            [this] { emit errorOutput(process_.readAllStandardError()); });
    connect(&process_, &QProcess::finished, this, [this] { finish(endOf()); });
    connect(&process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            finish({End::NotStarted, 0, process_.errorString()});
    });
}

SandboxedProcess::~SandboxedProcess() {
    disconnect(&process_, nullptr, this, nullptr);
    if (process_.state() != QProcess::NotRunning) {
        process_.kill();
        process_.waitForFinished(1000);
    }
    if (status_ >= 0)
        close(status_);
}

void SandboxedProcess::start(const SandboxedProgram& program, const QString& dataFolder) {
    const auto later = [this](const QString& reason) {
        QMetaObject::invokeMethod(
            this,
            [this, reason] {
                finish({End::NotStarted, 0, reason});
            },
            Qt::QueuedConnection);
    };
    if (const QString problem = sandboxUnavailable(); !problem.isEmpty())
        return later(problem);
    SandboxCommand command;
    try {
        command = sandboxCommand(program, dataFolder, statusInside);
    } catch (const Error& error) {
        return later(QString::fromUtf8(error.what()));
    }
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
        return later(tr("There are too many open files."));
    status_ = ends[0];
    process_.setChildProcessModifier([end = ends[1]] {
        if (end == statusInside)
            fcntl(end, F_SETFD, 0);
        else
            dup2(end, statusInside);
    });
    process_.setProcessEnvironment(command.environment);
    process_.start(command.program, command.arguments);
    close(ends[1]);
}

void SandboxedProcess::setInput(const QByteArray& bytes) {
    if (!bytes.isEmpty())
        process_.write(bytes);
    process_.closeWriteChannel();
}

void SandboxedProcess::kill() {
    if (ended_ || process_.state() == QProcess::NotRunning)
        return;
    killed_ = true;
    // The kernel ends the first process of the sandbox with this one, and with that all others.
    process_.kill();
}

SandboxedProcess::End SandboxedProcess::endOf() const {
    char text[1024];
    const auto size = read(status_, text, sizeof text);
    const QString line = QString::fromUtf8(text, size > 0 ? int(size) : 0).trimmed();
    const QString word = line.section(u' ', 0, 0), rest = line.section(u' ', 1);
    if (word == u"exit")
        return {End::Exited, rest.toInt(), {}};
    if (word == u"memory")
        return {End::Memory, 0, {}};
    if (word == u"processes")
        return {End::Processes, 0, {}};
    if (killed_)
        return {End::Killed, 0, {}};
    if (word == u"signal")
        return {End::Signalled, rest.toInt(), {}};
    if (word == u"failed")
        return {End::NotStarted, 0, rest};
    return {End::NotStarted, 0, tr("The sandbox could not be made.")};
}

void SandboxedProcess::finish(const End& end) {
    if (std::exchange(ended_, true))
        return;
    emit ended(end);
}

} // namespace hadal::tools
