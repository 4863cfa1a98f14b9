// JSON as people read it: in files, and as code.
#pragma once

#include "engine/base/json.h"

#include <string>

namespace hadal {

/// Two spaces a level. What holds no objects and fits into the line stands in one line: { "type": "string" }.
/// Numbers keep their digits, keys their order. Ends without a line feed.
std::string printReadable(const Json& value);

} // namespace hadal
