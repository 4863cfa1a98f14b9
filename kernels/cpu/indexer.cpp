#include "kernels/bf16.h"
#include "kernels/cache_layout.h"
#include "kernels/checks.h"
#include "kernels/cpu/cpu_backend.h"
#include "kernels/cpu/rotation.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace hadal::cpu {

namespace {

constexpr float kLayerNormEps = 1e-6f;
constexpr std::int64_t kIndexTile = 64;
constexpr std::int64_t kRowTile = 8;           ///< rows that share widened keys
constexpr std::int64_t kIndexScores = 1 << 22; ///< floats of scores held at once, a row at least

/// H·x/sqrt(dim) in place, H in Sylvester's order; dim is a power of two.
void hadamard(float* x, std::int64_t dim) {
    for (std::int64_t half = 1; half < dim; half *= 2)
        for (std::int64_t begin = 0; begin < dim; begin += 2 * half)
            for (std::int64_t i = begin; i < begin + half; ++i) {
                const float a = x[i];
                const float b = x[i + half];
                x[i] = a + b;
                x[i + half] = a - b;
            }
    const float scale = 1.0f / std::sqrt(static_cast<float>(dim));
    for (std::int64_t i = 0; i < dim; ++i)
        x[i] *= scale;
}

void turn(float* x, const IndexerShape& shape, const float* table, bool round) {
    rotate(x, shape.rope_dim, shape.layout, table);
    if (round)
        simd::round_row(x, shape.rope_dim);
    if (!shape.hadamard)
        return;
    hadamard(x, shape.head_dim);
    if (round)
        simd::round_row(x, shape.head_dim);
}

void write_key(std::byte* page, const ops::IndexKeyLayout& layout, std::int64_t slot, const float* key) {
    std::byte* to = page + slot * layout.row_bytes();
    if (layout.format == ops::IndexKeyFormat::F32) {
        std::memcpy(to, key, static_cast<std::size_t>(layout.row_bytes()));
        return;
    }
    if (layout.format == ops::IndexKeyFormat::BF16) {
        for (std::int64_t i = 0; i < layout.dim; ++i) {
            const std::uint16_t half = ops::float_to_bf16(key[i]);
            std::memcpy(to + 2 * i, &half, sizeof half);
        }
        return;
    }
    float amax = 0;
    for (std::int64_t i = 0; i < layout.dim; ++i)
        amax = std::max(amax, std::abs(key[i]));
    const float scale = ops::power_of_two_scale(amax);
    for (std::int64_t i = 0; i < layout.dim; ++i)
        to[i] = static_cast<std::byte>(ops::float_to_e4m3(key[i] / scale));
    std::memcpy(page + layout.scales_offset() + slot * 4, &scale, sizeof scale);
}

/// Larger scores, and of equal ones lower positions, give larger numbers. NaN counts as -inf.
std::uint64_t rank_of(float score, std::int64_t position) {
    const float number = std::isnan(score) ? -INFINITY : score + 0.0f; // +0 and -0 are equal
    const auto bits = std::bit_cast<std::uint32_t>(number);
    const std::uint32_t ordered = bits & 0x80000000u ? ~bits : bits | 0x80000000u;
    return static_cast<std::uint64_t>(ordered) << 32 |
           (std::numeric_limits<std::uint32_t>::max() - static_cast<std::uint32_t>(position));
}

void select_best(std::int32_t* selection, std::int64_t topk, const float* scores, std::int64_t count,
                 std::vector<std::uint64_t>& ranks) {
    ranks.resize(static_cast<std::size_t>(count));
    for (std::int64_t t = 0; t < count; ++t)
        ranks[static_cast<std::size_t>(t)] = rank_of(scores[t], t);
    const auto last = ranks.begin() + (topk - 1);
    std::nth_element(ranks.begin(), last, ranks.end(), std::greater<>());
    const std::uint64_t worst = *last;
    for (std::int64_t t = 0; t < count; ++t)
        if (rank_of(scores[t], t) >= worst)
            *selection++ = static_cast<std::int32_t>(t);
}

} // namespace

void CpuBackend::write_index_keys(const LayerCache& cache, Tensor k, Tensor norm_weight, Tensor norm_bias,
                                  const IndexerShape& shape, const Rope& rope) {
    ops::check::write_index_keys(step_, cache, k, norm_weight, norm_bias, shape, rope);
    const ops::IndexKeyLayout layout(cache);
    const float* table = rotations(rope, shape.rope_dim);
    const float* weight = widened(norm_weight_, norm_weight);
    const float* bias = widened(norm_bias_, norm_bias);
    parallel(k.rows, k.size() * 16, [&](std::int64_t r, int worker) {
        float* key = workers_[static_cast<std::size_t>(worker)].tile.of(shape.head_dim);
        simd::layer_norm(key, float_row(k, r), weight, bias, shape.head_dim, kLayerNormEps,
                         numerics_.round_bf16);
        turn(key, shape, table + r * shape.rope_dim, numerics_.round_bf16);
        const ops::Step::Row& row = step_.row(r);
        write_key(ops::page_data(cache.index_keys, row.page(row.position)), layout,
                  row.position % ops::kPageTokens, key);
    });
}

void CpuBackend::index_queries(const Tensor& q, const Tensor& head_weights, const LayerCache& cache,
                               const IndexerShape& shape, const Rope& rope, std::int64_t skip) {
    const std::int64_t dim = shape.head_dim;
    const std::int64_t stride = simd::padded(dim);
    const bool fp8 = cache.index_key_format == ops::IndexKeyFormat::FP8;
    const float factor = 1.0f / std::sqrt(static_cast<float>(shape.heads * dim));
    const float* table = rotations(rope, shape.rope_dim);
    float* queries = index_queries_.of(q.rows * shape.heads * stride);
    float* weights = index_weights_.of(q.rows * shape.heads);
    parallel(q.rows, q.size() * 8, [&](std::int64_t r, int) {
        if (step_.row(r).position < skip)
            return;
        for (std::int64_t h = 0; h < shape.heads; ++h) {
            float* query = queries + (r * shape.heads + h) * stride;
            simd::copy_scaled(query, float_row(q, r) + h * dim, 1.0f, dim);
            turn(query, shape, table + r * shape.rope_dim, numerics_.round_bf16);
            float scale = 1.0f;
            if (fp8)
                simd::quantise(query, &scale, query, dim, dim, true, 1.0f);
            weights[r * shape.heads + h] = float_row(head_weights, r)[h] * factor * scale;
        }
    });
}

void CpuBackend::score_rows(float* out, std::int64_t out_stride, std::int64_t first, std::int64_t count,
                            const LayerCache& cache, const IndexerShape& shape, std::int64_t skip) {
    struct Block { // rows of one sequence
        std::int64_t first;
        std::int64_t count;
    };
    std::vector<Block> blocks;
    std::int64_t longest = 0;
    for (std::int64_t r = first; r < first + count; ++r) {
        const ops::Step::Row& row = step_.row(r);
        if (row.position < skip)
            continue;
        longest = std::max(longest, row.position + 1);
        const bool follows = !blocks.empty() && blocks.back().first + blocks.back().count == r &&
                             blocks.back().count < kRowTile &&
                             step_.row(blocks.back().first).pages == row.pages;
        if (follows)
            ++blocks.back().count;
        else
            blocks.push_back({r, 1});
    }
    const ops::IndexKeyLayout layout(cache);
    const bool fp8 = layout.format == ops::IndexKeyFormat::FP8;
    const DType dtype = fp8                                          ? DType::F8E4M3
                        : layout.format == ops::IndexKeyFormat::BF16 ? DType::BF16
                                                                     : DType::F32;
    const std::int64_t heads = shape.heads;
    const std::int64_t stride = simd::padded(shape.head_dim);
    const std::int64_t tiles = (longest + kIndexTile - 1) / kIndexTile;
    const auto work = static_cast<std::int64_t>(blocks.size()) * longest * kRowTile * heads * shape.head_dim;
    static_assert(kIndexTile == ops::kPageTokens, "a tile is a page");
    parallel(static_cast<std::int64_t>(blocks.size()) * tiles, work, [&](std::int64_t task, int worker) {
        const Block& block = blocks[static_cast<std::size_t>(task / tiles)];
        const ops::Step::Row& last = step_.row(block.first + block.count - 1);
        const std::int64_t begin = task % tiles * kIndexTile;
        const std::int64_t end = std::min(begin + kIndexTile, last.position + 1);
        if (begin >= end)
            return;
        Worker& own = workers_[static_cast<std::size_t>(worker)];
        float* keys = own.tile.of(kIndexTile * stride);
        const std::byte* page = ops::page_data(cache.index_keys, last.page(begin));
        for (std::int64_t k = 0; k < end - begin; ++k)
            simd::widen(keys + k * stride, page + k * layout.row_bytes(), dtype, shape.head_dim, nullptr);
        float* dots = own.dots.of(kRowTile * heads * kIndexTile);
        own.product_rows.clear();
        for (std::int64_t i = 0; i < block.count * heads; ++i)
            own.product_rows.push_back(
                {index_queries_.data() + (block.first * heads + i) * stride, nullptr, dots + i * kIndexTile});
        simd::WeightRows rows;
        rows.data = reinterpret_cast<const std::byte*>(keys);
        rows.row_bytes = stride * 4;
        rows.cols = shape.head_dim;
        simd::multiply(own.product_rows.data(), block.count * heads, rows, 0, end - begin, false,
                       own.product.data());
        for (std::int64_t i = 0; i < block.count; ++i) {
            const std::int64_t r = block.first + i;
            const std::int64_t own_end = std::min(end, step_.row(r).position + 1);
            if (own_end <= begin)
                continue;
            float* scores = out + (r - first) * out_stride + begin;
            std::fill_n(scores, own_end - begin, 0.0f);
            simd::add_relu(scores, dots + i * heads * kIndexTile, kIndexTile,
                           index_weights_.data() + r * heads, heads, own_end - begin);
            for (std::int64_t k = 0; fp8 && k < own_end - begin; ++k) {
                float scale;
                std::memcpy(&scale, page + layout.scales_offset() + k * 4, sizeof scale);
                scores[k] *= scale;
            }
        }
    });
}

void CpuBackend::index_scores(Tensor out, Tensor q, Tensor head_weights, const LayerCache& cache,
                              const IndexerShape& shape, const Rope& rope) {
    ops::check::index_scores(step_, out, q, head_weights, cache, shape, rope);
    index_queries(q, head_weights, cache, shape, rope, 0);
    score_rows(float_row(out, 0), out.stride, 0, out.rows, cache, shape, 0);
    for (std::int64_t r = 0; r < out.rows; ++r)
        std::fill(float_row(out, r) + step_.row(r).position + 1, float_row(out, r) + out.cols, -INFINITY);
}

void CpuBackend::select(Tensor selection, Tensor q, Tensor head_weights, const LayerCache& cache,
                        const IndexerShape& shape, const Rope& rope) {
    ops::check::select(step_, selection, q, head_weights, cache, shape, rope);
    const std::int64_t topk = shape.topk;
    const bool all = step_.longest() <= topk;
    if (!all)
        index_queries(q, head_weights, cache, shape, rope, topk);
    const std::int64_t stride = step_.longest();
    const std::int64_t pass =
        all ? selection.rows : std::clamp<std::int64_t>(kIndexScores / stride, 1, selection.rows);
    float* scores = all ? nullptr : scores_.of(pass * stride);
    for (std::int64_t first = 0; first < selection.rows; first += pass) {
        const std::int64_t rows = std::min(pass, selection.rows - first);
        if (!all)
            score_rows(scores, stride, first, rows, cache, shape, topk);
        parallel(rows, all ? 0 : rows * stride * 16, [&](std::int64_t i, int worker) {
            std::int32_t* row = index_row(selection, first + i);
            const std::int64_t count = step_.row(first + i).position + 1;
            if (count > topk)
                return select_best(row, topk, scores + i * stride, count,
                                   workers_[static_cast<std::size_t>(worker)].ranks);
            for (std::int64_t t = 0; t < topk; ++t)
                row[t] = t < count ? static_cast<std::int32_t>(t) : -1;
        });
    }
}

} // namespace hadal::cpu
