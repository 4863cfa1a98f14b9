#include "app/cli/interrupt.h"

#include "kernels/error.h"

#include <csignal>

#include <fcntl.h>
#include <unistd.h>

namespace hadal::cli {

namespace {

// A signal handler may only write: the event loop reads the other end.
int pipe_ends[2] = {-1, -1};

void on_signal_raised(int) {
    const char byte = 0;
    [[maybe_unused]] const auto written = ::write(pipe_ends[1], &byte, 1);
}

void handle(int signal, void (*handler)(int)) {
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = handler == SIG_DFL ? 0 : SA_RESETHAND | SA_RESTART;
    ::sigaction(signal, &action, nullptr);
}

} // namespace

Interrupt::Interrupt(std::function<void()> on_signal) {
    if (::pipe2(pipe_ends, O_CLOEXEC | O_NONBLOCK) != 0)
        throw Error(ErrorKind::Internal, "No pipe for signals could be made: too many files are open.");
    notifier_ = std::make_unique<QSocketNotifier>(pipe_ends[0], QSocketNotifier::Read);
    QObject::connect(notifier_.get(), &QSocketNotifier::activated, notifier_.get(),
                     [this, on_signal = std::move(on_signal)] {
                         notifier_->setEnabled(false);
                         happened_ = true;
                         on_signal();
                     });
    handle(SIGINT, on_signal_raised);
    handle(SIGTERM, on_signal_raised);
}

Interrupt::~Interrupt() {
    handle(SIGINT, SIG_DFL);
    handle(SIGTERM, SIG_DFL);
    for (int& end : pipe_ends)
        ::close(std::exchange(end, -1));
}

} // namespace hadal::cli
