// Regular expressions as PCRE2 writes them.
#pragma once

#include "engine/schema/regex_tree.h"

#include <string>

namespace hadal::schema {

/// An equal pattern for PCRE2 with PCRE2_UTF and PCRE2_MATCH_UNSET_BACKREF. Throws Error(Unsupported) for an
/// interval that is too large for PCRE2.
std::string pcre2_text(const RegexNode& node);

} // namespace hadal::schema
