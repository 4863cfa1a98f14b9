#include "app/mcp/server.h"

#include "app/base/when_done.h"
#include "app/mcp/http_transport.h"
#include "kernels/error.h"

#include <QCryptographicHash>
#include <QPointer>
#include <QUrl>

namespace hadal::mcp {
namespace {

/// A server that says again and again that a list has changed is asked this often.
constexpr std::chrono::milliseconds between_lists{500};

QMap<QString, QString> filled(const QMap<QString, QString>& templates,
                              const QMap<QString, QString>& secrets) {
    QMap<QString, QString> out;
    for (auto it = templates.cbegin(); it != templates.cend(); ++it)
        out.insert(it.key(), secrets::filled(it.value(), secrets));
    return out;
}

/// Whether both reach the same server with the same rights.
bool reachSame(const ServerConfig& a, const ServerConfig& b) {
    return a.command == b.command && a.arguments == b.arguments && a.environment == b.environment &&
           a.folder == b.folder && a.url == b.url && a.headers == b.headers && a.limits == b.limits;
}

template <typename Item>
QList<Item> readAll(const Json& items, std::optional<Item> (*read)(const Json&)) {
    QList<Item> out;
    for (const Json& json : items)
        if (auto item = read(json))
            out += *item;
    return out;
}

} // namespace

Server::Server(const ServerConfig& config, const Services& services, QObject* parent)
    : QObject(parent), config_(config), services_(services) {
    restart_.setSingleShot(true);
    stable_.setSingleShot(true);
    connect(&restart_, &QTimer::timeout, this, &Server::start);
    connect(&stable_, &QTimer::timeout, this, [this] { restarts_ = 0; });
}

Server::~Server() = default; // with its clients, whose servers are ended at once

void Server::setConfig(const ServerConfig& config) {
    const bool same = reachSame(config_, config);
    config_ = config;
    if (!same && state_ != Off)
        restart();
    else
        emit toolsChanged(); // which are on, what they are held to do
}

/// Lets go of the connection at once; what waits for answers is told.
void Server::drop() {
    ++attempt_;
    restart_.stop();
    stable_.stop();
    again_.clear();
    listing_ = 0;
    if (Client* client = std::exchange(client_, nullptr)) {
        client->disconnect(this);
        if (client->hasEnded()) {
            client->deleteLater();
        } else { // it takes leave by itself, and is gone then
            connect(client, &Client::ended, client, &QObject::deleteLater);
            client->stop();
        }
    }
}

void Server::start() {
    if (state_ == Starting || state_ == Ready)
        return;
    drop();
    const quint64 attempt = attempt_;
    enter(Starting);
    if (const QString problem = problemOf(config_); !problem.isEmpty())
        return lost(problem);
    whenDone(
        services_.secrets->values(config_.secretNames()), this,
        [this, attempt](const secrets::Secrets::Values& found) {
            if (attempt != attempt_)
                return;
            if (!found.problem.isEmpty())
                return lost(found.problem);
            launch(found.values);
        },
        [this, attempt](const QString& why) {
            if (attempt == attempt_)
                lost(why);
        });
}

void Server::launch(const QMap<QString, QString>& secrets) {
    if (config_.isRemote()) {
        HttpTransport::Headers headers;
        const auto values = filled(config_.headers, secrets);
        for (auto it = values.cbegin(); it != values.cend(); ++it) {
            if (it.value().contains('\n') || it.value().contains('\r'))
                return lost(tr("The value of the header “%1” has more than one line.").arg(it.key()));
            headers += {it.key().toUtf8(), it.value().toUtf8()};
        }
        return connectClient(std::make_unique<HttpTransport>(services_.network, QUrl(config_.url), headers,
                                                             QString("MCP server “%1”").arg(config_.id)),
                             {});
    }
    try {
        if (const QString why = services_.sandboxProblem(); !why.isEmpty())
            return lost(why);
        const Launch launch = services_.launcher(config_, filled(config_.environment, secrets));
        QStringList roots;
        for (const auto& folder : config_.limits.folders)
            roots += QUrl::fromLocalFile(folder.path).toString(QUrl::FullyEncoded);
        connectClient(std::make_unique<StdioTransport>(launch), roots);
    } catch (const Error& error) {
        lost(QString::fromUtf8(error.what()));
    }
}

void Server::connectClient(std::unique_ptr<Transport> transport, const QStringList& roots) {
    client_ = new Client(std::move(transport), roots, this);
    connect(client_, &Client::logged, this, &Server::note);
    connect(client_, &Client::listChanged, this, &Server::list);
    connect(client_, &Client::ended, this, &Server::lost);
    connect(client_, &Client::ready, this, [this] {
        info_ = client_->info();
        note(QString("Connected to %1 %2, protocol %3.").arg(info_.name, info_.version, info_.protocol));
        const std::pair<bool, const char*> lists[] = {
            {info_.tools, "tools"}, {info_.resources, "resources"}, {info_.prompts, "prompts"}};
        for (const auto& [offered, what] : lists) {
            if (offered)
                list(what);
            else
                listed(what, {}, {});
        }
        if (listing_ == 0)
            enter(Ready);
    });
    client_->start(services_.handshake);
}

void Server::list(const QString& what) {
    if (!client_ || (what != "tools" && what != "resources" && what != "prompts"))
        return;
    if (again_.contains(what)) {
        again_[what] = true;
        return;
    }
    again_.insert(what, false);
    QStringList methods{what + "/list"};
    if (what == "resources")
        methods += "resources/templates/list";
    for (const QString& method : methods) {
        const char* key = what == "tools"             ? "tools"
                          : what == "prompts"         ? "prompts"
                          : method == methods.first() ? "resources"
                                                      : "resourceTemplates";
        ++listing_;
        client_->list(method, key, [this, what, method, attempt = attempt_](const Outcome& outcome) {
            if (attempt != attempt_)
                return;
            listed(what, method, outcome);
            --listing_;
            if (listing_ == 0 && state_ == Starting)
                enter(Ready);
        });
    }
    QTimer::singleShot(between_lists, this, [this, what, attempt = attempt_] {
        if (attempt == attempt_ && again_.take(what))
            list(what);
    });
}

void Server::listed(const QString& what, const QString& method, const Outcome& outcome) {
    if (outcome.kind != Outcome::Result) {
        // Many servers offer resources, but have no templates, and say so by an error.
        if (outcome.code != MethodNotFound)
            note(QString("%1 failed: %2").arg(method, outcome.text));
        return;
    }
    if (what == "tools") {
        tools_ = readAll(outcome.result, readTool);
        emit toolsChanged();
    } else if (what == "prompts") {
        prompts_ = readAll(outcome.result, readPrompt);
        emit promptsChanged();
    } else {
        if (method == "resources/templates/list")
            templates_ = readAll(outcome.result, readResourceTemplate);
        else
            offered_ = readAll(outcome.result, readResource);
        if (method.isEmpty())
            templates_.clear();
        resources_ = offered_ + templates_;
        emit resourcesChanged();
    }
}

void Server::enter(State state, const QString& problem) {
    if (state == Ready) {
        wasReady_ = true;
        stable_.start(services_.stable);
    }
    state_ = state;
    problem_ = problem;
    emit stateChanged();
    if (state != Ready && state != Failed && state != Off)
        return;
    for (const auto& go : std::exchange(waiting_, {}))
        go();
}

void Server::lost(const QString& why) {
    drop();
    const QString told = services_.secrets->redactor()(why);
    note(told.isEmpty() ? QString("Stopped.") : told);
    if (!wasReady_ || restarts_ >= services_.most_restarts)
        return enter(Failed, told);
    restart_.start(services_.first_restart * (1 << std::min(restarts_++, 10)));
    enter(Restarting, told);
}

void Server::stop() {
    drop();
    wasReady_ = false;
    restarts_ = 0;
    if (state_ != Off)
        note(QString("Stopped."));
    enter(Off);
}

void Server::restart() {
    drop();
    wasReady_ = false;
    restarts_ = 0;
    state_ = Off; // not shown: it starts at once
    start();
}

void Server::note(const QString& line) {
    log_.add(services_.secrets->redactor()(line));
    emit logged();
}

const ServerTool* Server::findTool(const QString& name) const {
    for (const ServerTool& tool : tools_)
        if (tool.name == name)
            return &tool;
    return nullptr;
}

QString Server::definitionOf(const ServerTool& tool) const {
    Json reach =
        Json::array({config_.command.toStdString(), config_.url.toStdString(), config_.folder.toStdString()});
    for (const QString& argument : config_.arguments)
        reach.push_back(argument.toStdString());
    const Json all =
        Json::array({reach, tool.name.toStdString(), tool.title.toStdString(), tool.description.toStdString(),
                     tool.parameters, tool.output, tool.readOnly, tool.destructive});
    const std::string text = print_compact(all);
    return QString::fromLatin1(
        QCryptographicHash::hash({text.data(), qsizetype(text.size())}, QCryptographicHash::Sha256).toHex());
}

void Server::request(QObject* context, const QString& method, const Json& params, Client::Done done,
                     Client::Progress progress) {
    const QPointer<QObject> guard(context);
    const auto go = [this, guard, method, params, done, progress] {
        if (!guard)
            return;
        if (state_ == Ready && client_)
            return ask(guard, method, params, done, progress);
        const QString why = problem_.isEmpty() ? tr("it is switched off.") : problem_;
        done({Outcome::Lost, {}, 0, tr("The server “%1” does not run: %2").arg(config_.id, why)});
    };
    if (state_ == Starting || state_ == Restarting)
        waiting_ += go;
    else
        QMetaObject::invokeMethod(this, go, Qt::QueuedConnection);
}

void Server::ask(QObject* context, const QString& method, const Json& params, const Client::Done& done,
                 const Client::Progress& progress) {
    const std::chrono::milliseconds quiet = std::chrono::seconds(config_.limits.seconds);
    const Client::Patience patience{quiet, std::max(quiet, Client::Patience{}.longest)};
    const QPointer<QObject> guard(context);
    auto watch = std::make_shared<QMetaObject::Connection>();
    const auto redact = [this](const QString& text) { return services_.secrets->redactor()(text); };
    const qint64 id = client_->request(
        method, params, patience,
        [this, guard, watch, done, redact](Outcome outcome) {
            disconnect(*watch);
            if (outcome.kind == Outcome::TimedOut)
                probe();
            outcome.text = redact(outcome.text);
            if (guard)
                done(outcome);
        },
        progress ? [guard, progress, redact](double now, double total, const QString& message) {
            if (guard)
                progress(now, total, redact(message));
        } : Client::Progress());
    const QPointer<Client> client(client_);
    *watch = connect(context, &QObject::destroyed, this, [client, id] {
        if (client)
            client->cancel(id, QString("The person stopped the call."));
    });
}

/// One call was not answered: is anybody there?
void Server::probe() {
    if (!client_ || state_ != Ready)
        return;
    client_->request("ping", {}, {services_.probe, services_.probe},
                     [this, attempt = attempt_](const Outcome& outcome) {
                         if (attempt == attempt_ && outcome.kind == Outcome::TimedOut)
                             lost(tr("The server has stopped answering."));
                     });
}

} // namespace hadal::mcp
