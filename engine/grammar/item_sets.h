// What a text has had before and must not have again: items of arrays with unique items, keys of objects
// whose keys are counted.
#pragma once

#include "engine/grammar/grammar.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace hadal::grammar {

/// Texts that are being read, byte by byte; they share their beginnings. Number 0: no text; 1: the empty
/// text.
class PartialTexts {
  public:
    static constexpr std::uint32_t none = 0, empty = 1;
    std::uint32_t after(std::uint32_t text, std::uint8_t byte);
    std::uint32_t after(std::uint32_t text, std::string_view bytes);
    std::string bytes(std::uint32_t text) const;

  private:
    std::vector<std::pair<std::uint32_t, std::uint8_t>> texts_{2}; ///< before the last byte, and that byte
    std::unordered_map<std::uint64_t, std::uint32_t> index_;
};

/// Sets that only grow, by one at a time. Items are texts that are equal where the values are: strings with a
/// quotation mark in front, arrays and objects as container_item() has them. Number 0 is the empty set.
class ItemSets {
  public:
    std::uint32_t with(std::uint32_t set, std::string item);
    bool contains(std::uint32_t set, std::string_view item) const;
    std::uint32_t size(std::uint32_t set) const { return sets_[set].size; }
    std::vector<std::string> items(std::uint32_t set) const; ///< in the order in which they came
    const std::string& last(std::uint32_t set) const { return sets_[set].item; }
    /// The strings in the set, without their quotation marks.
    std::vector<std::string> strings(std::uint32_t set) const;

    /// A string's shape without the strings in the set; empty language where nothing is left.
    StringShape without(const StringShape& shape, std::uint32_t set) const;
    /// The numbers of a language, spelled without exponents, without those in the set.
    Language without(const Language& numbers, std::uint32_t set) const;

  private:
    struct Set {
        std::uint32_t before = 0, size = 0;
        std::string item;
    };
    std::vector<Set> sets_{1};
    std::map<std::pair<std::uint32_t, std::string>, std::uint32_t> index_;
};

/// The body of a JSON string, escapes and all, as an item.
std::string string_item(const std::string& body);
/// A number's spelling as an item.
std::string number_item(const std::string& spelling);

} // namespace hadal::grammar
