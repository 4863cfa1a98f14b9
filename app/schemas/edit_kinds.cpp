// Changing what a field is.
#include "app/schemas/edit.h"
#include "app/schemas/pointer.h"
#include "kernels/error.h"

#include <algorithm>

namespace hadal::schemas {
namespace {

const char* typeName(Kind kind) {
    switch (kind) {
    case Kind::Text:
        return "string";
    case Kind::Number:
        return "number";
    case Kind::Integer:
        return "integer";
    case Kind::Boolean:
        return "boolean";
    case Kind::Null:
        return "null";
    case Kind::Object:
        return "object";
    case Kind::List:
        return "array";
    default:
        return nullptr;
    }
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// What stays with a field whatever it is.
bool isCommon(const std::string& keyword) {
    return keyword == "title" || keyword == "description" || keyword == "$schema" || keyword == "$id" ||
           keyword == "$defs" || keyword == "definitions" || keyword == "$comment";
}

const char* variantsKeyword(const Json& schema) {
    return schema.contains("anyOf") ? "anyOf" : "oneOf";
}

/// What the schema says of the value itself, without what is said for people.
Json inner(const Json& schema) {
    Json part = Json::object();
    for (const auto& [keyword, value] : schema.items())
        if (!isCommon(keyword))
            part[keyword] = value;
    return part;
}

/// The schema with its common keywords, and `part` at the place where the others stood.
Json withInner(const Json& schema, const Json& part) {
    Json made = Json::object();
    bool put = false;
    const auto put_part = [&] {
        if (std::exchange(put, true))
            return;
        for (const auto& [keyword, value] : part.items())
            if (!isCommon(keyword) || !schema.contains(keyword))
                made[keyword] = value;
    };
    for (const auto& [keyword, value] : schema.items()) {
        if (isCommon(keyword) && keyword != "$defs" && keyword != "definitions")
            made[keyword] = value;
        else
            put_part();
        if (keyword == "$defs" || keyword == "definitions")
            made[keyword] = value;
    }
    put_part();
    return made;
}

std::optional<Json> givenBack(const Json& schema, Kind from, Kind kind) {
    if (from == Kind::List && schema.contains("items") && kindOf(schema["items"]) == kind)
        return schema["items"].is_object() ? schema["items"] : Json::object();
    if (from == Kind::Union)
        for (const Json& variant : schema[variantsKeyword(schema)])
            if (kindOf(variant) == kind && variant.is_object())
                return variant;
    return {};
}

} // namespace

void setKind(Json& root, const std::string& field, Kind kind) {
    Json* schema = find(root, field);
    if (!schema)
        throw Error(ErrorKind::InvalidInput, "There is no field at " + field + ".");
    const Kind from = kindOf(*schema);
    if (from == kind)
        return;
    if (kind == Kind::Nothing || kind == Kind::Several)
        throw Error(ErrorKind::InvalidInput, "This kind of field is written in the code.");
    if (!schema->is_object())
        *schema = Json::object();
    if (const auto back = givenBack(*schema, from, kind)) {
        *schema = withInner(*schema, *back);
        return;
    }
    if (kind == Kind::List || kind == Kind::Union) {
        Json part = inner(*schema);
        if (part.empty() && from != Kind::Any)
            part = {{"type", "string"}};
        *schema = withInner(*schema, kind == Kind::List ? Json{{"type", "array"}, {"items", part}}
                                                        : Json{{"anyOf", {part, {{"type", "null"}}}}});
        return;
    }
    const bool nullable = isNullable(*schema);
    const auto& shown = shownKeywords(kind);
    for (const std::string& keyword : std::vector<std::string>(shownKeywords(from)))
        if (!contains(shown, keyword) || keyword == "default" || keyword == "examples")
            schema->erase(keyword);
    // A default may fit the new kind as it fitted the old one only where both are numbers.
    for (const char* keyword : {"const", "enum", "anyOf", "oneOf", "$ref"})
        if (kind != Kind::Enum || (std::string_view(keyword) != "enum"))
            schema->erase(keyword);
    if (from == Kind::List)
        schema->erase("items");
    if (from == Kind::Object) {
        schema->erase("properties");
        schema->erase("required");
    }
    const char* type = typeName(kind);
    if (!type)
        setKeyword(root, field, "type", std::nullopt);
    else
        setKeyword(root, field, "type", nullable && kind != Kind::Null ? Json{type, "null"} : Json(type));
    if (kind == Kind::Enum && !find(root, field)->contains("enum"))
        setKeyword(root, field, "enum", Json::array({"first", "second"}));
    if (kind == Kind::Object && !find(root, field)->contains("properties"))
        setKeyword(root, field, "properties", Json::object());
    if (kind == Kind::Reference) {
        const auto all = definitionsOf(root);
        setKeyword(root, field, "$ref", std::string(1, '#').append(all.empty() ? "" : all.front()));
    }
}

void setNullable(Json& root, const std::string& field, bool nullable) {
    Json* schema = find(root, field);
    if (!schema || !schema->is_object() || isNullable(*schema) == nullable)
        return;
    const Kind kind = kindOf(*schema);
    if (kind == Kind::Any || kind == Kind::Null)
        return;
    if (kind == Kind::Reference) {
        setKind(root, field, Kind::Union);
        return;
    }
    if (kind == Kind::Union) {
        Json& variants = (*schema)[variantsKeyword(*schema)];
        if (nullable)
            variants.push_back({{"type", "null"}});
        else
            variants.erase(std::remove(variants.begin(), variants.end(), Json{{"type", "null"}}),
                           variants.end());
        return;
    }
    if (kind == Kind::Enum) {
        if (schema->contains("const")) {
            const Json value = (*schema)["const"];
            schema->erase("const");
            setKeyword(root, field, "enum", Json::array({value}));
        }
        Json& values = (*find(root, field))["enum"];
        if (nullable)
            values.push_back(nullptr);
        else
            values.erase(std::remove(values.begin(), values.end(), Json()), values.end());
    }
    schema = find(root, field);
    if (const auto type = schema->find("type"); type != schema->end()) {
        if (!nullable && type->is_array()) {
            type->erase(std::remove(type->begin(), type->end(), Json("null")), type->end());
            if (type->size() == 1)
                *type = Json(type->front());
        } else if (nullable) {
            Json all = type->is_array() ? *type : Json::array({*type});
            all.push_back("null");
            *type = std::move(all);
        }
    } else if (nullable && typeName(kind)) {
        setKeyword(root, field, "type", Json{typeName(kind), "null"});
    }
}

} // namespace hadal::schemas
