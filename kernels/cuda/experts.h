// Gated MLPs: the routed experts with the shared one, chosen on the device, and dense ones.
#pragma once

#include "kernels/cuda/numerics.h"
#include "kernels/ops.h"

namespace hadal::cuda {

/// One MLP: gate and up [width, hidden], down [hidden, width], FP8 with scales or bf16, 16-byte aligned.
struct ExpertWeights {
    const void* gate = nullptr;
    const void* up = nullptr;
    const void* down = nullptr;
    const float* gate_scales = nullptr; ///< null: bf16, as the other two
    const float* up_scales = nullptr;
    const float* down_scales = nullptr;
    int width = 0;
    bool operator==(const ExpertWeights&) const = default;
};

/// Vectors of 16 bytes are loaded.
constexpr int expert_multiple(bool fp8) {
    return fp8 ? 16 : 8;
}

/// out = Σ_e weight_e · mlp_e(x) + mlp_shared(x), as ops::Backend::experts says; without routed experts
/// (topk = 0) it is ops::Backend::mlp of the shared one. Which experts there are is read on the device: the
/// host neither waits nor knows. A row's result does not depend on the others of up to four rows, nor of
/// more.
struct Experts {
    const E4m3* codes = nullptr;   ///< for FP8 weights: x quantised, [rows, hidden]
    const float* scales = nullptr; ///< [rows, ceil(hidden/128)]
    const Bf16* x = nullptr;       ///< in place of these two: [rows, hidden]
    /// What is done to inputs of FP8 weights: to those of `down`, and to x where it comes as bf16.
    ops::ActivationQuant quant = ops::ActivationQuant::None;

    const int* ids = nullptr;              ///< [rows, topk]; distinct within a row
    const float* weights = nullptr;        ///< [rows, topk]
    const ExpertWeights* routed = nullptr; ///< [expert_count] on the device; all FP8 or all bf16
    ExpertWeights shared;                  ///< like the routed ones; width 0: none
    bool fp8 = false;                      ///< what all weights are

    Bf16* out = nullptr;    ///< [rows, hidden]; every expert's own output is rounded, then the sum
    float* exact = nullptr; ///< in its place: the sum of a rank's share of each width; nothing is rounded
    std::byte* scratch = nullptr; ///< scratch_bytes(), 256-byte aligned

    int rows = 0;
    int topk = 0;
    int expert_count = 0; ///< at most 1023
    int hidden = 0;
    int width = 0; ///< the largest of all; as hidden a multiple of expert_multiple(fp8)
    /// All scales are powers of two and the device is of architecture 12.x: the matrix instruction takes
    /// them.
    bool scaled_products = false;

    __host__ __device__ int per_row() const { return topk + (shared.width > 0 ? 1 : 0); }
    std::size_t scratch_bytes() const;
};

/// Up to four rows, two to four launches that read each chosen expert's weights once; more rows, up to six.
void run_experts(cudaStream_t stream, const Experts& parameters);

// The same, to the last bit, for more than four rows with routed experts whose weights are not on the device
// all at once: in this order, with every expert in one range of each kind. The shared one counts as expert
// `expert_count`. What a range does not name of the weights need not be there.

/// Experts first … end-1.
struct ExpertRange {
    int first = 0, end = 0;
};
void plan_experts(cudaStream_t stream, const Experts& parameters);
void gate_up_experts(cudaStream_t stream, const Experts& parameters, ExpertRange range);
void quantise_experts(cudaStream_t stream, const Experts& parameters);
void down_experts(cudaStream_t stream, const Experts& parameters, ExpertRange range);
void sum_experts(cudaStream_t stream, const Experts& parameters);

} // namespace hadal::cuda
