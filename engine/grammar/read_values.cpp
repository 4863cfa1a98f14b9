// Keywords about single values: types, constants, numbers and strings.
#include "engine/grammar/formats.h"
#include "engine/grammar/reader_tools.h"
#include "engine/grammar/schema_reader.h"

namespace hadal::grammar {

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

Formula SchemaReader::enumeration(const SchemaPlace& place) {
    const Json& values = *find(place, "enum");
    if (!values.is_array())
        invalid(place, "enum", "expected a list of values" + found(values));
    std::vector<Formula> members;
    std::vector<std::string> words;
    for (const Json& value : values) {
        if (value.is_string())
            words.push_back(value.get<std::string>());
        else
            members.push_back(constant(value, place.pointer + "/enum"));
    }
    if (!words.empty()) {
        Value all;
        all.strings.push_back({std::make_shared<Dfa>(dfa_of_words(words, formulas_.work()))});
        members.push_back(formulas_.literal(std::move(all), {place.pointer, "enum"}));
    }
    return formulas_.any(std::move(members));
}

Formula SchemaReader::numbers(const SchemaPlace& place) {
    NumberSet set;
    Formula unknown = everything;
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
        if (can_count_remainders(decimal))
            set.multiples.push_back(decimal);
        else
            unknown = given_up(place, "multipleOf", "it has too many digits");
    }
    if (set.unbounded())
        return unknown;
    Value value = Value::any();
    value.numbers.clear();
    if (auto checked = intersect(set, NumberSet()))
        value.numbers.push_back(std::move(*checked));
    return formulas_.all({formulas_.literal(std::move(value), {place.pointer, "minimum"}), unknown});
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

const StringSet* SchemaReader::pattern(const SchemaPlace& place, const char* keyword, const std::string& text,
                                       Formula& unknown) {
    const auto known = patterns_.find(text);
    if (known != patterns_.end())
        return &known->second;
    try {
        return &patterns_.emplace(text, search_language(text, formulas_.work())).first->second;
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::Unsupported || formulas_.work().left() == 0)
            throw SchemaError(error.kind(), place.pointer, keyword, error.what());
        unknown = given_up(place, keyword, error.what());
        return nullptr;
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
        Formula unknown = everything;
        if (const StringSet* set = pattern(place, "pattern", text->get<std::string>(), unknown))
            add(*set, "pattern");
        parts.push_back(unknown);
    }
    if (const Json* format = find(place, "format"); format && format->is_string())
        if (auto language = format_language(format->get<std::string>()))
            add(std::move(*language), "format");
    return formulas_.all(std::move(parts));
}

} // namespace hadal::grammar
