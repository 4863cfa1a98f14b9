// What servers offer and answer, read from JSON that is not to be trusted.
#pragma once

#include "app/mcp/json_rpc.h"

#include <QList>
#include <QString>

#include <optional>

namespace hadal::mcp {

struct ServerTool {
    QString name;
    QString title; ///< for people; may be empty
    QString description;
    Json parameters = Json::object();
    Json output; ///< schema of the structured result; null for none
    // What the server says of the effect; not to be trusted.
    bool readOnly = false;
    bool destructive = false;
    QString problem; ///< why it cannot be offered to a model; empty: it can
    bool operator==(const ServerTool&) const = default;
};

struct Resource {
    QString uri; ///< of a template: with {variables} of RFC 6570
    QString name;
    QString title;
    QString description;
    QString mimeType;
    qint64 size = -1; ///< bytes; negative: not said
    bool isTemplate = false;
};

struct PromptArgument {
    QString name;
    QString description;
    bool required = false;
    bool operator==(const PromptArgument&) const = default;
};

struct Prompt {
    QString name;
    QString title;
    QString description;
    QList<PromptArgument> arguments;
};

/// Each takes one item of the list; nothing where it has no name or address.
std::optional<ServerTool> readTool(const Json& json);
std::optional<Resource> readResource(const Json& json);
std::optional<Resource> readResourceTemplate(const Json& json);
std::optional<Prompt> readPrompt(const Json& json);

/// A tool's result as text for the model. What is no text (pictures, sound, binary files) is named with type
/// and size in its place. A structured result is told where no text says it.
QString resultText(const Json& result);
/// The text of resources/read; binary contents are named.
QString contentsText(const Json& result);
/// The messages of prompts/get as one text; the roles are named where there is more than the person's.
QString promptText(const Json& result);

} // namespace hadal::mcp
