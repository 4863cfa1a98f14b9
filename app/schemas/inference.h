// A schema from a sample.
#pragma once

#include "engine/base/json.h"

namespace hadal::schemas {

/// A schema that accepts the sample and what looks like it: every key that each object of a list has is
/// required, items of a list are merged into one schema, values of several types become a union, and texts
/// get a format where all of them have it.
Json schemaFromSample(const Json& sample);

} // namespace hadal::schemas
