// Finding added tokens ("<|user|>", "<think>") in text.
#pragma once

#include "engine/base/text_span.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hadal::tokenizer {

/// One entry of `added_tokens`, with the flags as Hugging Face defines them.
struct AddedToken {
    std::string content; ///< UTF-8, not empty
    std::int32_t id = 0;
    bool single_word = false; ///< matches only where no word character touches it
    bool lstrip = false;      ///< takes the white space before it along
    bool rstrip = false;      ///< takes the white space after it along
    bool normalized = true;   ///< searched after the others
    bool special = false;     ///< left out by decode(skip_special)
};

/// Searches leftmost-longest for a set of added tokens. Immutable and thread-safe.
class AddedTokenMatcher {
  public:
    /// No content may occur twice.
    explicit AddedTokenMatcher(std::vector<AddedToken> tokens);

    /// A stretch of text, or (id >= 0) an added token with the white space that it takes along.
    struct Piece {
        std::string_view text;
        std::int32_t id = -1;
    };
    /// Appends the pieces of `text` in order; text pieces are never empty. No token is found that touches one
    /// of `quoted`: spans in order and apart, counted from `offset` bytes before the begin of `text`.
    void split(std::string_view text, std::vector<Piece>& out, std::span<const TextSpan> quoted = {},
               std::size_t offset = 0) const;

  private:
    const AddedToken* longest_match(std::string_view text, std::size_t position) const;
    std::size_t next_candidate(std::string_view text, std::size_t position) const;

    std::vector<AddedToken> tokens_; ///< sorted by content
    bool starts_token_[256] = {};
    int only_start_ = -1; ///< the first byte, where all tokens share it
};

} // namespace hadal::tokenizer
