// What the tensors of a model weigh: by kind, by layer and by rank. What a memory plan chooses among.
#pragma once

#include "engine/parallel/memory_plan.h"
#include "engine/parallel/shard_plan.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace hadal::parallel {

// Kinds of tensors that a plan places by themselves.
inline constexpr const char* kRoutedExperts = "routed experts";
inline constexpr const char* kDraftingModule = "drafting module";

/// In bytes.
struct WeightSums {
    std::vector<PlannedTensors> kinds;
    std::vector<std::int64_t> weights;                           ///< by rank, without routed experts
    std::map<std::int64_t, std::vector<std::int64_t>> of_layers; ///< routed experts by layer and rank
    std::map<std::int64_t, std::int64_t> whole_layers;           ///< the same, unshared
    std::vector<std::int64_t> read; ///< bytes a token reads, without routed experts
    std::int64_t total = 0;
    std::set<std::string> unpacked;
};

/// Over the tensors that `config` asks for, with those of the drafting module where `mtp`. `on_gpus`: with
/// what GPUs keep besides the stored form.
WeightSums add_up(const model::Config& config, const DTypeOf& dtype_of, const ShardPlan& shards, bool mtp,
                  bool on_gpus);

} // namespace hadal::parallel
