// Text that a grammar leaves no choice about, as tokens.
#pragma once

#include "engine/grammar/matcher.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace hadal::grammar {

/// What to write next without asking the model: the last `back` accepted tokens are taken back, and `tokens`
/// come instead, whose bytes begin with theirs. Nothing is to be done where `tokens` is empty.
struct ForcedRun {
    std::size_t back = 0;
    std::vector<std::int32_t> tokens;
};

/// Spells matcher.forced() as the tokenizer spells such text, so that the model reads what it has learnt: the
/// last few tokens of `accepted` (the matcher's own since reset(), in order) are spelled anew together with
/// it where they would join with it, and the end stays unwritten as long as a longer token of the vocabulary
/// could still take it in. After rollback(run.back) the matcher accepts run.tokens.
ForcedRun forced_run(Matcher& matcher, std::span<const std::int32_t> accepted);

/// The same for bytes of the trie (two of them may stand for a token of the markup). `complete`: no text
/// follows them.
ForcedRun spelled_run(const TokenTrie& trie, std::span<const std::int32_t> accepted, std::string_view forced,
                      bool complete);

} // namespace hadal::grammar
