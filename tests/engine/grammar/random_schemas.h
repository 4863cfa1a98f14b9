// Random schemas of every keyword, small enough that their parts meet.
#pragma once

#include "engine/base/json.h"

#include <random>
#include <string>

namespace hadal::grammar::test {

inline Json random_schema(std::mt19937& random, int depth) {
    const auto pick = [&](std::initializer_list<Json> values) {
        return *(values.begin() + random() % values.size());
    };
    Json schema = Json::object();
    const auto maybe = [&](unsigned of) { return random() % of == 0; };
    if (maybe(2))
        schema["type"] = pick({"object", "array", "string", "integer", "number", "boolean",
                               Json::array({"string", "object"}), Json::array({"array", "null"})});
    if (maybe(3))
        schema["minLength"] = random() % 4;
    if (maybe(4))
        schema["maxLength"] = random() % 6;
    if (maybe(4))
        schema["pattern"] =
            pick({"^a", "b$", "^[a-z]{2,5}$", "\\d", "^(?!x)", "(ab|c)+", "a(?=b)", "\\bc", "^[ab]{1,9}$"});
    if (maybe(6))
        schema["format"] = pick({"date", "ipv4", "uuid", "unknown"});
    if (maybe(4))
        schema["minimum"] = static_cast<int>(random() % 20) - 10;
    if (maybe(5))
        schema["maximum"] = static_cast<int>(random() % 30) - 10;
    if (maybe(6))
        schema["multipleOf"] = pick({2, 3, 0.5, 0.25});
    if (maybe(6))
        schema["enum"] = Json::array({pick({1, "a", nullptr, Json{{"a", 1}}}), pick({true, "bb", 2.5}),
                                      pick({Json::array({1, "a"}), "date"})});
    if (depth > 0) {
        if (maybe(2))
            for (const char* key : {"a", "b", "c"})
                if (maybe(2))
                    schema["properties"][key] = random_schema(random, depth - 1);
        if (maybe(3))
            schema["required"] = pick({Json::array({"a"}), Json::array({"b", "d"}), Json::array({"c", "a"})});
        if (maybe(3))
            schema["additionalProperties"] = maybe(2) ? Json(false) : random_schema(random, depth - 1);
        if (maybe(6))
            schema["patternProperties"][pick({"^a", "c", "^[xy]$"}).get<std::string>()] =
                random_schema(random, depth - 1);
        if (maybe(6))
            schema["propertyNames"] = random_schema(random, 0);
        if (maybe(5))
            schema["minProperties"] = random() % 4;
        if (maybe(5))
            schema["maxProperties"] = random() % 4;
        if (maybe(3))
            schema["items"] = random_schema(random, depth - 1);
        if (maybe(5))
            schema["prefixItems"] =
                Json::array({random_schema(random, depth - 1), random_schema(random, depth - 1)});
        if (maybe(4))
            schema["minItems"] = random() % 3;
        if (maybe(4))
            schema["maxItems"] = random() % 4;
        if (maybe(6))
            schema["contains"] = random_schema(random, depth - 1);
        if (maybe(6))
            schema["uniqueItems"] = true;
        for (const char* keyword : {"anyOf", "oneOf", "allOf"})
            if (maybe(6))
                schema[keyword] =
                    Json::array({random_schema(random, depth - 1), random_schema(random, depth - 1)});
        if (maybe(8))
            schema["not"] = random_schema(random, depth - 1);
        if (maybe(8)) {
            schema["if"] = random_schema(random, depth - 1);
            schema["then"] = random_schema(random, depth - 1);
            if (maybe(2))
                schema["else"] = random_schema(random, depth - 1);
        }
        if (maybe(8))
            schema["dependentRequired"] = {{"a", {"b"}}};
        if (maybe(8))
            schema["unevaluatedProperties"] = maybe(2) ? Json(false) : random_schema(random, depth - 1);
        if (maybe(8))
            schema["items"] = {{"$ref", "#"}};
    }
    return schema;
}

/// A value that such schemas are about.
inline Json random_value(std::mt19937& random, int depth) {
    switch (random() % (depth > 0 ? 8 : 6)) {
    case 0:
        return nullptr;
    case 1:
        return random() % 2 == 0;
    case 2:
        return static_cast<int>(random() % 40) - 15;
    case 3:
        return static_cast<double>(static_cast<int>(random() % 160) - 60) / 8.0;
    case 4:
    case 5: {
        static const char* const texts[] = {"",  "a",    "ab", "abc",        "bb",
                                            "c", "date", "x1", "2024-02-29", "1.2.3.4"};
        return texts[random() % std::size(texts)];
    }
    case 6: {
        Json array = Json::array();
        for (unsigned n = random() % 4; n > 0; --n)
            array.push_back(random_value(random, depth - 1));
        return array;
    }
    default: {
        Json object = Json::object();
        static const char* const keys[] = {"a", "b", "c", "d", "ac", "x", "y"};
        for (unsigned n = random() % 4; n > 0; --n)
            object[keys[random() % std::size(keys)]] = random_value(random, depth - 1);
        return object;
    }
    }
}

} // namespace hadal::grammar::test
