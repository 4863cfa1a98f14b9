#include "app/mcp/mcp_runner.h"

#include "app/tools/output.h"
#include "app/tools/problems.h"
#include "app/tools/sandbox.h"
#include "engine/schema/validator.h"
#include "kernels/error.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QUrl>

namespace hadal::mcp {
namespace {

using tools::RunResult;

class McpRun : public tools::Run {
  public:
    McpRun(const QString& sandbox, qint64 outputBytes) : outputBytes_(outputBytes) {
        result_.sandbox = sandbox;
        clock_.start();
    }

    void begin(Server* server, const tools::McpAction& action, const Json& output, const Json& arguments) {
        server_ = server;
        output_ = output;
        connect(server, &QObject::destroyed, this,
                [this] { end(RunResult::Failed, QString("The server was removed during the call.")); });
        server->request(
            life_.get(), "tools/call", {{"name", action.tool.toStdString()}, {"arguments", arguments}},
            [this](const Outcome& outcome) { finish(outcome); },
            [this](double now, double total, const QString& message) { report(now, total, message); });
    }

    /// Ends the run, but not before whoever called run() has heard of it.
    void refuse(const QString& why) {
        QMetaObject::invokeMethod(
            this, [this, why] { end(RunResult::NotStarted, why); }, Qt::QueuedConnection);
    }

    void stop() override {
        if (ended_)
            return;
        life_.reset();
        QMetaObject::invokeMethod(
            this, [this] { end(RunResult::Stopped, QString("The person stopped the call.")); },
            Qt::QueuedConnection);
    }

  private:
    void report(double now, double total, const QString& message) {
        // The server decides how often; people read a few a second.
        if (lastReport_.isValid() && lastReport_.elapsed() < 200)
            return;
        lastReport_.start();
        const QString count = total > 0 ? QString("%1 / %2").arg(now).arg(total) : QString::number(now);
        emit progress(message.isEmpty() ? count : QString("%1: %2").arg(count, tools::cleanText(message)));
    }

    void finish(const Outcome& outcome) {
        switch (outcome.kind) {
        case Outcome::Result:
            return answer(outcome.result);
        case Outcome::TimedOut:
            return end(RunResult::TimedOut, outcome.text);
        case Outcome::Refused:
            return end(RunResult::Failed, QString("The server refused the call: %1").arg(outcome.text));
        default:
            return end(RunResult::Failed, outcome.text);
        }
    }

    void answer(const Json& result) {
        QString text = resultText(result);
        const auto failed = result.is_object() ? result.find("isError") : result.end();
        const bool isError =
            result.is_object() && failed != result.end() && failed->is_boolean() && failed->get<bool>();
        if (!isError && !output_.is_null())
            text += mismatch(result);
        end(isError ? RunResult::Failed : RunResult::Done, text);
    }

    /// What is wrong with the structured result, for the model to know.
    QString mismatch(const Json& result) const {
        try {
            const auto found = result.find("structuredContent");
            if (found == result.end())
                return QString("\n[The tool promises a structured result and gave none.]");
            const auto errors = schema::Validator(output_).validate(*found);
            return errors.empty() ? QString()
                                  : QString("\n[The structured result is not as the tool promises: %1]")
                                        .arg(QString::fromStdString(errors.front().message));
        } catch (const Error&) {
            return {}; // a schema that cannot be checked promises nothing
        }
    }

    void end(RunResult::Status status, const QString& text) {
        if (std::exchange(ended_, true))
            return;
        const QString safe = server_ ? server_->redacted(text) : text;
        result_.status = status;
        result_.outputBytes = safe.toUtf8().size();
        result_.text = tools::shortened(safe, outputBytes_, result_.cut);
        result_.seconds = double(clock_.elapsed()) / 1000;
        emit finished(result_);
    }

    RunResult result_;
    qint64 outputBytes_;
    QElapsedTimer clock_, lastReport_;
    QPointer<Server> server_;
    Json output_;
    std::unique_ptr<QObject> life_ = std::make_unique<QObject>(); // its end cancels the request
    bool ended_ = false;
};

} // namespace

McpRunner::McpRunner(Servers* servers, QObject* parent) : Runner(parent), servers_(servers) {}

QString McpRunner::sandbox(const tools::Tool& tool, QString& problem) const {
    const auto* action = std::get_if<tools::McpAction>(&tool.action);
    const Server* server = action ? servers_->find(action->server) : nullptr;
    if (!server) {
        problem = tr("The tool's server is not there any more.");
        return {};
    }
    const ServerConfig& config = server->config();
    if (!config.enabled)
        problem = tr("The server “%1” is switched off. Switch it on.").arg(config.id);
    else if (server->state() == Server::Failed)
        problem = server->problem();
    if (config.isRemote())
        return tr("Runs at %1, not on this computer").arg(QUrl(config.url).host());
    if (problem.isEmpty())
        problem = servers_->services().sandboxProblem();
    return tools::describeLimits(config.limits);
}

tools::Run* McpRunner::run(const tools::Tool& tool, const Json& arguments) {
    QString problem;
    const QString allowed = sandbox(tool, problem);
    const auto* action = std::get_if<tools::McpAction>(&tool.action);
    Server* server = action ? servers_->find(action->server) : nullptr;
    const bool here = server && !server->config().isRemote();
    auto* run = new McpRun(here ? allowed : QString(), tool.limits.outputBytes);
    const ServerTool* offered = server ? server->findTool(action->tool) : nullptr;
    if (problem.isEmpty() && !offered)
        problem = QString("The server “%1” offers no tool “%2” now.").arg(action->server, action->tool);
    if (problem.isEmpty() && server->definitionOf(*offered) != action->definition)
        problem =
            QString("The server has changed this tool since it was shown. It was not run; ask for it again.");
    if (problem.isEmpty())
        problem = tools::argumentProblems(tool, arguments);
    if (problem.isEmpty())
        run->begin(server, *action, offered->output, arguments);
    else
        run->refuse(problem);
    return run;
}

} // namespace hadal::mcp
