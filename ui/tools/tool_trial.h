// Trying a tool out.
#pragma once

#include "app/host/model_host.h"
#include "app/tools/run.h"
#include "ui/forms/argument_form.h"
#include "ui/tools/run_history.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>

namespace hadal::ui {

/// Arguments, a run with its progress, and the result. One run at a time; another tool stops it.
class ToolTrial : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by ToolDesk.")
    Q_PROPERTY(hadal::ui::ArgumentForm* form READ form CONSTANT)
    Q_PROPERTY(hadal::ui::RunHistory* history READ history CONSTANT)
    Q_PROPERTY(QString sandbox READ sandbox NOTIFY changed) ///< what a run may touch
    Q_PROPERTY(QString problem READ problem NOTIFY changed) ///< why it cannot be run here
    Q_PROPERTY(bool running READ running NOTIFY changed)
    Q_PROPERTY(int elapsed READ elapsed NOTIFY changed)       ///< whole seconds of the run under way
    Q_PROPERTY(QString progress READ progress NOTIFY changed) ///< tail of its output
    Q_PROPERTY(QString question READ question NOTIFY changed) ///< the person is to answer; empty: not
    Q_PROPERTY(bool done READ done NOTIFY changed)            ///< there is a result
    Q_PROPERTY(Status status READ status NOTIFY changed)
    Q_PROPERTY(QString text READ text NOTIFY changed)
    Q_PROPERTY(QString language READ language NOTIFY changed) ///< of the text, for its colours
    Q_PROPERTY(bool cut READ cut NOTIFY changed)
    Q_PROPERTY(double seconds READ seconds NOTIFY changed)
    Q_PROPERTY(double bytes READ bytes NOTIFY changed)
    Q_PROPERTY(QString resultSandbox READ resultSandbox NOTIFY changed)
    Q_PROPERTY(int tokens READ tokens NOTIFY changed) ///< of the text; -1: not counted

  public:
    /// In the order of tools::RunResult::Status.
    enum Status { Done, Failed, TimedOut, Exceeded, Stopped, NotStarted };
    Q_ENUM(Status)

    /// `runner` may be null: then nothing can be run.
    ToolTrial(tools::Runner* runner, host::ModelHost* host, const QString& folder,
              const secrets::Redactor* redactor, QObject* parent);
    ~ToolTrial() override;

    /// Shows a tool, or another form of the one that is shown.
    void show(const tools::Tool& tool);

    Q_INVOKABLE void run();
    Q_INVOKABLE void stop();
    Q_INVOKABLE void answer(const QString& text);
    /// Runs again with the arguments of an earlier run.
    Q_INVOKABLE void runAgain(int row);
    /// Shows what an earlier run gave.
    Q_INVOKABLE void showRun(int row);

    ArgumentForm* form() { return &form_; }
    RunHistory* history() { return &history_; }
    QString sandbox() const { return sandbox_; }
    QString problem() const { return problem_; }
    bool running() const { return run_ != nullptr; }
    int elapsed() const { return run_ ? int(clock_.elapsed() / 1000) : 0; }
    QString progress() const { return progress_; }
    QString question() const { return question_; }
    bool done() const { return done_; }
    Status status() const { return Status(result_.status); }
    QString text() const { return result_.text; }
    QString language() const;
    bool cut() const { return result_.cut; }
    double seconds() const { return result_.seconds; }
    double bytes() const { return double(result_.outputBytes); }
    QString resultSandbox() const { return result_.sandbox; }
    int tokens() const { return tokens_; }

  signals:
    void changed();

  private:
    void finish(const tools::RunResult& result);
    void take(const tools::RunResult& result);
    void abandon();

    tools::Runner* runner_;
    host::ModelHost* host_;
    tools::Tool tool_;
    ArgumentForm form_;
    RunHistory history_;
    QPointer<tools::Run> run_;
    Json arguments_; ///< of the run
    QElapsedTimer clock_;
    QTimer second_;
    QString sandbox_, problem_, progress_, question_;
    bool done_ = false;
    tools::RunResult result_;
    int tokens_ = -1;
};

} // namespace hadal::ui
