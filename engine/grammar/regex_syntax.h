// The syntax tree of a regular expression.
#pragma once

#include "engine/grammar/dfa.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace hadal::grammar {

struct RegexNode {
    enum Kind { Set, Sequence, Choice, Repeat, Begin, End, Ahead, NotAhead } kind = Sequence;
    CodePointSet set;                          ///< of Set
    std::vector<RegexNode> children;           ///< one for Repeat, Ahead and NotAhead
    std::uint32_t least = 0, most = Dfa::dead; ///< of Repeat; Dfa::dead: no bound

    static constexpr std::uint32_t varies = Dfa::dead;
    /// Code points that it always takes, or `varies`.
    std::uint32_t fixed_length() const;
};

/// Throws as search_language() says.
RegexNode parse_regex(std::string_view pattern);

} // namespace hadal::grammar
