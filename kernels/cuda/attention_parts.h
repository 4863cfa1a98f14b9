// What the kernels of absorbed attention share. Internal to attention*.cu.
//
// All of them make the heads columns of their products and the keys, then the channels, rows, so that a tile
// of keys serves all heads and 8 heads waste nothing:
//   scores[key, head] = K·qᵀ        out[channel, head] = Vᵀ·Pᵀ
#pragma once

#include "kernels/cuda/attention.h"

namespace hadal::cuda {

inline constexpr float kLog2E = 1.44269504f; ///< exponentials are powers of two, not of e

/// Where key `index` of a row lies in the pages, 64 · page + row of the page; -1 for none.
__device__ __forceinline__ int key_place(const AbsorbedAttention& p, int row, int index) {
    int position = -1;
    if (p.selection) {
        if (index < p.selected)
            position = p.selection[static_cast<std::int64_t>(row) * p.selected + index];
    } else if (index < p.counts[row]) {
        position = index;
    }
    if (position < 0)
        return -1;
    constexpr int kTokens = static_cast<int>(ops::kPageTokens);
    const int page = p.page_table[static_cast<std::int64_t>(row) * p.table_stride + position / kTokens];
    return page * kTokens + position % kTokens;
}

/// Whether attend_fp8_tiles() can do it: V3.2's latents in FP8, one tile of keys a split.
bool fits_fp8_tiles(const AbsorbedAttention& p);
void attend_fp8_tiles(cudaStream_t stream, const AbsorbedAttention& p);
/// Anything else.
void attend_rows(cudaStream_t stream, const AbsorbedAttention& p);

} // namespace hadal::cuda
