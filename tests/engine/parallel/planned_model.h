// A tiny model for simulated devices whose memory it does not fit in, and the plan that leaves experts to the
// host.
#pragma once

#include "engine/parallel/memory_plan.h"
#include "engine/parallel/parallel_model.h"

#include "tests/engine/model/tiny_model.h"
#include "tests/sanitized.h"

#include <cstdint>
#include <memory>
#include <string>

namespace hadal::test {

/// Two layers with experts and the drafting module, with 128 channels of each MLP for each rank.
struct PlannedModel {
    static constexpr std::int64_t kContext = 64; ///< tokens that every plan makes room for
    static constexpr std::size_t kChunk = 6;     ///< tokens of a step of prefill
    static constexpr int kMostRanks = kSanitized ? 2 : 4;

    explicit PlannedModel(int count, std::string stored = "fp8");

    int ranks;
    std::string storage;
    TinyModel tiny;

    /// Of a model that has its devices' memory to itself, and of one that keeps to a plan.
    model::ModelOptions options() const;
    model::ModelOptions options(const parallel::MemoryPlan& plan) const;

    /// For as many devices of `bytes` each.
    parallel::MemoryPlan plan(std::int64_t bytes, std::int64_t ram = std::int64_t{1} << 30) const;

    /// Of each device, so that the experts of one layer do not fit.
    std::int64_t too_little() const;

    /// A machine of as many devices of `bytes` each, in place of the one that was there.
    void start_machine(std::int64_t bytes) const;

    /// The model on that machine. Throws Error{OutOfMemory} where it does not fit.
    std::unique_ptr<parallel::ParallelModel> load(const model::ModelOptions& options) const;
};

} // namespace hadal::test
