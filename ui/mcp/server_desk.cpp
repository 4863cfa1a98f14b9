#include "ui/mcp/server_desk.h"

#include "app/base/when_done.h"
#include "kernels/error.h"

#include <algorithm>

namespace hadal::ui {
namespace {

QStringList linesOf(const QString& text) {
    QStringList out;
    for (const QString& line : text.split('\n'))
        if (!line.trimmed().isEmpty())
            out += line.trimmed();
    return out;
}

QString textOf(const QMap<QString, QString>& map) {
    QStringList out;
    for (auto it = map.cbegin(); it != map.cend(); ++it)
        out += it.key() + '=' + it.value();
    return out.join('\n');
}

QMap<QString, QString> mapOf(const QString& text) {
    QMap<QString, QString> out;
    for (const QString& line : linesOf(text))
        out.insert(line.section('=', 0, 0).trimmed(), line.section('=', 1));
    return out;
}

QString foldersOf(const mcp::ServerConfig& config, bool write) {
    QStringList out;
    for (const auto& folder : config.limits.folders)
        if (folder.write == write)
            out += folder.path;
    return out.join('\n');
}

} // namespace

ServerDesk::ServerDesk(mcp::Servers* servers, secrets::Secrets* secrets, QObject* parent)
    : QAbstractListModel(parent), servers_(servers), secrets_(secrets) {
    connect(servers_, &mcp::Servers::changed, this, &ServerDesk::follow);
    connect(secrets_, &secrets::Secrets::namesChanged, this, &ServerDesk::secretsChanged);
    follow();
}

void ServerDesk::follow() {
    QStringList now;
    for (mcp::Server* server : servers_->all()) {
        now += server->config().id;
        server->disconnect(this); // one that is known is connected anew
        const auto offers = [this, server] { emit offersChanged(server->config().id); };
        connect(server, &mcp::Server::stateChanged, this, [this, server] { show(server->config().id); });
        connect(server, &mcp::Server::toolsChanged, this, offers);
        connect(server, &mcp::Server::resourcesChanged, this, offers);
        connect(server, &mcp::Server::promptsChanged, this, offers);
        connect(server, &mcp::Server::logged, this, [this, server] { emit logged(server->config().id); });
    }
    if (now == shown_) {
        if (!now.isEmpty())
            emit dataChanged(index(0), index(count() - 1));
        return;
    }
    beginResetModel();
    shown_ = now;
    endResetModel();
    emit countChanged();
}

void ServerDesk::show(const QString& server) {
    const auto row = int(shown_.indexOf(server));
    if (row >= 0)
        emit dataChanged(index(row), index(row));
}

int ServerDesk::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant ServerDesk::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const mcp::Server* server = servers_->find(shown_.at(index.row()));
    if (!server)
        return {};
    const mcp::ServerConfig& config = server->config();
    const auto state = server->state();
    switch (role) {
    case ServerRole:
        return config.id;
    case EnabledRole:
        return config.enabled;
    case StateRole:
        return int(state);
    case StateTextRole:
        return state == mcp::Server::Ready        ? tr("%Ln tools", "", int(server->tools().size()))
               : state == mcp::Server::Starting   ? tr("Starting")
               : state == mcp::Server::Restarting ? tr("Restarting")
               : state == mcp::Server::Failed     ? tr("Failed")
                                                  : tr("Off");
    case ProblemRole:
        return server->problem();
    case ReachRole:
        return config.isRemote() ? config.url : (QStringList(config.command) + config.arguments).join(' ');
    default:
        return {};
    }
}

QHash<int, QByteArray> ServerDesk::roleNames() const {
    return {{ServerRole, "server"},       {EnabledRole, "on"},      {StateRole, "state"},
            {StateTextRole, "stateText"}, {ProblemRole, "problem"}, {ReachRole, "reach"}};
}

QVariantMap ServerDesk::form(const QString& server) const {
    const mcp::Server* found = servers_->find(server);
    const mcp::ServerConfig config = found ? found->config() : mcp::ServerConfig();
    return {{"name", config.id},
            {"remote", config.isRemote()},
            {"command", config.command},
            {"arguments", config.arguments.join('\n')},
            {"environment", textOf(config.environment)},
            {"folder", config.folder},
            {"url", config.url},
            {"headers", textOf(config.headers)},
            {"read", foldersOf(config, false)},
            {"write", foldersOf(config, true)},
            {"network", config.limits.network},
            {"memory", config.limits.memoryMiB},
            {"seconds", config.limits.seconds},
            {"trust", config.trustsHints}};
}

QString ServerDesk::save(const QVariantMap& form, const QString& replaced) {
    const mcp::Server* before = servers_->find(replaced);
    mcp::ServerConfig config = before ? before->config() : mcp::ServerConfig();
    const bool remote = form["remote"].toBool();
    config.id = form["name"].toString().trimmed();
    config.command = remote ? QString() : form["command"].toString().trimmed();
    config.arguments = remote ? QStringList() : linesOf(form["arguments"].toString());
    config.environment = remote ? QMap<QString, QString>() : mapOf(form["environment"].toString());
    config.folder = remote ? QString() : form["folder"].toString().trimmed();
    config.url = remote ? form["url"].toString().trimmed() : QString();
    config.headers = remote ? mapOf(form["headers"].toString()) : QMap<QString, QString>();
    config.limits.folders.clear();
    for (const QString& path : linesOf(form["read"].toString()))
        config.limits.folders += {path, false};
    for (const QString& path : linesOf(form["write"].toString()))
        config.limits.folders += {path, true};
    config.limits.network = form["network"].toBool();
    config.limits.memoryMiB = std::clamp(form["memory"].toInt(), 16, 1'000'000);
    config.limits.seconds = std::clamp(form["seconds"].toInt(), 1, 86'400);
    config.trustsHints = form["trust"].toBool();
    if (!before)
        config.enabled = true; // the person has just written what is to be started
    return servers_->save(config, before ? replaced : QString());
}

QString ServerDesk::importText(const QString& text, bool forThisSession) {
    mcp::Import import;
    try {
        import = mcp::readImport(text.toUtf8());
    } catch (const Error& error) {
        return QString::fromUtf8(error.what());
    }
    if (import.secrets.isEmpty()) {
        add(import.servers);
        return {};
    }
    // All of them, or no server: one without its token would only fail.
    auto left = std::make_shared<int>(int(import.secrets.size()));
    for (auto it = import.secrets.cbegin(); it != import.secrets.cend(); ++it)
        whenDone(
            secrets_->keep(it.key(), it.value(),
                           forThisSession ? secrets::Secrets::ThisSession : secrets::Secrets::InKeyring),
            this,
            [this, left, servers = import.servers](const secrets::Answer& answer) {
                if (*left < 0)
                    return; // one was refused, and that was said
                if (answer.kind != secrets::Answer::Done) {
                    *left = -1;
                    emit secretRefused(answer.problem);
                } else if (--*left == 0) {
                    add(servers);
                }
            },
            [this](const QString& why) { emit failed(why); });
    return {};
}

void ServerDesk::add(const QList<mcp::ServerConfig>& servers) {
    for (mcp::ServerConfig config : servers) {
        config.id = servers_->freeId(config.id);
        if (const QString problem = servers_->save(config); !problem.isEmpty())
            emit failed(problem);
    }
    emit imported(int(servers.size()));
}

void ServerDesk::keepSecret(const QString& name, const QString& value, bool forThisSession) {
    whenDone(
        secrets_->keep(name.trimmed(), value,
                       forThisSession ? secrets::Secrets::ThisSession : secrets::Secrets::InKeyring),
        this,
        [this, name](const secrets::Answer& answer) {
            if (answer.kind == secrets::Answer::Done)
                emit secretKept(name.trimmed());
            else if (answer.kind == secrets::Answer::NoKeyring)
                emit secretRefused(answer.problem);
            else
                emit failed(answer.problem);
        },
        [this](const QString& why) { emit failed(why); });
}

void ServerDesk::removeSecret(const QString& name) {
    whenDone(
        secrets_->remove(name), this,
        [this](const secrets::Answer& answer) {
            if (answer.kind != secrets::Answer::Done)
                emit failed(answer.problem);
        },
        [this](const QString& why) { emit failed(why); });
}

void ServerDesk::setEnabled(const QString& server, bool enabled) {
    servers_->setEnabled(server, enabled);
}

void ServerDesk::restart(const QString& server) {
    if (mcp::Server* found = servers_->find(server); found && found->config().enabled)
        found->restart();
}

void ServerDesk::remove(const QString& server) {
    if (const mcp::Server* found = servers_->find(server))
        removed_ += found->config();
    servers_->remove(server);
}

void ServerDesk::undoRemove() {
    if (!removed_.isEmpty())
        servers_->save(removed_.takeLast());
}

QVariantList ServerDesk::tools(const QString& server) const {
    QVariantList out;
    const mcp::Server* found = servers_->find(server);
    for (const mcp::ServerTool& tool : found ? found->tools() : QList<mcp::ServerTool>()) {
        const mcp::ServerConfig& config = found->config();
        out += QVariantMap{{"name", tool.name},
                           {"about", tool.description.isEmpty() ? tool.title : tool.description},
                           {"effect", int(mcp::effectOf(config, tool))},
                           {"on", !config.toolsOff.contains(tool.name)},
                           {"problem", tool.problem}};
    }
    return out;
}

QVariantList ServerDesk::resources(const QString& server) const {
    QVariantList out;
    const mcp::Server* found = servers_->find(server);
    for (const mcp::Resource& resource : found ? found->resources() : QList<mcp::Resource>())
        out += QVariantMap{{"uri", resource.uri},
                           {"name", resource.title.isEmpty() ? resource.name : resource.title},
                           {"about", resource.description},
                           {"template", resource.isTemplate}};
    return out;
}

QVariantList ServerDesk::prompts(const QString& server) const {
    QVariantList out;
    const mcp::Server* found = servers_->find(server);
    for (const mcp::Prompt& prompt : found ? found->prompts() : QList<mcp::Prompt>()) {
        QVariantList arguments;
        for (const mcp::PromptArgument& argument : prompt.arguments)
            arguments += QVariantMap{
                {"name", argument.name}, {"about", argument.description}, {"required", argument.required}};
        out += QVariantMap{{"name", prompt.name},
                           {"about", prompt.description.isEmpty() ? prompt.title : prompt.description},
                           {"arguments", arguments}};
    }
    return out;
}

QString ServerDesk::log(const QString& server) const {
    const mcp::Server* found = servers_->find(server);
    return found ? found->log().text() : QString();
}

void ServerDesk::setToolOn(const QString& server, const QString& tool, bool on) {
    const mcp::Server* found = servers_->find(server);
    if (!found)
        return;
    mcp::ServerConfig config = found->config();
    if (on)
        config.toolsOff.remove(tool);
    else
        config.toolsOff.insert(tool);
    servers_->save(config, server);
}

void ServerDesk::setEffect(const QString& server, const QString& tool, int effect) {
    const mcp::Server* found = servers_->find(server);
    if (!found)
        return;
    mcp::ServerConfig config = found->config();
    if (effect < 0)
        config.effects.remove(tool);
    else
        config.effects.insert(tool, tools::Effect(std::min(effect, 2)));
    servers_->save(config, server);
}

void ServerDesk::readResource(const QString& server, const QString& uri, const QString& name) {
    mcp::Server* found = servers_->find(server);
    if (!found)
        return;
    found->request(this, "resources/read", {{"uri", uri.toStdString()}},
                   [this, found, name](const mcp::Outcome& outcome) {
                       if (outcome.kind == mcp::Outcome::Result)
                           emit resourceRead(name, found->redacted(mcp::contentsText(outcome.result)));
                       else
                           emit failed(outcome.text);
                   });
}

void ServerDesk::getPrompt(const QString& server, const QString& prompt, const QVariantMap& arguments) {
    mcp::Server* found = servers_->find(server);
    if (!found)
        return;
    Json values = Json::object();
    for (auto it = arguments.cbegin(); it != arguments.cend(); ++it)
        if (const QString text = it.value().toString(); !text.isEmpty())
            values[it.key().toStdString()] = text.toStdString();
    found->request(this, "prompts/get", {{"name", prompt.toStdString()}, {"arguments", values}},
                   [this, found](const mcp::Outcome& outcome) {
                       if (outcome.kind == mcp::Outcome::Result)
                           emit promptRead(found->redacted(mcp::promptText(outcome.result)));
                       else
                           emit failed(outcome.text);
                   });
}

} // namespace hadal::ui
