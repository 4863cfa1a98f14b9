// Rotary embedding.
#pragma once

#include "kernels/cuda/numerics.h"
#include "kernels/ops.h"

#include <span>
#include <vector>

namespace hadal::cuda {

/// Cosine and sine of each pair's angle at positions 0 … positions-1, times the magnitude: made on the host
/// once, because the angle of a late position needs more care than fast device functions take. The
/// layout is [positions][pairs].
std::vector<float2> rope_table(std::span<const float> inverse_frequencies, float magnitude,
                               std::int64_t positions);

/// Rotates in place `dim` channels of each head, from channel `offset` of the head on.
struct Rotate {
    Bf16* x = nullptr;              ///< [rows, heads, head_dim]
    const float2* table = nullptr;  ///< rope_table()
    const int* positions = nullptr; ///< [rows]
    int rows = 0;
    int heads = 0;
    int head_dim = 0;
    int offset = 0; ///< even, as head_dim
    int dim = 0;    ///< even
    ops::RopeLayout layout = ops::RopeLayout::Interleaved;
};

void rotate(cudaStream_t stream, const Rotate& parameters);

} // namespace hadal::cuda
