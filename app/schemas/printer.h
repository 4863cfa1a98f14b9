// How a schema looks as text: the one printer of the code view.
#pragma once

#include "engine/base/json.h"

#include <string>

namespace hadal::schemas {

/// Two spaces a level. What holds no objects and fits into the line stands in one line: { "type": "string" }.
/// Numbers keep their digits, keys their order. Ends without a line feed.
std::string print(const Json& value);

} // namespace hadal::schemas
