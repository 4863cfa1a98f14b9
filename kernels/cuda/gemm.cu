// Two operations for each weight and vector, 12 GFLOP a token for a rank of eight over V3.2's linears; bound
// by matrix units from some hundred rows on, by memory below. gemm_tile.h has the reasoning.
#include "kernels/cuda/gemm.h"

#include "kernels/cuda/gemm_tile.h"

namespace hadal::cuda {

namespace {

using namespace gemm_tile;

template <typename Kind>
__global__ void __launch_bounds__(kThreads, 1) gemm_kernel(Gemm p) {
    const int first_out = static_cast<int>(blockIdx.x) * kOut;
    const int first_row = static_cast<int>(blockIdx.y) * kRows;
    const int blocks = static_cast<int>(ops::fp8_blocks(p.in_features));
    const void* x = Kind::kXBytes == 1 ? static_cast<const void*>(p.codes) : p.x;
    Sums sums = {};
    multiply_tile<Kind>(
        p.in_features,
        [&](int i) -> const void* {
            const std::int64_t bytes =
                static_cast<std::int64_t>(first_out + i) * p.in_features * Kind::kWeightBytes;
            return first_out + i < p.out_features ? static_cast<const std::byte*>(p.weights) + bytes
                                                  : nullptr;
        },
        [&](int i) -> const void* {
            const std::int64_t bytes =
                static_cast<std::int64_t>(first_row + i) * p.in_features * Kind::kXBytes;
            return first_row + i < p.rows ? static_cast<const std::byte*>(x) + bytes : nullptr;
        },
        [&](int i) -> const float* {
            return first_row + i < p.rows ? p.scales + static_cast<std::int64_t>(first_row + i) * blocks
                                          : nullptr;
        },
        [&](int, int block) {
            return load_constant(p.weight_scales + static_cast<std::int64_t>(blockIdx.x) * blocks + block);
        },
        p.weights, sums);
    collect<Kind>(sums);

    const auto& shared = shared_memory<Shared<Kind>>();
    constexpr int kVectors = kOut / 4;
    for (int i = static_cast<int>(threadIdx.x); i < kRows * kVectors; i += kThreads) {
        const int row = first_row + i / kVectors;
        const int out = first_out + i % kVectors * 4;
        if (row < p.rows && out < p.out_features)
            write_four(load(reinterpret_cast<const float4*>(shared.out[i / kVectors] + i % kVectors * 4)),
                       p.rounded, p.exact, static_cast<std::int64_t>(row) * p.out_features + out);
    }
}

template <typename Kind>
void start(cudaStream_t stream, const Gemm& p) {
    constexpr int kMultiple = kChunk / Kind::kWeightBytes;
    if (p.in_features < kMultiple || p.in_features % kMultiple != 0 || p.out_features < 4 ||
        p.out_features % 4 != 0)
        throw Error(ErrorKind::InvalidArgument, "A product with a matrix of " +
                                                    std::to_string(p.out_features) + " × " +
                                                    std::to_string(p.in_features) +
                                                    "; the CUDA kernel does multiples of 4 outputs and of " +
                                                    std::to_string(kMultiple) + " inputs.");
    if (p.rows == 0)
        return;
    const dim3 tiles(static_cast<unsigned>((p.out_features + kOut - 1) / kOut),
                     static_cast<unsigned>((p.rows + kRows - 1) / kRows));
    launch<gemm_kernel<Kind>>({tiles, kThreads, sizeof(Shared<Kind>), stream}, p);
}

} // namespace

void gemm(cudaStream_t stream, const Gemm& p) {
    if (!p.weight_scales)
        start<Plain>(stream, p);
    else if (p.codes && p.scaled_products)
        start<ScaledFp8>(stream, p);
    else if (p.codes)
        start<Fp8>(stream, p);
    else
        start<Mixed>(stream, p);
}

} // namespace hadal::cuda
