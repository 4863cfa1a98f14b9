#include "app/schemas/field.h"

#include "app/schemas/pointer.h"

#include <algorithm>
#include <array>
#include <set>

namespace hadal::schemas {
namespace {

constexpr std::array definition_keywords{"$defs", "definitions"};
constexpr std::array union_keywords{"anyOf", "oneOf"};

Kind kindOfType(std::string_view type) {
    return type == "string"    ? Kind::Text
           : type == "number"  ? Kind::Number
           : type == "integer" ? Kind::Integer
           : type == "boolean" ? Kind::Boolean
           : type == "null"    ? Kind::Null
           : type == "object"  ? Kind::Object
           : type == "array"   ? Kind::List
                               : Kind::Any;
}

const char* unionKeyword(const Json& schema) {
    for (const char* keyword : union_keywords)
        if (const auto found = schema.find(keyword);
            found != schema.end() && found->is_array() && !found->empty())
            return keyword;
    return nullptr;
}

bool isNullSchema(const Json& schema) {
    return schema.is_object() && schema.value("type", Json()) == "null";
}

/// Whether the value of a shown keyword looks as the form expects it.
bool isPlain(const std::string& keyword, const Json& value) {
    if (keyword == "title" || keyword == "description" || keyword == "pattern" || keyword == "format" ||
        keyword == "$ref")
        return value.is_string();
    if (keyword == "minLength" || keyword == "maxLength" || keyword == "minItems" || keyword == "maxItems" ||
        keyword == "minProperties" || keyword == "maxProperties" || keyword == "minimum" ||
        keyword == "maximum" || keyword == "exclusiveMinimum" || keyword == "exclusiveMaximum" ||
        keyword == "multipleOf")
        return value.is_number() || is_exact_number(value);
    if (keyword == "additionalProperties" || keyword == "uniqueItems")
        return value.is_boolean();
    if (keyword == "examples" || keyword == "enum")
        return value.is_array();
    return true;
}

/// Whether the fields below are found through this keyword.
bool holdsFields(const std::string& keyword, const Json& value, Kind kind) {
    if (keyword == "$defs" || keyword == "definitions")
        return value.is_object();
    if (keyword == "properties")
        return kind == Kind::Object && value.is_object();
    if (keyword == "required")
        return kind == Kind::Object && value.is_array();
    if (keyword == "items")
        return kind == Kind::List && (value.is_object() || value.is_boolean());
    return kind == Kind::Union && (keyword == "anyOf" || keyword == "oneOf") && value.is_array();
}

/// Whether a pointer to fields, as fieldsOf() makes them, has a keyword for its last step; "properties" can
/// be the name of a property as well.
bool holdsFields(const std::string& pointer) {
    static const std::set<std::string> keywords{"properties", "$defs", "definitions", "anyOf", "oneOf"};
    return !pointer.empty() && keywords.count(lastStep(pointer)) && !holdsFields(above(pointer));
}

class Lister {
  public:
    explicit Lister(const Json& root) : root_(root) {}

    void add(const std::string& pointer, Place place, std::string name, bool required, int depth) {
        const Json& schema = root_.at(Pointer(pointer));
        Field field;
        field.pointer = pointer;
        field.place = place;
        field.name = std::move(name);
        field.kind = kindOf(schema);
        field.nullable = isNullable(schema);
        field.required = required;
        field.depth = depth;
        field.kept = keptKeywords(schema);
        const std::size_t row = fields.size();
        fields.push_back(std::move(field));
        if (schema.is_object())
            addBelow(schema, pointer, fields[row].kind, depth + 1);
        fields[row].branch = fields.size() > row + 1;
    }

    std::vector<Field> fields;

  private:
    void addBelow(const Json& schema, const std::string& pointer, Kind kind, int depth) {
        if (const auto properties = schema.find("properties");
            properties != schema.end() && holdsFields("properties", *properties, kind)) {
            const Json required = schema.value("required", Json::array());
            for (const auto& [name, value] : properties->items())
                if (value.is_object() || value.is_boolean())
                    add(below(pointer + "/properties", name), Place::Property, name,
                        std::find(required.begin(), required.end(), Json(name)) != required.end(), depth);
        }
        if (const auto items = schema.find("items");
            items != schema.end() && holdsFields("items", *items, kind))
            add(pointer + "/items", Place::Item, {}, false, depth);
        if (const char* keyword = kind == Kind::Union ? unionKeyword(schema) : nullptr) {
            const std::string list = below(pointer, std::string(keyword));
            for (std::size_t i = 0; i < schema[keyword].size(); ++i)
                if (schema[keyword][i].is_object() || schema[keyword][i].is_boolean())
                    add(below(list, i), Place::Variant, {}, false, depth);
        }
        for (const char* keyword : definition_keywords)
            if (const auto found = schema.find(keyword); found != schema.end() && found->is_object())
                for (const auto& [name, value] : found->items())
                    if (value.is_object() || value.is_boolean())
                        add(below(below(pointer, std::string(keyword)), name), Place::Definition, name, false,
                            depth);
    }

    const Json& root_;
};

} // namespace

Kind kindOf(const Json& schema) {
    if (schema == false)
        return Kind::Nothing;
    if (!schema.is_object())
        return Kind::Any;
    if (schema.contains("$ref") && schema["$ref"].is_string())
        return Kind::Reference;
    if (schema.contains("const") || (schema.contains("enum") && schema["enum"].is_array()))
        return Kind::Enum;
    if (const auto type = schema.find("type"); type != schema.end()) {
        if (type->is_string())
            return kindOfType(type->get_ref<const std::string&>());
        if (type->is_array()) {
            std::vector<std::string> names;
            for (const Json& name : *type)
                if (name.is_string() && name != "null")
                    names.push_back(name.get<std::string>());
            return names.empty()       ? (type->empty() ? Kind::Any : Kind::Null)
                   : names.size() == 1 ? kindOfType(names.front())
                                       : Kind::Several;
        }
    }
    if (unionKeyword(schema))
        return Kind::Union;
    if (const auto properties = schema.find("properties");
        properties != schema.end() && properties->is_object())
        return Kind::Object;
    if (const auto items = schema.find("items"); items != schema.end() && items->is_object())
        return Kind::List;
    return Kind::Any;
}

bool isNullable(const Json& schema) {
    if (!schema.is_object())
        return false;
    const auto type = schema.find("type");
    const bool typed = type != schema.end();
    if (typed && !(type->is_array() && type->size() > 1 &&
                   std::find(type->begin(), type->end(), Json("null")) != type->end()))
        return false;
    const Kind kind = kindOf(schema);
    if (kind == Kind::Enum) {
        const auto values = schema.find("enum");
        return values != schema.end() && std::find(values->begin(), values->end(), Json()) != values->end();
    }
    if (kind == Kind::Union) {
        const Json& variants = schema[unionKeyword(schema)];
        return std::any_of(variants.begin(), variants.end(), isNullSchema);
    }
    return typed;
}

const std::vector<std::string>& shownKeywords(Kind kind) {
    using Names = std::vector<std::string>;
    const auto with = [](Names own) {
        own.insert(own.begin(), "description");
        own.insert(own.end(), {"default", "examples", "title"});
        return own;
    };
    static const Names text = with({"format", "pattern", "minLength", "maxLength"});
    static const Names number =
        with({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"});
    static const Names values = with({"enum"});
    static const Names object = with({"additionalProperties", "minProperties", "maxProperties"});
    static const Names list = with({"minItems", "maxItems", "uniqueItems"});
    static const Names reference = {"$ref", "description", "title"};
    static const Names other = with({});
    static const Names nothing;
    switch (kind) {
    case Kind::Text:
        return text;
    case Kind::Number:
    case Kind::Integer:
        return number;
    case Kind::Enum:
        return values;
    case Kind::Object:
        return object;
    case Kind::List:
        return list;
    case Kind::Reference:
        return reference;
    case Kind::Nothing:
        return nothing;
    default:
        return other;
    }
}

std::vector<std::string> keptKeywords(const Json& schema) {
    std::vector<std::string> kept;
    if (!schema.is_object())
        return kept;
    const Kind kind = kindOf(schema);
    const auto& shown = shownKeywords(kind);
    // Of two unions in one schema only one is shown.
    const char* variants = kind == Kind::Union ? unionKeyword(schema) : nullptr;
    for (const auto& [keyword, value] : schema.items()) {
        if (keyword == "type" && kind != Kind::Several && kind != Kind::Any && kind != Kind::Reference)
            continue;
        if (std::find(shown.begin(), shown.end(), keyword) != shown.end() && isPlain(keyword, value))
            continue;
        if (holdsFields(keyword, value, kind) &&
            (!variants || (keyword != "anyOf" && keyword != "oneOf") || keyword == variants))
            continue;
        kept.push_back(keyword);
    }
    return kept;
}

std::vector<Field> fieldsOf(const Json& root) {
    Lister lister(root);
    lister.add("", Place::Root, {}, false, 0);
    return std::move(lister.fields);
}

Field fieldAt(const Json& root, const std::string& pointer) {
    Field field;
    field.pointer = pointer;
    const Json* schema = find(root, pointer);
    if (!schema)
        return field;
    field.kind = kindOf(*schema);
    field.nullable = isNullable(*schema);
    field.kept = keptKeywords(*schema);
    if (pointer.empty())
        return field;
    const std::string holder = above(pointer);
    const std::string keyword = lastStep(holder);
    if (!holdsFields(holder)) {
        field.place = Place::Item;
    } else if (keyword == "properties") {
        field.place = Place::Property;
        field.name = lastStep(pointer);
        if (const Json* required = find(root, above(holder) + "/required"); required && required->is_array())
            field.required =
                std::find(required->begin(), required->end(), Json(field.name)) != required->end();
    } else if (keyword == "$defs" || keyword == "definitions") {
        field.place = Place::Definition;
        field.name = lastStep(pointer);
    } else {
        field.place = Place::Variant;
    }
    return field;
}

std::vector<std::string> definitionsOf(const Json& root) {
    std::vector<std::string> all;
    if (root.is_object())
        for (const char* keyword : definition_keywords)
            if (const auto found = root.find(keyword); found != root.end() && found->is_object())
                for (const auto& [name, value] : found->items())
                    all.push_back(below(below("", std::string(keyword)), name));
    return all;
}

} // namespace hadal::schemas
