// Answers that are lists, as files that other programs read.
#pragma once

#include "engine/base/json.h"

#include <string>

namespace hadal::schemas {

/// One item a line. Throws Error(InvalidInput) for what is no list.
std::string jsonLines(const Json& list);

/// RFC 4180: a head with every key of the list's objects in the order of their first coming, then a row an
/// item. Objects within objects become columns "outer.inner", lists and all else stand as JSON; a list of
/// other values has one column, "value". Throws as jsonLines().
std::string csv(const Json& list);

} // namespace hadal::schemas
