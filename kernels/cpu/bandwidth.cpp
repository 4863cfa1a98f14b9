#include "kernels/cpu/bandwidth.h"

#include "kernels/cpu/cores.h"
#include "kernels/cpu/scratch.h"
#include "kernels/cpu/simd.h"
#include "kernels/cpu/thread_pool.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstring>

#if defined(__linux__)
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace hadal::cpu {

double measure_read_bandwidth(int threads, std::int64_t bytes, int repeats) {
    constexpr std::int64_t kPart = std::int64_t{4} << 20; // of one task; threads of unequal speed share well
    if (threads < 0 || bytes < kPart || repeats < 1)
        throw Error(ErrorKind::InvalidArgument, "measure_read_bandwidth: expected 0 or more threads, " +
                                                    std::to_string(kPart) +
                                                    " bytes or more and at least one pass.");
    ThreadPool pool(threads > 0 ? threads : usable_cores());
    Scratch<std::byte> buffer;
    std::byte* data = buffer.of(bytes);
#if defined(__linux__)
    // Large pages, as the kernel gives them to weights that are read in long runs; only advice, which begins
    // at a page.
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    const std::size_t skip = (page - reinterpret_cast<std::uintptr_t>(data) % page) % page;
    (void)madvise(data + skip, static_cast<std::size_t>(bytes) - skip, MADV_HUGEPAGE);
#endif
    const std::int64_t parts = bytes / kPart;
    pool.run(parts, [&](std::int64_t part, int) {
        std::memset(data + part * kPart, static_cast<int>(part % 251 + 1), static_cast<std::size_t>(kPart));
    });
    std::atomic<std::uint64_t> sum{0}; // keeps the reads from being removed
    double best = 0;
    for (int pass = 0; pass < repeats; ++pass) {
        const auto start = std::chrono::steady_clock::now();
        pool.run(parts, [&](std::int64_t part, int) {
            sum.fetch_add(simd::checksum(data + part * kPart, kPart), std::memory_order_relaxed);
        });
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
        best = std::max(best, static_cast<double>(parts * kPart) / seconds.count());
    }
    return sum.load() == 0 ? 0.0 : best;
}

} // namespace hadal::cpu
