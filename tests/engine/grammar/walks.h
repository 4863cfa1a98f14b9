// Random texts of a grammar, token by token under its masks.
#pragma once

#include "engine/grammar/matcher.h"

#include <random>
#include <vector>

namespace hadal::grammar::test {

/// A token that the mask allows; shorter ones are preferred, or a walk hardly leaves its first string.
inline std::int32_t legal_token(const TokenTrie& trie, const TokenMask& mask, std::mt19937& random,
                                int tries = 3) {
    std::vector<std::int32_t> legal;
    for (std::int32_t id = 0; id < trie.size(); ++id)
        if (allows(mask, id))
            legal.push_back(id);
    if (legal.empty())
        return -1;
    std::int32_t best = legal[random() % legal.size()];
    for (; tries > 0; --tries) {
        const std::int32_t other = legal[random() % legal.size()];
        if (trie.bytes(other).size() < trie.bytes(best).size())
            best = other;
    }
    return best;
}

} // namespace hadal::grammar::test
