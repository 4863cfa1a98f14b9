// Spelling what a grammar forces as the tokenizer would.
#pragma once

#include "engine/grammar/token_trie.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace hadal::runtime {

struct ForcedRun {
    std::size_t replaced;             ///< of the answer's last tokens, which the run spells anew
    std::vector<std::int32_t> tokens; ///< in their place; their bytes begin with those of the ones replaced
};

/// A text has many spellings in tokens, of which a model has learnt one: the tokenizer's. This gives the
/// tokens that the tokenizer writes for the end of the answer and the forced bytes together. It steps back
/// over at most four tokens, and leaves the last bytes out as long as a longer token could swallow them with
/// what follows. Nothing where no whole token is certain.
///
/// `answer`: the tokens so far that the grammar has seen. `forced`: bytes of the trie, so its two bytes stand
/// for a token of the markup.
std::optional<ForcedRun> forced_run(const grammar::TokenTrie& trie, std::span<const std::int32_t> answer,
                                    std::string_view forced);

} // namespace hadal::runtime
