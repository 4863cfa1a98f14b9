// Whose turn it is.
#pragma once

#include <cstdint>
#include <vector>

namespace hadal::simt {

/// Numbers for the order in which warps, lanes and blocks take turns.
class Schedule {
  public:
    /// 0: ascending; 1: descending; others: random, the same for the same seed.
    explicit Schedule(std::uint64_t seed) : seed_(seed), state_(seed) {}
    /// The next of those with a bit set, after `last` (which need not be set). `ready` is not 0.
    unsigned next(std::uint32_t ready, unsigned last);
    /// The order of `count` blocks.
    std::vector<std::uint32_t> permutation(std::uint32_t count);
    std::uint64_t random();
    bool is_random() const { return seed_ > 1; }

  private:
    std::uint64_t seed_;
    std::uint64_t state_;
};

} // namespace hadal::simt
