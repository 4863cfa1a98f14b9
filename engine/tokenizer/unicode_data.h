// Character properties as Hugging Face's `tokenizers` knows them; generate_unicode_data.py writes the data.
#pragma once

#include <cstdint>
#include <span>

namespace hadal::tokenizer {

/// The general categories, in the order in which category_runs numbers them. The groups (L, M, N, P, S, Z, C)
/// are contiguous.
enum GeneralCategory : std::uint8_t {
    Lu,
    Ll,
    Lt,
    Lm,
    Lo,
    Mn,
    Mc,
    Me,
    Nd,
    Nl,
    No,
    Pc,
    Pd,
    Ps,
    Pe,
    Pi,
    Pf,
    Po,
    Sm,
    Sc,
    Sk,
    So,
    Zs,
    Zl,
    Zp,
    Cc,
    Cf,
    Cs,
    Co,
    Cn
};

/// Where the category changes: (first code point << 8 | category), ascending, beginning with code point 0.
extern const std::span<const std::uint32_t> category_runs;

// Sets as ascending pairs (first, last).
extern const std::span<const std::uint32_t> white_space_ranges;
extern const std::span<const std::uint32_t> regex_word_ranges; ///< `\w` of the split patterns
extern const std::span<const std::uint32_t> han_ranges;
extern const std::span<const std::uint32_t> numeric_ranges; ///< what the Digits pre-tokenizer cuts at
extern const std::span<const std::uint32_t> added_token_word_ranges; ///< word characters for `single_word`

} // namespace hadal::tokenizer
