// Matrix times many vectors, FP8.
#pragma once

#include "kernels/cuda/numerics.h"

namespace hadal::cuda {

/// out = x·Wᵀ: each 128 channels are summed apart and multiplied by both scales in f32.
struct GemmFp8 {
    const E4m3* codes = nullptr;          ///< x quantised, [rows, in_features], 16-byte aligned as all here
    const float* scales = nullptr;        ///< [rows, ceil(in/128)]
    const E4m3* weights = nullptr;        ///< [out_features, in_features]
    const float* weight_scales = nullptr; ///< [ceil(out/128), ceil(in/128)]
    Bf16* rounded = nullptr;              ///< [rows, out_features]; one of these two
    float* exact = nullptr;
    int rows = 0;
    int in_features = 0;  ///< a multiple of 16
    int out_features = 0; ///< a multiple of 4
};

void gemm_fp8(cudaStream_t stream, const GemmFp8& parameters);

} // namespace hadal::cuda
