// What the contract of each operation demands of its arguments, checked once at the start of an operation by
// every backend. Each function throws hadal::Error(InvalidArgument) naming the operation, the argument, what
// was expected and what was found.
//
// Weights of norms may be F32 or BF16.
#pragma once

#include "kernels/ops.h"
#include "kernels/step.h"

namespace hadal::ops::check {

/// What a backend's tensors are like. Indices are checked only where the host can read them.
struct Memory {
    DType activation = DType::F32;
    bool readable = true;
};
inline constexpr Memory kHost;

void copy(const Tensor& to, const Tensor& from);
void embed(const Tensor& out, const Tensor& ids, const Tensor& table, const Memory& memory = kHost);
void gather_rows(const Tensor& out, const Tensor& x, const Tensor& rows, const Memory& memory = kHost);
void rms_norm(const Tensor& out, const Tensor& x, const Tensor& weight, const Memory& memory = kHost);
void add_rms_norm(const Tensor& out, const Tensor& residual, const Tensor& delta, const Tensor& weight,
                  const Memory& memory = kHost);
void add(const Tensor& residual, const Tensor& delta, const Memory& memory = kHost);
void linear(const char* operation, const Tensor& out, const Tensor& x, const LinearWeight& weight,
            LinearOutput output = LinearOutput::Activation, const Memory& memory = kHost);

void rotate_queries(const Step& step, const Tensor& q, const AttentionShape& shape, const Rope& rope,
                    const Memory& memory = kHost);
void write_latents(const Step& step, const LayerCache& cache, const Tensor& kv_a, const Tensor& norm_weight,
                   const Rope& rope, const Memory& memory = kHost);
void absorb_queries(const Tensor& out, const Tensor& q, const LinearWeight& kv_b, const AttentionShape& shape,
                    const Memory& memory = kHost);
void attend_absorbed(const Step& step, const Tensor& out, const Tensor& q, const LayerCache& cache,
                     const Tensor& selection, const AttentionShape& shape, const Memory& memory = kHost);
void project_values(const Tensor& out, const Tensor& u, const LinearWeight& kv_b, const AttentionShape& shape,
                    const Memory& memory = kHost);
void attend_expanded(const Step& step, const Tensor& out, const Tensor& q, const LinearWeight& kv_b,
                     const LayerCache& cache, const Tensor& selection, const AttentionShape& shape,
                     const Memory& memory = kHost);

void write_index_keys(const Step& step, const LayerCache& cache, const Tensor& k, const Tensor& norm_weight,
                      const Tensor& norm_bias, const IndexerShape& shape, const Rope& rope,
                      const Memory& memory = kHost);
void index_scores(const Step& step, const Tensor& out, const Tensor& q, const Tensor& head_weights,
                  const LayerCache& cache, const IndexerShape& shape, const Rope& rope,
                  const Memory& memory = kHost);
void select(const Step& step, const Tensor& selection, const Tensor& q, const Tensor& head_weights,
            const LayerCache& cache, const IndexerShape& shape, const Rope& rope,
            const Memory& memory = kHost);

void route(const Tensor& experts, const Tensor& weights, const Tensor& logits, const Tensor& bias,
           const RoutingShape& shape);
void mlp(const Tensor& out, const Tensor& x, const MlpWeights& weights, const Memory& memory = kHost);
void experts(const Tensor& out, const Tensor& x, const Tensor& expert_ids, const Tensor& expert_weights,
             std::span<const MlpWeights> routed, const MlpWeights* shared, const Memory& memory = kHost);

} // namespace hadal::ops::check
