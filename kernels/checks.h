// What the contract of each operation demands of its arguments, checked once at the start of an operation by
// every backend. Each function throws hadal::Error(InvalidArgument) naming the operation, the argument, what
// was expected and what was found.
//
// Activations are checked as F32 (the backends on the host); weights of norms may be F32 or BF16.
#pragma once

#include "kernels/ops.h"
#include "kernels/step.h"

namespace hadal::ops::check {

void embed(const Tensor& out, const Tensor& ids, const Tensor& table);
void gather_rows(const Tensor& out, const Tensor& x, const Tensor& rows);
void rms_norm(const Tensor& out, const Tensor& x, const Tensor& weight);
void add_rms_norm(const Tensor& out, const Tensor& residual, const Tensor& delta, const Tensor& weight);
void add(const Tensor& residual, const Tensor& delta);
void linear(const char* operation, const Tensor& out, const Tensor& x, const LinearWeight& weight);

void rotate_queries(const Step& step, const Tensor& q, const AttentionShape& shape, const Rope& rope);
void write_latents(const Step& step, const LayerCache& cache, const Tensor& kv_a, const Tensor& norm_weight,
                   const Rope& rope);
void absorb_queries(const Tensor& out, const Tensor& q, const LinearWeight& kv_b,
                    const AttentionShape& shape);
void attend_absorbed(const Step& step, const Tensor& out, const Tensor& q, const LayerCache& cache,
                     const Tensor& selection, const AttentionShape& shape);
void project_values(const Tensor& out, const Tensor& u, const LinearWeight& kv_b,
                    const AttentionShape& shape);
void attend_expanded(const Step& step, const Tensor& out, const Tensor& q, const LinearWeight& kv_b,
                     const LayerCache& cache, const Tensor& selection, const AttentionShape& shape);

void write_index_keys(const Step& step, const LayerCache& cache, const Tensor& k, const Tensor& norm_weight,
                      const Tensor& norm_bias, const IndexerShape& shape, const Rope& rope);
void index_scores(const Step& step, const Tensor& out, const Tensor& q, const Tensor& head_weights,
                  const LayerCache& cache, const IndexerShape& shape, const Rope& rope);
void select(const Step& step, const Tensor& selection, const Tensor& q, const Tensor& head_weights,
            const LayerCache& cache, const IndexerShape& shape, const Rope& rope);

void route(const Tensor& experts, const Tensor& weights, const Tensor& logits, const Tensor& bias,
           const RoutingShape& shape);
void mlp(const Tensor& out, const Tensor& x, const MlpWeights& weights);
void experts(const Tensor& out, const Tensor& x, const Tensor& expert_ids, const Tensor& expert_weights,
             std::span<const MlpWeights> routed, const MlpWeights* shared);

} // namespace hadal::ops::check
