// The products with kv_b that turn ordinary attention into latent attention: head by head, on both sides.
#pragma once

#include "kernels/cuda/numerics.h"

namespace hadal::cuda {

/// kv_b [heads · (nope + v), rank], for each head W_UK above W_UV. Activations are never quantised; weights
/// of FP8 or bf16 are used as they lie in the checkpoint.
struct HeadWeights {
    const void* values = nullptr;  ///< E4m3 with scales, Bf16 without; 8-byte aligned
    const float* scales = nullptr; ///< FP8: [ceil(heads·(nope+v)/128), ceil(rank/128)]
    int heads = 0;
    int nope = 0; ///< at most 512
    int v = 0;
    int rank = 0; ///< a multiple of 4, at most 512
};

/// out[r, h] = [W_UKᵀ·q_nope | q_rope].
struct AbsorbQueries {
    const Bf16* q = nullptr; ///< [rows, heads, nope + rope]
    Bf16* out = nullptr;     ///< [rows, heads, rank + rope], 8-byte aligned
    HeadWeights weights;
    int rows = 0;
    int rope = 0; ///< a multiple of 4
};
void absorb_queries(cudaStream_t stream, const AbsorbQueries& parameters);

/// out[r, h] = W_UV·u.
struct ProjectValues {
    const Bf16* u = nullptr; ///< [rows, heads, rank], 8-byte aligned
    Bf16* out = nullptr;     ///< [rows, heads, v]
    HeadWeights weights;
    int rows = 0;
};
void project_values(cudaStream_t stream, const ProjectValues& parameters);

} // namespace hadal::cuda
