// Latent attention in its absorbed form: every head's key is the latent and the shared rope key, its value
// the latent.
#pragma once

#include "kernels/cuda/latents.h"

namespace hadal::cuda {

inline constexpr int kAttentionKeys = 64;   ///< that a block takes at a time
inline constexpr int kAttentionSplits = 64; ///< most blocks that share the keys of a row
inline constexpr int kAttentionRank = 512;  ///< largest kv_lora_rank
inline constexpr int kAttentionRope = 64;   ///< largest rope part

/// As ops::Backend::attend_absorbed says. A row of queries attends to its selection, or to its first
/// counts[row] positions.
struct AbsorbedAttention {
    const Bf16* q = nullptr;         ///< [rows, heads, rank + rope], 16-byte aligned
    LatentPages pages;               ///< rank a multiple of 8 up to 512, rope of 8 up to 64
    const int* page_table = nullptr; ///< [rows, table_stride]: the page of positions 64·i … 64·i+63
    const int* selection = nullptr;  ///< [rows, selected], -1 for none; null for the first counts[row]
    const int* counts = nullptr;     ///< [rows]; not read with a selection
    Bf16* out = nullptr;             ///< [rows, heads, rank]
    float* partial = nullptr;        ///< scratch [rows, splits, heads, rank]; not used by one split
    float2* stats = nullptr;         ///< scratch [rows, splits, heads]; not used by one split
    int rows = 0;
    int heads = 0;
    int table_stride = 0;
    int selected = 0; ///< the width of the selection, or the largest count
    int splits = 1;   ///< blocks that share a row's keys; attention_splits() knows how many
    float scale = 0.0f;
};

/// Few rows want all their keys in flight at once, many rows one block each, which needs no second pass. The
/// splits of up to four rows are the same, so that the results of one do not depend on the others.
inline int attention_splits(int rows, int selected) {
    const int tiles = (selected + kAttentionKeys - 1) / kAttentionKeys;
    return rows > 4 ? 1 : tiles < kAttentionSplits ? tiles : kAttentionSplits;
}

/// One launch, and one more that combines the splits in order where there are several.
void attend_absorbed(cudaStream_t stream, const AbsorbedAttention& parameters);

} // namespace hadal::cuda
