#include "app/tools/library.h"

#include "app/tools/library_items.h"
#include "app/tools/tool_json.h"

#include <QDir>
#include <QFileInfo>
#include <QLockFile>

#include <algorithm>

namespace hadal::tools {
namespace {

Json emptyFile() {
    return {{"version", 1}, {"tools", Json::array()}, {"sets", Json::array()}};
}

const Tool* builtIn(const QString& id) {
    const auto& all = builtInTools();
    const auto it = std::find_if(all.begin(), all.end(), [&](const Tool& tool) { return tool.id == id; });
    return it == all.end() ? nullptr : &*it;
}

void check(const Json& json) {
    const auto isList = [&](const char* name) { return !json.contains(name) || json[name].is_array(); };
    if (!json.is_object() || !isList("tools") || !isList("sets"))
        throw Error(ErrorKind::InvalidInput, "It is not an object with lists of tools and sets.");
}

} // namespace

Library::Library(const QString& folder, QObject* parent)
    : QObject(parent), file_(QDir(folder).filePath("tools.json"), check), json_(emptyFile()) {
    reload();
    show();
    connect(&watcher_, &QFileSystemWatcher::directoryChanged, this, &Library::reload);
    connect(&watcher_, &QFileSystemWatcher::fileChanged, this, &Library::reload);
}

QString Library::folder() const {
    return QFileInfo(path()).path();
}

void Library::watch() {
    if (watcher_.directories().isEmpty() && QFileInfo::exists(folder()))
        watcher_.addPath(folder());
    if (watcher_.files().isEmpty() && QFileInfo::exists(path()))
        watcher_.addPath(path());
}

/// What the file holds now; while it cannot be used, what it held before.
Json Library::latest() {
    Json json = file_.read();
    if (json.is_null())
        return QFileInfo::exists(path()) ? json_ : emptyFile();
    for (const char* name : {"tools", "sets"})
        if (!json.contains(name))
            json[name] = Json::array();
    return json;
}

void Library::reload() {
    watch();
    const QString before = warning();
    Json json = latest();
    if (json != json_) {
        json_ = std::move(json);
        show();
    }
    if (warning() != before)
        emit warningChanged();
}

/// Brings tools() and sets() up to date with the file.
void Library::show() {
    QList<Tool> tools;
    QHash<QString, Tool> changed; // built-in ones
    QStringList unreadable;
    for (const Json& item : json_["tools"]) {
        try {
            const Tool tool = toolFromJson(item);
            if (tool.id.isEmpty())
                throw Error(ErrorKind::InvalidInput, "A tool's field \"hadal.id\" is missing.");
            if (builtIn(tool.id))
                changed[tool.id] = tool;
            else
                tools += tool;
        } catch (const Error& error) {
            unreadable += QString::fromUtf8(error.what());
        }
    }
    for (const Tool& tool : builtInTools())
        tools += changed.value(tool.id, tool);
    QList<ToolSet> sets;
    for (const Json& json : json_["sets"]) {
        try {
            sets += setFrom(json);
        } catch (const std::exception& error) {
            unreadable += QString::fromUtf8(error.what());
        }
    }
    for (ToolSet& set : sets)
        set.tools.removeIf([&](const QString& id) {
            return std::none_of(tools.begin(), tools.end(), [&](const Tool& tool) { return tool.id == id; });
        });
    const bool newTools = tools != tools_ || unreadable != unreadable_;
    const bool newSets = sets != sets_;
    tools_ = tools;
    sets_ = sets;
    unreadable_ = unreadable;
    if (newTools)
        emit toolsChanged();
    if (newSets)
        emit setsChanged();
}

/// Writes the file as `apply` changes what is on disk now. All or nothing.
void Library::change(const std::function<void(Json& file)>& apply) {
    const QString before = warning();
    QDir().mkpath(folder());
    // Another window or command of ours may be writing.
    QLockFile lock(path() + ".lock");
    if (!lock.tryLock(2000))
        throw Error(
            ErrorKind::InvalidFile,
            tr("The tools cannot be saved: %1 is written by another program.").arg(path()).toStdString());
    Json json = latest();
    apply(json);
    const bool written = file_.write(json);
    if (warning() != before)
        emit warningChanged();
    if (!written)
        throw Error(ErrorKind::InvalidFile, warning().toStdString());
    json_ = std::move(json);
    watch();
    show();
}

const Tool* Library::find(const QString& id) const {
    const auto it =
        std::find_if(tools_.begin(), tools_.end(), [&](const Tool& tool) { return tool.id == id; });
    return it == tools_.end() ? nullptr : &*it;
}

const Tool* Library::findByName(const QString& name) const {
    const auto it =
        std::find_if(tools_.begin(), tools_.end(), [&](const Tool& tool) { return tool.name == name; });
    return it == tools_.end() ? nullptr : &*it;
}

QStringList Library::namesBeside(const QString& id) const {
    QStringList names;
    for (const Tool& tool : tools_)
        if (tool.id != id)
            names += tool.name;
    return names;
}

QString Library::freeName(const QString& wish, const QString& besideId) const {
    return freeNameBeside(wish, namesBeside(besideId));
}

bool Library::isBuiltIn(const QString& id) const {
    return builtIn(id) != nullptr;
}

bool Library::isChanged(const QString& id) const {
    const Tool* original = builtIn(id);
    const Tool* tool = find(id);
    return original && tool && *original != *tool;
}

void Library::revert(const QString& id) {
    if (!builtIn(id))
        unknown("built-in tool", id);
    change([&](Json& file) {
        Json& items = file["tools"];
        items.erase(
            std::remove_if(items.begin(), items.end(), [&](const Json& item) { return idOf(item) == id; }),
            items.end());
    });
}

QString Library::save(Tool tool) {
    if (tool.id.isEmpty())
        tool.id = newToolId();
    change([&](Json& file) {
        if (Json* item = itemWith(file["tools"], tool.id))
            *item = toolJson(tool, *item);
        else
            file["tools"].push_back(toolJson(tool));
    });
    return tool.id;
}

QString Library::duplicate(const QString& id) {
    const Tool* original = find(id);
    if (!original)
        unknown("tool", id);
    Tool copy = *original;
    copy.id = newToolId();
    copy.name = freeName(copy.name);
    change([&](Json& file) {
        Json& items = file["tools"];
        // What the original has besides goes along.
        Json* known = itemWith(items, id);
        const Json item = toolJson(copy, known ? *known : Json());
        if (known && !builtIn(id))
            items.insert(items.begin() + (known - &items[0]) + 1, item);
        else
            items.push_back(item);
        for (Json& set : file["sets"])
            if (set.is_object() && set.contains("tools") && set["tools"].is_array()) {
                Json& ids = set["tools"];
                const auto at = std::find(ids.begin(), ids.end(), Json(key(id)));
                if (at != ids.end())
                    ids.insert(at + 1, Json(key(copy.id)));
            }
    });
    return copy.id;
}

RemovedTool Library::remove(const QString& id) {
    if (builtIn(id))
        throw Error(ErrorKind::InvalidArgument,
                    "The tool \"" + key(id) + "\" comes with the program and stays.");
    if (!find(id))
        unknown("tool", id);
    RemovedTool removed;
    for (const ToolSet& set : sets_)
        if (set.tools.contains(id))
            removed.sets += set.id;
    change([&](Json& file) {
        Json& items = file["tools"];
        Json* item = itemWith(items, id);
        if (!item)
            return; // another program was faster
        removed.item = *item;
        removed.position = static_cast<int>(item - &items[0]);
        items.erase(items.begin() + removed.position);
        for (Json& set : file["sets"])
            if (set.is_object() && set.contains("tools") && set["tools"].is_array()) {
                Json& ids = set["tools"];
                ids.erase(std::remove(ids.begin(), ids.end(), Json(key(id))), ids.end());
            }
    });
    return removed;
}

void Library::restore(const RemovedTool& removed) {
    const QString id = idOf(removed.item);
    if (id.isEmpty() || find(id))
        return;
    change([&](Json& file) {
        Json& items = file["tools"];
        const auto position = std::clamp(removed.position, 0, static_cast<int>(items.size()));
        items.insert(items.begin() + position, removed.item);
        for (const QString& set : removed.sets)
            if (Json* json = setWith(file["sets"], set))
                (*json)["tools"].push_back(key(id));
    });
}

void Library::move(const QString& id, int position) {
    if (!find(id) || builtIn(id))
        unknown("tool of one's own", id);
    change([&](Json& file) {
        Json& items = file["tools"];
        Json* item = itemWith(items, id);
        if (!item)
            return;
        const Json moved = *item;
        items.erase(items.begin() + (item - &items[0]));
        // The position counts what is shown: items that cannot be read, and changed built-in ones, are not.
        std::size_t at = 0;
        for (int shown = 0; at < items.size(); ++at) {
            const Tool* tool = find(idOf(items[at]));
            if (!tool || builtIn(tool->id))
                continue;
            if (shown++ == position)
                break;
        }
        items.insert(items.begin() + static_cast<std::ptrdiff_t>(at), moved);
    });
}

} // namespace hadal::tools
