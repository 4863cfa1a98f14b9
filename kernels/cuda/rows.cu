// Every byte is read and written once, at a few operations each: bound by bandwidth for many rows, by latency
// for few. A row of 7168 is 14 KB; quantised it is 7 KB and 224 bytes of scales.
#include "kernels/cuda/rows.h"

namespace hadal::cuda {

namespace {

constexpr int kThreads = 256;

template <typename Vector>
__global__ void __launch_bounds__(kThreads) gather_rows_kernel(GatherRows p) {
    const int vectors = p.row_bytes / static_cast<int>(sizeof(Vector));
    const auto* from = static_cast<const Vector*>(p.table) + std::int64_t{p.rows[blockIdx.x]} * vectors;
    auto* to = static_cast<Vector*>(p.out) + std::int64_t{blockIdx.x} * vectors;
    for (int i = static_cast<int>(threadIdx.x); i < vectors; i += kThreads)
        store(to + i, load(from + i));
}

__global__ void __launch_bounds__(kThreads) add_rows_kernel(AddRows p) {
    const std::int64_t at = 8 * (std::int64_t{blockIdx.x} * kThreads + threadIdx.x);
    if (at >= p.count)
        return;
    float sums[8];
    float deltas[8];
    unpack_bf16(sums, load(reinterpret_cast<const uint4*>(p.residual + at)));
    unpack_bf16(deltas, load(reinterpret_cast<const uint4*>(p.delta + at)));
    HADAL_UNROLL
    for (int i = 0; i < 8; ++i)
        sums[i] += deltas[i];
    store(reinterpret_cast<uint4*>(p.residual + at), pack_bf16(sums));
}

/// One warp a group of 128, four channels a lane.
__global__ void __launch_bounds__(kThreads) quantise_rows_kernel(QuantiseRows p) {
    const int groups = static_cast<int>(ops::fp8_blocks(p.width));
    const std::int64_t group = std::int64_t{blockIdx.x} * (kThreads / kWarp) + threadIdx.x / kWarp;
    if (group >= std::int64_t{p.rows} * groups)
        return;
    const int channel = static_cast<int>(group % groups * ops::kFp8Block + threadIdx.x % kWarp * 4);
    const std::int64_t at = group / groups * p.width + channel;
    const bool inside = channel < p.width;
    const uint2 words = inside ? load(reinterpret_cast<const uint2*>(p.x + at)) : make_uint2(0, 0);
    const float values[4] = {low_bf16(words.x), high_bf16(words.x), low_bf16(words.y), high_bf16(words.y)};
    float amax = 0.0f;
    HADAL_UNROLL
    for (int i = 0; i < 4; ++i)
        amax = fmaxf(amax, fabsf(values[i]));
    amax = warp_max(amax);
    const float scale = p.power_of_two_scales ? ops::power_of_two_scale(amax) : ops::linear_scale(amax);
    if (inside)
        store(reinterpret_cast<std::uint32_t*>(p.codes + at), pack_e4m3(values, scale));
    if (threadIdx.x % kWarp == 0)
        p.scales[group] = scale;
}

/// One thread a scale, neighbours in the order in which columns are written.
__global__ void __launch_bounds__(kThreads) arrange_scales_kernel(ArrangeScales p) {
    const int rows = p.tiles ? (p.rows + 127) / 128 * 128 : p.rows;
    const std::int64_t at = std::int64_t{blockIdx.x} * kThreads + threadIdx.x;
    if (at >= std::int64_t{rows} * p.blocks)
        return;
    const std::int64_t row = at % rows;
    const std::int64_t block = at / rows;
    const float scale = row < p.rows ? p.scales[row / p.rows_of_scale * p.blocks + block] : 0.0f;
    if (p.tiles)
        p.tiles[tiled_scale(row, block, p.blocks)] = tiled_exponents(scale);
    else
        p.columns[at] = scale;
}

unsigned blocks_for(std::int64_t count, int each) {
    return static_cast<unsigned>((count + each - 1) / each);
}

} // namespace

void gather_rows(cudaStream_t stream, const GatherRows& p) {
    if (p.row_bytes < 4 || p.row_bytes % 4 != 0)
        throw Error(ErrorKind::InvalidArgument, "Rows of " + std::to_string(p.row_bytes) +
                                                    " bytes; the CUDA kernel copies multiples of 4.");
    if (p.count == 0)
        return;
    const Grid grid{static_cast<unsigned>(p.count), kThreads, 0, stream};
    if (p.row_bytes % 16 == 0)
        launch<gather_rows_kernel<uint4>>(grid, p);
    else
        launch<gather_rows_kernel<std::uint32_t>>(grid, p);
}

void add_rows(cudaStream_t stream, const AddRows& p) {
    if (p.count % 8 != 0)
        throw Error(ErrorKind::InvalidArgument,
                    "A sum of " + std::to_string(p.count) + " values; the CUDA kernel adds multiples of 8.");
    if (p.count > 0)
        launch<add_rows_kernel>({blocks_for(p.count / 8, kThreads), kThreads, 0, stream}, p);
}

void quantise_rows(cudaStream_t stream, const QuantiseRows& p) {
    if (p.width < 4 || p.width % 4 != 0)
        throw Error(ErrorKind::InvalidArgument, "Quantising rows of " + std::to_string(p.width) +
                                                    " channels; the CUDA kernel does multiples of 4.");
    if (p.rows > 0)
        launch<quantise_rows_kernel>(
            {blocks_for(p.rows * ops::fp8_blocks(p.width), kThreads / kWarp), kThreads, 0, stream}, p);
}

void arrange_scales(cudaStream_t stream, const ArrangeScales& p) {
    const std::int64_t rows = p.tiles ? (p.rows + 127) / 128 * 128 : p.rows;
    if (p.rows > 0)
        launch<arrange_scales_kernel>({blocks_for(rows * p.blocks, kThreads), kThreads, 0, stream}, p);
}

} // namespace hadal::cuda
