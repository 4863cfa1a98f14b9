#include "ui/program.h"

namespace hadal::ui {

namespace {

mcp::Services servicesOf(secrets::Secrets* secrets, NetworkLedger* network, const QString& folder) {
    mcp::Services services{secrets, network->manager()};
    mcp::useSandbox(services, folder);
    return services;
}

} // namespace

Program::Program(const ProgramSetup& setup)
    : preferences_(setup.preferences), store_(setup.folder), opened_(store_.open()),
      secrets_(setup.keyring, setup.folder), endpoints_(setup.folder),
      endpointDesk_(
          {&endpoints_, &secrets_, network_.manager(), &host_, preferences_, setup.model, setup.modelName}),
      servers_(setup.folder, servicesOf(&secrets_, &network_, setup.folder)),
      serverDesk_(&servers_, &secrets_), library_(setup.folder), toolbox_(&library_),
      localRunner_(
          setup.folder, [this](const QStringList& names) { return secrets_.values(names); },
          network_.manager()),
      serverRunner_(&servers_), runner_(&localRunner_, &serverRunner_), rules_(setup.folder),
      workspace_(
          {&store_, &host_, setup.sampling, {&toolbox_, &runner_, &rules_}}, setup.folder,
          [this] { endpointDesk_.load(); }, setup.builtIn),
      desk_({&library_, &host_, &runner_, &secrets_.redactor(), &rules_}, setup.folder) {
    toolbox_.add([this] { return servers_.tools(); });
    QObject::connect(&servers_, &mcp::Servers::toolsChanged, &toolbox_, &toolloop::Shelf::changed);
    endpointDesk_.follow(workspace_.model());
    workspace_.heed(opened_);
    endpointDesk_.load();
}

QVariantMap Program::properties() {
    return {{"workspace", QVariant::fromValue(&workspace_)},
            {"preferences", QVariant::fromValue(preferences_)},
            {"network", QVariant::fromValue(&network_)},
            {"servers", QVariant::fromValue(&serverDesk_)},
            {"endpoints", QVariant::fromValue(&endpointDesk_)},
            {"desk", QVariant::fromValue(&desk_)}};
}

} // namespace hadal::ui
