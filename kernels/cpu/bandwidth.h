// How fast this machine reads memory: the yardstick of decoding, which reads every active weight once.
#pragma once

#include <cstdint>

namespace hadal::cpu {

/// Bytes per second that `threads` threads (0: one per core) read from a buffer of `bytes`, which
/// should be several times the caches. The best of `repeats` passes, because other programs only make a pass
/// slower. Takes bytes·repeats/bandwidth seconds. Throws OutOfMemory, InvalidArgument.
double measure_read_bandwidth(int threads = 0, std::int64_t bytes = std::int64_t{512} << 20, int repeats = 5);

} // namespace hadal::cpu
