// What several subjects' keywords have in common: counts between bounds, and errors that name their place.
#pragma once

#include "engine/schema/node.h"
#include "kernels/error.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace hadal::schema {

/// The value of a keyword whose shape is Shape::Count; what exceeds memory counts as the largest number.
std::size_t count_of(const Json& value);

/// Counts something in a value; nothing where the keyword does not apply to it.
using Counter = std::optional<std::size_t> (*)(const Json& value);

/// Adds the keywords that bound a count from below and above, where the schema has them. `unit` is a plural
/// noun.
void add_count_bounds(Node& node, std::string_view at_least, std::string_view at_most, std::string_view unit,
                      Counter counter);

/// The value as JSON for messages, cut where it is long.
std::string shown(const Json& value);

/// Runs `make`; an error of it comes out with the place and keyword in front.
template <class Make>
auto at_place(const Place& place, std::string_view step, Make make) {
    try {
        return make();
    } catch (const Error& error) {
        throw Error(error.kind(), "The schema is wrong at " + place.pointer() + "/" + std::string(step) +
                                      ": " + error.what());
    }
}

} // namespace hadal::schema
