// Equality of JSON values as schemas mean it.
#pragma once

#include "engine/base/json.h"

#include <string>

namespace hadal::schema {

/// A text that two values share exactly when they are equal: numbers by their value (1 and 1.0 are one),
/// objects whatever the order of their keys.
std::string value_key(const Json& value);

} // namespace hadal::schema
