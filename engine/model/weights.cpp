#include "engine/model/weights.h"

#include "engine/model/tensors.h"
#include "kernels/bf16.h"

#include <cstring>

namespace hadal::model {

using ops::DType;
using ops::LinearWeight;
using ops::Tensor;

namespace {

std::string file_dtype(DType dtype) {
    return dtype == DType::F8E4M3 ? "F8_E4M3" : dtype == DType::BF16 ? "BF16" : "F32";
}

} // namespace

WeightStore::WeightStore(const Checkpoint& checkpoint, ops::Backend& backend)
    : checkpoint_(checkpoint), backend_(backend) {}

Tensor WeightStore::plain(const std::string& name) {
    const CheckpointTensor tensor = checkpoint_.tensor(name);
    buffers_.push_back(backend_.import_weight(tensor.data, tensor.dtype, tensor.rows, tensor.cols));
    return buffers_.back().view();
}

/// For what the contract wants in F32, however the checkpoint stores it.
Tensor WeightStore::f32(const std::string& name) {
    const CheckpointTensor tensor = checkpoint_.tensor(name);
    if (tensor.dtype == DType::F32)
        return plain(name);
    if (tensor.dtype != DType::BF16)
        throw Error(ErrorKind::Unsupported,
                    "The tensor " + name + " has a data type that cannot be used: expected F32 or BF16.");
    std::vector<float> values(static_cast<std::size_t>(tensor.rows * tensor.cols));
    for (std::size_t i = 0; i < values.size(); ++i) {
        std::uint16_t bits = 0;
        std::memcpy(&bits, tensor.data + 2 * i, 2);
        values[i] = ops::bf16_to_float(bits);
    }
    buffers_.push_back(backend_.allocate(DType::F32, tensor.rows, tensor.cols));
    backend_.upload(buffers_.back().view(), values.data());
    return buffers_.back().view();
}

LinearWeight WeightStore::linear(const std::string& name) {
    LinearWeight weight;
    weight.values = plain(name);
    if (weight.values.dtype == DType::F8E4M3)
        weight.scales = f32(scale_name(name));
    return weight;
}

/// The operations on experts know one dtype at a time; refused here rather than in the middle of an answer.
void WeightStore::require_same_dtype(const std::string& name, const std::string& other) const {
    const DType expected = checkpoint_.tensor(other).dtype;
    const DType found = checkpoint_.tensor(name).dtype;
    if (found != expected)
        throw Error(ErrorKind::Unsupported, "The tensor " + name + " should be " + file_dtype(expected) +
                                                " like " + other + ", found " + file_dtype(found) +
                                                ". Use a checkpoint whose experts are stored alike.");
}

ops::MlpWeights WeightStore::mlp(const std::string& prefix) {
    require_same_dtype(prefix + "up_proj.weight", prefix + "gate_proj.weight");
    return {linear(prefix + "gate_proj.weight"), linear(prefix + "up_proj.weight"),
            linear(prefix + "down_proj.weight")};
}

AttentionWeights WeightStore::attention(const std::string& prefix) {
    const Config& config = checkpoint_.config();
    AttentionWeights w;
    if (config.q_lora_rank > 0) {
        w.q_a_proj = linear(prefix + "q_a_proj.weight");
        w.q_a_layernorm = plain(prefix + "q_a_layernorm.weight");
        w.q_proj = linear(prefix + "q_b_proj.weight");
    } else {
        w.q_proj = linear(prefix + "q_proj.weight");
    }
    w.kv_a_proj_with_mqa = linear(prefix + "kv_a_proj_with_mqa.weight");
    w.kv_a_layernorm = plain(prefix + "kv_a_layernorm.weight");
    w.kv_b_proj = linear(prefix + "kv_b_proj.weight");
    w.o_proj = linear(prefix + "o_proj.weight");
    if (config.has_indexer()) {
        w.indexer.wq_b = linear(prefix + "indexer.wq_b.weight");
        w.indexer.wk = linear(prefix + "indexer.wk.weight");
        w.indexer.weights_proj = linear(prefix + "indexer.weights_proj.weight");
        w.indexer.k_norm_weight = plain(prefix + "indexer.k_norm.weight");
        w.indexer.k_norm_bias = plain(prefix + "indexer.k_norm.bias");
    }
    return w;
}

MoeWeights WeightStore::moe(const std::string& prefix) {
    const Config& config = checkpoint_.config();
    MoeWeights w;
    w.gate = linear(prefix + "gate.weight");
    if (config.topk_method == TopkMethod::NoauxTc)
        w.e_score_correction_bias = f32(prefix + "gate.e_score_correction_bias");
    const std::string first = prefix + "experts.0.gate_proj.weight";
    for (std::int64_t e = 0; e < config.n_routed_experts; ++e) {
        const std::string expert = prefix + "experts." + std::to_string(e) + ".";
        require_same_dtype(expert + "gate_proj.weight", first);
        w.experts.push_back(mlp(expert));
    }
    if (config.n_shared_experts > 0)
        w.shared_experts = mlp(prefix + "shared_experts.");
    return w;
}

LayerWeights WeightStore::layer(std::int64_t index) {
    const std::string prefix = layer_prefix(index);
    LayerWeights w;
    w.input_layernorm = plain(prefix + "input_layernorm.weight");
    w.self_attn = attention(prefix + "self_attn.");
    w.post_attention_layernorm = plain(prefix + "post_attention_layernorm.weight");
    if (checkpoint_.config().is_moe_layer(index))
        w.moe = moe(prefix + "mlp.");
    else
        w.mlp = mlp(prefix + "mlp.");
    return w;
}

ModelWeights WeightStore::load_model(const ProgressFn& progress, std::stop_token stop) {
    const Config& config = checkpoint_.config();
    ModelWeights w;
    w.embed_tokens = plain("model.embed_tokens.weight");
    for (std::int64_t i = 0; i < config.num_hidden_layers; ++i) {
        if (stop.stop_requested())
            throw Error(ErrorKind::Cancelled, "Loading the model was cancelled.");
        if (progress)
            progress(
                {"Reading weights", static_cast<double>(i) / static_cast<double>(config.num_hidden_layers)});
        w.layers.push_back(layer(i));
    }
    w.norm = plain("model.norm.weight");
    if (config.tie_word_embeddings)
        w.lm_head.values = w.embed_tokens;
    else
        w.lm_head = linear("lm_head.weight");
    if (progress)
        progress({"Reading weights", 1.0});
    return w;
}

MtpWeights WeightStore::load_mtp() {
    const std::int64_t index = checkpoint_.config().num_hidden_layers;
    const std::string prefix = layer_prefix(index);
    MtpWeights w;
    w.enorm = plain(prefix + "enorm.weight");
    w.hnorm = plain(prefix + "hnorm.weight");
    w.eh_proj = linear(prefix + "eh_proj.weight");
    w.layer = layer(index);
    w.shared_head_norm = plain(prefix + "shared_head.norm.weight");
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
