// The sum over all ranks of what each has made, pushed by kernels into each other's memory: for the few rows
// of a decode step, where NCCL's latency is most of a layer's time.
#pragma once

#include "kernels/cuda/numerics.h"

#include <cstddef>

namespace hadal::cuda {

inline constexpr int kMaxRanks = 16;
inline constexpr int kMaxAllReduceRows = 16; ///< more are NCCL's

/// Where things lie in a rank's exchange memory, which its device's peers can write to. Zero it before first
/// use.
struct ExchangeLayout {
    int ranks = 0;
    int width = 0; ///< channels of a row, a multiple of 8

    /// Flags stand apart, so that no two peers write into one cache line.
    static constexpr std::size_t kFlagBytes = 128;
    static constexpr int kBuffers = 2;

    __host__ __device__ std::size_t row_bytes() const {
        return static_cast<std::size_t>(width) * sizeof(Bf16);
    }
    /// What rank `from` has pushed for a row, in the buffer of an epoch.
    __host__ __device__ std::size_t row(unsigned epoch, int from, int row_index) const {
        return ((epoch % kBuffers * static_cast<unsigned>(ranks) + static_cast<unsigned>(from)) *
                    kMaxAllReduceRows +
                static_cast<unsigned>(row_index)) *
               (static_cast<std::size_t>(width) * sizeof(Bf16));
    }
    /// Each buffer has flags of its own: a rank that is one sum ahead must not write over what others wait
    /// for.
    __host__ __device__ std::size_t flag(unsigned epoch, int from, int row_index) const {
        return row(0, kBuffers * ranks, 0) +
               ((epoch % kBuffers * static_cast<unsigned>(ranks) + static_cast<unsigned>(from)) *
                    kMaxAllReduceRows +
                static_cast<unsigned>(row_index)) *
                   kFlagBytes;
    }
    /// A word that is not 0 when the step has failed somewhere.
    __host__ __device__ std::size_t abort() const { return flag(0, kBuffers * ranks, 0); }
    __host__ __device__ std::size_t bytes() const { return abort() + kFlagBytes; }
};

/// In pinned host memory: what a rank waited for in vain, or is not to wait for. All zero while nothing is
/// wrong.
struct AllReduceStatus {
    unsigned failed = 0;  ///< 1: this rank's deadline passed; 2: another rank gave up
    unsigned missing = 0; ///< rank whose part did not come
    unsigned epoch = 0;   ///< its number in the sequence of sums of that row
    unsigned stop = 0;    ///< the host's word: not 0 ends all waiting, as when another rank gives up
};

/// sum = the ranks' parts, added in f32 in the order of ranks and rounded once: the same bits on every rank.
/// With a residual: s = residual + sum, out = weight · s · rsqrt(mean(s²) + eps) and residual = s, as RmsNorm
/// does; `codes` and `scales` hold out in FP8. Without: out = sum. All ranks queue the same sequence of these
/// with the same rows and width.
struct AllReduce {
    const Bf16* part = nullptr;   ///< [rows, width], 16-byte aligned as all here
    Bf16* residual = nullptr;     ///< [rows, width] or null
    const Bf16* weight = nullptr; ///< [width], with a residual
    Bf16* out = nullptr;          ///< [rows, width]; may be `part`
    E4m3* codes = nullptr;        ///< [rows, width] or null
    float* scales = nullptr;      ///< [rows, ceil(width / 128)]
    int rows = 0;                 ///< up to kMaxAllReduceRows
    float eps = 0.0f;
    bool power_of_two_scales = true;

    ExchangeLayout layout;
    int rank = 0;
    std::byte* exchange[kMaxRanks] = {}; ///< of each rank, as this device reaches it
    unsigned* epochs = nullptr;          ///< [kMaxAllReduceRows + 1] of this rank, zero before first use
    AllReduceStatus* status = nullptr;
    /// How long to wait for the others. Then the step is over for all of them: sums that follow do not wait,
    /// and give what this rank has alone.
    unsigned long long deadline_ns = 2'000'000'000;
};

/// Queues it. Throws InvalidArgument for rows, width or ranks that the kernel cannot do. Every kernel of the
/// group must have been loaded, and all memory allocated, before the first one waits.
void all_reduce(cudaStream_t stream, const AllReduce& parameters);

/// The part of a sum over ranks that one of them makes, when all have sent it their parts of some channels:
/// added as in AllReduce, so with the same bits.
struct SumParts {
    const Bf16* parts = nullptr; ///< [ranks, stride], 16-byte aligned as all here
    Bf16* sum = nullptr;         ///< [count]
    int ranks = 0;
    std::int64_t stride = 0;
    std::int64_t count = 0; ///< a multiple of 8, as the stride
};
void sum_parts(cudaStream_t stream, const SumParts& parameters);

} // namespace hadal::cuda
