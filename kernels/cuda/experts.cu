// Around the experts' products: which rows each expert has, and the sum of what they made of a row.
//
// The plan is one block: a few reads of `ids` (64 KB for 2048 rows of 8), integer atomics in shared memory, a
// prefix sum over the experts. The order of slots within an expert is that of arrival, which no result
// depends on. The sum reads rows · (topk + 1) · hidden outputs once, in the order of the router, the shared
// expert last: bound by bandwidth for many rows, by latency for few.
#include "kernels/cuda/experts_parts.h"
#include "kernels/cuda/rows.h"

namespace hadal::cuda {

namespace {

constexpr int kPlanThreads = 1024;
constexpr int kPlanWarps = kPlanThreads / kWarp;

struct PlanShared {
    unsigned counts[kPlanThreads];
    unsigned places[kPlanThreads]; ///< where the next slot of an expert goes
    unsigned slot_sums[kPlanWarps];
    unsigned tile_sums[kPlanWarps];
};

/// The sum of `value` over all threads before this one. Begins and ends with a barrier.
__device__ unsigned sum_before(unsigned value, unsigned (&sums)[kPlanWarps]) {
    const unsigned lane = threadIdx.x % kWarp;
    unsigned sum = value;
    for (unsigned distance = 1; distance < kWarp; distance *= 2) {
        const unsigned other = __shfl_up_sync(kAllLanes, sum, distance);
        sum += lane >= distance ? other : 0;
    }
    __syncthreads();
    if (lane == kWarp - 1)
        sums[threadIdx.x / kWarp] = sum;
    __syncthreads();
    for (unsigned w = 0; w < threadIdx.x / kWarp; ++w)
        sum += sums[w];
    return sum - value;
}

/// Thread e is expert e, the shared one after the last.
__global__ void __launch_bounds__(kPlanThreads) plan_kernel(ExpertWork work) {
    auto& shared = shared_memory<PlanShared>();
    const Experts& p = work.p;
    const int expert = static_cast<int>(threadIdx.x);
    const int chosen = p.rows * p.topk;
    shared.counts[expert] = 0;
    __syncthreads();
    for (int i = expert; i < chosen; i += kPlanThreads)
        if (const int id = p.ids[i]; id >= 0 && id < p.expert_count)
            atomicAdd(&shared.counts[id], 1u);
    __syncthreads();
    const bool is_shared = expert == p.expert_count && p.shared.width > 0;
    const auto tile_rows = static_cast<unsigned>(work.tile_rows);
    const unsigned count = is_shared ? static_cast<unsigned>(p.rows) : shared.counts[expert];
    const unsigned tiles = (count + tile_rows - 1) / tile_rows;
    const unsigned first = sum_before(count, shared.slot_sums);
    const unsigned first_tile = sum_before(tiles, shared.tile_sums);
    shared.places[expert] = first;
    for (unsigned t = 0; t < tiles; ++t) {
        const unsigned left = count - t * tile_rows;
        work.s.tiles[first_tile + t] = {expert, static_cast<int>(first + t * tile_rows),
                                        static_cast<int>(left < tile_rows ? left : tile_rows)};
    }
    if (expert == kPlanThreads - 1)
        store(work.s.tile_count, static_cast<int>(first_tile + tiles));
    __syncthreads();
    for (int i = expert; i < chosen; i += kPlanThreads)
        if (const int id = p.ids[i]; id >= 0 && id < p.expert_count)
            work.s.slots[atomicAdd(&shared.places[id], 1u)] = i / p.topk * p.per_row() + i % p.topk;
    if (p.shared.width > 0)
        for (int row = expert; row < p.rows; row += kPlanThreads)
            work.s.slots[static_cast<int>(shared.places[p.expert_count]) + row] = row * p.per_row() + p.topk;
}

constexpr int kSumThreads = 256;
constexpr int kPerThread = 4;

/// One block for 1024 channels of a row.
__global__ void __launch_bounds__(kSumThreads) sum_kernel(ExpertWork work) {
    const Experts& p = work.p;
    const int channel =
        (static_cast<int>(blockIdx.x) * kSumThreads + static_cast<int>(threadIdx.x)) * kPerThread;
    const auto row = static_cast<std::int64_t>(blockIdx.y);
    if (channel >= p.hidden)
        return;
    float sums[kPerThread] = {};
    for (int k = 0; k < p.per_row(); ++k) {
        const float weight = k < p.topk ? load(p.weights + row * p.topk + k) : 1.0f;
        const std::int64_t at = (row * p.per_row() + k) * p.hidden + channel;
        float values[kPerThread];
        if (p.exact) {
            const float4 v = load(reinterpret_cast<const float4*>(work.s.exact + at));
            values[0] = v.x;
            values[1] = v.y;
            values[2] = v.z;
            values[3] = v.w;
        } else {
            const uint2 v = load(reinterpret_cast<const uint2*>(work.s.outputs + at));
            values[0] = low_bf16(v.x);
            values[1] = high_bf16(v.x);
            values[2] = low_bf16(v.y);
            values[3] = high_bf16(v.y);
        }
        HADAL_UNROLL
        for (int i = 0; i < kPerThread; ++i)
            sums[i] += weight * values[i];
    }
    if (p.exact)
        store(reinterpret_cast<float4*>(p.exact + row * p.hidden + channel),
              make_float4(sums[0], sums[1], sums[2], sums[3]));
    else
        store(reinterpret_cast<uint2*>(p.out + row * p.hidden + channel),
              make_uint2(pack_bf16(sums[0], sums[1]), pack_bf16(sums[2], sums[3])));
}

/// Lays the scratch memory out; returns its size.
std::size_t lay_out(ExpertWork& work) {
    const Experts& p = work.p;
    std::size_t end = 0;
    const auto take = [&](auto*& to, std::int64_t count) {
        to = reinterpret_cast<std::remove_reference_t<decltype(to)>>(p.scratch + end);
        end += (static_cast<std::size_t>(count) * sizeof *to + 255) / 256 * 256;
    };
    const std::int64_t slots = static_cast<std::int64_t>(p.rows) * p.per_row();
    take(work.s.tile_count, 1);
    take(work.s.tiles, work.max_tiles());
    take(work.s.slots, slots);
    take(work.s.h, slots * p.width);
    const bool quantised = p.fp8 && p.rows > kFewRows;
    take(work.s.h_codes, quantised ? slots * p.width : 0);
    take(work.s.h_scales, quantised ? slots * ops::fp8_blocks(p.width) : 0);
    const bool summed = p.topk > 0; // one expert alone has its weight too
    take(work.s.outputs, summed && p.out ? slots * p.hidden : 0);
    take(work.s.exact, summed && !p.out ? slots * p.hidden : 0);
    if (!summed) {
        work.s.outputs = p.out;
        work.s.exact = p.exact;
    }
    return end;
}

ExpertWork work_of(const Experts& p) {
    ExpertWork work{};
    work.p = p;
    work.tile_rows = p.rows <= kFewRows ? kFewRows : kManyTileRows;
    work.range = {0, p.expert_count + 1};
    return work;
}

/// With its scratch memory, and all experts in range.
ExpertWork whole_work_of(const Experts& p) {
    ExpertWork work = work_of(p);
    lay_out(work);
    return work;
}

void launch_plan(cudaStream_t stream, const ExpertWork& work) {
    launch<plan_kernel>({1, kPlanThreads, sizeof(PlanShared), stream}, work);
}

void launch_sum(cudaStream_t stream, const ExpertWork& work) {
    constexpr int kChannels = kSumThreads * kPerThread;
    launch<sum_kernel>({dim3(static_cast<unsigned>((work.p.hidden + kChannels - 1) / kChannels),
                             static_cast<unsigned>(work.p.rows)),
                        kSumThreads, 0, stream},
                       work);
}

void check(const Experts& p) {
    const int multiple = expert_multiple(p.fp8);
    if (p.hidden < multiple || p.hidden % multiple != 0 || p.width < multiple || p.width % multiple != 0 ||
        p.shared.width > p.width || p.shared.width % multiple != 0)
        throw Error(ErrorKind::InvalidArgument,
                    "Experts of " + std::to_string(p.hidden) + " by " + std::to_string(p.width) +
                        "; the CUDA kernels do multiples of " + std::to_string(multiple) + ".");
    if (p.topk < 0 || p.per_row() < 1 || p.expert_count < 0 || p.expert_count >= kPlanThreads)
        throw Error(ErrorKind::InvalidArgument,
                    std::to_string(p.topk) + " of " + std::to_string(p.expert_count) +
                        " experts; the CUDA kernels do one of 1023 at least, or a shared one.");
}

} // namespace

std::size_t Experts::scratch_bytes() const {
    ExpertWork work = work_of(*this);
    return lay_out(work);
}

void run_experts(cudaStream_t stream, const Experts& p) {
    check(p);
    if (p.rows == 0)
        return;
    const ExpertWork work = whole_work_of(p);
    if (work.listed())
        launch_plan(stream, work);
    if (p.rows <= kFewRows) {
        run_few(stream, work);
    } else {
        gate_up_many(stream, work);
        quantise_many(stream, work);
        down_many(stream, work);
    }
    if (p.topk > 0)
        launch_sum(stream, work);
}

void plan_experts(cudaStream_t stream, const Experts& p) {
    check(p);
    if (p.rows <= kFewRows || p.topk == 0)
        throw Error(ErrorKind::InvalidArgument,
                    "Experts in parts are for more than four rows with routed ones; found " +
                        std::to_string(p.rows) + " rows with " + std::to_string(p.topk) + ".");
    launch_plan(stream, whole_work_of(p));
}

void gate_up_experts(cudaStream_t stream, const Experts& p, ExpertRange range) {
    ExpertWork work = whole_work_of(p);
    work.range = range;
    gate_up_many(stream, work);
}

void quantise_experts(cudaStream_t stream, const Experts& p) {
    quantise_many(stream, whole_work_of(p));
}

void down_experts(cudaStream_t stream, const Experts& p, ExpertRange range) {
    ExpertWork work = whole_work_of(p);
    work.range = range;
    down_many(stream, work);
}

void sum_experts(cudaStream_t stream, const Experts& p) {
    launch_sum(stream, whole_work_of(p));
}

} // namespace hadal::cuda
