#include "app/tools/local_runner.h"

#include "app/base/readable_json.h"
#include "app/base/when_done.h"
#include "app/tools/http_template.h"
#include "app/tools/local_run.h"
#include "app/tools/output.h"
#include "app/tools/problems.h"
#include "app/tools/sandbox.h"
#include "app/tools/templates.h"
#include "app/tools/text.h"
#include "kernels/error.h"

#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QThreadPool>
#include <QTimer>

namespace hadal::tools {

QString Job::text(const QString& key) const {
    return argumentText(arguments.value(key.toStdString(), Json()));
}

namespace {

/// The person's own time is not limited.
class AskWork : public Work {
  public:
    using Work::Work;
    void start() override {
        const QString question = std::get<AskAction>(job().tool.action).question;
        emit asks(question.isEmpty() ? QString::fromStdString(printReadable(job().arguments))
                                     : Template(question).filled(job().arguments, {}));
    }
    void stop(RunResult::Status why) override { end(why, {}); }
    void answer(const QString& text) override { end(RunResult::Done, text); }
};

/// Does the work of one run, watches the time, and makes of what comes out what the model may see.
class LocalRun : public Run {
  public:
    LocalRun(Job job, SecretSource secrets, QNetworkAccessManager* network, QObject* parent)
        : Run(parent), job_(std::move(job)), secrets_(std::move(secrets)), network_(network) {
        clock_.setSingleShot(true);
        connect(&clock_, &QTimer::timeout, this, [this] { stop(RunResult::TimedOut); });
        QTimer::singleShot(0, this, &LocalRun::begin);
    }

    void stop() override { stop(RunResult::Stopped); }

    void answer(const QString& text) override {
        if (work_ && !over_)
            work_->answer(text);
    }

  private:
    void begin() {
        if (over_)
            return;
        time_.start();
        if (const QString problems = argumentProblems(job_.tool, job_.arguments); !problems.isEmpty())
            return fail(u"The arguments do not fit the tool's parameters.\n"_qs + problems);
        for (const Problem& problem : problemsOf(job_.tool, {}, job_.dataFolder))
            if (problem.severity == Problem::Wrong && problem.field != Field::Name)
                return fail(u"The tool's definition is not right: "_qs + problem.text);
        const QStringList names = secretsOf(job_.tool.action);
        if (names.isEmpty())
            return work();
        for (const QString& name : names)
            if (!job_.tool.secrets.contains(name))
                return fail(
                    u"The secret \"%1\" has not been given to this tool. Give it where the tool is made."_qs
                        .arg(name));
        if (!secrets_)
            return fail(u"The tool needs a secret, and none can be given to it here."_qs);
        whenDone(
            secrets_(names), this,
            [this](const secrets::Secrets::Values& found) {
                if (!found.problem.isEmpty())
                    return fail(found.problem);
                job_.secrets = found.values;
                for (const QString& value : found.values)
                    redact_.add(value);
                if (!over_)
                    work();
            },
            [this](const QString& problem) { fail(problem); });
    }

    void work() {
        try {
            work_ = make();
        } catch (const Error& error) {
            return fail(QString::fromUtf8(error.what()));
        }
        connect(work_, &Work::asks, this, &Run::asks);
        connect(work_, &Work::progress, this,
                [this](const QString& tail) { emit progress(presentable(tail)); });
        connect(work_, &Work::done, this, &LocalRun::finish);
        if (!std::holds_alternative<AskAction>(job_.tool.action))
            clock_.start(job_.tool.limits.seconds * 1000);
        work_->start();
    }

    Work* make() {
        const Action& action = job_.tool.action;
        if (std::holds_alternative<CommandAction>(action))
            return commandWork(job_, this);
        if (std::holds_alternative<ScriptAction>(action))
            return scriptWork(job_, this);
        if (std::holds_alternative<HttpAction>(action))
            return httpWork(job_, network_, this);
        if (std::holds_alternative<FilesAction>(action))
            return filesWork(job_, this);
        if (std::holds_alternative<AskAction>(action))
            return new AskWork(job_, this);
        throw Error(ErrorKind::Unsupported, "A tool of an MCP server is run by its server.");
    }

    void stop(RunResult::Status why) {
        if (over_ || stopping_)
            return;
        stopping_ = true;
        clock_.stop();
        if (work_)
            return work_->stop(why);
        RunResult result;
        result.status = why;
        QMetaObject::invokeMethod(
            this, [this, result] { finish(result); }, Qt::QueuedConnection);
    }

    void fail(const QString& why) {
        RunResult result;
        result.status = RunResult::NotStarted;
        result.text = why;
        finish(result);
    }

    QString presentable(const QString& text) const { return redact_(cleanText(text)); }

    void finish(RunResult result) {
        if (std::exchange(over_, true))
            return;
        clock_.stop();
        QString text = presentable(result.text);
        if (result.status == RunResult::TimedOut)
            text += (text.isEmpty() || text.endsWith(u'\n') ? QString() : u"\n"_qs) +
                    u"Stopped after %1 seconds, the limit of this tool."_qs.arg(job_.tool.limits.seconds);
        else if (result.status == RunResult::Stopped)
            text += (text.isEmpty() || text.endsWith(u'\n') ? QString() : u"\n"_qs) +
                    u"Stopped by the person."_qs;
        result.text = shortened(text, job_.tool.limits.outputBytes, result.cut);
        result.seconds = time_.isValid() ? static_cast<double>(time_.nsecsElapsed()) * 1e-9 : 0;
        result.sandbox = result.status == RunResult::NotStarted ? QString() : allowed(job_.tool);
        emit finished(result);
    }

  public:
    /// What a run may touch, one line.
    static QString allowed(const Tool& tool) {
        const Limits& limits = tool.limits;
        if (std::holds_alternative<CommandAction>(tool.action))
            return Text::tr("sandbox: %1").arg(describeLimits(limits));
        if (std::holds_alternative<ScriptAction>(tool.action))
            return Text::tr("sandbox: no files, no network · %1 MiB · %2 s")
                .arg(limits.memoryMiB)
                .arg(limits.seconds);
        if (const auto* http = std::get_if<HttpAction>(&tool.action))
            return takesAnyHost(http->url)
                       ? Text::tr("one request to an address of the public network, no files")
                       : Text::tr("one request to %1, no files")
                             .arg(QUrl(http->url.section(u"{{"_qs, 0, 0)).authority());
        if (std::holds_alternative<FilesAction>(tool.action)) {
            QStringList folders;
            for (const FolderGrant& grant : limits.folders)
                folders += grant.path;
            return Text::tr("reads %1, nothing else").arg(folders.join(u", "_qs));
        }
        return {};
    }

  private:
    Job job_;
    SecretSource secrets_;
    QNetworkAccessManager* network_;
    secrets::Redactor redact_;
    Work* work_ = nullptr;
    QTimer clock_;
    QElapsedTimer time_;
    bool stopping_ = false;
    bool over_ = false;
};

} // namespace

LocalRunner::LocalRunner(const QString& dataFolder, SecretSource secrets, QNetworkAccessManager* network,
                         QObject* parent)
    : Runner(parent), dataFolder_(dataFolder), secrets_(std::move(secrets)),
      network_(network ? network : new QNetworkAccessManager(this)) {
    // Where bubblewrap hangs this takes seconds: found out before anyone asks.
    QThreadPool::globalInstance()->start([] { sandboxUnavailable(); });
}

Run* LocalRunner::run(const Tool& tool, const Json& arguments) {
    return new LocalRun({tool, arguments, {}, dataFolder_}, secrets_, network_, nullptr);
}

QString LocalRunner::sandbox(const Tool& tool, QString& problem) const {
    problem.clear();
    if (std::holds_alternative<McpAction>(tool.action))
        problem = Text::tr("This is a tool of an MCP server.");
    else if (std::holds_alternative<CommandAction>(tool.action) ||
             std::holds_alternative<ScriptAction>(tool.action))
        problem = sandboxUnavailable();
    if (problem.isEmpty())
        for (const Problem& found : problemsOf(tool, {}, dataFolder_))
            if (found.severity == Problem::Wrong && found.field != Field::Name && problem.isEmpty())
                problem = found.text;
    return LocalRun::allowed(tool);
}

} // namespace hadal::tools
