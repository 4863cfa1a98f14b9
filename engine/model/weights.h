// The weights of a checkpoint as tensors of a backend, by the names that the checkpoint gives them.
#pragma once

#include "engine/model/bulk_loader.h"
#include "engine/model/checkpoint.h"
#include "engine/model/communicator.h"
#include "engine/model/options.h"
#include "engine/model/progress.h"
#include "engine/model/tensors.h"
#include "engine/parallel/shard_plan.h"
#include "kernels/ops.h"

#include <stop_token>
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
                const ModelOptions& options);

    /// Throws Error: Cancelled, between two tensors or blocks of a file; OutOfMemory, InvalidFile,
    /// DeviceLost; Unsupported where experts differ in dtype, before anything is read.
    ModelWeights load_model(const ProgressFn& progress, std::stop_token stop);
    MtpWeights load_mtp(const ProgressFn& progress, std::stop_token stop);

  private:
    /// Where a weight is to lie: the backend's own memory, or the host's.
    enum class Place { Backend, Host };
    /// A tensor, where `copy` is for those that are not to be used where they are mapped: a file that has
    /// become shorter would end the program.
    CheckpointTensor read(const std::string& name, std::vector<std::byte>& copy) const;
    ops::Tensor plain(const std::string& name);
    ops::Tensor f32(const std::string& name);
    ops::LinearWeight linear(const std::string& name, Place place = Place::Backend);
    /// Gives those that multiplies_prompts() their scales once more, in the backend's form, once they have
    /// come.
    void arrange(ops::LinearWeight& weight);
    void arrange(AttentionWeights& weights);
    parallel::TensorShard shard(const std::string& name, const CheckpointTensor& tensor) const;
    bool is_unpacked(const std::string& name, const CheckpointTensor& tensor) const;
    bool is_on_host(std::int64_t layer) const;
    bool is_on_host(const std::string& name) const;
    ops::Tensor import(const CheckpointTensor& tensor, const parallel::TensorShard& part,
                       Place place = Place::Backend);
    ops::Tensor unpacked(const CheckpointTensor& weight, const CheckpointTensor& scales,
                         const parallel::TensorShard& part, Place place);
    ops::Tensor keep(ops::DType dtype, std::int64_t rows, std::int64_t cols, const void* values);
    /// Numbers that were made for this, one row after the other.
    template <typename T>
    ops::Tensor keep(std::vector<T> values, ops::DType dtype, std::int64_t rows, std::int64_t cols,
                     Place place);
    void require_same_dtype(const std::string& name, const std::string& other) const;
    void require_dtypes(std::int64_t layer) const;
    /// Visits the tensors that will be loaded.
    using Visit = std::function<void(const Config&, const TensorVisitor&)>;
    /// Calls `make_all`, which makes all tensors that `visit` visits, between what comes before and after.
    void load(const char* what, const Visit& visit, const ProgressFn& progress, std::stop_token stop,
              const std::function<void()>& make_all);
    void begin(const Visit& visit);
    void advance(const CheckpointTensor& tensor, std::int64_t bytes);
    void report(double bytes);
    ops::MlpWeights mlp(const std::string& prefix, Place place = Place::Backend);
    AttentionWeights attention(const std::string& prefix);
    MoeWeights moe(const std::string& prefix, Place experts);
    LayerWeights layer(std::int64_t index);

    const Checkpoint& checkpoint_;
    ops::Backend& backend_;
    RankPlace place_;
    std::vector<std::int64_t> host_expert_layers_;
    ReadingOptions reading_;
    // Of the loading under way, in bytes of this rank.
    std::string what_;
    ProgressFn progress_;
    std::stop_token stop_;
    std::int64_t loaded_ = 0, to_load_ = 0, in_bulk_ = 0, reported_ = 0;
    std::vector<ops::Buffer> buffers_;
    std::unique_ptr<BulkLoader> bulk_; ///< null where the backend's memory is the host's
};

/// Bytes that one token reads: of the routed experts only those that it is sent to.
std::int64_t bytes_read(const LayerWeights& layer, std::int64_t experts_per_token);
std::int64_t bytes_read(const ModelWeights& weights, std::int64_t experts_per_token);

} // namespace hadal::model
