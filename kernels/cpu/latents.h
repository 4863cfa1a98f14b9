// Reading and writing latent rows of the cache as floats.
#pragma once

#include "kernels/cache_layout.h"
#include "kernels/cpu/simd.h"
#include "kernels/step.h"

namespace hadal::cpu {

inline std::byte* latent_row(const ops::LayerCache& cache, const ops::LatentLayout& layout,
                             const ops::Step::Row& row, std::int64_t position) {
    return ops::page_data(cache.latents, row.page(position)) +
           position % ops::kPageTokens * layout.row_bytes();
}

/// Channels [first, first + count) of a latent without its rope part. `first` is a multiple of 64, and of 128
/// where count is more than 64.
void read_latent(float* out, const std::byte* from, const ops::LatentLayout& layout, std::int64_t first,
                 std::int64_t count);
void read_rope(float* out, const std::byte* from, const ops::LatentLayout& layout);
/// `values` hold latent and rope part.
void write_latent(std::byte* to, const ops::LatentLayout& layout, const float* values);

} // namespace hadal::cpu
