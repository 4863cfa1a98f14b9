// What the indexer keeps and asks: one warp a vector of 128, four channels a lane; 256 bytes in and 132 out
// in FP8, some 150 warp instructions. Bound by latency.
#include "kernels/cuda/indexer.h"

namespace hadal::cuda {

namespace {

constexpr int kWarps = 4;
constexpr float kLayerNormEps = 1e-6f;

__device__ __forceinline__ int lane_id() {
    return static_cast<int>(threadIdx.x) % kWarp;
}

/// Rotates the vector of which each lane holds channels `per`·lane … and rounds.
template <int per>
__device__ void rotate_vector(float (&v)[per], const IndexRotation& p, int row) {
    const int half = p.rope_dim / 2;
    const bool split = p.layout == ops::RopeLayout::HalfSplit;
    const float2* table = p.table + static_cast<std::int64_t>(p.positions[row]) * half;
    float partner[per];
    HADAL_UNROLL
    for (int i = 0; i < per; ++i) {
        // Half a vector away the partner has the same place in its lane, because half is a multiple of 4; a
        // neighbour is in the same lane unless that holds one channel only.
        const int channel = per * lane_id() + i;
        const int other = split ? (channel < half ? channel + half : channel - half) : channel ^ 1;
        const float exchanged = __shfl_sync(kAllLanes, v[i], channel < p.rope_dim ? other / per : lane_id());
        partner[i] = per > 1 && !split ? v[per > 1 ? i ^ 1 : 0] : exchanged;
    }
    HADAL_UNROLL
    for (int i = 0; i < per; ++i) {
        const int channel = per * lane_id() + i;
        if (channel >= p.rope_dim)
            continue;
        const bool first = split ? channel < half : channel % 2 == 0;
        const float2 turn = load(table + (split ? channel % half : channel / 2));
        v[i] = ops::round_to_bf16(first ? v[i] * turn.x - partner[i] * turn.y
                                        : partner[i] * turn.y + v[i] * turn.x);
    }
    if (!p.hadamard)
        return;
    HADAL_UNROLL
    for (int distance = 1; distance < per; distance *= 2) {
        HADAL_UNROLL
        for (int i = 0; i < per; ++i)
            if ((i & distance) == 0) {
                const float a = v[i];
                const float b = v[i + distance];
                v[i] = a + b;
                v[i + distance] = a - b;
            }
    }
    for (int distance = 1; distance < kWarp; distance *= 2) {
        HADAL_UNROLL
        for (int i = 0; i < per; ++i) {
            const float other = __shfl_xor_sync(kAllLanes, v[i], distance);
            v[i] = lane_id() & distance ? other - v[i] : v[i] + other;
        }
    }
    const float factor = 1.0f / sqrtf(static_cast<float>(per * kWarp));
    HADAL_UNROLL
    for (int i = 0; i < per; ++i)
        v[i] = ops::round_to_bf16(v[i] * factor);
}

/// Writes the vector as bf16, which it has been rounded to.
template <int per>
__device__ void store_vector(const float (&v)[per], Bf16* to) {
    HADAL_UNROLL
    for (int i = 0; i < per; ++i)
        to[per * lane_id() + i] = ops::float_to_bf16(v[i]);
}

/// Writes the codes of the vector and returns its scale, the same on all lanes.
template <int per>
__device__ float quantise_vector(const float (&v)[per], E4m3* to) {
    float amax = 0.0f;
    HADAL_UNROLL
    for (int i = 0; i < per; ++i)
        amax = fmaxf(amax, fabsf(v[i]));
    const float scale = ops::power_of_two_scale(warp_max(amax));
    if constexpr (per == 4) {
        store(reinterpret_cast<std::uint32_t*>(to) + lane_id(), pack_e4m3(v, scale));
    } else {
        for (int i = 0; i < per; ++i)
            to[per * lane_id() + i] = ops::float_to_e4m3(v[i] / scale);
    }
    return scale;
}

template <int per>
__device__ void load_vector(float (&v)[per], const Bf16* from) {
    HADAL_UNROLL
    for (int i = 0; i < per; ++i)
        v[i] = ops::bf16_to_float(from[per * lane_id() + i]);
}
template <int per>
__device__ void load_vector(float (&v)[per], const float* from) {
    HADAL_UNROLL
    for (int i = 0; i < per; ++i)
        v[i] = from[per * lane_id() + i];
}

template <int per>
__global__ void __launch_bounds__(kWarps* kWarp) write_keys_kernel(WriteIndexKeys p) {
    constexpr int kDim = per * kWarp;
    const int row = static_cast<int>(blockIdx.x) * kWarps + static_cast<int>(threadIdx.x) / kWarp;
    if (row >= p.rows)
        return;
    float v[per];
    float weight[per];
    float bias[per];
    load_vector(v, p.k + static_cast<std::int64_t>(row) * kDim);
    load_vector(weight, p.norm_weight);
    load_vector(bias, p.norm_bias);
    float sum = 0.0f;
    HADAL_UNROLL
    for (int i = 0; i < per; ++i)
        sum += v[i];
    const float mean = warp_sum(sum) / kDim;
    float squares = 0.0f;
    HADAL_UNROLL
    for (int i = 0; i < per; ++i)
        squares += (v[i] - mean) * (v[i] - mean);
    const float factor = 1.0f / sqrtf(warp_sum(squares) / kDim + kLayerNormEps);
    HADAL_UNROLL
    for (int i = 0; i < per; ++i)
        v[i] = ops::round_to_bf16((v[i] - mean) * factor * weight[i] + bias[i]);
    rotate_vector(v, p.rotation, row);

    constexpr int kTokens = static_cast<int>(ops::kPageTokens);
    const int place = p.places[row];
    std::byte* page = p.pages.data + place / kTokens * p.pages.page_bytes;
    if (p.pages.format == ops::IndexKeyFormat::BF16)
        return store_vector(v, reinterpret_cast<Bf16*>(page) + place % kTokens * kDim);
    const float scale = quantise_vector(v, reinterpret_cast<E4m3*>(page) + place % kTokens * kDim);
    if (lane_id() == 0)
        reinterpret_cast<float*>(page + kTokens * kDim)[place % kTokens] = scale;
}

template <int per>
__global__ void __launch_bounds__(kWarps* kWarp) prepare_queries_kernel(PrepareIndexQueries p) {
    constexpr int kDim = per * kWarp;
    const std::int64_t vector =
        static_cast<std::int64_t>(blockIdx.x) * kWarps + static_cast<int>(threadIdx.x) / kWarp;
    if (vector >= static_cast<std::int64_t>(p.rows) * p.heads)
        return;
    float v[per];
    load_vector(v, p.q + vector * kDim);
    rotate_vector(v, p.rotation, static_cast<int>(vector / p.heads));
    float scale = 1.0f;
    if (p.format == ops::IndexKeyFormat::BF16)
        store_vector(v, static_cast<Bf16*>(p.queries) + vector * kDim);
    else
        scale = quantise_vector(v, static_cast<E4m3*>(p.queries) + vector * kDim);
    if (lane_id() == 0)
        p.weights[vector] = p.head_weights[vector] * scale / sqrtf(static_cast<float>(p.heads * kDim));
}

void check_rotation(const IndexRotation& r, int dim, ops::IndexKeyFormat format) {
    check_index(dim, format);
    if (r.rope_dim < 0 || r.rope_dim > dim || r.rope_dim % 8 != 0)
        throw Error(ErrorKind::InvalidArgument, "Rope on " + std::to_string(r.rope_dim) + " of " +
                                                    std::to_string(dim) +
                                                    " indexer channels; expected a multiple of 8 that fits.");
}

Grid one_warp_each(std::int64_t vectors, cudaStream_t stream) {
    return {static_cast<unsigned>((vectors + kWarps - 1) / kWarps), kWarps * kWarp, 0, stream};
}

} // namespace

void write_index_keys(cudaStream_t stream, const WriteIndexKeys& p) {
    check_rotation(p.rotation, p.dim, p.pages.format);
    if (p.rows == 0)
        return;
    const Grid grid = one_warp_each(p.rows, stream);
    switch (p.dim) {
    case 32:
        return launch<write_keys_kernel<1>>(grid, p);
    case 64:
        return launch<write_keys_kernel<2>>(grid, p);
    default:
        return launch<write_keys_kernel<4>>(grid, p);
    }
}

void prepare_index_queries(cudaStream_t stream, const PrepareIndexQueries& p) {
    check_rotation(p.rotation, p.dim, p.format);
    if (p.rows == 0)
        return;
    const Grid grid = one_warp_each(static_cast<std::int64_t>(p.rows) * p.heads, stream);
    switch (p.dim) {
    case 32:
        return launch<prepare_queries_kernel<1>>(grid, p);
    case 64:
        return launch<prepare_queries_kernel<2>>(grid, p);
    default:
        return launch<prepare_queries_kernel<4>>(grid, p);
    }
}

} // namespace hadal::cuda
