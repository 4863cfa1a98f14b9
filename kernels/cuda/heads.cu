// Both read every weight once for up to 16 rows: 64 KB a head and side in FP8, 1 MB for 16 heads; two
// operations a weight and row. Few rows are bound by latency (one wave of blocks with all loads in flight:
// on an H100 `absorb` took 15 µs where it went to memory four times in a row, `project` 6), many by the
// multiply-adds, which are 3 % of what a chunk of a prompt costs.
//
// A warp reads 128 channels of a row of kv_b at a time, four a lane: one block of scales, one line of FP8.
// A row's result does not depend on how many share the call.
//   absorb    lanes keep their channels and add up the head's rows; warp w takes rows w, w+4, …
//   project   a warp makes four outputs at a time; channels ascending in the lane, then the lanes
#include "kernels/cuda/heads.h"

namespace hadal::cuda {

namespace {

constexpr int kWarps = 4;
constexpr int kThreads = kWarps * kWarp;
constexpr int kChannels = 128; ///< of a warp's read
constexpr int kPerLane = 4;
constexpr int kOutputs = 4; ///< that a warp of `project` makes at once
constexpr int kManyRows = 16;

/// FP8 weights are taken as their value times 2^-120; activations times 2^64 keep products from the
/// subnormal range, and the result is taken times 2^56.
template <bool fp8>
inline constexpr float kUp = fp8 ? 0x1p64f : 1.0f;
template <bool fp8>
inline constexpr float kBack = fp8 ? 0x1p56f : 1.0f;

/// What four channels of a weight row are in memory.
template <bool fp8>
struct Packed {
    std::uint32_t word;
    __device__ static Packed read(const void* values, std::int64_t element) {
        return {load_constant(
            reinterpret_cast<const std::uint32_t*>(static_cast<const E4m3*>(values) + element))};
    }
    __device__ void unpack(float (&w)[kPerLane]) const { unpack_e4m3_scaled(w, word); }
};
template <>
struct Packed<false> {
    uint2 words;
    __device__ static Packed read(const void* values, std::int64_t element) {
        return {load_constant(reinterpret_cast<const uint2*>(static_cast<const Bf16*>(values) + element))};
    }
    __device__ void unpack(float (&w)[kPerLane]) const {
        w[0] = low_bf16(words.x);
        w[1] = high_bf16(words.x);
        w[2] = low_bf16(words.y);
        w[3] = high_bf16(words.y);
    }
};

/// The multiplier of the block in which weight row `row` and channel `channel` lie.
template <bool fp8>
__device__ __forceinline__ float block_scale(const HeadWeights& w, int row, int channel) {
    if constexpr (!fp8)
        return 1.0f;
    return load_constant(w.scales + row / static_cast<int>(ops::kFp8Block) * ops::fp8_blocks(w.rank) +
                         channel / static_cast<int>(ops::kFp8Block));
}

/// Shared memory: partial sums [warps][rows][128], then the rows' coefficients [nope][rows].
template <int rows>
struct AbsorbShared {
    float partial[kWarps][rows][kChannels];
};

template <bool fp8, int rows>
__global__ void __launch_bounds__(kThreads, 1) absorb_kernel(AbsorbQueries p) {
    auto& shared = shared_memory<AbsorbShared<rows>>();
    auto* coefficients = reinterpret_cast<float*>(&shared + 1);
    const HeadWeights& w = p.weights;
    const int head = static_cast<int>(blockIdx.y);
    const int first_row = static_cast<int>(blockIdx.z) * rows;
    const int first = static_cast<int>(blockIdx.x) * kChannels; // channel of the latent
    const int weight_row = head * (w.nope + w.v);
    const int q_width = w.nope + p.rope;
    const auto q_row = [&](int r) {
        return p.q + (static_cast<std::int64_t>(first_row + r) * w.heads + head) * q_width;
    };
    const auto out_row = [&](int r) {
        return p.out + (static_cast<std::int64_t>(first_row + r) * w.heads + head) * (w.rank + p.rope);
    };
    const int warp = static_cast<int>(threadIdx.x) / kWarp;
    const int channel = first + static_cast<int>(threadIdx.x) % kWarp * kPerLane;
    // Weights wait for nothing, so the first of them are asked for before the queries: with few rows all that
    // a warp needs, at 128 channels a head.
    constexpr int kAhead = rows <= 4 ? 32 : 8;
    Packed<fp8> ahead[kAhead] = {};
    const auto fetch = [&](int i) {
        HADAL_UNROLL
        for (int a = 0; a < kAhead; ++a)
            if (channel < w.rank && i + a * kWarps < w.nope)
                ahead[a] = Packed<fp8>::read(
                    w.values, static_cast<std::int64_t>(weight_row + i + a * kWarps) * w.rank + channel);
    };
    fetch(warp);
    for (int i = static_cast<int>(threadIdx.x); i < w.nope * rows; i += kThreads) {
        const int r = i % rows;
        const float value = first_row + r < p.rows ? ops::bf16_to_float(q_row(r)[i / rows]) : 0.0f;
        coefficients[i] = value * block_scale<fp8>(w, weight_row + i / rows, first) * kUp<fp8>;
    }
    __syncthreads();

    float sums[rows][kPerLane] = {};
    if (channel < w.rank) {
        for (int i = warp; i < w.nope; i += kWarps * kAhead) {
            if (i != warp)
                fetch(i);
            HADAL_UNROLL
            for (int a = 0; a < kAhead; ++a) {
                if (i + a * kWarps >= w.nope)
                    break;
                float values[kPerLane];
                ahead[a].unpack(values);
                HADAL_UNROLL
                for (int r = 0; r < rows; ++r) {
                    const float x = coefficients[(i + a * kWarps) * rows + r];
                    HADAL_UNROLL
                    for (int c = 0; c < kPerLane; ++c)
                        sums[r][c] += values[c] * x;
                }
            }
        }
    }
    HADAL_UNROLL
    for (int r = 0; r < rows; ++r)
        store(reinterpret_cast<float4*>(shared.partial[warp][r]) + threadIdx.x % kWarp,
              make_float4(sums[r][0], sums[r][1], sums[r][2], sums[r][3]));
    __syncthreads();
    for (int r = warp; r < rows && first_row + r < p.rows; r += kWarps) {
        if (channel >= w.rank)
            continue;
        float4 sum = load(reinterpret_cast<const float4*>(shared.partial[0][r]) + threadIdx.x % kWarp);
        for (int other = 1; other < kWarps; ++other) {
            const float4 part =
                load(reinterpret_cast<const float4*>(shared.partial[other][r]) + threadIdx.x % kWarp);
            sum = make_float4(sum.x + part.x, sum.y + part.y, sum.z + part.z, sum.w + part.w);
        }
        store(reinterpret_cast<uint2*>(out_row(r) + channel),
              make_uint2(pack_bf16(sum.x * kBack<fp8>, sum.y * kBack<fp8>),
                         pack_bf16(sum.z * kBack<fp8>, sum.w * kBack<fp8>)));
    }
    if (blockIdx.x != 0)
        return;
    for (int i = static_cast<int>(threadIdx.x); i < p.rope * rows; i += kThreads) {
        const int r = i / p.rope;
        if (first_row + r < p.rows)
            out_row(r)[w.rank + i % p.rope] = q_row(r)[w.nope + i % p.rope];
    }
}

/// Shared memory: u as floats, [rows][rank].
template <bool fp8, int rows>
__global__ void __launch_bounds__(kThreads, 1) project_kernel(ProjectValues p) {
    auto* u = &shared_memory<float>();
    const HeadWeights& w = p.weights;
    const int head = static_cast<int>(blockIdx.y);
    const int first_row = static_cast<int>(blockIdx.z) * rows;
    const int warp = static_cast<int>(threadIdx.x) / kWarp;
    const int lane = static_cast<int>(threadIdx.x) % kWarp;
    for (int i = static_cast<int>(threadIdx.x); i < rows * w.rank; i += kThreads) {
        const int row = first_row + i / w.rank;
        const float value =
            row < p.rows ? ops::bf16_to_float(
                               p.u[(static_cast<std::int64_t>(row) * w.heads + head) * w.rank + i % w.rank])
                         : 0.0f;
        u[i] = value * kUp<fp8>;
    }
    __syncthreads();

    const int first = (static_cast<int>(blockIdx.x) * kWarps + warp) * kOutputs;
    if (first >= w.v)
        return;
    const int weight_row = head * (w.nope + w.v) + w.nope;
    float sums[kOutputs][rows] = {};
    for (int channel = lane * kPerLane; channel < w.rank; channel += kChannels) {
        Packed<fp8> packed[kOutputs];
        float scale[kOutputs];
        HADAL_UNROLL
        for (int o = 0; o < kOutputs; ++o) {
            const int row = weight_row + (first + o < w.v ? first + o : first);
            packed[o] = Packed<fp8>::read(w.values, static_cast<std::int64_t>(row) * w.rank + channel);
            scale[o] = block_scale<fp8>(w, row, channel) * kBack<fp8>;
        }
        HADAL_UNROLL
        for (int o = 0; o < kOutputs; ++o) {
            float values[kPerLane];
            packed[o].unpack(values);
            HADAL_UNROLL
            for (int r = 0; r < rows; ++r) {
                const float4 x = load(reinterpret_cast<const float4*>(u + r * w.rank + channel));
                const float part = values[0] * x.x + values[1] * x.y + values[2] * x.z + values[3] * x.w;
                sums[o][r] += part * scale[o];
            }
        }
    }
    HADAL_UNROLL
    for (int o = 0; o < kOutputs; ++o) {
        HADAL_UNROLL
        for (int r = 0; r < rows; ++r) {
            const float sum = warp_sum(sums[o][r]);
            if (lane == (o * rows + r) % kWarp && first + o < w.v && first_row + r < p.rows)
                p.out[(static_cast<std::int64_t>(first_row + r) * w.heads + head) * w.v + first + o] =
                    ops::float_to_bf16(sum);
        }
    }
}

unsigned ceiling(int count, int each) {
    return static_cast<unsigned>((count + each - 1) / each);
}

void check_weights(const HeadWeights& w) {
    if (w.heads < 1 || w.nope < 1 || w.nope > 512 || w.v < 1 || w.rank < kPerLane || w.rank % kPerLane != 0 ||
        w.rank > 512)
        throw Error(
            ErrorKind::InvalidArgument,
            "Head projections of " + std::to_string(w.heads) + " heads, " + std::to_string(w.nope) + " + " +
                std::to_string(w.v) + " by " + std::to_string(w.rank) +
                "; the CUDA kernels do heads of up to 512 channels and ranks in multiples of 4 up to 512.");
}

template <bool fp8, int rows>
void start(cudaStream_t stream, const AbsorbQueries& p) {
    const dim3 blocks(ceiling(p.weights.rank, kChannels), static_cast<unsigned>(p.weights.heads),
                      ceiling(p.rows, rows));
    const std::size_t bytes =
        sizeof(AbsorbShared<rows>) + sizeof(float) * rows * static_cast<std::size_t>(p.weights.nope);
    launch<absorb_kernel<fp8, rows>>({blocks, kThreads, bytes, stream}, p);
}
template <bool fp8, int rows>
void start(cudaStream_t stream, const ProjectValues& p) {
    const dim3 blocks(ceiling(p.weights.v, kWarps * kOutputs), static_cast<unsigned>(p.weights.heads),
                      ceiling(p.rows, rows));
    const std::size_t bytes = sizeof(float) * rows * static_cast<std::size_t>(p.weights.rank);
    launch<project_kernel<fp8, rows>>({blocks, kThreads, bytes, stream}, p);
}

template <bool fp8, typename Parameters>
void start_rows(cudaStream_t stream, const Parameters& p) {
    if (p.rows == 1)
        start<fp8, 1>(stream, p);
    else if (p.rows <= 4)
        start<fp8, 4>(stream, p);
    else
        start<fp8, kManyRows>(stream, p);
}

template <typename Parameters>
void start_any(cudaStream_t stream, const Parameters& p) {
    if (p.rows == 0)
        return;
    if (p.weights.scales)
        start_rows<true>(stream, p);
    else
        start_rows<false>(stream, p);
}

} // namespace

void absorb_queries(cudaStream_t stream, const AbsorbQueries& p) {
    check_weights(p.weights);
    if (p.rope < 0 || p.rope % 4 != 0)
        throw Error(ErrorKind::InvalidArgument, "Absorbed queries with " + std::to_string(p.rope) +
                                                    " rotated channels; expected a multiple of 4.");
    start_any(stream, p);
}

void project_values(cudaStream_t stream, const ProjectValues& p) {
    check_weights(p.weights);
    start_any(stream, p);
}

} // namespace hadal::cuda
