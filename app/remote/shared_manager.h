// A network manager that other threads give work to.
#pragma once

#include <QNetworkAccessManager>

#include <deque>
#include <functional>
#include <mutex>

namespace hadal::remote {

/// Lives on a thread with an event loop, as every manager does.
///
/// QMetaObject::invokeMethod would carry a task as well, but what it carries is ordered by a lock inside Qt,
/// which ThreadSanitizer does not see; this one's lock it does.
class SharedManager : public QNetworkAccessManager {
  public:
    using QNetworkAccessManager::QNetworkAccessManager;

    /// Carries out `task` in the manager's event loop, in the order of the calls; not at all where the
    /// manager is destroyed first. On any thread, while the manager lives. The task must not throw.
    void run(std::function<void()> task);

  protected:
    void customEvent(QEvent* event) override;

  private:
    std::mutex mutex_;
    std::deque<std::function<void()>> tasks_; ///< one for each event that is under way
};

} // namespace hadal::remote
