// The choice of experts.
#pragma once

#include "kernels/cuda/numerics.h"
#include "kernels/ops.h"

namespace hadal::cuda {

/// From logits to experts and weights, as ops::Backend::route says: best first, the lower index wins ties,
/// NaN is never chosen before a number.
struct Route {
    const float* logits = nullptr; ///< [rows, shape.experts]
    const float* bias = nullptr;   ///< [shape.experts] or null
    int* experts = nullptr;        ///< [rows, shape.topk]
    float* weights = nullptr;      ///< [rows, shape.topk]
    int rows = 0;
    ops::RoutingShape shape; ///< at most 512 experts, 32 groups, 32 chosen
};

/// Throws InvalidArgument for shapes beyond these limits.
void route(cudaStream_t stream, const Route& parameters);

} // namespace hadal::cuda
