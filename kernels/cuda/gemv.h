// Matrix times few vectors: what decoding spends nine tenths of its time on.
#pragma once

#include "kernels/cuda/numerics.h"
#include "kernels/ops.h"

namespace hadal::cuda {

inline constexpr int kGemvRows = 4;     ///< vectors that one call takes
inline constexpr int kGemvMatrices = 4; ///< matrices that share the vectors

/// One weight matrix [out, in] of a call, and where x·Wᵀ goes: bf16, or f32 that is never rounded.
struct GemvMatrix {
    const void* weights = nullptr; ///< E4m3 or Bf16, packed, 16-byte aligned
    const float* scales = nullptr; ///< FP8: [ceil(out/128), ceil(in/128)]; null: bf16
    int out_features = 0;
    Bf16* rounded = nullptr; ///< [rows, out_features]; one of these two
    float* exact = nullptr;
};

/// A row's result does not depend on how many rows share the call.
struct Gemv {
    const E4m3* codes = nullptr;   ///< for FP8 weights: x quantised, [rows, in], 16-byte aligned
    const float* scales = nullptr; ///< [rows, ceil(in/128)]
    const Bf16* x = nullptr;       ///< in place of these two: [rows, in], 16-byte aligned
    /// What is done to x before it meets FP8 weights; each block does it for itself, which for few channels
    /// costs less than another launch.
    ops::ActivationQuant quant = ops::ActivationQuant::None;
    GemvMatrix matrices[kGemvMatrices]; ///< all FP8 or all bf16
    int matrix_count = 0;
    int rows = 0;        ///< 1 … 4
    int in_features = 0; ///< a multiple of 16 (FP8) or 8 (bf16)
};

/// FP8 weights: each 128 channels are summed apart and multiplied by the scales in f32.
void gemv(cudaStream_t stream, const Gemv& parameters);

} // namespace hadal::cuda
