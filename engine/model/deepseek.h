// The DeepSeek family as a language model: V2, V3, R1, V3.1, V3.2, Moonlight. The forward pass is written
// once, over the ops contract; which device runs it is the backend's matter.
#pragma once

#include "engine/model/checkpoint.h"
#include "engine/model/decoder.h"
#include "engine/model/inspectable_model.h"
#include "engine/model/options.h"
#include "engine/model/page_pool.h"
#include "engine/model/step_chooser.h"
#include "engine/model/trace.h"
#include "engine/model/weights.h"

#include <memory>
#include <vector>

namespace hadal::model {

class MtpModule;

/// Caches must be destroyed before their model. One thread at a time.
class DeepseekModel final : public InspectableModel {
  public:
    /// Throws Error: Unsupported where the backend or the options do not fit the config, Cancelled,
    /// OutOfMemory. With a place among ranks it is that rank's part of the model: forward() then is a call
    /// that all ranks make together. The place goes with the model: its communicator needs the backend.
    static std::unique_ptr<DeepseekModel> load(std::shared_ptr<const Checkpoint> checkpoint,
                                               std::unique_ptr<ops::Backend> backend,
                                               const ModelOptions& options = {},
                                               const ProgressFn& progress = {}, std::stop_token stop = {},
                                               RankPlace place = {});
    ~DeepseekModel() override;

    const Config& config() const override { return checkpoint_->config(); }
    const ModelOptions& options() const override { return decoder_.options(); }
    /// The columns of the logits that forward() returns: as a rank, of the vocabulary's part that it holds.
    std::int64_t logits_width() const { return weights_.lm_head.out_features(); }

    std::int64_t vocab_size() const override { return config().vocab_size; }
    std::int64_t max_context() const override { return config().max_position_embeddings; }
    std::int64_t prefill_chunk() const override { return options().prefill_chunk; }
    std::int64_t bytes_per_token() const override;
    std::unique_ptr<Cache> make_cache(std::int64_t capacity) override;
    std::span<const float> forward(std::span<const SequenceInput> sequences, std::stop_token stop) override;
    /// As a rank, its steps are calls that all ranks make together; the first one asks for the rules, and
    /// chooses, where its backend can.
    std::shared_ptr<StepChooser> make_chooser(std::span<const std::int32_t> known_ids) override;
    /// Null before load_draft_module().
    DraftModule* draft_module() override;
    /// Loads the checkpoint's MTP module, if it has one. Throws as load().
    void load_draft_module(const ProgressFn& progress = {}, std::stop_token stop = {});

    /// The hidden states [tokens, hidden_size] of one sequence of the last step, after the final norm: what
    /// the MTP module reads. Valid until the next step.
    ops::Tensor hidden_states(std::size_t sequence) const;

    void set_trace(Trace* trace) override { trace_ = trace; }

    /// Bytes of cache that one token takes.
    std::int64_t cache_bytes_per_token() const;

  private:
    friend class MtpModule;
    class Chooser;
    /// What becomes of the logits [rows, logits_width()] of a step that is queued. Waits for them.
    using ReadLogits = std::function<void(ops::Tensor)>;
    void make_step(std::span<const SequenceInput> sequences, std::stop_token stop, const ReadLogits& read);
    DeepseekModel(std::shared_ptr<const Checkpoint> checkpoint, std::unique_ptr<ops::Backend> backend,
                  const ModelOptions& options, const ProgressFn& progress, std::stop_token stop,
                  RankPlace place);

    std::unique_ptr<Cache> make_cache(const std::shared_ptr<PagePool>& pool, std::int64_t capacity) const;
    /// As the options say; for the caches of `pool`, of which the model and its MTP module have one each.
    void reserve_memory(PagePool& pool);
    void check_tokens(std::span<const std::int32_t> tokens) const;
    /// What a step takes from the host, on the device.
    struct StepInput {
        ops::Tensor ids;       ///< of the tokens, one a row; as a rank, any for those of other ranks
        ops::Tensor looked_up; ///< as a rank: where the tokens are in looked_up_
        ops::Tensor head_rows; ///< that get logits; empty: the neighbours from first_head_row on
        std::int64_t first_head_row = 0, head_row_count = 0;
        /// For Decoder::make(), of whoever `of` is.
        std::vector<std::uint64_t> key(const void* of) const;
    };
    /// `logit_rows`: as append_logit_rows() makes them.
    StepInput upload(const std::vector<std::int32_t>& tokens, const std::vector<std::int32_t>& logit_rows);
    // Between upload() and download(), operations that a step may repeat.
    void embed(ops::Tensor out, const StepInput& input);
    void project(ops::Tensor hidden, const StepInput& input);
    ops::Tensor logits(const StepInput& input) { return head_output_.rows(input.head_row_count); }
    void download(std::vector<float>& logits, ops::Tensor from);

    // Weights may lie in the checkpoint's mapped files, and everything lives in the backend: they go last.
    std::shared_ptr<const Checkpoint> checkpoint_;
    std::unique_ptr<ops::Backend> backend_;
    RankPlace place_;
    WeightStore store_;
    ModelWeights weights_;
    Decoder decoder_;
    std::shared_ptr<PagePool> pool_;
    Trace* trace_ = nullptr;

    RowBuffer ids_, residual_, hidden_, head_input_, head_output_;
    RowBuffer looked_up_;            ///< a row of zeros, then the embeddings in this rank's part
    const void* zero_row_ = nullptr; ///< where it has been written
    std::vector<ops::Tensor> last_hidden_;
    std::vector<float> logits_;
    std::unique_ptr<MtpModule> mtp_; ///< uses all of the above
};

/// The rows of a step that get logits: for each sequence its last or all its rows.
void append_logit_rows(std::vector<std::int32_t>& rows, std::int64_t first_row, std::int64_t count, bool all);

} // namespace hadal::model
