// hadal-sandbox: the first process inside a sandbox. It starts the program that was asked for, keeps it and
// all that it begins within their limits, and ends when it does; the kernel then ends what is left.
//
//   hadal-sandbox STATUS MEMORY PROCESSES FILE NETWORK -- PROGRAM ARGUMENT…
//
// STATUS is the descriptor that is told of the end, in one line: "exit CODE", "signal NUMBER", "memory",
// "processes" or "failed REASON"; -1: the standard error is told of limits and failures. MEMORY and FILE are
// bytes, NETWORK 0 or
// 1. The program's environment are the variables whose names begin with HADAL_TOOL_, without that: what a
// loader understands (LD_PRELOAD) is nothing to whatever makes the sandbox.

#include "app/tools/inside/processes.h"
#include "app/tools/inside/system_calls.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using namespace hadal::inside;

namespace {

constexpr std::string_view prefix = "HADAL_TOOL_";

struct Orders {
    int status = -1;
    std::uint64_t memory = 0, processes = 0, file = 0;
    bool network = false;
    char** program = nullptr;
};

void say(const Orders& orders, const std::string& line) {
    std::string text = line + "\n";
    if (orders.status < 0)
        text = "hadal-sandbox: " + text;
    if (write(orders.status < 0 ? STDERR_FILENO : orders.status, text.data(), text.size()) < 0)
        return; // nobody listens any more
}

[[noreturn]] void fail(const Orders& orders, const std::string& what) {
    say(orders, "failed " + what + ": " + std::strerror(errno));
    _exit(125);
}

void limit(int resource, std::uint64_t value) {
    const rlimit both{value, value};
    setrlimit(static_cast<__rlimit_resource>(resource), &both);
}

std::vector<char*> tool_environment() {
    std::vector<char*> variables;
    for (char** variable = environ; *variable; ++variable)
        if (std::string_view(*variable).starts_with(prefix))
            variables.push_back(*variable + prefix.size());
    variables.push_back(nullptr);
    return variables;
}

/// Becomes the program. `report` is closed by that; until then it takes the number of an error.
[[noreturn]] void become(const Orders& orders, int report) {
    setsid();
    // Backstops for what happens between two looks: the looks decide, for their sum is over all processes.
    limit(RLIMIT_DATA, 2 * orders.memory + (64ull << 20));
    limit(RLIMIT_NPROC, 4 * orders.processes + 256); // threads count here
    limit(RLIMIT_FSIZE, orders.file);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_MEMLOCK, 0);
    limit(RLIMIT_NOFILE, 1024);
    limit(RLIMIT_MSGQUEUE, 0);
    setpriority(PRIO_PROCESS, 0, 5); // the window stays quick
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    signal(SIGPIPE, SIG_DFL);
    // Whatever was handed down but the three; `report` closes on execution as well.
    syscall(SYS_close_range, 3u, ~0u, 4u /* CLOSE_RANGE_CLOEXEC */);
    auto variables = tool_environment();
    int problem = 0;
    if (!filter_system_calls(orders.network)) {
        problem = errno;
    } else {
        environ = variables.data(); // PATH is looked up in it
        execvp(orders.program[0], orders.program);
        problem = errno;
    }
    if (write(report, &problem, sizeof problem) < 0)
        _exit(126);
    _exit(127);
}

/// Finds out on a thread of its own whether more memory is used than allowed. A look at what a process shares
/// waits for the process, and while it forks without end it lets nobody look: who counts processes must not.
class Measurer {
  public:
    explicit Measurer(std::uint64_t most) : most_(most) {}

    /// To be called at each look at which more seems to be used. True where it is so, and where that could
    /// not be found out for a second.
    bool exceeded() {
        if (!since_) {
            since_ = now();
            found_ = Nothing;
            std::thread([this] { found_ = exact_bytes() > most_ ? TooMuch : Enough; }).detach();
            return false;
        }
        if (found_ == Enough)
            since_ = 0;
        return found_ == TooMuch || (found_ == Nothing && now() - since_ > 1'000'000'000);
    }

  private:
    enum Found { Nothing, Enough, TooMuch };
    static std::int64_t now() {
        timespec time{};
        clock_gettime(CLOCK_MONOTONIC, &time);
        return time.tv_sec * 1'000'000'000 + time.tv_nsec;
    }

    const std::uint64_t most_;
    std::int64_t since_ = 0; // when the measurement under way began; 0: there is none
    std::atomic<Found> found_ = Nothing;
};

/// Waits until the program's first process ends or a limit is passed; says which.
void watch(const Orders& orders, pid_t program) {
    static Measurer memory(orders.memory); // its thread may outlive this function
    for (timespec pause{0, 2'000'000};; pause.tv_nsec = std::min(pause.tv_nsec * 2, 10'000'000L)) {
        int status = 0, last = 0;
        bool over = false;
        // Not all that there are: a bomb can begin and end them as fast as they are buried.
        pid_t ended = 0;
        for (int buried = 0; buried < 256 && (ended = waitpid(-1, &status, WNOHANG)) > 0; ++buried) {
            if (ended == program) { // others are orphans, ours to bury
                over = true;
                last = status;
            }
        }
        // Also after the end: what went beyond a limit may have ended for that, with its processes still
        // here.
        const Usage now = usage(orders.processes);
        const bool crowded = now.processes > orders.processes;
        if (crowded || (now.bytes > orders.memory && memory.exceeded())) {
            kill(-1, SIGKILL);
            return say(orders, crowded ? "processes" : "memory");
        }
        if (over)
            return say(orders, WIFSIGNALED(last) ? "signal " + std::to_string(WTERMSIG(last))
                                                 : "exit " + std::to_string(WEXITSTATUS(last)));
        nanosleep(&pause, nullptr);
    }
}

bool read_orders(int argc, char** argv, Orders& orders) {
    if (argc < 8 || std::string_view(argv[6]) != "--")
        return false;
    orders.status = std::atoi(argv[1]);
    orders.memory = std::strtoull(argv[2], nullptr, 10);
    orders.processes = std::strtoull(argv[3], nullptr, 10);
    orders.file = std::strtoull(argv[4], nullptr, 10);
    orders.network = argv[5][0] == '1';
    orders.program = argv + 7;
    return orders.memory > 0 && orders.processes > 0;
}

} // namespace

int main(int argc, char** argv) {
    Orders orders;
    if (!read_orders(argc, argv, orders) || getpid() != 1) {
        std::fputs("hadal-sandbox is started by Hadal, as the first process in a sandbox.\n", stderr);
        return 125;
    }
    // No process in here may look into this one, or end it: the first of a namespace gets no signal it does
    // not ask for.
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    // What was handed down besides is nobody's business in here.
    syscall(SYS_close_range, std::max(STDERR_FILENO, orders.status) + 1, ~0u, 0u);
    if (orders.status >= 0)
        fcntl(orders.status, F_SETFD, FD_CLOEXEC);
    int report[2];
    if (pipe2(report, O_CLOEXEC) != 0)
        fail(orders, "no pipe");
    const pid_t program = fork();
    if (program < 0)
        fail(orders, "no process");
    if (program == 0)
        become(orders, report[1]);
    close(report[1]);
    int problem = 0;
    if (read(report[0], &problem, sizeof problem) == sizeof problem) {
        errno = problem;
        fail(orders, std::string(orders.program[0]) + " cannot be started");
    }
    close(report[0]);
    // Input and output are the program's: their other end is to see when it closes them.
    close(STDIN_FILENO);
    close(STDOUT_FILENO);
    if (orders.status >= 0)
        close(STDERR_FILENO);
    watch(orders, program);
    _exit(0); // whatever a thread still does
}
