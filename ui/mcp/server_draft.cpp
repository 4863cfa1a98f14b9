#include "ui/mcp/server_draft.h"

namespace hadal::ui {
namespace {

using Lines = QMap<QString, QString>;

QStringList linesOf(const QString& text) {
    QStringList out;
    for (const QString& line : text.split('\n'))
        if (!line.trimmed().isEmpty())
            out += line.trimmed();
    return out;
}

QString textOf(const Lines& map) {
    QStringList out;
    for (auto it = map.cbegin(); it != map.cend(); ++it)
        out += it.key() + '=' + it.value();
    return out.join('\n');
}

Lines mapOf(const QString& text) {
    Lines out;
    for (const QString& line : linesOf(text))
        out.insert(line.section('=', 0, 0).trimmed(), line.section('=', 1));
    return out;
}

QString foldersOf(const mcp::ServerConfig& config, bool write) {
    QStringList out;
    for (const auto& folder : config.limits.folders)
        if (folder.write == write)
            out += folder.path;
    return out.join('\n');
}

/// A whole number in [least, most], or nothing.
std::optional<int> numberOf(const QString& text, int least, int most) {
    bool ok = false;
    const int number = text.trimmed().toInt(&ok);
    return ok && number >= least && number <= most ? std::optional(number) : std::nullopt;
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
    environment_ = textOf(config.environment);
    folder_ = config.folder;
    url_ = config.url;
    headers_ = textOf(config.headers);
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
    const auto memory = numberOf(memory_, kLeastMemory, kMostMemory);
    if (!memory && !remote_)
        return tr("Memory is a whole number of MiB from %1 to %2.").arg(kLeastMemory).arg(kMostMemory);
    const auto seconds = numberOf(seconds_, 1, kMostSeconds);
    if (!seconds)
        return tr("The time for a call is a whole number of seconds from %1 to %2.").arg(1).arg(kMostSeconds);
    const mcp::Server* before = servers_->find(replaced_);
    mcp::ServerConfig config = before ? before->config() : mcp::ServerConfig();
    config.id = name_.trimmed();
    config.command = remote_ ? QString() : command_.trimmed();
    config.arguments = remote_ ? QStringList() : linesOf(arguments_);
    config.environment = remote_ ? Lines() : mapOf(environment_);
    config.folder = remote_ ? QString() : folder_.trimmed();
    config.url = remote_ ? url_.trimmed() : QString();
    config.headers = remote_ ? mapOf(headers_) : Lines();
    config.limits.folders.clear();
    for (const QString& path : linesOf(read_))
        config.limits.folders += {path, false};
    for (const QString& path : linesOf(write_))
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
