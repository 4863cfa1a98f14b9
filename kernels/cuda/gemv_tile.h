// One block's part of a product of weight rows with up to four vectors. Internal to the kernels that use it:
// gemv.cu and experts_gemv.cu, which say what rows and vectors there are and what becomes of the sums.
//
// Eight lanes (an octet) times 16 bytes are one granule of a row: 128 channels of FP8, which is one block of
// scales, or 64 of bf16. So a warp's load touches four rows (a quad), a full line of each, and all loads of a
// few granules and quads go ahead of the first product. Warps share the granules of the same rows (`split` of
// them), or have other rows. Order of a sum: a lane's channels of a granule, its granules ascending, the
// octet's lanes, the warps; the same for any number of vectors.
#pragma once

#include "kernels/cuda/numerics.h"
#include "kernels/ops.h"

namespace hadal::cuda::gemv_tile {

inline constexpr int kWarps = 8;
inline constexpr int kThreads = kWarps * kWarp;
inline constexpr int kOctet = 8;
inline constexpr int kQuad = kWarp / kOctet; ///< rows that a warp's load touches
inline constexpr int kWords = 4;             ///< in a vector of 16 bytes

/// How a block's warps share its rows and their granules, and how many granules each has under way: as many
/// as registers hold beside the sums.
struct Long { ///< many channels: 8 rows, 8 to 14 loads a lane under way, 64 to 112 KB for the 16 warps of an
              ///< SM
    static constexpr int kSplit = 8;
    static constexpr int kQuads = 2;
    static constexpr int ahead(int count) { return count == 1 ? 7 : 4; }
};
struct Short { ///< few channels: 32 rows, 8 loads
    static constexpr int kSplit = 2;
    static constexpr int kQuads = 2;
    static constexpr int ahead(int) { return 4; }
};
inline constexpr int kShortGranules = 16; ///< up to so many a row are few

template <typename Shape>
inline constexpr int kRows = kWarps / Shape::kSplit* Shape::kQuads* kQuad; ///< of a block

/// What weights and vectors are, and how words of 32 bits become floats.
struct Fp8 { ///< both e4m3
    static constexpr bool kFp8Weights = true;
    static constexpr int kXBytes = 1;   ///< of a channel of x in shared memory
    static constexpr int kChannels = 4; ///< in a word of weights
    /// Weights are taken as their value times 2^-120, so x is taken times 2^64 and the scales times 2^56.
    static constexpr float kScaleUp = 0x1p56f;
    static __device__ void unpack_weights(float* values, std::uint32_t word) {
        unpack_e4m3_scaled(values, word);
    }
    static __device__ void unpack_x(float* values, const std::uint32_t* x, int word) {
        unpack_e4m3_scaled(values, x[word]);
        HADAL_UNROLL
        for (int i = 0; i < kChannels; ++i)
            values[i] = values[i] * 0x1p120f * 0x1p64f;
    }
};
struct Mixed { ///< e4m3 weights, bf16 vectors
    static constexpr bool kFp8Weights = true;
    static constexpr int kXBytes = 2;
    static constexpr int kChannels = 4;
    static constexpr float kScaleUp = 0x1p56f;
    static __device__ void unpack_weights(float* values, std::uint32_t word) {
        unpack_e4m3_scaled(values, word);
    }
    static __device__ void unpack_x(float* values, const std::uint32_t* x, int word) {
        const uint2 pair = load(reinterpret_cast<const uint2*>(x) + word);
        values[0] = low_bf16(pair.x) * 0x1p64f;
        values[1] = high_bf16(pair.x) * 0x1p64f;
        values[2] = low_bf16(pair.y) * 0x1p64f;
        values[3] = high_bf16(pair.y) * 0x1p64f;
    }
};
struct Plain { ///< both bf16
    static constexpr bool kFp8Weights = false;
    static constexpr int kXBytes = 2;
    static constexpr int kChannels = 2;
    static constexpr float kScaleUp = 1.0f;
    static __device__ void unpack_weights(float* values, std::uint32_t word) {
        values[0] = low_bf16(word);
        values[1] = high_bf16(word);
    }
    static __device__ void unpack_x(float* values, const std::uint32_t* x, int word) {
        unpack_weights(values, x[word]);
    }
};

template <typename Kind>
__host__ __device__ constexpr int vector_channels() { ///< in 16 bytes of weights
    return kWords * Kind::kChannels;
}
template <typename Kind>
__host__ __device__ constexpr int granule_channels() {
    return kOctet * vector_channels<Kind>();
}
template <typename Kind>
__host__ __device__ int granules(int channels) {
    return (channels + granule_channels<Kind>() - 1) / granule_channels<Kind>();
}

/// The vectors of a call: codes and scales, or bf16 that is used as it is or quantised here.
struct Vectors {
    const E4m3* codes = nullptr;                             ///< packed, 16-byte aligned
    const float* scales = nullptr;                           ///< [ceil(channels/128)] a vector
    const Bf16* x = nullptr;                                 ///< packed, 16-byte aligned
    ops::ActivationQuant quant = ops::ActivationQuant::None; ///< of x
};

/// Shared memory: partial sums, scales of x (Fp8), x.
template <typename Shape, int count>
struct Partials {
    float sums[Shape::kSplit][kRows<Shape>][count];
};
template <typename Kind, typename Shape, int count>
__host__ __device__ std::size_t shared_bytes(int channels) {
    const std::size_t scales =
        Kind::kXBytes == 1 ? (count * static_cast<std::size_t>(granules<Kind>(channels)) + 3) / 4 * 16 : 0;
    return sizeof(Partials<Shape, count>) + scales +
           count * static_cast<std::size_t>(channels) * Kind::kXBytes;
}

/// A block's x in shared memory.
struct Staged {
    float* scales = nullptr;
    std::uint32_t* x = nullptr;
};

/// Quantises vector `from` of bf16 into `to`: one warp a group of 128, four channels a lane.
__device__ __forceinline__ void quantise_vector(std::uint32_t* to, float* scales, const Bf16* from,
                                                int channels, bool powers_of_two) {
    const int lane = static_cast<int>(threadIdx.x) % kWarp;
    for (int group = static_cast<int>(threadIdx.x) / kWarp; group < ops::fp8_blocks(channels);
         group += kWarps) {
        const int channel = group * static_cast<int>(ops::kFp8Block) + 4 * lane;
        const bool inside = channel < channels;
        const uint2 words = inside ? load(reinterpret_cast<const uint2*>(from + channel)) : make_uint2(0, 0);
        const float values[4] = {low_bf16(words.x), high_bf16(words.x), low_bf16(words.y),
                                 high_bf16(words.y)};
        const float amax = warp_max(
            fmaxf(fmaxf(fabsf(values[0]), fabsf(values[1])), fmaxf(fabsf(values[2]), fabsf(values[3]))));
        const float scale = powers_of_two ? ops::power_of_two_scale(amax) : ops::linear_scale(amax);
        if (inside)
            to[channel / 4] = pack_e4m3(values, scale);
        if (lane == 0)
            scales[group] = scale;
    }
}

/// Brings `count` vectors to shared memory; vector i is row_of(i) of `v`, rows `stride` channels apart, or
/// zeros where that is negative. Without a barrier at the end.
template <typename Kind, typename Shape, int count, typename RowOf>
__device__ Staged stage(const Vectors& v, int channels, int stride, RowOf row_of) {
    auto& partials = shared_memory<Partials<Shape, count>>();
    Staged staged;
    staged.scales = reinterpret_cast<float*>(&partials + 1);
    staged.x = reinterpret_cast<std::uint32_t*>(staged.scales);
    const int blocks = granules<Kind>(channels);
    if constexpr (Kind::kXBytes == 1)
        staged.x += (count * blocks + 3) / 4 * 4;
    const int words = channels * Kind::kXBytes / 4;
    const int vectors = words / kWords;
    HADAL_UNROLL
    for (int i = 0; i < count; ++i) {
        const int row = row_of(i);
        const std::int64_t at = static_cast<std::int64_t>(row < 0 ? 0 : row) * stride;
        auto* to = reinterpret_cast<uint4*>(staged.x + i * words);
        const void* from = v.x + at;
        if constexpr (Kind::kXBytes == 1) {
            if (!v.codes && row >= 0) {
                quantise_vector(staged.x + i * words, staged.scales + i * blocks, v.x + at, channels,
                                v.quant == ops::ActivationQuant::PowerOfTwo);
                continue;
            }
            from = v.codes + at;
            for (int b = static_cast<int>(threadIdx.x); b < blocks; b += kThreads)
                staged.scales[i * blocks + b] =
                    row < 0 ? 0.0f : v.scales[static_cast<std::int64_t>(row) * ops::fp8_blocks(stride) + b];
        }
        for (int j = static_cast<int>(threadIdx.x); j < vectors; j += kThreads)
            store(to + j, row < 0 ? make_uint4(0, 0, 0, 0) : load(static_cast<const uint4*>(from) + j));
    }
    return staged;
}

/// One weight row's address, and its row of scales; null past the last.
struct WeightRow {
    const void* values = nullptr;
    const float* scales = nullptr;
};

/// The block's row `row` times vector `column` after multiply().
template <typename Shape, int count>
__device__ float total(int row, int column) {
    const auto& partials = shared_memory<Partials<Shape, count>>();
    float sum = 0.0f;
    HADAL_UNROLL
    for (int w = 0; w < Shape::kSplit; ++w)
        sum += partials.sums[w][row][column];
    return sum;
}

/// All products of the block, in shared memory for total(). weight_row(i) says where row i of the block lies.
/// Begins and ends with a barrier.
template <typename Kind, typename Shape, int count, typename WeightRowOf>
__device__ void multiply(const Staged& staged, int channels, WeightRowOf weight_row) {
    constexpr int kQuads = Shape::kQuads;
    constexpr int kAhead = Shape::ahead(count);
    const int warp = static_cast<int>(threadIdx.x) / kWarp;
    const int lane = static_cast<int>(threadIdx.x) % kWarp;
    const int part = warp % Shape::kSplit;
    const int first_row = warp / Shape::kSplit * kQuads * kQuad + lane / kOctet;
    const int vectors = channels / vector_channels<Kind>();
    const int all = granules<Kind>(channels);
    WeightRow rows[kQuads];
    HADAL_UNROLL
    for (int q = 0; q < kQuads; ++q)
        rows[q] = weight_row(first_row + q * kQuad);
    __syncthreads();

    float sums[kQuads][count] = {};
    for (int first = part; first < all; first += Shape::kSplit * kAhead) {
        uint4 ahead[kAhead][kQuads];
        HADAL_UNROLL
        for (int a = 0; a < kAhead; ++a) {
            const int vector = (first + a * Shape::kSplit) * kOctet + lane % kOctet;
            HADAL_UNROLL
            for (int q = 0; q < kQuads; ++q)
                ahead[a][q] = vector < vectors && rows[q].values
                                  ? load_constant(static_cast<const uint4*>(rows[q].values) + vector)
                                  : make_uint4(0, 0, 0, 0);
        }
        HADAL_UNROLL
        for (int a = 0; a < kAhead; ++a) {
            const int granule = first + a * Shape::kSplit;
            const int vector = granule * kOctet + lane % kOctet;
            if (vector >= vectors)
                continue;
            float parts[kQuads][count] = {};
            // Word by word, so that few registers hold widened numbers.
            HADAL_UNROLL
            for (int word = 0; word < kWords; ++word) {
                float w[kQuads][Kind::kChannels];
                HADAL_UNROLL
                for (int q = 0; q < kQuads; ++q) {
                    const std::uint32_t words[kWords] = {ahead[a][q].x, ahead[a][q].y, ahead[a][q].z,
                                                         ahead[a][q].w};
                    Kind::unpack_weights(w[q], words[word]);
                }
                HADAL_UNROLL
                for (int r = 0; r < count; ++r) {
                    float x[Kind::kChannels];
                    const int row_words = channels * Kind::kXBytes / 4;
                    Kind::unpack_x(x, staged.x + r * row_words, vector * kWords + word);
                    HADAL_UNROLL
                    for (int q = 0; q < kQuads; ++q) {
                        HADAL_UNROLL
                        for (int i = 0; i < Kind::kChannels; ++i)
                            parts[q][r] += w[q][i] * x[i];
                    }
                }
            }
            HADAL_UNROLL
            for (int q = 0; q < kQuads; ++q) {
                float w_scale = 1.0f;
                if constexpr (Kind::kFp8Weights)
                    w_scale =
                        rows[q].values ? load_constant(rows[q].scales + granule) * Kind::kScaleUp : 0.0f;
                HADAL_UNROLL
                for (int r = 0; r < count; ++r) {
                    if constexpr (Kind::kXBytes == 1)
                        parts[q][r] *= w_scale * staged.scales[r * all + granule];
                    else if constexpr (Kind::kFp8Weights)
                        parts[q][r] *= w_scale;
                    sums[q][r] += parts[q][r];
                }
            }
        }
    }
    auto& partials = shared_memory<Partials<Shape, count>>();
    HADAL_UNROLL
    for (int q = 0; q < kQuads; ++q) {
        HADAL_UNROLL
        for (int r = 0; r < count; ++r) {
            float sum = sums[q][r];
            for (int distance = 1; distance < kOctet; distance *= 2)
                sum += __shfl_xor_sync(kAllLanes, sum, distance);
            if (lane % kOctet == 0)
                partials.sums[part][first_row + q * kQuad][r] = sum;
        }
    }
    __syncthreads();
}

/// Calls body.operator()<count>() with the least number of vectors that there is a kernel for.
template <typename Body>
void with_count(int rows, Body body) {
    if (rows == 1)
        body.template operator()<1>();
    else if (rows == 2)
        body.template operator()<2>();
    else
        body.template operator()<4>();
}

} // namespace hadal::cuda::gemv_tile
