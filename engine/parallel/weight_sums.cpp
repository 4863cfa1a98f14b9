#include "engine/parallel/weight_sums.h"

#include "kernels/fp8.h"

#include <algorithm>
#include <optional>

namespace hadal::parallel {

using model::Config;
using model::TensorSpec;
using ops::DType;

namespace {

struct Kind {
    const char* what;
    const char* division;
};

Kind kind_of(const Config& config, const std::string& name) {
    const auto has = [&](const char* part) { return name.find(part) != std::string::npos; };
    if (name.starts_with(model::layer_prefix(config.num_hidden_layers)))
        return {kDraftingModule, "as its parts"};
    if (has("embed_tokens"))
        return {"embedding", "rows"};
    if (has("lm_head"))
        return {"head", "rows"};
    if (has(".indexer."))
        return {"indexer", "on every device"};
    if (has("q_b_proj") || has("q_proj") || has("kv_b_proj") || has("o_proj"))
        return {"attention heads", "heads"};
    if (has(".self_attn."))
        return {"attention latents", "on every device"};
    if (has(".mlp.experts."))
        return {kRoutedExperts, "channels of each expert"};
    if (has(".mlp.shared_experts."))
        return {"shared experts", "channels"};
    if (has(".mlp.gate."))
        return {"routers", "on every device"};
    if (has(".mlp."))
        return {"dense layers", "channels"};
    return {"norms", "on every device"};
}

/// The layer of a routed expert; that of the drafting module is the one after the last.
std::optional<std::int64_t> expert_layer(const std::string& name) {
    if (name.find(".mlp.experts.") == std::string::npos)
        return std::nullopt;
    return std::stoll(name.substr(std::string("model.layers.").size()));
}

/// A name without the numbers of its layer and expert.
std::string general(const std::string& name) {
    std::string text;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const bool number = i > 0 && name[i - 1] == '.' && name[i] >= '0' && name[i] <= '9';
        if (!number) {
            text += name[i];
            continue;
        }
        text += '*';
        while (i + 1 < name.size() && name[i + 1] != '.')
            ++i;
    }
    return text;
}

/// Scales in the form of cuBLASLt's products, which GPUs of some architectures keep besides.
std::int64_t arranged_bytes(const std::string& name, const TensorShard& shard, DType dtype) {
    if (dtype != DType::F8E4M3 || shard.unpacked || !model::multiplies_prompts(name))
        return 0;
    return ops::fp8_blocks(shard.rows.count) * ops::fp8_blocks(shard.cols.count) * ops::kArrangedBytes;
}

} // namespace

WeightSums add_up(const Config& config, const DTypeOf& dtype_of, const ShardPlan& shards, bool mtp,
                  bool on_gpus) {
    WeightSums sums;
    const auto ranks = static_cast<std::size_t>(shards.ranks());
    sums.weights.resize(ranks);
    sums.read.resize(ranks);
    const auto add = [&](const TensorSpec& spec) {
        const DType dtype = dtype_of(spec);
        const Kind kind = kind_of(config, spec.name);
        auto row = std::find_if(sums.kinds.begin(), sums.kinds.end(),
                                [&](const PlannedTensors& t) { return t.what == kind.what; });
        if (row == sums.kinds.end()) {
            sums.kinds.push_back({kind.what, ranks > 1 ? kind.division : "whole", 0, 0, 0});
            row = sums.kinds.end() - 1;
        }
        const std::int64_t whole = shard_bytes({{0, spec.rows}, {0, spec.cols}, false}, dtype);
        row->bytes += whole;
        sums.total += whole;
        const auto layer = expert_layer(spec.name);
        std::int64_t most = 0;
        for (std::size_t rank = 0; rank < ranks; ++rank) {
            const TensorShard shard =
                shards.shard(spec.name, spec.rows, spec.cols, dtype, static_cast<int>(rank));
            const std::int64_t bytes = shard_bytes(shard, dtype);
            const std::int64_t held = bytes + (on_gpus ? arranged_bytes(spec.name, shard, dtype) : 0);
            most = std::max(most, held);
            if (shard.unpacked)
                sums.unpacked.insert(general(spec.name));
            if (layer) {
                auto& by_rank = sums.of_layers[*layer];
                by_rank.resize(ranks);
                by_rank[rank] += bytes;
                continue;
            }
            sums.weights[rank] += held;
            const bool looked_up = spec.name.find("embed_tokens") != std::string::npos;
            const bool drafts = spec.name.starts_with(model::layer_prefix(config.num_hidden_layers));
            if (!looked_up && !drafts)
                sums.read[rank] += bytes;
        }
        if (layer)
            sums.whole_layers[*layer] += whole;
        row->per_device += most;
    };
    model::visit_required_tensors(config, add);
    if (mtp && config.num_nextn_predict_layers > 0)
        model::visit_mtp_tensors(config, add);
    return sums;
}

} // namespace hadal::parallel
