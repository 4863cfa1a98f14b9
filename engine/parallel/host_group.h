// Ranks that add up by way of the host's memory: for CPU backends, and for any other as a fallback.
#pragma once

#include "engine/parallel/rank_group.h"

#include <array>
#include <condition_variable>
#include <vector>

namespace hadal::parallel {

class HostGroup final : public RankGroup {
  public:
    /// A rank that has not come within `deadline` after another one ends the step with DeviceLost.
    HostGroup(int ranks, std::chrono::milliseconds deadline);

    std::shared_ptr<model::Communicator> join(int rank, ops::Backend& backend) override;
    void begin_step() override;
    void fail(const Error& error) override;

    /// Hands in a rank's part and waits for all ranks' parts, which stay as they are until the rank comes
    /// again. Throws as Communicator's calls do.
    const std::vector<std::vector<float>>& exchange(int rank, const std::vector<float>& part);

  private:
    class Member;
    void wait_for_all(std::unique_lock<std::mutex>& lock, std::uint64_t round);

    const std::chrono::milliseconds deadline_;
    std::mutex mutex_;
    std::condition_variable changed_;
    // Two sets of parts: a rank that is ahead writes the one while others still read the other. It cannot be
    // two rounds ahead, since each round waits for all.
    std::array<std::vector<std::vector<float>>, 2> parts_;
    std::vector<std::uint64_t> rounds_; ///< that each rank has come to
    std::uint64_t complete_ = 0;        ///< rounds that all have come to
    bool failed_ = false;
};

} // namespace hadal::parallel
