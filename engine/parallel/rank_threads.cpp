#include "engine/parallel/rank_threads.h"

#include <condition_variable>
#include <new>
#include <set>

namespace hadal::parallel {

/// Shared with the threads, since one that was given up may still come to look at it.
struct RankThreads::Work {
    std::shared_ptr<RankGroup> group;
    std::mutex mutex;
    std::condition_variable changed;
    std::function<void(int)> job;
    std::uint64_t round = 0;
    std::set<int> busy;
    bool failed = false; ///< in this round
    bool end = false;

    void perform(int rank, const std::function<void(int)>& now) const;
};

namespace {

[[noreturn]] void throw_lost() {
    throw Error(ErrorKind::DeviceLost,
                "A device does not answer any more, so the model cannot go on. Load the model again; if it "
                "happens again, restart the computer.");
}

} // namespace

/// Errors go to the group: they end the step for all ranks.
void RankThreads::Work::perform(int rank, const std::function<void(int)>& now) const {
    try {
        now(rank);
        return;
    } catch (const Error& error) {
        group->fail(error);
    } catch (const std::bad_alloc&) {
        group->fail(Error(ErrorKind::OutOfMemory,
                          "Rank " + std::to_string(rank) + " has run out of memory. Close other programs."));
    } catch (const std::exception& error) {
        group->fail(Error(ErrorKind::Internal, "Rank " + std::to_string(rank) + ": " + error.what()));
    }
}

RankThreads::RankThreads(std::shared_ptr<RankGroup> group, std::chrono::milliseconds grace)
    : group_(std::move(group)), grace_(grace), work_(std::make_shared<Work>()) {
    work_->group = group_;
    for (int rank = 0; rank < group_->ranks(); ++rank)
        threads_.emplace_back(&RankThreads::loop, work_, rank);
}

RankThreads::~RankThreads() {
    {
        const std::lock_guard lock(work_->mutex);
        work_->end = true;
        work_->changed.notify_all();
    }
    for (std::thread& thread : threads_) {
        if (lost_)
            thread.detach();
        else
            thread.join();
    }
}

void RankThreads::loop(const std::shared_ptr<Work>& work, int rank) {
    std::uint64_t round = 0;
    std::unique_lock lock(work->mutex);
    while (true) {
        work->changed.wait(lock, [&] { return work->end || work->round > round; });
        if (work->round == round)
            return;
        round = work->round;
        auto job = work->job;
        lock.unlock();
        work->perform(rank, job);
        job = nullptr;
        const bool failed = work->group->failure().has_value();
        lock.lock();
        work->busy.erase(rank);
        work->failed = work->failed || failed;
        work->changed.notify_all();
    }
}

void RankThreads::run(const std::function<void(int)>& job) {
    if (lost_)
        throw_lost();
    group_->begin_step();
    std::unique_lock lock(work_->mutex);
    work_->job = job;
    work_->failed = false;
    for (int rank = 0; rank < group_->ranks(); ++rank)
        work_->busy.insert(rank);
    ++work_->round;
    work_->changed.notify_all();
    const auto idle = [&] { return work_->busy.empty(); };
    work_->changed.wait(lock, [&] { return idle() || work_->failed; });
    lost_ = !work_->changed.wait_for(lock, grace_, idle);
    work_->job = nullptr;
    lock.unlock();
    if (lost_)
        throw_lost();
    if (const auto error = group_->failure())
        throw Error(*error);
}

} // namespace hadal::parallel
