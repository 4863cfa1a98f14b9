// Everything behind the window.
#pragma once

#include "app/approval/rule_book.h"
#include "app/conversations/store.h"
#include "app/host/model_host.h"
#include "app/mcp/mcp_runner.h"
#include "app/mcp/servers.h"
#include "app/remote/endpoints.h"
#include "app/secrets/secrets.h"
#include "app/toolloop/toolbox.h"
#include "app/tools/library.h"
#include "app/tools/local_runner.h"
#include "ui/chat/workspace.h"
#include "ui/endpoints/endpoint_desk.h"
#include "ui/mcp/server_desk.h"
#include "ui/settings/network_ledger.h"
#include "ui/settings/preferences.h"
#include "ui/tools/tool_desk.h"

#include <QFuture>
#include <QVariantMap>

namespace hadal::ui {

struct ProgramSetup {
    QString folder;             ///< of everything that is kept
    host::Factory model;        ///< called with every load
    runtime::Sampling sampling; ///< that the model recommends
    QString modelName;          ///< what that is called where one can choose another
    bool builtIn = false;       ///< it is the built-in model
    std::shared_ptr<secrets::Keyring> keyring;
    Preferences* preferences = nullptr; ///< outlives the program
};

/// The services and what the window shows of them, each after those that it needs. Opens the store and
/// loads the model at once; start() lets the servers of tools run.
class Program {
  public:
    explicit Program(const ProgramSetup& setup);

    void start() { servers_.start(); }
    /// What Main.qml asks for.
    QVariantMap properties();

    conversations::Store* store() { return &store_; }
    host::ModelHost* host() { return &host_; }
    Workspace* workspace() { return &workspace_; }
    tools::Library* library() { return &library_; }
    ToolDesk* desk() { return &desk_; }
    mcp::Servers* servers() { return &servers_; }

  private:
    Preferences* preferences_;
    conversations::Store store_;
    QFuture<conversations::OpenReport> opened_;
    NetworkLedger network_; // outlives the host, whose model may be an endpoint's
    host::ModelHost host_;
    secrets::Secrets secrets_;
    remote::Endpoints endpoints_;
    EndpointDesk endpointDesk_;
    mcp::Servers servers_;
    ServerDesk serverDesk_;
    tools::Library library_;
    toolloop::Toolbox toolbox_;
    tools::LocalRunner localRunner_;
    mcp::McpRunner serverRunner_;
    toolloop::AnyRunner runner_;
    approval::RuleBook rules_;
    Workspace workspace_;
    ToolDesk desk_;
};

} // namespace hadal::ui
