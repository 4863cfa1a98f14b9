// How far a schema can be enforced while a model writes.
#pragma once

#include "engine/base/json.h"

#include <stop_token>
#include <string>
#include <vector>

namespace hadal::schemas {

/// What the engine says of one place in a schema.
struct Finding {
    std::string pointer; ///< JSON pointer of the schema there: "" or "/properties/a"
    std::string keyword; ///< may be empty
    std::string reason;
    bool operator==(const Finding&) const = default;
};

struct CheckReport {
    enum Verdict {
        Enforceable,
        InPart,         ///< the findings are checked after the answer instead
        NotEnforceable, ///< no answer can be written under it
        Invalid,        ///< it is no valid schema
        Stopped,
    } verdict = Stopped;
    std::vector<Finding> findings;
    int rules = 0; ///< keywords that say something about values
};

/// Compiles the schema as a request would. Takes up to seconds for large ones; any thread. Ends soon after a
/// stop is asked for. Never throws.
CheckReport check(const Json& schema, std::stop_token stop);

} // namespace hadal::schemas
