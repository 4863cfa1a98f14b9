// Four kernels, since a row of 129,280 logits is much for one block, and blocks of a launch cannot wait for
// each other. In three of them 64 blocks share the ids of a row: what may be chosen and how high it is; its
// weights, and how much lies how deep below the best; and, by id, those high enough that the filters may
// leave them, some hundreds as a rule. In the last, sampler_draw.cu, one block filters those and draws.
//
// Of memory they read the 517 KB of the logits; 0.5 MB of adjusted logits and weights each are written and
// read again in L2. A block has 8 KB of each, so what bounds them is latency: launches, and a dozen barriers
// a kernel. Logits that are all alike, or a large top-k, leave all ids to the last kernel, and then its 15 MB
// from L2 bound it: 0.2 ms at what one SM draws.
//
// Sums of probability are whole numbers of 2^-36, and candidates stay in the order of ids, so that it does
// not matter which block comes first.
#include "kernels/cuda/sampler_parts.h"

namespace hadal::cuda {

namespace {

using namespace sampler;

/// Penalties and biases of the block's ids. Begins without a barrier, ends with one.
__device__ void apply_lists(const Sample& p, const SampleSettings& s, const Row& row, Range ids) {
    const std::int64_t lists = static_cast<std::int64_t>(blockIdx.y) * p.list_stride;
    const auto is_here = [&](int id) { return id >= ids.begin && id < ids.end && row.eligible(id); };
    for (int e = static_cast<int>(threadIdx.x); e < s.occurrences; e += kThreads) {
        const TokenCount token = p.occurrences[lists + e];
        if (!is_here(token.id))
            continue;
        double logit = row.adjusted[token.id];
        logit = logit > 0.0 ? logit / s.repetition_penalty : logit * s.repetition_penalty;
        if (token.count > 0)
            logit -= static_cast<double>(token.count) * s.frequency_penalty + s.presence_penalty;
        row.adjusted[token.id] = static_cast<float>(logit);
    }
    __syncthreads();
    for (int e = static_cast<int>(threadIdx.x); e < s.biases; e += kThreads) {
        const TokenBias token = p.biases[lists + e];
        if (is_here(token.id))
            row.adjusted[token.id] += token.bias;
    }
    __syncthreads();
}

/// Which ids may be chosen, and their logits after penalties and biases.
__global__ void __launch_bounds__(kThreads, 1) adjust_kernel(Sample p) {
    auto& shared = shared_memory<BlockShared>();
    const int block = static_cast<int>(blockIdx.x);
    const Row row(p, blockIdx.y);
    const Range ids = row.ids_of(block);
    for (int i = block * kThreads + static_cast<int>(threadIdx.x); i < kDepths; i += row.blocks() * kThreads)
        row.scratch->depths[i] = 0;
    Mass eligible = 0;
    bool strange = false;
    for (int i = ids.begin + static_cast<int>(threadIdx.x); i < ids.end; i += kThreads) {
        const float logit = row.logits[i];
        const bool in = row.eligible(i);
        strange |= bit(row.known, i) && !(logit < infinity());
        eligible += in ? 1 : 0;
        row.adjusted[i] = in ? logit : -infinity();
    }
    const bool any_strange = __syncthreads_or(strange) != 0;
    apply_lists(p, p.settings[blockIdx.y], row, ids);

    Mass possible = 0, best = 0, best_raw = 0;
    for (int i = ids.begin + static_cast<int>(threadIdx.x); i < ids.end; i += kThreads) {
        best_raw = larger(best_raw, row.raw_rank(i));
        if (const float logit = row.adjusted[i]; logit > -infinity()) {
            ++possible;
            best = larger(best, rank_of(logit, i));
        }
    }
    Part part = {};
    part.strange = any_strange ? 1 : 0;
    part.eligible = static_cast<unsigned>(block_total(shared, eligible));
    part.possible = static_cast<unsigned>(block_total(shared, possible));
    part.best = block_largest(shared, best);
    part.best_raw = block_largest(shared, best_raw);
    if (threadIdx.x == 0)
        row.scratch->parts[block] = part;
}

/// What the model itself says of the block's ids: their mass, and the best, one after the other, each below
/// the one before.
__device__ void weigh_raw(BlockShared& shared, const Sample& p, const Row& row, float best, int block) {
    const Range ids = row.ids_of(block);
    Mass raw = 0;
    for (int i = ids.begin + static_cast<int>(threadIdx.x); i < ids.end; i += kThreads)
        raw += bit(row.known, i) ? mass_of(expf(row.logits[i] - best)) : 0;
    raw = block_total(shared, raw);
    if (threadIdx.x == 0)
        row.scratch->parts[block].raw = raw;
    std::uint64_t last = ~std::uint64_t{0};
    for (int n = 0; n < p.top; ++n) {
        Mass next = 0;
        for (int i = ids.begin + static_cast<int>(threadIdx.x); i < ids.end; i += kThreads)
            if (const std::uint64_t rank = row.raw_rank(i); rank < last)
                next = larger(next, rank);
        last = block_largest(shared, next);
        if (threadIdx.x == 0)
            row.scratch->top[block][n] = last;
    }
}

struct WeighShared {
    radix::Bins<Mass> depths;
    BlockShared block;
};

/// Weights, and how they are spread.
__global__ void __launch_bounds__(kThreads, 1) weigh_kernel(Sample p) {
    auto& shared = shared_memory<WeighShared>();
    const int block = static_cast<int>(blockIdx.x);
    const Row row(p, blockIdx.y);
    const SampleSettings& s = p.settings[blockIdx.y];
    const Findings& found = find(shared.block, row, s);
    if (found.status != SampleStatus::Done)
        return;
    if (p.logprobs)
        weigh_raw(shared.block, p, row, found.best_raw_logit, block);
    if (!found.draws)
        return;
    for (int bin = static_cast<int>(threadIdx.x); bin < kDepths; bin += kThreads)
        shared.depths.clear(bin);
    __syncthreads();
    const Range ids = row.ids_of(block);
    const float least = found.sorted ? 0.0f : s.min_p;
    Mass mass = 0;
    for (int i = ids.begin + static_cast<int>(threadIdx.x); i < ids.end; i += kThreads) {
        const float logit = row.adjusted[i];
        const float weight = expf((logit - found.best_logit) / s.temperature);
        row.weights[i] = weight;
        mass += mass_from(weight, least);
        const Mass counted = found.limits ? Mass{logit > -infinity()} : mass_of(weight);
        if (found.sorted && counted != 0)
            shared.depths.add(static_cast<unsigned>(found.depth(logit)), counted);
    }
    mass = block_total(shared.block, mass);
    if (threadIdx.x == 0)
        row.scratch->parts[block].mass = mass;
    for (int bin = static_cast<int>(threadIdx.x); bin < kDepths; bin += kThreads)
        if (const Mass sum = shared.depths.get(bin); sum != 0)
            atomicAdd(&row.scratch->depths[bin], sum);
}

/// How deep the sum from the best on reaches the goal, which all reach together. Begins and ends with a
/// barrier.
__device__ int find_depth(BlockShared& shared, const Mass* depths, Mass goal) {
    static_assert(kDepths == 2 * kThreads);
    const int first = 2 * static_cast<int>(threadIdx.x);
    const Mass own = depths[first] + depths[first + 1];
    const Mass before = block_sum_before(shared, own);
    if (before < goal && goal <= before + own)
        shared.found = before + depths[first] >= goal ? first : first + 1;
    __syncthreads();
    return shared.found;
}

/// The candidates. What top-k and top-p leave together lies within top-k; top-p alone has a border of its
/// own; and with neither border all are candidates.
__global__ void __launch_bounds__(kThreads, 1) select_kernel(Sample p) {
    auto& shared = shared_memory<BlockShared>();
    const int block = static_cast<int>(blockIdx.x);
    const Row row(p, blockIdx.y);
    const SampleSettings& s = p.settings[blockIdx.y];
    const Findings& found = find(shared, row, s);
    if (!found.draws || !found.sorted)
        return;
    int deepest = kDepths - 1;
    if (found.limits || s.top_p < 1.0f) {
        const Mass all = sum_of_parts(shared, row, [](const Part& part) { return part.mass; });
        const Mass goal = found.limits ? static_cast<Mass>(s.top_k) : share_of(all, s.top_p);
        deepest = find_depth(shared, row.scratch->depths, goal);
    }
    // By id: each thread has two neighbours.
    static_assert(kBlockIds == 2 * kThreads);
    const Range ids = row.ids_of(block);
    const int first = ids.begin + 2 * static_cast<int>(threadIdx.x);
    const auto taken = [&](int i) {
        return i < ids.end && row.adjusted[i] > -infinity() && found.depth(row.adjusted[i]) <= deepest;
    };
    const bool one = taken(first), two = taken(first + 1);
    const Mass own = Mass{one} + Mass{two};
    const Mass before = block_sum_before(shared, own);
    int* to = row.candidates + ids.begin + before;
    if (one)
        *to++ = first;
    if (two)
        *to = first + 1;
    if (threadIdx.x == kThreads - 1)
        row.scratch->parts[block].candidates = static_cast<unsigned>(before + own);
}

} // namespace

std::size_t Sample::scratch_bytes() const {
    return static_cast<std::size_t>(rows) * scratch_bytes_of(vocab);
}

void sample(cudaStream_t stream, const Sample& p) {
    if (p.vocab < 1 || p.vocab > kMaxSampledVocab || p.stride < p.vocab || p.top < 0 || p.top > kMaxLogprobs)
        throw Error(ErrorKind::InvalidArgument, "Sampling from " + std::to_string(p.vocab) + " tokens with " +
                                                    std::to_string(p.top) +
                                                    " alternatives; the CUDA kernel does 262,144 and 32.");
    if (p.rows < 1)
        return;
    const dim3 blocks(static_cast<unsigned>(blocks_of(p.vocab)), static_cast<unsigned>(p.rows));
    launch<adjust_kernel>({blocks, kThreads, sizeof(BlockShared), stream}, p);
    launch<weigh_kernel>({blocks, kThreads, sizeof(WeighShared), stream}, p);
    launch<select_kernel>({blocks, kThreads, sizeof(BlockShared), stream}, p);
    queue_draw(stream, p);
}

} // namespace hadal::cuda
