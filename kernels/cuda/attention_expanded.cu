// A block takes 64 rows of queries of one head and goes through the keys 64 at a time: 2.6 MFLOP for 42 KB at
// V3's sizes (192 and 128 channels), 62 a byte, all from L2 but the first time; matrix units bind it. Softmax
// runs along with it. Tiles that no row of the block may see are left out, so half of the square is.
//
// Each warp has 16 rows of queries, so scores stay in registers and become the next product's factor there.
// Keys and values have one buffer each: the next keys come while values are summed, the next values while
// scores are made.
#include "kernels/cuda/attention_expanded.h"

#include "kernels/cuda/matrix.h"
#include "kernels/cuda/sync.h"

namespace hadal::cuda {

namespace {

constexpr int kWarps = 4;
constexpr int kThreads = kWarps * kWarp;
constexpr int kQueries = 16 * kWarps;
constexpr int kPad = 8; ///< makes rows an odd number of 16-byte chunks: no bank conflicts
constexpr int kPer = 8; ///< channels in 16 bytes

/// For keys and values of up to `qk` and `v` channels, `keys` at a time.
template <int qk_width, int v_width, int keys>
struct Shape {
    static constexpr int kQk = qk_width;
    static constexpr int kV = v_width;
    static constexpr int kKeys = keys;
    struct Shared {
        alignas(16) Bf16 queries[kQueries][kQk + kPad];
        alignas(16) Bf16 k[kKeys][kQk + kPad];
        alignas(16) Bf16 v[kKeys][kV + kPad];
    };
};

/// Begins to copy rows `first` … first + rows - 1 of `count` to a tile; the rest of it becomes zeros.
/// source(row, channel) says where 8 channels lie, null for none.
template <int rows, int width, typename Source>
__device__ void copy_rows(Bf16 (*to)[width + kPad], int first, int count, const void* any, Source source) {
    constexpr int kChunks = width / kPer;
    for (int i = static_cast<int>(threadIdx.x); i < rows * kChunks; i += kThreads) {
        const int row = i / kChunks;
        const int channel = i % kChunks * kPer;
        const Bf16* from =
            first + row < count ? source(static_cast<std::int64_t>(first + row), channel) : nullptr;
        copy_async16(to[row] + channel, from ? from : any, from != nullptr);
    }
    commit_copies();
}

template <typename Shape>
using Scores = float[Shape::kKeys / 8][4];
template <typename Shape>
using Output = float[Shape::kV / 8][4];

/// scores[n][i] as registers of C: queries g and g + 8 of the warp, keys 8n + 2t and + 1.
template <typename Shape>
__device__ void multiply_keys(const typename Shape::Shared& shared, Scores<Shape>& scores) {
    const int lane = static_cast<int>(threadIdx.x) % kWarp;
    const int first = static_cast<int>(threadIdx.x) / kWarp * 16;
    HADAL_UNROLL
    for (int channel = 0; channel < Shape::kQk; channel += 16) {
        std::uint32_t a[4];
        load_matrices(a, shared.queries[first + lane % 16] + channel + lane / 16 * 8);
        HADAL_UNROLL
        for (int n = 0; n < Shape::kKeys / 8; n += 2) {
            std::uint32_t b[4];
            load_matrices(b, shared.k[8 * n + lane % 8 + lane / 16 * 8] + channel + lane / 8 % 2 * 8);
            multiply_bf16(scores[n], a, {b[0], b[1]});
            multiply_bf16(scores[n + 1], a, {b[2], b[3]});
        }
    }
}

/// What a lane knows of its two rows of queries, g and g + 8 of the warp.
struct Rows {
    int count[2];                 ///< keys that they see
    const std::uint32_t* mask[2]; ///< or null
    float maximum[2];
    float sum[2]; ///< over this lane's keys
};

/// Scores become probabilities over the running maximum; what was summed before is taken times the change.
template <typename Shape>
__device__ void softmax(Scores<Shape>& scores, Output<Shape>& out, Rows& rows, int first_key, float factor) {
    const int t = static_cast<int>(threadIdx.x) % 4;
    HADAL_UNROLL
    for (int half = 0; half < 2; ++half) {
        std::uint32_t words[Shape::kKeys / 32];
        HADAL_UNROLL
        for (int w = 0; w < Shape::kKeys / 32; ++w)
            words[w] = rows.mask[half] && first_key + 32 * w < rows.count[half]
                           ? load(rows.mask[half] + first_key / 32 + w)
                           : ~0u;
        float largest = rows.maximum[half];
        HADAL_UNROLL
        for (int n = 0; n < Shape::kKeys / 8; ++n) {
            HADAL_UNROLL
            for (int i = 0; i < 2; ++i) {
                const int key = 8 * n + 2 * t + i;
                float& score = scores[n][2 * half + i];
                const bool seen =
                    first_key + key < rows.count[half] && (words[n / 4] >> (key % 32) & 1u) != 0;
                score = seen ? score * factor : -infinity();
                largest = fmaxf(largest, score);
            }
        }
        largest = fmaxf(largest, __shfl_xor_sync(kAllLanes, largest, 1));
        largest = fmaxf(largest, __shfl_xor_sync(kAllLanes, largest, 2));
        const float base = largest == -infinity() ? 0.0f : largest; // no key so far: all are 0
        const float change = exp2f(rows.maximum[half] - base);
        rows.maximum[half] = largest;
        rows.sum[half] *= change;
        HADAL_UNROLL
        for (int n = 0; n < Shape::kKeys / 8; ++n) {
            HADAL_UNROLL
            for (int i = 0; i < 2; ++i) {
                float& score = scores[n][2 * half + i];
                score = exp2f(score - base);
                rows.sum[half] += score;
            }
        }
        HADAL_UNROLL
        for (int n = 0; n < Shape::kV / 8; ++n) {
            out[n][2 * half] *= change;
            out[n][2 * half + 1] *= change;
        }
    }
}

template <typename Shape>
__device__ void multiply_values(const typename Shape::Shared& shared, const Scores<Shape>& p,
                                Output<Shape>& out) {
    const int lane = static_cast<int>(threadIdx.x) % kWarp;
    HADAL_UNROLL
    for (int key = 0; key < Shape::kKeys; key += 16) {
        const float* low = p[key / 8];
        const float* high = p[key / 8 + 1];
        const std::uint32_t a[4] = {pack_bf16(low[0], low[1]), pack_bf16(low[2], low[3]),
                                    pack_bf16(high[0], high[1]), pack_bf16(high[2], high[3])};
        HADAL_UNROLL
        for (int n = 0; n < Shape::kV / 8; n += 2) {
            std::uint32_t b[4]; // keys 0-7 and 8-15 of eight channels, then of the next eight
            load_matrices_transposed(b, shared.v[key + lane % 16] + 8 * n + lane / 16 * 8);
            multiply_bf16(out[n], a, {b[0], b[1]});
            multiply_bf16(out[n + 1], a, {b[2], b[3]});
        }
    }
}

template <typename Shape>
__global__ void __launch_bounds__(kThreads) attend_expanded_kernel(ExpandedAttention p) {
    auto& shared = shared_memory<typename Shape::Shared>();
    // Late rows see most keys: they begin first.
    const int first_row = static_cast<int>(gridDim.x - 1 - blockIdx.x) * kQueries;
    const int head = static_cast<int>(blockIdx.y);
    const int lane = static_cast<int>(threadIdx.x) % kWarp;
    const int own = first_row + static_cast<int>(threadIdx.x) / kWarp * 16 + lane / 4;
    const int q_width = p.nope + p.rope_dim;
    const int kv_width = p.nope + p.v;
    const int last_row = first_row + kQueries < p.rows ? first_row + kQueries : p.rows;
    const int keys = p.counts[last_row - 1];

    const auto key_source = [&](std::int64_t token, int channel) -> const Bf16* {
        if (channel < p.nope)
            return p.kv + (token * p.heads + head) * kv_width + channel;
        return channel < q_width ? p.rope + token * p.rope_dim + channel - p.nope : nullptr;
    };
    const auto value_source = [&](std::int64_t token, int channel) -> const Bf16* {
        return channel < p.v ? p.kv + (token * p.heads + head) * kv_width + p.nope + channel : nullptr;
    };
    const auto begin_keys = [&](int first) {
        copy_rows<Shape::kKeys, Shape::kQk>(shared.k, first, keys, p.kv, key_source);
    };
    const auto begin_values = [&](int first) {
        copy_rows<Shape::kKeys, Shape::kV>(shared.v, first, keys, p.kv, value_source);
    };
    copy_rows<kQueries, Shape::kQk>(
        shared.queries, first_row, p.rows, p.q, [&](std::int64_t row, int channel) -> const Bf16* {
            return channel < q_width ? p.q + (row * p.q_heads + head) * q_width + channel : nullptr;
        });
    begin_keys(0);
    begin_values(0);

    Rows rows;
    HADAL_UNROLL
    for (int half = 0; half < 2; ++half) {
        const int row = own + 8 * half;
        rows.count[half] = row < p.rows ? p.counts[row] : 0;
        rows.mask[half] =
            p.mask && row < p.rows ? p.mask + static_cast<std::int64_t>(row) * p.mask_words : nullptr;
        rows.maximum[half] = -infinity();
        rows.sum[half] = 0.0f;
    }
    Output<Shape> out = {};
    for (int first = 0; first < keys; first += Shape::kKeys) {
        wait_copies<1>(); // all but the values
        __syncthreads();
        Scores<Shape> scores = {};
        multiply_keys<Shape>(shared, scores);
        __syncthreads();
        begin_keys(first + Shape::kKeys); // past the end: zeros, which nobody uses
        softmax<Shape>(scores, out, rows, first, p.scale * 1.44269504f);
        wait_copies<1>(); // all but the next keys
        __syncthreads();
        multiply_values<Shape>(shared, scores, out);
        __syncthreads();
        begin_values(first + Shape::kKeys);
    }
    wait_copies<0>();
    HADAL_UNROLL
    for (int half = 0; half < 2; ++half) {
        float sum = rows.sum[half];
        sum += __shfl_xor_sync(kAllLanes, sum, 1);
        sum += __shfl_xor_sync(kAllLanes, sum, 2);
        const float factor = sum > 0.0f ? 1.0f / sum : 0.0f;
        const int row = own + 8 * half;
        if (row >= p.rows)
            continue;
        Bf16* to = p.out + (static_cast<std::int64_t>(row) * p.q_heads + head) * p.v + 2 * (lane % 4);
        HADAL_UNROLL
        for (int n = 0; n < Shape::kV / 8; ++n)
            if (8 * n < p.v)
                store(reinterpret_cast<std::uint32_t*>(to + 8 * n),
                      pack_bf16(out[n][2 * half] * factor, out[n][2 * half + 1] * factor));
    }
}

constexpr int kMaskThreads = 256;
constexpr int kMaskWords = 12'288; ///< that fit into shared memory

__global__ void __launch_bounds__(kMaskThreads) mask_kernel(SelectionMask p) {
    auto* words = &shared_memory<std::uint32_t>();
    const auto row = static_cast<std::int64_t>(blockIdx.x);
    for (int w = static_cast<int>(threadIdx.x); w < p.words; w += kMaskThreads)
        words[w] = 0;
    __syncthreads();
    for (int i = static_cast<int>(threadIdx.x); i < p.selected; i += kMaskThreads)
        if (const int position = p.selection[row * p.selected + i]; position >= 0 && position < 32 * p.words)
            atomicOr(&words[position / 32], 1u << position % 32);
    __syncthreads();
    for (int w = static_cast<int>(threadIdx.x); w < p.words; w += kMaskThreads)
        p.mask[row * p.words + w] = words[w];
}

template <typename Shape>
void start(cudaStream_t stream, const ExpandedAttention& p) {
    const dim3 blocks(static_cast<unsigned>((p.rows + kQueries - 1) / kQueries),
                      static_cast<unsigned>(p.heads));
    launch<attend_expanded_kernel<Shape>>({blocks, kThreads, sizeof(typename Shape::Shared), stream}, p);
}

} // namespace

void mask_selection(cudaStream_t stream, const SelectionMask& p) {
    if (p.words < 1 || p.words > kMaskWords)
        throw Error(ErrorKind::InvalidArgument,
                    "A mask of " + std::to_string(p.words) + " words; the CUDA kernel makes up to 12,288.");
    if (p.rows > 0)
        launch<mask_kernel>({static_cast<unsigned>(p.rows), kMaskThreads,
                             sizeof(std::uint32_t) * static_cast<std::size_t>(p.words), stream},
                            p);
}

void attend_expanded(cudaStream_t stream, const ExpandedAttention& p) {
    const int qk = p.nope + p.rope_dim;
    if (p.nope % kPer != 0 || p.rope_dim % kPer != 0 || p.v % kPer != 0 || qk < kPer || qk > 256 ||
        p.v < kPer || p.v > 256 || p.heads < 1 || p.q_heads < p.heads)
        throw Error(ErrorKind::InvalidArgument,
                    "Attention of " + std::to_string(p.heads) + " heads of " + std::to_string(p.nope) +
                        " + " + std::to_string(p.rope_dim) + " and " + std::to_string(p.v) +
                        " channels; the CUDA kernel does multiples of 8 up to 256 together.");
    if (p.rows == 0)
        return;
    if (qk <= 64 && p.v <= 64)
        start<Shape<64, 64, 64>>(stream, p);
    else if (qk <= 192 && p.v <= 128)
        start<Shape<192, 128, 64>>(stream, p);
    else
        start<Shape<256, 256, 32>>(stream, p);
}

} // namespace hadal::cuda
