#include "app/approval/rules.h"

#include "kernels/error.h"

#include <QCryptographicHash>
#include <QDir>

#include <algorithm>

namespace hadal::approval {

namespace {

Json text(const QString& value) {
    return value.toStdString();
}

Json texts(const QStringList& values) {
    Json json = Json::array();
    for (const QString& value : values)
        json.push_back(text(value));
    return json;
}

Json texts(const QMap<QString, QString>& values) {
    Json json = Json::object();
    for (auto value = values.begin(); value != values.end(); ++value)
        json[value.key().toStdString()] = text(value.value());
    return json;
}

Json definition(const tools::CommandAction& action) {
    return {"command",           text(action.program), texts(action.arguments),  action.shell,
            text(action.folder), text(action.input),   texts(action.environment)};
}
Json definition(const tools::HttpAction& action) {
    return {"http", text(action.method), text(action.url), texts(action.headers), text(action.body)};
}
Json definition(const tools::ScriptAction& action) {
    return {"script", text(action.source)};
}
Json definition(const tools::FilesAction& action) {
    return {"files", static_cast<int>(action.kind)};
}
Json definition(const tools::AskAction& action) {
    return {"ask", text(action.question)};
}
Json definition(const tools::McpAction& action) {
    return {"mcp", text(action.server), text(action.tool), text(action.definition)};
}

Json definition(const tools::Limits& limits) {
    Json folders = Json::array();
    for (const tools::FolderGrant& folder : limits.folders)
        folders.push_back({text(folder.path), folder.write});
    return {folders, limits.network, limits.memoryMiB, limits.processes, limits.seconds, limits.outputBytes};
}

bool within(const QString& folder, const Json& value) {
    if (value.is_array())
        return !value.empty() && std::all_of(value.begin(), value.end(),
                                             [&](const Json& each) { return within(folder, each); });
    if (!value.is_string())
        return false;
    const QString path = QString::fromStdString(value.get<std::string>());
    if (!path.startsWith('/') || path.split('/').contains(QStringLiteral("..")))
        return false;
    const QString clean = QDir::cleanPath(path);
    return folder == "/" || clean == folder || clean.startsWith(folder + '/');
}

std::optional<Constraint> readConstraint(const QJsonObject& json) {
    Constraint constraint;
    constraint.argument = json["argument"].toString();
    const QString kind = json["kind"].toString();
    if (constraint.argument.isEmpty() || (kind != "is" && kind != "within") || !json["value"].isString())
        return {};
    constraint.kind = kind == "is" ? Constraint::Is : Constraint::Within;
    try {
        constraint.value = parse_json(json["value"].toString().toStdString());
    } catch (const Error&) {
        return {};
    }
    return constraint;
}

} // namespace

bool holds(const Constraint& constraint, const Json& arguments) {
    const auto found = arguments.find(constraint.argument.toStdString());
    if (found == arguments.end())
        return false;
    if (constraint.kind == Constraint::Is)
        return *found == constraint.value;
    if (!constraint.value.is_string())
        return false;
    const QString folder = QString::fromStdString(constraint.value.get<std::string>());
    return folder.startsWith('/') && within(QDir::cleanPath(folder), *found);
}

QByteArray definitionOf(const tools::Tool& tool) {
    const Json all = {std::visit([](const auto& action) { return definition(action); }, tool.action),
                      definition(tool.limits), tool.parameters, static_cast<int>(tool.effect)};
    return QCryptographicHash::hash(QByteArray::fromStdString(print_compact(all)), QCryptographicHash::Sha256)
        .toHex();
}

QJsonObject toJson(const Rule& rule) {
    QJsonArray where;
    for (const Constraint& constraint : rule.where)
        // The value as text: QJsonValue would round large numbers.
        where.append(QJsonObject{{"argument", constraint.argument},
                                 {"kind", constraint.kind == Constraint::Is ? "is" : "within"},
                                 {"value", QString::fromStdString(print_compact(constraint.value))}});
    return {{"tool", rule.tool},
            {"run", rule.allow ? "always" : "never"},
            {"definition", QString::fromLatin1(rule.definition)},
            {"where", where}};
}

QJsonArray toJson(const QList<Rule>& rules) {
    QJsonArray json;
    for (const Rule& rule : rules)
        json.append(toJson(rule));
    return json;
}

std::optional<Rule> readRule(const QJsonObject& json) {
    Rule rule;
    rule.tool = json["tool"].toString();
    const QString run = json["run"].toString();
    if (rule.tool.isEmpty() || (run != "always" && run != "never"))
        return {};
    rule.allow = run == "always";
    rule.definition = json["definition"].toString().toLatin1();
    if (rule.allow && !json["where"].isArray()) // a limit that is lost is no permission without limits
        return {};
    for (const QJsonValue& value : json["where"].toArray()) {
        const auto constraint = readConstraint(value.toObject());
        if (!constraint && rule.allow)
            return {};
        if (constraint)
            rule.where += *constraint;
    }
    return rule;
}

QList<Rule> readRules(const QJsonArray& json) {
    QList<Rule> rules;
    for (const QJsonValue& value : json)
        if (const auto rule = readRule(value.toObject()))
            rules += *rule;
    return rules;
}

QList<Rule> with(QList<Rule> rules, const Rule& rule) {
    rules.removeIf([&](const Rule& old) {
        return old.tool == rule.tool &&
               (!rule.allow || !old.allow || old.definition != rule.definition || old.where == rule.where);
    });
    rules += rule;
    return rules;
}

QList<Rule> without(QList<Rule> rules, const QString& tool) {
    rules.removeIf([&](const Rule& rule) { return rule.tool == tool; });
    return rules;
}

} // namespace hadal::approval
