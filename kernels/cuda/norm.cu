// One block a row, eight neighbouring channels a thread: 16 lanes hold one group of 128 channels. A row of
// 7168 reads 14 KB of residual and 28 KB of delta, and writes 14 KB of residual, 14 KB of output, 7 KB of
// codes; a dozen operations a channel. Few rows are bound by latency (two passes over registers, one
// barrier), many by bandwidth.
#include "kernels/cuda/norm.h"

namespace hadal::cuda {

namespace {

constexpr int kPerThread = 8;
constexpr int kMaxWidth = 1024 * kPerThread;

struct Shared {
    float partial[kWarp];
};

__device__ __forceinline__ void load_delta(float (&delta)[kPerThread], const RmsNorm& p, std::int64_t at) {
    if (p.rounded_delta)
        return unpack_bf16(delta, load(reinterpret_cast<const uint4*>(p.rounded_delta + at)));
    const float4 low = load(reinterpret_cast<const float4*>(p.delta + at));
    const float4 high = load(reinterpret_cast<const float4*>(p.delta + at + 4));
    const float values[kPerThread] = {low.x, low.y, low.z, low.w, high.x, high.y, high.z, high.w};
    HADAL_UNROLL
    for (int i = 0; i < kPerThread; ++i)
        delta[i] = values[i];
}

__global__ void __launch_bounds__(1024) rms_norm_kernel(RmsNorm p) {
    const int first = static_cast<int>(threadIdx.x) * kPerThread;
    const bool inside = first < p.width;
    const std::int64_t row = blockIdx.x;
    const std::int64_t at = row * p.width + first;

    // Threads past the end hold zeros and take part in every sum.
    float values[kPerThread] = {};
    float weights[kPerThread] = {};
    if (inside) {
        unpack_bf16(weights, load_constant(reinterpret_cast<const uint4*>(p.weight + first)));
        unpack_bf16(values, load(reinterpret_cast<const uint4*>(p.x + at)));
        if (p.delta || p.rounded_delta) {
            float delta[kPerThread];
            load_delta(delta, p, at);
            HADAL_UNROLL
            for (int i = 0; i < kPerThread; ++i)
                values[i] += delta[i];
            store(reinterpret_cast<uint4*>(p.x + at), pack_bf16(values));
        }
    }
    float squares = 0.0f;
    HADAL_UNROLL
    for (int i = 0; i < kPerThread; ++i)
        squares += values[i] * values[i];
    const float sum = block_sum(squares, shared_memory<Shared>().partial);
    const float factor = 1.0f / sqrtf(sum / static_cast<float>(p.width) + p.eps);

    float amax = 0.0f;
    HADAL_UNROLL
    for (int i = 0; i < kPerThread; ++i) {
        values[i] = ops::round_to_bf16(values[i] * factor * weights[i]);
        amax = fmaxf(amax, fabsf(values[i]));
    }
    if (p.out && inside)
        store(reinterpret_cast<uint4*>(p.out + row * (p.out_stride ? p.out_stride : p.width) + first),
              pack_bf16(values));
    if (!p.codes)
        return;
    amax = warp_max<ops::kFp8Block / kPerThread>(amax);
    const float scale = p.power_of_two_scales ? ops::power_of_two_scale(amax) : ops::linear_scale(amax);
    if (!inside)
        return;
    store(reinterpret_cast<uint2*>(p.codes + at),
          make_uint2(pack_e4m3(values, scale), pack_e4m3(values + 4, scale)));
    if (first % ops::kFp8Block == 0)
        p.scales[row * ops::fp8_blocks(p.width) + first / ops::kFp8Block] = scale;
}

} // namespace

void rms_norm(cudaStream_t stream, const RmsNorm& p) {
    if (p.width < kPerThread || p.width % kPerThread != 0 || p.width > kMaxWidth)
        throw Error(ErrorKind::InvalidArgument,
                    "RMSNorm over " + std::to_string(p.width) +
                        " channels; the CUDA kernel does multiples of 8 up to 8192.");
    if (p.out_stride != 0 && (p.out_stride < p.width || p.out_stride % kPerThread != 0))
        throw Error(ErrorKind::InvalidArgument, "RMSNorm into rows of " + std::to_string(p.out_stride) +
                                                    " channels; expected a multiple of 8, at least " +
                                                    std::to_string(p.width) + ".");
    if (p.rows == 0)
        return;
    const int threads = (p.width / kPerThread + kWarp - 1) / kWarp * kWarp;
    launch<rms_norm_kernel>(
        {static_cast<unsigned>(p.rows), static_cast<unsigned>(threads), sizeof(Shared), stream}, p);
}

} // namespace hadal::cuda
