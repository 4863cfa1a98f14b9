// The lightning indexer: what goes into its cache, its queries, and the score of every key.
#pragma once

#include "kernels/cuda/numerics.h"
#include "kernels/ops.h"

#include <algorithm>

namespace hadal::cuda {

/// How keys and queries are turned before they are quantised: rope on the first rope_dim channels, then the
/// Hadamard matrix over sqrt(dim) (Sylvester's order) where asked for. Each step is rounded to bf16.
struct IndexRotation {
    const float2* table = nullptr;  ///< rope_table() of rope_dim / 2 pairs
    const int* positions = nullptr; ///< [rows]
    int rope_dim = 0;               ///< a multiple of 8
    ops::RopeLayout layout = ops::RopeLayout::HalfSplit;
    bool hadamard = true;
};

/// Pages of 64 keys: 64 rows of e4m3, then 64 f32 scales; or 64 rows of bf16.
struct IndexPages {
    std::byte* data = nullptr; ///< 16-byte aligned, as page_bytes
    std::int64_t page_bytes = 0;
    ops::IndexKeyFormat format = ops::IndexKeyFormat::FP8; ///< F32 is refused
};

/// LayerNorm (eps 1e-6), rotation, and into the cache.
struct WriteIndexKeys {
    const Bf16* k = nullptr;            ///< [rows, dim], the wk projection
    const float* norm_weight = nullptr; ///< [dim]; checkpoints of any kind keep these two in f32
    const float* norm_bias = nullptr;   ///< [dim]
    const int* places = nullptr;        ///< [rows], 64 · page + row of the page
    IndexPages pages;
    IndexRotation rotation;
    int rows = 0;
    int dim = 0; ///< 32, 64 or 128
};
void write_index_keys(cudaStream_t stream, const WriteIndexKeys& parameters);

/// Queries rotated and, where keys are FP8, quantised; and the weight of each head with the query's scale,
/// heads^-½ and dim^-½ in it.
struct PrepareIndexQueries {
    const Bf16* q = nullptr;             ///< [rows, heads, dim], the plain projection
    const float* head_weights = nullptr; ///< [rows, heads], the plain projection
    void* queries = nullptr;             ///< [rows, heads, dim], E4m3 or Bf16 as the keys are
    float* weights = nullptr;            ///< [rows, heads]
    IndexRotation rotation;
    int rows = 0;
    int heads = 0;
    int dim = 0; ///< 32, 64 or 128
    ops::IndexKeyFormat format = ops::IndexKeyFormat::FP8;
};
void prepare_index_queries(cudaStream_t stream, const PrepareIndexQueries& parameters);

/// scores[r, t] = scale_t (of an FP8 key) · Σ_h relu(q_h · k_t) · weight_h for t < counts[r]; -inf from there
/// to `stride`.
struct IndexScores {
    const void* queries = nullptr;  ///< prepare_index_queries()'s, 16-byte aligned
    const float* weights = nullptr; ///< [rows, heads]
    IndexPages pages;
    const int* page_table = nullptr; ///< [rows, table_stride]: the page of positions 64·i … 64·i+63
    const int* counts = nullptr;     ///< [rows]
    float* scores = nullptr;         ///< [rows, stride]
    int rows = 0;
    int heads = 0; ///< at most 64
    int dim = 0;   ///< 32, 64 or 128
    int table_stride = 0;
    int stride = 0;
    int blocks = 0; ///< that share a row's pages; at least 1. index_score_blocks() knows how many
};

/// Some hundred blocks for all rows together, and at least one page for each.
inline int index_score_blocks(int rows, int stride) {
    constexpr int kTokens = static_cast<int>(ops::kPageTokens);
    constexpr int kBlocks = 256;
    return std::clamp((stride + kTokens - 1) / kTokens, 1, std::max(1, kBlocks / rows));
}

void index_scores(cudaStream_t stream, const IndexScores& parameters);

/// Throws InvalidArgument for what none of these can do.
void check_index(int dim, ops::IndexKeyFormat format);

} // namespace hadal::cuda
