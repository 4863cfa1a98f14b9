// config.json of the DeepSeek family: V3.2, V3/R1/V3.1, V2/V2-Lite, Moonlight.
#pragma once

#include "kernels/ops.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hadal::model {

/// YaRN context extension (rope_scaling with type "yarn").
struct Yarn {
    double factor = 1.0;
    double original_max_position_embeddings = 4096.0;
    double beta_fast = 32.0;
    double beta_slow = 1.0;
    double mscale = 1.0;
    double mscale_all_dim = 0.0; ///< 0: no softmax factor
};

enum class TopkMethod { Greedy, GroupLimitedGreedy, NoauxTc };

/// The fields keep the names of config.json. Absent fields have the value that the publisher's code gives
/// them.
struct Config {
    std::string architecture; ///< "DeepseekV32ForCausalLM", …
    std::string model_type;   ///< "deepseek_v32", …

    std::int64_t vocab_size = 0;
    std::int64_t hidden_size = 0;
    std::int64_t num_hidden_layers = 0;
    std::int64_t max_position_embeddings = 0;
    double rms_norm_eps = 1e-6;
    bool tie_word_embeddings = false;

    std::int64_t num_attention_heads = 0;
    std::int64_t q_lora_rank = 0; ///< 0: no query compression
    std::int64_t kv_lora_rank = 0;
    std::int64_t qk_nope_head_dim = 0;
    std::int64_t qk_rope_head_dim = 0;
    std::int64_t v_head_dim = 0;

    double rope_theta = 10000.0;
    std::optional<Yarn> rope_scaling;

    std::int64_t index_n_heads = 0;
    std::int64_t index_head_dim = 0;
    std::int64_t index_topk = 0; ///< 0: no lightning indexer, dense attention
    bool index_rope_interleaved = false;

    std::int64_t intermediate_size = 0;
    std::int64_t moe_intermediate_size = 0;
    std::int64_t n_routed_experts = 0; ///< 0: every layer is dense
    std::int64_t n_shared_experts = 0;
    std::int64_t num_experts_per_tok = 0;
    std::int64_t n_group = 1;
    std::int64_t topk_group = 1;
    std::int64_t first_k_dense_replace = 0;
    std::int64_t moe_layer_freq = 1;
    bool norm_topk_prob = false;
    double routed_scaling_factor = 1.0;
    ops::Scoring scoring_func = ops::Scoring::Softmax;
    TopkMethod topk_method = TopkMethod::Greedy;

    std::int64_t num_nextn_predict_layers = 0; ///< MTP modules that the checkpoint may carry

    bool fp8 = false;   ///< linears may be F8_E4M3 with 128×128 scales
    bool ue8m0 = false; ///< activation scales are powers of two (V3.1, V3.2)

    std::optional<std::int32_t> bos_token_id;
    std::vector<std::int32_t> eos_token_ids;

    std::int64_t q_head_dim() const { return qk_nope_head_dim + qk_rope_head_dim; }
    bool has_indexer() const { return index_topk > 0; }
    /// Layer `layer` has experts. The MTP module (layer == num_hidden_layers) always has, if any layer has.
    bool is_moe_layer(std::int64_t layer) const;
};

/// Reads config.json. `source` names the file in messages. Throws Error: InvalidFile for text that is not a
/// usable config (saying field, expected, found), Unsupported for other architectures, by name, and for
/// features that no member of the family has.
Config parse_config(std::string_view json, const std::string& source);
Config read_config(const std::filesystem::path& file);

} // namespace hadal::model
