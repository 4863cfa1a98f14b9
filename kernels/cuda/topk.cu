// One block a row. A radix select finds the score of the last one chosen, 12, 10 and 10 bits a pass by
// histogram; then each warp counts in its own stretch of positions and writes at the place that the stretches
// before it leave. Five reads of the row (4 bytes a score), from L2 after the first; a few operations each.
// Bound by latency up to some 10^4 scores, then by L2. Integer atomics only, so the order of arrival does not
// show.
#include "kernels/cuda/topk.h"

namespace hadal::cuda {

namespace {

constexpr int kThreads = 1024;
constexpr int kWarps = kThreads / kWarp;
constexpr int kBins = 4096;
constexpr int kPasses = 3;

struct Shared {
    unsigned bins[kBins];
    unsigned sums[kWarps];
    unsigned digit;
    unsigned wanted; ///< among the keys that share all digits so far
    unsigned above[kWarps];
    unsigned equal[kWarps];
};

/// Finds the bin that holds the wanted-th largest key, and how many are wanted inside of it.
__device__ void find_bin(Shared& shared, unsigned wanted, int bins) {
    // Thread t sums up bins [t·per, (t+1)·per), counted from the top.
    const int per = bins / kThreads;
    const int first = bins - 1 - static_cast<int>(threadIdx.x) * per;
    unsigned own = 0;
    for (int i = 0; i < per; ++i)
        own += shared.bins[first - i];
    unsigned before = own;
    const unsigned lane = threadIdx.x % kWarp;
    for (unsigned distance = 1; distance < kWarp; distance *= 2) {
        const unsigned other = __shfl_up_sync(kAllLanes, before, distance);
        before += lane >= distance ? other : 0;
    }
    if (lane == kWarp - 1)
        shared.sums[threadIdx.x / kWarp] = before;
    __syncthreads();
    before -= own;
    for (unsigned w = 0; w < threadIdx.x / kWarp; ++w)
        before += shared.sums[w];
    if (before < wanted && wanted <= before + own) {
        int bin = first;
        while (before + shared.bins[bin] < wanted)
            before += shared.bins[bin--];
        shared.digit = static_cast<unsigned>(bin);
        shared.wanted = wanted - before;
    }
    __syncthreads();
}

__global__ void __launch_bounds__(kThreads) top_k_kernel(TopK p) {
    auto& shared = shared_memory<Shared>();
    const float* scores = p.scores + static_cast<std::int64_t>(blockIdx.x) * p.stride;
    int* selection = p.selection + static_cast<std::int64_t>(blockIdx.x) * p.topk;
    const int count = p.counts[blockIdx.x];
    if (count <= p.topk) {
        for (int i = static_cast<int>(threadIdx.x); i < p.topk; i += kThreads)
            selection[i] = i < count ? i : -1;
        return;
    }

    const int shifts[kPasses] = {20, 10, 0};
    const int sizes[kPasses] = {4096, 1024, 1024};
    std::uint32_t threshold = 0; // the digits found so far
    unsigned wanted = static_cast<unsigned>(p.topk);
    HADAL_UNROLL
    for (int pass = 0; pass < kPasses; ++pass) {
        for (int bin = static_cast<int>(threadIdx.x); bin < sizes[pass]; bin += kThreads)
            shared.bins[bin] = 0;
        __syncthreads();
        const std::uint32_t above = pass == 0 ? 0u : ~0u << (pass == 1 ? 20 : 10); // bits already decided
        for (int i = static_cast<int>(threadIdx.x); i < count; i += kThreads) {
            const std::uint32_t key = ordered_key(scores[i]);
            if ((key & above) == threshold)
                atomicAdd(&shared.bins[key >> shifts[pass] & static_cast<unsigned>(sizes[pass] - 1)], 1u);
        }
        __syncthreads();
        find_bin(shared, wanted, sizes[pass]);
        threshold |= shared.digit << shifts[pass];
        wanted = shared.wanted;
    }

    // Warp w has positions [w·stretch, (w+1)·stretch), whole groups of 32.
    const int warp = static_cast<int>(threadIdx.x) / kWarp;
    const int lane = static_cast<int>(threadIdx.x) % kWarp;
    const int stretch = (count + kThreads - 1) / kThreads * kWarp;
    const int begin = warp * stretch;
    unsigned above = 0;
    unsigned equal = 0;
    for (int i = begin + lane; i - lane < begin + stretch; i += kWarp) {
        const std::uint32_t key = i < count ? ordered_key(scores[i]) : 0;
        above += static_cast<unsigned>(__popc(__ballot_sync(kAllLanes, key > threshold)));
        equal += static_cast<unsigned>(__popc(__ballot_sync(kAllLanes, key == threshold)));
    }
    if (lane == 0) {
        shared.above[warp] = above;
        shared.equal[warp] = equal;
    }
    __syncthreads();
    unsigned place = 0; // where the next chosen one goes: all above and the first `wanted` of the equal
    unsigned ties = 0;
    for (int w = 0; w < warp; ++w) {
        place += shared.above[w];
        ties += shared.equal[w];
    }
    place += ties < wanted ? ties : wanted;
    const unsigned lower = (1u << lane) - 1;
    for (int i = begin + lane; i - lane < begin + stretch; i += kWarp) {
        const std::uint32_t key = i < count ? ordered_key(scores[i]) : 0;
        const unsigned equals = __ballot_sync(kAllLanes, key == threshold);
        const bool chosen =
            key > threshold ||
            (key == threshold && ties + static_cast<unsigned>(__popc(equals & lower)) < wanted);
        const unsigned all = __ballot_sync(kAllLanes, chosen);
        if (chosen)
            selection[place + static_cast<unsigned>(__popc(all & lower))] = i;
        place += static_cast<unsigned>(__popc(all));
        ties += static_cast<unsigned>(__popc(equals));
    }
}

} // namespace

void top_k(cudaStream_t stream, const TopK& p) {
    if (p.topk < 1)
        throw Error(ErrorKind::InvalidArgument,
                    "The " + std::to_string(p.topk) + " best scores were asked for.");
    if (p.rows > 0)
        launch<top_k_kernel>({static_cast<unsigned>(p.rows), kThreads, sizeof(Shared), stream}, p);
}

} // namespace hadal::cuda
