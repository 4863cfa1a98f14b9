// Which part of which tensor each rank of a tensor-parallel group holds. The one place that knows: loading,
// running and planning all ask here.
//
// Attention heads (q_b_proj, kv_b_proj, o_proj), the widths of dense, shared and routed experts, the
// vocabulary (embedding and head) and the input of the MTP module's projection are shared among the ranks;
// everything else (q_a_proj, kv_a_proj, norms, router, the whole indexer) every rank holds, because its
// result must be complete before it can be used. A token then needs two sums over the ranks in each layer.
// Source: the publisher's inference code, and DeepSeek-V3, section 3.4.
#pragma once

#include "engine/model/config.h"
#include "kernels/tensor.h"

#include <cstdint>
#include <string>

namespace hadal::parallel {

/// `count` from `first` on.
struct Range {
    std::int64_t first = 0;
    std::int64_t count = 0;
    std::int64_t end() const { return first + count; }
    bool operator==(const Range&) const = default;
};

/// What a rank holds of a matrix.
struct TensorShard {
    Range rows, cols;
    /// An FP8 tensor whose 128×128 blocks the ranges would cut: held as plain numbers, blocks multiplied out.
    bool unpacked = false;
    bool operator==(const TensorShard&) const = default;
};

/// What the shares of a dimension are made of.
struct Split {
    std::int64_t total = 0;
    /// Shares are whole multiples of it, but for the last.
    std::int64_t granule = 1;
    Range share(int rank, int ranks) const;
};

class ShardPlan {
  public:
    /// Shares are as even as whole granules allow: granules keep FP8 blocks whole where there are enough of
    /// them for all ranks, and lie on boundaries that wide loads like. Throws InvalidInput naming the tensor
    /// that has less than one head, channel or row for each rank, and how many ranks are possible.
    ShardPlan(const model::Config& config, int ranks);

    int ranks() const { return ranks_; }
    Range heads(int rank) const { return heads_.share(rank, ranks_); }
    Range vocabulary(int rank) const { return vocabulary_.share(rank, ranks_); }
    /// Columns of the MTP module's input, [embedding | hidden state].
    Range mtp_input(int rank) const { return mtp_input_.share(rank, ranks_); }
    /// Channels inside a routed expert, the shared experts, and the MLP of a dense layer.
    Range expert_width(int rank) const { return expert_.share(rank, ranks_); }
    Range shared_width(int rank) const { return shared_.share(rank, ranks_); }
    Range dense_width(int rank) const { return dense_.share(rank, ranks_); }

    /// Of a tensor by its name in the checkpoint, with the shape and type that it has there.
    TensorShard shard(const std::string& name, std::int64_t rows, std::int64_t cols, ops::DType dtype,
                      int rank) const;

    /// The largest number of ranks that a model can be shared by.
    static int most_ranks(const model::Config& config);

  private:
    const Split* split_of_mlp(const std::string& name) const;

    int ranks_;
    std::int64_t q_head_dim_, kv_head_dim_, v_head_dim_;
    Split heads_, dense_, shared_, expert_, vocabulary_, mtp_input_;
};

/// Bytes that a rank holds of a tensor, scales included.
std::int64_t shard_bytes(const TensorShard& shard, ops::DType dtype);

} // namespace hadal::parallel
