#include "engine/runtime/logprobs.h"

#include "engine/runtime/exponential.h"

#include <algorithm>
#include <cmath>

namespace hadal::runtime {

Logprobs read_logprobs(std::span<const float> logits, std::span<const std::int32_t> known_ids,
                       std::int32_t chosen, int top) {
    const auto logit = [&](std::int32_t id) { return logits[static_cast<std::size_t>(id)]; };
    const auto better = [&](std::int32_t a, std::int32_t b) {
        return logit(a) != logit(b) ? logit(a) > logit(b) : a < b;
    };

    const double best = logit(*std::min_element(known_ids.begin(), known_ids.end(), better));
    double sum = 0.0;
    for (const std::int32_t id : known_ids)
        sum += exp_nonpositive(logit(id) - best);
    const double normaliser = best + std::log(sum);
    const auto entry = [&](std::int32_t id) {
        return TokenLogprob{id, {}, static_cast<float>(logit(id) - normaliser)};
    };

    Logprobs result{entry(chosen), {}};
    std::vector<std::int32_t> ranked(std::min(known_ids.size(), static_cast<std::size_t>(std::max(top, 0))));
    std::partial_sort_copy(known_ids.begin(), known_ids.end(), ranked.begin(), ranked.end(), better);
    for (const std::int32_t id : ranked)
        result.top.push_back(entry(id));
    return result;
}

} // namespace hadal::runtime
