// A thread that carries out tasks one after another.
#pragma once

#include <QFuture>
#include <QPromise>

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <type_traits>

namespace hadal {

/// Owns what only one thread may touch (a database, an engine) by being the only one to touch it. Any thread
/// may add tasks; they run in that order.
class TaskThread {
  public:
    TaskThread();
    /// Carries out what was added so far, then ends the thread.
    ~TaskThread();

    /// The task must not throw.
    void post(std::function<void()> task);

    /// Runs `function` on the thread; what it returns or throws is the future's.
    template <typename Function>
    auto run(Function function) -> QFuture<std::invoke_result_t<Function&>> {
        using Result = std::invoke_result_t<Function&>;
        auto promise = std::make_shared<QPromise<Result>>();
        auto future = promise->future();
        promise->start();
        post([promise, function = std::move(function)]() mutable {
            try {
                if constexpr (std::is_void_v<Result>)
                    function();
                else
                    promise->addResult(function());
            } catch (...) {
                promise->setException(std::current_exception());
            }
            promise->finish();
        });
        return future;
    }

  private:
    void work();

    std::mutex mutex_;
    std::condition_variable added_;
    std::deque<std::function<void()>> tasks_;
    bool ending_ = false;
    std::thread thread_; // last: it starts when all else is there
};

} // namespace hadal
