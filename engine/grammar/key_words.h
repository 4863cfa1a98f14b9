// The keys that may come next in an object.
#pragma once

#include "engine/grammar/dfa.h"

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

/// Empty where no key is possible.
Language language_of(const KeyWords& words);

} // namespace hadal::grammar
