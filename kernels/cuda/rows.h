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

} // namespace hadal::cuda
