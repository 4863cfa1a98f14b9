// Matrix times many vectors.
#pragma once

#include "kernels/cuda/numerics.h"

namespace hadal::cuda {

/// out = x·Wᵀ. FP8 weights: each 128 channels are summed apart and multiplied by the scales in f32. A row's
/// result does not depend on how many rows share the call.
struct Gemm {
    const E4m3* codes = nullptr;   ///< for FP8 weights: x quantised, [rows, in], 16-byte aligned as all
    const float* scales = nullptr; ///< [rows, ceil(in/128)]
    const Bf16* x = nullptr;       ///< in place of these two: [rows, in], used as it is
    const void* weights = nullptr; ///< E4m3 or Bf16 [out_features, in_features]
    const float* weight_scales = nullptr; ///< FP8: [ceil(out/128), ceil(in/128)]; null: bf16
    Bf16* rounded = nullptr;              ///< [rows, out_features]; one of these two
    float* exact = nullptr;
    int rows = 0;
    int in_features = 0;  ///< a multiple of 16 (FP8) or 8 (bf16)
    int out_features = 0; ///< a multiple of 4
    /// All scales are powers of two and the device is of architecture 12.x: the matrix instruction takes
    /// them.
    bool scaled_products = false;

    /// What is left when the rows before that one are done.
    Gemm from_row(int first) const {
        Gemm rest = *this;
        const std::int64_t skipped = first;
        if (codes) {
            rest.codes += skipped * in_features;
            rest.scales += skipped * ops::fp8_blocks(in_features);
        } else {
            rest.x += skipped * in_features;
        }
        if (exact)
            rest.exact += skipped * out_features;
        else
            rest.rounded += skipped * out_features;
        rest.rows -= first;
        return rest;
    }
};

void gemm(cudaStream_t stream, const Gemm& parameters);

} // namespace hadal::cuda
