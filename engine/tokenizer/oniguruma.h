// Split patterns are written for Oniguruma (Ruby syntax). This turns them into equal PCRE2 patterns.
#pragma once

#include <string>
#include <string_view>

namespace hadal::tokenizer {

/// A PCRE2 pattern (UTF mode) that matches what Oniguruma matches. Every class and property is spelled out in
/// code points, so neither library's Unicode version nor its idea of `\s` matters; groups capture nothing.
/// Supported: literals, escapes, classes with nesting and `&&`, `\p{..}` of categories and Han, `\s \d \w`
/// and their negations, `.`, alternation, (?:) () (?>) (?=) (?!) (?<=) (?<!), (?i:) over ASCII literals, and
/// the quantifiers of Ruby. Throws Unsupported, naming the construct, for everything else, and InvalidFile
/// for a pattern that is malformed.
std::string pcre2_from_oniguruma(std::string_view pattern);

/// A PCRE2 pattern that matches the text itself.
std::string pcre2_from_literal(std::string_view text);

} // namespace hadal::tokenizer
