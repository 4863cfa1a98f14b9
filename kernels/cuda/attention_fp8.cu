// Absorbed attention of few rows over V3.2's FP8 latents: each block has one tile of keys, so that all are
// under way at once, and keeps them as codes.
//
// A block takes 64 keys and up to 16 heads of a row. It gathers 64 rows of 656 bytes, 42 KB, and does 2.2
// MFLOP for each head with them: 35 MFLOP for 16 heads, 830 a byte, so matrix units are bound by the
// dequantisation of 4-byte words, and one row of queries by latency (index, gather, two products).
//
// Warp w has keys 16w … 16w+15 of the scores, then channels 128w … 128w+127 of the output, which is one block
// of scales. A word holds four codes of one key. Its even and odd bytes become two registers of bf16, so
// within four channels the order of the product is 0, 2, 1, 3; queries are staged in that order. For Vᵀ the
// same codes are loaded transposed as pairs: even bytes are channel 2g, odd ones channel 2g+1.
#include "kernels/cuda/attention_parts.h"
#include "kernels/cuda/matrix.h"
#include "kernels/cuda/sync.h"

namespace hadal::cuda {

namespace {

constexpr int kWarps = 4;
constexpr int kWarpKeys = 16;
constexpr int kLatentRank = kAttentionRank;
constexpr int kLatentRope = kAttentionRope;
constexpr int kBlock = 128; ///< channels of a scale
constexpr int kBlocks = kLatentRank / kBlock;
constexpr int kScales = kLatentRank;         ///< where they lie in a row
constexpr int kRope = kScales + 4 * kBlocks; ///< where the rope part lies
constexpr int kLatentRowBytes = kRope + 2 * kLatentRope;
constexpr int kChunks = kLatentRowBytes / 16;
constexpr int kQueryWords = (kLatentRank + kLatentRope) / 2;

/// For `tiles` times 8 heads.
template <int tiles>
struct Shared {
    static constexpr int kHeads = 8 * tiles;
    alignas(
        16) unsigned char rows[kAttentionKeys * kLatentRowBytes]; ///< 41 chunks each: odd, so no conflicts
    alignas(16) std::uint32_t queries[kHeads][kQueryWords + 4];
    float p[kHeads][kAttentionKeys + 4];
    float maxima[kWarps][kHeads];
    float sums[kWarps][kHeads];
};

template <typename T>
__device__ __forceinline__ T& at(unsigned char* row, int byte) {
    return *reinterpret_cast<T*>(row + byte);
}

/// Each warp copies its own keys.
__device__ void gather(const AbsorbedAttention& p, unsigned char* rows, int own) {
    const int lane = static_cast<int>(threadIdx.x) % kWarp;
    for (int step = 0; step * kWarp < kWarpKeys * kChunks; ++step) {
        const int i = step * kWarp + lane;
        const int key = i / kChunks < kWarpKeys ? i / kChunks : kWarpKeys - 1;
        const int place = __shfl_sync(kAllLanes, own, key);
        if (i < kWarpKeys * kChunks)
            copy_async16(rows + 16 * i, place < 0 ? p.pages.data : p.pages.row(place) + 16 * (i % kChunks),
                         place >= 0);
    }
    commit_copies();
}

template <int tiles>
__device__ void stage_queries(const AbsorbedAttention& p, Shared<tiles>& shared, int row, int first_head) {
    constexpr int kPairs = kQueryWords / 2;
    for (int i = static_cast<int>(threadIdx.x); i < shared.kHeads * kPairs; i += kWarps * kWarp) {
        const int head = first_head + i / kPairs;
        const int pair = i % kPairs;
        uint2 v = make_uint2(0, 0);
        if (head < p.heads)
            v = load(reinterpret_cast<const uint2*>(p.q) +
                     (static_cast<std::int64_t>(row) * p.heads + head) * kPairs + pair);
        if (pair < kLatentRank / 4) // channels 0, 1, 2, 3 become 0, 2, 1, 3
            v = make_uint2((v.x & 0xffffu) | v.y << 16, v.x >> 16 | (v.y & 0xffff0000u));
        store(reinterpret_cast<uint2*>(shared.queries[i / kPairs]) + pair, v);
    }
}

/// scores[tile][i] as registers of C: keys g and g + 8 of the warp, heads 8·tile + 2t and + 1.
template <int tiles>
__device__ void multiply_keys(Shared<tiles>& shared, float (&scores)[tiles][4]) {
    const int lane = static_cast<int>(threadIdx.x) % kWarp;
    const int g = lane / 4;
    const int t = lane % 4;
    unsigned char* upper =
        shared.rows + (static_cast<int>(threadIdx.x) / kWarp * kWarpKeys + g) * kLatentRowBytes;
    unsigned char* lower = upper + 8 * kLatentRowBytes;
    HADAL_UNROLL
    for (int block = 0; block < kBlocks; ++block) {
        float part[tiles][4] = {};
        HADAL_UNROLL
        for (int step = 0; step < kBlock / 16; ++step) {
            const int channel = block * kBlock + 16 * step;
            const auto high = at<std::uint32_t>(upper, channel + 4 * t);
            const auto low = at<std::uint32_t>(lower, channel + 4 * t);
            const std::uint32_t a[4] = {bf16_from_e4m3(high, 0), bf16_from_e4m3(low, 0),
                                        bf16_from_e4m3(high, 1), bf16_from_e4m3(low, 1)};
            HADAL_UNROLL
            for (int tile = 0; tile < tiles; ++tile) {
                const uint2 q =
                    load(reinterpret_cast<const uint2*>(shared.queries[8 * tile + g] + channel / 2 + 2 * t));
                multiply_bf16(part[tile], a, {q.x, q.y});
            }
        }
        const float scale[2] = {at<float>(upper, kScales + 4 * block), at<float>(lower, kScales + 4 * block)};
        HADAL_UNROLL
        for (int tile = 0; tile < tiles; ++tile) {
            HADAL_UNROLL
            for (int i = 0; i < 4; ++i)
                scores[tile][i] += part[tile][i] * scale[i / 2];
        }
    }
    HADAL_UNROLL
    for (int step = 0; step < kLatentRope / 16; ++step) {
        const int byte = kRope + 32 * step + 4 * t;
        const std::uint32_t a[4] = {at<std::uint32_t>(upper, byte), at<std::uint32_t>(lower, byte),
                                    at<std::uint32_t>(upper, byte + 16), at<std::uint32_t>(lower, byte + 16)};
        HADAL_UNROLL
        for (int tile = 0; tile < tiles; ++tile) {
            const std::uint32_t* q = shared.queries[8 * tile + g] + kLatentRank / 2 + 8 * step + t;
            multiply_bf16(scores[tile], a, {q[0], q[4]});
        }
    }
}

/// The probabilities of the block's keys in shared.p, unnormalised, and what each head needs to combine
/// splits.
template <int tiles>
__device__ void softmax(const AbsorbedAttention& p, Shared<tiles>& shared, float (&scores)[tiles][4], int own,
                        int row, int first_head) {
    const int warp = static_cast<int>(threadIdx.x) / kWarp;
    const int lane = static_cast<int>(threadIdx.x) % kWarp;
    const int g = lane / 4;
    const int t = lane % 4;
    const bool valid[2] = {__shfl_sync(kAllLanes, own, g) >= 0, __shfl_sync(kAllLanes, own, g + 8) >= 0};
    const float factor = p.scale * kLog2E;
    HADAL_UNROLL
    for (int tile = 0; tile < tiles; ++tile) {
        HADAL_UNROLL
        for (int i = 0; i < 2; ++i) {
            float& upper = scores[tile][i];
            float& lower = scores[tile][2 + i];
            upper = valid[0] ? upper * factor : -infinity();
            lower = valid[1] ? lower * factor : -infinity();
            float largest = fmaxf(upper, lower);
            for (int distance = 4; distance < kWarp; distance *= 2)
                largest = fmaxf(largest, __shfl_xor_sync(kAllLanes, largest, distance));
            if (g == 0)
                shared.maxima[warp][8 * tile + 2 * t + i] = largest;
        }
    }
    __syncthreads();
    HADAL_UNROLL
    for (int tile = 0; tile < tiles; ++tile) {
        HADAL_UNROLL
        for (int i = 0; i < 2; ++i) {
            const int head = 8 * tile + 2 * t + i;
            float largest = shared.maxima[0][head];
            for (int w = 1; w < kWarps; ++w)
                largest = fmaxf(largest, shared.maxima[w][head]);
            if (largest == -infinity())
                largest = 0.0f; // no key at all: every probability is 0
            const float upper = exp2f(scores[tile][i] - largest);
            const float lower = exp2f(scores[tile][2 + i] - largest);
            shared.p[head][warp * kWarpKeys + g] = upper;
            shared.p[head][warp * kWarpKeys + g + 8] = lower;
            float sum = upper + lower;
            for (int distance = 4; distance < kWarp; distance *= 2)
                sum += __shfl_xor_sync(kAllLanes, sum, distance);
            if (g == 0)
                shared.sums[warp][head] = sum;
        }
    }
    __syncthreads();
    const int head = static_cast<int>(threadIdx.x);
    if (head < shared.kHeads && first_head + head < p.heads) {
        float largest = shared.maxima[0][head];
        float sum = shared.sums[0][head];
        for (int w = 1; w < kWarps; ++w) {
            largest = fmaxf(largest, shared.maxima[w][head]);
            sum += shared.sums[w][head];
        }
        const std::int64_t split = static_cast<std::int64_t>(row) * p.splits + blockIdx.x;
        store(p.stats + split * p.heads + first_head + head, float2{largest, sum});
    }
}

template <int tiles>
__device__ void multiply_values(const AbsorbedAttention& p, Shared<tiles>& shared, int row, int first_head) {
    const int warp = static_cast<int>(threadIdx.x) / kWarp;
    const int lane = static_cast<int>(threadIdx.x) % kWarp;
    const int g = lane / 4;
    const int t = lane % 4;
    float out[kBlock / 16][tiles][4] = {};
    HADAL_UNROLL
    for (int k = 0; k < kAttentionKeys; k += 16) {
        const int keys[4] = {k + 2 * t, k + 2 * t + 1, k + 2 * t + 8, k + 2 * t + 9};
        float scale[4];
        HADAL_UNROLL
        for (int i = 0; i < 4; ++i)
            scale[i] = at<float>(shared.rows + keys[i] * kLatentRowBytes, kScales + 4 * warp);
        std::uint32_t b[tiles][2];
        HADAL_UNROLL
        for (int tile = 0; tile < tiles; ++tile) {
            const float* probabilities = shared.p[8 * tile + g];
            HADAL_UNROLL
            for (int half = 0; half < 2; ++half)
                b[tile][half] = pack_bf16(probabilities[keys[2 * half]] * scale[2 * half],
                                          probabilities[keys[2 * half + 1]] * scale[2 * half + 1]);
        }
        HADAL_UNROLL
        for (int channel = 0; channel < kBlock; channel += 32) {
            // Keys 0-7 and 8-15 of 16 channels, then the same of the next 16.
            std::uint32_t words[4];
            load_matrices_transposed(words, shared.rows + (k + lane % 16) * kLatentRowBytes + warp * kBlock +
                                                channel + lane / 16 * 16);
            HADAL_UNROLL
            for (int half = 0; half < 2; ++half) {
                const std::uint32_t a[4] = {
                    bf16_from_e4m3(words[2 * half], 0), bf16_from_e4m3(words[2 * half], 1),
                    bf16_from_e4m3(words[2 * half + 1], 0), bf16_from_e4m3(words[2 * half + 1], 1)};
                HADAL_UNROLL
                for (int tile = 0; tile < tiles; ++tile)
                    multiply_bf16(out[channel / 16 + half][tile], a, b[tile]);
            }
        }
    }
    const std::int64_t split = static_cast<std::int64_t>(row) * p.splits + blockIdx.x;
    HADAL_UNROLL
    for (int tile = 0; tile < tiles; ++tile) {
        HADAL_UNROLL
        for (int i = 0; i < 2; ++i) {
            const int head = first_head + 8 * tile + 2 * t + i;
            if (head >= p.heads)
                continue;
            float* to = p.partial + (split * p.heads + head) * kLatentRank + warp * kBlock + 2 * g;
            HADAL_UNROLL
            for (int m = 0; m < kBlock / 16; ++m)
                store(reinterpret_cast<float2*>(to + 16 * m), float2{out[m][tile][i], out[m][tile][2 + i]});
        }
    }
}

template <int tiles>
__global__ void __launch_bounds__(kWarps* kWarp) fp8_tiles_kernel(AbsorbedAttention p) {
    auto& shared = shared_memory<Shared<tiles>>();
    const int first_head = static_cast<int>(blockIdx.y) * shared.kHeads;
    const int row = static_cast<int>(blockIdx.z);
    const int warp = static_cast<int>(threadIdx.x) / kWarp;
    const int lane = static_cast<int>(threadIdx.x) % kWarp;
    // Lane l knows where row 16·warp + l % 16 of the split lies.
    const int index = static_cast<int>(blockIdx.x) * kAttentionKeys + warp * kWarpKeys + lane % kWarpKeys;
    const int own = key_place(p, row, index);
    gather(p, shared.rows + warp * kWarpKeys * kLatentRowBytes, own);
    stage_queries(p, shared, row, first_head);
    __syncthreads();
    wait_copies<0>();
    __syncwarp(); // its own keys are all that a warp needs for the scores

    float scores[tiles][4] = {};
    multiply_keys(shared, scores);
    softmax(p, shared, scores, own, row, first_head);
    multiply_values(p, shared, row, first_head);
}

template <int tiles>
void start(cudaStream_t stream, const AbsorbedAttention& p) {
    const dim3 blocks(static_cast<unsigned>(p.splits),
                      static_cast<unsigned>((p.heads + 8 * tiles - 1) / (8 * tiles)),
                      static_cast<unsigned>(p.rows));
    launch<fp8_tiles_kernel<tiles>>({blocks, kWarps * kWarp, sizeof(Shared<tiles>), stream}, p);
}

} // namespace

bool fits_fp8_tiles(const AbsorbedAttention& p) {
    return p.pages.format == ops::LatentFormat::FP8 && p.pages.rank == kLatentRank &&
           p.pages.rope == kLatentRope && p.splits > 1 &&
           p.splits == (p.selected + kAttentionKeys - 1) / kAttentionKeys;
}

void attend_fp8_tiles(cudaStream_t stream, const AbsorbedAttention& p) {
    if (p.heads <= 8)
        start<1>(stream, p);
    else
        start<2>(stream, p);
}

} // namespace hadal::cuda
