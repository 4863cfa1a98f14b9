// Properties of characters by the names that ECMA-262 has for them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hadal::schema {

/// What `\p{name}`, or `\P{name}` where negated, stands for, as members of a PCRE2 class; empty for no
/// character at all. Nothing where ECMA-262 has no such name; PCRE2 may still refuse the name of a script or
/// binary property.
std::optional<std::string> property_members(std::string_view name, bool negated);

} // namespace hadal::schema
