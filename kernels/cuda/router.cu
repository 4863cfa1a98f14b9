// One warp a row: 1 KB of logits for 256 experts, some two hundred warp instructions. Bound by latency.
#include "kernels/cuda/router.h"

namespace hadal::cuda {

namespace {

constexpr int kMaxExperts = 512;
constexpr unsigned kNobody = 0xffffffffu;
constexpr std::uint32_t kOut = 0; ///< below the key of every number, -inf included

struct Shared {
    float scores[kMaxExperts];
    std::uint32_t keys[kMaxExperts]; ///< of what the choice is made by
};

/// The best of keys[first … last), the lower index of equals; kNobody where all are out. All lanes get it.
__device__ unsigned best(const std::uint32_t* keys, int first, int last) {
    std::uint32_t key = kOut;
    unsigned index = kNobody;
    for (int i = first + static_cast<int>(threadIdx.x); i < last; i += kWarp)
        if (keys[i] > key) {
            key = keys[i];
            index = static_cast<unsigned>(i);
        }
    const std::uint32_t top = __reduce_max_sync(kAllLanes, key);
    return __reduce_min_sync(kAllLanes, key == top ? index : kNobody);
}

/// Raises a group's two best: their sum is its score.
__device__ float top_two_sum(const Shared& shared, const float* choice, int first, int last) {
    const unsigned one = best(shared.keys, first, last);
    std::uint32_t key = kOut;
    unsigned index = kNobody;
    for (int i = first + static_cast<int>(threadIdx.x); i < last; i += kWarp)
        if (static_cast<unsigned>(i) != one && shared.keys[i] > key) {
            key = shared.keys[i];
            index = static_cast<unsigned>(i);
        }
    const std::uint32_t top = __reduce_max_sync(kAllLanes, key);
    const unsigned two = __reduce_min_sync(kAllLanes, key == top ? index : kNobody);
    return two == kNobody ? choice[one] : choice[one] + choice[two];
}

__device__ float choice_value(float score, const float* bias, int expert) {
    const float value = score + (bias ? bias[expert] : 0.0f);
    return value == value ? value : -infinity();
}

struct Tile {
    Shared shared;
    float choice[kMaxExperts];
};

__global__ void __launch_bounds__(kWarp) route_kernel(Route p) {
    Tile& tile = shared_memory<Tile>();
    Shared& shared = tile.shared;
    const int lane = static_cast<int>(threadIdx.x);
    const int experts = static_cast<int>(p.shape.experts);
    const int topk = static_cast<int>(p.shape.topk);
    const float* logits = p.logits + static_cast<std::int64_t>(blockIdx.x) * experts;

    float largest = -infinity();
    for (int e = lane; e < experts; e += kWarp)
        largest = fmaxf(largest, logits[e]);
    largest = warp_max(largest);
    float sum = 0.0f;
    for (int e = lane; e < experts; e += kWarp) {
        const bool sigmoid = p.shape.scoring == ops::Scoring::Sigmoid;
        const float score = sigmoid ? 1.0f / (1.0f + expf(-logits[e])) : expf(logits[e] - largest);
        shared.scores[e] = score;
        sum += score;
    }
    sum = warp_sum(sum);
    for (int e = lane; e < experts; e += kWarp) {
        if (p.shape.scoring == ops::Scoring::Softmax)
            shared.scores[e] /= sum;
        tile.choice[e] = choice_value(shared.scores[e], p.bias, e);
        shared.keys[e] = ordered_key(tile.choice[e]);
    }
    __syncwarp();

    if (p.shape.group_score != ops::GroupScore::None) {
        // Lane g holds the score of group g.
        const int groups = static_cast<int>(p.shape.groups);
        const int size = experts / groups;
        std::uint32_t mine = kOut;
        for (int g = 0; g < groups; ++g) {
            const int first = g * size;
            const bool two = p.shape.group_score == ops::GroupScore::TopTwoSum;
            const float score = two ? top_two_sum(shared, tile.choice, first, first + size)
                                    : tile.choice[best(shared.keys, first, first + size)];
            if (lane == g)
                mine = ordered_key(score);
        }
        unsigned kept = 0;
        for (int k = 0; k < static_cast<int>(p.shape.topk_groups); ++k) {
            const std::uint32_t top = __reduce_max_sync(kAllLanes, kept >> lane & 1u ? kOut : mine);
            const unsigned with = __ballot_sync(kAllLanes, !(kept >> lane & 1u) && mine == top);
            kept |= with & (0u - with);
        }
        __syncwarp();
        for (int e = lane; e < experts; e += kWarp)
            if (!(kept >> (e / size) & 1u))
                shared.keys[e] = kOut;
        __syncwarp();
    }

    // Lane k holds the k-th choice.
    unsigned chosen = kNobody;
    for (int k = 0; k < topk; ++k) {
        const unsigned expert = best(shared.keys, 0, experts);
        if (lane == k)
            chosen = expert;
        __syncwarp();
        if (lane == 0)
            shared.keys[expert] = kOut;
        __syncwarp();
    }
    const float score = lane < topk ? shared.scores[chosen] : 0.0f;
    float total = 0.0f;
    for (int k = 0; k < topk; ++k)
        total += __shfl_sync(kAllLanes, score, k);
    if (lane < topk) {
        const std::int64_t at = static_cast<std::int64_t>(blockIdx.x) * topk + lane;
        p.experts[at] = static_cast<int>(chosen);
        p.weights[at] = (p.shape.normalise ? score / (total + 1e-20f) : score) * p.shape.scale;
    }
}

} // namespace

void route(cudaStream_t stream, const Route& p) {
    const ops::RoutingShape& s = p.shape;
    const bool groups_fit =
        s.group_score == ops::GroupScore::None ||
        (s.groups >= 1 && s.groups <= kWarp && s.experts % s.groups == 0 && s.topk_groups >= 1 &&
         s.topk_groups <= s.groups && s.topk <= s.experts / s.groups * s.topk_groups);
    if (s.experts < 1 || s.experts > kMaxExperts || s.topk < 1 || s.topk > kWarp || s.topk > s.experts ||
        !groups_fit)
        throw Error(ErrorKind::InvalidArgument,
                    "Routing to " + std::to_string(s.topk) + " of " + std::to_string(s.experts) +
                        " experts in " + std::to_string(s.groups) +
                        " groups; the CUDA kernel does at most 32 of 512 in 32 groups.");
    if (p.rows > 0)
        launch<route_kernel>({static_cast<unsigned>(p.rows), kWarp, sizeof(Tile), stream}, p);
}

} // namespace hadal::cuda
