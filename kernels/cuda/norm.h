// RMSNorm, alone or after adding to the residual, with its result quantised on the way.
#pragma once

#include "kernels/cuda/numerics.h"

namespace hadal::cuda {

/// Rows of `width` values, packed. out = weight · s · rsqrt(mean(s²) + eps) for s = x, or x + a delta; all in
/// f32 from the unrounded sum, rounded once. With a delta, x becomes s, rounded. `codes` and `scales` hold
/// the rounded out in FP8, one scale for each 128 channels; each of out and the pair (codes, scales) may be
/// null.
struct RmsNorm {
    Bf16* x = nullptr;            ///< [rows, width], 16-byte aligned as all here
    const float* delta = nullptr; ///< [rows, width] or null
    const Bf16* weight = nullptr; ///< [width]
    Bf16* out = nullptr;          ///< [rows, width]
    E4m3* codes = nullptr;        ///< [rows, width]
    float* scales = nullptr;      ///< [rows, ceil(width / 128)]
    int rows = 0;
    int width = 0; ///< a multiple of 8, at most 8192
    float eps = 0.0f;
    bool power_of_two_scales = true;
    const Bf16* rounded_delta = nullptr; ///< [rows, width] or null; in place of `delta`
    int out_stride = 0;                  ///< from a row of `out` to the next, a multiple of 8; 0: packed
};

/// Queues it. Throws InvalidArgument for a width that the kernel cannot do.
void rms_norm(cudaStream_t stream, const RmsNorm& parameters);

} // namespace hadal::cuda
