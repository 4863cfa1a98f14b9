// What the processes of this PID namespace use.
#pragma once

#include <cstdint>

namespace hadal::inside {

struct Usage {
    std::uint64_t processes = 0; ///< besides this one
    std::uint64_t bytes = 0;     ///< memory of their own and files in memory
};

/// Reads /proc, and how full the file systems in memory are. Pages that processes share are counted once
/// where the quick sum lies beyond `bytes`: that takes longer. Stops counting beyond `processes`, for they
/// may come faster than they are counted.
Usage usage(std::uint64_t processes, std::uint64_t bytes);

} // namespace hadal::inside
