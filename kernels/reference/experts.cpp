#include "kernels/checks.h"
#include "kernels/reference/reference_backend.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace hadal::reference {

namespace {

Vector expert_scores(const Vector& logits, ops::Scoring scoring) {
    Vector scores;
    const double best = *std::max_element(logits.begin(), logits.end());
    for (const double g : logits)
        scores.push_back(scoring == ops::Scoring::Sigmoid ? 1.0 / (1.0 + std::exp(-g)) : std::exp(g - best));
    if (scoring == ops::Scoring::Softmax) {
        const double sum = std::accumulate(scores.begin(), scores.end(), 0.0);
        for (double& s : scores)
            s /= sum;
    }
    return scores;
}

/// The `count` best of `candidates` by value, best first; of equals the one listed first.
std::vector<std::int32_t> best_of(std::vector<std::int32_t> candidates, const Vector& values,
                                  std::int64_t count) {
    std::stable_sort(candidates.begin(), candidates.end(), [&](std::int32_t a, std::int32_t b) {
        return values[static_cast<std::size_t>(a)] > values[static_cast<std::size_t>(b)];
    });
    candidates.resize(static_cast<std::size_t>(count));
    return candidates;
}

std::vector<std::int32_t> all_of(std::size_t count) {
    std::vector<std::int32_t> indices(count);
    std::iota(indices.begin(), indices.end(), 0);
    return indices;
}

/// The experts of the groups that stay, by index.
std::vector<std::int32_t> candidates(const Vector& choice, const ops::RoutingShape& shape) {
    if (shape.group_score == ops::GroupScore::None)
        return all_of(choice.size());
    const auto size = static_cast<std::size_t>(shape.experts / shape.groups);
    Vector group_scores;
    for (std::size_t first = 0; first < choice.size(); first += size) {
        Vector group(choice.begin() + static_cast<std::ptrdiff_t>(first),
                     choice.begin() + static_cast<std::ptrdiff_t>(first + size));
        std::sort(group.begin(), group.end(), std::greater<>());
        const bool two = shape.group_score == ops::GroupScore::TopTwoSum && size > 1;
        group_scores.push_back(two ? group[0] + group[1] : group[0]);
    }
    auto groups = best_of(all_of(group_scores.size()), group_scores, shape.topk_groups);
    std::sort(groups.begin(), groups.end());
    std::vector<std::int32_t> kept;
    for (const std::int32_t group : groups)
        for (std::size_t i = 0; i < size; ++i)
            kept.push_back(static_cast<std::int32_t>(static_cast<std::size_t>(group) * size + i));
    return kept;
}

} // namespace

void ReferenceBackend::route(Tensor experts, Tensor weights, Tensor logits, Tensor bias,
                             const ops::RoutingShape& shape) {
    ops::check::route(experts, weights, logits, bias, shape);
    for (std::int64_t r = 0; r < logits.rows; ++r) {
        Vector row;
        for (std::int64_t e = 0; e < shape.experts; ++e)
            row.push_back(load(logits, r, e));
        const Vector scores = expert_scores(row, shape.scoring);
        Vector choice;
        for (std::int64_t e = 0; e < shape.experts; ++e) {
            const double value = scores[static_cast<std::size_t>(e)] + (bias ? load(bias, 0, e) : 0.0);
            choice.push_back(std::isnan(value) ? -INFINITY : value);
        }
        const auto chosen = best_of(candidates(choice, shape), choice, shape.topk);
        double sum = 0;
        for (const std::int32_t e : chosen)
            sum += scores[static_cast<std::size_t>(e)];
        for (std::int64_t k = 0; k < shape.topk; ++k) {
            const std::int32_t e = chosen[static_cast<std::size_t>(k)];
            const double score = scores[static_cast<std::size_t>(e)];
            static_cast<std::int32_t*>(experts.data)[r * experts.stride + k] = e;
            store(weights, r, k, (shape.normalise ? score / (sum + 1e-20) : score) * shape.scale);
        }
    }
}

Vector ReferenceBackend::mlp_row(const Vector& x, const MlpWeights& weights) const {
    Vector product = project(x, weights.gate);
    const Vector up = project(x, weights.up);
    for (std::size_t i = 0; i < product.size(); ++i) {
        const double gate = rounded(product[i]);
        product[i] = rounded(gate / (1.0 + std::exp(-gate)) * rounded(up[i]));
    }
    Vector out = project(product, weights.down);
    for (double& v : out)
        v = rounded(v);
    return out;
}

void ReferenceBackend::mlp(Tensor out, Tensor x, const MlpWeights& weights) {
    ops::check::mlp(out, x, weights);
    for (std::int64_t r = 0; r < x.rows; ++r) {
        Vector row;
        for (std::int64_t c = 0; c < x.cols; ++c)
            row.push_back(load(x, r, c));
        const Vector y = mlp_row(row, weights);
        for (std::int64_t c = 0; c < out.cols; ++c)
            store(out, r, c, y[static_cast<std::size_t>(c)]);
    }
}

void ReferenceBackend::experts(Tensor out, Tensor x, Tensor expert_ids, Tensor expert_weights,
                               std::span<const MlpWeights> routed, const MlpWeights* shared) {
    ops::check::experts(out, x, expert_ids, expert_weights, routed, shared);
    for (std::int64_t r = 0; r < x.rows; ++r) {
        Vector row;
        for (std::int64_t c = 0; c < x.cols; ++c)
            row.push_back(load(x, r, c));
        Vector sum(row.size(), 0.0);
        const auto accumulate = [&](const MlpWeights& weights, double factor) {
            const Vector y = mlp_row(row, weights);
            for (std::size_t c = 0; c < sum.size(); ++c)
                sum[c] += factor * y[c];
        };
        for (std::int64_t k = 0; k < expert_ids.cols; ++k)
            accumulate(routed[static_cast<std::size_t>(load_index(expert_ids, r, k))],
                       load(expert_weights, r, k));
        if (shared)
            accumulate(*shared, 1.0);
        for (std::int64_t c = 0; c < out.cols; ++c)
            store(out, r, c, rounded(sum[static_cast<std::size_t>(c)]));
    }
}

} // namespace hadal::reference
