#include "tests/kernels/simt/planted.h"

#include "kernels/cuda/sync.h"

#include <array>

namespace hadal::test {

using cuda::load;
using cuda::shared_memory;
using simt::Fault;

namespace {

struct Tile {
    unsigned words[kPlantedThreads];
};

__device__ unsigned self() {
    return threadIdx.x;
}
__device__ unsigned neighbour() {
    return (threadIdx.x + 1) % blockDim.x;
}
/// Zeros, so that reading too early is a race and not a read of nothing.
__device__ Tile& cleared_tile() {
    auto& tile = shared_memory<Tile>();
    tile.words[threadIdx.x] = 0;
    __syncthreads();
    return tile;
}
__device__ unsigned global_self() {
    return blockIdx.x * blockDim.x + threadIdx.x;
}

// ---- places
// ------------------------------------------------------------------------------------------------

template <bool kBroken>
__global__ void write_past_end(PlantedData d) {
    d.out[kBroken && self() == 63 ? kPlantedWords : self()] = 1;
}

template <bool kBroken>
__global__ void read_past_end(PlantedData d) {
    d.out[self()] = d.data[kBroken ? kPlantedWords - 63 + self() : self()];
}

template <bool kBroken>
__global__ void shared_past_end(PlantedData d) {
    auto& tile = shared_memory<Tile>();
    tile.words[self() + (kBroken ? 1 : 0)] = self();
    d.out[self()] = self();
}

template <bool kBroken>
__global__ void read_unwritten_global(PlantedData d) {
    if (!kBroken || self() != 5)
        d.out[self()] = 1;
    d.out[self()] += 1;
}

template <bool kBroken>
__global__ void read_unwritten_shared(PlantedData d) {
    auto& tile = shared_memory<Tile>();
    if (!kBroken || self() < 63)
        tile.words[self()] = 7;
    __syncthreads();
    d.out[self()] = tile.words[neighbour()];
}

template <bool kBroken>
__global__ void misaligned_vector(PlantedData d) {
    const uint4 v = load(reinterpret_cast<const uint4*>(d.data + (kBroken ? 2 : 4)));
    d.out[self()] = v.x;
}

template <bool kBroken>
__global__ void misaligned_plain(PlantedData d) {
    auto* at = reinterpret_cast<unsigned long long*>(d.data + (kBroken ? 1 : 2));
    d.out[self()] = static_cast<unsigned>(*at);
}

template <bool kBroken>
__global__ void reads_neighbours_local(PlantedData d) {
    auto& pointer = shared_memory<const unsigned*>();
    volatile unsigned local = self();
    if (self() == 0)
        pointer = const_cast<const unsigned*>(&local);
    __syncthreads();
    d.out[self()] = kBroken || self() == 0 ? *pointer : 0;
}

// ---- races
// -------------------------------------------------------------------------------------------------

template <bool kBroken>
__global__ void missing_barrier(PlantedData d) {
    auto& tile = cleared_tile();
    tile.words[self()] = self();
    if (!kBroken)
        __syncthreads();
    d.out[self()] = tile.words[blockDim.x - 1 - self()];
}

template <bool kBroken>
__global__ void missing_second_barrier(PlantedData d) {
    auto& tile = shared_memory<Tile>();
    tile.words[self()] = self();
    __syncthreads();
    const unsigned mine = tile.words[neighbour()];
    if (!kBroken)
        __syncthreads();
    tile.words[self()] = mine;
    __syncthreads();
    d.out[self()] = tile.words[self()];
}

/// A shuffle is no memory barrier.
template <bool kBroken>
__global__ void missing_syncwarp(PlantedData d) {
    auto& tile = shared_memory<Tile>();
    tile.words[self()] = self();
    const unsigned other = __shfl_xor_sync(~0u, self(), 1);
    if (!kBroken)
        __syncwarp();
    d.out[self()] = tile.words[other];
}

template <bool kBroken>
__global__ void half_syncwarp(PlantedData d) {
    auto& tile = cleared_tile();
    tile.words[self()] = self();
    const unsigned lane = self() % 32;
    __syncwarp(lane < 16 ? 0xffffu : 0xffff0000u);
    d.out[self()] = tile.words[self() ^ (kBroken ? 16 : 1)];
}

template <bool kBroken>
__global__ void blocks_write_one_word(PlantedData d) {
    d.out[kBroken ? self() : global_self()] = 1;
}

/// The same value each: still a race, as CUDA defines it.
template <bool kBroken>
__global__ void warps_write_one_word(PlantedData d) {
    if (self() % 32 == 0 && (!kBroken || true))
        d.out[kBroken ? 0 : self()] = 3;
}

template <bool kBroken>
__global__ void reads_atomic_plainly(PlantedData d) {
    atomicAdd(d.counter, 1u);
    if (kBroken && self() == 0)
        d.out[0] = *d.counter;
}

enum class LastBlock { Right, NoFence, NoBarrier };

template <LastBlock kBug>
__device__ void last_block(PlantedData d) {
    // Each thread leaves a word; the last block to arrive adds them all.
    auto& last = shared_memory<unsigned>();
    d.out[1 + global_self()] = self();
    if (kBug != LastBlock::NoBarrier)
        __syncthreads();
    if (self() == 0) {
        if (kBug != LastBlock::NoFence)
            __threadfence();
        last = atomicAdd(d.counter, 1u) == gridDim.x - 1;
        __threadfence();
    }
    __syncthreads();
    if (last && self() == 0) {
        unsigned sum = 0;
        for (unsigned i = 0; i < gridDim.x * blockDim.x; ++i)
            sum += d.out[1 + i];
        d.out[0] = sum;
    }
}
template <bool kBroken>
__global__ void last_block_fence(PlantedData d) {
    last_block<kBroken ? LastBlock::NoFence : LastBlock::Right>(d);
}
template <bool kBroken>
__global__ void last_block_barrier(PlantedData d) {
    last_block<kBroken ? LastBlock::NoBarrier : LastBlock::Right>(d);
}

// ---- asynchronous copies
// -----------------------------------------------------------------------------------

template <bool kBroken>
__global__ void copy_without_wait(PlantedData d) {
    auto& tile = shared_memory<Tile>();
    if (self() < 16)
        cuda::copy_async16(&tile.words[4 * self()], d.data + 4 * self());
    cuda::commit_copies();
    cuda::commit_copies();
    cuda::wait_copies<kBroken ? 2 : 1>();
    __syncthreads();
    d.out[self()] = tile.words[self()];
}

template <bool kBroken>
__global__ void copy_without_barrier(PlantedData d) {
    auto& tile = cleared_tile();
    if (self() < 16)
        cuda::copy_async16(&tile.words[4 * self()], d.data + 4 * self());
    cuda::commit_copies();
    cuda::wait_copies<0>();
    if (!kBroken)
        __syncthreads();
    d.out[self()] = tile.words[self()];
}

template <bool kBroken>
__global__ void copy_nobody_waits_for(PlantedData d) {
    auto& tile = shared_memory<Tile>();
    if (self() < 16)
        cuda::copy_async16(&tile.words[4 * self()], d.data + 4 * self(), self() != 3);
    cuda::commit_copies();
    if (!kBroken)
        cuda::wait_copies<0>();
    d.out[self()] = 0;
}

// ---- barriers and collectives
// ------------------------------------------------------------------------------

template <bool kBroken>
__global__ void barrier_in_branch(PlantedData d) {
    if (!kBroken || self() < 32)
        __syncthreads();
    d.out[self()] = 1;
}

template <bool kBroken>
__global__ void early_exit(PlantedData d) {
    if (kBroken && self() >= 40)
        return;
    d.out[self()] = 1;
    __syncthreads();
}

template <bool kBroken>
__global__ void two_barriers(PlantedData d) {
    if (!kBroken || self() < 32)
        __syncthreads();
    else
        __syncthreads();
    d.out[self()] = 1;
}

template <bool kBroken>
__global__ void barrier_meets_shuffle(PlantedData d) {
    if (kBroken && self() == 7)
        __syncthreads();
    d.out[self()] = __shfl_sync(~0u, self(), 0);
}

template <bool kBroken>
__global__ void shuffle_after_exit(PlantedData d) {
    if (self() % 32 >= 20)
        return;
    d.out[self()] = __shfl_sync(kBroken ? ~0u : 0xfffffu, self(), 1);
}

template <bool kBroken>
__global__ void mask_without_caller(PlantedData d) {
    d.out[self()] = __ballot_sync(kBroken ? 0xffffu : ~0u, 1);
}

template <bool kBroken>
__global__ void masks_differ(PlantedData d) {
    d.out[self()] = __ballot_sync(kBroken && self() == 9 ? 0x200u : ~0u, 1);
}

template <bool kBroken>
__global__ void shuffle_from_outside_mask(PlantedData d) {
    if (self() % 32 < 16)
        d.out[self()] = __shfl_sync(0xffffu, self(), kBroken ? 20 : 3);
}

template <bool kBroken>
__global__ void different_collectives(PlantedData d) {
    if (kBroken && self() % 2)
        d.out[self()] = __ballot_sync(~0u, 1);
    else
        d.out[self()] = __shfl_sync(~0u, self(), 0);
}

template <bool kBroken>
__global__ void waits_for_ever(PlantedData d) {
    if (self() == 0 && !kBroken)
        atomicExch(d.counter, 1u);
    while (self() == 32 && atomicAdd(d.counter, 0u) == 0)
        __nanosleep(100);
}

template <bool kBroken>
__global__ void named_barrier_count(PlantedData d) {
    if (self() < 32)
        cuda::named_barrier_sync(1, kBroken ? 64 : 32);
    d.out[self()] = 1;
}

template <auto kernel>
void start(const cuda::Grid& grid, const PlantedData& data) {
    cuda::launch<kernel>(grid, data);
}

#define HADAL_PLANTED(kernel, fault, blocks)                                                                 \
    Planted {                                                                                                \
#kernel, fault, blocks, &start < &kernel < true>>, &start < &kernel < false>>                        \
    }

} // namespace

std::span<const Planted> planted() {
    static const std::array all{
        HADAL_PLANTED(write_past_end, Fault::OutOfBounds, 1),
        HADAL_PLANTED(read_past_end, Fault::OutOfBounds, 1),
        HADAL_PLANTED(shared_past_end, Fault::OutOfBounds, 1),
        HADAL_PLANTED(read_unwritten_global, Fault::Uninitialised, 1),
        HADAL_PLANTED(read_unwritten_shared, Fault::Uninitialised, 1),
        HADAL_PLANTED(misaligned_vector, Fault::Misaligned, 1),
        HADAL_PLANTED(misaligned_plain, Fault::Misaligned, 1),
        HADAL_PLANTED(reads_neighbours_local, Fault::OutOfBounds, 1),
        HADAL_PLANTED(missing_barrier, Fault::Race, 1),
        HADAL_PLANTED(missing_second_barrier, Fault::Race, 1),
        HADAL_PLANTED(missing_syncwarp, Fault::Race, 1),
        HADAL_PLANTED(half_syncwarp, Fault::Race, 1),
        HADAL_PLANTED(blocks_write_one_word, Fault::Race, 2),
        HADAL_PLANTED(warps_write_one_word, Fault::Race, 1),
        HADAL_PLANTED(reads_atomic_plainly, Fault::Race, 1),
        HADAL_PLANTED(last_block_fence, Fault::Race, 3),
        HADAL_PLANTED(last_block_barrier, Fault::Race, 3),
        HADAL_PLANTED(copy_without_wait, Fault::UnfinishedCopy, 1),
        HADAL_PLANTED(copy_without_barrier, Fault::Race, 1),
        HADAL_PLANTED(copy_nobody_waits_for, Fault::UnfinishedCopy, 1),
        HADAL_PLANTED(barrier_in_branch, Fault::DivergentBarrier, 1),
        HADAL_PLANTED(early_exit, Fault::DivergentBarrier, 1),
        HADAL_PLANTED(two_barriers, Fault::DivergentBarrier, 1),
        HADAL_PLANTED(barrier_meets_shuffle, Fault::DivergentBarrier, 1),
        HADAL_PLANTED(shuffle_after_exit, Fault::ExitedLane, 1),
        HADAL_PLANTED(mask_without_caller, Fault::WrongMask, 1),
        HADAL_PLANTED(masks_differ, Fault::WrongMask, 1),
        HADAL_PLANTED(shuffle_from_outside_mask, Fault::WrongMask, 1),
        HADAL_PLANTED(different_collectives, Fault::WrongMask, 1),
        HADAL_PLANTED(waits_for_ever, Fault::Deadlock, 1),
        HADAL_PLANTED(named_barrier_count, Fault::DivergentBarrier, 1),
    };
    return all;
}

namespace {

__global__ void reader(PlantedData d) {
    d.out[self()] = *d.other;
}

__global__ void increment(PlantedData d) {
    d.data[global_self()] += 1;
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
