#include "engine/parallel/step_memory.h"

#include <algorithm>

namespace hadal::parallel {

using model::Config;

namespace {

constexpr std::int64_t kMiB = std::int64_t{1} << 20;
/// Up to which operations hold what grows with rows and context at once.
constexpr std::int64_t kMostScores = 128 * kMiB;
constexpr std::int64_t kMostExpanded = 256 * kMiB;
constexpr std::int64_t kLibrary = 32 * kMiB; ///< LibraryProducts::kWorkspaceBytes
constexpr std::int64_t kDecodedRows = 4;     ///< a token and its guesses
constexpr std::int64_t kMostSplits =
    64; ///< parts of the keys of one of those rows that are attended to apart

constexpr std::int64_t kBf16 = 2, kWord = 4;

/// Buffers of the decoder and the model, for each row.
std::int64_t activation_row(const Config& c, const ShardPlan& shards, bool mtp) {
    const std::int64_t heads = shards.heads(0).count;
    const std::int64_t latent = c.kv_lora_rank + c.qk_rope_head_dim;
    const std::int64_t bf16 = (mtp ? 11 : 6) * c.hidden_size + c.q_lora_rank + latent +
                              heads * (c.q_head_dim() + latent + c.kv_lora_rank + c.v_head_dim) +
                              (c.index_n_heads + 1) * c.index_head_dim;
    const std::int64_t words =
        c.index_n_heads + c.index_topk + c.n_routed_experts + 2 * c.num_experts_per_tok;
    return kBf16 * bf16 + kWord * words;
}

/// Work space of products, MLPs and the indexer's queries, for each row.
std::int64_t scratch_row(const Config& c, const ShardPlan& shards, bool mtp) {
    const std::int64_t heads = shards.heads(0).count;
    // FP8 codes and scales, in two forms, of the widest input; strided inputs, packed.
    std::int64_t bytes = std::max({c.hidden_size, heads * c.v_head_dim, c.q_lora_rank}) * 34 / 32;
    bytes += kBf16 * (mtp ? 4 : 1) * c.hidden_size;
    // What goes through an MLP: its inner values, as they are and as FP8, and its output.
    const auto mlp = [&](std::int64_t width) {
        return width * (kBf16 + 1) + width / 32 + kBf16 * c.hidden_size;
    };
    const std::int64_t expert = std::max(shards.expert_width(0).count, shards.shared_width(0).count);
    const std::int64_t slots = c.n_routed_experts > 0 ? c.num_experts_per_tok + 1 : 0;
    bytes += std::max(slots * mlp(expert), mlp(shards.dense_width(0).count));
    bytes += kBf16 * c.hidden_size; // the sum over experts on the host
    return bytes + c.index_n_heads * (kBf16 * c.index_head_dim + kWord);
}

} // namespace

std::int64_t cache_bytes_of_token(const Config& config, const model::ModelOptions& options, bool mtp) {
    std::int64_t page =
        ops::latent_page_bytes(options.latent_format, config.kv_lora_rank, config.qk_rope_head_dim);
    if (config.has_indexer() && options.sparse_attention)
        page += ops::index_key_page_bytes(options.index_key_format, config.index_head_dim);
    const bool drafts = mtp && config.num_nextn_predict_layers > 0;
    return page * (config.num_hidden_layers + drafts) / ops::kPageTokens;
}

std::int64_t workspace_bytes(const Config& c, const ShardPlan& shards, const model::ModelOptions& options,
                             std::int64_t context, bool mtp) {
    const std::int64_t chunk = options.prefill_chunk;
    const std::int64_t heads = shards.heads(0).count;
    std::int64_t bytes = kLibrary + chunk * (activation_row(c, shards, mtp) + scratch_row(c, shards, mtp));
    if (c.has_indexer() && options.sparse_attention) {
        bytes += std::min(std::max(kMostScores, context * kWord), chunk * context * kWord);
        bytes += chunk * context / 8; // which positions were selected, as bits
    }
    // Prefill: latents as bf16, and the keys and values of as many heads as there is room for.
    const std::int64_t expanded = context * (c.qk_nope_head_dim + c.v_head_dim) * kBf16;
    bytes += context * (c.kv_lora_rank + c.qk_rope_head_dim) * kBf16;
    bytes += std::min(std::max(kMostExpanded, 2 * expanded), heads * expanded);
    bytes += kDecodedRows * std::min(kMostSplits, context / ops::kPageTokens + 1) * heads *
             (c.kv_lora_rank + 2) * kWord;
    // A cosine and a sine for each position; the table grows by doubling.
    bytes += 2 * context * c.qk_rope_head_dim * kWord;
    return bytes + kDecodedRows * shards.vocabulary(0).count * kWord;
}

} // namespace hadal::parallel
