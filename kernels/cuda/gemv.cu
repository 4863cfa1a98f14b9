// Bound by memory: every weight is read once, two operations for each and each vector. What counts is bytes
// in flight: a lane loads up to 14 vectors of 16 bytes before it uses the first, 112 KB for the 16 warps of
// an SM.
//
// Eight lanes (an octet) times 16 bytes are one granule of a row: 128 channels of FP8, which is one block of
// scales, or 64 of bf16. So a warp's load touches four rows, a full line of each. A block computes eight rows
// of one matrix, its eight warps taking every eighth granule. Order of a sum: a lane's channels of a granule,
// its granules ascending, the octet's lanes, the warps.
#include "kernels/cuda/gemv.h"

namespace hadal::cuda {

namespace {

constexpr int kWarps = 8;
constexpr int kOctet = 8;
constexpr int kQuads = 2; ///< groups of four rows
constexpr int kTile = 4 * kQuads;
constexpr int kAhead = 7; ///< granules that a warp has in flight

/// How the 32-bit words of weights and of x become floats.
struct Fp8 {
    static constexpr int kChannels = 4; ///< in a word
    /// Weights are taken as their value times 2^-120, so x is taken times 2^64 and the scales times 2^56.
    static constexpr float kScaleUp = 0x1p56f;
    static __device__ void unpack_weights(float* values, std::uint32_t word) {
        unpack_e4m3_scaled(values, word);
    }
    static __device__ void unpack_x(float* values, std::uint32_t word) {
        unpack_e4m3_scaled(values, word);
        HADAL_UNROLL
        for (int i = 0; i < kChannels; ++i)
            values[i] = values[i] * 0x1p120f * 0x1p64f;
    }
    static __device__ const void* x(const Gemv& p) { return p.codes; }
};

struct Bf16Weights {
    static constexpr int kChannels = 2;
    static __device__ void unpack_weights(float* values, std::uint32_t word) {
        values[0] = low_bf16(word);
        values[1] = high_bf16(word);
    }
    static __device__ void unpack_x(float* values, std::uint32_t word) { unpack_weights(values, word); }
    static __device__ const void* x(const Gemv& p) { return p.x; }
};

constexpr int kWords = 4; ///< in a vector of 16 bytes

template <int rows>
struct Partials {
    float sums[kWarps][kTile][rows];
};

/// Shared memory: the partial sums, then x as it lies in memory.
template <int rows>
std::size_t shared_bytes(std::size_t x_row_bytes) {
    return sizeof(Partials<rows>) + rows * x_row_bytes;
}

template <typename Weights, int rows>
__global__ void __launch_bounds__(kWarps* kWarp, 2) gemv_kernel(Gemv p) {
    auto& shared = shared_memory<Partials<rows>>();
    auto* x_shared = reinterpret_cast<std::uint32_t*>(&shared + 1);
    const int vectors = p.in_features / (kWords * Weights::kChannels); // of 16 bytes, in a row
    const auto* x_global = static_cast<const uint4*>(Weights::x(p));
    for (int i = static_cast<int>(threadIdx.x); i < rows * vectors; i += kWarps * kWarp)
        store(reinterpret_cast<uint4*>(x_shared) + i, load(x_global + i));

    // Which matrix, and which of its rows.
    int tile = static_cast<int>(blockIdx.x);
    int which = 0;
    while (tile >= (p.matrices[which].out_features + kTile - 1) / kTile)
        tile -= (p.matrices[which++].out_features + kTile - 1) / kTile;
    const GemvMatrix matrix = p.matrices[which];
    const int warp = static_cast<int>(threadIdx.x) / kWarp;
    const int lane = static_cast<int>(threadIdx.x) % kWarp;
    const int granules = (vectors + kOctet - 1) / kOctet;
    const auto* weights = static_cast<const uint4*>(matrix.weights);
    int out[kQuads];
    HADAL_UNROLL
    for (int q = 0; q < kQuads; ++q)
        out[q] = tile * kTile + q * 4 + lane / kOctet;
    __syncthreads();

    float sums[kQuads][rows] = {};
    for (int first = warp; first < granules; first += kWarps * kAhead) {
        uint4 ahead[kAhead][kQuads];
        HADAL_UNROLL
        for (int a = 0; a < kAhead; ++a) {
            const int vector = (first + a * kWarps) * kOctet + lane % kOctet;
            HADAL_UNROLL
            for (int q = 0; q < kQuads; ++q) {
                const bool inside = vector < vectors && out[q] < matrix.out_features;
                ahead[a][q] =
                    inside ? load_constant(weights + static_cast<std::int64_t>(out[q]) * vectors + vector)
                           : make_uint4(0, 0, 0, 0);
            }
        }
        HADAL_UNROLL
        for (int a = 0; a < kAhead; ++a) {
            const int granule = first + a * kWarps;
            const int vector = granule * kOctet + lane % kOctet;
            if (vector >= vectors)
                continue;
            // Word by word, so that few registers hold widened numbers.
            const std::uint32_t words[kQuads][kWords] = {
                {ahead[a][0].x, ahead[a][0].y, ahead[a][0].z, ahead[a][0].w},
                {ahead[a][1].x, ahead[a][1].y, ahead[a][1].z, ahead[a][1].w}};
            float parts[kQuads][rows] = {};
            HADAL_UNROLL
            for (int word = 0; word < kWords; ++word) {
                float w[kQuads][Weights::kChannels];
                HADAL_UNROLL
                for (int q = 0; q < kQuads; ++q)
                    Weights::unpack_weights(w[q], words[q][word]);
                HADAL_UNROLL
                for (int r = 0; r < rows; ++r) {
                    float x[Weights::kChannels];
                    Weights::unpack_x(x, x_shared[(r * vectors + vector) * kWords + word]);
                    HADAL_UNROLL
                    for (int q = 0; q < kQuads; ++q) {
                        HADAL_UNROLL
                        for (int i = 0; i < Weights::kChannels; ++i)
                            parts[q][r] += w[q][i] * x[i];
                    }
                }
            }
            HADAL_UNROLL
            for (int q = 0; q < kQuads; ++q) {
                float w_scale = 1.0f;
                if constexpr (std::is_same_v<Weights, Fp8>)
                    w_scale =
                        out[q] < matrix.out_features
                            ? matrix.scales[out[q] / ops::kFp8Block * granules + granule] * Fp8::kScaleUp
                            : 0.0f;
                HADAL_UNROLL
                for (int r = 0; r < rows; ++r) {
                    if constexpr (std::is_same_v<Weights, Fp8>)
                        parts[q][r] *= w_scale * p.scales[r * granules + granule];
                    sums[q][r] += parts[q][r];
                }
            }
        }
    }
    HADAL_UNROLL
    for (int q = 0; q < kQuads; ++q) {
        HADAL_UNROLL
        for (int r = 0; r < rows; ++r) {
            float sum = sums[q][r];
            for (int distance = 1; distance < kOctet; distance *= 2)
                sum += __shfl_xor_sync(kAllLanes, sum, distance);
            if (lane % kOctet == 0)
                shared.sums[warp][q * 4 + lane / kOctet][r] = sum;
        }
    }
    __syncthreads();
    const int index = static_cast<int>(threadIdx.x);
    const int row = index / kTile;
    const int column = tile * kTile + index % kTile;
    if (row >= rows || column >= matrix.out_features)
        return;
    float sum = 0.0f;
    for (int w = 0; w < kWarps; ++w)
        sum += shared.sums[w][index % kTile][row];
    const std::int64_t at = static_cast<std::int64_t>(row) * matrix.out_features + column;
    if (matrix.exact)
        matrix.exact[at] = sum;
    else
        matrix.rounded[at] = ops::float_to_bf16(sum);
}

template <typename Weights>
void start(cudaStream_t stream, const Gemv& p) {
    constexpr int kChannels = kWords * Weights::kChannels;
    if (p.rows < 1 || p.rows > kGemvRows || p.matrix_count < 1 || p.matrix_count > kGemvMatrices ||
        p.in_features < kChannels || p.in_features % kChannels != 0)
        throw Error(
            ErrorKind::InvalidArgument,
            "A product of " + std::to_string(p.rows) + " rows of " + std::to_string(p.in_features) +
                " channels with " + std::to_string(p.matrix_count) +
                " matrices; the CUDA kernel does 1 to 4 rows of whole 16-byte vectors, and 1 to 4 matrices.");
    unsigned tiles = 0;
    for (int m = 0; m < p.matrix_count; ++m)
        tiles += static_cast<unsigned>((p.matrices[m].out_features + kTile - 1) / kTile);
    const std::size_t row_bytes = static_cast<std::size_t>(p.in_features / kChannels) * sizeof(uint4);
    const auto grid = [&](std::size_t bytes) { return Grid{tiles, kWarps * kWarp, bytes, stream}; };
    switch (p.rows) {
    case 1:
        return launch<gemv_kernel<Weights, 1>>(grid(shared_bytes<1>(row_bytes)), p);
    case 2:
        return launch<gemv_kernel<Weights, 2>>(grid(shared_bytes<2>(row_bytes)), p);
    case 3:
        return launch<gemv_kernel<Weights, 3>>(grid(shared_bytes<3>(row_bytes)), p);
    default:
        return launch<gemv_kernel<Weights, 4>>(grid(shared_bytes<4>(row_bytes)), p);
    }
}

} // namespace

void gemv_fp8(cudaStream_t stream, const Gemv& parameters) {
    start<Fp8>(stream, parameters);
}

void gemv_bf16(cudaStream_t stream, const Gemv& parameters) {
    start<Bf16Weights>(stream, parameters);
}

} // namespace hadal::cuda
