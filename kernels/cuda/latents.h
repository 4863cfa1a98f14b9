// The cache of latent attention: rows [latent | rope] written into its pages, and read back as plain bf16.
#pragma once

#include "kernels/cuda/numerics.h"
#include "kernels/ops.h"

namespace hadal::cuda {

/// Pages of 64 latent rows, as kernels/cache_layout.h lays them out.
struct LatentPages {
    std::byte* data = nullptr; ///< 16-byte aligned, as page_bytes
    std::int64_t page_bytes = 0;
    ops::LatentFormat format = ops::LatentFormat::FP8;
    int rank = 0; ///< kv_lora_rank: a multiple of 4, at most 1024
    int rope = 0; ///< even

    __host__ __device__ int scales_offset() const { return rank; }
    __host__ __device__ int rope_offset() const {
        if (format == ops::LatentFormat::FP8)
            return rank + 4 * static_cast<int>(ops::fp8_blocks(rank));
        return rank * (format == ops::LatentFormat::BF16 ? 2 : 4);
    }
    __host__ __device__ int row_bytes() const {
        return rope_offset() + rope * (format == ops::LatentFormat::F32 ? 4 : 2);
    }
    /// Row `place` % 64 of page `place` / 64.
    __host__ __device__ std::byte* row(int place) const {
        constexpr int kTokens = static_cast<int>(ops::kPageTokens);
        return data + place / kTokens * page_bytes + place % kTokens * row_bytes();
    }
};

/// RMS-normalises the first part of each row, rotates the rest (interleaved), rounds both to bf16, and writes
/// them in the cache's format.
struct WriteLatents {
    const Bf16* kv_a = nullptr;        ///< [rows, rank + rope], rows `stride` apart, 8-byte aligned
    const Bf16* norm_weight = nullptr; ///< [rank], 8-byte aligned
    const float2* table = nullptr;     ///< rope_table() of rope / 2 pairs
    const int* positions = nullptr;    ///< [rows]
    const int* places = nullptr;       ///< [rows], 64 · page + row of the page
    LatentPages pages;
    int rows = 0;
    int stride = 0; ///< a multiple of 4
    float eps = 0.0f;
};
void write_latents(cudaStream_t stream, const WriteLatents& parameters);

/// The first `tokens` rows of one sequence as bf16, which holds FP8 latents exactly.
struct ReadLatents {
    LatentPages pages;
    const int* page_table = nullptr; ///< the page of positions 64·i … 64·i+63
    Bf16* latents = nullptr;         ///< [tokens, rank], 8-byte aligned
    Bf16* rope = nullptr;            ///< [tokens, rope]
    int tokens = 0;
};
void read_latents(cudaStream_t stream, const ReadLatents& parameters);

} // namespace hadal::cuda
