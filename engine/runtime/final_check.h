// Whether a finished answer obeys its schemas.
#pragma once

#include "engine/runtime/request.h"

#include <vector>

namespace hadal::runtime {

/// Checks the arguments of each call against its tool's schema, and where nothing is called and `whole` says
/// that the answer was not cut off, the content against the response format. Constrained decoding leaves
/// nothing to find but what only a validator can check.
std::vector<Violation> violations_of(const chat::Message& message, const Request& request, bool whole);

} // namespace hadal::runtime
