// The end of a choice (sampler.cu): one block a row filters the candidates that others have selected, finding
// each border by radix (radix.h) instead of sorting, draws, and writes what is told of the token. Some
// hundreds of candidates are bound by the latency of a hundred barriers; from some thousands on by what one
// SM draws from L2, 120 bytes each with top-p.
#include "kernels/cuda/sampler_parts.h"

namespace hadal::cuda {

namespace {

using namespace sampler;

struct DrawShared {
    radix::Shared<Mass> radix;
    BlockShared block;
    int starts[kMaxBlocks];
};

/// The sum of value(i) over all i, on all threads. Begins and ends with a barrier.
template <typename Value>
__device__ Mass sum_all(BlockShared& shared, int count, Value value) {
    Mass own = 0;
    for (int i = static_cast<int>(threadIdx.x); i < count; i += kThreads)
        own += value(i);
    return block_total(shared, own);
}

/// The i at which the sum of value(0) … value(i) reaches the goal. Begins and ends with a barrier.
template <typename Value>
__device__ int find_in_order(BlockShared& shared, int count, Value value, Mass goal) {
    const int lane = static_cast<int>(threadIdx.x) % kWarp;
    const int warp = static_cast<int>(threadIdx.x) / kWarp;
    const radix::Stretch stretch(count);
    const auto at = [&](int i) { return i < count ? value(i) : Mass{0}; };
    Mass own = 0;
    for (int i = stretch.begin + lane; i - lane < stretch.end; i += kWarp)
        own += at(i);
    own = warp_total(own);
    __syncthreads();
    if (lane == 0)
        shared.warps[warp] = own;
    __syncthreads();
    Mass before = radix::sum_of_warps(shared.warps, static_cast<unsigned>(warp));
    if (before < goal && goal <= before + own) { // one warp
        for (int i = stretch.begin + lane; i - lane < stretch.end && before < goal; i += kWarp) {
            const Mass v = at(i);
            const Mass here = before + radix::warp_prefix_sum(v);
            if (here - v < goal && goal <= here)
                shared.found = i;
            before = __shfl_sync(kAllLanes, here, kWarp - 1);
        }
    }
    __syncthreads();
    return shared.found;
}

/// The number in [0, 1) at `position` of the sequence of `seed`, as runtime::uniform_at() makes it:
/// Philox4x32-10.
__device__ double uniform_at(std::uint64_t seed, std::uint64_t position) {
    std::uint32_t counter[4] = {static_cast<std::uint32_t>(position),
                                static_cast<std::uint32_t>(position >> 32), 0, 0};
    std::uint32_t key[2] = {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)};
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t first = std::uint64_t{0xD2511F53u} * counter[0];
        const std::uint64_t second = std::uint64_t{0xCD9E8D57u} * counter[2];
        const std::uint32_t next[4] = {static_cast<std::uint32_t>(second >> 32) ^ counter[1] ^ key[0],
                                       static_cast<std::uint32_t>(second),
                                       static_cast<std::uint32_t>(first >> 32) ^ counter[3] ^ key[1],
                                       static_cast<std::uint32_t>(first)};
        HADAL_UNROLL
        for (int i = 0; i < 4; ++i)
            counter[i] = next[i];
        key[0] += 0x9E3779B9u;
        key[1] += 0xBB67AE85u;
    }
    const std::uint64_t bits = std::uint64_t{counter[1]} << 32 | counter[0];
    return static_cast<double>(bits >> 11) * 0x1p-53;
}

/// Where in the sum of what is left the draw falls: 1 … total.
__device__ Mass drawn(const SampleSettings& s, Mass total) {
    return static_cast<Mass>(uniform_at(s.seed, s.position) * static_cast<double>(total)) + 1;
}

/// The candidates of a row, by id, and what the filters have left of them.
struct Candidates {
    const Row& row;
    int count;
    std::uint64_t border = 0; ///< the least rank that is left
    float least = 0.0f;       ///< the least weight that is left

    __device__ std::uint32_t key(int c) const { return ordered_key(row.logits_of_ids[c]); }
    __device__ std::uint64_t rank(int c) const { return rank_of(row.logits_of_ids[c], row.ids[c]); }
    __device__ Mass mass(int c) const {
        return rank(c) >= border ? mass_from(row.weights_of_ids[c], least) : 0;
    }
};

/// The candidate at which the sum of value(c), from the best down, reaches the goal. Equal keys have equal
/// values.
template <typename Value>
__device__ int find_from_best(DrawShared& shared, const Candidates& all, Value value, Mass goal) {
    const std::uint32_t key = radix::find_key(
        shared.radix, all.count, [&](int c) { return all.key(c); }, value, goal);
    // Of those with this key, which all count the same, as many as the rest of the goal needs.
    const auto is_equal = [&](int c) { return Mass{all.key(c) == key && value(c) != 0}; };
    const Mass each = value(find_in_order(shared.block, all.count, is_equal, 1));
    return find_in_order(shared.block, all.count, is_equal, (goal + each - 1) / each);
}

/// Puts the blocks' candidates one after the other, and says how many there are. Ends with a barrier.
__device__ int collect(DrawShared& shared, const Row& row) {
    const Part* parts = row.scratch->parts;
    const int thread = static_cast<int>(threadIdx.x);
    const Mass own = thread < row.blocks() ? parts[thread].candidates : 0;
    const Mass start = block_sum_before(shared.block, own);
    if (thread < row.blocks())
        shared.starts[thread] = static_cast<int>(start);
    __syncthreads();
    for (int b = thread / kWarp; b < row.blocks(); b += kWarps) {
        const int* from = row.candidates + row.ids_of(b).begin;
        for (int i = thread % kWarp; i < static_cast<int>(parts[b].candidates); i += kWarp) {
            const int to = shared.starts[b] + i, id = from[i];
            row.ids[to] = id;
            row.logits_of_ids[to] = row.adjusted[id];
            row.weights_of_ids[to] = row.weights[id];
        }
    }
    return static_cast<int>(block_total(shared.block, own));
}

/// Top-k, top-p, min-p and the draw, from the best down.
__device__ int draw_from_best(DrawShared& shared, const Row& row, const SampleSettings& s,
                              const Findings& found) {
    Candidates all{row, collect(shared, row)};
    const auto mass = [&](int c) { return all.mass(c); };
    if (found.limits)
        all.border = all.rank(find_from_best(
            shared, all, [](int) { return Mass{1}; }, static_cast<Mass>(s.top_k)));
    if (s.top_p < 1.0f) {
        const Mass whole = found.limits
                               ? sum_all(shared.block, all.count, mass)
                               : sum_of_parts(shared.block, row, [](const Part& part) { return part.mass; });
        all.border = all.rank(find_from_best(shared, all, mass, share_of(whole, s.top_p)));
    }
    all.least = s.min_p;
    const Mass total = sum_all(shared.block, all.count, mass);
    return row.ids[find_from_best(shared, all, mass, drawn(s, total))];
}

/// Min-p and the draw, by id: first the block, then the id in it.
__device__ int draw_by_id(BlockShared& shared, const Row& row, const SampleSettings& s) {
    const Part* parts = row.scratch->parts;
    const auto mass = [&](int b) { return parts[b].mass; };
    const Mass goal = drawn(s, sum_of_parts(shared, row, [](const Part& part) { return part.mass; }));
    const int block = find_in_order(shared, row.blocks(), mass, goal);
    const Mass before = sum_all(shared, block, mass);
    const Range ids = row.ids_of(block);
    return ids.begin + find_in_order(
                           shared, ids.end - ids.begin,
                           [&](int i) { return row.mass(ids.begin + i, s.min_p); }, goal - before);
}

/// The probabilities that the model itself gives, of the token and of the best.
__device__ void write_logprobs(BlockShared& shared, const Sample& p, const Row& row, float best, int token) {
    const Mass total = sum_of_parts(shared, row, [](const Part& part) { return part.raw; });
    const float log_total = logf(static_cast<float>(static_cast<double>(total) * 0x1p-36));
    if (threadIdx.x == 0)
        p.logprobs[blockIdx.x] = row.logits[token] - best - log_total;
    // Of what each block has found the best ones, one after the other: each is below the one before.
    std::uint64_t last = ~std::uint64_t{0};
    for (int n = 0; n < p.top; ++n) {
        Mass next = 0;
        for (int i = static_cast<int>(threadIdx.x); i < row.blocks() * p.top; i += kThreads)
            if (const std::uint64_t rank = row.scratch->top[i / p.top][i % p.top]; rank < last)
                next = larger(next, rank);
        last = block_largest(shared, next);
        if (threadIdx.x == 0) {
            const std::int64_t at = static_cast<std::int64_t>(blockIdx.x) * p.top + n;
            p.top_ids[at] = last == 0 ? -1 : id_of(last);
            p.top_logprobs[at] = last == 0 ? -infinity() : row.logits[id_of(last)] - best - log_total;
        }
    }
}

__global__ void __launch_bounds__(kThreads, 1) draw_kernel(Sample p) {
    auto& shared = shared_memory<DrawShared>();
    const Row row(p, blockIdx.x);
    const SampleSettings& s = p.settings[blockIdx.x];
    const Findings& found = find(shared.block, row, s);
    int token = found.best;
    if (found.draws)
        token = found.sorted ? draw_from_best(shared, row, s, found) : draw_by_id(shared.block, row, s);
    if (threadIdx.x == 0) {
        p.tokens[blockIdx.x] = token;
        p.status[blockIdx.x] = found.status;
    }
    if (p.logprobs && token >= 0)
        write_logprobs(shared.block, p, row, found.best_raw_logit, token);
}

} // namespace

void sampler::queue_draw(cudaStream_t stream, const Sample& p) {
    launch<draw_kernel>({static_cast<unsigned>(p.rows), kThreads, sizeof(DrawShared), stream}, p);
}

} // namespace hadal::cuda
