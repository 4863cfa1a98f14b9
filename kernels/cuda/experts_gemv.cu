// Experts of up to four rows, which decoding spends half of its time on: 5.5 MB of weights for each chosen
// expert of a rank of eight, 44 MB with the shared one for one row; read once, also where rows chose the same
// expert. Bound by memory, as gemv_tile.h explains. SwiGLU is done where gate and up of a channel meet: half
// of a block's rows are of gate, half of up. Each block of `down` quantises what goes into it for itself.
#include "kernels/cuda/experts_parts.h"
#include "kernels/cuda/gemv_tile.h"

namespace hadal::cuda {

namespace {

using namespace gemv_tile;

template <typename Kind>
__device__ WeightRow weight_row(const void* values, const float* scales, int row, int channels) {
    constexpr int kBytes = Kind::kFp8Weights ? 1 : 2;
    return {static_cast<const std::byte*>(values) + static_cast<std::int64_t>(row) * channels * kBytes,
            Kind::kFp8Weights ? scales + row / static_cast<int>(ops::kFp8Block) * ops::fp8_blocks(channels)
                              : nullptr};
}

template <typename Kind, typename Shape, int count>
__global__ void __launch_bounds__(kThreads, 2) gate_up_kernel(ExpertWork work) {
    constexpr int kChannels = kRows<Shape> / 2; // of a block; of each eight rows four are of gate, four of up
    const Experts& p = work.p;
    const ExpertTile tile = tile_of(work, static_cast<int>(blockIdx.y));
    if (tile.count == 0)
        return;
    const ExpertWeights expert = weights_of(work, tile);
    const int first = static_cast<int>(blockIdx.x) * kChannels;
    const Staged staged =
        stage<Kind, Shape, count>({p.codes, p.scales, p.x, p.quant}, p.hidden, p.hidden, [&](int i) {
            return i < tile.count ? slot_of(work, tile, i) / p.per_row() : -1;
        });
    multiply<Kind, Shape, count>(staged, p.hidden, [&](int i) -> WeightRow {
        const int channel = first + i / 8 * 4 + i % 4;
        if (channel >= expert.width)
            return {};
        return i % 8 < 4 ? weight_row<Kind>(expert.gate, expert.gate_scales, channel, p.hidden)
                         : weight_row<Kind>(expert.up, expert.up_scales, channel, p.hidden);
    });
    const int index = static_cast<int>(threadIdx.x);
    const int i = index / kChannels;
    const int c = index % kChannels;
    if (i >= tile.count || i >= count || first + c >= p.width)
        return;
    const int row = c / 4 * 8 + c % 4;
    const bool inside = first + c < expert.width;
    work.s.h[static_cast<std::int64_t>(slot_of(work, tile, i)) * p.width + first + c] =
        inside ? swiglu(total<Shape, count>(row, i), total<Shape, count>(row + 4, i)) : Bf16{0};
}

template <typename Kind, typename Shape, int count>
__global__ void __launch_bounds__(kThreads, 2) down_kernel(ExpertWork work) {
    constexpr int kTile = kRows<Shape>;
    const Experts& p = work.p;
    const ExpertTile tile = tile_of(work, static_cast<int>(blockIdx.y));
    if (tile.count == 0)
        return;
    const ExpertWeights expert = weights_of(work, tile);
    const int first = static_cast<int>(blockIdx.x) * kTile;
    const Staged staged =
        stage<Kind, Shape, count>({nullptr, nullptr, work.s.h, p.quant}, expert.width, p.width,
                                  [&](int i) { return i < tile.count ? slot_of(work, tile, i) : -1; });
    multiply<Kind, Shape, count>(staged, expert.width, [&](int i) -> WeightRow {
        if (first + i >= p.hidden)
            return {};
        return weight_row<Kind>(expert.down, expert.down_scales, first + i, expert.width);
    });
    const int i = static_cast<int>(threadIdx.x) / kTile;
    const int row = static_cast<int>(threadIdx.x) % kTile;
    if (i >= tile.count || i >= count || first + row >= p.hidden)
        return;
    const float sum = total<Shape, count>(row, i);
    const std::int64_t at = static_cast<std::int64_t>(slot_of(work, tile, i)) * p.hidden + first + row;
    if (p.exact)
        work.s.exact[at] = sum;
    else
        work.s.outputs[at] = ops::float_to_bf16(sum);
}

template <typename Kind, typename Shape>
void start_gate_up(cudaStream_t stream, const ExpertWork& work) {
    constexpr int kChannels = kRows<Shape> / 2;
    const dim3 blocks(static_cast<unsigned>((work.p.width + kChannels - 1) / kChannels),
                      static_cast<unsigned>(work.max_tiles()));
    with_count(work.p.rows, [&]<int count>() {
        launch<gate_up_kernel<Kind, Shape, count>>(
            {blocks, kThreads, shared_bytes<Kind, Shape, count>(work.p.hidden), stream}, work);
    });
}

template <typename Kind, typename Shape>
void start_down(cudaStream_t stream, const ExpertWork& work) {
    constexpr int kTile = kRows<Shape>;
    const dim3 blocks(static_cast<unsigned>((work.p.hidden + kTile - 1) / kTile),
                      static_cast<unsigned>(work.max_tiles()));
    with_count(work.p.rows, [&]<int count>() {
        launch<down_kernel<Kind, Shape, count>>(
            {blocks, kThreads, shared_bytes<Kind, Shape, count>(work.p.width), stream}, work);
    });
}

template <typename Kind>
void start(cudaStream_t stream, const ExpertWork& work) {
    start_gate_up<Kind, Long>(stream, work);
    if (granules<Kind>(work.p.width) > kShortGranules)
        start_down<Kind, Long>(stream, work);
    else
        start_down<Kind, Short>(stream, work);
}

} // namespace

void run_few(cudaStream_t stream, const ExpertWork& work) {
    if (!work.p.fp8)
        start<Plain>(stream, work);
    else if (work.p.quant != ops::ActivationQuant::None)
        start<Fp8>(stream, work);
    else
        start<Mixed>(stream, work);
}

} // namespace hadal::cuda
