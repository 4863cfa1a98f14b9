// The split patterns of DeepSeek-V3, R1 and V3.2 as one hand-written pass over the text.
#pragma once

#include "engine/tokenizer/pre_tokenizer.h"

#include <string_view>
#include <vector>

namespace hadal::tokenizer {

/// The pre-tokenizer that the scanner stands for. A tokenizer with these steps may be scanned.
const std::vector<PreTokenizerStep>& deepseek_steps();

/// Cuts well-formed UTF-8 into exactly the words that PreTokenizer(deepseek_steps()) finds, in linear time
/// and without working memory.
class DeepSeekScanner {
  public:
    explicit DeepSeekScanner(std::string_view text);

    /// The next word; empty at the end.
    std::string_view next();

  private:
    struct Character;
    Character at(std::size_t position) const;
    template <class Condition>
    std::size_t skip_while(std::size_t position, Condition condition) const;
    std::size_t match_end(std::size_t position) const;
    std::size_t white_space_match_end(std::size_t position) const;

    std::string_view text_;
    std::size_t position_ = 0;
    bool in_cjk_ = false; ///< the current piece is one that the second pattern cut out
};

} // namespace hadal::tokenizer
