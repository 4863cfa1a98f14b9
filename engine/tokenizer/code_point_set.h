// Sets of characters: what a class in a split pattern means.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace hadal::tokenizer {

/// A set of Unicode scalar values. Surrogates are never members: well-formed text has none.
class CodePointSet {
  public:
    CodePointSet() = default;
    /// From ascending pairs (first, last).
    explicit CodePointSet(std::span<const std::uint32_t> pairs);

    void add(char32_t first, char32_t last);
    void add(const CodePointSet& other);
    CodePointSet complement() const;
    CodePointSet intersection(const CodePointSet& other) const;
    bool contains(char32_t code_point) const;
    bool empty() const { return ranges_.empty(); }

    using Range = std::pair<char32_t, char32_t>; ///< first and last, both members
    /// Ascending, disjoint and not adjacent.
    const std::vector<Range>& ranges() const { return ranges_; }

  private:
    void normalize();
    std::vector<Range> ranges_;
};

/// The members of `\p{name}`: a general category or its group ("Lu", "L"), or "Han". Nothing for other names.
std::optional<CodePointSet> property_set(std::string_view name);

} // namespace hadal::tokenizer
