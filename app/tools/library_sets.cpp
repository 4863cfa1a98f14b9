// Sets of tools.
#include "app/tools/library_items.h"

#include <algorithm>

namespace hadal::tools {
namespace {

Json setJson(const ToolSet& set) {
    Json ids = Json::array();
    for (const auto& id : set.tools)
        ids.push_back(key(id));
    return {{"id", key(set.id)}, {"name", key(set.name)}, {"tools", ids}};
}

} // namespace

Json* setWith(Json& sets, const QString& id) {
    const auto it = std::find_if(sets.begin(), sets.end(), [&](const Json& set) {
        return set.is_object() && set.value("id", Json()) == Json(key(id));
    });
    return it == sets.end() ? nullptr : &*it;
}

ToolSet setFrom(const Json& json) {
    ToolSet set;
    if (!json.is_object())
        throw Error(ErrorKind::InvalidInput, "A set of tools must be an object.");
    set.id = QString::fromStdString(json.at("id").get<std::string>());
    set.name = QString::fromStdString(json.at("name").get<std::string>());
    for (const Json& id : json.at("tools"))
        set.tools += QString::fromStdString(id.get<std::string>());
    return set;
}

const ToolSet* Library::findSet(const QString& id) const {
    const auto it =
        std::find_if(sets_.begin(), sets_.end(), [&](const ToolSet& set) { return set.id == id; });
    return it == sets_.end() ? nullptr : &*it;
}

QString Library::saveSet(ToolSet set) {
    if (set.id.isEmpty())
        set.id = newToolId();
    set.tools.removeIf([&](const QString& id) { return !find(id); });
    set.tools.removeDuplicates();
    const Json values = setJson(set);
    change([&](Json& file) {
        if (Json* json = setWith(file["sets"], set.id))
            for (const auto& [name, value] : values.items())
                (*json)[name] = value;
        else
            file["sets"].push_back(values);
    });
    return set.id;
}

ToolSet Library::removeSet(const QString& id) {
    const ToolSet* found = findSet(id);
    if (!found)
        unknown("set of tools", id);
    const ToolSet set = *found;
    change([&](Json& file) {
        Json& sets = file["sets"];
        if (Json* json = setWith(sets, id))
            sets.erase(sets.begin() + (json - &sets[0]));
    });
    return set;
}

} // namespace hadal::tools
