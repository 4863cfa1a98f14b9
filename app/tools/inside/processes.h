// What the processes of this PID namespace use.
#pragma once

#include <cstdint>

namespace hadal::inside {

struct Usage {
    std::uint64_t processes = 0; ///< besides this one
    std::uint64_t bytes = 0;     ///< memory of their own and files in memory
};

/// Reads /proc, and how full the file systems in memory are. Quick, and never waits for what it looks at:
/// pages that processes share are counted for each. Stops counting beyond `most` processes, for they may come
/// faster than they are counted.
Usage usage(std::uint64_t most);

/// The bytes alone, with what is shared counted once. Takes longer, and waits for processes that are forking.
std::uint64_t exact_bytes();

} // namespace hadal::inside
