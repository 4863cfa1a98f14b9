// Ranks on GPUs: few rows are summed by kernels that push into each other's memory, the many of a prefill by
// NCCL. Where NCCL does not get going, many rows are pushed too, few at a time; where GPUs do not reach each
// other, sums go by way of the host. All ways give the same bits.
#pragma once

#include "engine/parallel/host_group.h"
#include "kernels/cuda/backend/nccl_link.h"
#include "kernels/cuda/backend/rank_link.h"

#include <atomic>
#include <optional>
#include <vector>

namespace hadal::parallel {

class CudaGroup final : public RankGroup {
  public:
    struct Options {
        std::int64_t hidden_size = 0;
        /// Sums of up to as many rows are pushed; if not said, those that are quicker so, as measured when
        /// the ranks have joined.
        std::optional<std::int64_t> push_rows = {};
        bool nccl = true; ///< where the program has it, and it brings the ranks together
        std::chrono::milliseconds deadline = std::chrono::minutes(2); ///< of the host's threads
        std::chrono::milliseconds kernel_deadline = std::chrono::milliseconds(2000); ///< of kernels that wait
    };
    CudaGroup(int ranks, const Options& options);

    /// Waits for all ranks, and tries out how they reach each other.
    std::shared_ptr<model::Communicator> join(int rank, ops::Backend& backend) override;
    void begin_step() override;
    void fail(const Error& error) override;
    std::string notice() const override;

    // Known when all have joined.
    std::int64_t push_rows() const { return push_rows_; } ///< 0: GPUs do not reach each other
    bool uses_nccl() const { return nccl_; }

  private:
    class Member;
    void meet(int rank) { host_.exchange(rank, {}); }
    /// Of several reasons the first counts.
    void do_without_nccl(const std::string& why);

    const Options options_;
    HostGroup host_;
    std::vector<cuda::RankLink::Address> addresses_; ///< by rank
    cuda::NcclId nccl_id_{};                         ///< of rank 0, for all
    // Where columns come together, and how many each rank has: written before all meet, read after.
    ops::Tensor whole_;
    int device_of_whole_ = 0;
    std::vector<std::int64_t> widths_;
    std::atomic<std::int64_t> push_rows_ = 0;
    std::atomic<bool> nccl_ = false;
    mutable std::mutex mutex_;
    std::string nccl_trouble_;         ///< guarded by mutex_: why there is no NCCL where there could be
    std::atomic<bool> late_ = false;   ///< a sum that was pushed did not arrive in this step
    std::atomic<unsigned> resets_ = 0; ///< steps that failed: after each, ranks begin to count anew
};

} // namespace hadal::parallel
