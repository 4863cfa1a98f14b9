#include "engine/parallel/shard_plan.h"

#include "kernels/error.h"
#include "kernels/fp8.h"

#include <algorithm>
#include <initializer_list>
#include <limits>
#include <numeric>
#include <vector>

namespace hadal::parallel {

using ops::DType;
using ops::kFp8Block;

namespace {

std::int64_t pieces(std::int64_t total, std::int64_t granule) {
    return (total + granule - 1) / granule;
}

/// The first of `granules` of which there is one for each rank.
Split split(std::int64_t total, int ranks, std::initializer_list<std::int64_t> granules) {
    for (const std::int64_t granule : granules)
        if (granule > 0 && pieces(total, granule) >= ranks)
            return {total, granule};
    return {total, 1};
}

/// Blocks of FP8 scales; else the 64 channels that eight lanes load at once, else one 16-byte load.
Split split_channels(std::int64_t total, int ranks, bool fp8) {
    return split(total, ranks, {fp8 ? kFp8Block : 0, 64, 8, 1});
}

/// The fewest heads whose rows are whole blocks in every tensor that is cut by heads.
std::int64_t heads_in_whole_blocks(const model::Config& config) {
    std::int64_t heads = 1;
    for (const std::int64_t dim :
         {config.q_head_dim(), config.qk_nope_head_dim + config.v_head_dim, config.v_head_dim})
        heads = std::lcm(heads, kFp8Block / std::gcd(kFp8Block, dim));
    return heads;
}

struct Divided {
    const char* tensor;
    const char* what;
    std::int64_t total;
};

std::vector<Divided> divided(const model::Config& config) {
    std::vector<Divided> all = {
        {config.q_lora_rank > 0 ? "self_attn.q_b_proj.weight" : "self_attn.q_proj.weight", "attention heads",
         config.num_attention_heads},
        {"lm_head.weight", "rows", config.vocab_size}};
    if (config.first_k_dense_replace > 0 || config.n_routed_experts == 0)
        all.push_back({"mlp.gate_proj.weight", "channels", config.intermediate_size});
    if (config.n_routed_experts > 0)
        all.push_back({"mlp.experts.0.gate_proj.weight", "channels", config.moe_intermediate_size});
    return all;
}

bool ends_with(const std::string& name, const char* suffix) {
    return name.ends_with(suffix);
}

Range scaled(const Range& range, std::int64_t factor) {
    return {range.first * factor, range.count * factor};
}

bool cuts_block(const Range& range, std::int64_t total) {
    return range.first % kFp8Block != 0 || (range.end() % kFp8Block != 0 && range.end() != total);
}

} // namespace

Range Split::share(int rank, int ranks) const {
    const std::int64_t count = pieces(total, granule);
    const auto start = [&](std::int64_t index) {
        // The first ranks get one more where it does not come out even.
        const std::int64_t first = index * (count / ranks) + std::min<std::int64_t>(index, count % ranks);
        return std::min(first * granule, total);
    };
    return {start(rank), start(rank + 1) - start(rank)};
}

int ShardPlan::most_ranks(const model::Config& config) {
    std::int64_t most = std::numeric_limits<int>::max();
    for (const Divided& d : divided(config))
        most = std::min(most, d.total);
    return static_cast<int>(most);
}

ShardPlan::ShardPlan(const model::Config& config, int ranks)
    : ranks_(ranks), q_head_dim_(config.q_head_dim()),
      kv_head_dim_(config.qk_nope_head_dim + config.v_head_dim), v_head_dim_(config.v_head_dim) {
    if (ranks < 1)
        throw Error(ErrorKind::InvalidInput,
                    "A model needs at least one rank; " + std::to_string(ranks) + " were asked for.");
    for (const Divided& d : divided(config))
        if (d.total < ranks)
            throw Error(ErrorKind::InvalidInput,
                        std::string("The tensor ") + d.tensor + " has " + std::to_string(d.total) + " " +
                            d.what + ", too few to share among " + std::to_string(ranks) +
                            " ranks. Use 1 to " + std::to_string(most_ranks(config)) + " ranks.");
    heads_ = split(config.num_attention_heads, ranks, {config.fp8 ? heads_in_whole_blocks(config) : 1});
    dense_ = split_channels(config.intermediate_size, ranks, config.fp8);
    expert_ = split_channels(config.moe_intermediate_size, ranks, config.fp8);
    shared_ = split_channels(config.moe_intermediate_size * config.n_shared_experts, ranks, config.fp8);
    vocabulary_ = split_channels(config.vocab_size, ranks, false);
    mtp_input_ = split_channels(2 * config.hidden_size, ranks, config.fp8);
}

const Split* ShardPlan::split_of_mlp(const std::string& name) const {
    if (name.find(".mlp.experts.") != std::string::npos)
        return &expert_;
    if (name.find(".mlp.shared_experts.") != std::string::npos)
        return &shared_;
    return name.find(".mlp.") != std::string::npos ? &dense_ : nullptr;
}

TensorShard ShardPlan::shard(const std::string& name, std::int64_t rows, std::int64_t cols, DType dtype,
                             int rank) const {
    TensorShard shard{{0, rows}, {0, cols}, false};
    const Split* mlp = split_of_mlp(name);
    if (ends_with(name, "embed_tokens.weight") || ends_with(name, "lm_head.weight"))
        shard.rows = vocabulary(rank);
    else if (ends_with(name, "self_attn.q_b_proj.weight") || ends_with(name, "self_attn.q_proj.weight"))
        shard.rows = scaled(heads(rank), q_head_dim_);
    else if (ends_with(name, "self_attn.kv_b_proj.weight"))
        shard.rows = scaled(heads(rank), kv_head_dim_);
    else if (ends_with(name, "self_attn.o_proj.weight"))
        shard.cols = scaled(heads(rank), v_head_dim_);
    else if (mlp && (ends_with(name, ".gate_proj.weight") || ends_with(name, ".up_proj.weight")))
        shard.rows = mlp->share(rank, ranks_);
    else if (mlp && ends_with(name, ".down_proj.weight"))
        shard.cols = mlp->share(rank, ranks_);
    else if (ends_with(name, ".eh_proj.weight"))
        shard.cols = mtp_input(rank);
    shard.unpacked = dtype == DType::F8E4M3 && (cuts_block(shard.rows, rows) || cuts_block(shard.cols, cols));
    return shard;
}

std::int64_t shard_bytes(const TensorShard& shard, DType dtype) {
    const std::int64_t size = shard.rows.count * shard.cols.count;
    if (dtype != DType::F8E4M3)
        return size * ops::size_of(dtype);
    if (shard.unpacked)
        return size * ops::size_of(DType::BF16);
    return size +
           ops::fp8_blocks(shard.rows.count) * ops::fp8_blocks(shard.cols.count) * ops::size_of(DType::F32);
}

} // namespace hadal::parallel
