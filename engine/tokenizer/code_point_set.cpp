#include "engine/tokenizer/code_point_set.h"

#include "engine/tokenizer/unicode_data.h"

#include <algorithm>

namespace hadal::tokenizer {
namespace {

constexpr char32_t last_code_point = 0x10FFFF;

} // namespace

CodePointSet::CodePointSet(std::span<const std::uint32_t> pairs) {
    for (std::size_t i = 0; i + 1 < pairs.size(); i += 2)
        ranges_.emplace_back(pairs[i], pairs[i + 1]);
    normalize();
}

void CodePointSet::add(char32_t first, char32_t last) {
    ranges_.emplace_back(first, last);
    normalize();
}

void CodePointSet::add(const CodePointSet& other) {
    ranges_.insert(ranges_.end(), other.ranges_.begin(), other.ranges_.end());
    normalize();
}

void CodePointSet::normalize() {
    std::vector<Range> pieces;
    for (auto [first, last] : ranges_) {
        if (first < 0xD800 && last >= 0xD800) {
            pieces.emplace_back(first, 0xD7FF);
            first = 0xE000;
        } else if (first >= 0xD800 && first <= 0xDFFF) {
            first = 0xE000;
        }
        if (last >= 0xD800 && last <= 0xDFFF)
            last = 0xD7FF;
        if (first <= last)
            pieces.emplace_back(first, last);
    }
    std::sort(pieces.begin(), pieces.end());
    ranges_.clear();
    for (const Range& piece : pieces) {
        if (!ranges_.empty() && piece.first <= ranges_.back().second + 1)
            ranges_.back().second = std::max(ranges_.back().second, piece.second);
        else
            ranges_.push_back(piece);
    }
}

CodePointSet CodePointSet::complement() const {
    CodePointSet result;
    char32_t next = 0;
    for (const auto& [first, last] : ranges_) {
        if (first > next)
            result.ranges_.emplace_back(next, first - 1);
        next = last + 1;
    }
    if (next <= last_code_point)
        result.ranges_.emplace_back(next, last_code_point);
    result.normalize();
    return result;
}

CodePointSet CodePointSet::intersection(const CodePointSet& other) const {
    CodePointSet outside = complement();
    outside.add(other.complement());
    return outside.complement();
}

bool CodePointSet::contains(char32_t code_point) const {
    const auto after = std::upper_bound(ranges_.begin(), ranges_.end(), code_point,
                                        [](char32_t c, const Range& range) { return c < range.first; });
    return after != ranges_.begin() && std::prev(after)->second >= code_point;
}

std::optional<CodePointSet> property_set(std::string_view name) {
    static constexpr std::string_view categories =
        "LuLlLtLmLoMnMcMeNdNlNoPcPdPsPePiPfPoSmScSkSoZsZlZpCcCfCsCoCn";
    if (name == "Han")
        return CodePointSet(han_ranges);
    if (name.empty() || name.size() > 2)
        return std::nullopt;
    std::vector<std::uint32_t> pairs;
    bool known = false;
    for (std::size_t i = 0; i < categories.size(); i += 2)
        known = known || categories.substr(i, name.size()) == name;
    if (!known)
        return std::nullopt;
    for (std::size_t run = 0; run < category_runs.size(); ++run) {
        if (categories.substr((category_runs[run] & 0xFF) * 2, name.size()) != name)
            continue;
        pairs.push_back(category_runs[run] >> 8);
        pairs.push_back(run + 1 < category_runs.size() ? (category_runs[run + 1] >> 8) - 1 : last_code_point);
    }
    return CodePointSet(pairs);
}

} // namespace hadal::tokenizer
