// A model whose weights and work several ranks share (tensor parallelism): each a backend of its own on a
// thread of its own, as shard_plan.h divides them.
#pragma once

#include "engine/model/deepseek.h"
#include "engine/model/draft_module.h"
#include "engine/parallel/rank_threads.h"

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace hadal::parallel {

struct ParallelOptions {
    /// How long ranks wait for each other within a step. On CPUs that share their cores a step may be long.
    std::chrono::milliseconds deadline = std::chrono::minutes(2);
    /// How long ranks have to come back when one has failed.
    std::chrono::milliseconds grace = std::chrono::seconds(20);
};

/// Makes the backend of a rank; called on that rank's thread.
using BackendFactory = std::function<std::unique_ptr<ops::Backend>(int rank)>;
/// Makes the group that ranks talk through.
using GroupFactory = std::function<std::shared_ptr<RankGroup>(int ranks)>;

/// Gives the logits of one rank up to the order in which partial sums are added; every rank computes the same
/// hidden states to the last bit, and so makes the same choices. A rank that fails ends the step, with its
/// error, and leaves the model as it was before the step; a device that does not answer leaves the program
/// alive, but this model unusable. Called from one thread at a time.
class ParallelModel final : public model::InspectableModel {
  public:
    /// Without a group factory ranks talk through the host's memory. Throws InvalidInput for a number of
    /// ranks that cannot share the model, and what DeepseekModel::load throws.
    static std::unique_ptr<ParallelModel>
    load(std::shared_ptr<const model::Checkpoint> checkpoint, int ranks, const BackendFactory& make_backend,
         const model::ModelOptions& options = {}, const ParallelOptions& parallel = {},
         const GroupFactory& make_group = {}, const ProgressFn& progress = {}, std::stop_token stop = {});
    ~ParallelModel() override;

    int ranks() const;
    const model::Config& config() const override { return checkpoint_->config(); }
    const model::ModelOptions& options() const override { return options_; }
    std::int64_t vocab_size() const override { return config().vocab_size; }
    std::int64_t max_context() const override { return config().max_position_embeddings; }
    std::int64_t prefill_chunk() const override { return options_.prefill_chunk; }
    std::int64_t bytes_per_token() const override { return bytes_per_token_; } ///< of all ranks
    std::string notice() const override { return notice_; }                    ///< of how ranks talk

    std::unique_ptr<model::Cache> make_cache(std::int64_t capacity) override;
    std::span<const float> forward(std::span<const model::SequenceInput> sequences,
                                   std::stop_token stop) override;
    std::shared_ptr<model::StepChooser> make_chooser(std::span<const std::int32_t> known_ids) override;
    /// Null before load_draft_module().
    model::DraftModule* draft_module() override { return draft_module_.get(); }
    /// Loads each rank's part of the checkpoint's MTP module, if it has one. Throws as load().
    void load_draft_module(const ProgressFn& progress = {}, std::stop_token stop = {});
    /// Rank 0 reports.
    void set_trace(model::Trace* trace) override { set_trace(0, trace); }
    /// For tests: what another rank decides.
    void set_trace(int rank, model::Trace* trace);

  private:
    friend class ParallelChooser;
    friend class ParallelDraftModule;
    struct Ranks;
    ParallelModel() = default;
    /// On all ranks, as RankThreads::run().
    void run(const std::function<void(int rank)>& job,
             const std::stop_source& end = std::stop_source{std::nostopstate});
    /// run(), for a step that appends to these caches. Where it fails they get their former lengths: ranks
    /// may have come to different ends.
    void run_step(std::span<model::Cache* const> caches, const std::function<void(int rank)>& job);

    std::shared_ptr<const model::Checkpoint> checkpoint_;
    model::ModelOptions options_;
    std::shared_ptr<Ranks> ranks_;
    std::unique_ptr<RankThreads> threads_;
    std::unique_ptr<model::DraftModule> draft_module_;
    std::shared_ptr<const std::vector<float>> logits_; ///< of the last step
    std::int64_t bytes_per_token_ = 0;
    std::string notice_;
};

} // namespace hadal::parallel
