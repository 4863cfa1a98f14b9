// The last block to arrive adds up what all have left: with the synchronisation that it needs, and without.
#pragma once

#include "tests/kernels/simt/planted.h"

namespace hadal::test {

enum class LastBlock { Right, NoFence, NoBarrier };

template <LastBlock kBug>
__device__ void last_block(PlantedData d) {
    // Each thread leaves a word; the last block to arrive adds them all.
    auto& last = cuda::shared_memory<unsigned>();
    d.out[1 + blockIdx.x * blockDim.x + threadIdx.x] = threadIdx.x;
    if (kBug != LastBlock::NoBarrier)
        __syncthreads();
    if (threadIdx.x == 0) {
        if (kBug != LastBlock::NoFence)
            __threadfence();
        last = atomicAdd(d.counter, 1u) == gridDim.x - 1;
        __threadfence();
    }
    __syncthreads();
    if (last && threadIdx.x == 0) {
        unsigned sum = 0;
        for (unsigned i = 0; i < gridDim.x * blockDim.x; ++i)
            sum += d.out[1 + i];
        d.out[0] = sum;
    }
}

} // namespace hadal::test
