// What a tokenizer.json says, read and checked.
#pragma once

#include "engine/tokenizer/added_tokens.h"
#include "engine/tokenizer/byte_pair.h"
#include "engine/tokenizer/pre_tokenizer.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hadal::tokenizer {

/// A byte-level BPE tokenizer in the file's own terms: token texts are spelled in the byte alphabet.
struct Definition {
    std::vector<std::pair<std::string, std::int32_t>> vocabulary; ///< distinct texts, distinct ids >= 0
    std::vector<MergeRule> merges;                                ///< by rank, no pair twice
    bool ignore_merges = false;           ///< a word that is in the vocabulary is taken as it is
    std::vector<AddedToken> added_tokens; ///< distinct contents, distinct ids >= 0
    std::vector<PreTokenizerStep> steps;  ///< ends with the only ByteLevelStep
};

/// Ids lie below this; it bounds what a hostile file can make us allocate.
inline constexpr std::int64_t max_token_id = (1 << 24) - 1;

/// Throws InvalidFile where the text is not such a file, Unsupported where it asks for something else than
/// byte-level BPE with Split, Digits and ByteLevel. The messages name the field.
Definition parse_definition(std::string_view tokenizer_json);

} // namespace hadal::tokenizer
