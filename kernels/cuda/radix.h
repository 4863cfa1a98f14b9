// Selection by radix within one block, without sorting: where in the order of keys, largest first, a running
// sum reaches a goal. Integers are added, so the order of arrival does not show. Internal to topk.cu and
// sampler*.cu.
#pragma once

#include "kernels/cuda/numerics.h"

namespace hadal::cuda::radix {

inline constexpr int kThreads = 1024;
inline constexpr int kWarps = kThreads / kWarp;
inline constexpr int kBins = 4096;

/// Digits of a 32-bit key, the highest first: 12, 10 and 10 bits.
inline constexpr int kPasses = 3;
__host__ __device__ constexpr int shift_of(int pass) {
    return pass == 0 ? 20 : pass == 1 ? 10 : 0;
}
__host__ __device__ constexpr int bins_of(int pass) {
    return pass == 0 ? 4096 : 1024;
}
/// The bits that earlier passes have decided.
__host__ __device__ constexpr std::uint32_t decided_by(int pass) {
    return pass == 0 ? 0u : ~0u << (pass == 1 ? 20 : 10);
}

/// A sum for each digit, in shared memory.
template <typename Count>
struct Bins {
    Count sums[kBins];
    __device__ void clear(int bin) { sums[bin] = 0; }
    __device__ void add(unsigned bin, Count value) { atomicAdd(&sums[bin], value); }
    __device__ Count get(int bin) const { return sums[bin]; }
};
/// Shared memory adds 32 bits in one instruction, but 64 in a loop of compare-and-swap, and keys of a row
/// crowd in some dozens of bins. So a wide sum is kept in three parts of 12 bits each of its summands, which
/// are at most 2^36 and 2^18.
template <>
struct Bins<unsigned long long> {
    static constexpr int kParts = 3, kPartBits = 12;
    unsigned sums[kParts][kBins];
    __device__ void clear(int bin) {
        HADAL_UNROLL
        for (int part = 0; part < kParts; ++part)
            sums[part][bin] = 0;
    }
    __device__ void add(unsigned bin, unsigned long long value) {
        HADAL_UNROLL
        for (int part = 0; part < kParts; ++part) {
            const auto rest = static_cast<unsigned>(value >> part * kPartBits);
            // The highest part keeps the thirteenth bit, which only 2^36 itself has.
            if (const unsigned v = part + 1 < kParts ? rest & ((1u << kPartBits) - 1) : rest; v != 0)
                atomicAdd(&sums[part][bin], v);
        }
    }
    __device__ unsigned long long get(int bin) const {
        unsigned long long sum = 0;
        HADAL_UNROLL
        for (int part = 0; part < kParts; ++part)
            sum += static_cast<unsigned long long>(sums[part][bin]) << part * kPartBits;
        return sum;
    }
};

/// Shared memory. Count is what is summed: unsigned, or unsigned long long up to 2^36 and 2^18 times.
template <typename Count>
struct Shared {
    Bins<Count> bins;
    Count sums[kWarps];
    Count left; ///< of the goal, inside of the digit's bin
    unsigned digit;
};

/// The sum over the warp's lanes up to and with this one.
template <typename Count>
__device__ Count warp_prefix_sum(Count value) {
    const unsigned lane = threadIdx.x % kWarp;
    for (unsigned distance = 1; distance < kWarp; distance *= 2) {
        const Count other = __shfl_up_sync(kAllLanes, value, distance);
        value += lane >= distance ? other : 0;
    }
    return value;
}

/// The sum of the first `count` of one value a warp, on all lanes: one read a lane. kWarps is kWarp.
template <typename Count>
__device__ Count sum_of_warps(const Count (&values)[kWarps], unsigned count) {
    static_assert(kWarps == kWarp);
    const unsigned lane = threadIdx.x % kWarp;
    Count sum = lane < count ? values[lane] : 0;
    for (int distance = kWarp / 2; distance > 0; distance /= 2)
        sum += __shfl_xor_sync(kAllLanes, sum, distance);
    return sum;
}

/// Finds the bin in which the sum from the highest bin downwards reaches the goal, and what is left of the
/// goal in it. `bins` is a multiple of the block's threads. Begins without a barrier, ends with one.
template <typename Count>
__device__ void find_bin(Shared<Count>& shared, Count goal, int bins) {
    // Thread t sums up bins [t·per, (t+1)·per), counted from the top.
    const int per = bins / kThreads;
    const int first = bins - 1 - static_cast<int>(threadIdx.x) * per;
    Count own = 0;
    for (int i = 0; i < per; ++i)
        own += shared.bins.get(first - i);
    Count before = warp_prefix_sum(own);
    if (threadIdx.x % kWarp == kWarp - 1)
        shared.sums[threadIdx.x / kWarp] = before;
    __syncthreads();
    before += sum_of_warps(shared.sums, threadIdx.x / kWarp) - own;
    if (before < goal && goal <= before + own) {
        int bin = first;
        while (before + shared.bins.get(bin) < goal)
            before += shared.bins.get(bin--);
        shared.digit = static_cast<unsigned>(bin);
        shared.left = goal - before;
    }
    __syncthreads();
}

/// The key at which the sum of value(i) over 0 <= i < count, by key(i) from the largest down, reaches the
/// goal (1 … the sum of all); `goal` becomes what is left of it among equal keys.
template <typename Count, typename Key, typename Value>
__device__ std::uint32_t find_key(Shared<Count>& shared, int count, Key key, Value value, Count& goal) {
    std::uint32_t found = 0; // the digits so far
    HADAL_UNROLL
    for (int pass = 0; pass < kPasses; ++pass) {
        for (int bin = static_cast<int>(threadIdx.x); bin < bins_of(pass); bin += kThreads)
            shared.bins.clear(bin);
        __syncthreads();
        for (int i = static_cast<int>(threadIdx.x); i < count; i += kThreads) {
            const std::uint32_t k = key(i);
            if ((k & decided_by(pass)) != found)
                continue;
            if (const Count v = value(i); v != 0)
                shared.bins.add(k >> shift_of(pass) & static_cast<unsigned>(bins_of(pass) - 1), v);
        }
        __syncthreads();
        find_bin(shared, goal, bins_of(pass));
        found |= shared.digit << shift_of(pass);
        goal = shared.left;
    }
    return found;
}

/// A warp's stretch of 0 … count-1, whole groups of 32.
struct Stretch {
    int begin;
    int end;
    __device__ explicit Stretch(int count) {
        const int length = (count + kThreads - 1) / kThreads * kWarp;
        begin = static_cast<int>(threadIdx.x) / kWarp * length;
        end = begin + length;
    }
};

} // namespace hadal::cuda::radix
