#include "kernels/cache_layout.h"
#include "kernels/checks.h"
#include "kernels/reference/reference_backend.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace hadal::reference {

namespace {

constexpr double kLayerNormEps = 1e-6;

/// Sylvester's Hadamard matrix by its definition, over sqrt(dim): entry (i, j) is -1 to the number of ones
/// that i and j share.
Vector hadamard(const double* x, std::int64_t dim) {
    Vector y;
    for (std::int64_t i = 0; i < dim; ++i) {
        double sum = 0;
        for (std::int64_t j = 0; j < dim; ++j)
            sum += (std::popcount(static_cast<std::uint64_t>(i & j)) % 2 ? -1.0 : 1.0) * x[j];
        y.push_back(sum / std::sqrt(static_cast<double>(dim)));
    }
    return y;
}

float amax_of(const double* x, std::int64_t dim) {
    float amax = 0;
    for (std::int64_t i = 0; i < dim; ++i)
        amax = std::max(amax, std::abs(static_cast<float>(x[i])));
    return amax;
}

struct KeyPlace {
    std::byte* values;
    std::byte* scale; ///< used by FP8 only
};

KeyPlace key_place(const LayerCache& cache, const ops::Step::Row& row, std::int64_t position) {
    const ops::IndexKeyLayout layout(cache);
    std::byte* page = ops::page_data(cache.index_keys, row.page(position));
    const std::int64_t slot = position % ops::kPageTokens;
    return {page + slot * layout.row_bytes(), page + layout.scales_offset() + slot * 4};
}

} // namespace

void ReferenceBackend::rotate_index_vector(double* x, std::int64_t position, const IndexerShape& shape,
                                           const Rope& rope) const {
    rotate(x, shape.rope_dim, shape.layout, rope, position);
    for (std::int64_t i = 0; i < shape.rope_dim; ++i)
        x[i] = rounded(x[i]);
    if (!shape.hadamard)
        return;
    const Vector rotated = hadamard(x, shape.head_dim);
    for (std::int64_t i = 0; i < shape.head_dim; ++i)
        x[i] = rounded(rotated[static_cast<std::size_t>(i)]);
}

void ReferenceBackend::write_index_keys(const LayerCache& cache, Tensor k, Tensor norm_weight,
                                        Tensor norm_bias, const IndexerShape& shape, const Rope& rope) {
    ops::check::write_index_keys(step_, cache, k, norm_weight, norm_bias, shape, rope);
    for (std::int64_t r = 0; r < k.rows; ++r) {
        const ops::Step::Row& row = step_.row(r);
        Vector x;
        for (std::int64_t c = 0; c < k.cols; ++c)
            x.push_back(load(k, r, c));
        const double mean = std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
        double variance = 0;
        for (const double v : x)
            variance += (v - mean) * (v - mean) / static_cast<double>(x.size());
        for (std::int64_t c = 0; c < k.cols; ++c) {
            double& v = x[static_cast<std::size_t>(c)];
            v = rounded((v - mean) / std::sqrt(variance + kLayerNormEps) * load(norm_weight, 0, c) +
                        load(norm_bias, 0, c));
        }
        rotate_index_vector(x.data(), row.position, shape, rope);

        const KeyPlace to = key_place(cache, row, row.position);
        const float scale = ops::power_of_two_scale(amax_of(x.data(), k.cols));
        for (std::int64_t c = 0; c < k.cols; ++c) {
            const auto value = static_cast<float>(x[static_cast<std::size_t>(c)]);
            const std::uint16_t half = ops::float_to_bf16(value);
            const std::uint8_t code = ops::float_to_e4m3(value / scale);
            switch (cache.index_key_format) {
            case ops::IndexKeyFormat::F32:
                std::memcpy(to.values + 4 * c, &value, 4);
                break;
            case ops::IndexKeyFormat::BF16:
                std::memcpy(to.values + 2 * c, &half, 2);
                break;
            case ops::IndexKeyFormat::FP8:
                std::memcpy(to.values + c, &code, 1);
                break;
            }
        }
        if (cache.index_key_format == ops::IndexKeyFormat::FP8)
            std::memcpy(to.scale, &scale, sizeof scale);
    }
}

Vector ReferenceBackend::index_row_scores(std::int64_t row_index, const Tensor& q, const Tensor& head_weights,
                                          const LayerCache& cache, const IndexerShape& shape,
                                          const Rope& rope) const {
    const ops::Step::Row& row = step_.row(row_index);
    const std::int64_t dim = shape.head_dim;
    const bool fp8 = cache.index_key_format == ops::IndexKeyFormat::FP8;
    std::vector<Vector> queries;
    Vector weights;
    for (std::int64_t h = 0; h < shape.heads; ++h) {
        Vector query;
        for (std::int64_t c = 0; c < dim; ++c)
            query.push_back(load(q, row_index, h * dim + c));
        rotate_index_vector(query.data(), row.position, shape, rope);
        double weight = load(head_weights, row_index, h) / std::sqrt(static_cast<double>(shape.heads * dim));
        if (fp8) {
            const float scale = ops::power_of_two_scale(amax_of(query.data(), dim));
            for (double& v : query)
                v = ops::e4m3_to_float(ops::float_to_e4m3(static_cast<float>(v) / scale));
            weight *= scale;
        }
        queries.push_back(std::move(query));
        weights.push_back(weight);
    }
    Vector scores;
    for (std::int64_t position = 0; position <= row.position; ++position) {
        const KeyPlace from = key_place(cache, row, position);
        Vector key;
        for (std::int64_t c = 0; c < dim; ++c)
            key.push_back(cache.index_key_format == ops::IndexKeyFormat::F32
                              ? load_as<float>(from.values + 4 * c)
                          : fp8 ? ops::e4m3_to_float(load_as<std::uint8_t>(from.values + c))
                                : ops::bf16_to_float(load_as<std::uint16_t>(from.values + 2 * c)));
        double score = 0;
        for (std::size_t h = 0; h < queries.size(); ++h) {
            const double dot = std::inner_product(key.begin(), key.end(), queries[h].begin(), 0.0);
            score += std::max(dot, 0.0) * weights[h];
        }
        scores.push_back(fp8 ? score * load_as<float>(from.scale) : score);
    }
    return scores;
}

void ReferenceBackend::index_scores(Tensor out, Tensor q, Tensor head_weights, const LayerCache& cache,
                                    const IndexerShape& shape, const Rope& rope) {
    ops::check::index_scores(step_, out, q, head_weights, cache, shape, rope);
    for (std::int64_t r = 0; r < out.rows; ++r) {
        const Vector scores = index_row_scores(r, q, head_weights, cache, shape, rope);
        for (std::int64_t c = 0; c < out.cols; ++c)
            store(out, r, c,
                  c < static_cast<std::int64_t>(scores.size()) ? scores[static_cast<std::size_t>(c)]
                                                               : -INFINITY);
    }
}

void ReferenceBackend::select(Tensor selection, Tensor q, Tensor head_weights, const LayerCache& cache,
                              const IndexerShape& shape, const Rope& rope) {
    ops::check::select(step_, selection, q, head_weights, cache, shape, rope);
    for (std::int64_t r = 0; r < selection.rows; ++r) {
        Vector scores = index_row_scores(r, q, head_weights, cache, shape, rope);
        for (double& score : scores)
            score = std::isnan(score) ? -INFINITY : static_cast<float>(score);
        std::vector<std::int32_t> positions(scores.size());
        std::iota(positions.begin(), positions.end(), 0);
        std::stable_sort(positions.begin(), positions.end(), [&](std::int32_t a, std::int32_t b) {
            return scores[static_cast<std::size_t>(a)] > scores[static_cast<std::size_t>(b)];
        });
        if (positions.size() > static_cast<std::size_t>(shape.topk))
            positions.resize(static_cast<std::size_t>(shape.topk));
        std::sort(positions.begin(), positions.end());
        positions.resize(static_cast<std::size_t>(shape.topk), -1);
        std::copy(positions.begin(), positions.end(),
                  static_cast<std::int32_t*>(selection.slice_rows(r, 1).data));
    }
}

} // namespace hadal::reference
