#include "app/tools/tool_json.h"

#include "kernels/error.h"

#include <initializer_list>
#include <limits>
#include <string>

namespace hadal::tools {
namespace {

template <typename... Visitors>
struct Overloaded : Visitors... {
    using Visitors::operator()...;
};
template <typename... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;

Json text(const QString& value) {
    return value.toStdString();
}

Json texts(const QMap<QString, QString>& values) {
    Json out = Json::object();
    for (auto it = values.begin(); it != values.end(); ++it)
        out[it.key().toStdString()] = text(it.value());
    return out;
}

const char* const effects[] = {"reads", "writes", "deletes"};
const char* const fileKinds[] = {"read", "list", "search"};

Json actionJson(const Action& action) {
    return std::visit(
        Overloaded{[](const CommandAction& command) {
                       Json arguments = Json::array();
                       for (const auto& argument : command.arguments)
                           arguments.push_back(text(argument));
                       return Json{{"kind", "command"},
                                   {"program", text(command.program)},
                                   {"arguments", arguments},
                                   {"shell", command.shell},
                                   {"folder", text(command.folder)},
                                   {"input", text(command.input)},
                                   {"environment", texts(command.environment)}};
                   },
                   [](const HttpAction& http) {
                       return Json{{"kind", "http"},
                                   {"method", text(http.method)},
                                   {"url", text(http.url)},
                                   {"headers", texts(http.headers)},
                                   {"body", text(http.body)}};
                   },
                   [](const ScriptAction& script) {
                       return Json{{"kind", "script"}, {"source", text(script.source)}};
                   },
                   [](const FilesAction& files) {
                       return Json{{"kind", "files"}, {"do", fileKinds[files.kind]}};
                   },
                   [](const AskAction& ask) {
                       return Json{{"kind", "ask"}, {"question", text(ask.question)}};
                   },
                   [](const McpAction& mcp) {
                       return Json{{"kind", "mcp"}, {"server", text(mcp.server)}, {"tool", text(mcp.tool)}};
                   }},
        action);
}

Json limitsJson(const Limits& limits) {
    Json folders = Json::array();
    for (const auto& grant : limits.folders)
        folders.push_back({{"path", text(grant.path)}, {"write", grant.write}});
    return {{"folders", folders},
            {"network", limits.network},
            {"memory_mib", limits.memoryMiB},
            {"processes", limits.processes},
            {"seconds", limits.seconds},
            {"output_bytes", limits.outputBytes}};
}

/// `known` with the values of `values`; what else it holds stays, in its place.
Json merged(const Json& known, const Json& values) {
    if (!known.is_object())
        return values;
    Json out = known;
    for (const auto& [key, value] : values.items())
        out[key] = value;
    return out;
}

Json member(const Json& object, const char* key) {
    return object.is_object() && object.contains(key) ? object[key] : Json();
}

// Reading.

[[noreturn]] void fail(const std::string& field, const std::string& expected, const Json& found) {
    throw Error(ErrorKind::InvalidInput, "A tool's field \"" + field + "\" must be " + expected +
                                             ", and is of type " + found.type_name() + ".");
}

/// The fields of an object, each with its type, or the default where it is missing.
class Fields {
  public:
    Fields(const Json& object, std::string path) : object_(object), path_(std::move(path)) {
        if (!object.is_object())
            fail(path_, "an object", object);
    }

    QString text(const char* key, const QString& fallback = {}) const {
        const Json* value = find(key);
        if (!value)
            return fallback;
        if (!value->is_string())
            fail(path(key), "a text", *value);
        return QString::fromStdString(value->get_ref<const std::string&>());
    }
    bool flag(const char* key, bool fallback) const {
        const Json* value = find(key);
        if (value && !value->is_boolean())
            fail(path(key), "true or false", *value);
        return value ? value->get<bool>() : fallback;
    }
    template <typename Integer>
    Integer integer(const char* key, Integer fallback) const {
        const Json* value = find(key);
        if (!value)
            return fallback;
        if (!value->is_number_integer() || *value < std::numeric_limits<Integer>::min() ||
            *value > std::numeric_limits<Integer>::max())
            fail(path(key), "a whole number", *value);
        return value->get<Integer>();
    }
    QStringList texts(const char* key) const {
        QStringList out;
        const Json* value = find(key);
        if (value && !value->is_array())
            fail(path(key), "a list of texts", *value);
        for (const Json& item : value ? *value : Json::array()) {
            if (!item.is_string())
                fail(path(key), "a list of texts", item);
            out += QString::fromStdString(item.get_ref<const std::string&>());
        }
        return out;
    }
    QMap<QString, QString> textMap(const char* key) const {
        QMap<QString, QString> out;
        if (const Json* value = find(key)) {
            const Fields inner(*value, path(key));
            for (const auto& item : value->items())
                out[QString::fromStdString(item.key())] = inner.text(item.key().c_str());
        }
        return out;
    }
    /// The position in `names` of the text.
    template <std::size_t Count>
    int choice(const char* key, const char* const (&names)[Count], int fallback) const {
        if (!find(key))
            return fallback;
        const QString value = text(key);
        std::string expected;
        for (std::size_t i = 0; i < Count; ++i) {
            if (value == QLatin1String(names[i]))
                return static_cast<int>(i);
            expected += (i ? ", \"" : "one of \"") + std::string(names[i]) + "\"";
        }
        throw Error(ErrorKind::InvalidInput, "A tool's field \"" + path(key) + "\" must be " + expected +
                                                 ", and is \"" + value.toStdString() + "\".");
    }
    /// Null for none.
    const Json* find(const char* key) const {
        const auto it = object_.find(key);
        return it == object_.end() || it->is_null() ? nullptr : &*it;
    }
    std::string path(const char* key) const { return path_.empty() ? key : path_ + "." + key; }

  private:
    const Json& object_;
    std::string path_;
};

Action actionFrom(const Fields& fields) {
    static const char* const kinds[] = {"command", "http", "script", "files", "ask", "mcp"};
    switch (fields.choice("kind", kinds, -1)) {
    case 0:
        return CommandAction{fields.text("program"),      fields.texts("arguments"),
                             fields.flag("shell", false), fields.text("folder"),
                             fields.text("input"),        fields.textMap("environment")};
    case 1:
        return HttpAction{fields.text("method", "GET"), fields.text("url"), fields.textMap("headers"),
                          fields.text("body")};
    case 2:
        return ScriptAction{fields.text("source")};
    case 3:
        return FilesAction{FilesAction::Kind(fields.choice("do", fileKinds, FilesAction::Read))};
    case 4:
        return AskAction{fields.text("question")};
    case 5:
        return McpAction{fields.text("server"), fields.text("tool"), {}};
    default:
        throw Error(ErrorKind::InvalidInput, "A tool's field \"" + fields.path("kind") + "\" is missing.");
    }
}

Limits limitsFrom(const Fields& fields) {
    Limits limits;
    if (const Json* folders = fields.find("folders")) {
        if (!folders->is_array())
            fail(fields.path("folders"), "a list", *folders);
        for (const Json& item : *folders) {
            const Fields grant(item, fields.path("folders"));
            limits.folders.append({grant.text("path"), grant.flag("write", false)});
        }
    }
    limits.network = fields.flag("network", limits.network);
    limits.memoryMiB = fields.integer("memory_mib", limits.memoryMiB);
    limits.processes = fields.integer("processes", limits.processes);
    limits.seconds = fields.integer("seconds", limits.seconds);
    limits.outputBytes = fields.integer("output_bytes", limits.outputBytes);
    return limits;
}

} // namespace

Json toolJson(const Tool& tool, const Json& known) {
    const Json oldHadal = member(known, "hadal");
    const Json oldAction = member(oldHadal, "action");
    Json action = actionJson(tool.action);
    // Fields of another kind of action would mean nothing here.
    if (member(oldAction, "kind") == action["kind"])
        action = merged(oldAction, action);
    Json secrets = Json::array();
    for (const QString& name : tool.secrets)
        secrets.push_back(text(name));
    const Json hadal = {{"id", text(tool.id)},
                        {"effect", effects[static_cast<int>(tool.effect)]},
                        {"action", action},
                        {"limits", merged(member(oldHadal, "limits"), limitsJson(tool.limits))},
                        {"secrets", secrets}};
    Json item = openAiItem(tool);
    item["function"] = merged(member(known, "function"), item["function"]);
    item["hadal"] = merged(oldHadal, hadal);
    return merged(known, item);
}

Tool toolFromJson(const Json& item) {
    const Fields outer(item, {});
    const bool bare = !outer.find("function") && outer.find("name");
    if (!bare && outer.text("type", "function") != u"function")
        throw Error(ErrorKind::InvalidInput, "A tool's field \"type\" must be \"function\", and is \"" +
                                                 outer.text("type").toStdString() + "\".");
    if (!bare && !outer.find("function"))
        throw Error(ErrorKind::InvalidInput,
                    "A tool needs a field \"function\" with its name and parameters.");
    const Fields function(bare ? item : item["function"], bare ? "" : "function");
    Tool tool;
    tool.name = function.text("name");
    tool.purpose = function.text("description");
    if (const Json* parameters = function.find("parameters")) {
        if (!parameters->is_object())
            fail(function.path("parameters"), "a JSON Schema of an object", *parameters);
        tool.parameters = *parameters;
    }
    tool.action = AskAction{};
    tool.effect = Effect::Reads;
    if (const Json* known = outer.find("hadal")) {
        const Fields hadal(*known, "hadal");
        tool.id = hadal.text("id");
        tool.effect = Effect(hadal.choice("effect", effects, static_cast<int>(Effect::Reads)));
        tool.secrets = hadal.texts("secrets");
        if (const Json* action = hadal.find("action"))
            tool.action = actionFrom(Fields(*action, "hadal.action"));
        if (const Json* limits = hadal.find("limits"))
            tool.limits = limitsFrom(Fields(*limits, "hadal.limits"));
    }
    return tool;
}

} // namespace hadal::tools
