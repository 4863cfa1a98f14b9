// The MTP module on several ranks.
#pragma once

#include "engine/parallel/parallel_model.h"

namespace hadal::parallel {

/// Rows of hidden states, which lie on each rank's device: those of one sequence of the last step of the
/// model, or of the module.
struct HiddenRows {
    enum class Source { Model, Module } source = Source::Model;
    std::size_t sequence = 0;
    std::int64_t first = 0; ///< row of that sequence; one row for each token follows
};

/// As model::MtpInput.
struct ParallelMtpInput {
    model::Cache* cache = nullptr; ///< made by ParallelMtp::make_cache
    HiddenRows hidden;
    std::span<const std::int32_t> tokens;
    bool all_logits = false;
};

/// Uses the threads and memory of the model, which must outlive it.
class ParallelMtp {
  public:
    /// Null if the checkpoint has no such module. Throws OutOfMemory.
    static std::unique_ptr<ParallelMtp> load(ParallelModel& model);

    std::unique_ptr<model::Cache> make_cache(std::int64_t capacity);
    /// What MtpModule::forward gives, with its errors and those of ParallelModel::forward.
    std::span<const float> forward(std::span<const ParallelMtpInput> sequences, std::stop_token stop);

  private:
    explicit ParallelMtp(ParallelModel& model) : model_(model) {}

    ParallelModel& model_;
    std::shared_ptr<const std::vector<float>> logits_;
};

} // namespace hadal::parallel
