// Ctrl-C as an event of the event loop.
#pragma once

#include <QSocketNotifier>

#include <functional>
#include <memory>

namespace hadal::cli {

/// While it lives, the first SIGINT or SIGTERM calls the function on the event loop's thread; a second one
/// ends the process as usual. One at a time.
class Interrupt {
  public:
    explicit Interrupt(std::function<void()> on_signal);
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    bool happened() const { return happened_; }

  private:
    std::unique_ptr<QSocketNotifier> notifier_;
    bool happened_ = false;
};

} // namespace hadal::cli
