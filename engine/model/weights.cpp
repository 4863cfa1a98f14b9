#include "engine/model/weights.h"

namespace hadal::model {

using ops::DType;
using ops::LinearWeight;
using ops::Tensor;

namespace {

std::string expert_prefix(const std::string& mlp, std::int64_t expert) {
    return mlp + "experts." + std::to_string(expert) + ".";
}

std::string file_dtype(DType dtype) {
    return dtype == DType::F8E4M3 ? "F8_E4M3" : dtype == DType::BF16 ? "BF16" : "F32";
}

} // namespace

/// The operations on experts know one dtype at a time; refused here rather than in the middle of an answer.
void WeightStore::require_same_dtype(const std::string& name, const std::string& other) const {
    const DType expected = checkpoint_.tensor(other).dtype;
    const DType found = checkpoint_.tensor(name).dtype;
    if (found != expected)
        throw Error(ErrorKind::Unsupported, "The tensor " + name + " should be " + file_dtype(expected) +
                                                " like " + other + ", found " + file_dtype(found) +
                                                ". Use a checkpoint whose experts are stored alike.");
}

void WeightStore::require_dtypes(std::int64_t layer) const {
    const Config& config = checkpoint_.config();
    const std::string prefix = layer_prefix(layer) + "mlp.";
    const auto require_mlp = [&](const std::string& mlp) {
        require_same_dtype(mlp + "up_proj.weight", mlp + "gate_proj.weight");
    };
    if (!config.is_moe_layer(layer))
        return require_mlp(prefix);
    for (std::int64_t e = 0; e < config.n_routed_experts; ++e) {
        require_same_dtype(expert_prefix(prefix, e) + "gate_proj.weight",
                           expert_prefix(prefix, 0) + "gate_proj.weight");
        require_mlp(expert_prefix(prefix, e));
    }
    if (config.n_shared_experts > 0)
        require_mlp(prefix + "shared_experts.");
}

ops::MlpWeights WeightStore::mlp(const std::string& prefix, Place place) {
    return {tensors_.linear(prefix + "gate_proj.weight", place),
            tensors_.linear(prefix + "up_proj.weight", place),
            tensors_.linear(prefix + "down_proj.weight", place)};
}

AttentionWeights WeightStore::attention(const std::string& prefix) {
    const Config& config = checkpoint_.config();
    AttentionWeights w;
    if (config.q_lora_rank > 0) {
        w.q_a_proj = tensors_.linear(prefix + "q_a_proj.weight");
        w.q_a_layernorm = tensors_.plain(prefix + "q_a_layernorm.weight");
        w.q_proj = tensors_.linear(prefix + "q_b_proj.weight");
    } else {
        w.q_proj = tensors_.linear(prefix + "q_proj.weight");
    }
    w.kv_a_proj_with_mqa = tensors_.linear(prefix + "kv_a_proj_with_mqa.weight");
    w.kv_a_layernorm = tensors_.plain(prefix + "kv_a_layernorm.weight");
    w.kv_b_proj = tensors_.linear(prefix + "kv_b_proj.weight");
    w.o_proj = tensors_.linear(prefix + "o_proj.weight");
    if (config.has_indexer()) {
        w.indexer.wq_b = tensors_.linear(prefix + "indexer.wq_b.weight");
        w.indexer.wk = tensors_.linear(prefix + "indexer.wk.weight");
        w.indexer.weights_proj = tensors_.linear(prefix + "indexer.weights_proj.weight");
        w.indexer.k_norm_weight = tensors_.plain(prefix + "indexer.k_norm.weight");
        w.indexer.k_norm_bias = tensors_.plain(prefix + "indexer.k_norm.bias");
    }
    return w;
}

MoeWeights WeightStore::moe(const std::string& prefix, Place experts) {
    const Config& config = checkpoint_.config();
    MoeWeights w;
    w.gate = tensors_.linear(prefix + "gate.weight");
    if (config.topk_method == TopkMethod::NoauxTc)
        w.e_score_correction_bias = tensors_.f32(prefix + "gate.e_score_correction_bias");
    for (std::int64_t e = 0; e < config.n_routed_experts; ++e)
        w.experts.push_back(mlp(expert_prefix(prefix, e), experts));
    if (config.n_shared_experts > 0)
        w.shared_experts = mlp(prefix + "shared_experts.");
    return w;
}

LayerWeights WeightStore::layer(std::int64_t index) {
    const std::string prefix = layer_prefix(index);
    LayerWeights w;
    w.input_layernorm = tensors_.plain(prefix + "input_layernorm.weight");
    w.self_attn = attention(prefix + "self_attn.");
    w.post_attention_layernorm = tensors_.plain(prefix + "post_attention_layernorm.weight");
    if (checkpoint_.config().is_moe_layer(index))
        w.moe = moe(prefix + "mlp.", tensors_.is_on_host(index) ? Place::Host : Place::Backend);
    else
        w.mlp = mlp(prefix + "mlp.");
    return w;
}

void WeightStore::arrange(AttentionWeights& weights) {
    for (LinearWeight* weight :
         {&weights.q_a_proj, &weights.q_proj, &weights.kv_a_proj_with_mqa, &weights.o_proj,
          &weights.indexer.wq_b, &weights.indexer.wk, &weights.indexer.weights_proj})
        tensors_.arrange(*weight);
}

ModelWeights WeightStore::load_model(const ProgressFn& progress, std::stop_token stop) {
    const Config& config = checkpoint_.config();
    for (std::int64_t i = 0; i < config.num_hidden_layers; ++i)
        require_dtypes(i);
    ModelWeights w;
    tensors_.load("Reading weights", visit_required_tensors, progress, std::move(stop), [&] {
        w.embed_tokens = tensors_.plain("model.embed_tokens.weight");
        for (std::int64_t i = 0; i < config.num_hidden_layers; ++i)
            w.layers.push_back(layer(i));
        w.norm = tensors_.plain("model.norm.weight");
        if (config.tie_word_embeddings)
            w.lm_head.values = w.embed_tokens;
        else
            w.lm_head = tensors_.linear("lm_head.weight");
    });
    for (LayerWeights& layer : w.layers)
        arrange(layer.self_attn);
    checkpoint_.require_intact();
    return w;
}

MtpWeights WeightStore::load_mtp(const ProgressFn& progress, std::stop_token stop) {
    const std::int64_t index = checkpoint_.config().num_hidden_layers;
    require_dtypes(index);
    const std::string prefix = layer_prefix(index);
    MtpWeights w;
    tensors_.load("Reading the drafting module", visit_mtp_tensors, progress, std::move(stop), [&] {
        w.enorm = tensors_.plain(prefix + "enorm.weight");
        w.hnorm = tensors_.plain(prefix + "hnorm.weight");
        w.eh_proj = tensors_.linear(prefix + "eh_proj.weight");
        w.layer = layer(index);
        w.shared_head_norm = tensors_.plain(prefix + "shared_head.norm.weight");
    });
    tensors_.arrange(w.eh_proj);
    arrange(w.layer.self_attn);
    checkpoint_.require_intact();
    return w;
}

namespace {

std::int64_t bytes(const Tensor& tensor) {
    return tensor.size() * ops::size_of(tensor.dtype);
}
std::int64_t bytes(const LinearWeight& weight) {
    return bytes(weight.values) + bytes(weight.scales);
}
std::int64_t bytes(const ops::MlpWeights& w) {
    return bytes(w.gate) + bytes(w.up) + bytes(w.down);
}

} // namespace

std::int64_t bytes_read(const LayerWeights& layer, std::int64_t experts_per_token) {
    const AttentionWeights& a = layer.self_attn;
    std::int64_t sum = bytes(layer.input_layernorm) + bytes(layer.post_attention_layernorm);
    sum += bytes(a.q_a_proj) + bytes(a.q_a_layernorm) + bytes(a.q_proj) + bytes(a.kv_a_proj_with_mqa) +
           bytes(a.kv_a_layernorm) + bytes(a.kv_b_proj) + bytes(a.o_proj);
    sum += bytes(a.indexer.wq_b) + bytes(a.indexer.wk) + bytes(a.indexer.weights_proj) +
           bytes(a.indexer.k_norm_weight) + bytes(a.indexer.k_norm_bias);
    sum += bytes(layer.mlp);
    if (layer.has_experts())
        sum += bytes(layer.moe.gate) + bytes(layer.moe.e_score_correction_bias) +
               experts_per_token * bytes(layer.moe.experts.front()) + bytes(layer.moe.shared_experts);
    return sum;
}

std::int64_t bytes_read(const ModelWeights& weights, std::int64_t experts_per_token) {
    std::int64_t sum =
        bytes(weights.embed_tokens.slice_rows(0, 1)) + bytes(weights.norm) + bytes(weights.lm_head);
    for (const LayerWeights& layer : weights.layers)
        sum += bytes_read(layer, experts_per_token);
    return sum;
}

} // namespace hadal::model
