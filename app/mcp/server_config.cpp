#include "app/mcp/server_config.h"

#include "app/mcp/http_transport.h"
#include "app/mcp/json_rpc.h"
#include "app/mcp/text.h"
#include "app/secrets/secrets.h"
#include "kernels/error.h"

#include <QRegularExpression>
#include <QUrl>

#include <algorithm>
#include <array>

namespace hadal::mcp {
namespace {

constexpr std::size_t most_servers = 100;
constexpr qsizetype longest_import = 1 << 20;
constexpr std::array known_keys{"command",   "args",    "env",  "cwd",      "url",
                                "serverUrl", "headers", "type", "disabled", "hadal"};
const QStringList effect_names{"reads", "writes", "deletes"};

[[noreturn]] void wrong(const QString& id, const QString& what) {
    throw Error(ErrorKind::InvalidInput, Text::tr("The server “%1”: %2").arg(id, what).toStdString());
}

/// Reads the members of one object that is not to be trusted.
class Reader {
  public:
    Reader(const QString& id, const Json& json) : id_(id), json_(json) {
        if (!json.is_object())
            wrong(id, Text::tr("expected a JSON object."));
    }
    QString text(const char* key) const {
        const Json* value = find(key);
        if (!value)
            return {};
        if (!value->is_string())
            wrong(id_, Text::tr("“%1” has to be a text.").arg(key));
        return QString::fromStdString(value->get_ref<const std::string&>());
    }
    QStringList texts(const char* key) const {
        QStringList out;
        const Json* value = find(key);
        if (value && !value->is_array())
            wrong(id_, Text::tr("“%1” has to be a list of texts.").arg(key));
        for (const Json& item : value ? *value : none()) {
            if (!item.is_string())
                wrong(id_, Text::tr("“%1” has to be a list of texts.").arg(key));
            out += QString::fromStdString(item.get_ref<const std::string&>());
        }
        return out;
    }
    QMap<QString, QString> map(const char* key) const {
        QMap<QString, QString> out;
        const Json* value = find(key);
        if (value && !value->is_object())
            wrong(id_, Text::tr("“%1” has to be an object of texts.").arg(key));
        for (const auto& [name, item] : (value ? *value : none()).items())
            // Numbers and booleans are written there, too, and mean their text.
            out.insert(
                QString::fromStdString(name),
                QString::fromStdString(item.is_string() ? item.get<std::string>() : print_compact(item)));
        return out;
    }
    bool flag(const char* key, bool otherwise) const {
        const Json* value = find(key);
        if (value && !value->is_boolean())
            wrong(id_, Text::tr("“%1” has to be true or false.").arg(key));
        return value ? value->get<bool>() : otherwise;
    }
    int number(const char* key, int otherwise) const {
        const Json* value = find(key);
        if (value && (!value->is_number_integer() || *value < 1 || *value > 1'000'000))
            wrong(id_, Text::tr("“%1” has to be a whole number from 1 to 1000000.").arg(key));
        return value ? value->get<int>() : otherwise;
    }
    const Json* find(const char* key) const {
        const auto found = json_.find(key);
        return found == json_.end() || found->is_null() ? nullptr : &*found;
    }

  private:
    static const Json& none() {
        static const Json null;
        return null;
    }

    const QString& id_;
    const Json& json_;
};

template <typename Map>
Json objectFrom(const Map& map) {
    Json out = Json::object();
    for (auto it = map.cbegin(); it != map.cend(); ++it)
        out[it.key().toStdString()] = it.value().toStdString();
    return out;
}

Json arrayFrom(QStringList texts) {
    Json out = Json::array();
    for (const QString& text : texts)
        out.push_back(text.toStdString());
    return out;
}

tools::Limits readLimits(const Reader& reader) {
    tools::Limits limits;
    limits.network = reader.flag("network", limits.network);
    limits.memoryMiB = reader.number("memory_mib", limits.memoryMiB);
    limits.processes = reader.number("processes", limits.processes);
    limits.seconds = reader.number("seconds", limits.seconds);
    for (const QString& path : reader.texts("read"))
        limits.folders += {path, false};
    for (const QString& path : reader.texts("write"))
        limits.folders += {path, true};
    return limits;
}

Json hadalPart(const ServerConfig& config) {
    QStringList read, write;
    for (const auto& folder : config.limits.folders)
        (folder.write ? write : read) += folder.path;
    QStringList off(config.toolsOff.begin(), config.toolsOff.end());
    off.sort();
    Json effects = Json::object();
    for (auto it = config.effects.cbegin(); it != config.effects.cend(); ++it)
        effects[it.key().toStdString()] = effect_names[int(it.value())].toStdString();
    return {{"network", config.limits.network},
            {"memory_mib", config.limits.memoryMiB},
            {"processes", config.limits.processes},
            {"seconds", config.limits.seconds},
            {"read", arrayFrom(read)},
            {"write", arrayFrom(write)},
            {"trust_hints", config.trustsHints},
            {"effects", effects},
            {"tools_off", arrayFrom(off)}};
}

/// Whether what has this name is likely to be secret.
bool soundsSecret(const QString& name) {
    static const QRegularExpression words(
        "(key|token|secret|password|passwd|pat|credential|authorization|cookie)",
        QRegularExpression::CaseInsensitiveOption);
    return words.match(name).hasMatch();
}

/// Moves literal values that sound secret out of `map`.
void takeSecrets(const QString& id, QMap<QString, QString>& map, QMap<QString, QString>& secrets) {
    static const QRegularExpression scheme("^(Bearer|Basic|token) +",
                                           QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression notInNames("[^A-Za-z0-9_.-]");
    for (auto it = map.begin(); it != map.end(); ++it) {
        if (!soundsSecret(it.key()) || it.value().contains("{{secret:"))
            continue;
        const auto prefix = scheme.match(it.value()).captured();
        const QString value = it.value().mid(prefix.size());
        if (!secrets::Secrets::valueProblem(value).isEmpty())
            continue;
        const QString name = QString("%1.%2").arg(id, it.key()).replace(notInNames, "_").right(64);
        secrets.insert(name, value);
        *it = QString("%1{{secret:%2}}").arg(prefix, name);
    }
}

} // namespace

QStringList ServerConfig::secretNames() const {
    QStringList names;
    for (const auto& map : {environment, headers})
        for (const QString& text : map)
            for (const QString& name : secrets::secretNames(text))
                if (!names.contains(name))
                    names += name;
    return names;
}

QString problemOf(const ServerConfig& config) {
    static const QRegularExpression header(
        QRegularExpression::anchoredPattern("[!#$%&'*+.^_`|~A-Za-z0-9-]+"));
    if (config.id.trimmed().isEmpty() || config.id.size() > 64)
        return Text::tr("A server needs a name of 1 to 64 characters.");
    if (config.command.isEmpty() == config.url.isEmpty())
        return Text::tr("A server has either a command or an address.");
    for (auto it = config.environment.cbegin(); it != config.environment.cend(); ++it)
        if (it.key().isEmpty() || it.key().contains('=') || it.key().contains(QChar(u'\0')))
            return Text::tr("“%1” cannot be the name of an environment variable.").arg(it.key());
    for (auto it = config.headers.cbegin(); it != config.headers.cend(); ++it) {
        if (!header.match(it.key()).hasMatch())
            return Text::tr("“%1” cannot be the name of a header.").arg(it.key());
        if (it.value().contains('\n') || it.value().contains('\r'))
            return Text::tr("The header “%1” has more than one line.").arg(it.key());
    }
    const bool secret = !config.headers.isEmpty() && !config.secretNames().isEmpty();
    return config.isRemote() ? HttpTransport::urlProblem(QUrl(config.url, QUrl::StrictMode), secret)
                             : QString();
}

Json toJson(const ServerConfig& config) {
    Json out = config.rest;
    if (config.isRemote()) {
        out["type"] = "http";
        out["url"] = config.url.toStdString();
        if (!config.headers.isEmpty())
            out["headers"] = objectFrom(config.headers);
    } else {
        out["command"] = config.command.toStdString();
        out["args"] = arrayFrom(config.arguments);
        if (!config.environment.isEmpty())
            out["env"] = objectFrom(config.environment);
        if (!config.folder.isEmpty())
            out["cwd"] = config.folder.toStdString();
    }
    out["disabled"] = !config.enabled;
    out["hadal"] = hadalPart(config);
    return out;
}

ServerConfig readServer(const QString& id, const Json& json) {
    const Reader reader(id, json);
    ServerConfig config;
    config.id = id;
    config.enabled = !reader.flag("disabled", false);
    config.command = reader.text("command");
    config.arguments = reader.texts("args");
    config.environment = reader.map("env");
    config.folder = reader.text("cwd");
    config.url = reader.text("url");
    if (config.url.isEmpty())
        config.url = reader.text("serverUrl");
    config.headers = reader.map("headers");
    if (reader.text("type") == "sse")
        wrong(id, Text::tr("it uses the older HTTP+SSE, which is not supported. Many such servers also "
                           "answer at another "
                           "path, often /mcp, with “type”: “http”."));
    if (const Json* part = reader.find("hadal")) {
        const Reader own(id, *part);
        config.limits = readLimits(own);
        config.trustsHints = own.flag("trust_hints", false);
        const QStringList off = own.texts("tools_off");
        config.toolsOff = {off.begin(), off.end()};
        const auto effects = own.map("effects");
        for (auto it = effects.cbegin(); it != effects.cend(); ++it)
            if (const auto effect = effect_names.indexOf(it.value()); effect >= 0)
                config.effects.insert(it.key(), tools::Effect(effect));
    }
    for (const auto& [key, value] : json.items())
        if (std::find(known_keys.begin(), known_keys.end(), key) == known_keys.end())
            config.rest[key] = value;
    if (const QString problem = problemOf(config); !problem.isEmpty())
        wrong(id, problem);
    return config;
}

Import readImport(const QByteArray& text) {
    if (text.size() > longest_import)
        throw Error(ErrorKind::InvalidInput,
                    Text::tr("The text is longer than 1 MiB: this is no list of servers.").toStdString());
    Json json;
    try {
        json = parse_json(text.toStdString());
    } catch (const Error&) {
        // A README's fragment: "mcpServers": {…} without the braces around it.
        try {
            json = parse_json("{" + text.toStdString() + "}");
        } catch (const Error&) {
            parse_json(text.toStdString()); // what is wrong with the text as it is
        }
    }
    for (const char* key : {"mcpServers", "mcp", "servers"})
        if (json.is_object() && json.contains(key) && json[key].is_object() && !json[key].contains("command"))
            json = Json(json[key]);
    if (!json.is_object() || json.empty())
        throw Error(
            ErrorKind::InvalidInput,
            Text::tr(
                "Expected a JSON object with “mcpServers”, as READMEs of servers show it, and found none.")
                .toStdString());
    if (json.contains("command") || json.contains("url")) // a single server without its name
        json = Json{{"server", json}};
    if (json.size() > most_servers)
        throw Error(ErrorKind::InvalidInput, Text::tr("The text lists more than 100 servers.").toStdString());
    Import out;
    for (const auto& [id, server] : json.items()) {
        ServerConfig config = readServer(QString::fromStdString(id), server);
        config.enabled = false;
        takeSecrets(config.id, config.environment, out.secrets);
        takeSecrets(config.id, config.headers, out.secrets);
        out.servers += config;
    }
    return out;
}

} // namespace hadal::mcp
