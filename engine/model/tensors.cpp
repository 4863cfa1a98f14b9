#include "engine/model/tensors.h"

namespace hadal::model {
namespace {

class SpecList {
  public:
    explicit SpecList(const TensorVisitor& visit) : visit_(visit) {}
    void linear(std::string name, std::int64_t rows, std::int64_t cols) const {
        visit_({std::move(name), rows, cols, TensorSpec::Kind::Linear, false});
    }
    void matrix(std::string name, std::int64_t rows, std::int64_t cols) const {
        visit_({std::move(name), rows, cols, TensorSpec::Kind::Plain, false});
    }
    void vector(std::string name, std::int64_t size) const {
        visit_({std::move(name), 1, size, TensorSpec::Kind::Plain, true});
    }
    void mlp(const std::string& prefix, std::int64_t hidden, std::int64_t width) const {
        linear(prefix + "gate_proj.weight", width, hidden);
        linear(prefix + "up_proj.weight", width, hidden);
        linear(prefix + "down_proj.weight", hidden, width);
    }

  private:
    const TensorVisitor& visit_;
};

void add_attention(const SpecList& list, const Config& c, const std::string& prefix) {
    const std::int64_t q_rows = c.num_attention_heads * c.q_head_dim();
    if (c.q_lora_rank > 0) {
        list.linear(prefix + "q_a_proj.weight", c.q_lora_rank, c.hidden_size);
        list.vector(prefix + "q_a_layernorm.weight", c.q_lora_rank);
        list.linear(prefix + "q_b_proj.weight", q_rows, c.q_lora_rank);
    } else {
        list.linear(prefix + "q_proj.weight", q_rows, c.hidden_size);
    }
    list.linear(prefix + "kv_a_proj_with_mqa.weight", c.kv_lora_rank + c.qk_rope_head_dim, c.hidden_size);
    list.vector(prefix + "kv_a_layernorm.weight", c.kv_lora_rank);
    list.linear(prefix + "kv_b_proj.weight", c.num_attention_heads * (c.qk_nope_head_dim + c.v_head_dim),
                c.kv_lora_rank);
    list.linear(prefix + "o_proj.weight", c.hidden_size, c.num_attention_heads * c.v_head_dim);
    if (c.has_indexer()) {
        const std::string indexer = prefix + "indexer.";
        list.linear(indexer + "wq_b.weight", c.index_n_heads * c.index_head_dim, c.q_lora_rank);
        list.linear(indexer + "wk.weight", c.index_head_dim, c.hidden_size);
        list.vector(indexer + "k_norm.weight", c.index_head_dim);
        list.vector(indexer + "k_norm.bias", c.index_head_dim);
        list.matrix(indexer + "weights_proj.weight", c.index_n_heads, c.hidden_size);
    }
}

void add_layer(const SpecList& list, const Config& c, std::int64_t layer) {
    const std::string prefix = layer_prefix(layer);
    list.vector(prefix + "input_layernorm.weight", c.hidden_size);
    add_attention(list, c, prefix + "self_attn.");
    list.vector(prefix + "post_attention_layernorm.weight", c.hidden_size);
    if (!c.is_moe_layer(layer)) {
        list.mlp(prefix + "mlp.", c.hidden_size, c.intermediate_size);
        return;
    }
    list.matrix(prefix + "mlp.gate.weight", c.n_routed_experts, c.hidden_size);
    if (c.topk_method == TopkMethod::NoauxTc)
        list.vector(prefix + "mlp.gate.e_score_correction_bias", c.n_routed_experts);
    for (std::int64_t expert = 0; expert < c.n_routed_experts; ++expert)
        list.mlp(prefix + "mlp.experts." + std::to_string(expert) + ".", c.hidden_size,
                 c.moe_intermediate_size);
    if (c.n_shared_experts > 0)
        list.mlp(prefix + "mlp.shared_experts.", c.hidden_size, c.moe_intermediate_size * c.n_shared_experts);
}

} // namespace

std::string scale_name(const std::string& weight) {
    return weight + "_scale_inv";
}

bool multiplies_prompts(const std::string& weight) {
    const auto has = [&](const char* part) { return weight.find(part) != std::string::npos; };
    return (has(".self_attn.") && !has(".kv_b_proj.")) || has(".eh_proj.");
}

std::string layer_prefix(std::int64_t layer) {
    return "model.layers." + std::to_string(layer) + ".";
}

void visit_required_tensors(const Config& c, const TensorVisitor& visit) {
    const SpecList list(visit);
    list.matrix("model.embed_tokens.weight", c.vocab_size, c.hidden_size);
    for (std::int64_t layer = 0; layer < c.num_hidden_layers; ++layer)
        add_layer(list, c, layer);
    list.vector("model.norm.weight", c.hidden_size);
    if (!c.tie_word_embeddings)
        list.matrix("lm_head.weight", c.vocab_size, c.hidden_size);
}

void visit_mtp_tensors(const Config& c, const TensorVisitor& visit) {
    const SpecList list(visit);
    const std::string prefix = layer_prefix(c.num_hidden_layers);
    list.vector(prefix + "enorm.weight", c.hidden_size);
    list.vector(prefix + "hnorm.weight", c.hidden_size);
    list.linear(prefix + "eh_proj.weight", c.hidden_size, 2 * c.hidden_size);
    add_layer(list, c, c.num_hidden_layers);
    list.vector(prefix + "shared_head.norm.weight", c.hidden_size);
}

} // namespace hadal::model
