// How the kernels of sampler.cu and sampler_draw.cu share a row: what its blocks find, where that lies, and
// sums within a block. Internal to them.
#pragma once

#include "kernels/cuda/radix.h"
#include "kernels/cuda/sampler.h"

namespace hadal::cuda::sampler {

using radix::kThreads;
using radix::kWarps;

using Mass = unsigned long long; ///< 2^-36 of the best token's weight
inline constexpr float kUnit = 0x1p36f;

inline constexpr int kBlockIds = 2 * kThreads; ///< that a block looks at
inline constexpr int kMaxBlocks = kMaxSampledVocab / kBlockIds;
inline constexpr int kDepths = 2 * kThreads; ///< bins of how far a logit is below the best
inline constexpr float kDepthsOfALogit = 32.0f;

__host__ __device__ constexpr int blocks_of(int vocab) {
    return (vocab + kBlockIds - 1) / kBlockIds;
}

/// What a block has found of its ids.
struct Part {
    std::uint64_t best;     ///< rank of the best that may be chosen; 0: none
    std::uint64_t best_raw; ///< rank of the best of all known ids; 0: none
    unsigned strange;       ///< 1: a logit is no number
    unsigned eligible;      ///< known and allowed
    unsigned possible;      ///< eligible ones above -infinity
    unsigned candidates;    ///< ids among which are all that the filters leave
    Mass mass;              ///< of all; for a draw by id, of those that min-p leaves
    Mass raw;               ///< of all known ids, where the best raw one weighs 1
};

/// A row's scratch memory: this, then six arrays of Row, of four bytes for each id.
struct Scratch {
    Part parts[kMaxBlocks];
    std::uint64_t top[kMaxBlocks][kMaxLogprobs]; ///< the best raw ranks of each block, 0 fills up
    Mass depths[kDepths];                        ///< how much lies how deep: ids with top-k, else mass
};
static_assert(sizeof(Scratch) % 8 == 0 && sizeof(int) == sizeof(float));

__host__ __device__ constexpr std::size_t scratch_bytes_of(int vocab) {
    return sizeof(Scratch) + 6 * sizeof(float) * static_cast<std::size_t>(vocab);
}

/// The last of the kernels: filters, draws and writes the results of every row.
void queue_draw(cudaStream_t stream, const Sample& p);

/// Orders like the value, and of equal ones the lower id is larger. Never 0.
__device__ __forceinline__ std::uint64_t rank_of(float value, int id) {
    return static_cast<std::uint64_t>(ordered_key(value)) << 32 | (0xffffffffu - static_cast<unsigned>(id));
}
__device__ __forceinline__ int id_of(std::uint64_t rank) {
    return static_cast<int>(0xffffffffu - static_cast<std::uint32_t>(rank));
}

__device__ __forceinline__ bool bit(const std::uint32_t* words, int i) {
    return (words[i / 32] >> (i % 32) & 1u) != 0;
}

__device__ __forceinline__ Mass mass_of(float weight) {
    return static_cast<Mass>(weight * kUnit);
}

/// 0 for one that weighs less than `least`.
__device__ __forceinline__ Mass mass_from(float weight, float least) {
    return weight >= least ? mass_of(weight) : 0;
}

__device__ __forceinline__ Mass larger(Mass a, Mass b) {
    return a > b ? a : b;
}
__device__ __forceinline__ Mass warp_largest(Mass value) {
    for (int distance = kWarp / 2; distance > 0; distance /= 2)
        value = larger(value, __shfl_xor_sync(kAllLanes, value, distance));
    return value;
}
__device__ __forceinline__ Mass warp_total(Mass value) {
    for (int distance = kWarp / 2; distance > 0; distance /= 2)
        value += __shfl_xor_sync(kAllLanes, value, distance);
    return value;
}

struct Range {
    int begin;
    int end;
};

/// One row.
struct Row {
    const float* logits;
    const std::uint32_t* known;
    const std::uint32_t* allowed; ///< or null
    Scratch* scratch;
    float* adjusted; ///< after penalties and biases; -inf for those that may not be chosen
    float* weights;
    int* candidates; ///< of each block from its first id on
    int* ids;        ///< the candidates of all blocks, in order
    float* logits_of_ids;
    float* weights_of_ids;
    int vocab;

    __device__ Row(const Sample& p, unsigned index)
        : logits(p.logits + static_cast<std::int64_t>(index) * p.stride), known(p.known),
          allowed(p.allowed ? p.allowed + static_cast<std::int64_t>(index) * ((p.vocab + 31) / 32) : nullptr),
          vocab(p.vocab) {
        std::byte* base = p.scratch + index * scratch_bytes_of(vocab);
        scratch = reinterpret_cast<Scratch*>(base);
        adjusted = reinterpret_cast<float*>(base + sizeof(Scratch));
        weights = adjusted + vocab;
        candidates = reinterpret_cast<int*>(weights + vocab);
        ids = candidates + vocab;
        logits_of_ids = reinterpret_cast<float*>(ids + vocab);
        weights_of_ids = logits_of_ids + vocab;
    }
    __device__ int blocks() const { return blocks_of(vocab); }
    __device__ Range ids_of(int block) const {
        const int begin = block * kBlockIds, end = begin + kBlockIds;
        return {begin, end < vocab ? end : vocab};
    }
    __device__ bool eligible(int i) const { return bit(known, i) && (!allowed || bit(allowed, i)); }
    __device__ std::uint64_t raw_rank(int i) const { return bit(known, i) ? rank_of(logits[i], i) : 0; }
    __device__ Mass mass(int i, float least) const { return mass_from(weights[i], least); }
};

/// What the first kernel has found in all, and what follows of it: the same on all threads.
struct Findings {
    SampleStatus status = SampleStatus::Done;
    int best = -1; ///< the token; -1 where the status is not Done
    float best_logit = 0.0f;
    float best_raw_logit = 0.0f; ///< of all known ids
    bool draws = false;
    bool limits = false; ///< top-k leaves some out
    bool sorted = false; ///< whether the host's sampler leaves its candidates in order of logits, or of ids

    /// Of those deeper than kDepths the last.
    __device__ int depth(float logit) const {
        const float depth = (best_logit - logit) * kDepthsOfALogit;
        return depth < static_cast<float>(kDepths - 1) ? static_cast<int>(depth) : kDepths - 1;
    }
};

/// What the threads of a block tell each other. The sums below begin and end with a barrier.
struct BlockShared {
    Mass warps[kWarps];
    int found; ///< by whoever searches
    Findings findings;
};

/// The sum over the block's threads, on all of them.
__device__ __forceinline__ Mass block_total(BlockShared& shared, Mass own) {
    own = warp_total(own);
    __syncthreads();
    if (threadIdx.x % kWarp == 0)
        shared.warps[threadIdx.x / kWarp] = own;
    __syncthreads();
    return radix::sum_of_warps(shared.warps, kWarps);
}

/// The largest of the block's threads, on all of them.
__device__ __forceinline__ Mass block_largest(BlockShared& shared, Mass own) {
    own = warp_largest(own);
    __syncthreads();
    if (threadIdx.x % kWarp == 0)
        shared.warps[threadIdx.x / kWarp] = own;
    __syncthreads();
    return warp_largest(shared.warps[threadIdx.x % kWarp]);
}

/// The sum over the threads before this one.
__device__ __forceinline__ Mass block_sum_before(BlockShared& shared, Mass own) {
    const Mass here = radix::warp_prefix_sum(own);
    __syncthreads();
    if (threadIdx.x % kWarp == kWarp - 1)
        shared.warps[threadIdx.x / kWarp] = here;
    __syncthreads();
    return radix::sum_of_warps(shared.warps, threadIdx.x / kWarp) + here - own;
}

/// The sum of value(part) over a row's parts, on all threads.
template <typename Value>
__device__ Mass sum_of_parts(BlockShared& shared, const Row& row, Value value) {
    static_assert(kMaxBlocks <= kThreads);
    const int b = static_cast<int>(threadIdx.x);
    return block_total(shared, b < row.blocks() ? value(row.scratch->parts[b]) : 0);
}

/// What all blocks of adjust_kernel have found. One warp looks through it: it is some dozens of parts, and
/// all warps together would read long. Begins without a barrier, ends with one.
__device__ __forceinline__ const Findings& find(BlockShared& shared, const Row& row,
                                                const SampleSettings& s) {
    if (threadIdx.x < kWarp) {
        Mass strange = 0, eligible = 0, possible = 0, best = 0, best_raw = 0;
        for (int b = static_cast<int>(threadIdx.x); b < row.blocks(); b += kWarp) {
            const Part& part = row.scratch->parts[b];
            strange += part.strange;
            eligible += part.eligible;
            possible += part.possible;
            best = larger(best, part.best);
            best_raw = larger(best_raw, part.best_raw);
        }
        strange = warp_total(strange);
        eligible = warp_total(eligible);
        possible = warp_total(possible);
        best = warp_largest(best);
        best_raw = warp_largest(best_raw);
        if (threadIdx.x == 0) {
            Findings found;
            if (strange != 0) {
                found.status = SampleStatus::NotANumber;
            } else if (eligible == 0) {
                found.status = SampleStatus::NothingAllowed;
            } else if (possible == 0) {
                found.status = SampleStatus::NothingPossible;
            } else {
                found.best = id_of(best);
                found.best_logit = row.adjusted[found.best];
                found.best_raw_logit = row.logits[id_of(best_raw)];
                found.draws = s.temperature > 0.0f;
                const auto k = static_cast<Mass>(s.top_k);
                found.limits = k > 0 && k < possible;
                found.sorted = (k > 0 && k < eligible) || s.top_p < 1.0f;
            }
            shared.findings = found;
        }
    }
    __syncthreads();
    return shared.findings;
}

/// What top-p keeps of a mass, at least.
__device__ __forceinline__ Mass share_of(Mass all, float top_p) {
    const auto wanted = static_cast<Mass>(ceil(static_cast<double>(all) * top_p));
    return wanted > 0 ? wanted : 1;
}

} // namespace hadal::cuda::sampler
