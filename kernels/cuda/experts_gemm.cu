// Experts of many rows. A block takes up to 64 rows of one expert and gathers them as it copies, so nothing
// is permuted in memory. All of a layer's weights are read (1.4 GB for a rank of eight) as soon as every
// expert has a row, so some 4500 rows are needed until matrix units bind it; gemm_tile.h has the reasoning.
//
// SwiGLU is done in registers: of each 16 rows of a tile eight are of gate and eight of up, the same
// channels, which are registers 0, 1 and 2, 3 of one lane.
#include "kernels/cuda/experts_parts.h"
#include "kernels/cuda/gemm_tile.h"
#include "kernels/cuda/rows.h"

namespace hadal::cuda {

namespace {

using namespace gemm_tile;

constexpr int kChannels = kOut / 2; ///< of a block of gate and up

template <typename Kind>
__global__ void __launch_bounds__(kThreads, 1) gate_up_many_kernel(ExpertWork work) {
    const Experts& p = work.p;
    const ExpertTile tile = tile_of(work, static_cast<int>(blockIdx.y));
    if (tile.count == 0)
        return;
    const ExpertWeights expert = weights_of(work, tile);
    const int first = static_cast<int>(blockIdx.x) * kChannels;
    const int blocks = static_cast<int>(ops::fp8_blocks(p.hidden));
    const auto row_of = [&](int i) {
        return i < tile.count ? static_cast<std::int64_t>(slot_of(work, tile, i) / p.per_row()) : -1;
    };
    const void* x = Kind::kXBytes == 1 ? static_cast<const void*>(p.codes) : p.x;
    Sums sums = {};
    multiply_tile<Kind>(
        p.hidden,
        [&](int i) -> const void* {
            const int channel = first + i / 16 * 8 + i % 8;
            const auto* values = static_cast<const std::byte*>(i % 16 < 8 ? expert.gate : expert.up);
            return channel < expert.width
                       ? values + static_cast<std::int64_t>(channel) * p.hidden * Kind::kWeightBytes
                       : nullptr;
        },
        [&](int i) -> const void* {
            const std::int64_t row = row_of(i);
            return row < 0 ? nullptr : static_cast<const std::byte*>(x) + row * p.hidden * Kind::kXBytes;
        },
        [&](int i) -> const float* {
            const std::int64_t row = row_of(i);
            return row < 0 ? nullptr : p.scales + row * blocks;
        },
        [&](int half, int block) {
            const float* scales = half == 0 ? expert.gate_scales : expert.up_scales;
            const int row = first / static_cast<int>(ops::kFp8Block);
            return first < expert.width
                       ? load_constant(scales + static_cast<std::int64_t>(row) * blocks + block)
                       : 0.0f;
        },
        x, sums);

    // h through shared memory, so that rows are written in whole vectors.
    auto& shared = shared_memory<Shared<Kind>>();
    const int lane = static_cast<int>(threadIdx.x) % kWarp;
    HADAL_UNROLL
    for (int m = 0; m < kOutTiles; ++m) {
        HADAL_UNROLL
        for (int n = 0; n < kRowTiles; ++n) {
            HADAL_UNROLL
            for (int i = 0; i < 2; ++i)
                shared.out[warp_row() + 8 * n + 2 * (lane % 4) + i][(warp_out() + 16 * m) / 2 + lane / 4] =
                    ops::bf16_to_float(swiglu(sums[m][n][i], sums[m][n][2 + i]));
        }
    }
    __syncthreads();
    constexpr int kVectors = kChannels / 4;
    for (int i = static_cast<int>(threadIdx.x); i < tile.count * kVectors; i += kThreads) {
        const int channel = first + i % kVectors * 4;
        if (channel < p.width)
            write_four(load(reinterpret_cast<const float4*>(shared.out[i / kVectors] + i % kVectors * 4)),
                       work.s.h, nullptr,
                       static_cast<std::int64_t>(slot_of(work, tile, i / kVectors)) * p.width + channel);
    }
}

template <typename Kind>
__global__ void __launch_bounds__(kThreads, 1) down_many_kernel(ExpertWork work) {
    const Experts& p = work.p;
    const ExpertTile tile = tile_of(work, static_cast<int>(blockIdx.y));
    if (tile.count == 0)
        return;
    const ExpertWeights expert = weights_of(work, tile);
    const int first = static_cast<int>(blockIdx.x) * kOut;
    const int blocks = static_cast<int>(ops::fp8_blocks(expert.width));
    const void* x = Kind::kXBytes == 1 ? static_cast<const void*>(work.s.h_codes) : work.s.h;
    Sums sums = {};
    multiply_tile<Kind>(
        expert.width,
        [&](int i) -> const void* {
            const std::int64_t bytes =
                static_cast<std::int64_t>(first + i) * expert.width * Kind::kWeightBytes;
            return first + i < p.hidden ? static_cast<const std::byte*>(expert.down) + bytes : nullptr;
        },
        [&](int i) -> const void* {
            if (i >= tile.count)
                return nullptr;
            return static_cast<const std::byte*>(x) +
                   static_cast<std::int64_t>(slot_of(work, tile, i)) * p.width * Kind::kXBytes;
        },
        [&](int i) -> const float* {
            return i < tile.count ? work.s.h_scales + static_cast<std::int64_t>(slot_of(work, tile, i)) *
                                                          ops::fp8_blocks(p.width)
                                  : nullptr;
        },
        [&](int, int block) {
            return load_constant(expert.down_scales + static_cast<std::int64_t>(blockIdx.x) * blocks + block);
        },
        x, sums);
    collect<Kind>(sums);
    const auto& shared = shared_memory<Shared<Kind>>();
    constexpr int kVectors = kOut / 4;
    for (int i = static_cast<int>(threadIdx.x); i < tile.count * kVectors; i += kThreads) {
        const int out = first + i % kVectors * 4;
        if (out < p.hidden)
            write_four(load(reinterpret_cast<const float4*>(shared.out[i / kVectors] + i % kVectors * 4)),
                       work.s.outputs, p.exact ? work.s.exact : nullptr,
                       static_cast<std::int64_t>(slot_of(work, tile, i / kVectors)) * p.hidden + out);
    }
}

template <typename Kind>
Grid grid_of(cudaStream_t stream, const ExpertWork& work, int count, int each) {
    return {dim3(static_cast<unsigned>((count + each - 1) / each), static_cast<unsigned>(work.max_tiles())),
            kThreads, sizeof(Shared<Kind>), stream};
}

/// Whether inputs of the products are FP8 codes.
bool has_codes(const Experts& p) {
    return p.fp8 && p.quant != ops::ActivationQuant::None;
}

/// Calls `run` with the kind of product that the weights and inputs want.
template <typename Run>
void with_kind(const Experts& p, const Run& run) {
    if (!p.fp8)
        return run(Plain{});
    if (!has_codes(p))
        return run(Mixed{});
    if (!p.codes)
        throw Error(ErrorKind::InvalidArgument, "Experts of " + std::to_string(p.rows) +
                                                    " rows take x in FP8; quantise_rows() makes it.");
    if (p.scaled_products)
        run(ScaledFp8{});
    else
        run(Fp8{});
}

} // namespace

void gate_up_many(cudaStream_t stream, const ExpertWork& work) {
    with_kind(work.p, [&](auto kind) {
        using Kind = decltype(kind);
        launch<gate_up_many_kernel<Kind>>(grid_of<Kind>(stream, work, work.p.width, kChannels), work);
    });
}

void quantise_many(cudaStream_t stream, const ExpertWork& work) {
    const Experts& p = work.p;
    if (has_codes(p))
        quantise_rows(stream, {work.s.h, work.s.h_codes, work.s.h_scales, p.rows * p.per_row(), p.width,
                               p.quant == ops::ActivationQuant::PowerOfTwo});
}

void down_many(cudaStream_t stream, const ExpertWork& work) {
    with_kind(work.p, [&](auto kind) {
        using Kind = decltype(kind);
        launch<down_many_kernel<Kind>>(grid_of<Kind>(stream, work, work.p.hidden, kOut), work);
    });
}

} // namespace hadal::cuda
