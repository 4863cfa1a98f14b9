// What a tool is: what the model is told of it, what happens when it is called, and what that may touch.
#pragma once

#include "engine/base/json.h"

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <variant>

namespace hadal::tools {

/// What a call does to the world outside the conversation, in the words of who defined the tool.
enum class Effect { Reads, Writes, Deletes };

/// A folder that an action may see, under the same path as outside. All else of the person's is hidden from
/// it.
struct FolderGrant {
    QString path; ///< absolute
    bool write = false;
    bool operator==(const FolderGrant&) const = default;
};

/// What a run may touch and use. A run that goes beyond ends with a result that says so.
struct Limits {
    QList<FolderGrant> folders;
    bool network = false;
    int memoryMiB = 512;
    int processes = 64;
    int seconds = 30;
    qint64 outputBytes = 64 * 1024; ///< what is kept of the output; the rest is counted and cut visibly
    bool operator==(const Limits&) const = default;
};

// Texts of actions are templates: {{name}} stands for the argument of that name, {{secret:NAME}} for a secret
// from the keyring, which only the run sees
// and only where it was given to the tool. An argument that was not given stands for nothing.

/// Runs a program, in a sandbox. Each entry of `arguments` is one argument of the program whatever stands in
/// it; one that is a lone {{name}} of an argument that was not given is left out, of a list becomes several.
struct CommandAction {
    QString program;
    QStringList arguments;
    bool shell = false; ///< `program` is a line for /bin/sh; what replaces {{name}} is quoted as one word
    QString folder;     ///< works here; empty: an empty folder of its own
    QString input;      ///< template of what it reads from its standard input
    QMap<QString, QString> environment; ///< besides a small fixed one; values are templates
    bool operator==(const CommandAction&) const = default;
};

/// Makes one HTTP request. What replaces {{name}} is encoded for the place where it stands, so that it can
/// not change the host, nor add a header.
struct HttpAction {
    QString method = QStringLiteral("GET");
    QString url;
    QMap<QString, QString> headers;
    QString body;
    bool operator==(const HttpAction&) const = default;
};

/// Calls the function `run(arguments)` of a JavaScript text, in a process of its own without files and
/// network.
struct ScriptAction {
    QString source;
    bool operator==(const ScriptAction&) const = default;
};

/// Reads, lists or searches files in the folders of the limits, by the arguments `path`, or `query` and
/// `glob`.
struct FilesAction {
    enum Kind { Read, List, Search } kind = Read;
    bool operator==(const FilesAction&) const = default;
};

/// The person types the result.
struct AskAction {
    QString question; ///< template; empty: the arguments are shown
    bool operator==(const AskAction&) const = default;
};

/// A tool of an MCP server.
struct McpAction {
    QString server;     ///< identifier of the server in the settings
    QString tool;       ///< its name there
    QString definition; ///< fingerprint of the server's command or address and of all that it says of the
                        ///< tool: where it is another, what was allowed of the tool counts no more
    bool operator==(const McpAction&) const = default;
};

using Action = std::variant<CommandAction, HttpAction, ScriptAction, FilesAction, AskAction, McpAction>;

struct Tool {
    QString id;   ///< stays the same when the tool is renamed
    QString name; ///< for the model: letters, digits, '_' and '-', at most 64
    QString purpose;
    Json parameters = Json::object(); ///< a JSON Schema of an object
    Effect effect = Effect::Reads;
    Action action;
    Limits limits;
    QStringList secrets; ///< names of those that the person has given to it; a run gets no others
    bool operator==(const Tool&) const = default;
};

/// Tools under a name. A tool may be in several sets.
struct ToolSet {
    QString id;
    QString name;
    QStringList tools; ///< identifiers, in the person's order
    bool operator==(const ToolSet&) const = default;
};

/// The item of the request's `tools`, exactly what the model is told:
/// {"type": "function", "function": {"name", "description", "parameters"}}.
Json openAiItem(const Tool& tool);

} // namespace hadal::tools
