// One server: started, kept running, asked.
#pragma once

#include "app/mcp/client.h"
#include "app/mcp/content.h"
#include "app/mcp/server_config.h"
#include "app/mcp/server_log.h"
#include "app/mcp/stdio_transport.h"
#include "app/secrets/secrets.h"

#include <QNetworkAccessManager>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>

namespace hadal::mcp {

/// How a program is started with these values of its environment; throws hadal::Error where it cannot be.
using Launcher = std::function<Launch(const ServerConfig& config, const QMap<QString, QString>& environment)>;

/// What servers use. All outlive them.
struct Services {
    secrets::Secrets* secrets = nullptr;
    QNetworkAccessManager* network = nullptr;
    Launcher launcher = {};
    std::function<QString()> sandboxProblem = {};  ///< why nothing can be started here; empty where it can
    std::chrono::milliseconds handshake{60'000};   ///< a first start may download
    std::chrono::milliseconds probe{5000};         ///< to find out whether a silent server is there
    std::chrono::milliseconds first_restart{1000}; ///< doubled each time
    int most_restarts = 5;                         ///< in a row
    std::chrono::milliseconds stable{60'000};      ///< having run so long, the row is over
};

/// Lets servers run in the sandbox of the tools, and nowhere else. `dataFolder` is Hadal's own, which no
/// server sees.
void useSandbox(Services& services, const QString& dataFolder);

/// Keeps a server as the person wants it: restarts one that ends, with growing pauses and a limit. One that
/// has never been ready is not restarted: nothing says that it will do better. Lives on the interface thread;
/// no call blocks.
class Server : public QObject {
    Q_OBJECT

  public:
    enum State { Off, Starting, Ready, Restarting, Failed };
    Q_ENUM(State)

    Server(const ServerConfig& config, const Services& services, QObject* parent = nullptr);
    ~Server() override;

    const ServerConfig& config() const { return config_; }
    /// Restarts it where that makes a difference to how it is reached or what it may touch.
    void setConfig(const ServerConfig& config);

    void start();
    void stop();
    void restart();

    State state() const { return state_; }
    /// Of Failed and Restarting: what happened and what to do.
    QString problem() const { return problem_; }
    /// What was said in the last handshake.
    const ServerInfo& info() const { return info_; }
    const ServerLog& log() const { return log_; }

    /// As last listed; they stay while the server restarts.
    const QList<ServerTool>& tools() const { return tools_; }
    const QList<Resource>& resources() const { return resources_; } ///< templates last
    const QList<Prompt>& prompts() const { return prompts_; }
    const ServerTool* findTool(const QString& name) const; ///< null: there is none
    /// `text` without secrets.
    QString redacted(const QString& text) const { return services_.secrets->redactor()(text); }
    /// Fingerprint of how the server is reached and all that it says of the tool.
    QString definitionOf(const ServerTool& tool) const;

    /// Asks the server, once it is ready where it is on its way. Its text has no secrets in it. `context` is
    /// whose business the answer is: with it gone, the request is cancelled and `done` is not called.
    void request(QObject* context, const QString& method, const Json& params, Client::Done done,
                 Client::Progress progress = {});

  signals:
    void stateChanged();
    void toolsChanged();
    void resourcesChanged();
    void promptsChanged();
    void logged();

  private:
    void connectClient(std::unique_ptr<Transport> transport, const QStringList& roots);
    void launch(const QMap<QString, QString>& secrets);
    void list(const QString& what);
    void listed(const QString& what, const QString& method, const Outcome& outcome);
    void lost(const QString& why);
    void ask(QObject* context, const QString& method, const Json& params, const Client::Done& done,
             const Client::Progress& progress);
    void probe();
    void enter(State state, const QString& problem = {});
    void note(const QString& line);
    void drop();

    ServerConfig config_;
    Services services_;
    State state_ = Off;
    QString problem_;
    ServerInfo info_;
    ServerLog log_;
    QList<ServerTool> tools_;
    QList<Resource> resources_, templates_, offered_;
    QList<Prompt> prompts_;

    Client* client_ = nullptr;
    quint64 attempt_ = 0;   // what was begun for an earlier one is no longer wanted
    bool wasReady_ = false; // since the person started it
    int restarts_ = 0;      // in a row
    QTimer restart_, stable_;
    int listing_ = 0;                      // lists under way before it is ready
    QHash<QString, bool> again_;           // lists under way, and whether they are to be asked for again
    QList<std::function<void()>> waiting_; // for ready or failed
};

} // namespace hadal::mcp
