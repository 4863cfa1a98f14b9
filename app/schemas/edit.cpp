#include "app/schemas/edit.h"

#include "app/schemas/pointer.h"
#include "kernels/error.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace hadal::schemas {
namespace {

/// A step of a pointer that no document has.
std::string parked(std::size_t index) {
    return std::string(1, '\x01').append(std::to_string(index));
}

[[noreturn]] void refuse(const std::string& why) {
    throw Error(ErrorKind::InvalidInput, why);
}

using Member = std::pair<std::string, Json>;

std::vector<Member> membersOf(const Json& object) {
    std::vector<Member> members;
    for (const auto& [key, value] : object.items())
        members.emplace_back(key, value);
    return members;
}

Json objectFrom(std::vector<Member> members) {
    Json object = Json::object();
    for (auto& [key, value] : members)
        object[key] = std::move(value);
    return object;
}

/// The usual order of keywords. Those that are not named here come before the fields.
std::size_t rank(const std::string& keyword) {
    static const std::array<std::string, 14> first{
        "$schema", "$id",     "$ref",    "title",   "description", "type",      "enum",
        "format",  "pattern", "minimum", "maximum", "minLength",   "maxLength", "minItems"};
    static const std::array<std::string, 11> last{
        "default", "examples", "required", "properties", "additionalProperties", "items",
        "anyOf",   "oneOf",    "allOf",    "$defs",      "definitions"};
    if (const auto at = std::find(first.begin(), first.end(), keyword); at != first.end())
        return std::size_t(at - first.begin());
    if (const auto at = std::find(last.begin(), last.end(), keyword); at != last.end())
        return 100 + std::size_t(at - last.begin());
    return 50;
}

std::string decoded(std::string_view fragment) {
    std::string text;
    for (std::size_t i = 0; i < fragment.size(); ++i) {
        if (fragment[i] == '%' && i + 2 < fragment.size() &&
            std::isxdigit(static_cast<unsigned char>(fragment[i + 1])) &&
            std::isxdigit(static_cast<unsigned char>(fragment[i + 2]))) {
            text += static_cast<char>(std::stoi(std::string(fragment.substr(i + 1, 2)), nullptr, 16));
            i += 2;
        } else {
            text += fragment[i];
        }
    }
    return text;
}

/// References to `from` and what lies in it lead to `to`.
void retarget(Json& value, const std::string& from, const std::string& to) {
    if (value.is_array())
        for (Json& item : value)
            retarget(item, from, to);
    if (!value.is_object())
        return;
    for (auto member = value.begin(); member != value.end(); ++member) {
        const std::string& key = member.key();
        if (key == "$ref" && member->is_string()) {
            const auto& text = member->get_ref<const std::string&>();
            if (!text.starts_with('#'))
                continue;
            const std::string target = decoded(std::string_view(text).substr(1));
            if (within(target, from))
                *member = std::string(1, '#').append(to).append(target, from.size());
        } else if (!(member->is_structured() &&
                     (key == "enum" || key == "const" || key == "default" || key == "examples"))) {
            retarget(*member, from, to);
        } else if (member->is_object() && member->contains("type")) {
            retarget(*member, from, to); // a property that is called like a keyword
        }
    }
}

std::string placeName(const std::string& pointer) {
    return pointer.empty() ? "the root" : pointer;
}

Json& object(Json& root, const std::string& pointer) {
    Json* value = find(root, pointer);
    if (!value)
        refuse("There is no field at " + placeName(pointer) + ".");
    if (*value == true)
        *value = Json::object();
    if (!value->is_object())
        refuse("The field at " + placeName(pointer) + " is not an object, so it has no keywords.");
    return *value;
}

bool isNamed(const Field& field) {
    return field.place == Place::Property || field.place == Place::Definition;
}

std::string freeName(const Json& object, const std::string& wanted) {
    if (!object.contains(wanted))
        return wanted;
    std::string stem = wanted;
    while (!stem.empty() && std::isdigit(static_cast<unsigned char>(stem.back())))
        stem.pop_back();
    if (stem.empty() || stem.back() != '_')
        stem += '_';
    for (int i = 2;; ++i)
        if (const std::string name = stem + std::to_string(i); !object.contains(name))
            return name;
}

void removeRequired(Json& root, const std::string& field) {
    if (fieldAt(root, field).place == Place::Property)
        setRequired(root, field, false);
}

} // namespace

void setKeyword(Json& root, const std::string& field, const std::string& keyword,
                const std::optional<Json>& value) {
    Json& schema = object(root, field);
    if (!value) {
        schema.erase(keyword);
        return;
    }
    if (schema.contains(keyword)) {
        schema[keyword] = *value;
        return;
    }
    std::vector<Member> members = membersOf(schema);
    const auto before = std::find_if(members.begin(), members.end(), [&](const Member& member) {
        return rank(member.first) > rank(keyword);
    });
    members.insert(before, {keyword, *value});
    schema = objectFrom(std::move(members));
}

std::string rename(Json& root, const std::string& field, const std::string& name) {
    const Field old = fieldAt(root, field);
    if (!isNamed(old))
        refuse("Only fields of an object and definitions have names.");
    if (old.name == name)
        return field;
    Json& holder = *find(root, above(field));
    if (name.empty())
        refuse("A field needs a name.");
    if (holder.contains(name))
        refuse(std::string("There is a field “").append(name).append("” already. Choose another name."));
    std::vector<Member> members = membersOf(holder);
    for (Member& member : members)
        if (member.first == old.name)
            member.first = name;
    holder = objectFrom(std::move(members));
    if (old.place == Place::Property)
        if (Json* required = find(root, above(above(field)) + "/required"); required && required->is_array())
            for (Json& entry : *required)
                if (entry == old.name)
                    entry = name;
    const std::string renamed = below(above(field), name);
    retarget(root, field, renamed);
    return renamed;
}

void setRequired(Json& root, const std::string& field, bool required) {
    const Field now = fieldAt(root, field);
    if (now.place != Place::Property)
        refuse("Only fields of an object can be required.");
    if (now.required == required)
        return;
    const std::string parent = above(above(field));
    Json list = Json::array();
    if (const Json* known = find(root, parent + "/required"); known && known->is_array())
        list = *known;
    if (!required) {
        list.erase(std::remove(list.begin(), list.end(), Json(now.name)), list.end());
        // Draft 4 wants at least one name.
        setKeyword(root, parent, "required", list.empty() ? std::nullopt : std::optional(list));
        return;
    }
    // After the last required one of those that stand before it.
    const Json& properties = *find(root, above(field));
    auto at = list.begin();
    for (const auto& [name, value] : properties.items()) {
        if (name == now.name)
            break;
        if (const auto found = std::find(list.begin(), list.end(), Json(name)); found != list.end())
            at = std::max(at, found + 1);
    }
    list.insert(at, Json(now.name));
    setKeyword(root, parent, "required", list);
}

int indexOf(const Json& root, const std::string& field) {
    const Field now = fieldAt(root, field);
    if (field.empty() || now.place == Place::Item)
        return -1;
    const Json* holder = find(root, above(field));
    if (!holder)
        return -1;
    int index = 0;
    for (const auto& [key, value] : holder->items()) {
        if (key == lastStep(field))
            return index;
        ++index;
    }
    return -1;
}

int siblingsOf(const Json& root, const std::string& field) {
    return indexOf(root, field) < 0 ? -1 : int(find(root, above(field))->size());
}

std::optional<std::string> objectOf(const Json& root, const std::string& field) {
    const Json* schema = find(root, field);
    if (!schema)
        return {};
    const Kind kind = kindOf(*schema);
    if (kind == Kind::Object && (!schema->contains("properties") || (*schema)["properties"].is_object()))
        return field;
    if (kind == Kind::List && schema->contains("items"))
        return objectOf(root, field + "/items");
    return {};
}

std::string addField(Json& root, const std::string& parent) {
    if (const auto holder = objectOf(root, parent)) {
        if (!object(root, *holder).contains("properties"))
            setKeyword(root, *holder, "properties", Json::object());
        Json& properties = *find(root, *holder + "/properties");
        const std::string name = freeName(properties, "field");
        properties[name] = {{"type", "string"}};
        return below(*holder + "/properties", name);
    }
    Json& schema = object(root, parent);
    if (kindOf(schema) != Kind::Union)
        refuse("Only an object, a list of objects or a union has fields below it.");
    const char* keyword = schema.contains("anyOf") ? "anyOf" : "oneOf";
    schema[keyword].push_back({{"type", "string"}});
    return below(parent + "/" + keyword, schema[keyword].size() - 1);
}

std::string addDefinition(Json& root) {
    Json& schema = object(root, "");
    const std::string keyword =
        schema.contains("definitions") && !schema.contains("$defs") ? "definitions" : "$defs";
    if (!schema.contains(keyword))
        setKeyword(root, "", keyword, Json::object());
    const std::string name = freeName(root[keyword], "part");
    root[keyword][name] = {{"type", "object"}, {"properties", Json::object()}};
    return below(below("", keyword), name);
}

std::string duplicate(Json& root, const std::string& field) {
    const int index = indexOf(root, field);
    if (index < 0)
        refuse("The root and the item of a list cannot be duplicated.");
    const Field now = fieldAt(root, field);
    Json& holder = *find(root, above(field));
    const Json copy = *find(root, field);
    if (holder.is_array()) {
        holder.insert(holder.begin() + index + 1, copy);
        return below(above(field), std::size_t(index) + 1);
    }
    const std::string name = freeName(holder, now.name);
    std::vector<Member> members = membersOf(holder);
    members.insert(members.begin() + index + 1, {name, copy});
    holder = objectFrom(std::move(members));
    const std::string made = below(above(field), name);
    if (now.required)
        setRequired(root, made, true);
    return made;
}

void remove(Json& root, const std::string& field) {
    if (field.empty())
        refuse("The whole schema cannot be removed.");
    object(root, "");
    const Field now = fieldAt(root, field);
    removeRequired(root, field);
    Json& holder = *find(root, above(field));
    if (now.place == Place::Item) {
        holder.erase("items");
        return;
    }
    if (holder.is_array()) {
        if (holder.size() == 1)
            refuse("A union needs at least one alternative.");
        holder.erase(std::size_t(indexOf(root, field)));
        return;
    }
    holder.erase(now.name);
    if (now.place == Place::Definition && holder.empty())
        setKeyword(root, above(above(field)), lastStep(above(field)), std::nullopt);
}

std::string moveTo(Json& root, const std::string& field, int index) {
    const int from = indexOf(root, field);
    const int count = siblingsOf(root, field);
    if (from < 0)
        refuse("The root and the item of a list cannot be moved.");
    index = std::clamp(index, 0, count - 1);
    if (index == from)
        return field;
    Json& holder = *find(root, above(field));
    if (holder.is_array()) {
        // References follow by way of a name that no pointer has.
        std::vector<std::size_t> order(holder.size());
        for (std::size_t i = 0; i < order.size(); ++i)
            order[i] = i;
        const std::size_t moved = order[std::size_t(from)];
        order.erase(order.begin() + from);
        order.insert(order.begin() + index, moved);
        Json list = Json::array();
        for (const std::size_t old : order)
            list.push_back(holder[old]);
        holder = std::move(list);
        const std::string base = above(field);
        for (std::size_t i = 0; i < order.size(); ++i)
            retarget(root, below(base, order[i]), below(base, parked(i)));
        for (std::size_t i = 0; i < order.size(); ++i)
            retarget(root, below(base, parked(i)), below(base, i));
        return below(base, std::size_t(index));
    }
    std::vector<Member> members = membersOf(holder);
    Member moved = std::move(members[std::size_t(from)]);
    members.erase(members.begin() + from);
    members.insert(members.begin() + index, std::move(moved));
    holder = objectFrom(std::move(members));
    return field;
}

bool canMoveInto(const Json& root, const std::string& field, const std::string& parent) {
    const Field now = fieldAt(root, field);
    return now.place == Place::Property && find(root, field) && !within(parent, field) &&
           objectOf(root, parent).has_value();
}

std::string moveInto(Json& root, const std::string& field, const std::string& parent, int index) {
    if (!canMoveInto(root, field, parent))
        refuse("The field cannot be put there.");
    const std::string holder = *objectOf(root, parent);
    if (holder + "/properties" == above(field))
        return moveTo(root, field, index);
    const Field now = fieldAt(root, field);
    const Json moved = *find(root, field);
    if (!object(root, holder).contains("properties"))
        setKeyword(root, holder, "properties", Json::object());
    const std::string name = freeName(*find(root, holder + "/properties"), now.name);
    std::vector<Member> members = membersOf(*find(root, holder + "/properties"));
    members.insert(members.begin() + std::clamp(index, 0, int(members.size())), {name, moved});
    *find(root, holder + "/properties") = objectFrom(std::move(members));
    const std::string made = below(holder + "/properties", name);
    if (now.required)
        setRequired(root, made, true);
    removeRequired(root, field);
    find(root, above(field))->erase(now.name);
    retarget(root, field, made);
    return made;
}

} // namespace hadal::schemas
