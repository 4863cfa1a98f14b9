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
    : store_(setup.folder), opened_(store_.open()), secrets_(setup.keyring, setup.folder),
      servers_(setup.folder, servicesOf(&secrets_, &network_, setup.folder)),
      serverDesk_(&servers_, &secrets_), library_(setup.folder), toolbox_(&library_),
      localRunner_(
          setup.folder, [this](const QStringList& names) { return secrets_.values(names); },
          network_.manager()),
      serverRunner_(&servers_), runner_(&localRunner_, &serverRunner_), rules_(setup.folder),
      workspace_(
          {&store_, &host_, setup.sampling, {&toolbox_, &runner_, &rules_}}, setup.folder,
          [this, model = setup.model] { host_.load(model); }, setup.builtIn),
      desk_({&library_, &host_, &runner_, &secrets_.redactor(), &rules_}, setup.folder) {
    toolbox_.add([this] { return servers_.tools(); });
    QObject::connect(&servers_, &mcp::Servers::toolsChanged, &toolbox_, &toolloop::Shelf::changed);
    workspace_.heed(opened_);
    host_.load(setup.model);
}

QVariantMap Program::properties(Preferences* preferences) {
    return {{"workspace", QVariant::fromValue(&workspace_)},
            {"preferences", QVariant::fromValue(preferences)},
            {"network", QVariant::fromValue(&network_)},
            {"servers", QVariant::fromValue(&serverDesk_)},
            {"desk", QVariant::fromValue(&desk_)}};
}

} // namespace hadal::ui
