#include "app/mcp/servers.h"

#include "kernels/error.h"

#include <QCryptographicHash>
#include <QDir>

#include <algorithm>

namespace hadal::mcp {
namespace {

constexpr auto list_key = "mcpServers";
constexpr qsizetype longest_model_name = 64;

void check(const Json& json) {
    if (!json.is_object() || (json.contains(list_key) && !json[list_key].is_object()))
        throw Error(ErrorKind::InvalidFile, "It is no JSON object with an object “mcpServers”.");
}

} // namespace

Servers::Servers(const QString& folder, const Services& services, QObject* parent)
    : QObject(parent), file_(QDir(folder).filePath("mcp.json"), check), services_(services) {
    read();
}

Servers::~Servers() = default;

void Servers::start() {
    for (const auto& server : servers_)
        if (server->config().enabled)
            server->start();
}

void Servers::read() {
    Json json = file_.read();
    if (json.is_null())
        json = Json::object();
    rest_ = json;
    rest_.erase(list_key);
    for (const auto& [id, entry] : objectOf(json, list_key).items()) {
        try {
            add(readServer(QString::fromStdString(id), entry));
        } catch (const Error& error) {
            unreadable_[id] = entry;
            unread_ += QString::fromUtf8(error.what());
        }
    }
}

void Servers::write() {
    Json list = Json::object();
    for (const auto& server : servers_)
        list[server->config().id.toStdString()] = toJson(server->config());
    for (const auto& [id, entry] : unreadable_.items())
        if (!list.contains(id))
            list[id] = entry;
    Json json = rest_;
    json[list_key] = list;
    file_.write(json);
}

Server* Servers::add(const ServerConfig& config) {
    auto* server = servers_.emplace_back(std::make_unique<Server>(config, services_)).get();
    connect(server, &Server::toolsChanged, this, &Servers::toolsChanged);
    return server;
}

QStringList Servers::warnings() const {
    return file_.problem().isEmpty() ? unread_ : QStringList(file_.problem()) + unread_;
}

QList<Server*> Servers::all() const {
    QList<Server*> out;
    for (const auto& server : servers_)
        out += server.get();
    return out;
}

Server* Servers::find(const QString& id) const {
    const auto found = std::find_if(servers_.begin(), servers_.end(),
                                    [&](const auto& server) { return server->config().id == id; });
    return found == servers_.end() ? nullptr : found->get();
}

QString Servers::save(const ServerConfig& config, const QString& replaced) {
    if (const QString problem = problemOf(config); !problem.isEmpty())
        return problem;
    if (config.id != replaced && (find(config.id) || unreadable_.contains(config.id.toStdString())))
        return tr("There is a server “%1” already. Choose another name.").arg(config.id);
    Server* server = replaced.isEmpty() ? nullptr : find(replaced);
    const bool wasEnabled = server && server->config().enabled;
    if (server)
        server->setConfig(config);
    else
        server = add(config);
    if (config.enabled && !wasEnabled)
        server->restart();
    else if (!config.enabled && wasEnabled)
        server->stop();
    write();
    emit changed();
    emit toolsChanged();
    return {};
}

void Servers::remove(const QString& id) {
    const auto found = std::find_if(servers_.begin(), servers_.end(),
                                    [&](const auto& server) { return server->config().id == id; });
    if (found == servers_.end())
        return;
    // Its own signals may be what has called this.
    Server* server = found->release();
    servers_.erase(found);
    server->disconnect(this);
    server->stop();
    server->deleteLater();
    write();
    emit changed();
    emit toolsChanged();
}

QString Servers::restore(const ServerConfig& config, int at) {
    if (const QString problem = save(config); !problem.isEmpty())
        return problem;
    const auto place = servers_.begin() + std::clamp<qsizetype>(at, 0, qsizetype(servers_.size()) - 1);
    std::rotate(place, servers_.end() - 1, servers_.end());
    write();
    emit changed();
    return {};
}

void Servers::setEnabled(const QString& id, bool enabled) {
    Server* server = find(id);
    if (!server || server->config().enabled == enabled)
        return;
    ServerConfig config = server->config();
    config.enabled = enabled;
    save(config, id);
}

QString Servers::freeId(const QString& wish) const {
    QString id = wish.left(60);
    for (int i = 2; find(id) || unreadable_.contains(id.toStdString()); ++i)
        id = QString("%1 %2").arg(wish.left(56), QString::number(i));
    return id;
}

QList<tools::Tool> Servers::tools() const {
    struct Offered {
        const Server* server;
        const ServerTool* tool;
    };
    QList<Offered> offered;
    QHash<QString, int> uses; // of a name
    for (const auto& server : servers_) {
        if (!server->config().enabled)
            continue;
        for (const ServerTool& tool : server->tools()) {
            if (!tool.problem.isEmpty() || server->config().toolsOff.contains(tool.name))
                continue;
            offered += {server.get(), &tool};
            ++uses[modelName(server->config().id, tool.name, false)];
        }
    }
    QList<tools::Tool> out;
    for (const auto& [server, from] : offered) {
        const ServerConfig& config = server->config();
        tools::Tool tool;
        tool.id = QString("mcp:%1/%2").arg(config.id, from->name);
        const QString name = modelName(config.id, from->name, false);
        tool.name = uses.value(name) > 1 ? modelName(config.id, from->name, true) : name;
        tool.purpose = from->description.isEmpty() ? from->title : from->description;
        tool.parameters = from->parameters;
        tool.effect = effectOf(config, *from);
        tool.action = tools::McpAction{config.id, from->name, server->definitionOf(*from)};
        tool.limits = config.limits;
        if (config.isRemote())
            tool.limits.network = true;
        out += tool;
    }
    return out;
}

tools::Effect effectOf(const ServerConfig& config, const ServerTool& tool) {
    if (const auto word = config.effects.constFind(tool.name); word != config.effects.cend())
        return *word;
    if (tool.destructive && !tool.readOnly)
        return tools::Effect::Deletes;
    return tool.readOnly && config.trustsHints ? tools::Effect::Reads : tools::Effect::Writes;
}

QString modelName(const QString& server, const QString& tool, bool hashed) {
    QString name;
    for (const QChar c : server + '_' + tool) {
        const bool plain =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
        if (plain)
            name += c;
        else if (!name.endsWith('_')) // names in other scripts are told apart by their hash
            name += '_';
    }
    // Letters of other scripts are gone: without a hash such a name says nothing.
    const bool bare = std::count(name.begin(), name.end(), '_') == name.size();
    if (!hashed && !bare && name.size() <= longest_model_name)
        return name;
    const QByteArray whole = (server + QChar(u'\0') + tool).toUtf8();
    const QString hash =
        QString::fromLatin1(QCryptographicHash::hash(whole, QCryptographicHash::Sha256).toHex().left(8));
    return name.left(longest_model_name - hash.size() - 1) + '_' + hash;
}

} // namespace hadal::mcp
