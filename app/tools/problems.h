// What is wrong with a tool's definition, told to whoever edits it.
#pragma once

#include "app/tools/tool.h"

#include <QList>

namespace hadal::tools {

/// Where in the definition; `Problem::at` says where within.
enum class Field {
    Name,
    Purpose,
    Parameters, ///< at: a JSON pointer into the schema
    Program,    ///< of a CommandAction
    Arguments,  ///< at: the index
    WorkFolder,
    Input,
    Environment, ///< at: the variable
    Method,      ///< of an HttpAction
    Url,
    Headers, ///< at: the header
    Body,
    Source,   ///< of a ScriptAction
    Question, ///< of an AskAction
    Server,   ///< of an McpAction
    Folders,  ///< of the limits; at: the index
    Network,
    Memory,
    Processes,
    Seconds,
    Output,
};

struct Problem {
    enum Severity {
        Wrong,  ///< the tool cannot be run, or not as it is meant
        Warning ///< it can, but its author should know
    } severity = Wrong;
    Field field = Field::Name;
    QString at;
    QString text; ///< a sentence, in the language of the interface
    bool operator==(const Problem&) const = default;
};

/// In the order of Field. `taken` are names of other tools; `dataFolder` is where Hadal keeps its own files,
/// which no tool may see. Looks at folders on disk: cheap, but not for every key that is typed on a slow one.
QList<Problem> problemsOf(const Tool& tool, const QStringList& taken = {}, const QString& dataFolder = {});
bool isUsable(const QList<Problem>& problems); ///< none of them is Wrong

/// Whether a folder may be granted to a tool at all: empty, or why not. Links are resolved, so a link to the
/// person's whole home is refused as the home is.
QString refusalOfFolder(const QString& path, const QString& dataFolder);

/// Whether a tool may be called so.
bool isToolName(const QString& name);

/// What is wrong with the arguments of a call, each with its place, in English for the model; empty where
/// they are as the tool's parameters say.
QString argumentProblems(const Tool& tool, const Json& arguments);

} // namespace hadal::tools
