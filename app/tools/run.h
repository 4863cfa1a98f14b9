// One run of a tool.
#pragma once

#include "app/tools/tool.h"

#include <QObject>
#include <QString>

namespace hadal::tools {

struct RunResult {
    enum Status {
        Done,      ///< the tool's own result, whatever it says
        Failed,    ///< it ran and failed: exit status, HTTP error, exception
        TimedOut,  ///< stopped at the limit of seconds
        Exceeded,  ///< stopped at a limit of memory, processes or output
        Stopped,   ///< by the person
        NotStarted ///< no sandbox, no such program, arguments that do not fit: nothing has happened
    } status = Done;
    QString text;           ///< for the model, plain text without control characters; says why where not Done
    bool cut = false;       ///< `text` is not all that the tool wrote, and says so
    qint64 outputBytes = 0; ///< that the tool wrote
    double seconds = 0;
    QString sandbox; ///< what was allowed, one line for people; empty: nothing ran on this computer
    bool operator==(const RunResult&) const = default;
};

/// Lives on the interface thread; no call blocks. Deleting it stops the run.
class Run : public QObject {
    Q_OBJECT

  public:
    using QObject::QObject;

    /// Ends the run with all processes that it has begun; finished() follows within a second.
    virtual void stop() = 0;

  signals:
    /// What is to be answered by the person, with answer(): an AskAction only.
    void asks(const QString& question);
    /// A tail of the output so far, a few times a second at most.
    void progress(const QString& tail);
    /// Emitted once, never before Runner::run() has returned.
    void finished(const hadal::tools::RunResult& result);

  public slots:
    /// The person's answer to asks().
    virtual void answer(const QString& text) { Q_UNUSED(text) }
};

/// Runs tools of some kinds of action. Lives on the interface thread.
class Runner : public QObject {
    Q_OBJECT

  public:
    using QObject::QObject;

    /// Starts a run. `arguments` are checked against the tool's parameters first. The caller deletes the run.
    virtual Run* run(const Tool& tool, const Json& arguments) = 0;
    /// What a run of this tool may touch, as one line for people, and whether it can be run here at all:
    /// `problem` gets what to do about it where it can not.
    virtual QString sandbox(const Tool& tool, QString& problem) const = 0;
};

} // namespace hadal::tools
