#include "engine/grammar/schema_reader.h"

#include "engine/grammar/reader_tools.h"

#include <algorithm>

namespace hadal::grammar {

namespace {

constexpr std::size_t most_annotated_branches = 5;

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

} // namespace

std::string found(const Json& value) {
    std::string text = is_big_integer(value) ? big_integer_digits(value) : print_compact(value);
    constexpr std::size_t enough = 60;
    return ", found " + (text.size() > enough ? text.substr(0, enough) + "…" : text);
}

SchemaReader::SchemaReader(const Json& schema, Formulas& formulas) : document_(schema), formulas_(formulas) {
    formulas_.keep_annotations = uses_annotations(schema);
}

/// What cannot be enforced here: throws, or leaves it to a validator.
Formula SchemaReader::given_up(const SchemaPlace& place, const char* keyword, const std::string& reason) {
    if (!formulas_.leave_to_validator)
        throw SchemaError(ErrorKind::Unsupported, place.pointer, keyword, reason);
    return formulas_.unknown({place.pointer, keyword, reason});
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
            parts.push_back(given_up(place, keyword, "references that depend on the way to them; use $ref"));
    if (find(place, "type"))
        parts.push_back(type(place));
    if (const Json* value = find(place, "const"))
        parts.push_back(constant(*value, place.pointer + "/const"));
    if (find(place, "enum"))
        parts.push_back(enumeration(place));
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

Formula SchemaReader::any_of(std::vector<Formula> branches, const SchemaPlace& place) {
    if (!formulas_.keep_annotations || branches.size() == 1)
        return formulas_.any(std::move(branches));
    // Where several branches hold, what each of them evaluates counts.
    if (branches.size() > most_annotated_branches)
        return formulas_.all(
            {formulas_.any(std::move(branches)),
             given_up(place, "anyOf",
                      "more than " + std::to_string(most_annotated_branches) +
                          " branches in a schema with unevaluatedProperties or unevaluatedItems")});
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
        if (const auto target = document_.resolve(place, reference->get<std::string>()))
            parts.push_back(schema(*target));
        else
            parts.push_back(given_up(
                place, "$ref", print_compact(*reference) + " lies outside this schema; copy it into $defs"));
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

} // namespace hadal::grammar
