// The decoder layers of the DeepSeek family over the ops contract: multi-head latent attention (V2), routed
// experts (V2, V3) and sparse attention with the lightning indexer (V3.2).
#pragma once

#include "engine/model/communicator.h"
#include "engine/model/config.h"
#include "engine/model/options.h"
#include "engine/model/step.h"
#include "engine/model/trace.h"
#include "engine/model/weights.h"
#include "kernels/ops.h"

#include <functional>
#include <span>
#include <stop_token>
#include <vector>

namespace hadal::model {

/// Activations that live for one step: as many rows as the longest step so far.
class RowBuffer {
  public:
    RowBuffer(ops::Backend& backend, ops::DType dtype, std::int64_t cols)
        : backend_(backend), dtype_(dtype), cols_(cols) {}
    /// Contents are lost when the buffer grows. Throws OutOfMemory.
    ops::Tensor rows(std::int64_t count);

  private:
    ops::Backend& backend_;
    ops::DType dtype_;
    std::int64_t cols_;
    ops::Buffer buffer_;
};

/// Runs layers, of the model or of its MTP module. Holds what does not depend on a layer: shapes, rotary
/// frequencies, activations. As one of several ranks it has some of the heads and a part of every MLP, and
/// adds up what it made with the others. The backend must outlive it. One thread at a time.
class Decoder {
  public:
    Decoder(ops::Backend& backend, const Config& config, const ModelOptions& options,
            const RankPlace& place = {});

    const ModelOptions& options() const { return options_; }
    /// Formats and dimensions of a layer's cache.
    ops::LayerCache cache_layout() const;

    /// Begins a step, and decides whether the operations on its rows are the same in every step of its form
    /// and rows, so that the device may repeat them: a few new tokens, and nobody looks on. Throws as run().
    void begin(Step& step, const Trace* trace, const std::stop_token& stop);
    /// Makes the operations of a step that has begun, or has the backend repeat them. `key`: what decides
    /// which they are, besides the step's form (ops::Backend::repeat).
    void make(const Step& step, std::vector<std::uint64_t> key, const std::function<void()>& operations);

    /// Within make(): takes the residual stream [rows, hidden] of a step through `layers`, whose caches are
    /// `caches`, and writes its final RMS norm to `out`. `first_layer` is the number under which the first
    /// layer reports to `trace`, which may be null. Throws Cancelled between two layers unless the step
    /// repeats; the caches then hold rows that nobody counts.
    void run(const Step& step, std::span<const LayerWeights> layers, std::span<const ops::LayerCache> caches,
             ops::Tensor residual, ops::Tensor final_norm, ops::Tensor out, std::int64_t first_layer,
             Trace* trace, std::stop_token stop);

  private:
    void attention(ops::Tensor out, ops::Tensor x, const AttentionWeights& weights,
                   const ops::LayerCache& cache, const Step& step);
    void attend(ops::Tensor out, ops::Tensor q, const AttentionWeights& weights, const ops::LayerCache& cache,
                ops::Tensor selection, bool expanded);
    /// Adds what all ranks made to the residual.
    void add_rms_norm(ops::Tensor out, ops::Tensor residual, ops::Tensor delta, ops::Tensor weight);
    bool stops(std::int64_t layer, const std::stop_token& stop) const;
    void experts(ops::Tensor out, ops::Tensor x, const MoeWeights& weights);
    void report_selection(const Step& step, std::int64_t layer, Trace& trace);
    void report_routing(std::int64_t rows, std::int64_t layer, Trace& trace);
    bool uses_indexer() const { return indexer_.topk > 0; }

    ops::Backend& backend_;
    ModelOptions options_;
    std::shared_ptr<Communicator> communicator_; ///< null when alone
    float eps_;
    ops::AttentionShape shape_;
    ops::IndexerShape indexer_;
    ops::RoutingShape routing_;
    ops::Buffer inv_freq_;
    ops::Rope rope_;

    RowBuffer x_, delta_;
    RowBuffer q_latent_, q_, kv_a_, q_absorbed_, attended_latents_, heads_;
    RowBuffer index_q_, index_k_, index_weights_, selection_;
    RowBuffer router_logits_, expert_ids_, expert_weights_;
};

} // namespace hadal::model
