#include "tiny_model.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace hadal::test {

TinyModel::TinyModel(const TinyCheckpoint& checkpoint) {
    if (!directory_.isValid())
        throw std::runtime_error("no temporary directory");
    const std::filesystem::path path = directory_.path().toStdString();
    write_tiny_checkpoint(checkpoint, path);
    checkpoint_ = model::Checkpoint::open(path);
}

std::unique_ptr<model::DeepseekModel> TinyModel::load(std::unique_ptr<ops::Backend> backend,
                                                      const model::ModelOptions& options) const {
    return model::DeepseekModel::load(checkpoint_, std::move(backend), options);
}

std::string tiny_v32_config() {
    return R"({"architectures": ["DeepseekV32ForCausalLM"], "model_type": "deepseek_v32", "vocab_size": 96,
        "hidden_size": 64, "num_hidden_layers": 3, "first_k_dense_replace": 1, "num_nextn_predict_layers": 1,
        "num_attention_heads": 2, "q_lora_rank": 32, "kv_lora_rank": 32, "qk_nope_head_dim": 16,
        "qk_rope_head_dim": 8, "v_head_dim": 16, "intermediate_size": 96, "moe_intermediate_size": 32,
        "n_routed_experts": 8, "n_shared_experts": 1, "num_experts_per_tok": 2, "n_group": 4, "topk_group": 2,
        "norm_topk_prob": true, "routed_scaling_factor": 2.5, "scoring_func": "sigmoid",
        "topk_method": "noaux_tc", "index_n_heads": 8, "index_head_dim": 16, "index_topk": 8,
        "max_position_embeddings": 512, "bos_token_id": 0, "eos_token_id": 1,
        "rope_scaling": {"type": "yarn", "factor": 4, "original_max_position_embeddings": 128, "beta_fast": 32,
                         "beta_slow": 1, "mscale": 1.0, "mscale_all_dim": 1.0}})";
}

std::string tiny_gpu_config(const std::string& changes) {
    auto config = nlohmann::json::parse(tiny_v32_config());
    config["kv_lora_rank"] = 128;
    config["qk_rope_head_dim"] = 64;
    config["index_head_dim"] = 128;
    config["quantization_config"] = {{"quant_method", "fp8"},
                                     {"fmt", "e4m3"},
                                     {"activation_scheme", "dynamic"},
                                     {"scale_fmt", "ue8m0"},
                                     {"weight_block_size", {128, 128}}};
    config.merge_patch(nlohmann::json::parse(changes));
    return config.dump();
}

model::ModelOptions exact_options() {
    model::ModelOptions options;
    options.latent_format = ops::LatentFormat::F32;
    options.index_key_format = ops::IndexKeyFormat::F32;
    return options;
}

void Recorder::selected(std::int64_t layer, std::span<const std::int32_t> selected) {
    positions[layer].insert(positions[layer].end(), selected.begin(), selected.end());
}

void Recorder::routed(std::int64_t layer, std::span<const std::int32_t> ids, std::span<const float> scores) {
    experts[layer].insert(experts[layer].end(), ids.begin(), ids.end());
    weights[layer].insert(weights[layer].end(), scores.begin(), scores.end());
}

std::vector<float> run(model::DeepseekModel& model, const std::vector<std::int32_t>& tokens,
                       std::size_t chunk) {
    const auto cache = model.make_cache(static_cast<std::int64_t>(tokens.size()));
    std::vector<float> logits;
    const std::size_t step = chunk == 0 ? tokens.size() : chunk;
    for (std::size_t begin = 0; begin < tokens.size(); begin += step) {
        const std::size_t count = std::min(step, tokens.size() - begin);
        const model::SequenceInput input{cache.get(), std::span(tokens).subspan(begin, count), true};
        const auto part = model.forward({&input, 1}, {});
        logits.insert(logits.end(), part.begin(), part.end());
    }
    return logits;
}

float largest_difference(std::span<const float> a, std::span<const float> b) {
    if (a.size() != b.size())
        throw std::runtime_error("results of different sizes");
    float largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const float difference = std::abs(a[i] - b[i]);
        if (std::isnan(difference))
            return INFINITY;
        largest = std::max(largest, difference);
    }
    return largest;
}

double cosine_difference(std::span<const float> a, std::span<const float> b) {
    if (a.size() != b.size())
        throw std::runtime_error("results of different sizes");
    double product = 0;
    double squares = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        product += static_cast<double>(a[i]) * b[i];
        squares += static_cast<double>(a[i]) * a[i] + static_cast<double>(b[i]) * b[i];
    }
    const double difference = 1 - 2 * product / squares;
    return std::isnan(difference) ? INFINITY : difference;
}

} // namespace hadal::test
