// Members of JSON that comes from elsewhere: whatever is not as expected counts as missing.
#pragma once

#include "engine/base/json.h"

#include <cstdint>
#include <limits>
#include <string>

namespace hadal::remote {

/// Null where there is none.
inline const Json& member(const Json& object, const char* name) {
    static const Json none;
    if (!object.is_object())
        return none;
    const auto found = object.find(name);
    return found == object.end() ? none : *found;
}

/// Empty where it is no text.
inline std::string textOf(const Json& value) {
    return value.is_string() ? value.get<std::string>() : std::string();
}

/// Of a number of things; −1 where it is none.
inline std::int64_t countOf(const Json& value) {
    const bool counts = value.is_number_integer() && value >= 0 && value <= std::numeric_limits<int>::max();
    return counts ? value.get<std::int64_t>() : -1;
}

} // namespace hadal::remote
