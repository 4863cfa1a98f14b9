// Cutting text into the words that byte-pair encoding works on.
#pragma once

#include "engine/tokenizer/split_regex.h"

#include <deque>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace hadal::tokenizer {

/// What becomes of a match, and of the text between matches.
enum class SplitBehavior { Removed, Isolated, MergedWithPrevious, MergedWithNext, Contiguous };

/// `Split` of tokenizer.json.
struct SplitStep {
    std::string pattern;     ///< as written
    bool is_literal = false; ///< the pattern is plain text
    SplitBehavior behavior = SplitBehavior::Isolated;
    bool invert = false; ///< swaps matches and the text between
    bool operator==(const SplitStep&) const = default;
};

/// `Digits`: cuts at every numeric character, or around every run of them.
struct DigitsStep {
    bool individual = false;
    bool operator==(const DigitsStep&) const = default;
};

/// `ByteLevel`, always the last step. The bytes themselves are the encoder's concern.
struct ByteLevelStep {
    bool add_prefix_space = true; ///< puts a space before every piece that has none
    bool use_regex = true;        ///< cuts by the GPT-2 pattern
    bool operator==(const ByteLevelStep&) const = default;
};

using PreTokenizerStep = std::variant<SplitStep, DigitsStep, ByteLevelStep>;

/// Applies the steps one after another, each to the pieces that the one before left. Immutable and
/// thread-safe.
class PreTokenizer {
  public:
    /// Working memory: one per thread at a time. It owns the pieces that are not stretches of the text.
    struct Scratch {
        RegexScratch regex;
        std::vector<std::string_view> pieces, next_pieces;
        std::deque<std::string> prefixed;
    };

    /// Throws as SplitRegex does.
    explicit PreTokenizer(const std::vector<PreTokenizerStep>& steps);

    /// The words of well-formed UTF-8, none of them empty, valid until the next call with this scratch.
    const std::vector<std::string_view>& split(std::string_view text, Scratch& scratch) const;

  private:
    struct Cut {
        SplitRegex regex;
        SplitBehavior behavior;
        bool invert;
    };
    struct PrefixSpace {};

    std::vector<std::variant<Cut, PrefixSpace>> steps_;
};

} // namespace hadal::tokenizer
