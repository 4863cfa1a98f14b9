// The keys that may come next in an object.
#pragma once

#include "engine/grammar/dfa.h"

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace hadal::grammar {

struct KeyWords {
    std::vector<std::pair<std::string, std::uint32_t>> allowed; ///< with their labels
    std::vector<std::string> forbidden;                         ///< not among the others
    Language others; ///< null: no other key; its labels are raised by:
    std::uint32_t first_other_label = 0;
};

bool has_words(const KeyWords& words);

/// The words of several parts, read by one automaton.
struct KeyLanguage {
    Language language;
    /// What the parts make of a word that the automaton gives label l: [l - 1][part], 0 where it is not the
    /// part's.
    std::vector<std::vector<std::uint32_t>> labels;
};
KeyLanguage language_of(std::span<const KeyWords* const> parts);

} // namespace hadal::grammar
