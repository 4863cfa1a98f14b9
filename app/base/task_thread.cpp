#include "app/base/task_thread.h"

namespace hadal {

TaskThread::TaskThread() : thread_([this] { work(); }) {}

TaskThread::~TaskThread() {
    {
        std::lock_guard lock(mutex_);
        ending_ = true;
    }
    added_.notify_one();
    thread_.join();
}

void TaskThread::post(std::function<void()> task) {
    {
        std::lock_guard lock(mutex_);
        tasks_.push_back(std::move(task));
    }
    added_.notify_one();
}

void TaskThread::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        added_.wait(lock, [this] { return ending_ || !tasks_.empty(); });
        if (tasks_.empty())
            return;
        auto task = std::move(tasks_.front());
        tasks_.pop_front();
        lock.unlock();
        task();
        task = nullptr; // what it holds is freed outside the lock
        lock.lock();
    }
}

} // namespace hadal
