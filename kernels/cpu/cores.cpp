#include "kernels/cpu/cores.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <thread>

#if defined(__linux__)
#include <sched.h>
#endif

namespace hadal::cpu {

namespace {

namespace fs = std::filesystem;

/// cpu.max holds "QUOTA PERIOD", or "max" for no quota.
std::optional<double> quota_v2(const fs::path& group) {
    double quota = 0, period = 0;
    if (std::ifstream(group / "cpu.max") >> quota >> period && quota > 0 && period > 0)
        return quota / period;
    return std::nullopt;
}

/// The quota is -1 where there is none.
std::optional<double> quota_v1(const fs::path& group) {
    double quota = 0, period = 0;
    if (std::ifstream(group / "cpu.cfs_quota_us") >> quota &&
        std::ifstream(group / "cpu.cfs_period_us") >> period && quota > 0 && period > 0)
        return quota / period;
    return std::nullopt;
}

bool names_cpu(const std::string& controllers) {
    std::istringstream list(controllers);
    for (std::string one; std::getline(list, one, ',');)
        if (one == "cpu")
            return true;
    return false;
}

int allowed_cores() {
    std::set<std::string> cores;
#if defined(__linux__)
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (sched_getaffinity(0, sizeof allowed, &allowed) == 0)
        for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu)
            if (CPU_ISSET(cpu, &allowed)) {
                std::ifstream file("/sys/devices/system/cpu/cpu" + std::to_string(cpu) +
                                   "/topology/thread_siblings_list");
                std::string siblings = std::to_string(cpu);
                std::getline(file, siblings);
                cores.insert(siblings);
            }
#endif
    if (cores.empty())
        return static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    return static_cast<int>(cores.size());
}

} // namespace

std::optional<double> cpu_quota(const fs::path& root, std::string_view membership) {
    std::optional<double> least;
    // Every group above limits those below. Within a container the path may be the host's, and only the root
    // is there.
    const auto look = [&](const fs::path& mount, const std::string& path, auto quota_of) {
        for (fs::path group = fs::path(path).relative_path();; group = group.parent_path()) {
            if (const auto quota = quota_of(mount / group); quota && (!least || *quota < *least))
                least = quota;
            if (group.empty())
                break;
        }
    };
    std::istringstream lines{std::string(membership)};
    for (std::string line; std::getline(lines, line);) { // NUMBER:CONTROLLERS:PATH
        const std::size_t first = line.find(':'), second = line.find(':', first + 1);
        if (first == line.npos || second == line.npos)
            continue;
        const std::string controllers = line.substr(first + 1, second - first - 1);
        const std::string path = line.substr(second + 1);
        if (controllers.empty()) {
            look(root, path, quota_v2);
        } else if (names_cpu(controllers)) {
            look(root / controllers, path, quota_v1);
            if (controllers != "cpu")
                look(root / "cpu", path, quota_v1);
        }
    }
    return least;
}

int usable_cores() {
    const int cores = allowed_cores();
    std::ifstream file("/proc/self/cgroup");
    const std::string membership{std::istreambuf_iterator<char>(file), {}};
    const auto quota = cpu_quota("/sys/fs/cgroup", membership);
    return quota ? std::clamp(static_cast<int>(std::ceil(*quota)), 1, cores) : cores;
}

} // namespace hadal::cpu
