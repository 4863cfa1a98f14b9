#include "engine/model/decoder.h"

#include "engine/model/rope.h"
#include "engine/parallel/shard_plan.h"

#include <algorithm>
#include <numeric>

namespace hadal::model {

using ops::DType;
using ops::Tensor;

namespace {

/// The tokens of a decode step with its guesses; longer steps seldom come twice.
constexpr std::int64_t kMostRepeatedRows = 4;

ops::AttentionShape attention_shape(const Config& config, const RankPlace& place) {
    return {.heads = place ? place.plan->heads(place.rank).count : config.num_attention_heads,
            .nope_dim = config.qk_nope_head_dim,
            .rope_dim = config.qk_rope_head_dim,
            .v_dim = config.v_head_dim,
            .kv_lora_rank = config.kv_lora_rank,
            .scale = softmax_scale(config)};
}

ops::IndexerShape indexer_shape(const Config& config, const ModelOptions& options) {
    if (!config.has_indexer() || !options.sparse_attention)
        return {};
    return {.heads = config.index_n_heads,
            .head_dim = config.index_head_dim,
            .rope_dim = config.qk_rope_head_dim,
            .topk = config.index_topk,
            .layout =
                config.index_rope_interleaved ? ops::RopeLayout::Interleaved : ops::RopeLayout::HalfSplit,
            .hadamard = options.hadamard};
}

ops::RoutingShape routing_shape(const Config& config) {
    ops::RoutingShape shape{.experts = config.n_routed_experts,
                            .topk = config.num_experts_per_tok,
                            .groups = config.n_group,
                            .topk_groups = config.topk_group,
                            .scoring = config.scoring_func,
                            .group_score = ops::GroupScore::None,
                            .normalise = config.norm_topk_prob,
                            .scale = static_cast<float>(config.routed_scaling_factor)};
    // The publisher's V2 code either normalises or scales.
    if (config.scoring_func == ops::Scoring::Softmax && config.norm_topk_prob)
        shape.scale = 1.0f;
    switch (config.topk_method) {
    case TopkMethod::Greedy:
        shape.groups = shape.topk_groups = 1;
        break;
    case TopkMethod::GroupLimitedGreedy:
        shape.group_score = ops::GroupScore::Max;
        break;
    case TopkMethod::NoauxTc:
        shape.group_score = ops::GroupScore::TopTwoSum;
        break;
    }
    return shape;
}

} // namespace

Tensor RowBuffer::rows(std::int64_t count) {
    if (!buffer_ || buffer_.view().rows < count) {
        buffer_ = ops::Buffer(); // first, so that there is never need for both
        buffer_ = backend_.allocate(dtype_, count, cols_);
    }
    return buffer_.view().slice_rows(0, count);
}

Decoder::Decoder(ops::Backend& backend, const Config& config, const ModelOptions& options,
                 const RankPlace& place)
    : backend_(backend), options_(options), communicator_(place.communicator),
      eps_(static_cast<float>(config.rms_norm_eps)), shape_(attention_shape(config, place)),
      indexer_(indexer_shape(config, options)), routing_(routing_shape(config)),
      x_(backend, backend.activation_dtype(), config.hidden_size),
      delta_(backend, backend.activation_dtype(), config.hidden_size),
      q_latent_(backend, backend.activation_dtype(), config.q_lora_rank),
      q_(backend, backend.activation_dtype(), shape_.heads * shape_.q_head_dim()),
      kv_a_(backend, backend.activation_dtype(), shape_.kv_lora_rank + shape_.rope_dim),
      q_absorbed_(backend, backend.activation_dtype(),
                  shape_.heads * (shape_.kv_lora_rank + shape_.rope_dim)),
      attended_latents_(backend, backend.activation_dtype(), shape_.heads * shape_.kv_lora_rank),
      heads_(backend, backend.activation_dtype(), shape_.heads * shape_.v_dim),
      index_q_(backend, backend.activation_dtype(), indexer_.heads * indexer_.head_dim),
      index_k_(backend, backend.activation_dtype(), indexer_.head_dim),
      index_weights_(backend, DType::F32, indexer_.heads), selection_(backend, DType::I32, indexer_.topk),
      router_logits_(backend, DType::F32, routing_.experts), expert_ids_(backend, DType::I32, routing_.topk),
      expert_weights_(backend, DType::F32, routing_.topk) {
    const std::vector<float> inv_freq = rope_inv_freq(config);
    inv_freq_ = backend_.allocate(DType::F32, 1, static_cast<std::int64_t>(inv_freq.size()));
    backend_.upload(inv_freq_.view(), inv_freq.data());
    rope_ = {inv_freq_.view(), rope_magnitude(config)};
}

ops::LayerCache Decoder::cache_layout() const {
    ops::LayerCache layout;
    layout.latent_format = options_.latent_format;
    layout.index_key_format = options_.index_key_format;
    layout.kv_lora_rank = shape_.kv_lora_rank;
    layout.rope_dim = shape_.rope_dim;
    layout.index_head_dim = indexer_.head_dim;
    return layout;
}

void Decoder::begin(Step& step, const Trace* trace, const std::stop_token& stop) {
    const bool queues = !communicator_ || communicator_->queues(step.rows);
    step.repeats = backend_.repeats() && !trace && queues && step.rows <= kMostRepeatedRows &&
                   step.parts.size() == 1 && !step.parts.front().expanded;
    backend_.begin_step(step.sequences);
    if (step.repeats && stops(0, stop))
        throw Error(ErrorKind::Cancelled, "The step was cancelled.");
}

void Decoder::make(const Step& step, std::vector<std::uint64_t> key,
                   const std::function<void()>& operations) {
    if (!step.repeats)
        return operations();
    key.push_back(static_cast<std::uint64_t>(step.rows));
    key.push_back(step.parts.front().sparse ? 1 : 0);
    backend_.repeat(key, operations);
}

void Decoder::run(const Step& step, std::span<const LayerWeights> layers,
                  std::span<const ops::LayerCache> caches, Tensor residual, Tensor final_norm, Tensor out,
                  std::int64_t first_layer, Trace* trace, std::stop_token stop) {
    const Tensor x = x_.rows(step.rows);
    const Tensor delta = delta_.rows(step.rows);
    backend_.rms_norm(x, residual, layers.front().input_layernorm, eps_);
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const LayerWeights& layer = layers[i];
        const std::int64_t number = first_layer + static_cast<std::int64_t>(i);
        if (!step.repeats && stops(number, stop))
            throw Error(ErrorKind::Cancelled, "The step was cancelled.");

        attention(delta, x, layer.self_attn, caches[i], step);
        if (trace && uses_indexer())
            report_selection(step, number, *trace);
        add_rms_norm(x, residual, delta, layer.post_attention_layernorm);

        if (layer.has_experts()) {
            experts(delta, x, layer.moe);
            if (trace)
                report_routing(step.rows, number, *trace);
        } else {
            backend_.mlp(delta, x, layer.mlp);
        }
        const bool last = i + 1 == layers.size();
        add_rms_norm(last ? out : x, residual, delta, last ? final_norm : layers[i + 1].input_layernorm);
    }
}

bool Decoder::stops(std::int64_t layer, const std::stop_token& stop) const {
    return communicator_ ? communicator_->stops(layer, stop) : stop.stop_requested();
}

void Decoder::add_rms_norm(Tensor out, Tensor residual, Tensor delta, Tensor weight) {
    if (communicator_)
        communicator_->add_rms_norm(out, residual, delta, weight, eps_);
    else
        backend_.add_rms_norm(out, residual, delta, weight, eps_);
}

void Decoder::attention(Tensor out, Tensor x, const AttentionWeights& weights, const ops::LayerCache& cache,
                        const Step& step) {
    Tensor q_input = x;
    if (weights.q_a_proj) {
        q_input = q_latent_.rows(step.rows);
        backend_.linear(q_input, x, weights.q_a_proj);
        backend_.rms_norm(q_input, q_input, weights.q_a_layernorm, eps_);
    }
    const Tensor q = q_.rows(step.rows);
    backend_.linear(q, q_input, weights.q_proj);
    backend_.rotate_queries(q, shape_, rope_);

    const Tensor kv_a = kv_a_.rows(step.rows);
    backend_.linear(kv_a, x, weights.kv_a_proj_with_mqa);
    backend_.write_latents(cache, kv_a, weights.kv_a_layernorm, eps_, rope_);

    Tensor index_q, index_weights;
    if (uses_indexer()) {
        // Keys are wanted even where nothing is selected yet: a longer context will choose among them.
        const Tensor index_k = index_k_.rows(step.rows);
        backend_.linear(index_k, x, weights.indexer.wk);
        backend_.write_index_keys(cache, index_k, weights.indexer.k_norm_weight, weights.indexer.k_norm_bias,
                                  indexer_, rope_);
        if (std::any_of(step.parts.begin(), step.parts.end(), [](const StepPart& p) { return p.sparse; })) {
            index_q = index_q_.rows(step.rows);
            index_weights = index_weights_.rows(step.rows);
            backend_.linear(index_q, q_input, weights.indexer.wq_b);
            backend_.linear(index_weights, x, weights.indexer.weights_proj, ops::LinearOutput::F32);
        }
    }

    const Tensor heads = heads_.rows(step.rows);
    for (const StepPart& part : step.parts) {
        if (step.parts.size() > 1)
            backend_.begin_step(part.sequences);
        Tensor selection;
        if (part.sparse) {
            selection = selection_.rows(step.rows).slice_rows(part.first_row, part.rows);
            backend_.select(selection, index_q.slice_rows(part.first_row, part.rows),
                            index_weights.slice_rows(part.first_row, part.rows), cache, indexer_, rope_);
        }
        attend(heads.slice_rows(part.first_row, part.rows), q.slice_rows(part.first_row, part.rows), weights,
               cache, selection, part.expanded);
    }
    if (step.parts.size() > 1)
        backend_.begin_step(step.sequences);
    backend_.linear(out, heads, weights.o_proj);
}

void Decoder::attend(Tensor out, Tensor q, const AttentionWeights& weights, const ops::LayerCache& cache,
                     Tensor selection, bool expanded) {
    if (expanded) {
        backend_.attend_expanded(out, q, weights.kv_b_proj, cache, selection, shape_);
        return;
    }
    const Tensor q_absorbed = q_absorbed_.rows(q.rows);
    const Tensor attended = attended_latents_.rows(q.rows);
    backend_.absorb_queries(q_absorbed, q, weights.kv_b_proj, shape_);
    backend_.attend_absorbed(attended, q_absorbed, cache, selection, shape_);
    backend_.project_values(out, attended, weights.kv_b_proj, shape_);
}

void Decoder::experts(Tensor out, Tensor x, const MoeWeights& weights) {
    const Tensor logits = router_logits_.rows(x.rows);
    const Tensor ids = expert_ids_.rows(x.rows);
    const Tensor scores = expert_weights_.rows(x.rows);
    backend_.linear(logits, x, weights.gate, ops::LinearOutput::F32);
    backend_.route(ids, scores, logits, weights.e_score_correction_bias, routing_);
    backend_.experts(out, x, ids, scores, weights.experts,
                     weights.shared_experts.gate ? &weights.shared_experts : nullptr);
}

void Decoder::report_selection(const Step& step, std::int64_t layer, Trace& trace) {
    const auto topk = static_cast<std::size_t>(indexer_.topk);
    std::vector<std::int32_t> positions(static_cast<std::size_t>(step.rows) * topk, -1);
    for (const StepPart& part : step.parts) {
        std::int32_t* first = positions.data() + static_cast<std::size_t>(part.first_row) * topk;
        if (part.sparse) {
            backend_.download(first, selection_.rows(step.rows).slice_rows(part.first_row, part.rows));
            continue;
        }
        for (const ops::SequenceRows& sequence : part.sequences)
            for (std::int64_t i = 0; i < sequence.rows; ++i, first += topk)
                std::iota(first, first + sequence.past + i + 1, 0);
    }
    trace.selected(layer, positions);
}

void Decoder::report_routing(std::int64_t rows, std::int64_t layer, Trace& trace) {
    const auto count = static_cast<std::size_t>(rows * routing_.topk);
    std::vector<std::int32_t> ids(count);
    std::vector<float> weights(count);
    backend_.download(ids.data(), expert_ids_.rows(rows));
    backend_.download(weights.data(), expert_weights_.rows(rows));
    trace.routed(layer, ids, weights);
}

} // namespace hadal::model
