// The choice between the kernels of absorbed attention, and the second pass over their splits: for 16 heads
// and 32 splits 1 MB read, 16 KB written, a multiply-add for each 4 bytes. Bound by latency.
#include "kernels/cuda/attention_parts.h"

namespace hadal::cuda {

namespace {

constexpr int kCombineThreads = 128;
constexpr int kPerThread = 4;
static_assert(kCombineThreads * kPerThread == kAttentionRank);

/// One block a head and row; splits in ascending order. The blocks are few: ptxas need not spill to fit more
/// of them.
__global__ void __launch_bounds__(kCombineThreads, 1) combine_kernel(AbsorbedAttention p) {
    const int head = static_cast<int>(blockIdx.x);
    const int row = static_cast<int>(blockIdx.y);
    const int rank = p.pages.rank;
    const int channel = static_cast<int>(threadIdx.x) * kPerThread;
    if (channel >= rank)
        return;
    const std::int64_t first = static_cast<std::int64_t>(row) * p.splits * p.heads + head;
    float largest = -infinity();
    for (int s = 0; s < p.splits; ++s)
        largest = fmaxf(largest, load(p.stats + first + static_cast<std::int64_t>(s) * p.heads).x);
    float sum = 0.0f;
    float out[kPerThread] = {};
    for (int s = 0; s < p.splits && largest != -infinity(); ++s) {
        const std::int64_t at = first + static_cast<std::int64_t>(s) * p.heads;
        const float2 stats = load(p.stats + at);
        const float weight = exp2f(stats.x - largest);
        const float4 v = load(reinterpret_cast<const float4*>(p.partial + at * rank + channel));
        sum += weight * stats.y;
        out[0] += weight * v.x;
        out[1] += weight * v.y;
        out[2] += weight * v.z;
        out[3] += weight * v.w;
    }
    const float factor = sum > 0.0f ? 1.0f / sum : 0.0f;
    store(
        reinterpret_cast<uint2*>(p.out + (static_cast<std::int64_t>(row) * p.heads + head) * rank + channel),
        make_uint2(pack_bf16(out[0] * factor, out[1] * factor), pack_bf16(out[2] * factor, out[3] * factor)));
}

void check(const AbsorbedAttention& p) {
    if (p.heads < 1 || p.selected < 1)
        throw Error(ErrorKind::InvalidArgument, "Attention of " + std::to_string(p.heads) + " heads over " +
                                                    std::to_string(p.selected) +
                                                    " keys; there must be some.");
    const int rank = p.pages.rank;
    const int rope = p.pages.rope;
    if (rank < 8 || rank % 8 != 0 || rank > kAttentionRank || rope < 0 || rope % 8 != 0 ||
        rope > kAttentionRope)
        throw Error(ErrorKind::InvalidArgument,
                    "Attention over latents of " + std::to_string(rank) + " + " + std::to_string(rope) +
                        " channels; the CUDA kernels do multiples of 8 up to 512 + 64.");
    if (p.splits < 1)
        throw Error(ErrorKind::InvalidArgument, "Attention in no splits; there must be one at least.");
}

} // namespace

void attend_absorbed(cudaStream_t stream, const AbsorbedAttention& p) {
    check(p);
    if (p.rows == 0)
        return;
    if (fits_fp8_tiles(p))
        attend_fp8_tiles(stream, p);
    else
        attend_rows(stream, p);
    if (p.splits > 1)
        launch<combine_kernel>(
            {dim3(static_cast<unsigned>(p.heads), static_cast<unsigned>(p.rows)), kCombineThreads, 0, stream},
            p);
}

} // namespace hadal::cuda
