// The class behind kernels/cpu/backend.h; each file of this folder implements one section of the contract.
// Operations split into tasks whose results depend on nothing but the row they belong to, so that neither the
// number of threads nor the other rows of a step change a bit.
#pragma once

#include "kernels/cpu/backend.h"
#include "kernels/cpu/scratch.h"
#include "kernels/cpu/simd.h"
#include "kernels/cpu/thread_pool.h"
#include "kernels/step.h"

#include <span>
#include <vector>

namespace hadal::cpu {

using ops::AttentionShape;
using ops::DType;
using ops::IndexerShape;
using ops::LayerCache;
using ops::LinearWeight;
using ops::MlpWeights;
using ops::Rope;
using ops::RopeLayout;
using ops::Tensor;

inline float* float_row(const Tensor& t, std::int64_t row) {
    return static_cast<float*>(t.data) + row * t.stride;
}
inline std::int32_t* index_row(const Tensor& t, std::int64_t row) {
    return static_cast<std::int32_t*>(t.data) + row * t.stride;
}

/// Rows of activations as products read them: padded, and quantised where that is asked for.
struct StagedRows {
    const float* values = nullptr;
    std::int64_t stride = 0;
    const float* scales = nullptr; ///< one per 128 channels; null where not quantised
    std::int64_t scale_stride = 0;

    simd::ProductRow row(std::int64_t index, float* out) const {
        return {values + index * stride, scales ? scales + index * scale_stride : nullptr, out};
    }
};

/// The rows of a weight from row `first` on.
simd::WeightRows weight_rows(const LinearWeight& weight, std::int64_t first = 0);

class CpuBackend final : public ops::Backend {
  public:
    explicit CpuBackend(const Options& options);

    std::string_view name() const override { return name_; }
    const ops::Numerics& numerics() const override { return numerics_; }
    DType activation_dtype() const override { return DType::F32; }

    ops::Buffer allocate(DType dtype, std::int64_t rows, std::int64_t cols) override;
    ops::Buffer import_weight(const void* host, DType dtype, std::int64_t rows, std::int64_t cols) override;
    void upload(Tensor to, const void* host) override;
    void download(void* host, Tensor from) override;
    void copy(Tensor to, Tensor from) override;
    void begin_step(std::span<const ops::SequenceRows> sequences) override;

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
    /// Memory of one worker.
    struct Worker {
        Scratch<float> product; ///< for simd::multiply
        Scratch<float> tile;
        Scratch<float> dots;
        Scratch<float> rows;
        std::vector<simd::ProductRow> product_rows;
        std::vector<simd::SumRow> sum_rows;
        std::vector<float> kept;
        std::vector<std::uint64_t> ranks;
    };
    /// Memory that stage() fills; one for each use that must live together.
    struct Stage {
        Scratch<float> values;
        Scratch<float> scales;
    };
    struct MlpJob;

    /// Runs tasks on all threads, or on this one where `work`, in multiply-adds or comparable, is too little
    /// to share.
    void parallel(std::int64_t count, std::int64_t work, const ThreadPool::Task& task);

    /// Weight rows of one task of a product.
    std::int64_t tile_rows(std::int64_t out_features) const;
    StagedRows stage(Stage& stage, const Tensor& x, DType weight_dtype);
    void stage_row(float* values, float* scales, const float* x, std::int64_t count, bool fp8) const;
    bool quantises(DType weight_dtype) const {
        return weight_dtype == DType::F8E4M3 && numerics_.activation_quant != ops::ActivationQuant::None;
    }
    void run_mlps(std::span<MlpJob> jobs, std::int64_t hidden);
    const float* widened(Scratch<float>& scratch, const Tensor& vector);

    /// [rows of the step, dim]: for each row the cosines, then the sines of its dim/2 angles, times the
    /// magnitude.
    const float* rotations(const Rope& rope, std::int64_t dim);
    void attend_sequence(const ops::SequenceRows& sequence, const Tensor& out, const Tensor& q,
                         const LinearWeight& kv_b, const LayerCache& cache, const Tensor& selection,
                         const AttentionShape& shape);
    void index_queries(const Tensor& q, const Tensor& head_weights, const LayerCache& cache,
                       const IndexerShape& shape, const Rope& rope, std::int64_t skip);
    /// Scores rows first … first+count-1 into rows of `out`, each up to its own position. Rows at positions
    /// below `skip` are left out, here and above.
    void score_rows(float* out, std::int64_t out_stride, std::int64_t first, std::int64_t count,
                    const LayerCache& cache, const IndexerShape& shape, std::int64_t skip);

    ops::Numerics numerics_;
    ThreadPool pool_;
    std::string name_;
    std::vector<Worker> workers_;
    ops::Step step_;

    /// Rotations already computed in this step, by the table they came from.
    struct RotationTable {
        const void* inv_freq = nullptr;
        float magnitude = 1.0f;
        std::int64_t dim = 0;
        std::vector<float> values;
    };
    std::vector<RotationTable> rotation_tables_;
    std::size_t rotation_count_ = 0;

    Stage stage_;
    Stage shared_stage_;
    Stage product_stage_;
    Scratch<float> norm_weight_;
    Scratch<float> norm_bias_;
    Scratch<float> scores_;
    Scratch<float> queries_;
    Scratch<float> keys_;
    Scratch<float> values_;
    Scratch<float> index_queries_;
    Scratch<float> index_weights_;
    Scratch<float> gate_;
    Scratch<float> up_;
    Scratch<float> expert_out_;
};

} // namespace hadal::cpu
