#include "ui/tools/tool_trial.h"

#include "app/base/when_done.h"

#include <QDir>

namespace hadal::ui {

using tools::RunResult;

ToolTrial::ToolTrial(tools::Runner* runner, host::ModelHost* host, const QString& folder,
                     const secrets::Redactor* redactor, QObject* parent)
    : QObject(parent), runner_(runner), host_(host),
      history_(QDir(folder).filePath("tool-runs"), redactor, nullptr) {
    second_.setInterval(1000);
    connect(&second_, &QTimer::timeout, this, &ToolTrial::changed);
}

ToolTrial::~ToolTrial() {
    delete run_;
}

void ToolTrial::show(const tools::Tool& tool) {
    const bool other = tool.id != tool_.id;
    tool_ = tool;
    if (other) {
        abandon();
        done_ = false;
        result_ = {};
        tokens_ = -1;
    }
    form_.setSchema(tool.parameters);
    if (other)
        form_.setValue(Json::object());
    history_.show(tool.id);
    problem_.clear();
    sandbox_ = runner_ ? runner_->sandbox(tool_, problem_) : QString();
    if (!runner_)
        problem_ = tr("Tools cannot be run here.");
    emit changed();
}

void ToolTrial::abandon() {
    delete run_; // stops it
    run_ = nullptr;
    second_.stop();
    progress_.clear();
    question_.clear();
}

void ToolTrial::run() {
    if (!runner_ || run_ || !form_.valid() || !problem_.isEmpty())
        return;
    arguments_ = form_.value();
    done_ = false;
    progress_.clear();
    question_.clear();
    run_ = runner_->run(tool_, arguments_);
    connect(run_, &tools::Run::progress, this, [this](const QString& tail) {
        progress_ = tail;
        emit changed();
    });
    connect(run_, &tools::Run::asks, this, [this](const QString& question) {
        question_ = question.isEmpty() ? argumentLine(arguments_) : question;
        emit changed();
    });
    connect(run_, &tools::Run::finished, this, &ToolTrial::finish);
    clock_.start();
    second_.start();
    emit changed();
}

void ToolTrial::finish(const RunResult& result) {
    run_->disconnect(this);
    run_->deleteLater();
    run_ = nullptr;
    abandon();
    history_.add(arguments_, result);
    take(result);
}

void ToolTrial::take(const RunResult& result) {
    result_ = result;
    done_ = true;
    tokens_ = -1;
    emit changed();
    whenDone(
        host_->countTokens({result.text}), this,
        [this, text = result.text](const QList<qint64>& tokens) {
            if (text != result_.text)
                return;
            tokens_ = int(tokens.first());
            emit changed();
        },
        [](const QString&) { /* without a model there is nothing to count with */ });
}

void ToolTrial::stop() {
    if (run_)
        run_->stop();
}

void ToolTrial::answer(const QString& text) {
    if (!run_)
        return;
    question_.clear();
    run_->answer(text);
    emit changed();
}

void ToolTrial::runAgain(int row) {
    if (row < 0 || row >= history_.count())
        return;
    form_.setValue(history_.argumentsOf(row));
    run();
}

void ToolTrial::showRun(int row) {
    if (row < 0 || row >= history_.count() || run_)
        return;
    form_.setValue(history_.argumentsOf(row));
    take(history_.resultOf(row));
}

QString ToolTrial::language() const {
    const QString text = result_.text.trimmed();
    return text.startsWith(u'{') || text.startsWith(u'[') ? QStringLiteral("json") : QString();
}

} // namespace hadal::ui
