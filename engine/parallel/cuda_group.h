// Ranks on GPUs: few rows are summed by kernels that push into each other's memory, the many of a prefill by
// way of the host, as everything is where GPUs cannot reach each other.
#pragma once

#include "engine/parallel/host_group.h"

#include <atomic>
#include <vector>

namespace hadal::parallel {

class CudaGroup final : public RankGroup {
  public:
    struct Options {
        std::int64_t hidden_size = 0;
        /// Let kernels push. Until it has been tried on several GPUs it is for the simulator: while a kernel
        /// waits for a peer, the driver may make that peer's allocations and loading of kernels wait for it.
        bool push = true;
        std::chrono::milliseconds deadline = std::chrono::minutes(2); ///< of the host's threads
        std::chrono::milliseconds kernel_deadline = std::chrono::milliseconds(2000); ///< of kernels that wait
    };
    CudaGroup(int ranks, const Options& options);

    /// Waits for all ranks.
    std::shared_ptr<model::Communicator> join(int rank, ops::Backend& backend) override;
    void begin_step() override;
    void fail(const Error& error) override;

    /// Whether kernels reach all ranks' memory; known when all have joined.
    bool is_connected() const { return connected_; }

  private:
    class Member;
    void meet(int rank) { host_.exchange(rank, {}); }

    const Options options_;
    HostGroup host_;
    std::vector<const Member*> members_;
    std::atomic<bool> connected_;
    std::atomic<unsigned> resets_ = 0; ///< steps that failed: after each, ranks begin to count anew
};

} // namespace hadal::parallel
