// The weights of a checkpoint as tensors of a backend, by the names that the checkpoint gives them.
#pragma once

#include "engine/model/checkpoint.h"
#include "engine/model/tensor_store.h"
#include "kernels/ops.h"

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

namespace hadal::model {

struct IndexerWeights {
    ops::LinearWeight wq_b, wk, weights_proj;
    ops::Tensor k_norm_weight, k_norm_bias;
    explicit operator bool() const { return static_cast<bool>(wk); }
};

struct AttentionWeights {
    ops::LinearWeight q_a_proj; ///< empty without q_lora_rank
    ops::Tensor q_a_layernorm;
    ops::LinearWeight q_proj; ///< q_b_proj, or q_proj without q_lora_rank
    ops::LinearWeight kv_a_proj_with_mqa;
    ops::Tensor kv_a_layernorm;
    ops::LinearWeight kv_b_proj;
    ops::LinearWeight o_proj;
    IndexerWeights indexer; ///< empty without an indexer
};

struct MoeWeights {
    ops::LinearWeight gate;              ///< the router
    ops::Tensor e_score_correction_bias; ///< F32, empty unless topk_method is noaux_tc
    std::vector<ops::MlpWeights> experts;
    ops::MlpWeights shared_experts; ///< empty if there are none
};

/// One decoder layer; `mlp` is empty where it has experts, `moe` where it has none.
struct LayerWeights {
    ops::Tensor input_layernorm;
    AttentionWeights self_attn;
    ops::Tensor post_attention_layernorm;
    ops::MlpWeights mlp;
    MoeWeights moe;
    bool has_experts() const { return !moe.experts.empty(); }
};

struct ModelWeights {
    ops::Tensor embed_tokens;
    std::vector<LayerWeights> layers;
    ops::Tensor norm;
    ops::LinearWeight lm_head;
};

/// The multi-token prediction module. It shares embedding and head with the model.
struct MtpWeights {
    ops::Tensor enorm, hnorm;
    ops::LinearWeight eh_proj;
    LayerWeights layer;
    ops::Tensor shared_head_norm;
};

/// Gives the weights of a checkpoint, or a rank's part of them, to a backend and keeps what the backend made
/// of them. Both must outlive it.
class WeightStore {
  public:
    WeightStore(const Checkpoint& checkpoint, ops::Backend& backend, const RankPlace& place,
                const ModelOptions& options)
        : checkpoint_(checkpoint), tensors_(checkpoint, backend, place, options) {}

    /// Throws Error as TensorStore::load(); Unsupported where experts differ in dtype, before anything is
    /// read; InvalidFile where a file went away while it was read.
    ModelWeights load_model(const ProgressFn& progress, std::stop_token stop);
    MtpWeights load_mtp(const ProgressFn& progress, std::stop_token stop);

  private:
    using Place = TensorStore::Place;
    void require_same_dtype(const std::string& name, const std::string& other) const;
    void require_dtypes(std::int64_t layer) const;
    ops::MlpWeights mlp(const std::string& prefix, Place place = Place::Backend);
    AttentionWeights attention(const std::string& prefix);
    MoeWeights moe(const std::string& prefix, Place experts);
    LayerWeights layer(std::int64_t index);
    void arrange(AttentionWeights& weights);

    const Checkpoint& checkpoint_;
    TensorStore tensors_;
};

/// Bytes that one token reads: of the routed experts only those that it is sent to.
std::int64_t bytes_read(const LayerWeights& layer, std::int64_t experts_per_token);
std::int64_t bytes_read(const ModelWeights& weights, std::int64_t experts_per_token);

} // namespace hadal::model
