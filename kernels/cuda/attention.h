// Latent attention over gathered rows of the cache, for few rows of queries.
#pragma once

#include "kernels/cuda/numerics.h"
#include "kernels/ops.h"

namespace hadal::cuda {

inline constexpr int kLatentRank = 512; ///< kv_lora_rank and rope_dim of the whole family
inline constexpr int kLatentRope = 64;
inline constexpr int kLatentRowBytes = 656; ///< FP8 rows, see LatentFormat::FP8
inline constexpr int kAttentionKeys = 64;   ///< that one split takes

/// Absorbed attention as ops::Backend::attend_absorbed says, over FP8 latents. A row of queries attends to
/// its selection, or to its first counts[row] positions.
struct SparseAttention {
    const Bf16* q = nullptr;          ///< [rows, heads, 512 + 64], absorbed
    const std::byte* pages = nullptr; ///< pages of 64 rows, 16-byte aligned
    std::int64_t page_bytes = 0;
    const int* page_table = nullptr; ///< [rows, table_stride]: the page of positions 64·i … 64·i+63
    const int* selection = nullptr;  ///< [rows, selected], -1 for none; null for the first counts[row]
    const int* counts = nullptr;     ///< [rows]; not read with a selection
    float* partial = nullptr;        ///< scratch [rows, splits, heads, 512]
    float2* stats = nullptr;         ///< scratch [rows, splits, heads]
    Bf16* out = nullptr;             ///< [rows, heads, 512]
    int rows = 0;
    int heads = 0;
    int table_stride = 0;
    int selected = 0; ///< the width of the selection, or the largest count
    float scale = 0.0f;

    __host__ __device__ int splits() const { return (selected + kAttentionKeys - 1) / kAttentionKeys; }
};

/// Two launches: the splits, and their combination in order.
void sparse_attention(cudaStream_t stream, const SparseAttention& parameters);

} // namespace hadal::cuda
