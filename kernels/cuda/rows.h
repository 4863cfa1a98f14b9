// Rows that are copied, added or quantised as they are.
#pragma once

#include "kernels/cuda/numerics.h"

namespace hadal::cuda {

/// out[i] = table[rows[i]]: embeddings, and the rows that sampling looks at.
struct GatherRows {
    const void* table = nullptr; ///< rows of row_bytes, packed, 16-byte aligned
    const int* rows = nullptr;   ///< [count], each of them in the table
    void* out = nullptr;         ///< [count] rows of row_bytes, packed, 16-byte aligned
    int count = 0;
    int row_bytes = 0; ///< a multiple of 4; of 16 is fast
};
void gather_rows(cudaStream_t stream, const GatherRows& parameters);

/// residual += delta in f32, rounded once; packed, 16-byte aligned.
struct AddRows {
    Bf16* residual = nullptr;
    const Bf16* delta = nullptr;
    std::int64_t count = 0; ///< of values, a multiple of 8
};
void add_rows(cudaStream_t stream, const AddRows& parameters);

/// FP8 of rows of bf16, one scale for each 128 channels.
struct QuantiseRows {
    const Bf16* x = nullptr; ///< [rows, width], packed, 8-byte aligned
    E4m3* codes = nullptr;   ///< [rows, width]
    float* scales = nullptr; ///< [rows, ceil(width / 128)]
    int rows = 0;
    int width = 0; ///< a multiple of 4
    bool power_of_two_scales = true;
};
void quantise_rows(cudaStream_t stream, const QuantiseRows& parameters);

/// Where a row's scale of a block of 128 channels stands among exponents in tiles, in words that hold the
/// same exponent (with its bias of 127) for each 32 channels of the block: tiles of 128 rows by one block,
/// [ceil(rows / 128), blocks] of them. It is the layout in which cuBLASLt takes UE8M0.
constexpr std::int64_t tiled_scale(std::int64_t row, std::int64_t block, std::int64_t blocks) {
    return (row / 128 * blocks + block) * 128 + row % 32 * 4 + row % 128 / 32;
}
/// The word of a scale that is a power of two.
constexpr std::uint32_t tiled_exponents(float scale) {
    return (std::bit_cast<std::uint32_t>(scale) >> 23) * 0x01010101u;
}

/// The scales of quantised rows as cuBLASLt takes them, in one of two forms.
struct ArrangeScales {
    const float* scales = nullptr;  ///< [ceil(rows / rows_of_scale), blocks]
    float* columns = nullptr;       ///< [blocks, rows]
    std::uint32_t* tiles = nullptr; ///< as tiled_scale() says, zero beyond the rows; of powers of two
    int rows = 0;
    int blocks = 0; ///< of 128 channels
    int rows_of_scale = 1;
};
void arrange_scales(cudaStream_t stream, const ArrangeScales& parameters);

} // namespace hadal::cuda
