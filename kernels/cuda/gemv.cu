// Bound by memory: every weight is read once, two operations for each and each vector. What counts is bytes
// in flight, which gemv_tile.h is about. A block computes 8 or 32 rows of one matrix, so that small matrices
// give enough blocks and long rows enough loads.
#include "kernels/cuda/gemv.h"

#include "kernels/cuda/gemv_tile.h"

namespace hadal::cuda {

namespace {

using namespace gemv_tile;

template <typename Kind, typename Shape, int count>
__global__ void __launch_bounds__(kThreads, 2) gemv_kernel(Gemv p) {
    constexpr int kTile = kRows<Shape>;
    const Staged staged =
        stage<Kind, Shape, count>({p.codes, p.scales, p.x, p.quant}, p.in_features, p.in_features,
                                  [&](int i) { return i < p.rows ? i : -1; });
    // Which matrix, and which of its rows.
    int tile = static_cast<int>(blockIdx.x);
    int which = 0;
    while (tile >= (p.matrices[which].out_features + kTile - 1) / kTile)
        tile -= (p.matrices[which++].out_features + kTile - 1) / kTile;
    const GemvMatrix matrix = p.matrices[which];
    multiply<Kind, Shape, count>(staged, p.in_features, [&](int i) -> WeightRow {
        const int row = tile * kTile + i;
        if (row >= matrix.out_features)
            return {};
        constexpr int kBytes = Kind::kFp8Weights ? 1 : 2;
        return {static_cast<const std::byte*>(matrix.weights) +
                    static_cast<std::int64_t>(row) * p.in_features * kBytes,
                Kind::kFp8Weights ? matrix.scales + row / ops::kFp8Block * ops::fp8_blocks(p.in_features)
                                  : nullptr};
    });
    const int index = static_cast<int>(threadIdx.x);
    const int row = index / kTile;
    const int out = tile * kTile + index % kTile;
    if (row >= p.rows || out >= matrix.out_features)
        return;
    const float sum = total<Shape, count>(index % kTile, row);
    const std::int64_t at = static_cast<std::int64_t>(row) * matrix.out_features + out;
    if (matrix.exact)
        matrix.exact[at] = sum;
    else
        matrix.rounded[at] = ops::float_to_bf16(sum);
}

template <typename Kind, typename Shape>
void start(cudaStream_t stream, const Gemv& p) {
    constexpr int kTile = kRows<Shape>;
    unsigned tiles = 0;
    for (int m = 0; m < p.matrix_count; ++m)
        tiles += static_cast<unsigned>((p.matrices[m].out_features + kTile - 1) / kTile);
    with_count(p.rows, [&]<int count>() {
        launch<gemv_kernel<Kind, Shape, count>>(
            {tiles, kThreads, shared_bytes<Kind, Shape, count>(p.in_features), stream}, p);
    });
}

template <typename Kind>
void start_any(cudaStream_t stream, const Gemv& p) {
    constexpr int kChannels = vector_channels<Kind>();
    if (p.in_features < kChannels || p.in_features % kChannels != 0)
        throw Error(ErrorKind::InvalidArgument,
                    "A product over " + std::to_string(p.in_features) +
                        " channels; the CUDA kernel takes weights in whole vectors of 16 bytes.");
    if (granules<Kind>(p.in_features) > kShortGranules)
        start<Kind, Long>(stream, p);
    else
        start<Kind, Short>(stream, p);
}

} // namespace

void gemv(cudaStream_t stream, const Gemv& p) {
    if (p.rows < 1 || p.rows > kGemvRows || p.matrix_count < 1 || p.matrix_count > kGemvMatrices)
        throw Error(ErrorKind::InvalidArgument, "A product of " + std::to_string(p.rows) + " rows with " +
                                                    std::to_string(p.matrix_count) +
                                                    " matrices; the CUDA kernel does 1 to 4 of both.");
    if (!p.matrices[0].scales)
        start_any<Plain>(stream, p);
    else if (p.codes || p.quant != ops::ActivationQuant::None)
        start_any<Fp8>(stream, p);
    else
        start_any<Mixed>(stream, p);
}

} // namespace hadal::cuda
