// The config of DeepSeek-V3.2 as published, for arithmetic at its sizes.
#pragma once

#include "engine/model/config.h"

namespace hadal::test {

inline model::Config v32_config() {
    return model::parse_config(R"({"architectures": ["DeepseekV32ForCausalLM"], "model_type": "deepseek_v32",
        "vocab_size": 129280, "hidden_size": 7168, "num_hidden_layers": 61, "first_k_dense_replace": 3,
        "num_nextn_predict_layers": 1, "num_attention_heads": 128, "q_lora_rank": 1536, "kv_lora_rank": 512,
        "qk_nope_head_dim": 128, "qk_rope_head_dim": 64, "v_head_dim": 128, "intermediate_size": 18432,
        "moe_intermediate_size": 2048, "n_routed_experts": 256, "n_shared_experts": 1, "num_experts_per_tok": 8,
        "n_group": 8, "topk_group": 4, "norm_topk_prob": true, "routed_scaling_factor": 2.5,
        "scoring_func": "sigmoid", "topk_method": "noaux_tc", "index_n_heads": 64, "index_head_dim": 128,
        "index_topk": 2048, "max_position_embeddings": 163840, "rope_theta": 10000,
        "quantization_config": {"quant_method": "fp8", "fmt": "e4m3", "activation_scheme": "dynamic",
                                "scale_fmt": "ue8m0", "weight_block_size": [128, 128]}})",
                               "V3.2");
}

} // namespace hadal::test
