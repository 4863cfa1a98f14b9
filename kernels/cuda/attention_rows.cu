// Absorbed attention for latents of any format and size, and for rows whose keys one block takes in turn:
// prefill with a selection, and dense attention over long contexts.
//
// A block takes the keys of a row 64 at a time, for 8 or 16 heads. It widens them to bf16 on the way into
// shared memory, 42 KB read for V3.2's FP8 rows, and does 2.2 MFLOP a head with them; from 16 heads on matrix
// units and shared memory bind it, 830 operations a byte gathered. The running maximum of each head rescales
// what was summed before. Warp w has keys 16·(w % 4) … and head tile w / 4 of the scores, then an equal share
// of the channels of the output.
#include "kernels/cuda/attention_stage.h"
#include "kernels/cuda/matrix.h"

namespace hadal::cuda {

namespace {

using namespace attention;

/// scores[i] as a register of C: keys g and g + 8 of the warp, heads 2t and 2t + 1 of its tile.
template <typename Shape>
__device__ void multiply_keys(const typename Shape::Shared& shared, int key, int head, float (&scores)[4]) {
    const int lane = static_cast<int>(threadIdx.x) % kWarp;
    HADAL_UNROLL
    for (int channel = 0; channel < Shape::kWidth; channel += 32) {
        std::uint32_t b[4];
        load_matrices(b, shared.queries[head + lane % 8] + channel + lane / 8 * 8);
        HADAL_UNROLL
        for (int half = 0; half < 2; ++half) {
            std::uint32_t a[4];
            load_matrices(a, shared.keys[key + lane % 16] + channel + 16 * half + lane / 16 * 8);
            multiply_bf16(scores, a, {b[2 * half], b[2 * half + 1]});
        }
    }
}

/// The maximum, or the sum, of a value over the lanes of one t, which hold eight rows.
__device__ __forceinline__ float maximum_of_rows(float value) {
    for (int distance = 4; distance < kWarp; distance *= 2)
        value = fmaxf(value, __shfl_xor_sync(kAllLanes, value, distance));
    return value;
}
__device__ __forceinline__ float sum_of_rows(float value) {
    for (int distance = 4; distance < kWarp; distance *= 2)
        value += __shfl_xor_sync(kAllLanes, value, distance);
    return value;
}

/// The tile's probabilities in shared.p, over the running maximum of each head, and the factors that bring
/// earlier sums to it. Every warp of a head tile keeps the same maxima and sums.
template <typename Shape>
__device__ void softmax(const AbsorbedAttention& p, typename Shape::Shared& shared, int key, int head,
                        float (&scores)[4], float (&maximum)[2], float (&sum)[2]) {
    const int lane = static_cast<int>(threadIdx.x) % kWarp;
    const int g = lane / 4;
    const int t = lane % 4;
    const int key_warp = key / 16;
    const bool valid[2] = {shared.places[key + g] >= 0, shared.places[key + g + 8] >= 0};
    HADAL_UNROLL
    for (int i = 0; i < 4; ++i)
        scores[i] = valid[i / 2] ? scores[i] * (p.scale * kLog2E) : -infinity();
    HADAL_UNROLL
    for (int i = 0; i < 2; ++i) {
        const float largest = maximum_of_rows(fmaxf(scores[i], scores[2 + i]));
        if (g == 0)
            shared.maxima[key_warp][head + 2 * t + i] = largest;
    }
    __syncthreads();
    HADAL_UNROLL
    for (int i = 0; i < 2; ++i) {
        const int column = head + 2 * t + i;
        float largest = maximum[i];
        HADAL_UNROLL
        for (int w = 0; w < kKeyWarps; ++w)
            largest = fmaxf(largest, shared.maxima[w][column]);
        const float base = largest == -infinity() ? 0.0f : largest; // no key so far: all are 0
        const float factor = exp2f(maximum[i] - base);
        const float upper = exp2f(scores[i] - base);
        const float lower = exp2f(scores[2 + i] - base);
        shared.p[column][key + g] = ops::float_to_bf16(upper);
        shared.p[column][key + g + 8] = ops::float_to_bf16(lower);
        const float part = sum_of_rows(upper + lower);
        if (g == 0)
            shared.sums[key_warp][column] = part;
        if (g == 0 && key_warp == 0)
            shared.factors[column] = factor;
        maximum[i] = largest;
        sum[i] *= factor;
    }
    __syncthreads();
    HADAL_UNROLL
    for (int i = 0; i < 2; ++i) {
        HADAL_UNROLL
        for (int w = 0; w < kKeyWarps; ++w)
            sum[i] += shared.sums[w][head + 2 * t + i];
    }
}

template <typename Shape>
using Output = float[Shape::kWarpChannels / 16][Shape::kTiles][4];

template <typename Shape>
__device__ void multiply_values(const typename Shape::Shared& shared, Output<Shape>& out) {
    const int lane = static_cast<int>(threadIdx.x) % kWarp;
    const int first = static_cast<int>(threadIdx.x) / kWarp * Shape::kWarpChannels;
    HADAL_UNROLL
    for (int tile = 0; tile < Shape::kTiles; ++tile) {
        HADAL_UNROLL
        for (int i = 0; i < 2; ++i) {
            const float factor = shared.factors[8 * tile + 2 * (lane % 4) + i];
            HADAL_UNROLL
            for (int m = 0; m < Shape::kWarpChannels / 16; ++m) {
                out[m][tile][i] *= factor;
                out[m][tile][2 + i] *= factor;
            }
        }
    }
    HADAL_UNROLL
    for (int key = 0; key < kAttentionKeys; key += 32) {
        std::uint32_t b[Shape::kTiles][4];
        HADAL_UNROLL
        for (int tile = 0; tile < Shape::kTiles; ++tile)
            load_matrices(b[tile], shared.p[8 * tile + lane % 8] + key + lane / 8 * 8);
        HADAL_UNROLL
        for (int half = 0; half < 2; ++half) {
            HADAL_UNROLL
            for (int m = 0; m < Shape::kWarpChannels / 16; ++m) {
                std::uint32_t a[4];
                load_matrices_transposed(a, shared.keys[key + 16 * half + lane % 8 + lane / 16 * 8] + first +
                                                16 * m + lane / 8 % 2 * 8);
                HADAL_UNROLL
                for (int tile = 0; tile < Shape::kTiles; ++tile)
                    multiply_bf16(out[m][tile], a, {b[tile][2 * half], b[tile][2 * half + 1]});
            }
        }
    }
}

/// Through shared memory, so that rows are written whole.
template <typename Shape>
__device__ void write_out(const AbsorbedAttention& p, typename Shape::Shared& shared, int row, int first_head,
                          const Output<Shape>& out) {
    const int lane = static_cast<int>(threadIdx.x) % kWarp;
    const int first = static_cast<int>(threadIdx.x) / kWarp * Shape::kWarpChannels + lane / 4;
    __syncthreads();
    HADAL_UNROLL
    for (int m = 0; m < Shape::kWarpChannels / 16; ++m) {
        HADAL_UNROLL
        for (int tile = 0; tile < Shape::kTiles; ++tile) {
            HADAL_UNROLL
            for (int i = 0; i < 4; ++i)
                shared.out[8 * tile + 2 * (lane % 4) + i % 2][first + 16 * m + i / 2 * 8] = out[m][tile][i];
        }
    }
    __syncthreads();
    const int rank = p.pages.rank;
    const int vectors = rank / 4;
    for (int i = static_cast<int>(threadIdx.x); i < Shape::kHeads * vectors; i += Shape::kThreads) {
        const int head = first_head + i / vectors;
        const int channel = i % vectors * 4;
        if (head >= p.heads)
            continue;
        const float4 v = load(reinterpret_cast<const float4*>(shared.out[i / vectors] + channel));
        if (p.splits == 1) {
            const float sum = shared.factors[i / vectors];
            const float factor = sum > 0.0f ? 1.0f / sum : 0.0f;
            store(reinterpret_cast<uint2*>(p.out + (static_cast<std::int64_t>(row) * p.heads + head) * rank +
                                           channel),
                  make_uint2(pack_bf16(v.x * factor, v.y * factor), pack_bf16(v.z * factor, v.w * factor)));
        } else {
            const std::int64_t split = static_cast<std::int64_t>(row) * p.splits + blockIdx.x;
            store(reinterpret_cast<float4*>(p.partial + (split * p.heads + head) * rank + channel), v);
        }
    }
}

template <typename Shape, LatentFormat format, typename Vector>
__global__ void __launch_bounds__(Shape::kThreads) attend_rows_kernel(AbsorbedAttention p) {
    auto& shared = shared_memory<typename Shape::Shared>();
    const int first_head = static_cast<int>(blockIdx.y) * Shape::kHeads;
    const int row = static_cast<int>(blockIdx.z);
    const int warp = static_cast<int>(threadIdx.x) / kWarp;
    const int lane = static_cast<int>(threadIdx.x) % kWarp;
    const int key = warp % kKeyWarps * 16; // of this warp's scores, in the tile
    const int head = warp / kKeyWarps * 8;

    // The same share of tiles for each split; a row without a selection may have fewer keys.
    const int tiles = (p.selected + kAttentionKeys - 1) / kAttentionKeys;
    const int share = (tiles + p.splits - 1) / p.splits;
    const int keys = p.selection ? p.selected : p.counts[row];
    const int begin = static_cast<int>(blockIdx.x) * share * kAttentionKeys;
    const int last = begin + share * kAttentionKeys;
    const int end = keys < last ? keys : last;

    clear_padding<Shape>(p, shared);
    stage_queries<Shape>(p, shared, row, first_head);
    float maximum[2] = {-infinity(), -infinity()};
    float sum[2] = {};
    Output<Shape> out = {};
    for (int first = begin; first < end; first += kAttentionKeys) {
        __syncthreads(); // everyone has left the last tile
        if (threadIdx.x < kAttentionKeys) {
            const int index = first + static_cast<int>(threadIdx.x);
            shared.places[threadIdx.x] = index < end ? key_place(p, row, index) : -1;
        }
        __syncthreads();
        stage_keys<Shape, format, Vector>(p, shared);
        __syncthreads();
        float scores[4] = {};
        multiply_keys<Shape>(shared, key, head, scores);
        softmax<Shape>(p, shared, key, head, scores, maximum, sum);
        multiply_values<Shape>(shared, out);
    }
    if (warp % kKeyWarps == 0 && lane < 4) {
        HADAL_UNROLL
        for (int i = 0; i < 2; ++i) {
            const int column = head + 2 * lane + i;
            const std::int64_t split = static_cast<std::int64_t>(row) * p.splits + blockIdx.x;
            if (p.splits > 1 && first_head + column < p.heads)
                store(p.stats + split * p.heads + first_head + column, float2{maximum[i], sum[i]});
        }
    }
    __syncthreads();
    if (warp % kKeyWarps == 0 && lane < 4) {
        HADAL_UNROLL
        for (int i = 0; i < 2; ++i)
            shared.factors[head + 2 * lane + i] = sum[i]; // for write_out
    }
    write_out<Shape>(p, shared, row, first_head, out);
}

template <typename Shape, LatentFormat format>
void start(cudaStream_t stream, const AbsorbedAttention& p) {
    const Grid grid{dim3(static_cast<unsigned>(p.splits),
                         static_cast<unsigned>((p.heads + Shape::kHeads - 1) / Shape::kHeads),
                         static_cast<unsigned>(p.rows)),
                    Shape::kThreads, sizeof(typename Shape::Shared), stream};
    // Rows of FP8 may have scales between parts that begin at 16 bytes; then words are read.
    const LatentPages& pages = p.pages;
    if constexpr (format == LatentFormat::FP8)
        if (pages.rank % 16 != 0 || pages.rope_offset() % 16 != 0 || pages.row_bytes() % 16 != 0)
            return launch<attend_rows_kernel<Shape, format, std::uint32_t>>(grid, p);
    launch<attend_rows_kernel<Shape, format, uint4>>(grid, p);
}

template <typename Shape>
void start(cudaStream_t stream, const AbsorbedAttention& p) {
    switch (p.pages.format) {
    case LatentFormat::F32:
        return start<Shape, LatentFormat::F32>(stream, p);
    case LatentFormat::BF16:
        return start<Shape, LatentFormat::BF16>(stream, p);
    case LatentFormat::FP8:
        return start<Shape, LatentFormat::FP8>(stream, p);
    }
}

} // namespace

void attend_rows(cudaStream_t stream, const AbsorbedAttention& p) {
    constexpr int kSmall = 128;
    if (p.pages.rank <= kSmall)
        return p.heads <= 8 ? start<Shape<kSmall, 1>>(stream, p) : start<Shape<kSmall, 2>>(stream, p);
    return p.heads <= 8 ? start<Shape<kAttentionRank, 1>>(stream, p)
                        : start<Shape<kAttentionRank, 2>>(stream, p);
}

} // namespace hadal::cuda
