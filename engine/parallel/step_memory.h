// What steps take of a device besides weights: caches, activations, and the work space of operations.
#pragma once

#include "engine/model/options.h"
#include "engine/parallel/shard_plan.h"

namespace hadal::parallel {

/// Of all layers. Formats are those of `options`.
std::int64_t cache_bytes_of_token(const model::Config& config, const model::ModelOptions& options, bool mtp);

/// The most that steps of up to options.prefill_chunk rows take on the fullest rank, in caches of up to
/// `context` tokens.
std::int64_t workspace_bytes(const model::Config& config, const ShardPlan& shards,
                             const model::ModelOptions& options, std::int64_t context, bool mtp);

} // namespace hadal::parallel
