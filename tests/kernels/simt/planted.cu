#include "tests/kernels/simt/last_block.h"
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

struct Triple {
    unsigned long long words[3];
};

/// A copy that is wider than any vector.
template <bool kBroken>
__global__ void copy_struct_past_end(PlantedData d) {
    const auto* triples = reinterpret_cast<const Triple*>(d.data);
    constexpr unsigned kWhole = kPlantedWords * 4 / sizeof(Triple);
    const Triple triple = triples[kBroken && self() == 9 ? kWhole : self() % kWhole];
    if (self() < 32)
        reinterpret_cast<Triple*>(d.out)[self()] = triple;
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

/// Every thread of a block reads a word that one of the other writes.
template <bool kBroken>
__global__ void blocks_read_and_write(PlantedData d) {
    if (blockIdx.x == 0)
        d.out[self()] = d.data[0] + d.data[self()];
    else if (self() == 0)
        d.data[kBroken ? 0 : 200] = 5;
}

/// The same value each: still a race, as CUDA defines it.
template <bool kBroken>
__global__ void warps_write_one_word(PlantedData d) {
    if (self() % 32 == 0)
        d.out[kBroken ? 0 : self()] = 3;
}

template <bool kBroken>
__global__ void reads_atomic_plainly(PlantedData d) {
    atomicAdd(d.counter, 1u);
    if (kBroken && self() == 0)
        d.out[0] = *d.counter;
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
        HADAL_PLANTED(copy_struct_past_end, Fault::OutOfBounds, 1),
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
        HADAL_PLANTED(blocks_read_and_write, Fault::Race, 2),
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

} // namespace hadal::test
