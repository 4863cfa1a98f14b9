// How a model is run, as opposed to what it is (config.h).
#pragma once

#include "engine/model/shard_reader.h"
#include "kernels/ops.h"

#include <cstdint>
#include <vector>

namespace hadal::model {

/// The two forms of latent attention. They are equal in exact arithmetic and differ in the last bits.
enum class AttentionForm {
    Auto,     ///< for each sequence the one with fewer multiplications: absorbed for a few new tokens
    Expanded, ///< keys and values of every head are made from the latents (prefill)
    Absorbed, ///< queries are taken into the latent space (decode)
};

struct ModelOptions {
    AttentionForm attention_form = AttentionForm::Auto;
    /// Attend only to the tokens that the lightning indexer selects. Without it (or without an indexer)
    /// attention is dense.
    bool sparse_attention = true;
    ops::LatentFormat latent_format = ops::LatentFormat::BF16;
    ops::IndexKeyFormat index_key_format = ops::IndexKeyFormat::BF16;
    bool hadamard = true; ///< rotate indexer queries and keys, as the publisher's code does
    std::int64_t prefill_chunk = 512;
    /// Tokens of all caches together, and bytes of work space, whose memory is there from load on: growing
    /// caches and steps then never lack it. 0: memory is taken as it is needed.
    std::int64_t reserved_context = 0;
    std::int64_t reserved_work_space = 0;
    /// Whose routed experts stay in the host's memory, as parallel::plan_memory says; the MTP module is the
    /// layer after the last. On the CPU all do.
    std::vector<std::int64_t> host_expert_layers;
    /// How a checkpoint comes to devices with memory of their own.
    ReadingOptions reading = {};
};

struct Config;
/// Sets the cache formats that suit GPUs.
void adapt_to_gpu(ModelOptions& options, const Config& config);

} // namespace hadal::model
