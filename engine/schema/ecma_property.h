// Properties of characters by the names that ECMA-262 has for them.
#pragma once

#include "engine/tokenizer/code_point_set.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hadal::schema {

/// What `\p{…}` names.
struct Property {
    enum Kind : std::uint8_t { Any, Ascii, Assigned, Category, Script, ScriptExtensions } kind;
    std::string
        code; ///< of a category "Lu", of a script its name; one without a kind may be a binary property
    bool negated = false; ///< `\P{…}`
};

/// Nothing where ECMA-262 has no such name; PCRE2 may still refuse the name of a script or binary property.
std::optional<Property> find_property(std::string_view name, bool negated);

/// The property as members of a PCRE2 class; empty for no character at all.
std::string pcre2_members(const Property& property);

/// The characters that have the property. Nothing where PCRE2 knows no such script or binary property.
std::optional<tokenizer::CodePointSet> characters_of(const Property& property);

} // namespace hadal::schema
