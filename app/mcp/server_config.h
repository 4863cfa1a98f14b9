// What the person says of a server: how it is reached, what it may touch, which of its tools are on.
#pragma once

#include "app/tools/tool.h"

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QSet>
#include <QString>
#include <QStringList>

namespace hadal::mcp {

struct ServerConfig {
    QString id; ///< its key in the file, and its name for people
    bool enabled = false;
    // a program, in a sandbox
    QString command;
    QStringList arguments;
    QMap<QString, QString> environment; ///< values are templates with {{secret:NAME}}
    QString folder;                     ///< works here; empty: an empty folder of its own
    // or an address
    QString url;
    QMap<QString, QString> headers; ///< values are templates with {{secret:NAME}}
    /// Of a program: what it may touch. `seconds` is how long a call may be silent, of any server.
    tools::Limits limits;
    bool trustsHints = false;             ///< "this tool only reads" is believed
    QMap<QString, tools::Effect> effects; ///< by tool: the person's word
    QSet<QString> toolsOff;
    Json rest = Json::object(); ///< what else the file says of it, kept

    bool isRemote() const { return command.isEmpty() && !url.isEmpty(); }
    /// All secrets that the templates name, each once.
    QStringList secretNames() const;
    bool operator==(const ServerConfig&) const = default;
};

/// What is wrong with it; empty for nothing.
QString problemOf(const ServerConfig& config);

/// One entry of the usual form {"mcpServers": {ID: {"command", "args", "env", "cwd"} or {"url", "headers"}}},
/// with what only Hadal knows under "hadal". Reading takes "disabled", "type" and "serverUrl" of other
/// programs as well. Throws Error(InvalidInput) that names server and key.
Json toJson(const ServerConfig& config);
ServerConfig readServer(const QString& id, const Json& json);

/// The servers of a pasted text: the whole form, the object inside it, or a fragment as a README has it. None
/// of them is enabled: their programs are the person's to judge. Throws Error(InvalidInput).
struct Import {
    QList<ServerConfig> servers;
    /// Values that stood in the text where a key or token is expected, by the name of the secret that now
    /// stands in their place.
    QMap<QString, QString> secrets;
};
Import readImport(const QByteArray& text);

} // namespace hadal::mcp
