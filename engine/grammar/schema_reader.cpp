#include "engine/grammar/schema_reader.h"

#include "engine/grammar/formats.h"

#include <algorithm>

namespace hadal::grammar {

namespace {

[[noreturn]] void invalid(const SchemaPlace& place, const char* keyword, const std::string& what) {
    throw SchemaError(ErrorKind::InvalidInput, place.pointer, keyword, what);
}

const Json* find(const SchemaPlace& place, const char* keyword) {
    const auto at = place.schema->find(keyword);
    return at == place.schema->end() ? nullptr : &*at;
}

/// Describes what stands where something else was expected.
std::string found(const Json& value) {
    std::string text = is_big_integer(value) ? big_integer_digits(value) : print_compact(value);
    constexpr std::size_t enough = 60;
    return ", found " + (text.size() > enough ? text.substr(0, enough) + "…" : text);
}

bool uses_annotations(const Json& schema) {
    if (schema.is_array())
        return std::any_of(schema.begin(), schema.end(), uses_annotations);
    if (!schema.is_object())
        return false;
    for (const auto& [key, value] : schema.items())
        if (key.starts_with("unevaluated") || uses_annotations(value))
            return true;
    return false;
}

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

constexpr std::size_t most_annotated_branches = 5;

} // namespace

SchemaReader::SchemaReader(const Json& schema, Formulas& formulas) : document_(schema), formulas_(formulas) {
    formulas_.keep_annotations = uses_annotations(schema);
}

Formula SchemaReader::schema(const SchemaPlace& place) {
    const Json& json = *place.schema;
    if (json.is_boolean())
        return json.get<bool>() ? everything : nothing;
    if (!json.is_object())
        throw SchemaError(ErrorKind::InvalidInput, place.pointer, "",
                          "a schema must be an object, true or false" + found(json));
    if (json.empty())
        return everything;
    const auto [at, fresh] = known_.try_emplace(&json, 0);
    if (fresh)
        at->second = formulas_.deferred(
            [this, place] {
                const auto [done, first] = translated_.try_emplace(place.schema, everything);
                if (first) {
                    try {
                        done->second = translated(place);
                    } catch (...) {
                        translated_.erase(place.schema);
                        throw;
                    }
                }
                return done->second;
            },
            {place.pointer, ""});
    return at->second;
}

std::vector<Formula> SchemaReader::schemas(const SchemaPlace& list) {
    if (!list.schema->is_array() || list.schema->empty())
        throw SchemaError(ErrorKind::InvalidInput, list.pointer, "",
                          "expected a list of schemas" + found(*list.schema));
    std::vector<Formula> out;
    for (std::size_t i = 0; i < list.schema->size(); ++i)
        out.push_back(schema(document_.element(list, i)));
    return out;
}

Formula SchemaReader::translated(const SchemaPlace& place) {
    std::vector<Formula> parts;
    for (const char* keyword : {"$dynamicRef", "$recursiveRef"})
        if (find(place, keyword))
            throw SchemaError(ErrorKind::Unsupported, place.pointer, keyword,
                              "references that depend on the way to them; use $ref");
    if (find(place, "type"))
        parts.push_back(type(place));
    if (const Json* value = find(place, "const"))
        parts.push_back(constant(*value, place.pointer + "/const"));
    if (const Json* values = find(place, "enum")) {
        if (!values->is_array())
            invalid(place, "enum", "expected a list of values" + found(*values));
        Value all;
        std::vector<Formula> deep;
        std::vector<std::string> words;
        for (const Json& value : *values) {
            if (value.is_string())
                words.push_back(value.get<std::string>());
            else
                deep.push_back(constant(value, place.pointer + "/enum"));
        }
        if (!words.empty()) {
            all.strings.push_back({std::make_shared<Dfa>(dfa_of_words(words, formulas_.work()))});
            deep.push_back(formulas_.literal(std::move(all), {place.pointer, "enum"}));
        }
        parts.push_back(formulas_.any(std::move(deep)));
    }
    parts.push_back(numbers(place));
    parts.push_back(strings(place));
    parts.push_back(arrays(place));
    parts.push_back(objects(place));
    combinations(place, parts);
    dependencies(place, parts);
    Formula result = formulas_.all(std::move(parts));

    const Json* other_keys = find(place, "unevaluatedProperties");
    const Json* other_items = find(place, "unevaluatedItems");
    if (other_keys || other_items) {
        const auto read = [&](const Json* keyword, const char* name) -> std::optional<Formula> {
            if (!keyword)
                return std::nullopt;
            return schema(document_.member(place, name));
        };
        result = formulas_.closed(result, read(other_keys, "unevaluatedProperties"),
                                  read(other_items, "unevaluatedItems"), {place.pointer, "unevaluated…"});
    }
    return result;
}

Formula SchemaReader::type(const SchemaPlace& place) {
    const Json& type = *find(place, "type");
    const Value any = Value::any();
    Value value;
    const auto add = [&](const Json& name) {
        const std::string text = name.is_string() ? name.get<std::string>() : "";
        if (text == "null") {
            value.simple |= Value::Null;
        } else if (text == "boolean") {
            value.simple |= Value::True | Value::False;
        } else if (text == "number") {
            value.numbers = any.numbers;
        } else if (text == "integer") {
            if (value.numbers.empty()) {
                value.numbers.emplace_back();
                value.numbers.back().kind = NumberSet::Integer;
            }
        } else if (text == "string") {
            value.strings = any.strings;
        } else if (text == "array") {
            value.arrays = any.arrays;
        } else if (text == "object") {
            value.objects = any.objects;
        } else {
            invalid(place, "type", "expected the name of a JSON type" + found(name));
        }
    };
    if (type.is_array())
        for (const Json& name : type)
            add(name);
    else
        add(type);
    return formulas_.literal(std::move(value), {place.pointer, "type"});
}

Formula SchemaReader::constant(const Json& json, const std::string& pointer) {
    Value value;
    if (json.is_null()) {
        value.simple = Value::Null;
    } else if (json.is_boolean()) {
        value.simple = json.get<bool>() ? Value::True : Value::False;
    } else if (json.is_string()) {
        const std::string words[] = {json.get<std::string>()};
        value.strings.push_back({std::make_shared<Dfa>(dfa_of_words(words, formulas_.work()))});
    } else if (json.is_array()) {
        ArraySet array;
        for (const Json& item : json)
            array.prefix.push_back(constant(item, pointer));
        array.least = array.most = static_cast<std::uint32_t>(json.size());
        array.rest = nothing;
        array.evaluated = unbounded;
        value.arrays.push_back(std::move(array));
    } else if (json.is_object()) {
        ObjectSet object;
        auto layer = std::make_shared<KeyLayer>();
        for (const auto& [key, item] : json.items()) {
            object.order.push_back(key);
            object.required.push_back(key);
            object.named.push_back(key);
            layer->keys.emplace_back(key, constant(item, pointer));
        }
        std::sort(object.required.begin(), object.required.end());
        std::sort(layer->keys.begin(), layer->keys.end());
        layer->additional = nothing;
        layer->evaluates = false;
        object.layers.push_back(std::move(layer));
        value.objects.push_back(std::move(object));
    } else {
        NumberSet number;
        const Decimal decimal(json);
        number.low = number.high = NumberSet::Bound{decimal, false};
        value.numbers.push_back(std::move(number));
    }
    return formulas_.literal(std::move(value), {pointer, "const"});
}

Formula SchemaReader::numbers(const SchemaPlace& place) {
    NumberSet set;
    const auto number = [&](const char* keyword) -> const Json* {
        const Json* value = find(place, keyword);
        if (value && !value->is_number() && !is_big_integer(*value))
            invalid(place, keyword, "expected a number" + found(*value));
        return value;
    };
    const auto restrict = [&](NumberSet::Bound bound, bool low) {
        NumberSet other;
        (low ? other.low : other.high) = std::move(bound);
        // An empty result is found by the automaton; here only the tighter bound counts.
        auto& mine = low ? set.low : set.high;
        const auto& its = low ? other.low : other.high;
        if (!mine || (low ? its->value > mine->value : its->value < mine->value) ||
            (its->value == mine->value && its->exclusive))
            mine = its;
    };
    for (const bool low : {true, false}) {
        const char* exclusive = low ? "exclusiveMinimum" : "exclusiveMaximum";
        const Json* flag = find(place, exclusive);
        const bool is_flag = flag && flag->is_boolean();
        if (const Json* bound = number(low ? "minimum" : "maximum"))
            restrict({Decimal(*bound), is_flag && flag->get<bool>()}, low);
        if (flag && !is_flag)
            restrict({Decimal(*number(exclusive)), true}, low);
    }
    if (const Json* multiple = number("multipleOf")) {
        const Decimal decimal(*multiple);
        if (decimal.is_zero() || decimal.negative())
            invalid(place, "multipleOf", "expected a positive number" + found(*multiple));
        set.multiples.push_back(decimal);
    }
    if (set.unbounded())
        return everything;
    Value value = Value::any();
    value.numbers.clear();
    if (auto checked = intersect(set, NumberSet()))
        value.numbers.push_back(std::move(*checked));
    return formulas_.literal(std::move(value), {place.pointer, "minimum"});
}

std::uint32_t SchemaReader::count(const SchemaPlace& place, const char* keyword,
                                  std::uint32_t otherwise) const {
    const Json* value = find(place, keyword);
    if (!value)
        return otherwise;
    if (is_big_integer(*value) && !big_integer_digits(*value).starts_with('-'))
        return unbounded;
    const bool whole = value->is_number() && Decimal(*value).is_integer() && !Decimal(*value).negative();
    if (!whole)
        invalid(place, keyword, "expected a whole number, 0 or more" + found(*value));
    const double number = value->get<double>();
    return number < 4e9 ? static_cast<std::uint32_t>(number) : unbounded;
}

StringSet SchemaReader::pattern(const SchemaPlace& place, const std::string& text) {
    const auto known = patterns_.find(text);
    if (known != patterns_.end())
        return known->second;
    try {
        return patterns_.emplace(text, search_language(text, formulas_.work())).first->second;
    } catch (const Error& error) {
        throw SchemaError(error.kind(), place.pointer, "pattern", error.what());
    }
}

Formula SchemaReader::strings(const SchemaPlace& place) {
    std::vector<Formula> parts;
    const auto add = [&](StringSet set, const char* keyword) {
        Value value = Value::any();
        value.strings.assign(1, std::move(set));
        if (value.strings[0].language->empty() || value.strings[0].least > value.strings[0].most)
            value.strings.clear();
        parts.push_back(formulas_.literal(std::move(value), {place.pointer, keyword}));
    };
    const std::uint32_t least = count(place, "minLength", 0), most = count(place, "maxLength", unbounded);
    if (least > 0 || most != unbounded)
        add({any_string(), least, most}, "minLength");
    if (const Json* text = find(place, "pattern")) {
        if (!text->is_string())
            invalid(place, "pattern", "expected a regular expression" + found(*text));
        add(pattern(place, text->get<std::string>()), "pattern");
    }
    if (const Json* format = find(place, "format"); format && format->is_string())
        if (auto language = format_language(format->get<std::string>()))
            add(std::move(*language), "format");
    return formulas_.all(std::move(parts));
}

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
            const StringSet keys = pattern(map, text);
            Language language = keys.language;
            if (keys.least > 0 || keys.most != unbounded)
                language = intersection(language, of_length(keys.least, keys.most, formulas_.work()),
                                        formulas_.work());
            layer->patterns.emplace_back(std::move(language), schema(document_.member(map, text)));
        }
    }
    if (find(place, "additionalProperties")) {
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
        return everything;
    Value value = Value::any();
    value.objects.assign(1, std::move(set));
    if (value.objects[0].least > value.objects[0].most)
        value.objects.clear();
    return formulas_.literal(std::move(value), {place.pointer, "properties"});
}

Formula SchemaReader::any_of(std::vector<Formula> branches, const SchemaPlace& place) {
    if (!formulas_.keep_annotations || branches.size() == 1)
        return formulas_.any(std::move(branches));
    // Where several branches hold, what each of them evaluates counts.
    if (branches.size() > most_annotated_branches)
        throw SchemaError(ErrorKind::Unsupported, place.pointer, "anyOf",
                          "more than " + std::to_string(most_annotated_branches) +
                              " branches in a schema with unevaluatedProperties or unevaluatedItems");
    std::vector<Formula> ways;
    for (std::size_t set = 1; set < std::size_t{1} << branches.size(); ++set) {
        std::vector<Formula> together;
        for (std::size_t i = 0; i < branches.size(); ++i)
            if (set >> i & 1)
                together.push_back(branches[i]);
        ways.push_back(formulas_.all(std::move(together)));
    }
    return formulas_.any(std::move(ways));
}

void SchemaReader::combinations(const SchemaPlace& place, std::vector<Formula>& parts) {
    const auto member = [&](const char* keyword) { return schema(document_.member(place, keyword)); };
    if (const Json* reference = find(place, "$ref")) {
        if (!reference->is_string())
            invalid(place, "$ref", "expected a reference" + found(*reference));
        parts.push_back(schema(document_.resolve(place, reference->get<std::string>())));
    }
    if (find(place, "allOf"))
        for (const Formula part : schemas(document_.member(place, "allOf")))
            parts.push_back(part);
    if (find(place, "anyOf"))
        parts.push_back(any_of(schemas(document_.member(place, "anyOf")), place));
    if (find(place, "oneOf"))
        parts.push_back(formulas_.exactly_one(schemas(document_.member(place, "oneOf"))));
    if (find(place, "not"))
        parts.push_back(formulas_.negation(member("not")));
    if (find(place, "if") && (find(place, "then") || find(place, "else") || formulas_.keep_annotations)) {
        const Formula condition = member("if");
        const Formula then = find(place, "then") ? member("then") : everything;
        const Formula otherwise = find(place, "else") ? member("else") : everything;
        parts.push_back(formulas_.any(
            {formulas_.all({condition, then}), formulas_.all({formulas_.negation(condition), otherwise})}));
    }
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
