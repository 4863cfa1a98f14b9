// One thread for each rank. What a rank makes (backend, streams, memory) is made, used and destroyed on its
// thread.
#pragma once

#include "engine/parallel/rank_group.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

namespace hadal::parallel {

class RankThreads {
  public:
    /// When a rank has failed, the others have `grace` to come back too.
    RankThreads(std::shared_ptr<RankGroup> group, std::chrono::milliseconds grace);
    /// Waits for the threads, unless one was given up: those run on, or hang, by themselves.
    ~RankThreads();
    RankThreads(const RankThreads&) = delete;
    RankThreads& operator=(const RankThreads&) = delete;

    /// Runs job(rank) on all threads and waits for all of them. When one throws, the group has failed, and
    /// its error is thrown here. When one does not come back even so, it is given up: this call and all after
    /// it throw DeviceLost, which names it and what failed first. The job must own, or share, all that it
    /// uses, because it may then outlive this call. `end` is requested to stop when a rank has failed, for
    /// jobs in which others would not see it soon.
    void run(const std::function<void(int rank)>& job,
             const std::stop_source& end = std::stop_source{std::nostopstate});

    /// A rank was given up.
    bool is_lost() const { return lost_.has_value(); }

  private:
    struct Work;
    static void loop(const std::shared_ptr<Work>& work, int rank);

    std::shared_ptr<RankGroup> group_;
    std::chrono::milliseconds grace_;
    std::shared_ptr<Work> work_;
    std::vector<std::thread> threads_;
    std::optional<Error> lost_;
};

} // namespace hadal::parallel
