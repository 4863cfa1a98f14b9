// Patterns of schemas are ECMA-262 expressions in unicode mode. This reads them into a tree, which
// pcre2_text.h turns into a PCRE2 pattern and engine/grammar into an automaton.
#pragma once

#include "engine/schema/ecma_property.h"
#include "engine/tokenizer/code_point_set.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace hadal::schema {

struct RegexNode {
    enum Kind : std::uint8_t {
        Set,      ///< one character
        Sequence, ///< no children: the empty text
        Choice,
        Repeat,  ///< of its child
        Capture, ///< its child, as group number `group`
        Reference,
        Begin,
        End,
        WordBoundary,
        NotWordBoundary,
        Ahead, ///< assertions about their child
        NotAhead,
        Behind,
        NotBehind,
    } kind = Sequence;
    // Of Set: members of `set` or of a property, or, where inverted, all other characters. Half a surrogate
    // pair is no character of well-formed text, so it is in no set.
    tokenizer::CodePointSet set;
    std::vector<Property> properties;
    bool inverted = false;

    static constexpr std::uint32_t unlimited = ~std::uint32_t{0};
    std::uint32_t least = 0, most = unlimited; ///< of Repeat
    std::uint32_t group = 0;                   ///< of Capture and Reference, from 1 on
    std::vector<RegexNode> children;

    static constexpr std::uint32_t varies = unlimited;
    /// Code points that it always takes, or `varies`. Assertions take none.
    std::uint32_t fixed_length() const;
};

/// Beyond the unicode mode's syntax it takes what users write and other engines take: escaped punctuation
/// (`\-`, `\@`), a brace that is no quantifier, and a hyphen beside a class (`[\w-.]`). Whether repetitions
/// are lazy is forgotten: it makes no difference to what is found. Throws Error(InvalidInput) for what is no
/// expression, and Error(Unsupported) for one that is too large or uses flags.
RegexNode parse_regex(std::string_view pattern);

} // namespace hadal::schema
