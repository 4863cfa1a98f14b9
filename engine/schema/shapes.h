// Checks the values of keywords against the table of draft.h.
#pragma once

#include "engine/base/json.h"
#include "engine/schema/index.h"

#include <string>

namespace hadal::schema {

/// Empty where the value is what the shape says, else what was expected: "a string". Does not look into
/// schemas within.
std::string unmet_shape(Shape shape, const Json& value, const Dialect& dialect);

/// The rule by which the dialect reads this keyword, or null. Without a declared draft, a form of 2019-09 is
/// taken where the value fits no newer one.
const KeywordRule* rule_for(std::string_view keyword, const Json& value, const Dialect& dialect);

/// "a string", "an object", … for messages.
std::string kind_of(const Json& value);

} // namespace hadal::schema
