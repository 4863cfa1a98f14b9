// Remembers how short words were encoded.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace hadal::tokenizer {

/// A direct-mapped table: a word replaces another of the same slot, so its size is fixed and a lookup touches
/// one cache line. Not thread-safe.
class WordCache {
  public:
    static constexpr std::size_t max_bytes = 30, max_tokens = 8;

    struct alignas(64) Slot {
        std::uint8_t length = 0; ///< 0 where free
        std::uint8_t count = 0;
        char bytes[max_bytes] = {};
        std::int32_t ids[max_tokens] = {};

        bool holds(std::string_view word) const {
            return length == word.size() && std::memcmp(bytes, word.data(), word.size()) == 0;
        }
        std::span<const std::int32_t> tokens() const { return {ids, count}; }
    };
    static_assert(sizeof(Slot) == 64);

    WordCache() : slots_(std::size_t(1) << slot_bits) {}

    static bool fits(std::string_view word) { return word.size() <= max_bytes && !word.empty(); }

    /// The one place where `word`, which must fit, is remembered.
    Slot& slot(std::string_view word) { return slots_[hash(word)]; }

    static void store(Slot& slot, std::string_view word, std::span<const std::int32_t> tokens) {
        if (tokens.size() > max_tokens)
            return;
        slot.length = static_cast<std::uint8_t>(word.size());
        slot.count = static_cast<std::uint8_t>(tokens.size());
        std::memcpy(slot.bytes, word.data(), word.size());
        std::memcpy(slot.ids, tokens.data(), tokens.size_bytes());
    }

  private:
    static constexpr int slot_bits = 15;

    static std::size_t hash(std::string_view word) {
        std::uint64_t state = word.size();
        for (std::size_t i = 0; i < word.size(); i += 8) {
            std::uint64_t part = 0;
            if (word.size() - i >= 8)
                std::memcpy(&part, word.data() + i, 8);
            else
                for (std::size_t j = i; j < word.size(); ++j)
                    part = part << 8 | static_cast<unsigned char>(word[j]);
            state = (state ^ part) * 0x9E3779B97F4A7C15u;
            state ^= state >> 32;
        }
        return (state * 0xD6E8FEB86659FD93u) >> (64 - slot_bits);
    }

    std::vector<Slot> slots_;
};

} // namespace hadal::tokenizer
