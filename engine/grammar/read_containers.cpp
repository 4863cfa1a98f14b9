// Keywords about arrays and objects.
#include "engine/grammar/reader_tools.h"
#include "engine/grammar/schema_reader.h"

#include <algorithm>

namespace hadal::grammar {

namespace {

const std::vector<std::string>& names_in(const SchemaPlace& place, const char* keyword, const Json& list,
                                         std::vector<std::string>& out) {
    if (!list.is_array())
        invalid(place, keyword, "expected a list of property names" + found(list));
    for (const Json& name : list) {
        if (!name.is_string())
            invalid(place, keyword, "expected a list of property names" + found(list));
        out.push_back(name.get<std::string>());
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

} // namespace

Formula SchemaReader::arrays(const SchemaPlace& place) {
    ArraySet set;
    const Json* items = find(place, "items");
    const char* tuple = find(place, "prefixItems")   ? "prefixItems"
                        : items && items->is_array() ? "items"
                                                     : nullptr;
    if (tuple) {
        const SchemaPlace list = document_.member(place, tuple);
        if (!list.schema->is_array())
            invalid(place, tuple, "expected a list of schemas" + found(*list.schema));
        for (std::size_t i = 0; i < list.schema->size(); ++i)
            set.prefix.push_back(schema(document_.element(list, i)));
        set.evaluated = static_cast<std::uint32_t>(set.prefix.size());
    }
    const char* rest = items && !items->is_array() ? "items"
                       : tuple && std::string_view(tuple) == "items" && find(place, "additionalItems")
                           ? "additionalItems"
                           : nullptr;
    if (rest) {
        set.rest = schema(document_.member(place, rest));
        set.evaluated = unbounded;
    }
    set.least = count(place, "minItems", 0);
    set.most = count(place, "maxItems", unbounded);
    if (set.rest == nothing)
        set.most = std::min(set.most, static_cast<std::uint32_t>(set.prefix.size()));
    if (find(place, "contains")) {
        const ArraySet::Contains contains{schema(document_.member(place, "contains")),
                                          count(place, "minContains", 1),
                                          count(place, "maxContains", unbounded)};
        if (contains.least > 0 || contains.most != unbounded || formulas_.keep_annotations)
            set.contains.push_back(contains);
        if (contains.least > contains.most)
            set.most = 0, set.least = 1;
    }
    if (const Json* unique = find(place, "uniqueItems")) {
        if (!unique->is_boolean())
            invalid(place, "uniqueItems", "expected true or false" + found(*unique));
        set.unique = unique->get<bool>();
    }
    if (set == ArraySet())
        return everything;
    Value value = Value::any();
    value.arrays.clear();
    if (set.least <= set.most)
        value.arrays.push_back(std::move(set));
    return formulas_.literal(std::move(value), {place.pointer, "items"});
}

Formula SchemaReader::objects(const SchemaPlace& place) {
    ObjectSet set;
    Formula unknown = everything; // keys of patterns that cannot be enforced
    auto layer = std::make_shared<KeyLayer>();
    if (const Json* properties = find(place, "properties")) {
        if (!properties->is_object())
            invalid(place, "properties", "expected an object of schemas" + found(*properties));
        const SchemaPlace map = document_.member(place, "properties");
        for (const auto& [key, unused] : properties->items()) {
            set.order.push_back(key);
            layer->keys.emplace_back(key, schema(document_.member(map, key)));
        }
        std::sort(layer->keys.begin(), layer->keys.end());
    }
    if (const Json* patterns = find(place, "patternProperties")) {
        if (!patterns->is_object())
            invalid(place, "patternProperties", "expected an object of schemas" + found(*patterns));
        const SchemaPlace map = document_.member(place, "patternProperties");
        for (const auto& [text, unused] : patterns->items()) {
            const StringSet* keys = pattern(place, "patternProperties", text, unknown);
            if (!keys)
                continue;
            Language language = keys->language;
            if (keys->least > 0 || keys->most != unbounded)
                language = intersection(language, of_length(keys->least, keys->most, formulas_.work()),
                                        formulas_.work());
            layer->patterns.emplace_back(std::move(language), schema(document_.member(map, text)));
        }
    }
    if (find(place, "additionalProperties")) {
        if (unknown == everything) // else nobody knows which keys are additional
            layer->additional = schema(document_.member(place, "additionalProperties"));
        layer->evaluates_all = true;
    }
    if (!layer->keys.empty() || !layer->patterns.empty() || layer->evaluates_all)
        set.layers.push_back(std::move(layer));
    if (const Json* required = find(place, "required"))
        names_in(place, "required", *required, set.required);
    if (const Json* required = find(place, "required"))
        for (const Json& name : *required)
            set.named.push_back(name.get<std::string>());
    set.least = count(place, "minProperties", 0);
    set.most = count(place, "maxProperties", unbounded);
    if (find(place, "propertyNames")) {
        const Formula names = schema(document_.member(place, "propertyNames"));
        if (names != everything)
            set.names.push_back(names);
    }
    if (set.order.empty() && set.layers.empty() && set.required.empty() && set.least == 0 &&
        set.most == unbounded && set.names.empty())
        return unknown;
    Value value = Value::any();
    value.objects.assign(1, std::move(set));
    if (value.objects[0].least > value.objects[0].most)
        value.objects.clear();
    return formulas_.all({formulas_.literal(std::move(value), {place.pointer, "properties"}), unknown});
}

Formula SchemaReader::objects_with(std::vector<std::string> required) {
    Value value;
    value.objects.emplace_back();
    std::sort(required.begin(), required.end());
    value.objects[0].required = std::move(required);
    return formulas_.literal(std::move(value), {});
}

Formula SchemaReader::without_key(const std::string& key) {
    Value value = Value::any();
    auto layer = std::make_shared<KeyLayer>();
    layer->keys.emplace_back(key, nothing);
    layer->evaluates = false;
    value.objects[0].layers.push_back(std::move(layer));
    return formulas_.literal(std::move(value), {});
}

void SchemaReader::dependencies(const SchemaPlace& place, std::vector<Formula>& parts) {
    for (const char* keyword : {"dependentRequired", "dependentSchemas", "dependencies"}) {
        const Json* map = find(place, keyword);
        if (!map)
            continue;
        if (!map->is_object())
            invalid(place, keyword, "expected an object" + found(*map));
        const SchemaPlace inner = document_.member(place, keyword);
        for (const auto& [key, demand] : map->items()) {
            Formula with;
            if (demand.is_array()) {
                std::vector<std::string> names;
                names_in(place, keyword, demand, names);
                if (std::all_of(names.begin(), names.end(), [&](const auto& n) { return n == key; }))
                    continue;
                names.push_back(key);
                std::sort(names.begin(), names.end());
                names.erase(std::unique(names.begin(), names.end()), names.end());
                with = objects_with(std::move(names));
            } else if (demand.is_string()) { // draft 3
                with = objects_with({key, demand.get<std::string>()});
            } else {
                with = formulas_.all({objects_with({key}), schema(document_.member(inner, key))});
            }
            // Objects with the key obey; objects without it, and values of other types, need not.
            parts.push_back(formulas_.any({without_key(key), with}));
        }
    }
}

} // namespace hadal::grammar
