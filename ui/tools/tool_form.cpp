#include "ui/tools/tool_form.h"

#include "app/base/readable_json.h"
#include "app/tools/templates.h"
#include "kernels/error.h"

#include <QProcess>
#include <QRegularExpression>
#include <QUrl>

#include <array>
#include <functional>

namespace hadal::ui {
namespace {

using namespace hadal::tools;

/// By Field.
constexpr const char* partNames[] = {
    "name",        "purpose", "parameters", "program", "arguments", "folder",  "input",
    "environment", "method",  "url",        "headers", "body",      "source",  "question",
    "server",      "folders", "network",    "memory",  "processes", "seconds", "output"};

QList<RowList::Row> pairRows(const QMap<QString, QString>& pairs) {
    QList<RowList::Row> rows;
    for (auto it = pairs.begin(); it != pairs.end(); ++it)
        rows.append({it.key(), it.value(), false});
    return rows;
}

QMap<QString, QString> pairsOf(const RowList& rows) {
    QMap<QString, QString> pairs;
    for (const auto& row : rows.rows())
        if (!row.name.isEmpty())
            pairs[row.name] = row.value;
    return pairs;
}

QStringList linesOf(const RowList& rows) {
    QStringList lines;
    for (const auto& row : rows.rows())
        lines += row.value;
    return lines;
}

QList<FolderGrant> grantsOf(const RowList& rows) {
    QList<FolderGrant> grants;
    for (const auto& row : rows.rows())
        if (!row.value.isEmpty())
            grants.append({row.value, row.flag});
    return grants;
}

} // namespace

ToolForm::ToolForm(const QString& dataFolder, QObject* parent) : QObject(parent), dataFolder_(dataFolder) {
    const auto heed = [this](RowList& rows, const QString& part, auto take) {
        connect(&rows, &RowList::edited, this, [this, part, take] { edit(part, take); });
    };
    heed(arguments_, "arguments", [this](Tool& tool) {
        if (auto* command = std::get_if<CommandAction>(&tool.action))
            command->arguments = linesOf(arguments_);
    });
    heed(environment_, "environment", [this](Tool& tool) {
        if (auto* command = std::get_if<CommandAction>(&tool.action))
            command->environment = pairsOf(environment_);
    });
    heed(headers_, "headers", [this](Tool& tool) {
        if (auto* http = std::get_if<HttpAction>(&tool.action))
            http->headers = pairsOf(headers_);
    });
    heed(folders_, "folders", [this](Tool& tool) { tool.limits.folders = grantsOf(folders_); });
}

void ToolForm::show(const Tool& tool, const QStringList& taken) {
    if (tool.id != tool_.id)
        others_.clear();
    if (tool.id != tool_.id || tool.parameters != tool_.parameters) {
        parameters_ = QString::fromStdString(printReadable(tool.parameters));
        parametersProblem_.clear();
        parametersLine_ = 0;
    }
    tool_ = tool;
    taken_ = taken;
    list();
    check();
    emit changed();
}

/// Rows that are not filled in yet stay where the tool is as it was.
void ToolForm::list() {
    const auto command = get<CommandAction>();
    if (linesOf(arguments_) != command.arguments) {
        QList<RowList::Row> rows;
        for (const QString& argument : command.arguments)
            rows.append({{}, argument, false});
        arguments_.assign(rows);
    }
    if (pairsOf(environment_) != command.environment || command.environment.isEmpty())
        environment_.assign(pairRows(command.environment));
    if (const auto http = get<HttpAction>(); pairsOf(headers_) != http.headers || http.headers.isEmpty())
        headers_.assign(pairRows(http.headers));
    if (grantsOf(folders_) != tool_.limits.folders) {
        QList<RowList::Row> rows;
        for (const FolderGrant& grant : tool_.limits.folders)
            rows.append({{}, grant.path, grant.write});
        folders_.assign(rows);
    }
}

void ToolForm::check() {
    problems_.clear();
    warnings_.clear();
    if (tool_.id.isEmpty())
        return;
    for (const Problem& problem : problemsOf(tool_, taken_, dataFolder_)) {
        const QString part = partNames[int(problem.field)];
        auto& place = problem.severity == Problem::Wrong ? problems_ : warnings_;
        // A part that consists of rows has its problems at the row; a place in the schema is said in words.
        const bool inSchema = problem.field == Field::Parameters;
        const QString at = problem.at.isEmpty() || inSchema ? part : part + u'.' + problem.at;
        const QString text = inSchema && !problem.at.isEmpty()
                                 ? problem.at + QStringLiteral(": ") + problem.text
                                 : problem.text;
        if (!place.contains(at))
            place[at] = text;
    }
    if (!parametersProblem_.isEmpty())
        problems_["parameters"] = parametersProblem_;
}

void ToolForm::edit(const QString& part, const std::function<void(Tool&)>& change) {
    if (tool_.id.isEmpty())
        return;
    const Tool before = tool_;
    change(tool_);
    check();
    emit changed();
    if (tool_ != before)
        emit edited(before, part);
}

template <typename Kind>
void ToolForm::act(const QString& part, const std::function<void(Kind&)>& change) {
    edit(part, [&](Tool& tool) {
        if (Kind* kind = std::get_if<Kind>(&tool.action))
            change(*kind);
    });
}

void ToolForm::setName(const QString& name) {
    edit("name", [&](Tool& tool) { tool.name = name; });
}

void ToolForm::setPurpose(const QString& purpose) {
    edit("purpose", [&](Tool& tool) { tool.purpose = purpose; });
}

void ToolForm::setEffect(int effect) {
    edit("effect", [&](Tool& tool) { tool.effect = Effect(std::clamp(effect, 0, 2)); });
}

void ToolForm::setParameters(const QString& text) {
    if (text == parameters_)
        return;
    parameters_ = text;
    parametersProblem_.clear();
    parametersLine_ = 0;
    Json schema;
    try {
        schema = parse_json(text.toStdString(), Numbers::Exact);
    } catch (const Error& error) {
        parametersProblem_ = QString::fromUtf8(error.what());
        const auto match = QRegularExpression(QStringLiteral("line (\\d+)")).match(parametersProblem_);
        parametersLine_ = match.hasMatch() ? match.captured(1).toInt() : 0;
    }
    edit("parameters", [&](Tool& tool) {
        if (parametersProblem_.isEmpty())
            tool.parameters = schema;
    });
}

QStringList ToolForm::parameterNames() const {
    QStringList names;
    if (tool_.parameters.is_object() && tool_.parameters.contains("properties") &&
        tool_.parameters.at("properties").is_object())
        for (const auto& [name, schema] : tool_.parameters.at("properties").items())
            names += QString::fromStdString(name);
    return names;
}

void ToolForm::setAction(Action action) {
    if (action == this->action())
        return;
    others_[this->action()] = tool_.action;
    static const std::array<tools::Action, 6> fresh = {
        CommandAction(),
        HttpAction(),
        ScriptAction{QStringLiteral("function run(arguments) {\n  return arguments;\n}\n")},
        FilesAction(),
        AskAction(),
        McpAction()};
    const tools::Action chosen = others_.value(action, fresh[size_t(action)]);
    edit("action", [&](Tool& tool) {
        tool.action = chosen;
        if (action == Http)
            tool.limits.network = true; // it is nothing without
    });
    list();
}

void ToolForm::setProgram(const QString& program) {
    act<CommandAction>("program", [&](auto& command) { command.program = program; });
}

void ToolForm::setShell(bool shell) {
    act<CommandAction>("shell", [&](auto& command) { command.shell = shell; });
}

void ToolForm::setFolder(const QString& folder) {
    act<CommandAction>("folder", [&](auto& command) { command.folder = folder; });
}

void ToolForm::setInput(const QString& input) {
    act<CommandAction>("input", [&](auto& command) { command.input = input; });
}

void ToolForm::setMethod(const QString& method) {
    act<HttpAction>("method", [&](auto& http) { http.method = method; });
}

void ToolForm::setUrl(const QString& url) {
    act<HttpAction>("url", [&](auto& http) { http.url = url; });
}

void ToolForm::setBody(const QString& body) {
    act<HttpAction>("body", [&](auto& http) { http.body = body; });
}

void ToolForm::setSource(const QString& source) {
    act<ScriptAction>("source", [&](auto& script) { script.source = source; });
}

void ToolForm::setFiles(int kind) {
    act<FilesAction>("files", [&](auto& files) { files.kind = FilesAction::Kind(std::clamp(kind, 0, 2)); });
}

void ToolForm::setQuestion(const QString& question) {
    act<AskAction>("question", [&](auto& ask) { ask.question = question; });
}

void ToolForm::setNetwork(bool network) {
    edit("network", [&](Tool& tool) { tool.limits.network = network; });
}

void ToolForm::setMemory(int memory) {
    edit("memory", [&](Tool& tool) { tool.limits.memoryMiB = memory; });
}

void ToolForm::setProcesses(int processes) {
    edit("processes", [&](Tool& tool) { tool.limits.processes = processes; });
}

void ToolForm::setSeconds(int seconds) {
    edit("seconds", [&](Tool& tool) { tool.limits.seconds = seconds; });
}

void ToolForm::setOutput(int kibibytes) {
    edit("output", [&](Tool& tool) { tool.limits.outputBytes = qint64(kibibytes) * 1024; });
}

QStringList ToolForm::secrets() const {
    return secretsOf(tool_.action);
}

void ToolForm::giveSecret(const QString& name, bool given) {
    edit("secrets", [&](Tool& tool) {
        tool.secrets.removeAll(name);
        if (given)
            tool.secrets += name;
    });
}

QString ToolForm::pathOf(const QUrl& folder) {
    return folder.isLocalFile() ? folder.toLocalFile() : folder.toString();
}

void ToolForm::splitLine(const QString& line) {
    QStringList words = QProcess::splitCommand(line);
    if (words.isEmpty())
        return;
    const QString program = words.takeFirst();
    act<CommandAction>("program", [&](auto& command) {
        command.program = program;
        command.arguments = words + command.arguments;
    });
    list();
}

} // namespace hadal::ui
