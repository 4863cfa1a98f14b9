// One block, eight neighbouring channels a thread, as in norm.cu; rows one after the other, because there are
// few, and blocks of a launch need not run at the same time, as waiting for each other's rows would want. A
// row of 7168 sends 14 KB to each of N-1 peers and receives as much; the sum reads N times 14 KB from local
// memory. Nothing but latency bounds it: one trip over the link for the data of all rows, and one for the
// flags behind it.
//
// Each rank pushes its part into a slot of its own in every rank's memory (nobody reads over the link: reads
// there wait for a round trip), then releases a flag. Two buffers take turns, and no barrier is needed at the
// end: a rank writes into a buffer again two sums later, and by then it has passed the sum between, for which
// every peer sent its part only after it was done with this one.
#include "kernels/cuda/allreduce.h"

#include "kernels/cuda/sync.h"

namespace hadal::cuda {

namespace {

constexpr int kPerThread = 8;
constexpr int kMaxWidth = 1024 * kPerThread;

struct Shared {
    float partial[kWarp];
};

__device__ __forceinline__ unsigned* word(const AllReduce& p, int rank, std::size_t at) {
    return reinterpret_cast<unsigned*>(p.exchange[rank] + at);
}

enum class Arrival { Came, Late, GivenUp };

/// The host's word lies across the link, so a sum that goes well does not look at it.
constexpr unsigned long long kBeforeLookingNs = 100'000;

/// Waits for the part of rank `from`.
__device__ __forceinline__ Arrival wait_for(const AllReduce& p, int from, int row, unsigned epoch) {
    const unsigned* flag = word(p, p.rank, p.layout.flag(epoch, from, row));
    const unsigned* abort = word(p, p.rank, p.layout.abort());
    const unsigned long long start = clock_ns();
    while (load_acquire_system(flag) != epoch) {
        if (load_acquire_system(abort) != 0)
            return Arrival::GivenUp;
        const unsigned long long waited = clock_ns() - start;
        if (waited > p.deadline_ns)
            return Arrival::Late;
        if (waited > kBeforeLookingNs && load_acquire_system(&p.status->stop) != 0)
            return Arrival::GivenUp;
        pause();
    }
    return Arrival::Came;
}

/// Waits for a row of all ranks; for the first warp. False when not all came, which is told to the host once.
__device__ __forceinline__ bool wait_for_all(const AllReduce& p, int row, unsigned epoch) {
    const int lane = static_cast<int>(threadIdx.x);
    Arrival arrival = Arrival::Came;
    if (lane < p.layout.ranks)
        arrival = wait_for(p, lane, row, epoch);
    const unsigned late = __ballot_sync(kAllLanes, arrival == Arrival::Late);
    const unsigned given_up = __ballot_sync(kAllLanes, arrival == Arrival::GivenUp);
    if ((late | given_up) == 0)
        return true;
    if (lane < p.layout.ranks)
        store_release_system(word(p, lane, p.layout.abort()), 1);
    if (lane == 0 && atomicCAS(p.epochs + kMaxAllReduceRows, 0u, 1u) == 0) {
        p.status->missing = static_cast<unsigned>(__ffs(static_cast<int>(late ? late : given_up)) - 1);
        p.status->epoch = epoch;
        store_release_system(&p.status->failed, late ? 1 : 2);
    }
    return false;
}

/// A rank that has given up does not wait any more, so others may still read what it would write over.
__device__ __forceinline__ void push_rows(const AllReduce& p) {
    const int thread = static_cast<int>(threadIdx.x);
    const int first = thread * kPerThread;
    const bool given_up = p.epochs[kMaxAllReduceRows] != 0;
    for (int row = 0; row < p.rows; ++row) {
        const unsigned epoch = p.epochs[row] + 1;
        if (first >= p.layout.width || given_up)
            continue;
        const uint4 own = load(
            reinterpret_cast<const uint4*>(p.part + static_cast<std::int64_t>(row) * p.layout.width + first));
        for (int i = 1; i <= p.layout.ranks;
             ++i) { // peers in another order on each rank, to spread the links
            const int peer = (p.rank + i) % p.layout.ranks;
            store(reinterpret_cast<uint4*>(p.exchange[peer] + p.layout.row(epoch, p.rank, row)) + thread,
                  own);
        }
    }
    __syncthreads();
    if (thread < p.layout.ranks && !given_up)
        for (int row = 0; row < p.rows; ++row)
            store_release_system(word(p, thread, p.layout.flag(p.epochs[row] + 1, p.rank, row)),
                                 p.epochs[row] + 1);
}

/// The sum of a row's eight channels; this rank's own part, harmless numbers for what follows, when not all
/// came.
__device__ __forceinline__ void sum_row(float (&values)[kPerThread], const AllReduce& p, int row,
                                        unsigned epoch, bool all_came) {
    const int thread = static_cast<int>(threadIdx.x);
    const int count = all_came ? p.layout.ranks : 1;
    for (int from = 0; from < count; ++from) {
        const void* row_of_part =
            all_came ? static_cast<const void*>(p.exchange[p.rank] + p.layout.row(epoch, from, row))
                     : p.part + static_cast<std::int64_t>(row) * p.layout.width;
        float part[kPerThread];
        unpack_bf16(part, load(static_cast<const uint4*>(row_of_part) + thread));
        HADAL_UNROLL
        for (int i = 0; i < kPerThread; ++i)
            values[i] = from == 0 ? part[i] : values[i] + part[i];
    }
    HADAL_UNROLL
    for (int i = 0; i < kPerThread; ++i)
        values[i] = ops::round_to_bf16(values[i]);
}

__device__ __forceinline__ void add_norm_row(float (&values)[kPerThread], const AllReduce& p, int row) {
    const int first = static_cast<int>(threadIdx.x) * kPerThread;
    const int width = p.layout.width;
    const bool inside = first < width;
    const std::int64_t at = static_cast<std::int64_t>(row) * width + first;
    float weights[kPerThread] = {};
    float squares = 0.0f;
    if (inside) {
        float residual[kPerThread];
        unpack_bf16(weights, load_constant(reinterpret_cast<const uint4*>(p.weight + first)));
        unpack_bf16(residual, load(reinterpret_cast<const uint4*>(p.residual + at)));
        HADAL_UNROLL
        for (int i = 0; i < kPerThread; ++i)
            values[i] += residual[i];
        store(reinterpret_cast<uint4*>(p.residual + at), pack_bf16(values));
    }
    HADAL_UNROLL
    for (int i = 0; i < kPerThread; ++i)
        squares += values[i] * values[i];
    const float sum = block_sum(squares, shared_memory<Shared>().partial);
    const float factor = 1.0f / sqrtf(sum / static_cast<float>(width) + p.eps);
    float amax = 0.0f;
    HADAL_UNROLL
    for (int i = 0; i < kPerThread; ++i) {
        values[i] = ops::round_to_bf16(values[i] * factor * weights[i]);
        amax = fmaxf(amax, fabsf(values[i]));
    }
    if (inside)
        store(reinterpret_cast<uint4*>(p.out + at), pack_bf16(values));
    if (!p.codes)
        return;
    amax = warp_max<ops::kFp8Block / kPerThread>(amax);
    const float scale = p.power_of_two_scales ? ops::power_of_two_scale(amax) : ops::linear_scale(amax);
    if (!inside)
        return;
    store(reinterpret_cast<uint2*>(p.codes + at),
          make_uint2(pack_e4m3(values, scale), pack_e4m3(values + 4, scale)));
    if (first % ops::kFp8Block == 0)
        p.scales[row * ops::fp8_blocks(width) + first / ops::kFp8Block] = scale;
}

// One block in all: ptxas need not spill to fit a second beside it.
__global__ void __launch_bounds__(1024, 1) all_reduce_kernel(AllReduce p) {
    const int thread = static_cast<int>(threadIdx.x);
    const int first = thread * kPerThread;
    push_rows(p);
    for (int row = 0; row < p.rows; ++row) {
        const unsigned epoch = p.epochs[row] + 1;
        // Also keeps the last row's use of shared memory apart from this one's.
        const bool all_came = __syncthreads_and(thread >= kWarp || wait_for_all(p, row, epoch)) != 0;
        if (thread == 0)
            p.epochs[row] = epoch;
        float values[kPerThread] = {};
        if (first < p.layout.width)
            sum_row(values, p, row, epoch, all_came);
        if (p.residual)
            add_norm_row(values, p, row);
        else if (first < p.layout.width)
            store(reinterpret_cast<uint4*>(p.out + static_cast<std::int64_t>(row) * p.layout.width + first),
                  pack_bf16(values));
    }
}

constexpr int kSumThreads = 256;

/// Eight neighbouring values a thread. Reads N times what it writes, as the link moves: a tenth of the link's
/// time.
__global__ void __launch_bounds__(kSumThreads) sum_parts_kernel(SumParts p) {
    const std::int64_t first =
        (static_cast<std::int64_t>(blockIdx.x) * kSumThreads + static_cast<int>(threadIdx.x)) * kPerThread;
    if (first >= p.count)
        return;
    float values[kPerThread] = {};
    for (int from = 0; from < p.ranks; ++from) {
        float part[kPerThread];
        unpack_bf16(part, load(reinterpret_cast<const uint4*>(p.parts + from * p.stride + first)));
        HADAL_UNROLL
        for (int i = 0; i < kPerThread; ++i)
            values[i] = from == 0 ? part[i] : values[i] + part[i];
    }
    store(reinterpret_cast<uint4*>(p.sum + first), pack_bf16(values));
}

} // namespace

void all_reduce(cudaStream_t stream, const AllReduce& p) {
    const int width = p.layout.width;
    const bool possible = width >= kPerThread && width % kPerThread == 0 && width <= kMaxWidth &&
                          p.rows >= 0 && p.rows <= kMaxAllReduceRows && p.layout.ranks >= 1 &&
                          p.layout.ranks <= kMaxRanks && p.rank >= 0 && p.rank < p.layout.ranks;
    if (!possible)
        throw Error(ErrorKind::InvalidArgument,
                    "A sum of " + std::to_string(p.rows) + " rows of " + std::to_string(width) +
                        " channels over " + std::to_string(p.layout.ranks) +
                        " ranks; the CUDA kernel does up to 16 rows of up to 8192 channels, a multiple of 8, "
                        "over up to 16 ranks.");
    if (p.rows == 0)
        return;
    // A warp at least, and a thread for each rank.
    const int threads = (width / kPerThread + kWarp - 1) / kWarp * kWarp;
    launch<all_reduce_kernel>({1, static_cast<unsigned>(threads), sizeof(Shared), stream}, p);
}

void sum_parts(cudaStream_t stream, const SumParts& p) {
    if (p.ranks < 1 || p.count % kPerThread != 0 || p.stride % kPerThread != 0)
        throw Error(ErrorKind::InvalidArgument, "A sum of parts of " + std::to_string(p.count) +
                                                    " values; the CUDA kernel takes multiples of 8.");
    constexpr std::int64_t kBlock = kSumThreads * kPerThread;
    if (p.count > 0)
        launch<sum_parts_kernel>(
            {static_cast<unsigned>((p.count + kBlock - 1) / kBlock), kSumThreads, 0, stream}, p);
}

} // namespace hadal::cuda
