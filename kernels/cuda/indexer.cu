// Keys and queries: one warp a vector of 128, four channels a lane; 256 bytes in and 132 out, some 150 warp
// instructions. Bound by latency.
//
// Scores: a page of 64 keys is 8448 bytes and 64 heads take 1 M operations for it, 124 a byte, on matrix
// units: bound by memory while one row is scored. Queries stay in registers for the whole kernel (64 words a
// lane for 64 heads of 128), keys go straight from memory to the registers of the matrix instruction, without
// shared memory: lane t of a row takes bytes 16t … 16t+15, and the order of channels is the same for queries
// and keys.
#include "kernels/cuda/indexer.h"

#include "kernels/cuda/matrix.h"

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
    const float scale = quantise_vector(v, p.codes + vector * kDim);
    if (lane_id() == 0)
        p.weights[vector] = p.head_weights[vector] * scale / sqrtf(static_cast<float>(p.heads * kDim));
}

/// A lane's part of one row of `steps` · 32 codes: two words for each step.
template <int steps>
__device__ void load_row(std::uint32_t (&words)[2 * steps], const void* row, bool inside) {
    const int t = lane_id() % 4;
    if constexpr (steps == 1) {
        const uint2 v = inside ? load(static_cast<const uint2*>(row) + t) : make_uint2(0, 0);
        words[0] = v.x;
        words[1] = v.y;
    } else {
        HADAL_UNROLL
        for (int i = 0; i < steps / 2; ++i) {
            const uint4 v =
                inside ? load(static_cast<const uint4*>(row) + 4 * i + t) : make_uint4(0, 0, 0, 0);
            words[4 * i] = v.x;
            words[4 * i + 1] = v.y;
            words[4 * i + 2] = v.z;
            words[4 * i + 3] = v.w;
        }
    }
}

/// `tiles` of eight heads, `steps` of 32 channels.
template <int tiles, int steps>
__global__ void __launch_bounds__(kWarps* kWarp, 2) index_scores_kernel(IndexScores p) {
    constexpr int kDim = 32 * steps;
    constexpr int kTokens = static_cast<int>(ops::kPageTokens);
    const int row = static_cast<int>(blockIdx.y);
    const int warp = static_cast<int>(threadIdx.x) / kWarp;
    const int g = lane_id() / 4;
    const int t = lane_id() % 4;
    const int count = p.counts[row];
    float* scores = p.scores + static_cast<std::int64_t>(row) * p.stride;

    std::uint32_t queries[tiles][2 * steps];
    float weights[tiles][2];
    HADAL_UNROLL
    for (int tile = 0; tile < tiles; ++tile) {
        const int head = 8 * tile + g;
        const std::int64_t at = static_cast<std::int64_t>(row) * p.heads + head;
        load_row<steps>(queries[tile], p.codes + at * kDim, head < p.heads);
        HADAL_UNROLL
        for (int i = 0; i < 2; ++i) {
            const int column = 8 * tile + 2 * t + i;
            weights[tile][i] =
                column < p.heads ? p.weights[static_cast<std::int64_t>(row) * p.heads + column] : 0.0f;
        }
    }
    // Each warp takes 16 keys of a page; those past the row's end are computed from whatever is there only
    // when there is something: rows that were never written are not read.
    for (int page = static_cast<int>(blockIdx.x); page * kTokens < p.stride;
         page += static_cast<int>(gridDim.x)) {
        const int first = page * kTokens + 16 * warp;
        float sums[2] = {};
        const std::byte* data = nullptr;
        if (first < count) {
            data = p.pages.data +
                   p.page_table[static_cast<std::int64_t>(row) * p.table_stride + page] * p.pages.page_bytes;
            const std::byte* keys = data + (16 * warp + g) * kDim;
            std::uint32_t upper[2 * steps];
            std::uint32_t lower[2 * steps];
            load_row<steps>(upper, keys, first + g < count);
            load_row<steps>(lower, keys + 8 * kDim, first + g + 8 < count);
            HADAL_UNROLL
            for (int tile = 0; tile < tiles; ++tile) {
                float c[4] = {};
                HADAL_UNROLL
                for (int s = 0; s < steps; ++s)
                    multiply(c, E4m3A({upper[2 * s], lower[2 * s], upper[2 * s + 1], lower[2 * s + 1]}),
                             E4m3B(queries[tile][2 * s], queries[tile][2 * s + 1]));
                HADAL_UNROLL
                for (int i = 0; i < 2; ++i) {
                    sums[0] += fmaxf(c[i], 0.0f) * weights[tile][i];
                    sums[1] += fmaxf(c[2 + i], 0.0f) * weights[tile][i];
                }
            }
        }
        HADAL_UNROLL
        for (int half = 0; half < 2; ++half) {
            float sum = sums[half];
            sum += __shfl_xor_sync(kAllLanes, sum, 1);
            sum += __shfl_xor_sync(kAllLanes, sum, 2);
            const int place = 16 * warp + 8 * half + g;
            const int position = page * kTokens + place;
            if (t != 0 || position >= p.stride)
                continue;
            scores[position] = position < count
                                   ? sum * reinterpret_cast<const float*>(data + kTokens * kDim)[place]
                                   : -infinity();
        }
    }
}

void check_dim(int dim) {
    if (dim != 32 && dim != 64 && dim != 128)
        throw Error(ErrorKind::InvalidArgument, "Indexer heads of " + std::to_string(dim) +
                                                    " channels; the CUDA kernels do 32, 64 and 128.");
}

void check_rotation(const IndexRotation& r, int dim) {
    check_dim(dim);
    if (r.rope_dim < 0 || r.rope_dim > dim || r.rope_dim % 8 != 0)
        throw Error(ErrorKind::InvalidArgument, "Rope on " + std::to_string(r.rope_dim) + " of " +
                                                    std::to_string(dim) +
                                                    " indexer channels; expected a multiple of 8 that fits.");
}

Grid one_warp_each(std::int64_t vectors, cudaStream_t stream) {
    return {static_cast<unsigned>((vectors + kWarps - 1) / kWarps), kWarps * kWarp, 0, stream};
}

template <int tiles>
void start_scores(const Grid& grid, const IndexScores& p) {
    switch (p.dim) {
    case 32:
        return launch<index_scores_kernel<tiles, 1>>(grid, p);
    case 64:
        return launch<index_scores_kernel<tiles, 2>>(grid, p);
    default:
        return launch<index_scores_kernel<tiles, 4>>(grid, p);
    }
}

} // namespace

void write_index_keys(cudaStream_t stream, const WriteIndexKeys& p) {
    check_rotation(p.rotation, p.dim);
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
    check_rotation(p.rotation, p.dim);
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

void index_scores(cudaStream_t stream, const IndexScores& p) {
    check_dim(p.dim);
    if (p.heads < 1 || p.heads > 64 || p.blocks < 1)
        throw Error(ErrorKind::InvalidArgument,
                    "Scores by " + std::to_string(p.heads) + " indexer heads in " + std::to_string(p.blocks) +
                        " blocks; the CUDA kernel does 1 to 64 heads in at least 1 block.");
    if (p.rows == 0)
        return;
    const Grid grid{dim3(static_cast<unsigned>(p.blocks), static_cast<unsigned>(p.rows)), kWarps * kWarp, 0,
                    stream};
    if (p.heads <= 8)
        start_scores<1>(grid, p);
    else
        start_scores<8>(grid, p);
}

} // namespace hadal::cuda
