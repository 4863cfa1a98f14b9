// How many threads are worth starting on this machine.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

namespace hadal::cpu {

/// Cores that this process may use: two hardware threads of one core count once, and a container's quota of
/// CPU time is not exceeded: with more threads the kernel would stop all of them for the rest of each period.
/// At least 1.
int usable_cores();

/// CPUs' worth of time that Linux control groups, mounted at `root`, leave to a process whose
/// /proc/self/cgroup says `membership` (cgroup v1 or v2); nothing where none has a quota. Files that cannot
/// be read set none.
std::optional<double> cpu_quota(const std::filesystem::path& root, std::string_view membership);

} // namespace hadal::cpu
