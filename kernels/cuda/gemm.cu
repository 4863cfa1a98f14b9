// A block computes 128 outputs of 64 rows, eight warps 32×32 each. A stage is one block of scales: 128
// channels, 16 KB of weights and 8 KB of x, for 2 MFLOP: 85 a byte of traffic, so matrix units bind it from
// some hundred rows on, and memory below. Three stages are under way.
//
// Weights are the rows of the product and x its columns, so a ragged number of rows wastes at most seven
// columns of eight. Tiles have rows of 128 bytes; chunk c of row r lies at c ^ (r % 8), so that eight rows of
// a matrix come from different banks. Sums over 128 channels are scaled and added in f32, because the scales
// change there.
#include "kernels/cuda/gemm.h"

#include "kernels/cuda/matrix.h"
#include "kernels/cuda/sync.h"

namespace hadal::cuda {

namespace {

constexpr int kThreads = 256;
constexpr int kOut = 128; ///< outputs of a block: one row of scales
constexpr int kRows = 64;
constexpr int kDepth = 128; ///< channels of a stage
constexpr int kStages = 3;
constexpr int kChunk = 16;
constexpr int kChunks = kDepth / kChunk;
constexpr int kWarpOut = 32;
constexpr int kWarpRows = 32;
constexpr int kOutTiles = kWarpOut / 16;
constexpr int kRowTiles = kWarpRows / 8;

struct Stage {
    alignas(128) unsigned char weights[kOut * kDepth];
    alignas(128) unsigned char x[kRows * kDepth];
    float scales[kRows];
};
union Shared {
    Stage stages[kStages];
    float out[kRows][kOut + 4]; ///< when all stages are used up
};

__device__ __forceinline__ int swizzled(int row, int chunk) {
    return row * kDepth + (chunk ^ (row % 8)) * kChunk;
}

/// Rows past `count` and channels past `width` become zeros.
__device__ void copy_tile(unsigned char* to, int tile_rows, const E4m3* from, int first, int count, int width,
                          int channel) {
    for (int i = static_cast<int>(threadIdx.x); i < tile_rows * kChunks; i += kThreads) {
        const int row = i / kChunks;
        const int chunk = i % kChunks;
        const bool valid = first + row < count && channel + chunk * kChunk < width;
        const std::int64_t at = static_cast<std::int64_t>(first + row) * width + channel + chunk * kChunk;
        copy_async16(to + swizzled(row, chunk), valid ? from + at : from, valid);
    }
}

__device__ void multiply_stage(const Stage& stage, int out, int row, float (&part)[kOutTiles][kRowTiles][4]) {
    const int lane = static_cast<int>(threadIdx.x) % kWarp;
    HADAL_UNROLL
    for (int chunk = 0; chunk < kChunks; chunk += 2) {
        std::uint32_t a[kOutTiles][4];
        HADAL_UNROLL
        for (int m = 0; m < kOutTiles; ++m)
            load_matrices(a[m], stage.weights + swizzled(out + 16 * m + lane % 16, chunk + lane / 16));
        HADAL_UNROLL
        for (int n = 0; n < kRowTiles; n += 2) {
            std::uint32_t b[4];
            load_matrices(b,
                          stage.x + swizzled(row + 8 * n + lane % 8 + lane / 16 * 8, chunk + lane / 8 % 2));
            HADAL_UNROLL
            for (int m = 0; m < kOutTiles; ++m) {
                multiply(part[m][n], E4m3A(a[m]), E4m3B(b[0], b[1]));
                multiply(part[m][n + 1], E4m3A(a[m]), E4m3B(b[2], b[3]));
            }
        }
    }
}

__device__ void write_out(const GemmFp8& p, const Shared& shared, int first_out, int first_row) {
    constexpr int kVector = 4;
    constexpr int kVectors = kOut / kVector;
    for (int i = static_cast<int>(threadIdx.x); i < kRows * kVectors; i += kThreads) {
        const int row = first_row + i / kVectors;
        const int out = first_out + i % kVectors * kVector;
        if (row >= p.rows || out >= p.out_features)
            continue;
        const float4 v =
            load(reinterpret_cast<const float4*>(shared.out[i / kVectors] + i % kVectors * kVector));
        const std::int64_t at = static_cast<std::int64_t>(row) * p.out_features + out;
        if (p.exact)
            store(reinterpret_cast<float4*>(p.exact + at), v);
        else
            store(reinterpret_cast<uint2*>(p.rounded + at),
                  make_uint2(pack_bf16(v.x, v.y), pack_bf16(v.z, v.w)));
    }
}

__global__ void __launch_bounds__(kThreads) gemm_kernel(GemmFp8 p) {
    auto& shared = shared_memory<Shared>();
    const int first_out = static_cast<int>(blockIdx.x) * kOut;
    const int first_row = static_cast<int>(blockIdx.y) * kRows;
    const int warp = static_cast<int>(threadIdx.x) / kWarp;
    const int lane = static_cast<int>(threadIdx.x) % kWarp;
    const int out = warp % 4 * kWarpOut; // of this warp, in the tile
    const int row = warp / 4 * kWarpRows;
    const int g = lane / 4;
    const int t = lane % 4;
    const int blocks = (p.in_features + kDepth - 1) / kDepth;

    const auto begin_stage = [&](int block) {
        if (block < blocks) {
            Stage& stage = shared.stages[block % kStages];
            copy_tile(stage.weights, kOut, p.weights, first_out, p.out_features, p.in_features,
                      block * kDepth);
            copy_tile(stage.x, kRows, p.codes, first_row, p.rows, p.in_features, block * kDepth);
            if (const int at = static_cast<int>(threadIdx.x); at < kRows) {
                const bool valid = first_row + at < p.rows;
                copy_async4(stage.scales + at,
                            p.scales +
                                (valid ? static_cast<std::int64_t>(first_row + at) * blocks + block : 0),
                            valid);
            }
        }
        commit_copies(); // an empty group keeps the count
    };
    for (int block = 0; block < kStages - 1; ++block)
        begin_stage(block);

    float sums[kOutTiles][kRowTiles][4] = {};
    for (int block = 0; block < blocks; ++block) {
        wait_copies<kStages - 2>();
        __syncthreads(); // this stage is there for all, and all have left the one that is filled next
        begin_stage(block + kStages - 1);

        const Stage& stage = shared.stages[block % kStages];
        const float weight_scale = p.weight_scales[static_cast<std::int64_t>(blockIdx.x) * blocks + block];
        float part[kOutTiles][kRowTiles][4] = {};
        multiply_stage(stage, out, row, part);
        HADAL_UNROLL
        for (int n = 0; n < kRowTiles; ++n) {
            const float2 x_scale = load(reinterpret_cast<const float2*>(stage.scales + row + 8 * n + 2 * t));
            const float scale[2] = {x_scale.x * weight_scale, x_scale.y * weight_scale};
            HADAL_UNROLL
            for (int m = 0; m < kOutTiles; ++m) {
                HADAL_UNROLL
                for (int i = 0; i < 4; ++i)
                    sums[m][n][i] += part[m][n][i] * scale[i % 2];
            }
        }
    }
    wait_copies<0>();
    __syncthreads();
    HADAL_UNROLL
    for (int m = 0; m < kOutTiles; ++m) {
        HADAL_UNROLL
        for (int n = 0; n < kRowTiles; ++n) {
            HADAL_UNROLL
            for (int i = 0; i < 4; ++i)
                shared.out[row + 8 * n + 2 * t + i % 2][out + 16 * m + g + i / 2 * 8] = sums[m][n][i];
        }
    }
    __syncthreads();
    write_out(p, shared, first_out, first_row);
}

} // namespace

void gemm_fp8(cudaStream_t stream, const GemmFp8& p) {
    if (p.in_features < kChunk || p.in_features % kChunk != 0 || p.out_features < 4 ||
        p.out_features % 4 != 0)
        throw Error(ErrorKind::InvalidArgument,
                    "A product with a matrix of " + std::to_string(p.out_features) + " × " +
                        std::to_string(p.in_features) +
                        "; the CUDA kernel does multiples of 4 outputs and of 16 inputs.");
    if (p.rows == 0)
        return;
    const dim3 tiles(static_cast<unsigned>((p.out_features + kOut - 1) / kOut),
                     static_cast<unsigned>((p.rows + kRows - 1) / kRows));
    launch<gemm_kernel>({tiles, kThreads, sizeof(Shared), stream}, p);
}

} // namespace hadal::cuda
