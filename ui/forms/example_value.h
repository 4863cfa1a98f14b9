// A value to begin with, from a schema.
#pragma once

#include "engine/base/json.h"

namespace hadal::ui {

/// The value of a keyword; null where the schema does not have it.
const Json* keyword(const Json& schema, const char* name);

/// The schema that `schema` stands for: local references followed, a lone allOf opened. `root` is the
/// document.
const Json& resolved(const Json& schema, const Json& root);

/// The schema's own example or default where it has one, and otherwise the simplest value that its type and
/// bounds allow. Patterns are not obeyed: whoever shows it checks it.
Json exampleValue(const Json& schema, const Json& root);

} // namespace hadal::ui
