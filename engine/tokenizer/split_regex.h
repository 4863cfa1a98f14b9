// A split pattern, compiled with PCRE2.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct pcre2_real_code_8;
struct pcre2_real_match_data_8;
struct pcre2_real_match_context_8;
struct pcre2_real_jit_stack_8;

namespace hadal::tokenizer {

/// What one search needs to write into: one per thread at a time.
class RegexScratch {
  public:
    RegexScratch();

  private:
    friend class SplitRegex;
    struct Free {
        void operator()(pcre2_real_match_data_8*) const;
        void operator()(pcre2_real_match_context_8*) const;
        void operator()(pcre2_real_jit_stack_8*) const;
    };
    std::unique_ptr<pcre2_real_jit_stack_8, Free> stack_;
    std::unique_ptr<pcre2_real_match_context_8, Free> context_;
    std::unique_ptr<pcre2_real_match_data_8, Free> match_;
};

/// Immutable and thread-safe.
class SplitRegex {
  public:
    /// From Oniguruma syntax, as tokenizer.json holds it. Throws as pcre2_from_oniguruma does.
    static SplitRegex from_oniguruma(std::string_view pattern);
    /// Matches the text itself.
    static SplitRegex from_literal(std::string_view text);

    struct Match {
        std::size_t begin, end;
    };
    /// The first match at or after `start`. `text` must be well-formed UTF-8 and `start` a character's begin.
    /// Throws InvalidInput where the search needs more memory or steps than PCRE2 allows.
    std::optional<Match> find(std::string_view text, std::size_t start, RegexScratch& scratch) const;

  private:
    explicit SplitRegex(const std::string& pcre2_pattern, std::string_view shown);
    std::shared_ptr<const pcre2_real_code_8> code_;
};

} // namespace hadal::tokenizer
