#include "ui/forms/example_value.h"

#include <algorithm>
#include <cmath>

namespace hadal::ui {
namespace {

constexpr int deepestExample = 16;

double number(const Json& schema, const char* key, double otherwise) {
    const Json* value = keyword(schema, key);
    return value && value->is_number() ? value->get<double>() : otherwise;
}

std::string text(const Json& schema) {
    const Json* format = keyword(schema, "format");
    const std::string kind = format && format->is_string() ? format->get<std::string>() : "";
    if (kind == "date")
        return "2026-01-31";
    if (kind == "time")
        return "12:00:00Z";
    if (kind == "date-time")
        return "2026-01-31T12:00:00Z";
    if (kind == "email")
        return "name@example.org";
    if (kind == "uri" || kind == "url")
        return "https://example.org/";
    if (kind == "hostname")
        return "example.org";
    if (kind == "ipv4")
        return "192.0.2.1";
    if (kind == "uuid")
        return "00000000-0000-4000-8000-000000000000";
    std::string words = "text";
    const auto least = std::size_t(std::clamp(number(schema, "minLength", 0), 0.0, 10000.0));
    const auto most = std::size_t(std::clamp(number(schema, "maxLength", 1e6), 0.0, 1e6));
    words.resize(std::min(std::max(words.size(), least), most), 'x');
    return words;
}

Json numeric(const Json& schema, bool integer) {
    const double step = number(schema, "multipleOf", integer ? 1 : 0);
    const double low = number(schema, "minimum", number(schema, "exclusiveMinimum", -1e15));
    const double high = number(schema, "maximum", number(schema, "exclusiveMaximum", 1e15));
    double value = std::clamp(1.0, low, std::max(low, high));
    if (keyword(schema, "exclusiveMinimum") && value <= low)
        value = step > 0 ? low + step : std::min(low + 1, (low + high) / 2);
    if (step > 0)
        value = std::ceil(value / step) * step;
    if (keyword(schema, "exclusiveMaximum") && value >= high)
        value = step > 0 ? value - step : (low + high) / 2;
    return integer || value == std::floor(value) ? Json(std::int64_t(value)) : Json(value);
}

Json example(const Json& given, const Json& root, int depth);

Json object(const Json& schema, const Json& root, int depth) {
    Json value = Json::object();
    const Json* properties = keyword(schema, "properties");
    if (!properties || !properties->is_object())
        return value;
    const Json* required = keyword(schema, "required");
    for (const auto& [key, child] : properties->items()) {
        const bool needed = required && required->is_array() &&
                            std::find(required->begin(), required->end(), key) != required->end();
        if (needed || keyword(child, "default") || keyword(child, "examples"))
            value[key] = example(child, root, depth + 1);
    }
    return value;
}

Json example(const Json& given, const Json& root, int depth) {
    const Json& schema = resolved(given, root);
    if (const Json* all = keyword(schema, "examples"); all && all->is_array() && !all->empty())
        return all->front();
    for (const char* key : {"default", "const"})
        if (const Json* value = keyword(schema, key))
            return *value;
    if (const Json* values = keyword(schema, "enum"); values && values->is_array() && !values->empty())
        return values->front();
    if (depth > deepestExample)
        return nullptr;
    for (const char* key : {"anyOf", "oneOf"})
        if (const Json* some = keyword(schema, key); some && some->is_array() && !some->empty())
            return example(some->front(), root, depth + 1);
    const Json* types = keyword(schema, "type");
    if (types && types->is_array() && !types->empty())
        types = &types->front();
    const std::string type = types && types->is_string()     ? types->get<std::string>()
                             : keyword(schema, "properties") ? "object"
                             : keyword(schema, "items")      ? "array"
                                                             : "string";
    if (type == "object")
        return object(schema, root, depth);
    if (type == "integer" || type == "number")
        return numeric(schema, type == "integer");
    if (type == "boolean")
        return true;
    if (type == "null")
        return nullptr;
    if (type == "string")
        return text(schema);
    Json list = Json::array();
    const Json* items = keyword(schema, "items");
    const auto count = std::clamp(number(schema, "minItems", 1), 0.0, 20.0);
    for (int i = 0; i < int(count); ++i)
        list.push_back(items ? example(*items, root, depth + 1) : Json("text"));
    return list;
}

} // namespace

const Json* keyword(const Json& schema, const char* name) {
    if (!schema.is_object())
        return nullptr;
    const auto found = schema.find(name);
    return found != schema.end() ? &*found : nullptr;
}

const Json& resolved(const Json& schema, const Json& root) {
    const Json* at = &schema;
    for (int steps = 0; steps < deepestExample; ++steps) {
        const Json* all = keyword(*at, "allOf");
        const Json* reference = keyword(*at, "$ref");
        if (reference && reference->is_string() && reference->get<std::string>().starts_with("#")) {
            try {
                at = &root.at(Json::json_pointer(reference->get<std::string>().substr(1)));
            } catch (const Json::exception&) {
                return *at; // the check of the schema says that it leads nowhere
            }
        } else if (all && all->is_array() && all->size() == 1 && at->size() == 1) {
            at = &all->front();
        } else {
            return *at;
        }
    }
    return *at;
}

Json exampleValue(const Json& schema, const Json& root) {
    return example(schema, root, 0);
}

} // namespace hadal::ui
