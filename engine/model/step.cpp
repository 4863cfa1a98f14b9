#include "engine/model/step.h"

#include <algorithm>

namespace hadal::model {

namespace {

/// Multiplications of both forms, for each head. Expanding costs every cached latent a product with W_UK and
/// W_UV and then works on narrow heads, on all keys, selected or not; absorbing costs every new row that
/// product and then works on wide ones, on the selected keys only.
bool expanding_is_cheaper(const ops::SequenceRows& sequence, bool sparse, const Config& config) {
    const std::int64_t product = (config.qk_nope_head_dim + config.v_head_dim) * config.kv_lora_rank;
    const std::int64_t narrow = config.q_head_dim() + config.v_head_dim;
    const std::int64_t wide = 2 * config.kv_lora_rank + config.qk_rope_head_dim;
    const std::int64_t context = sequence.past + sequence.rows;
    const std::int64_t attended = sparse ? std::min(config.index_topk, context) : context;
    const std::int64_t expanded = context * product + sequence.rows * context * narrow;
    const std::int64_t absorbed = sequence.rows * (product + attended * wide);
    return expanded < absorbed;
}

} // namespace

Step plan_step(std::vector<ops::SequenceRows> sequences, const Config& config, const ModelOptions& options) {
    Step step;
    for (const ops::SequenceRows& sequence : sequences) {
        const bool sparse = options.sparse_attention && config.has_indexer() &&
                            sequence.past + sequence.rows > config.index_topk;
        const bool expanded =
            options.attention_form == AttentionForm::Expanded ||
            (options.attention_form == AttentionForm::Auto && expanding_is_cheaper(sequence, sparse, config));
        if (step.parts.empty() || step.parts.back().expanded != expanded ||
            step.parts.back().sparse != sparse)
            step.parts.push_back({step.rows, 0, expanded, sparse, {}});
        StepPart& part = step.parts.back();
        part.sequences.push_back(sequence);
        part.sequences.back().first_row = part.rows;
        part.rows += sequence.rows;
        step.rows += sequence.rows;
    }
    step.sequences = std::move(sequences);
    return step;
}

} // namespace hadal::model
