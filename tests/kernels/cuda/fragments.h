// Products of one tile by every way that kernels load fragments.
#pragma once

#include "kernels/cuda/numerics.h"

namespace hadal::test {

/// out [16, 8] = a · bᵀ.
struct TileProduct {
    const void* a = nullptr; ///< [16, 64]: bf16, or e4m3 codes
    const void* b = nullptr; ///< [8, 64]
    float* out = nullptr;
    const float* a_scales = nullptr; ///< [16] and [8], powers of two: E4m3Scaled only
    const float* b_scales = nullptr;
};

enum class Fragments {
    Bf16,           ///< registers by ldmatrix
    Bf16Transposed, ///< a lies as [64, 16], loaded by ldmatrix.trans
    E4m3,           ///< registers by ldmatrix of byte pairs
    E4m3Direct,     ///< registers from global memory, 16 bytes a lane at once
    E4m3AsBf16,     ///< the same by products in bf16
    E4m3Scaled,     ///< as E4m3, with a scale for each row of a and of b
};

void tile_product(cudaStream_t stream, Fragments fragments, const TileProduct& parameters);
/// ldmatrix of rows that are 8 bytes off.
void misaligned_tile(cudaStream_t stream, const TileProduct& parameters);

} // namespace hadal::test
