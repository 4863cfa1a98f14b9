// A compiled pattern of a schema.
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct pcre2_real_code_8;

namespace hadal::schema {

/// Immutable and thread-safe.
class Pattern {
  public:
    /// From ECMA-262 syntax. Throws as parse_regex() does, and Error(Unsupported) for what PCRE2 cannot
    /// compile, such as a look-behind without a bound.
    explicit Pattern(std::string_view ecma);

    /// Whether the pattern matches anywhere in the text, which is well-formed UTF-8. Throws
    /// Error(Unsupported) where that takes more than a million steps of backtracking.
    bool matches(std::string_view text) const;

    const std::string& source() const { return source_; }

  private:
    std::string source_;
    std::shared_ptr<const pcre2_real_code_8> code_;
};

} // namespace hadal::schema
