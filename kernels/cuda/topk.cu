// One block a row. A radix select finds the score of the last one chosen, 12, 10 and 10 bits a pass by
// histogram; then each warp counts in its own stretch of positions and writes at the place that the stretches
// before it leave. Five reads of the row (4 bytes a score), from L2 after the first; a few operations each.
// Bound by latency up to some 10^4 scores, then by L2. Integer atomics only, so the order of arrival does not
// show.
#include "kernels/cuda/topk.h"

#include "kernels/cuda/radix.h"

namespace hadal::cuda {

namespace {

using namespace radix;

struct TopShared {
    radix::Shared<unsigned> radix;
    unsigned above[kWarps];
    unsigned equal[kWarps];
};

__global__ void __launch_bounds__(kThreads, 1) top_k_kernel(TopK p) {
    auto& shared = shared_memory<TopShared>();
    const float* scores = p.scores + static_cast<std::int64_t>(blockIdx.x) * p.stride;
    int* selection = p.selection + static_cast<std::int64_t>(blockIdx.x) * p.topk;
    const int count = p.counts[blockIdx.x];
    if (count <= p.topk) {
        for (int i = static_cast<int>(threadIdx.x); i < p.topk; i += kThreads)
            selection[i] = i < count ? i : -1;
        return;
    }

    unsigned wanted = static_cast<unsigned>(p.topk); // in the end: of those with the threshold's score
    const std::uint32_t threshold = find_key(
        shared.radix, count, [&](int i) { return ordered_key(scores[i]); }, [](int) { return 1u; }, wanted);

    const int warp = static_cast<int>(threadIdx.x) / kWarp;
    const int lane = static_cast<int>(threadIdx.x) % kWarp;
    const Stretch stretch(count);
    unsigned above = 0;
    unsigned equal = 0;
    for (int i = stretch.begin + lane; i - lane < stretch.end; i += kWarp) {
        const std::uint32_t key = i < count ? ordered_key(scores[i]) : 0;
        above += static_cast<unsigned>(__popc(__ballot_sync(kAllLanes, key > threshold)));
        equal += static_cast<unsigned>(__popc(__ballot_sync(kAllLanes, key == threshold)));
    }
    if (lane == 0) {
        shared.above[warp] = above;
        shared.equal[warp] = equal;
    }
    __syncthreads();
    // Where the next chosen one goes: behind all above and the first `wanted` of the equal before it.
    unsigned place = sum_of_warps(shared.above, static_cast<unsigned>(warp));
    unsigned ties = sum_of_warps(shared.equal, static_cast<unsigned>(warp));
    place += ties < wanted ? ties : wanted;
    const unsigned lower = (1u << lane) - 1;
    for (int i = stretch.begin + lane; i - lane < stretch.end; i += kWarp) {
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
        launch<top_k_kernel>({static_cast<unsigned>(p.rows), kThreads, sizeof(TopShared), stream}, p);
}

} // namespace hadal::cuda
