#include "ui/mcp/server_draft.h"

#include "ui/forms/written.h"

namespace hadal::ui {
namespace {

QString foldersOf(const mcp::ServerConfig& config, bool write) {
    QStringList out;
    for (const auto& folder : config.limits.folders)
        if (folder.write == write)
            out += folder.path;
    return out.join('\n');
}

constexpr int kLeastMemory = 16, kMostMemory = 1'000'000; // MiB
constexpr int kMostSeconds = 86'400;

} // namespace

ServerDraft::ServerDraft(mcp::Servers* servers, QObject* parent) : QObject(parent), servers_(servers) {
    begin({});
}

void ServerDraft::begin(const QString& server) {
    const mcp::Server* found = servers_->find(server);
    const mcp::ServerConfig config = found ? found->config() : mcp::ServerConfig();
    replaced_ = config.id;
    name_ = config.id;
    remote_ = config.isRemote();
    command_ = config.command;
    arguments_ = config.arguments.join('\n');
    environment_ = linesOf(config.environment);
    folder_ = config.folder;
    url_ = config.url;
    headers_ = linesOf(config.headers);
    read_ = foldersOf(config, false);
    write_ = foldersOf(config, true);
    network_ = config.limits.network;
    memory_ = QString::number(config.limits.memoryMiB);
    seconds_ = QString::number(config.limits.seconds);
    trust_ = config.trustsHints;
    problem_.clear();
    emit changed();
}

bool ServerDraft::save() {
    problem_ = take();
    emit changed();
    return problem_.isEmpty();
}

QString ServerDraft::take() {
    const auto memory = writtenNumber(memory_, kLeastMemory, kMostMemory);
    if (!memory && !remote_)
        return tr("Memory is a whole number of MiB from %1 to %2.").arg(kLeastMemory).arg(kMostMemory);
    const auto seconds = writtenNumber(seconds_, 1, kMostSeconds);
    if (!seconds)
        return tr("The time for a call is a whole number of seconds from %1 to %2.").arg(1).arg(kMostSeconds);
    const mcp::Server* before = servers_->find(replaced_);
    mcp::ServerConfig config = before ? before->config() : mcp::ServerConfig();
    config.id = name_.trimmed();
    config.command = remote_ ? QString() : command_.trimmed();
    config.arguments = remote_ ? QStringList() : writtenLines(arguments_);
    config.environment = remote_ ? QMap<QString, QString>() : writtenPairs(environment_);
    config.folder = remote_ ? QString() : folder_.trimmed();
    config.url = remote_ ? url_.trimmed() : QString();
    config.headers = remote_ ? writtenPairs(headers_) : QMap<QString, QString>();
    config.limits.folders.clear();
    for (const QString& path : writtenLines(read_))
        config.limits.folders += {path, false};
    for (const QString& path : writtenLines(write_))
        config.limits.folders += {path, true};
    config.limits.network = network_;
    config.limits.memoryMiB = memory.value_or(config.limits.memoryMiB);
    config.limits.seconds = *seconds;
    config.trustsHints = trust_;
    if (!before)
        config.enabled = true; // the person has just written what is to be started
    return servers_->save(config, before ? replaced_ : QString());
}

} // namespace hadal::ui
