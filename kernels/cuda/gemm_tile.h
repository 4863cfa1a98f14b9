// One block's part of a product of weight rows with many vectors, on matrix units. Internal to the kernels
// that use it: gemm.cu and experts_gemm.cu, which say what rows and vectors there are and what becomes of the
// sums.
//
// A block computes 128 weight rows times 64 vectors, eight warps 32×32 each. A stage is 128 bytes of each
// weight row, which in FP8 is one block of scales: 16 KB of weights and 8 KB of x, for 2 MFLOP, 85 a byte of
// traffic. So matrix units bind it from some hundred vectors on, and memory below. Three stages are under
// way.
//
// Weights are the rows of the product and x its columns, so a ragged number of vectors wastes at most seven
// columns of eight. Eight rows of a matrix come from different banks: chunk c (16 bytes) of row r lies at
// c ^ (r % 8) of the line. Sums over 128 channels of FP8 are scaled and added in f32, because the scales
// change there.
#pragma once

#include "kernels/cuda/matrix.h"
#include "kernels/cuda/numerics.h"
#include "kernels/cuda/sync.h"

namespace hadal::cuda::gemm_tile {

inline constexpr int kThreads = 256;
inline constexpr int kOut = 128;  ///< weight rows of a block
inline constexpr int kRows = 64;  ///< vectors of a block
inline constexpr int kLine = 128; ///< bytes of a weight row in a stage
inline constexpr int kStages = 3;
inline constexpr int kChunk = 16;
inline constexpr int kWarpOut = 32;
inline constexpr int kWarpRows = 32;
inline constexpr int kOutTiles = kWarpOut / 16;
inline constexpr int kRowTiles = kWarpRows / 8;

using Sums = float[kOutTiles][kRowTiles][4];

/// What weights and vectors are.
struct Fp8 { ///< both e4m3
    static constexpr int kWeightBytes = 1;
    static constexpr int kXBytes = 1;
    static constexpr bool kScaled = false; ///< scales are part of the matrix instruction
};
struct ScaledFp8 { ///< both e4m3, and all scales powers of two; sm_120a only
    static constexpr int kWeightBytes = 1;
    static constexpr int kXBytes = 1;
    static constexpr bool kScaled = true;
};
struct Mixed { ///< e4m3 weights, bf16 vectors
    static constexpr int kWeightBytes = 1;
    static constexpr int kXBytes = 2;
    static constexpr bool kScaled = false;
};
struct Plain { ///< both bf16
    static constexpr int kWeightBytes = 2;
    static constexpr int kXBytes = 2;
    static constexpr bool kScaled = false;
};
template <typename Kind>
inline constexpr int kDepth = kLine / Kind::kWeightBytes; ///< channels of a stage
template <typename Kind>
inline constexpr int kXLine = kDepth<Kind>* Kind::kXBytes; ///< bytes of a vector in a stage

template <typename Kind>
struct Stage {
    alignas(128) unsigned char weights[kOut * kLine];
    alignas(128) unsigned char x[kRows * kXLine<Kind>];
    float scales[kRows]; ///< of x (Fp8)
};
template <typename Kind>
union Shared {
    Stage<Kind> stages[kStages];
    float out[kRows][kOut + 4]; ///< when all stages are used up
};

/// Where chunk `chunk` of row `row` lies in a tile. Lines of 256 bytes keep pairs of chunks together, which
/// multiply_stage() of Mixed reads by eight bytes.
template <int line>
__device__ __forceinline__ int swizzled(int row, int chunk) {
    if constexpr (line == kLine)
        return row * line + (chunk ^ row % 8) * kChunk;
    else
        return row * line + (chunk / 2 ^ row % 8) * 2 * kChunk + chunk % 2 * kChunk;
}

/// A thread's chunks of a tile: the same chunk of every step-th row.
template <int rows, int line>
struct Copies {
    static constexpr int kChunks = line / kChunk;
    static constexpr int kStep = kThreads / kChunks;
    static constexpr int kCount = rows / kStep;
    const std::byte* from[kCount]; ///< this thread's rows, null where there is none

    /// row_of(i) is row i's first byte.
    template <typename RowOf>
    __device__ explicit Copies(RowOf row_of) {
        HADAL_UNROLL
        for (int i = 0; i < kCount; ++i)
            from[i] =
                static_cast<const std::byte*>(row_of(static_cast<int>(threadIdx.x) / kChunks + i * kStep));
    }
    /// Begins to copy line `index` of rows with `bytes` each; what lies past them becomes zeros. `any` is an
    /// address that may be named without being read.
    __device__ void begin(unsigned char* to, int index, int bytes, const void* any) const {
        const int chunk = static_cast<int>(threadIdx.x) % kChunks;
        const int at = index * line + chunk * kChunk;
        HADAL_UNROLL
        for (int i = 0; i < kCount; ++i) {
            const bool valid = from[i] && at < bytes;
            copy_async16(to + swizzled<line>(static_cast<int>(threadIdx.x) / kChunks + i * kStep, chunk),
                         valid ? from[i] + at : any, valid);
        }
    }
};

/// Weight fragments of 32 bytes of each of a warp's rows.
__device__ __forceinline__ void load_weights(std::uint32_t (&a)[kOutTiles][4], const unsigned char* weights,
                                             int out, int chunk) {
    const int lane = static_cast<int>(threadIdx.x) % kWarp;
    HADAL_UNROLL
    for (int m = 0; m < kOutTiles; ++m)
        load_matrices(a[m], weights + swizzled<kLine>(out + 16 * m + lane % 16, chunk + lane / 16));
}
/// The same of 16 vectors from `row` on: words 0 and 1 for eight of them, 2 and 3 for the next.
__device__ __forceinline__ void load_x(std::uint32_t (&b)[4], const unsigned char* x, int row, int chunk) {
    const int lane = static_cast<int>(threadIdx.x) % kWarp;
    load_matrices(b, x + swizzled<kLine>(row + lane % 8 + lane / 16 * 8, chunk + lane / 8 % 2));
}

/// part += the stage's products, of this warp's 32×32.
template <typename Kind>
__device__ void multiply_stage(const Stage<Kind>& stage, int out, int row, Sums& part) {
    const int lane = static_cast<int>(threadIdx.x) % kWarp;
    HADAL_UNROLL
    for (int chunk = 0; chunk < kLine / kChunk; chunk += 2) {
        std::uint32_t a[kOutTiles][4];
        load_weights(a, stage.weights, out, chunk);
        if constexpr (Kind::kWeightBytes == 2) {
            HADAL_UNROLL
            for (int n = 0; n < kRowTiles; n += 2) {
                std::uint32_t b[4];
                load_x(b, stage.x, row + 8 * n, chunk);
                HADAL_UNROLL
                for (int m = 0; m < kOutTiles; ++m) {
                    multiply_bf16(part[m][n], a[m], {b[0], b[1]});
                    multiply_bf16(part[m][n + 1], a[m], {b[2], b[3]});
                }
            }
        } else if constexpr (Kind::kXBytes == 1) {
            const E4m3A weights[kOutTiles] = {E4m3A(a[0]), E4m3A(a[1])};
            HADAL_UNROLL
            for (int n = 0; n < kRowTiles; n += 2) {
                std::uint32_t b[4];
                load_x(b, stage.x, row + 8 * n, chunk);
                const E4m3B x[2] = {E4m3B(b[0], b[1]), E4m3B(b[2], b[3])};
                HADAL_UNROLL
                for (int m = 0; m < kOutTiles; ++m) {
                    multiply(part[m][n], weights[m], x[0]);
                    multiply(part[m][n + 1], weights[m], x[1]);
                }
            }
        } else {
            // Lane t holds channels 4t … 4t+3 of 16: even ones as the lower half of k, odd ones as the upper.
            HADAL_UNROLL
            for (int half = 0; half < 2; ++half) {
                std::uint32_t weights[kOutTiles][4];
                HADAL_UNROLL
                for (int m = 0; m < kOutTiles; ++m) {
                    HADAL_UNROLL
                    for (int i = 0; i < 4; ++i)
                        weights[m][i] = bf16_from_e4m3(a[m][2 * half + i % 2], i / 2);
                }
                HADAL_UNROLL
                for (int n = 0; n < kRowTiles; ++n) {
                    const int t = lane % 4;
                    const uint2 x = load(reinterpret_cast<const uint2*>(
                        stage.x + swizzled<kXLine<Kind>>(row + 8 * n + lane / 4, 2 * (chunk + half) + t / 2) +
                        t % 2 * 8));
                    const std::uint32_t b[2] = {(x.x & 0xffffu) | x.y << 16, x.x >> 16 | (x.y & 0xffff0000u)};
                    HADAL_UNROLL
                    for (int m = 0; m < kOutTiles; ++m)
                        multiply_bf16(part[m][n], weights[m], b);
                }
            }
        }
    }
}

/// sums += the stage's products with their scales in them; of_weights for rows g and g + 8.
template <typename Kind>
__device__ void multiply_scaled_stage(const Stage<Kind>& stage, int out, int row,
                                      const float (&of_weights)[2], Sums& sums) {
#if HADAL_SCALED_PRODUCTS
    const int lane = static_cast<int>(threadIdx.x) % kWarp;
    const std::uint32_t a_scale = ue8m0(lane % 2 == 0 ? of_weights[0] : of_weights[1]);
    std::uint32_t b_scales[kRowTiles];
    HADAL_UNROLL
    for (int n = 0; n < kRowTiles; ++n)
        b_scales[n] = ue8m0(stage.scales[row + 8 * n + lane / 4]);
    HADAL_UNROLL
    for (int chunk = 0; chunk < kLine / kChunk; chunk += 2) {
        std::uint32_t a[kOutTiles][4];
        load_weights(a, stage.weights, out, chunk);
        HADAL_UNROLL
        for (int n = 0; n < kRowTiles; n += 2) {
            std::uint32_t b[4];
            load_x(b, stage.x, row + 8 * n, chunk);
            HADAL_UNROLL
            for (int m = 0; m < kOutTiles; ++m) {
                multiply_scaled(sums[m][n], a[m], {b[0], b[1]}, a_scale, b_scales[n]);
                multiply_scaled(sums[m][n + 1], a[m], {b[2], b[3]}, a_scale, b_scales[n + 1]);
            }
        }
    }
#else
    // The host never starts this kernel on such a device.
    __trap();
#endif
}

/// Where a warp's 32×32 begin in the block's tile.
__device__ __forceinline__ int warp_out() {
    return static_cast<int>(threadIdx.x) / kWarp % 4 * kWarpOut;
}
__device__ __forceinline__ int warp_row() {
    return static_cast<int>(threadIdx.x) / kWarp / 4 * kWarpRows;
}

/// All products of the block: sums[m][n][i] is weight row warp_out() + 16m + g + i / 2 · 8, vector warp_row()
/// + 8n + 2t + i % 2. weight_row(i) and x_row(i) are the first bytes of row i of the tile, 16-byte aligned,
/// or null; x_scales(i) a vector's scales (Fp8); weight_scale(half, block) the multiplier of the block of 128
/// channels for rows g (half 0) and g + 8 of every m.
template <typename Kind, typename WeightRow, typename XRow, typename XScales, typename WeightScale>
__device__ void multiply_tile(int channels, WeightRow weight_row, XRow x_row, XScales x_scales,
                              WeightScale weight_scale, const void* any, Sums& sums) {
    auto& shared = shared_memory<Shared<Kind>>();
    const Copies<kOut, kLine> weight_copies(weight_row);
    const Copies<kRows, kXLine<Kind>> x_copies(x_row);
    const float* scales = nullptr;
    if constexpr (Kind::kXBytes == 1)
        scales = threadIdx.x < kRows ? x_scales(static_cast<int>(threadIdx.x)) : nullptr;
    const int blocks = (channels + kDepth<Kind> - 1) / kDepth<Kind>;
    const int out = warp_out();
    const int row = warp_row();
    const int t = static_cast<int>(threadIdx.x) % 4;

    const auto begin_stage = [&](int block) {
        if (block < blocks) {
            Stage<Kind>& stage = shared.stages[block % kStages];
            weight_copies.begin(stage.weights, block, channels * Kind::kWeightBytes, any);
            x_copies.begin(stage.x, block, channels * Kind::kXBytes, any);
            if constexpr (Kind::kXBytes == 1)
                if (threadIdx.x < kRows)
                    copy_async4(stage.scales + threadIdx.x, scales ? scales + block : any, scales != nullptr);
        }
        commit_copies(); // an empty group keeps the count
    };
    for (int block = 0; block < kStages - 1; ++block)
        begin_stage(block);
    for (int block = 0; block < blocks; ++block) {
        wait_copies<kStages - 2>();
        __syncthreads(); // this stage is there for all, and all have left the one that is filled next
        begin_stage(block + kStages - 1);
        const Stage<Kind>& stage = shared.stages[block % kStages];
        if constexpr (Kind::kWeightBytes == 2) {
            multiply_stage<Kind>(stage, out, row, sums);
        } else {
            const float of_weights[2] = {weight_scale(0, block), weight_scale(1, block)};
            if constexpr (Kind::kScaled) {
                multiply_scaled_stage<Kind>(stage, out, row, of_weights, sums);
                continue;
            }
            Sums part = {};
            multiply_stage<Kind>(stage, out, row, part);
            HADAL_UNROLL
            for (int n = 0; n < kRowTiles; ++n) {
                float of_x[2] = {1.0f, 1.0f};
                if constexpr (Kind::kXBytes == 1) {
                    const float2 pair =
                        load(reinterpret_cast<const float2*>(stage.scales + row + 8 * n + 2 * t));
                    of_x[0] = pair.x;
                    of_x[1] = pair.y;
                }
                HADAL_UNROLL
                for (int m = 0; m < kOutTiles; ++m) {
                    HADAL_UNROLL
                    for (int i = 0; i < 4; ++i)
                        sums[m][n][i] += part[m][n][i] * (of_x[i % 2] * of_weights[i / 2]);
                }
            }
        }
    }
    wait_copies<0>();
    __syncthreads();
}

/// The sums as rows of shared.out, one a vector, behind a barrier.
template <typename Kind>
__device__ void collect(const Sums& sums) {
    auto& shared = shared_memory<Shared<Kind>>();
    const int lane = static_cast<int>(threadIdx.x) % kWarp;
    const int out = warp_out() + lane / 4;
    const int row = warp_row() + 2 * (lane % 4);
    HADAL_UNROLL
    for (int m = 0; m < kOutTiles; ++m) {
        HADAL_UNROLL
        for (int n = 0; n < kRowTiles; ++n) {
            HADAL_UNROLL
            for (int i = 0; i < 4; ++i)
                shared.out[row + 8 * n + i % 2][out + 16 * m + i / 2 * 8] = sums[m][n][i];
        }
    }
    __syncthreads();
}

/// Four neighbouring values of shared.out to where rounded or exact begins.
__device__ __forceinline__ void write_four(const float4& v, Bf16* rounded, float* exact, std::int64_t at) {
    if (exact)
        store(reinterpret_cast<float4*>(exact + at), v);
    else
        store(reinterpret_cast<uint2*>(rounded + at), make_uint2(pack_bf16(v.x, v.y), pack_bf16(v.z, v.w)));
}

} // namespace hadal::cuda::gemm_tile
