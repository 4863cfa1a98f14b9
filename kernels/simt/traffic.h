// How much a launch moves: what a warp's lanes ask for at the same instruction is one request, as in
// hardware.
#pragma once

#include "kernels/simt/order.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace hadal::simt {

/// Sums over launches.
struct Counters {
    std::uint64_t launches = 0;
    std::uint64_t blocks = 0;
    std::uint64_t barriers = 0;        ///< per block
    std::uint64_t collectives = 0;     ///< per warp
    std::uint64_t sectors = 0;         ///< 32-byte sectors of global memory that requests of warps touch
    std::uint64_t minimum_sectors = 0; ///< that the same bytes need when they lie side by side
    std::uint64_t shared_wavefronts = 0;
    std::uint64_t bank_conflicts = 0; ///< wavefronts beyond those that the bytes need
};

/// Collects the accesses of the block's lanes until its warp next comes together, and counts them.
class Traffic {
  public:
    explicit Traffic(Counters& counters) : counters_(counters) {}
    void begin(unsigned warps) { lanes_.assign(warps * kLanes, {}); }
    void add(unsigned warp, unsigned lane, std::uintptr_t instruction, std::uintptr_t address,
             std::size_t size, bool shared) {
        lanes_[warp * kLanes + lane].push_back(
            {instruction, address, static_cast<std::uint32_t>(size), shared});
    }
    void flush(unsigned warp);

  private:
    struct Request {
        std::uintptr_t instruction;
        std::uintptr_t address;
        std::uint32_t size;
        bool shared;
    };
    static bool in_step(std::span<const std::vector<Request>> lanes);
    void count_apart(std::span<std::vector<Request>> lanes);
    void count();

    Counters& counters_;
    std::vector<std::vector<Request>> lanes_;
    std::vector<Request> request_; ///< of a warp, to be counted
};

} // namespace hadal::simt
