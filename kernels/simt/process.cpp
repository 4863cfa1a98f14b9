// The machine of this process, and the host's threads that use it.
#include "kernels/simt/machine.h"

#include <csignal>
#include <cstdio>
#include <set>

namespace hadal::simt {

namespace {

std::unique_ptr<Machine>& the_machine() {
    static std::unique_ptr<Machine> machine;
    return machine;
}

std::set<std::thread::id>& host_threads() {
    static std::set<std::thread::id> threads;
    return threads;
}

} // namespace

void note_host_thread() {
    host_threads().insert(std::this_thread::get_id());
}

bool host_has_threads() {
    return host_threads().size() > 1;
}

std::recursive_mutex& machine_mutex() {
    static std::recursive_mutex mutex;
    return mutex;
}

namespace {

struct sigaction previous_action;

/// Says what happened when the host has touched device memory, before the program dies of it.
void explain_fault(int signal, siginfo_t* info, void* context) {
    const Allocation* allocation =
        the_machine() ? the_machine()->memory().find(reinterpret_cast<std::uintptr_t>(info->si_addr))
                      : nullptr;
    if (allocation && allocation->device != kHostDevice) {
        std::fprintf(
            stderr,
            "simulator: the host touches memory of device %d, %zu bytes from the start of allocation %u.\n",
            allocation->device, reinterpret_cast<std::uintptr_t>(info->si_addr) - allocation->base,
            allocation->number);
        ::signal(signal, SIG_DFL); // the access is made again, and ends the program
    } else if (previous_action.sa_flags & SA_SIGINFO) {
        previous_action.sa_sigaction(signal, info, context);
    } else {
        sigaction(signal, &previous_action, nullptr);
    }
}

void explain_faults() {
    static const bool once = [] {
        struct sigaction action = {};
        action.sa_sigaction = &explain_fault;
        action.sa_flags = SA_SIGINFO | SA_ONSTACK;
        return sigaction(SIGSEGV, &action, &previous_action) == 0;
    }();
    static_cast<void>(once);
}

} // namespace

void start(const Options& options) {
    const std::lock_guard lock(machine_mutex());
    explain_faults();
    host_threads().clear();
    the_machine() = std::make_unique<Machine>(options);
}

Machine& machine() {
    if (!the_machine())
        start({});
    return *the_machine();
}

std::chrono::steady_clock::time_point now() {
    const std::lock_guard lock(machine_mutex());
    return machine().now();
}

const std::vector<Finding>& findings() {
    return machine().findings();
}

const Counters& counters() {
    return machine().counters();
}

const HostCalls& host_calls() {
    return machine().host_calls;
}

const HostTraffic& host_traffic() {
    return machine().host_traffic;
}

} // namespace hadal::simt
