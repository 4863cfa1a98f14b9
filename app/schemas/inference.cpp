#include "app/schemas/inference.h"

#include "engine/schema/formats.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

namespace hadal::schemas {
namespace {

using Samples = std::vector<const Json*>;

bool isInteger(const Json& value) {
    return value.is_number_integer() || is_big_integer(value);
}

Json textSchema(const Samples& texts) {
    Json schema = {{"type", "string"}};
    // A wide format, like that of hosts, would fit nearly any word.
    for (const char* format : {"date-time", "date", "time", "uuid", "email", "ipv4", "ipv6"}) {
        const schema::FormatCheck check = schema::find_format(format);
        if (check && std::all_of(texts.begin(), texts.end(), [&](const Json* text) {
                return check(text->get_ref<const std::string&>());
            })) {
            schema["format"] = format;
            return schema;
        }
    }
    if (std::all_of(texts.begin(), texts.end(), [](const Json* text) {
            const auto& words = text->get_ref<const std::string&>();
            return words.starts_with("https://") || words.starts_with("http://");
        }))
        schema["format"] = "uri";
    return schema;
}

Json schemaOf(const Samples& samples);

Json objectSchema(const Samples& objects) {
    std::vector<std::string> names;
    std::unordered_map<std::string, Samples> values;
    for (const Json* object : objects)
        for (const auto& [name, value] : object->items()) {
            Samples& known = values[name];
            if (known.empty())
                names.push_back(name);
            known.push_back(&value);
        }
    Json required = Json::array(), properties = Json::object();
    for (const std::string& name : names) {
        if (values[name].size() == objects.size())
            required.push_back(name);
        properties[name] = schemaOf(values[name]);
    }
    Json schema = {{"type", "object"}};
    if (!required.empty())
        schema["required"] = std::move(required);
    schema["properties"] = std::move(properties);
    return schema;
}

Json schemaOf(const Samples& samples) {
    std::array<Samples, 5> by_type; // objects, lists, texts, numbers, booleans
    bool null = false;
    std::vector<std::size_t> order;
    for (const Json* value : samples) {
        if (value->is_null()) {
            null = true;
            continue;
        }
        const std::size_t type = value->is_object()    ? 0
                                 : value->is_array()   ? 1
                                 : value->is_string()  ? 2
                                 : value->is_boolean() ? 4
                                                       : 3;
        if (by_type[type].empty())
            order.push_back(type);
        by_type[type].push_back(value);
    }
    std::vector<Json> variants;
    for (const std::size_t type : order) {
        const Samples& values = by_type[type];
        if (type == 0) {
            variants.push_back(objectSchema(values));
        } else if (type == 1) {
            Samples items;
            for (const Json* list : values)
                for (const Json& item : *list)
                    items.push_back(&item);
            Json schema = {{"type", "array"}};
            if (!items.empty())
                schema["items"] = schemaOf(items);
            variants.push_back(std::move(schema));
        } else if (type == 2) {
            variants.push_back(textSchema(values));
        } else if (type == 3) {
            const bool integers = std::all_of(values.begin(), values.end(),
                                              [](const Json* value) { return isInteger(*value); });
            variants.push_back({{"type", integers ? "integer" : "number"}});
        } else {
            variants.push_back({{"type", "boolean"}});
        }
    }
    if (variants.empty())
        return null ? Json{{"type", "null"}} : Json::object();
    if (variants.size() == 1) {
        if (null)
            variants.front()["type"] = Json{variants.front()["type"], "null"};
        return variants.front();
    }
    if (null)
        variants.push_back({{"type", "null"}});
    return {{"anyOf", variants}};
}

} // namespace

Json schemaFromSample(const Json& sample) {
    return schemaOf({&sample});
}

} // namespace hadal::schemas
