// A program in a sandbox, running.
#pragma once

#include "app/tools/sandbox.h"

#include <QByteArray>
#include <QObject>
#include <QProcess>

namespace hadal::tools {

/// Lives on the interface thread; no call blocks.
class SandboxedProcess : public QObject {
    Q_OBJECT

  public:
    struct End {
        enum How {
            Exited,    ///< by itself, with `code`
            Signalled, ///< by signal `code`
            Memory,    ///< stopped beyond the limit of memory
            Processes, ///< stopped beyond the limit of processes
            Killed,    ///< by kill()
            NotStarted ///< `reason` says why; nothing has happened
        } how = NotStarted;
        int code = 0;
        QString reason;
    };

    explicit SandboxedProcess(QObject* parent = nullptr);
    /// Kills what still runs.
    ~SandboxedProcess() override;

    /// ended() follows in any case, never before this has returned.
    void start(const SandboxedProgram& program, const QString& dataFolder);
    /// Writes all of its standard input and closes it.
    void setInput(const QByteArray& bytes);
    /// Ends all processes; ended() follows within a second.
    void kill();

  signals:
    void output(const QByteArray& bytes);
    void errorOutput(const QByteArray& bytes);
    void ended(const hadal::tools::SandboxedProcess::End& end);

  private:
    void finish(const End& end);
    End endOf() const;

    QProcess process_;
    int status_ = -1; // we read what the sandbox says of its end here
    bool killed_ = false;
    bool ended_ = false;
};

} // namespace hadal::tools
