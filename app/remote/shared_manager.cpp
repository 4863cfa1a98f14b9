#include "app/remote/shared_manager.h"

#include <QCoreApplication>
#include <QEvent>

#include <utility>

namespace hadal::remote {

void SharedManager::run(std::function<void()> task) {
    {
        std::lock_guard lock(mutex_);
        tasks_.push_back(std::move(task));
    }
    QCoreApplication::postEvent(this, new QEvent(QEvent::User));
}

void SharedManager::customEvent(QEvent*) {
    std::function<void()> task;
    {
        std::lock_guard lock(mutex_);
        task = std::move(tasks_.front());
        tasks_.pop_front();
    }
    task();
}

} // namespace hadal::remote
