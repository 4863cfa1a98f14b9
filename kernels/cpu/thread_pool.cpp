#include "kernels/cpu/thread_pool.h"

#include "kernels/error.h"

#include <chrono>
#include <string>
#include <utility>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace hadal::cpu {

namespace {

constexpr auto kSpin = std::chrono::microseconds(50);

void pause() {
#if defined(__x86_64__)
    _mm_pause();
#endif
}

/// Calls `ready` until it is true or the spinning time is over.
template <typename Ready>
bool spin_until(const Ready& ready) {
    const auto start = std::chrono::steady_clock::now();
    for (;;) {
        for (int i = 0; i < 64; ++i) {
            if (ready())
                return true;
            pause();
        }
        if (std::chrono::steady_clock::now() - start > kSpin)
            return ready();
    }
}

} // namespace

ThreadPool::ThreadPool(int threads) {
    try {
        for (int worker = 1; worker < threads; ++worker)
            workers_.emplace_back([this, worker] { work(worker); });
    } catch (const std::exception& error) {
        const std::size_t started = workers_.size();
        stop();
        throw Error(ErrorKind::OutOfMemory,
                    std::to_string(threads - 1) + " threads could not be started: after " +
                        std::to_string(started) + " the system refused more (" + error.what() +
                        "). Close other programs, or ask for fewer threads.");
    }
}

ThreadPool::~ThreadPool() {
    stop();
}

void ThreadPool::stop() {
    stopping_.store(true);
    loops_.fetch_add(1);
    loops_.notify_all();
    for (std::thread& worker : workers_)
        worker.join();
}

bool ThreadPool::claim_and_run(int worker) {
    std::uint64_t ticket = ticket_.load(std::memory_order_acquire);
    do {
        if ((ticket & 0xffffffffu) >= ticket >> 32)
            return false;
    } while (!ticket_.compare_exchange_weak(ticket, ticket + 1, std::memory_order_acq_rel,
                                            std::memory_order_acquire));
    try {
        (*task_)(static_cast<std::int64_t>(ticket & 0xffffffffu), worker);
    } catch (...) {
        const std::lock_guard lock(failure_mutex_);
        if (!failure_)
            failure_ = std::current_exception();
    }
    finished_.fetch_add(1, std::memory_order_release);
    return true;
}

void ThreadPool::run(std::int64_t count, const Task& task) {
    if (count <= 1 || workers_.empty()) {
        for (std::int64_t i = 0; i < count; ++i)
            task(i, 0);
        return;
    }
    task_ = &task;
    finished_.store(0, std::memory_order_relaxed);
    ticket_.store(static_cast<std::uint64_t>(count) << 32, std::memory_order_release);
    loops_.fetch_add(1, std::memory_order_release);
    loops_.notify_all();
    while (claim_and_run(0)) {
    }
    const auto done = [&] { return finished_.load(std::memory_order_acquire) == count; };
    while (!spin_until(done))
        std::this_thread::yield();
    if (failure_)
        std::rethrow_exception(std::exchange(failure_, nullptr));
}

void ThreadPool::work(int worker) {
    for (;;) {
        // In this order: whoever stops the pool raises loops_ last, so a worker that finds stopping_ false
        // waits for a change that is still to come.
        const std::uint32_t seen = loops_.load(std::memory_order_acquire);
        if (stopping_.load(std::memory_order_relaxed))
            return;
        while (claim_and_run(worker)) {
        }
        const auto changed = [&] { return loops_.load(std::memory_order_acquire) != seen; };
        if (!spin_until(changed))
            loops_.wait(seen, std::memory_order_acquire);
    }
}

} // namespace hadal::cpu
