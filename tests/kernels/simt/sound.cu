// Kernels with nothing wrong in them.
#include "kernels/cuda/sync.h"
#include "tests/kernels/simt/last_block.h"
#include "tests/kernels/simt/planted.h"

namespace hadal::test {

using cuda::load;
using cuda::shared_memory;

namespace {

struct Tile {
    unsigned words[kPlantedThreads];
};

__device__ unsigned self() {
    return threadIdx.x;
}

__global__ void reader(PlantedData d) {
    d.out[self()] = *d.other;
}

__global__ void increment(PlantedData d) {
    d.data[blockIdx.x * blockDim.x + threadIdx.x] += 1;
}

__global__ void collectives(PlantedData d) {
    const unsigned i = self();
    const unsigned lane = i % 32;
    unsigned* out = d.out + i * kCollectives;
    const double wide = __shfl_sync(~0u, 0.5 + i, 31); // 8 bytes in one shuffle
    out[0] = __shfl_sync(~0u, i, 5);
    out[1] = __shfl_sync(~0u, i, 3, 8);
    out[2] = __shfl_up_sync(~0u, i, 3u);
    out[3] = __shfl_down_sync(~0u, i, 3u, 16);
    out[4] = __shfl_xor_sync(~0u, i, 9);
    out[5] = __ballot_sync(~0u, lane % 3 == 0);
    out[6] =
        static_cast<unsigned>(__any_sync(~0u, i == 40)) * 2 + static_cast<unsigned>(__all_sync(~0u, i < 32));
    out[7] = __match_any_sync(~0u, i % 5);
    out[8] = static_cast<unsigned>(__reduce_min_sync(~0u, -static_cast<int>(i)));
    out[9] = __reduce_add_sync(~0u, i);
    out[10] = __reduce_xor_sync(~0u, i * 77u);
    out[11] = static_cast<unsigned>(__syncthreads_count(i < 10));
    out[12] = static_cast<unsigned>(__syncthreads_and(i < 64)) +
              2 * static_cast<unsigned>(__syncthreads_or(i == 99));
    out[13] = static_cast<unsigned>(wide * 2);
    if (lane < 7) // two groups of one warp at once
        out[14] = __reduce_max_sync(0x7fu, i);
    else
        out[14] = __reduce_max_sync(~0x7fu, 1000 - i);
    out[15] = atomicMax(d.counter, 0u) + static_cast<unsigned>(__popc(0xf0u) + __clz(1) + __ffs(8));
}

__global__ void last_block_sum(PlantedData d) {
    last_block<LastBlock::Right>(d);
}

__global__ void pipeline(PlantedData d) {
    auto& tile = shared_memory<Tile>();
    constexpr int kFull = 1;
    constexpr int kEmpty = 2;
    for (unsigned round = 0; round < 4; ++round) {
        if (self() < 32) {
            if (round > 0)
                cuda::named_barrier_sync(kEmpty, 64);
            tile.words[self()] = 100 * round + self();
            cuda::named_barrier_arrive(kFull, 64);
        } else {
            cuda::named_barrier_sync(kFull, 64);
            d.out[self() - 32] = tile.words[63 - self()];
            if (round < 3)
                cuda::named_barrier_arrive(kEmpty, 64);
        }
    }
}

template <unsigned kStride>
__global__ void through_shared(PlantedData d) {
    auto* rows = reinterpret_cast<std::byte*>(&shared_memory<Tile>());
    if (self() < 8) {
        const uint4 v = load(reinterpret_cast<const uint4*>(d.data) + self() * (kStride / 16));
        cuda::store(reinterpret_cast<unsigned*>(rows + self() * (kStride / 4)), v.x);
    }
}

} // namespace

void launch_reader(const cuda::Grid& grid, const PlantedData& data) {
    cuda::launch<reader>(grid, data);
}
void launch_increment(const cuda::Grid& grid, const PlantedData& data) {
    cuda::launch<increment>(grid, data);
}
void launch_collectives(const cuda::Grid& grid, const PlantedData& data) {
    cuda::launch<collectives>(grid, data);
}
void launch_last_block(const cuda::Grid& grid, const PlantedData& data) {
    cuda::launch<last_block_sum>(grid, data);
}
void launch_pipeline(const cuda::Grid& grid, const PlantedData& data) {
    cuda::launch<pipeline>(grid, data);
}
void launch_strided(const cuda::Grid& grid, const PlantedData& data) {
    cuda::launch<through_shared<128>>(grid, data);
}
void launch_dense(const cuda::Grid& grid, const PlantedData& data) {
    cuda::launch<through_shared<16>>(grid, data);
}

} // namespace hadal::test
