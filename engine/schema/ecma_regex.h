// Patterns of schemas are ECMA-262 expressions in unicode mode. This turns them into equal PCRE2 patterns.
#pragma once

#include <string>
#include <string_view>

namespace hadal::schema {

/// A pattern for PCRE2 with PCRE2_UTF and PCRE2_MATCH_UNSET_BACKREF. Classes are spelled out, so `\d` is 0 to
/// 9,
/// `\w` is ASCII, `\s` is what ECMA-262 calls white space, `$` is the very end. Beyond the unicode mode's
/// syntax it takes what users write and other engines take: escaped punctuation (`\-`, `\@`) and a brace that
/// is no quantifier. Throws Error(InvalidInput) for what is no expression, and Error(Unsupported) for
/// properties and flags that PCRE2 does not know; both say why.
std::string pcre2_from_ecma(std::string_view pattern);

} // namespace hadal::schema
