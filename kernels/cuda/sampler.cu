// One block a row: 129,280 logits are 517 KB, read once for the best token, with filters and a draw some
// twelve times from L2, since every filter that needs an order finds its border by radix (radix.h) instead of
// sorting: 14 MB in all, 0.14 ms at what one SM draws. An H100 took 0.71 ms when a bin was one 64-bit sum:
// shared memory adds those in a loop of compare-and-swap, and the logits of a row crowd in a hundred of 4096
// bins. They are three 32-bit sums now (radix.h), some 15 µs of conflicts a pass; not timed since. Sums of
// probability are whole numbers of 2^-36, so that their order does not matter.
#include "kernels/cuda/sampler.h"

#include "kernels/cuda/radix.h"

namespace hadal::cuda {

namespace {

using namespace radix;

using Mass = unsigned long long; ///< 2^-36 of the best token's weight
constexpr float kUnit = 0x1p36f;

struct SampleShared {
    radix::Shared<Mass> radix;
    Mass totals[kWarps];
    int found;
};

/// Orders like the value, and of equal ones the lower id is larger.
__device__ __forceinline__ std::uint64_t rank_of(float value, int id) {
    return static_cast<std::uint64_t>(ordered_key(value)) << 32 | (0xffffffffu - static_cast<unsigned>(id));
}
__device__ __forceinline__ int id_of(std::uint64_t rank) {
    return static_cast<int>(0xffffffffu - static_cast<std::uint32_t>(rank));
}

__device__ __forceinline__ bool bit(const std::uint32_t* words, int i) {
    return (words[i / 32] >> (i % 32) & 1u) != 0;
}

/// The sum of value(i) over all i, on all threads. Begins and ends with a barrier.
template <typename Value>
__device__ Mass sum_all(SampleShared& shared, int count, Value value) {
    Mass own = 0;
    for (int i = static_cast<int>(threadIdx.x); i < count; i += kThreads)
        own += value(i);
    own = warp_prefix_sum(own);
    __syncthreads();
    if (threadIdx.x % kWarp == kWarp - 1)
        shared.totals[threadIdx.x / kWarp] = own;
    __syncthreads();
    return sum_of_warps(shared.totals, kWarps);
}

__device__ __forceinline__ Mass warp_largest(Mass value) {
    for (int distance = kWarp / 2; distance > 0; distance /= 2) {
        const Mass other = __shfl_xor_sync(kAllLanes, value, distance);
        value = other > value ? other : value;
    }
    return value;
}

/// The largest of rank(i), on all threads. Begins and ends with a barrier.
template <typename Rank>
__device__ std::uint64_t largest(SampleShared& shared, int count, Rank rank) {
    Mass own = 0;
    for (int i = static_cast<int>(threadIdx.x); i < count; i += kThreads) {
        const Mass r = rank(i);
        own = r > own ? r : own;
    }
    own = warp_largest(own);
    __syncthreads();
    if (threadIdx.x % kWarp == 0)
        shared.totals[threadIdx.x / kWarp] = own;
    __syncthreads();
    return warp_largest(shared.totals[threadIdx.x % kWarp]);
}

/// The i at which the sum of value(0) … value(i) reaches the goal. Begins and ends with a barrier.
template <typename Value>
__device__ int find_in_order(SampleShared& shared, int count, Value value, Mass goal) {
    const int lane = static_cast<int>(threadIdx.x) % kWarp;
    const int warp = static_cast<int>(threadIdx.x) / kWarp;
    const Stretch stretch(count);
    const auto at = [&](int i) { return i < count ? value(i) : Mass{0}; };
    Mass own = 0;
    for (int i = stretch.begin + lane; i - lane < stretch.end; i += kWarp)
        own += at(i);
    own = warp_prefix_sum(own);
    __syncthreads();
    if (lane == kWarp - 1)
        shared.totals[warp] = own;
    __syncthreads();
    Mass before = sum_of_warps(shared.totals, static_cast<unsigned>(warp));
    if (before < goal && goal <= before + shared.totals[warp]) { // one warp
        for (int i = stretch.begin + lane; i - lane < stretch.end && before < goal; i += kWarp) {
            const Mass v = at(i);
            const Mass here = before + warp_prefix_sum(v);
            if (here - v < goal && goal <= here)
                shared.found = i;
            before = __shfl_sync(kAllLanes, here, kWarp - 1);
        }
    }
    __syncthreads();
    return shared.found;
}

/// One row, and what the filters have left of it.
struct Row {
    const float* logits;
    const std::uint32_t* known;
    const std::uint32_t* allowed; ///< or null
    float* adjusted;              ///< -inf for those that may not be chosen
    float* weights;
    int vocab;
    std::uint64_t border = 0; ///< the least rank that is left
    float least = 0.0f;       ///< the least weight that is left

    __device__ bool eligible(int i) const { return bit(known, i) && (!allowed || bit(allowed, i)); }
    __device__ std::uint32_t key(int i) const { return ordered_key(adjusted[i]); }
    __device__ bool possible(int i) const { return adjusted[i] > -infinity(); }
    __device__ bool left(int i) const { return rank_of(adjusted[i], i) >= border && weights[i] >= least; }
    __device__ Mass mass(int i) const { return left(i) ? static_cast<Mass>(weights[i] * kUnit) : 0; }
};

/// The token at which the sum of value(i), from the best down, reaches the goal. Equal keys have equal
/// values.
template <typename Value>
__device__ int find_from_best(SampleShared& shared, const Row& row, Value value, Mass goal) {
    const std::uint32_t key = find_key(
        shared.radix, row.vocab, [&](int i) { return row.key(i); }, value, goal);
    // Of those with this key, which all count the same, as many as the rest of the goal needs.
    const auto is_equal = [&](int i) { return Mass{row.key(i) == key && value(i) != 0}; };
    const Mass each = value(find_in_order(shared, row.vocab, is_equal, 1));
    return find_in_order(shared, row.vocab, is_equal, (goal + each - 1) / each);
}

/// Fills row.adjusted. Begins without a barrier, ends with one.
__device__ SampleStatus adjust(SampleShared& shared, const Sample& p, const SampleSettings& s, const Row& row,
                               Mass& eligible) {
    bool strange = false;
    Mass own = 0;
    for (int i = static_cast<int>(threadIdx.x); i < row.vocab; i += kThreads) {
        const float logit = load(row.logits + i);
        const bool in = row.eligible(i);
        strange |= bit(row.known, i) && !(logit < infinity());
        own += in ? 1 : 0;
        row.adjusted[i] = in ? logit : -infinity();
    }
    if (__syncthreads_or(strange))
        return SampleStatus::NotANumber;
    eligible = sum_all(shared, kThreads, [&](int) { return own; });
    if (eligible == 0)
        return SampleStatus::NothingAllowed;
    const std::int64_t lists = static_cast<std::int64_t>(blockIdx.x) * p.list_stride;
    for (int e = static_cast<int>(threadIdx.x); e < s.occurrences; e += kThreads) {
        const TokenCount token = p.occurrences[lists + e];
        if (token.id < 0 || token.id >= row.vocab || !row.eligible(token.id))
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
        if (token.id >= 0 && token.id < row.vocab && row.eligible(token.id))
            row.adjusted[token.id] += token.bias;
    }
    __syncthreads();
    return SampleStatus::Done;
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

/// Temperature, top-k, top-p, min-p and the draw.
__device__ int draw(SampleShared& shared, const SampleSettings& s, Row& row, float best, Mass eligible) {
    for (int i = static_cast<int>(threadIdx.x); i < row.vocab; i += kThreads)
        row.weights[i] = expf((row.adjusted[i] - best) / s.temperature);
    const auto mass = [&](int i) { return row.mass(i); };
    const auto k = static_cast<Mass>(s.top_k);
    const auto possible = [&](int i) { return Mass{row.possible(i)}; };
    if (k > 0 && k < sum_all(shared, row.vocab, possible)) {
        const int last = find_from_best(shared, row, possible, k);
        row.border = rank_of(row.adjusted[last], last);
    }
    const Mass all = sum_all(shared, row.vocab, mass); // the weights are there for all behind its barrier
    if (s.top_p < 1.0f) {
        const auto wanted = static_cast<Mass>(ceil(static_cast<double>(all) * s.top_p));
        const int last = find_from_best(shared, row, mass, wanted > 0 ? wanted : 1);
        row.border = rank_of(row.adjusted[last], last);
    }
    row.least = s.min_p;
    const Mass total = sum_all(shared, row.vocab, mass);
    const auto goal = static_cast<Mass>(uniform_at(s.seed, s.position) * static_cast<double>(total)) + 1;
    // The order that the host's sampler leaves its candidates in.
    const bool sorted = (k > 0 && k < eligible) || s.top_p < 1.0f;
    return sorted ? find_from_best(shared, row, mass, goal) : find_in_order(shared, row.vocab, mass, goal);
}

/// The probabilities that the model itself gives, of the token and of the best.
__device__ void write_logprobs(SampleShared& shared, const Sample& p, const Row& row, int token) {
    const auto raw_rank = [&](int i) { return bit(row.known, i) ? rank_of(row.logits[i], i) : 0; };
    const float best = row.logits[id_of(largest(shared, row.vocab, raw_rank))];
    const Mass total = sum_all(shared, row.vocab, [&](int i) {
        return bit(row.known, i) ? static_cast<Mass>(expf(row.logits[i] - best) * kUnit) : Mass{0};
    });
    const float log_total = logf(static_cast<float>(static_cast<double>(total) * 0x1p-36));
    if (threadIdx.x == 0)
        p.logprobs[blockIdx.x] = row.logits[token] - best - log_total;
    if (p.top == 0)
        return;
    // The best ones one after the other: each is below the one before.
    std::uint64_t last = ~std::uint64_t{0};
    for (int n = 0; n < p.top; ++n) {
        last = largest(shared, row.vocab, [&](int i) {
            const std::uint64_t rank = raw_rank(i);
            return rank < last ? rank : 0;
        });
        if (threadIdx.x == 0) {
            const std::int64_t at = static_cast<std::int64_t>(blockIdx.x) * p.top + n;
            p.top_ids[at] = last == 0 ? -1 : id_of(last);
            p.top_logprobs[at] = last == 0 ? -infinity() : row.logits[id_of(last)] - best - log_total;
        }
    }
}

__global__ void __launch_bounds__(kThreads, 1) sample_kernel(Sample p) {
    auto& shared = shared_memory<SampleShared>();
    const auto index = static_cast<std::int64_t>(blockIdx.x);
    const SampleSettings s = p.settings[index];
    const int words = (p.vocab + 31) / 32;
    Row row{p.logits + index * p.stride,
            p.known,
            p.allowed ? p.allowed + index * words : nullptr,
            p.adjusted + index * p.vocab,
            p.weights + index * p.vocab,
            p.vocab};
    Mass eligible = 0;
    SampleStatus status = adjust(shared, p, s, row, eligible);
    int token = -1;
    if (status == SampleStatus::Done) {
        token = id_of(largest(shared, p.vocab,
                              [&](int i) { return row.eligible(i) ? rank_of(row.adjusted[i], i) : 0; }));
        const float best = row.adjusted[token];
        if (!(best > -infinity())) {
            status = SampleStatus::NothingPossible;
            token = -1;
        } else if (s.temperature > 0.0f) {
            token = draw(shared, s, row, best, eligible);
        }
    }
    if (threadIdx.x == 0) {
        p.tokens[index] = token;
        p.status[index] = status;
    }
    if (p.logprobs && token >= 0)
        write_logprobs(shared, p, row, token);
}

} // namespace

void sample(cudaStream_t stream, const Sample& p) {
    if (p.vocab < 1 || p.vocab > kMaxSampledVocab || p.stride < p.vocab || p.top < 0 || p.top > kMaxLogprobs)
        throw Error(ErrorKind::InvalidArgument, "Sampling from " + std::to_string(p.vocab) + " tokens with " +
                                                    std::to_string(p.top) +
                                                    " alternatives; the CUDA kernel does 262,144 and 32.");
    if (p.rows > 0)
        launch<sample_kernel>({static_cast<unsigned>(p.rows), kThreads, sizeof(SampleShared), stream}, p);
}

} // namespace hadal::cuda
