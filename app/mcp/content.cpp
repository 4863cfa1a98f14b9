#include "app/mcp/content.h"

#include "app/mcp/text.h"
#include "app/tools/output.h"

#include <QLocale>

namespace hadal::mcp {
namespace {

constexpr qsizetype longest_description = 4096;
constexpr qsizetype longest_name = 256;
constexpr std::size_t longest_schema = 64 * 1024;

QString shortText(const Json& json, const char* key, qsizetype longest) {
    const QString text = tools::cleanText(textOf(json, key)).trimmed();
    return text.size() <= longest ? text : text.left(longest) + "…";
}

bool flag(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_boolean() && found->get<bool>();
}

/// Whether an address or name can be sent back as it is.
bool isAddress(const QString& text, qsizetype longest) {
    return !text.isEmpty() && text.size() <= longest && tools::cleanText(text) == text;
}

QString bytesOf(const Json& json, const char* key) {
    return QLocale::c().formattedDataSize(textOf(json, key).size() * 3 / 4);
}

/// The text of what resources/read gives, and of an embedded resource.
QString resourceText(const Json& resource) {
    const QString uri = shortText(resource, "uri", longest_name);
    const QString type = shortText(resource, "mimeType", longest_name);
    if (resource.contains("text"))
        return textOf(resource, "text");
    return QString("[%1: %2, %3, not shown]")
        .arg(uri, type.isEmpty() ? QString("binary") : type, bytesOf(resource, "blob"));
}

QString blockText(const Json& block) {
    const QString type = textOf(block, "type");
    const QString mime = shortText(block, "mimeType", longest_name);
    if (type == "text")
        return textOf(block, "text");
    if (type == "image" || type == "audio")
        return QString("[%1, %2, %3, not shown]")
            .arg(type == "image" ? "Picture" : "Sound", mime, bytesOf(block, "data"));
    if (type == "resource") {
        const Json& resource = objectOf(block, "resource");
        const QString text = resourceText(resource);
        return resource.contains("text")
                   ? QString("[%1]\n%2").arg(shortText(resource, "uri", longest_name), text)
                   : text;
    }
    if (type == "resource_link") {
        const QString name = shortText(block, "title", longest_name);
        const QString about = shortText(block, "description", longest_name);
        return QString("[Resource %1: %2]%3")
            .arg(name.isEmpty() ? shortText(block, "name", longest_name) : name,
                 shortText(block, "uri", longest_name), about.isEmpty() ? QString() : " " + about);
    }
    return QString("[Content of the unknown kind “%1”, not shown]").arg(shortText(block, "type", 64));
}

std::optional<Resource> resourceWith(const Json& json, const char* address) {
    Resource resource;
    resource.uri = textOf(json, address);
    if (!isAddress(resource.uri, 4096))
        return {};
    resource.name = shortText(json, "name", longest_name);
    resource.title = shortText(json, "title", longest_name);
    resource.description = shortText(json, "description", longest_description);
    resource.mimeType = shortText(json, "mimeType", longest_name);
    if (const auto size = json.find("size"); size != json.end() && size->is_number_unsigned())
        resource.size = qint64(std::min<quint64>(size->get<quint64>(), quint64(1) << 62));
    return resource;
}

} // namespace

std::optional<ServerTool> readTool(const Json& json) {
    ServerTool tool;
    tool.name = textOf(json, "name");
    if (!isAddress(tool.name, longest_name))
        return {};
    tool.title = shortText(json, "title", longest_name);
    tool.description = shortText(json, "description", longest_description);
    const Json& annotations = objectOf(json, "annotations");
    if (tool.title.isEmpty())
        tool.title = shortText(annotations, "title", longest_name);
    tool.readOnly = flag(annotations, "readOnlyHint");
    tool.destructive = flag(annotations, "destructiveHint");
    if (const auto schema = json.find("inputSchema"); schema == json.end() || !schema->is_object())
        tool.problem = Text::tr("Its parameters are no JSON Schema of an object.");
    else if (const auto type = schema->find("type"); type != schema->end() && *type != "object")
        tool.problem = Text::tr("Its parameters are not an object.");
    else if (print_compact(*schema).size() > longest_schema)
        tool.problem =
            Text::tr("Its parameters are described in more than %1 KiB.").arg(longest_schema >> 10);
    else
        tool.parameters = *schema;
    if (const Json& output = objectOf(json, "outputSchema");
        !output.empty() && print_compact(output).size() <= longest_schema)
        tool.output = output;
    return tool;
}

std::optional<Resource> readResource(const Json& json) {
    return resourceWith(json, "uri");
}

std::optional<Resource> readResourceTemplate(const Json& json) {
    auto resource = resourceWith(json, "uriTemplate");
    if (resource)
        resource->isTemplate = true;
    return resource;
}

std::optional<Prompt> readPrompt(const Json& json) {
    Prompt prompt;
    prompt.name = textOf(json, "name");
    if (!isAddress(prompt.name, longest_name))
        return {};
    prompt.title = shortText(json, "title", longest_name);
    prompt.description = shortText(json, "description", longest_description);
    for (const Json& item : arrayOf(json, "arguments"))
        if (const QString name = textOf(item, "name");
            isAddress(name, longest_name) && prompt.arguments.size() < 64)
            prompt.arguments +=
                {name, shortText(item, "description", longest_description), flag(item, "required")};
    return prompt;
}

QString resultText(const Json& result) {
    QStringList parts;
    bool said = false; // in words
    for (const Json& block : arrayOf(result, "content")) {
        parts += blockText(block);
        said = said || textOf(block, "type") == "text";
    }
    if (const Json& structured = objectOf(result, "structuredContent"); !structured.empty() && !said)
        parts += QString::fromStdString(print_compact(structured));
    return tools::cleanText(parts.join('\n'));
}

QString contentsText(const Json& result) {
    QStringList parts;
    for (const Json& contents : arrayOf(result, "contents"))
        parts += resourceText(contents);
    return tools::cleanText(parts.join('\n'));
}

QString promptText(const Json& result) {
    const Json& messages = arrayOf(result, "messages");
    bool several = false;
    for (const Json& message : messages)
        several = several || textOf(message, "role") != "user";
    QStringList parts;
    for (const Json& message : messages) {
        const QString text = blockText(objectOf(message, "content"));
        parts += several ? QString("%1:\n%2").arg(shortText(message, "role", 32), text) : text;
    }
    return tools::cleanText(parts.join("\n\n"));
}

} // namespace hadal::mcp
