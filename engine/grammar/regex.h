// ECMA-262 regular expressions (unicode mode) as languages.
#pragma once

#include "engine/grammar/dfa.h"

#include <string_view>

namespace hadal::grammar {

/// A language and a bound on the number of code points; both must hold. Keeping the bound apart saves an
/// automaton from counting.
struct BoundedLanguage {
    Language language;
    std::uint32_t least = 0, most = Dfa::dead; ///< Dfa::dead: no bound
};

/// The strings in which the pattern is found: a search, so without `^` anything may come before.
/// Throws InvalidInput where it is no regular expression, Unsupported for what no automaton of ours expresses
/// exactly: back references, and look-arounds within look-arounds that look beyond them.
BoundedLanguage search_language(std::string_view pattern, Work& work);

/// The strings that the pattern matches as a whole, without a search.
Language whole_language(std::string_view pattern, Work& work);

} // namespace hadal::grammar
