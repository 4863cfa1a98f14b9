// The class behind kernels/reference/backend.h; each file of this folder implements one section of the
// contract.
#pragma once

#include "kernels/bf16.h"
#include "kernels/reference/backend.h"
#include "kernels/step.h"

#include <cstring>
#include <vector>

namespace hadal::reference {

using ops::AttentionShape;
using ops::DType;
using ops::IndexerShape;
using ops::LayerCache;
using ops::LinearWeight;
using ops::MlpWeights;
using ops::Rope;
using ops::RopeLayout;
using ops::Tensor;

/// Vectors hold doubles, so that a sum written down plainly is as exact as it needs to be.
using Vector = std::vector<double>;

template <typename T>
T load_as(const void* at) {
    T value;
    std::memcpy(&value, at, sizeof value);
    return value;
}

/// Element [r, c] of an F32 or BF16 tensor.
inline double load(const Tensor& t, std::int64_t r, std::int64_t c) {
    const std::byte* at = static_cast<const std::byte*>(t.data) + (r * t.stride + c) * size_of(t.dtype);
    return t.dtype == DType::BF16 ? ops::bf16_to_float(load_as<std::uint16_t>(at)) : load_as<float>(at);
}
inline std::int32_t load_index(const Tensor& t, std::int64_t r, std::int64_t c) {
    return static_cast<const std::int32_t*>(t.data)[r * t.stride + c];
}
inline void store(const Tensor& t, std::int64_t r, std::int64_t c, double value) {
    static_cast<float*>(t.data)[r * t.stride + c] = static_cast<float>(value);
}

/// Element [r, c] of a weight, its block scale included.
double load_weight(const LinearWeight& w, std::int64_t r, std::int64_t c);

/// Rotates `dim` values in place.
void rotate(double* x, std::int64_t dim, RopeLayout layout, const Rope& rope, std::int64_t position);

class ReferenceBackend final : public ops::Backend {
  public:
    explicit ReferenceBackend(const ops::Numerics& numerics) : numerics_(numerics) {}

    std::string_view name() const override { return "reference"; }
    const ops::Numerics& numerics() const override { return numerics_; }
    DType activation_dtype() const override { return DType::F32; }

    ops::Buffer allocate(DType dtype, std::int64_t rows, std::int64_t cols) override;
    ops::Buffer import_weight(const void* host, DType dtype, std::int64_t rows, std::int64_t cols) override;
    void upload(Tensor to, const void* host) override;
    void download(void* host, Tensor from) override;
    void copy(Tensor to, Tensor from) override;
    void begin_step(std::span<const ops::SequenceRows> sequences) override { step_ = ops::Step(sequences); }

    void embed(Tensor out, Tensor ids, Tensor table) override;
    void gather_rows(Tensor out, Tensor x, Tensor rows) override;
    void rms_norm(Tensor out, Tensor x, Tensor weight, float eps) override;
    void add_rms_norm(Tensor out, Tensor residual, Tensor delta, Tensor weight, float eps) override;
    void add(Tensor residual, Tensor delta) override;
    void linear(Tensor out, Tensor x, const LinearWeight& weight, ops::LinearOutput output) override;

    void rotate_queries(Tensor q, const AttentionShape& shape, const Rope& rope) override;
    void write_latents(const LayerCache& cache, Tensor kv_a, Tensor norm_weight, float eps,
                       const Rope& rope) override;
    void absorb_queries(Tensor out, Tensor q, const LinearWeight& kv_b, const AttentionShape& shape) override;
    void attend_absorbed(Tensor out, Tensor q_absorbed, const LayerCache& cache, Tensor selection,
                         const AttentionShape& shape) override;
    void project_values(Tensor out, Tensor u, const LinearWeight& kv_b, const AttentionShape& shape) override;
    void attend_expanded(Tensor out, Tensor q, const LinearWeight& kv_b, const LayerCache& cache,
                         Tensor selection, const AttentionShape& shape) override;

    void write_index_keys(const LayerCache& cache, Tensor k, Tensor norm_weight, Tensor norm_bias,
                          const IndexerShape& shape, const Rope& rope) override;
    void index_scores(Tensor out, Tensor q, Tensor head_weights, const LayerCache& cache,
                      const IndexerShape& shape, const Rope& rope) override;
    void select(Tensor selection, Tensor q, Tensor head_weights, const LayerCache& cache,
                const IndexerShape& shape, const Rope& rope) override;

    void route(Tensor experts, Tensor weights, Tensor logits, Tensor bias,
               const ops::RoutingShape& shape) override;
    void mlp(Tensor out, Tensor x, const MlpWeights& weights) override;
    void experts(Tensor out, Tensor x, Tensor expert_ids, Tensor expert_weights,
                 std::span<const MlpWeights> routed, const MlpWeights* shared) override;

  private:
    /// An activation as it is stored: f32, or bf16 where the numerics say so.
    double rounded(double value) const {
        const auto stored = static_cast<float>(value);
        return numerics_.round_bf16 ? ops::round_to_bf16(stored) : stored;
    }
    /// One row of x·Wᵀ, inputs quantised as the numerics say, not rounded.
    Vector project(const Vector& x, const LinearWeight& weight) const;
    Vector mlp_row(const Vector& x, const MlpWeights& weights) const;
    Vector index_row_scores(std::int64_t row, const Tensor& q, const Tensor& head_weights,
                            const LayerCache& cache, const IndexerShape& shape, const Rope& rope) const;
    void rotate_index_vector(double* x, std::int64_t position, const IndexerShape& shape,
                             const Rope& rope) const;

    ops::Numerics numerics_;
    ops::Step step_;
};

} // namespace hadal::reference
