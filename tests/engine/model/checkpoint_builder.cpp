#include "checkpoint_builder.h"

#include "engine/model/safetensors.h"
#include "engine/model/tensors.h"

#include <nlohmann/json.hpp>

#include <cstring>
#include <fstream>

namespace hadal::test {

BuiltTensor zeros(const std::string& dtype, const std::vector<std::int64_t>& shape) {
    std::size_t count = dtype == "F32" ? 4 : dtype == "BF16" || dtype == "F16" ? 2 : 1;
    for (const std::int64_t extent : shape)
        count *= static_cast<std::size_t>(extent);
    return {dtype, shape, std::string(count, '\0')};
}

std::string safetensors_bytes(const BuiltTensors& tensors) {
    nlohmann::json header;
    std::string data;
    for (const auto& [name, tensor] : tensors) {
        header[name] = {{"dtype", tensor.dtype},
                        {"shape", tensor.shape},
                        {"data_offsets", {data.size(), data.size() + tensor.bytes.size()}}};
        data += tensor.bytes;
    }
    header["__metadata__"] = {{"format", "pt"}};
    return safetensors_bytes(header.dump(), 0) + data;
}

std::string safetensors_bytes(const std::string& header, std::size_t data_bytes) {
    const std::uint64_t length = header.size();
    std::string bytes(8, '\0');
    std::memcpy(bytes.data(), &length, 8);
    return bytes + header + std::string(data_bytes, '\0');
}

void write_file(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

std::string small_config() {
    return R"({"architectures": ["DeepseekV32ForCausalLM"], "model_type": "deepseek_v32", "vocab_size": 64,
        "hidden_size": 192, "num_hidden_layers": 2, "max_position_embeddings": 512, "num_attention_heads": 2,
        "q_lora_rank": 96, "kv_lora_rank": 128, "qk_nope_head_dim": 32, "qk_rope_head_dim": 16, "v_head_dim": 32,
        "intermediate_size": 160, "moe_intermediate_size": 64, "n_routed_experts": 4, "n_shared_experts": 1,
        "num_experts_per_tok": 2, "n_group": 2, "topk_group": 1, "first_k_dense_replace": 1, "norm_topk_prob": true,
        "routed_scaling_factor": 2.5, "scoring_func": "sigmoid", "topk_method": "noaux_tc", "index_n_heads": 2,
        "index_head_dim": 32, "index_topk": 8, "num_nextn_predict_layers": 1, "bos_token_id": 0, "eos_token_id": 1,
        "rope_scaling": {"type": "yarn", "factor": 4, "original_max_position_embeddings": 128, "mscale": 1.0,
                         "mscale_all_dim": 1.0},
        "quantization_config": {"quant_method": "fp8", "fmt": "e4m3", "scale_fmt": "ue8m0",
                                "weight_block_size": [128, 128]}})";
}

BuiltTensors tensors_for(const model::Config& config) {
    BuiltTensors tensors;
    const auto add = [&](const model::TensorSpec& spec) {
        const bool linear = spec.kind == model::TensorSpec::Kind::Linear;
        const std::vector<std::int64_t> shape =
            spec.vector ? std::vector{spec.cols} : std::vector{spec.rows, spec.cols};
        const bool bias = spec.name.ends_with("bias");
        tensors[spec.name] = zeros(linear ? "F8_E4M3" : bias ? "F32" : "BF16", shape);
        if (!linear)
            return;
        BuiltTensor scale = zeros("F32", {(spec.rows + 127) / 128, (spec.cols + 127) / 128});
        const float one = 1.0f;
        for (std::size_t i = 0; i < scale.bytes.size(); i += sizeof one)
            std::memcpy(scale.bytes.data() + i, &one, sizeof one);
        tensors[model::scale_name(spec.name)] = scale;
    };
    model::visit_required_tensors(config, add);
    model::visit_mtp_tensors(config, add);
    return tensors;
}

} // namespace hadal::test
