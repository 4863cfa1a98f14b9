#include "ui/mcp/server_desk.h"

#include "app/base/when_done.h"
#include "kernels/error.h"

#include <algorithm>
#include <memory>

namespace hadal::ui {

ServerDesk::ServerDesk(mcp::Servers* servers, secrets::Secrets* secrets, QObject* parent)
    : QAbstractListModel(parent), servers_(servers), secrets_(secrets), draft_(servers) {
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
    const auto failing = [this](const QString& why) { emit failed(why); };
    const bool forThisSession = secrets_->isForThisSession(name);
    // Its value is read first, so that there is a way back.
    whenDone(
        secrets_->values({name}), this,
        [=, this](const secrets::Secrets::Values& found) {
            whenDone(
                secrets_->remove(name), this,
                [=, this](const secrets::Answer& answer) {
                    if (answer.kind != secrets::Answer::Done)
                        emit failed(answer.problem);
                    else if (const auto value = found.values.constFind(name); value != found.values.cend())
                        acts_.done(tr("Secret %1 removed").arg(name),
                                   [=, this, value = *value] { keepSecret(name, value, forThisSession); });
                },
                failing);
        },
        failing);
}

void ServerDesk::setEnabled(const QString& server, bool enabled) {
    servers_->setEnabled(server, enabled);
}

void ServerDesk::restart(const QString& server) {
    if (mcp::Server* found = servers_->find(server); found && found->config().enabled)
        found->restart();
}

void ServerDesk::remove(const QString& server) {
    const mcp::Server* found = servers_->find(server);
    if (!found)
        return;
    const mcp::ServerConfig config = found->config();
    const auto at = int(shown_.indexOf(server));
    servers_->remove(server);
    acts_.done(tr("%1 removed").arg(server), [this, config, at] {
        if (const QString problem = servers_->restore(config, at); !problem.isEmpty())
            emit failed(problem);
    });
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

void ServerDesk::getPrompt(const QString& server, const QString& prompt, PromptForm* form) {
    mcp::Server* found = servers_->find(server);
    if (!found || !form)
        return;
    found->request(this, "prompts/get", {{"name", prompt.toStdString()}, {"arguments", form->values()}},
                   [this, found](const mcp::Outcome& outcome) {
                       if (outcome.kind == mcp::Outcome::Result)
                           emit promptRead(found->redacted(mcp::promptText(outcome.result)));
                       else
                           emit failed(outcome.text);
                   });
}

} // namespace hadal::ui
