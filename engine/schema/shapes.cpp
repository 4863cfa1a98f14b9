#include "engine/schema/shapes.h"

#include "engine/schema/decimal.h"
#include "engine/schema/uri.h"
#include "engine/schema/value_key.h"

#include <algorithm>
#include <unordered_set>

namespace hadal::schema {
namespace {

bool is_type_name(const Json& value) {
    constexpr std::string_view names[] = {"null",   "boolean", "integer", "number",
                                          "string", "array",   "object"};
    return value.is_string() && std::find(std::begin(names), std::end(names),
                                          value.get_ref<const std::string&>()) != std::end(names);
}

bool is_set(const Json& array) {
    std::unordered_set<std::string> seen;
    return std::all_of(array.begin(), array.end(),
                       [&](const Json& item) { return seen.insert(value_key(item)).second; });
}

bool is_names(const Json& value, const Dialect& dialect) {
    return value.is_array() && (dialect.draft != Draft::Draft4 || !value.empty()) && is_set(value) &&
           std::all_of(value.begin(), value.end(), [](const Json& name) { return name.is_string(); });
}

bool is_uri_text(const Json& value, bool absolute) {
    if (!value.is_string())
        return false;
    const auto& text = value.get_ref<const std::string&>();
    return !absolute || split_uri(text).scheme;
}

bool is_schema_like(const Json& value, const Dialect& dialect) {
    return value.is_object() || (value.is_boolean() && dialect.draft != Draft::Draft4);
}

template <class Test>
bool all_values(const Json& object, Test test) {
    return object.is_object() && std::all_of(object.begin(), object.end(), test);
}

} // namespace

std::string unmet_shape(Shape shape, const Json& value, const Dialect& dialect) {
    const auto unless = [](bool met, const char* expected) { return std::string(met ? "" : expected); };
    switch (shape) {
    case Shape::Anything:
        return {};
    case Shape::Boolean:
        return unless(value.is_boolean(), "true or false");
    case Shape::Text:
        return unless(value.is_string(), "a string");
    case Shape::Uri:
        return unless(is_uri_text(value, true), "an absolute URI");
    case Shape::UriReference:
        return unless(is_uri_text(value, false), "a URI reference");
    case Shape::Number:
        return unless(is_number(value), "a number");
    case Shape::Positive:
        return unless(is_number(value) && Decimal(value).is_positive(), "a number above zero");
    case Shape::Count: {
        const bool integer = is_number(value) && Decimal(value).is_integer();
        return unless(integer && Decimal(value) >= Decimal(Json(0)), "an integer of at least 0");
    }
    case Shape::Limit:
        if (dialect.draft == Draft::Draft4)
            return unless(value.is_boolean(), "true or false");
        return unless(is_number(value) || (!dialect.declared && value.is_boolean()), "a number");
    case Shape::Names:
        return unless(is_names(value, dialect), "an array of different strings");
    case Shape::NameLists:
        return unless(all_values(value, [&](const Json& names) { return is_names(names, dialect); }),
                      "an object of arrays of different strings");
    case Shape::Types:
        return unless(is_type_name(value) || (value.is_array() && !value.empty() && is_set(value) &&
                                              std::all_of(value.begin(), value.end(), is_type_name)),
                      "the name of a JSON type or an array of different ones");
    case Shape::Values:
        return unless(value.is_array(), "an array");
    case Shape::Vocabularies:
        return unless(all_values(value, [](const Json& needed) { return needed.is_boolean(); }),
                      "an object of booleans");
    case Shape::Schema:
        return unless(is_schema_like(value, dialect), "a schema");
    case Shape::Schemas:
        return unless(value.is_array() && !value.empty(), "an array of at least one schema");
    case Shape::SchemaMap:
        return unless(value.is_object(), "an object of schemas");
    case Shape::SchemaOrList:
        return unless(value.is_array() || is_schema_like(value, dialect), "a schema or an array of schemas");
    case Shape::SchemaOrNames:
        return unless(all_values(value,
                                 [&](const Json& demand) {
                                     return is_schema_like(demand, dialect) || is_names(demand, dialect);
                                 }),
                      "an object of schemas or arrays of different strings");
    case Shape::SchemaOrFlag:
        return unless(value.is_object() || value.is_boolean(), "a schema or a boolean");
    }
    return {};
}

const KeywordRule* rule_for(std::string_view keyword, const Json& value, const Dialect& dialect) {
    const KeywordRule* rule = find_keyword(keyword, dialect.draft);
    if (dialect.declared || (rule && unmet_shape(rule->shape, value, dialect).empty()))
        return rule;
    const KeywordRule* older = find_keyword(keyword, Draft::Draft2019_09);
    return older && unmet_shape(older->shape, value, dialect).empty() ? older : rule;
}

std::string kind_of(const Json& value) {
    if (is_number(value))
        return Decimal(value).is_integer() ? "an integer" : "a number";
    switch (value.type()) {
    case Json::value_t::null:
        return "null";
    case Json::value_t::boolean:
        return "a boolean";
    case Json::value_t::string:
        return "a string";
    case Json::value_t::array:
        return "an array";
    case Json::value_t::object:
        return "an object";
    default:
        return "a number that JSON does not know";
    }
}

} // namespace hadal::schema
