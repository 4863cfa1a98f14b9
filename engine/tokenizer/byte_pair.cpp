#include "engine/tokenizer/byte_pair.h"

#include "kernels/error.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <queue>

namespace hadal::tokenizer {

BytePairEncoder::BytePairEncoder(std::array<std::int32_t, 256> byte_ids, std::span<const MergeRule> merges)
    : byte_ids_(byte_ids) {
    const std::size_t capacity = std::bit_ceil(std::max<std::size_t>(merges.size() * 2, 16));
    shift_ = 64 - std::countr_zero(capacity);
    slots_.assign(capacity, {0, 0, -1});
    results_.reserve(merges.size());
    for (const MergeRule& merge : merges) {
        std::size_t slot = first_slot(merge.left, merge.right);
        for (; slots_[slot].rank >= 0; slot = (slot + 1) & (slots_.size() - 1))
            if (slots_[slot].left == merge.left && slots_[slot].right == merge.right)
                throw Error(ErrorKind::InvalidFile,
                            "The tokenizer file is invalid: merges " + std::to_string(slots_[slot].rank) +
                                " and " + std::to_string(results_.size()) +
                                " join the same two tokens; a pair may be listed once.");
        slots_[slot] = {merge.left, merge.right, static_cast<std::int32_t>(results_.size())};
        results_.push_back(merge.result);
    }
    byte_pair_ranks_.resize(256 * 256);
    for (std::size_t first = 0; first < 256; ++first)
        for (std::size_t second = 0; second < 256; ++second)
            byte_pair_ranks_[first << 8 | second] = rank_of(byte_ids_[first], byte_ids_[second]);
}

std::int32_t BytePairEncoder::rank_of(std::int32_t left, std::int32_t right) const {
    for (std::size_t slot = first_slot(left, right);; slot = (slot + 1) & (slots_.size() - 1)) {
        const Slot& candidate = slots_[slot];
        if (candidate.rank < 0)
            return no_rank;
        if (candidate.left == left && candidate.right == right)
            return candidate.rank;
    }
}

std::size_t BytePairEncoder::encode(std::string_view word, Scratch& scratch,
                                    std::vector<std::int32_t>& out) const {
    if (word.size() <= longest_scanned_word)
        return encode_by_scanning(word, out);
    return encode_by_queue(word, scratch, out);
}

std::size_t BytePairEncoder::encode_by_scanning(std::string_view word, std::vector<std::int32_t>& out) const {
    std::array<std::int32_t, longest_scanned_word> ids;
    std::array<std::int32_t, longest_scanned_word> ranks; // of the pair that begins here
    std::size_t count = word.size();
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(word[i]); };
    for (std::size_t i = 0; i < count; ++i) {
        ids[i] = byte_ids_[byte(i)];
        ranks[i] = i + 1 < count ? byte_pair_ranks_[std::size_t(byte(i)) << 8 | byte(i + 1)] : no_rank;
    }
    std::size_t steps = count;
    while (count > 1) {
        // Two passes, so that the compiler can vectorise the first.
        std::int32_t lowest = no_rank;
        for (std::size_t i = 0; i < count; ++i)
            lowest = std::min(lowest, ranks[i]);
        steps += count;
        if (lowest == no_rank)
            break;
        const std::size_t at =
            static_cast<std::size_t>(std::find(ranks.begin(), ranks.end(), lowest) - ranks.begin());
        ids[at] = results_[static_cast<std::size_t>(lowest)];
        std::copy(ids.begin() + at + 2, ids.begin() + count, ids.begin() + at + 1);
        std::copy(ranks.begin() + at + 2, ranks.begin() + count, ranks.begin() + at + 1);
        --count;
        ranks[at] = at + 1 < count ? rank_of(ids[at], ids[at + 1]) : no_rank;
        if (at > 0)
            ranks[at - 1] = rank_of(ids[at - 1], ids[at]);
    }
    out.insert(out.end(), ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(count));
    return steps;
}

std::size_t BytePairEncoder::encode_by_queue(std::string_view word, Scratch& scratch,
                                             std::vector<std::int32_t>& out) const {
    if (word.size() >= static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max()))
        throw Error(ErrorKind::InvalidInput,
                    "A single word of 2 GiB cannot be tokenized. Break the text up.");
    const auto count = static_cast<std::int32_t>(word.size());
    auto& [ids, ranks, previous, next, queue] = scratch;
    ids.resize(word.size());
    ranks.resize(word.size());
    previous.resize(word.size());
    next.resize(word.size());
    queue.clear();
    std::size_t steps = word.size();

    // An entry is (rank << 32 | position); it is stale once ranks[position] says otherwise.
    const auto enqueue = [&](std::int32_t position) {
        if (ranks[position] == no_rank)
            return;
        queue.push_back(std::uint64_t(ranks[position]) << 32 | std::uint32_t(position));
        std::push_heap(queue.begin(), queue.end(), std::greater<>());
        ++steps;
    };
    for (std::int32_t i = 0; i < count; ++i) {
        const auto byte = static_cast<unsigned char>(word[i]);
        ids[i] = byte_ids_[byte];
        ranks[i] =
            i + 1 < count ? byte_pair_ranks_[byte << 8 | static_cast<unsigned char>(word[i + 1])] : no_rank;
        previous[i] = i - 1;
        next[i] = i + 1;
        if (ranks[i] != no_rank)
            queue.push_back(std::uint64_t(ranks[i]) << 32 | std::uint32_t(i));
    }
    std::make_heap(queue.begin(), queue.end(), std::greater<>());

    while (!queue.empty()) {
        std::pop_heap(queue.begin(), queue.end(), std::greater<>());
        const auto position = static_cast<std::int32_t>(queue.back() & 0xFFFFFFFF);
        const auto rank = static_cast<std::int32_t>(queue.back() >> 32);
        queue.pop_back();
        ++steps;
        if (ranks[position] != rank)
            continue;
        const std::int32_t absorbed = next[position];
        const std::int32_t after = next[absorbed];
        ids[position] = results_[rank];
        ranks[absorbed] = no_rank;
        next[position] = after;
        ranks[position] = no_rank;
        if (after < count) {
            previous[after] = position;
            ranks[position] = rank_of(ids[position], ids[after]);
            enqueue(position);
        }
        if (const std::int32_t before = previous[position]; before >= 0) {
            ranks[before] = rank_of(ids[before], ids[position]);
            enqueue(before);
        }
    }
    for (std::int32_t i = 0; i < count; i = next[i])
        out.push_back(ids[i]);
    return steps;
}

} // namespace hadal::tokenizer
