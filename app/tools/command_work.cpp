// Commands and scripts: programs in a sandbox.
#include "app/tools/local_run.h"
#include "app/tools/output.h"
#include "app/tools/sandboxed_process.h"
#include "app/tools/shell_line.h"
#include "app/tools/templates.h"
#include "kernels/error.h"

#include <QTimer>

#include <algorithm>
#include <cstring>

namespace hadal::tools {
namespace {

using End = SandboxedProcess::End;

/// Of a list several texts, of nothing none.
QStringList wordsOf(const QString& text, const Job& job) {
    const Template words(text);
    const QString lone = words.loneArgument();
    if (lone.isEmpty())
        return {words.filled(job.arguments, job.secrets)};
    const auto value = job.arguments.find(lone.toStdString());
    if (value == job.arguments.end() || value->is_null())
        return {};
    if (!value->is_array())
        return {argumentText(*value)};
    QStringList out;
    for (const Json& item : *value)
        out += argumentText(item);
    return out;
}

QMap<QString, QString> environmentOf(const CommandAction& command, const Job& job) {
    QMap<QString, QString> out;
    for (auto it = command.environment.begin(); it != command.environment.end(); ++it) {
        const QStringList words = wordsOf(it.value(), job);
        if (!words.isEmpty()) // a variable of an argument that was not given is not there
            out[it.key()] = words.join(u' ');
    }
    return out;
}

class ProcessWork : public Work {
  public:
    ProcessWork(Job job, SandboxedProgram program, QByteArray input, bool isScript, QObject* parent)
        : Work(std::move(job), parent), program_(std::move(program)), input_(std::move(input)),
          isScript_(isScript), output_(kept()), errors_(kept()) {
        connect(&process_, &SandboxedProcess::output, this,
                [this](const QByteArray& bytes) { add(output_, bytes); });
        connect(&process_, &SandboxedProcess::errorOutput, this,
                [this](const QByteArray& bytes) { add(errors_, bytes); });
        connect(&process_, &SandboxedProcess::ended, this, &ProcessWork::finish);
        telling_.setSingleShot(true);
        telling_.setInterval(250);
        connect(&telling_, &QTimer::timeout, this, [this] {
            const Capture& shown = output_.total() > 0 ? output_ : errors_;
            emit progress(QString::fromUtf8(shown.end(2000)));
        });
    }

    void start() override {
        process_.start(program_, this->job().dataFolder);
        process_.setInput(input_);
    }

    void stop(RunResult::Status why) override {
        why_ = why;
        process_.kill();
    }

  private:
    /// Escapes go, and a secret must be seen whole, so a little more than is shown.
    qint64 kept() const { return 2 * job().tool.limits.outputBytes + 4096; }
    /// Who writes this much will not stop.
    qint64 most() const { return std::max<qint64>(64 << 20, 16 * job().tool.limits.outputBytes); }

    void add(Capture& capture, const QByteArray& bytes) {
        capture.add(bytes);
        if (output_.total() + errors_.total() > most())
            stop(RunResult::Exceeded);
        else if (!telling_.isActive())
            telling_.start();
    }

    void finish(const End& end) {
        telling_.stop();
        RunResult result;
        result.status = RunResult::Done;
        QString why;
        switch (end.how) {
        case End::Exited:
            if (end.code != 0) {
                result.status = RunResult::Failed;
                why = isScript_ ? QString() : u"Exit status %1."_qs.arg(end.code);
            }
            break;
        case End::Signalled:
            result.status = RunResult::Failed;
            if (isScript_) { // Qt's engine ends so where it gets no more memory
                result.status = RunResult::Exceeded;
                why = u"Stopped: the script needed more than %1 MiB of memory."_qs.arg(limits().memoryMiB);
            } else {
                why =
                    u"Ended by signal %1 (%2)."_qs.arg(end.code).arg(QString::fromUtf8(strsignal(end.code)));
            }
            break;
        case End::Memory:
            result.status = RunResult::Exceeded;
            why = u"Stopped: it used more than %1 MiB of memory."_qs.arg(limits().memoryMiB);
            break;
        case End::Processes:
            result.status = RunResult::Exceeded;
            why = u"Stopped: it began more than %1 processes."_qs.arg(limits().processes);
            break;
        case End::Killed:
            result.status = why_;
            if (why_ == RunResult::Exceeded)
                why = u"Stopped: it wrote more than %1 MiB."_qs.arg(most() >> 20);
            break;
        case End::NotStarted:
            result.status = RunResult::NotStarted;
            why = end.reason;
            break;
        }
        result.text = text(why);
        result.outputBytes = output_.total() + errors_.total();
        result.cut = output_.isCut() || errors_.isCut();
        emit done(result);
    }

    const Limits& limits() const { return job().tool.limits; }

    /// What it wrote, its standard error apart, then why it ended.
    QString text(const QString& why) const {
        const auto of = [](const Capture& capture) { return QString::fromUtf8(capture.bytes("\n[…]\n")); };
        QStringList parts;
        if (output_.total() > 0)
            parts += of(output_);
        if (errors_.total() > 0)
            parts += (output_.total() > 0 ? u"[standard error]\n"_qs : QString()) + of(errors_);
        if (!why.isEmpty())
            parts += why;
        for (qsizetype i = 0; i + 1 < parts.size(); ++i)
            if (parts[i].endsWith(u'\n'))
                parts[i].chop(1);
        return parts.join(u'\n');
    }

    SandboxedProgram program_;
    QByteArray input_;
    bool isScript_;
    Capture output_, errors_;
    SandboxedProcess process_;
    QTimer telling_;
    RunResult::Status why_ = RunResult::Stopped;
};

} // namespace

Work* commandWork(Job job, QObject* parent) {
    const auto& command = std::get<CommandAction>(job.tool.action);
    SandboxedProgram program{command.program, {}, command.folder, environmentOf(command, job),
                             job.tool.limits, {}};
    if (command.shell) {
        const ShellLine line(command.program);
        program.program = "/bin/sh";
        program.arguments = QStringList{"-c", line.text(), "sh"};
        program.environment.insert(line.variables(job.arguments, job.secrets));
    }
    for (const QString& argument : command.arguments)
        for (QString& word : wordsOf(argument, job))
            program.arguments += word.remove(QChar(0));
    for (QString& value : program.environment)
        value.remove(QChar(0));
    const QByteArray input = Template(command.input).filled(job.arguments, job.secrets).toUtf8();
    return new ProcessWork(std::move(job), program, input, false, parent);
}

Work* scriptWork(Job job, QObject* parent) {
    const auto& script = std::get<ScriptAction>(job.tool.action);
    SandboxedProgram program{ownProgram("hadal-script"),  {}, {}, {}, job.tool.limits,
                             {ownProgram("hadal-script")}};
    program.limits.folders.clear();
    program.limits.network = false;
    const QByteArray input =
        QByteArray::fromStdString(print_compact(job.arguments)) + '\n' + script.source.toUtf8();
    return new ProcessWork(std::move(job), program, input, true, parent);
}

} // namespace hadal::tools
