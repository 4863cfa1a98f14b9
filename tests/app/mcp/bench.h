// Servers in a folder of their own, reached over stdio or HTTP, for tests.
#pragma once

#include "app/mcp/mcp_runner.h"

#include <QNetworkAccessManager>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace hadal::mcp::test {

using tools::RunResult;
using namespace std::chrono_literals;

inline constexpr auto secret = "s3cr3t-value";

/// Everything that a server needs, in a folder of its own. Programs run without a sandbox but where it is
/// said.
struct Bench {
    QTemporaryDir folder;
    std::shared_ptr<secrets::MemoryKeyring> keyring = std::make_shared<secrets::MemoryKeyring>();
    secrets::Secrets secrets{keyring, folder.path()};
    QNetworkAccessManager network;
    Services services;
    std::unique_ptr<Servers> servers;
    std::unique_ptr<QProcess> http;

    Bench() {
        keyring->values.insert("TOKEN", secret);
        services.secrets = &secrets;
        services.network = &network;
        services.first_restart = 10ms;
        services.sandboxProblem = [] { return QString(); };
        services.launcher = [](const ServerConfig& config, const QMap<QString, QString>& environment) {
            QProcessEnvironment all = QProcessEnvironment::systemEnvironment();
            for (auto it = environment.cbegin(); it != environment.cend(); ++it)
                all.insert(it.key(), it.value());
            return Launch{config.command, config.arguments, all, config.folder};
        };
    }
    ~Bench() {
        servers.reset();
        if (http) {
            http->kill();
            http->waitForFinished();
        }
    }

    static ServerConfig stdioConfig(const QStringList& words) {
        ServerConfig config;
        config.id = "s";
        config.enabled = true;
        config.command = HADAL_PYTHON;
        config.arguments = QStringList{HADAL_MCP_SERVER} + words;
        return config;
    }

    ServerConfig httpConfig(const QStringList& words) {
        http = std::make_unique<QProcess>();
        http->start(HADAL_PYTHON, QStringList{HADAL_MCP_SERVER, "--http"} + words);
        if (!http->waitForStarted() || !http->waitForReadyRead(20'000))
            return {};
        ServerConfig config;
        config.id = "s";
        config.enabled = true;
        config.url = QString("http://127.0.0.1:%1/mcp").arg(QString::fromLatin1(http->readLine().trimmed()));
        return config;
    }

    Server* open(const ServerConfig& config) {
        servers = std::make_unique<Servers>(folder.path(), services);
        if (const QString problem = servers->save(config); !problem.isEmpty())
            qWarning("%s", qPrintable(problem));
        return servers->find(config.id);
    }

    /// Opens and waits until it is ready or has failed.
    Server* settled(const ServerConfig& config) {
        Server* server = open(config);
        settle(server);
        return server;
    }
    static bool settle(Server* server) {
        return QTest::qWaitFor(
            [&] { return server->state() == Server::Ready || server->state() == Server::Failed; }, 20'000);
    }

    tools::Tool tool(const QString& name) const {
        for (const tools::Tool& tool : servers->tools())
            if (std::get<tools::McpAction>(tool.action).tool == name)
                return tool;
        return {};
    }

    RunResult call(const QString& name, const QString& text = {}) {
        return call(tool(name), text.isNull() ? Json::object() : Json{{"text", text.toStdString()}});
    }
    RunResult call(const tools::Tool& tool, const Json& arguments) {
        McpRunner runner(servers.get());
        const std::unique_ptr<tools::Run> run(runner.run(tool, arguments));
        return finish(run.get());
    }
    static RunResult finish(tools::Run* run) {
        RunResult out;
        bool ended = false;
        QObject::connect(run, &tools::Run::finished, run, [&](const RunResult& result) {
            out = result;
            ended = true;
        });
        if (!QTest::qWaitFor([&] { return ended; }, 20'000))
            out.text = "the run did not end";
        return out;
    }
};

inline bool logHas(const Server* server, const QString& text) {
    return QTest::qWaitFor([&] { return server->log().text().contains(text); }, 10'000);
}

} // namespace hadal::mcp::test
