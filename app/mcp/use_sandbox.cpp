#include "app/mcp/server.h"
#include "app/tools/sandbox.h"

namespace hadal::mcp {

void useSandbox(Services& services, const QString& dataFolder) {
    services.sandboxProblem = tools::sandboxUnavailable;
    services.launcher = [dataFolder](const ServerConfig& config, const QMap<QString, QString>& environment) {
        const auto command = tools::sandboxCommand(
            {config.command, config.arguments, config.folder, environment, config.limits, {}}, dataFolder);
        return Launch{command.program, command.arguments, command.environment, {}};
    };
}

} // namespace hadal::mcp
