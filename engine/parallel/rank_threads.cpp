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
    std::stop_source end_of_job{std::nostopstate};
    std::uint64_t round = 0;
    std::set<int> busy;
    bool failed = false;  ///< in this round
    bool stopped = false; ///< all ranks, at the same place
    bool end = false;

    bool perform(int rank, const std::function<void(int)>& now) const;
    std::string names_of_busy() const;
};

/// Errors go to the group: they end the step for all ranks. True when the step was stopped for all of them
/// anyway, so that nobody waits for this one.
bool RankThreads::Work::perform(int rank, const std::function<void(int)>& now) const {
    try {
        now(rank);
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::Cancelled && group->stops_together())
            return true;
        group->fail(error);
    } catch (const std::bad_alloc&) {
        group->fail(Error(ErrorKind::OutOfMemory,
                          "Rank " + std::to_string(rank) + " has run out of memory. Close other programs."));
    } catch (const std::exception& error) {
        group->fail(Error(ErrorKind::Internal, "Rank " + std::to_string(rank) + ": " + error.what()));
    }
    return false;
}

std::string RankThreads::Work::names_of_busy() const {
    std::string names;
    for (const int rank : busy)
        names += (names.empty() ? "Rank " : ", rank ") + std::to_string(rank);
    return names;
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
        auto end_of_job = work->end_of_job;
        lock.unlock();
        const bool stopped = work->perform(rank, job);
        job = nullptr;
        const bool failed = work->group->failure().has_value();
        if (failed)
            end_of_job.request_stop();
        lock.lock();
        work->busy.erase(rank);
        work->failed = work->failed || failed;
        work->stopped = work->stopped || stopped;
        work->changed.notify_all();
    }
}

void RankThreads::run(const std::function<void(int)>& job, const std::stop_source& end) {
    if (lost_)
        throw Error(*lost_);
    group_->begin_step();
    std::unique_lock lock(work_->mutex);
    work_->job = job;
    work_->end_of_job = end;
    work_->failed = work_->stopped = false;
    for (int rank = 0; rank < group_->ranks(); ++rank)
        work_->busy.insert(rank);
    ++work_->round;
    work_->changed.notify_all();
    const auto idle = [&] { return work_->busy.empty(); };
    work_->changed.wait(lock, [&] { return idle() || work_->failed; });
    const bool came_back = work_->changed.wait_for(lock, grace_, idle);
    work_->job = nullptr;
    const auto error = group_->failure();
    if (!came_back)
        lost_ = Error(ErrorKind::DeviceLost, work_->names_of_busy() +
                                                 " does not answer any more, so the model cannot go on (" +
                                                 error->what() +
                                                 "). Load the model again; if it happens again, restart the "
                                                 "program, then the computer.");
    const bool stopped = work_->stopped;
    lock.unlock();
    if (lost_)
        throw Error(*lost_);
    if (error)
        throw Error(*error);
    if (stopped)
        throw Error(ErrorKind::Cancelled, "The step was cancelled.");
}

} // namespace hadal::parallel
