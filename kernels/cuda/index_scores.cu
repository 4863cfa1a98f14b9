// A page of 64 FP8 keys is 8448 bytes, and 64 heads take 1 M operations for it, 124 a byte, on matrix units:
// bound by memory while one row is scored. Queries stay in registers for the whole kernel (64 words a lane
// for 64 heads of 128 channels in FP8, twice that in bf16), keys go straight from memory to the registers of
// the matrix instruction, without shared memory: lane t of a row takes bytes 16t … 16t+15, and the order of
// channels is the same for queries and keys.
#include "kernels/cuda/indexer.h"
#include "kernels/cuda/matrix.h"

namespace hadal::cuda {

namespace {

constexpr int kWarps = 4;

__device__ __forceinline__ int lane_id() {
    return static_cast<int>(threadIdx.x) % kWarp;
}

/// A lane's part of one row of `steps` · 32 bytes: two words for each step.
template <int steps>
__device__ void load_row(std::uint32_t (&words)[2 * steps], const void* row, bool inside) {
    const int t = lane_id() % 4;
    if constexpr (steps == 1) {
        const uint2 v = inside ? load(static_cast<const uint2*>(row) + t) : make_uint2(0, 0);
        words[0] = v.x;
        words[1] = v.y;
    } else {
        HADAL_UNROLL
        for (int i = 0; i < steps / 2; ++i) {
            const uint4 v =
                inside ? load(static_cast<const uint4*>(row) + 4 * i + t) : make_uint4(0, 0, 0, 0);
            words[4 * i] = v.x;
            words[4 * i + 1] = v.y;
            words[4 * i + 2] = v.z;
            words[4 * i + 3] = v.w;
        }
    }
}

/// c += a·b of 32 bytes of each vector.
template <bool fp8>
__device__ __forceinline__ void multiply_step(float (&c)[4], const std::uint32_t (&a)[4],
                                              const std::uint32_t (&b)[2]) {
    if constexpr (fp8)
        multiply(c, E4m3A(a), E4m3B(b[0], b[1]));
    else
        multiply_bf16(c, a, b);
}

/// `tiles` of eight heads, `steps` of 32 bytes of a vector.
template <int tiles, int steps, bool fp8>
__global__ void __launch_bounds__(kWarps* kWarp, 2) index_scores_kernel(IndexScores p) {
    constexpr int kBytes = 32 * steps; ///< of a vector
    constexpr int kTokens = static_cast<int>(ops::kPageTokens);
    const int row = static_cast<int>(blockIdx.y);
    const int warp = static_cast<int>(threadIdx.x) / kWarp;
    const int g = lane_id() / 4;
    const int t = lane_id() % 4;
    const int count = p.counts[row];
    float* scores = p.scores + static_cast<std::int64_t>(row) * p.stride;

    std::uint32_t queries[tiles][2 * steps];
    float weights[tiles][2];
    HADAL_UNROLL
    for (int tile = 0; tile < tiles; ++tile) {
        const int head = 8 * tile + g;
        const std::int64_t at = static_cast<std::int64_t>(row) * p.heads + head;
        load_row<steps>(queries[tile], static_cast<const std::byte*>(p.queries) + at * kBytes,
                        head < p.heads);
        HADAL_UNROLL
        for (int i = 0; i < 2; ++i) {
            const int column = 8 * tile + 2 * t + i;
            weights[tile][i] =
                column < p.heads ? p.weights[static_cast<std::int64_t>(row) * p.heads + column] : 0.0f;
        }
    }
    // Each warp takes 16 keys of a page; those past the row's end are computed from whatever is there only
    // when there is something: rows that were never written are not read.
    for (int page = static_cast<int>(blockIdx.x); page * kTokens < p.stride;
         page += static_cast<int>(gridDim.x)) {
        const int first = page * kTokens + 16 * warp;
        float sums[2] = {};
        const std::byte* data = nullptr;
        if (first < count) {
            data = p.pages.data +
                   p.page_table[static_cast<std::int64_t>(row) * p.table_stride + page] * p.pages.page_bytes;
            const std::byte* keys = data + (16 * warp + g) * kBytes;
            std::uint32_t upper[2 * steps];
            std::uint32_t lower[2 * steps];
            load_row<steps>(upper, keys, first + g < count);
            load_row<steps>(lower, keys + 8 * kBytes, first + g + 8 < count);
            HADAL_UNROLL
            for (int tile = 0; tile < tiles; ++tile) {
                float c[4] = {};
                HADAL_UNROLL
                for (int s = 0; s < steps; ++s)
                    multiply_step<fp8>(c, {upper[2 * s], lower[2 * s], upper[2 * s + 1], lower[2 * s + 1]},
                                       {queries[tile][2 * s], queries[tile][2 * s + 1]});
                HADAL_UNROLL
                for (int i = 0; i < 2; ++i) {
                    sums[0] += fmaxf(c[i], 0.0f) * weights[tile][i];
                    sums[1] += fmaxf(c[2 + i], 0.0f) * weights[tile][i];
                }
            }
        }
        HADAL_UNROLL
        for (int half = 0; half < 2; ++half) {
            float sum = sums[half];
            sum += __shfl_xor_sync(kAllLanes, sum, 1);
            sum += __shfl_xor_sync(kAllLanes, sum, 2);
            const int place = 16 * warp + 8 * half + g;
            const int position = page * kTokens + place;
            if (t != 0 || position >= p.stride)
                continue;
            if (position >= count)
                scores[position] = -infinity();
            else if constexpr (fp8)
                scores[position] = sum * reinterpret_cast<const float*>(data + kTokens * kBytes)[place];
            else
                scores[position] = sum;
        }
    }
}

template <int tiles>
void start_scores(const Grid& grid, const IndexScores& p) {
    const bool fp8 = p.pages.format == ops::IndexKeyFormat::FP8;
    switch (p.dim) {
    case 32:
        return fp8 ? launch<index_scores_kernel<tiles, 1, true>>(grid, p)
                   : launch<index_scores_kernel<tiles, 2, false>>(grid, p);
    case 64:
        return fp8 ? launch<index_scores_kernel<tiles, 2, true>>(grid, p)
                   : launch<index_scores_kernel<tiles, 4, false>>(grid, p);
    default:
        return fp8 ? launch<index_scores_kernel<tiles, 4, true>>(grid, p)
                   : launch<index_scores_kernel<tiles, 8, false>>(grid, p);
    }
}

} // namespace

void check_index(int dim, ops::IndexKeyFormat format) {
    if (dim != 32 && dim != 64 && dim != 128)
        throw Error(ErrorKind::InvalidArgument, "Indexer heads of " + std::to_string(dim) +
                                                    " channels; the CUDA kernels do 32, 64 and 128.");
    if (format == ops::IndexKeyFormat::F32)
        throw Error(ErrorKind::InvalidArgument,
                    "Indexer keys in F32; the CUDA kernels keep them in FP8 or bf16.");
}

void index_scores(cudaStream_t stream, const IndexScores& p) {
    check_index(p.dim, p.pages.format);
    if (p.heads < 1 || p.heads > 64 || p.blocks < 1)
        throw Error(ErrorKind::InvalidArgument,
                    "Scores by " + std::to_string(p.heads) + " indexer heads in " + std::to_string(p.blocks) +
                        " blocks; the CUDA kernel does 1 to 64 heads in at least 1 block.");
    if (p.rows == 0)
        return;
    const Grid grid{dim3(static_cast<unsigned>(p.blocks), static_cast<unsigned>(p.rows)), kWarps * kWarp, 0,
                    stream};
    if (p.heads <= 8)
        start_scores<1>(grid, p);
    else if (p.heads <= 32)
        start_scores<4>(grid, p);
    else
        start_scores<8>(grid, p);
}

} // namespace hadal::cuda
