#include "kernels/simt/schedule.h"

#include "kernels/simt/order.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace hadal::simt {

std::uint64_t Schedule::random() {
    // splitmix64
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

unsigned Schedule::next(std::uint32_t ready, unsigned last) {
    const unsigned from = seed_ == 0   ? last + 1
                          : seed_ == 1 ? last + kLanes - 1
                                       : static_cast<unsigned>(random());
    if (seed_ == 1) {
        // Rotated so that bit 31 is lane `from`, the first one looked at.
        const auto turned = std::rotr(ready, static_cast<int>((from + 1) % kLanes));
        return (from + kLanes - static_cast<unsigned>(std::countl_zero(turned))) % kLanes;
    }
    const auto turned = std::rotr(ready, static_cast<int>(from % kLanes));
    return (from + static_cast<unsigned>(std::countr_zero(turned))) % kLanes;
}

std::vector<std::uint32_t> Schedule::permutation(std::uint32_t count) {
    std::vector<std::uint32_t> order(count);
    std::iota(order.begin(), order.end(), 0u);
    if (seed_ == 1)
        std::reverse(order.begin(), order.end());
    else if (seed_ > 1)
        for (std::uint32_t i = count; i > 1; --i)
            std::swap(order[i - 1], order[random() % i]);
    return order;
}

} // namespace hadal::simt
