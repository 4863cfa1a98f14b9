// What goes out of the library and comes into it.
#include "app/base/readable_json.h"
#include "app/tools/library_items.h"
#include "app/tools/tool_json.h"

#include <algorithm>

namespace hadal::tools {

QByteArray Library::exported(const QStringList& ids) const {
    Json items = Json::array();
    for (const QString& id : ids) {
        const Tool* tool = find(id);
        if (!tool)
            unknown("tool", id);
        Json file = json_;
        const Json* known = itemWith(file["tools"], id);
        items.push_back(toolJson(*tool, known ? *known : Json()));
        for (const char* name : {"id", "secrets"}) // mean nothing elsewhere
            items.back()["hadal"].erase(name);
    }
    return QByteArray::fromStdString(printReadable(items.size() == 1 ? items[0] : items)) + '\n';
}

namespace {

/// The items of what can be imported.
Json itemsOf(const QByteArray& text) {
    Json json = parse_json({text.constData(), static_cast<std::size_t>(text.size())});
    if (json.is_object() && json.contains("tools") && json["tools"].is_array())
        json = Json(json["tools"]);
    if (json.is_object())
        json = Json::array({json});
    if (!json.is_array() || json.empty())
        throw Error(ErrorKind::InvalidInput,
                    "A tool, a list of tools or an object with \"tools\" was expected.");
    return json;
}

QList<Tool> toolsOf(const Json& items) {
    QList<Tool> tools;
    for (std::size_t i = 0; i < items.size(); ++i) {
        try {
            tools += toolFromJson(items[i]);
        } catch (const Error& error) {
            throw Error(error.kind(), "Item " + std::to_string(i + 1) + ": " + error.what());
        }
    }
    return tools;
}

} // namespace

QList<Tool> Library::read(const QByteArray& text) {
    return toolsOf(itemsOf(text));
}

QStringList Library::import(const QByteArray& text) {
    const Json items = itemsOf(text);
    QList<Tool> tools = toolsOf(items);
    QStringList ids, taken = namesBeside({});
    Json added = Json::array();
    for (qsizetype i = 0; i < tools.size(); ++i) {
        Tool& tool = tools[i];
        const auto same = std::find_if(tools_.begin(), tools_.end(), [&](const Tool& known) {
            tool.id = known.id;
            tool.secrets = known.secrets;
            return tool == known;
        });
        if (same != tools_.end()) {
            ids += same->id;
            continue;
        }
        tool.id = newToolId();
        tool.secrets.clear(); // what comes from elsewhere gets none until the person gives it
        tool.name = freeNameBeside(tool.name, taken);
        taken += tool.name;
        ids += tool.id;
        // An item may be the inner object alone; its other fields are then the function's.
        const Json& item = items[static_cast<std::size_t>(i)];
        added.push_back(toolJson(tool, item.contains("function") ? item : Json{{"function", item}}));
    }
    if (!added.empty())
        change([&](Json& file) {
            for (const Json& item : added)
                file["tools"].push_back(item);
        });
    return ids;
}

} // namespace hadal::tools
