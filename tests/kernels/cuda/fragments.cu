#include "tests/kernels/cuda/fragments.h"

#include "kernels/cuda/matrix.h"

namespace hadal::test {

using cuda::load;
using cuda::load_matrices;
using cuda::load_matrices_transposed;
using cuda::store;

namespace {

constexpr int kK = 64;

struct alignas(16) Tiles {
    unsigned char a[16 * kK * 2];
    unsigned char b[8 * kK * 2];
};

__device__ void stage(Tiles& tiles, const TileProduct& p, int element_bytes) {
    const int a_vectors = 16 * kK * element_bytes / 16;
    const int b_vectors = 8 * kK * element_bytes / 16;
    for (int i = static_cast<int>(threadIdx.x); i < a_vectors; i += cuda::kWarp)
        store(reinterpret_cast<uint4*>(tiles.a) + i, load(static_cast<const uint4*>(p.a) + i));
    for (int i = static_cast<int>(threadIdx.x); i < b_vectors; i += cuda::kWarp)
        store(reinterpret_cast<uint4*>(tiles.b) + i, load(static_cast<const uint4*>(p.b) + i));
    __syncwarp();
}

__device__ void write_out(const TileProduct& p, const float (&c)[4]) {
    const int g = static_cast<int>(threadIdx.x) / 4;
    const int t = static_cast<int>(threadIdx.x) % 4;
    for (int i = 0; i < 4; ++i)
        p.out[(g + i / 2 * 8) * 8 + 2 * t + i % 2] = c[i];
}

/// Registers by ldmatrix: 32 bytes of k a step, whatever the elements are.
template <bool bf16>
__global__ void loaded_kernel(TileProduct p) {
    auto& tiles = cuda::shared_memory<Tiles>();
    stage(tiles, p, bf16 ? 2 : 1);
    const int lane = static_cast<int>(threadIdx.x);
    const int row_bytes = kK * (bf16 ? 2 : 1);
    float c[4] = {};
    for (int step = 0; step < row_bytes; step += 64) {
        // Two steps at a time, because b has two matrices a step.
        std::uint32_t b[4];
        load_matrices(b, tiles.b + lane % 8 * row_bytes + step + lane / 8 * 16);
        for (int half = 0; half < 2; ++half) {
            std::uint32_t a[4];
            load_matrices(a, tiles.a + lane % 16 * row_bytes + step + 32 * half + lane / 16 * 16);
            const std::uint32_t pair[2] = {b[2 * half], b[2 * half + 1]};
            if (bf16)
                cuda::multiply_bf16(c, a, pair);
            else
                cuda::multiply_e4m3(c, a, pair);
        }
    }
    write_out(p, c);
}

__global__ void scaled_kernel(TileProduct p) {
    auto& tiles = cuda::shared_memory<Tiles>();
    stage(tiles, p, 1);
    const int lane = static_cast<int>(threadIdx.x);
    const std::uint32_t a_scale = cuda::ue8m0(p.a_scales[lane / 4 + lane % 2 * 8]);
    const std::uint32_t b_scale = cuda::ue8m0(p.b_scales[lane / 4]);
    float c[4] = {};
    for (int k = 0; k < kK; k += 32) {
        std::uint32_t a[4];
        load_matrices(a, tiles.a + lane % 16 * kK + k + lane / 16 * 16);
        std::uint32_t b[4];
        load_matrices(b, tiles.b + lane % 8 * kK + k + lane / 8 % 2 * 16);
        cuda::multiply_scaled(c, a, {b[0], b[1]}, a_scale, b_scale);
    }
    write_out(p, c);
}

__global__ void transposed_kernel(TileProduct p) {
    auto& tiles = cuda::shared_memory<Tiles>();
    stage(tiles, p, 2);
    const int lane = static_cast<int>(threadIdx.x);
    float c[4] = {};
    for (int k = 0; k < kK; k += 16) {
        // Matrices of a in the order of its registers: rows 0-7, rows 8-15, then the same of the upper k.
        std::uint32_t a[4];
        load_matrices_transposed(a, tiles.a + (k + lane % 8 + lane / 16 * 8) * 32 + lane / 8 % 2 * 16);
        std::uint32_t b[4];
        load_matrices(b, tiles.b + lane % 8 * kK * 2 + k * 2 + lane / 8 % 2 * 16);
        const std::uint32_t pair[2] = {b[0], b[1]};
        cuda::multiply_bf16(c, a, pair);
    }
    write_out(p, c);
}

/// Lane t takes bytes 16t … 16t+15 of a row; words 0 and 1 feed one step, 2 and 3 the next. The order of k is
/// another one, the same for a and b.
template <bool native>
__global__ void direct_kernel(TileProduct p) {
    const int g = static_cast<int>(threadIdx.x) / 4;
    const int t = static_cast<int>(threadIdx.x) % 4;
    const auto* a = static_cast<const uint4*>(p.a);
    const auto* b = static_cast<const uint4*>(p.b);
    const uint4 upper = load(a + g * (kK / 16) + t);
    const uint4 lower = load(a + (g + 8) * (kK / 16) + t);
    const uint4 column = load(b + g * (kK / 16) + t);
    float c[4] = {};
    constexpr auto multiply = [](float(&sums)[4], const auto& rows, const auto& columns) {
        if constexpr (native) {
            cuda::multiply(sums, cuda::E4m3A(rows), cuda::E4m3B(columns[0], columns[1]));
        } else {
            std::uint32_t row_halves[2][4];
            std::uint32_t column_halves[2][2];
            cuda::expand_e4m3_a(row_halves, rows);
            cuda::expand_e4m3_b(column_halves, columns);
            cuda::multiply_halves(sums, row_halves, column_halves);
        }
    };
    const std::uint32_t rows[2][4] = {{upper.x, lower.x, upper.y, lower.y},
                                      {upper.z, lower.z, upper.w, lower.w}};
    const std::uint32_t columns[2][2] = {{column.x, column.y}, {column.z, column.w}};
    for (int step = 0; step < 2; ++step)
        multiply(c, rows[step], columns[step]);
    write_out(p, c);
}

__global__ void misaligned_kernel(TileProduct p) {
    auto& tiles = cuda::shared_memory<Tiles>();
    stage(tiles, p, 2);
    std::uint32_t a[4];
    load_matrices(a, tiles.a + threadIdx.x * 32 + 8);
    p.out[threadIdx.x] = static_cast<float>(a[0]);
}

} // namespace

void tile_product(cudaStream_t stream, Fragments fragments, const TileProduct& p) {
    const cuda::Grid grid{1, cuda::kWarp, sizeof(Tiles), stream};
    switch (fragments) {
    case Fragments::Bf16:
        return cuda::launch<loaded_kernel<true>>(grid, p);
    case Fragments::Bf16Transposed:
        return cuda::launch<transposed_kernel>(grid, p);
    case Fragments::E4m3:
        return cuda::launch<loaded_kernel<false>>(grid, p);
    case Fragments::E4m3Direct:
        return cuda::launch<direct_kernel<true>>(grid, p);
    case Fragments::E4m3AsBf16:
        return cuda::launch<direct_kernel<false>>(grid, p);
    case Fragments::E4m3Scaled:
        return cuda::launch<scaled_kernel>(grid, p);
    }
}

void misaligned_tile(cudaStream_t stream, const TileProduct& p) {
    cuda::launch<misaligned_kernel>({1, cuda::kWarp, sizeof(Tiles), stream}, p);
}

} // namespace hadal::test
