// Worker threads that wait for loops to share.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace hadal::cpu {

/// Runs loops over independent tasks. A loop is started by one thread at a time, which works along. Between
/// loops the workers spin for a moment, because the next loop of a step comes within microseconds, then
/// sleep.
class ThreadPool {
  public:
    /// A task and the worker that runs it, 0 … threads()-1: an index into per-thread scratch.
    using Task = std::function<void(std::int64_t task, int worker)>;

    /// Throws Error(OutOfMemory) where the system does not give so many threads.
    explicit ThreadPool(int threads);
    ~ThreadPool();
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;

    int threads() const { return static_cast<int>(workers_.size()) + 1; }

    /// Calls task(i, worker) for each i in [0, count) once, in any order; returns when all are done. Where
    /// tasks throw, the first exception is thrown again when no task is running any more; tasks that had not
    /// begun may be left out. Tasks must not start loops. count < 2^31.
    void run(std::int64_t count, const Task& task);

  private:
    void work(int worker);
    void stop();
    bool claim_and_run(int worker);

    // The loop in progress: the number of its tasks in the upper half, the next one to hand out in the
    // lower. A thread that raises the lower half below the upper owns that task, and only then reads task_.
    std::atomic<std::uint64_t> ticket_{0};
    const Task* task_ = nullptr;
    std::atomic<std::int64_t> finished_{0};
    std::mutex failure_mutex_;            ///< held by tasks that throw
    std::exception_ptr failure_;          ///< the first one's; run() takes it when all are finished
    std::atomic<std::uint32_t> loops_{0}; ///< changes with every loop; what sleepers wait on
    std::atomic<bool> stopping_{false};
    std::vector<std::thread> workers_;
};

} // namespace hadal::cpu
