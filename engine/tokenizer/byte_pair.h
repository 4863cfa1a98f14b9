// Byte-level byte-pair encoding of one word.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace hadal::tokenizer {

struct MergeRule {
    std::int32_t left, right, result; ///< token ids; the position in the list is the rank
};

/// The merges of a vocabulary, applied as Hugging Face's BPE does: always the pair of lowest rank, leftmost
/// first. Immutable and thread-safe.
class BytePairEncoder {
  public:
    /// Working memory that is kept between words: one per thread at a time.
    struct Scratch {
        std::vector<std::int32_t> ids, ranks, previous, next;
        std::vector<std::uint64_t> queue;
    };

    /// `byte_ids[b]` is the token of the single byte b. Throws InvalidFile where a pair occurs
    /// twice in `merges`.
    BytePairEncoder(std::array<std::int32_t, 256> byte_ids, std::span<const MergeRule> merges);

    /// Appends the ids of `word`. Returns the number of steps taken (pairs looked at or queued): at most
    /// proportional to the length for long words, whose queue costs a further logarithm per step.
    std::size_t encode(std::string_view word, Scratch& scratch, std::vector<std::int32_t>& out) const;

    std::int32_t byte_id(unsigned char byte) const { return byte_ids_[byte]; }

  private:
    static constexpr std::int32_t no_rank = INT32_MAX;
    /// A word up to this length is merged by scanning for the lowest rank, which beats a queue there.
    static constexpr std::size_t longest_scanned_word = 128;

    std::int32_t rank_of(std::int32_t left, std::int32_t right) const;
    std::size_t encode_by_scanning(std::string_view word, std::vector<std::int32_t>& out) const;
    std::size_t encode_by_queue(std::string_view word, Scratch& scratch,
                                std::vector<std::int32_t>& out) const;

    struct Slot {
        std::int32_t left, right, rank;
    };
    std::size_t first_slot(std::int32_t left, std::int32_t right) const {
        const std::uint64_t key = std::uint64_t(std::uint32_t(left)) << 32 | std::uint32_t(right);
        return (key * 0x9E3779B97F4A7C15u) >> shift_;
    }

    std::array<std::int32_t, 256> byte_ids_;
    std::vector<std::int32_t> byte_pair_ranks_; ///< [first byte][second byte]
    std::vector<std::int32_t> results_;         ///< by rank
    std::vector<Slot> slots_;                   ///< open addressing, at most half full, rank < 0 where free
    int shift_ = 0;
};

} // namespace hadal::tokenizer
