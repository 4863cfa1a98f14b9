// Runs tools of servers.
#pragma once

#include "app/mcp/servers.h"
#include "app/tools/run.h"

namespace hadal::mcp {

/// For tools with an McpAction, as Servers::tools() gives them. A tool that the server defines otherwise by
/// now is not run: what was shown and allowed is not what would happen. Secrets of any server are taken out
/// of what a tool answers.
class McpRunner : public tools::Runner {
    Q_OBJECT

  public:
    /// `servers` outlives this.
    explicit McpRunner(Servers* servers, QObject* parent = nullptr);

    tools::Run* run(const tools::Tool& tool, const Json& arguments) override;
    QString sandbox(const tools::Tool& tool, QString& problem) const override;

  private:
    Servers* servers_;
};

} // namespace hadal::mcp
