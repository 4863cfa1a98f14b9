#include "kernels/checks.h"
#include "kernels/cpu/cpu_backend.h"
#include "kernels/cpu/latents.h"

#include <algorithm>
#include <cmath>

namespace hadal::cpu {

namespace {

constexpr std::int64_t kKeyTile = 64;           ///< keys widened together
constexpr std::int64_t kScoreBudget = 1 << 22;  ///< floats of scores held at once, a row at least
constexpr std::int64_t kExpandBudget = 1 << 24; ///< floats of expanded keys and values, a head at least

/// The positions that a row attends to: a list, or all up to its own.
struct Visible {
    const std::int32_t* list = nullptr;
    std::int64_t count = 0;
    std::int64_t operator[](std::int64_t i) const { return list ? list[i] : i; }
};

simd::WeightRows float_rows(const float* data, std::int64_t stride, std::int64_t cols) {
    simd::WeightRows rows;
    rows.data = reinterpret_cast<const std::byte*>(data);
    rows.row_bytes = stride * 4;
    rows.cols = cols;
    return rows;
}

/// Scores of positions that are not selected become -inf. Positions may come in any order.
void keep_selected(float* scores, std::int64_t count, const std::int32_t* selection, std::int64_t selected,
                   std::vector<float>& kept) {
    kept.assign(static_cast<std::size_t>(count), -INFINITY);
    for (std::int64_t i = 0; i < selected; ++i)
        if (selection[i] >= 0)
            kept[static_cast<std::size_t>(selection[i])] = scores[selection[i]];
    std::copy(kept.begin(), kept.end(), scores);
}

} // namespace

void CpuBackend::attend_absorbed(Tensor out, Tensor q_absorbed, const LayerCache& cache, Tensor selection,
                                 const AttentionShape& shape) {
    ops::check::attend_absorbed(step_, out, q_absorbed, cache, selection, shape);
    const ops::LatentLayout layout(cache);
    const std::int64_t heads = shape.heads;
    const std::int64_t rank = layout.rank;
    const std::int64_t width = rank + layout.rope;
    const std::int64_t stride = simd::padded(width);
    const std::int64_t most = selection ? selection.cols : step_.longest();

    std::vector<std::int32_t> positions;
    std::vector<Visible> visible(static_cast<std::size_t>(out.rows));
    if (selection)
        positions.resize(static_cast<std::size_t>(selection.size()));
    for (std::int64_t r = 0; r < out.rows; ++r) {
        Visible& own = visible[static_cast<std::size_t>(r)];
        own.count = step_.row(r).position + 1;
        if (!selection)
            continue;
        std::int32_t* list = positions.data() + r * selection.cols;
        const std::int32_t* chosen = index_row(selection, r);
        const std::int32_t* end = std::copy_if(chosen, chosen + selection.cols, list,
                                               [](std::int32_t position) { return position >= 0; });
        own = {list, end - list};
    }
    float* queries = queries_.of(out.rows * heads * stride);
    for (std::int64_t r = 0; r < out.rows; ++r)
        for (std::int64_t h = 0; h < heads; ++h)
            simd::copy_scaled(queries + (r * heads + h) * stride, float_row(q_absorbed, r) + h * width, 1.0f,
                              width);

    const std::int64_t pass = std::clamp<std::int64_t>(kScoreBudget / (heads * most), 1, out.rows);
    const std::int64_t score_stride = most;
    float* scores = scores_.of(pass * heads * score_stride);
    const std::int64_t key_tiles = (most + kKeyTile - 1) / kKeyTile;
    // With many rows a task takes whole latents; with few, slices of them, so that all threads have some.
    const std::int64_t slice = out.rows >= 4 * pool_.threads() ? (rank + 127) / 128 * 128 : 64;
    const std::int64_t slices = (rank + slice - 1) / slice;

    for (std::int64_t first = 0; first < out.rows; first += pass) {
        const std::int64_t rows = std::min(pass, out.rows - first);
        const std::int64_t work = rows * heads * most * width;
        const auto score_row = [&](std::int64_t r, std::int64_t h) {
            return scores + ((r - first) * heads + h) * score_stride;
        };
        parallel(rows * key_tiles, work, [&](std::int64_t task, int worker) {
            const std::int64_t r = first + task / key_tiles;
            const Visible& own = visible[static_cast<std::size_t>(r)];
            const std::int64_t begin = task % key_tiles * kKeyTile;
            const std::int64_t end = std::min(own.count, begin + kKeyTile);
            if (begin >= end)
                return;
            Worker& memory = workers_[static_cast<std::size_t>(worker)];
            float* keys = memory.tile.of(kKeyTile * stride);
            for (std::int64_t k = begin; k < end; ++k) {
                const std::byte* from = latent_row(cache, layout, step_.row(r), own[k]);
                read_latent(keys + (k - begin) * stride, from, layout, 0, rank);
                read_rope(keys + (k - begin) * stride + rank, from, layout);
            }
            memory.product_rows.clear();
            for (std::int64_t h = 0; h < heads; ++h)
                memory.product_rows.push_back(
                    {queries + (r * heads + h) * stride, nullptr, score_row(r, h) + begin});
            simd::multiply(memory.product_rows.data(), heads, float_rows(keys, stride, width), 0, end - begin,
                           false, memory.product.data());
        });
        parallel(rows * heads, rows * heads * most * 8, [&](std::int64_t task, int) {
            const std::int64_t r = first + task / heads;
            simd::softmax(score_row(r, task % heads), visible[static_cast<std::size_t>(r)].count, shape.scale,
                          numerics_.round_bf16);
        });
        parallel(rows * slices, work, [&](std::int64_t task, int worker) {
            const std::int64_t r = first + task / slices;
            const Visible& own = visible[static_cast<std::size_t>(r)];
            const std::int64_t column = task % slices * slice;
            const std::int64_t columns = std::min(slice, rank - column);
            const std::int64_t value_stride = simd::padded(columns);
            Worker& memory = workers_[static_cast<std::size_t>(worker)];
            float* values = memory.tile.of(kKeyTile * value_stride);
            memory.sum_rows.resize(static_cast<std::size_t>(heads));
            for (std::int64_t h = 0; h < heads; ++h)
                std::fill_n(float_row(out, r) + h * rank + column, columns, 0.0f);
            for (std::int64_t begin = 0; begin < own.count; begin += kKeyTile) {
                const std::int64_t end = std::min(own.count, begin + kKeyTile);
                for (std::int64_t k = begin; k < end; ++k)
                    read_latent(values + (k - begin) * value_stride,
                                latent_row(cache, layout, step_.row(r), own[k]), layout, column, columns);
                for (std::int64_t h = 0; h < heads; ++h)
                    memory.sum_rows[static_cast<std::size_t>(h)] = {score_row(r, h) + begin,
                                                                    float_row(out, r) + h * rank + column};
                simd::accumulate(memory.sum_rows.data(), heads, values, value_stride, end - begin, columns);
            }
            if (numerics_.round_bf16)
                for (std::int64_t h = 0; h < heads; ++h)
                    simd::round_row(float_row(out, r) + h * rank + column, columns);
        });
    }
}

void CpuBackend::attend_expanded(Tensor out, Tensor q, const LinearWeight& kv_b, const LayerCache& cache,
                                 Tensor selection, const AttentionShape& shape) {
    ops::check::attend_expanded(step_, out, q, kv_b, cache, selection, shape);
    for (const ops::SequenceRows& sequence : step_.sequences())
        attend_sequence(sequence, out, q, kv_b, cache, selection, shape);
}

void CpuBackend::attend_sequence(const ops::SequenceRows& sequence, const Tensor& out, const Tensor& q,
                                 const LinearWeight& kv_b, const LayerCache& cache, const Tensor& selection,
                                 const AttentionShape& shape) {
    constexpr std::int64_t kRowTile = 16;
    constexpr std::int64_t kSumGroup = 4; // rows that simd::accumulate takes together
    const ops::LatentLayout layout(cache);
    const std::int64_t tokens = sequence.past + sequence.rows;
    const std::int64_t key_width = shape.q_head_dim();
    const std::int64_t key_stride = simd::padded(key_width);
    const std::int64_t value_stride = simd::padded(shape.v_dim);
    const std::int64_t latent_stride = simd::padded(layout.rank);
    const float prescale = kv_b.values.dtype == DType::F8E4M3 ? simd::kFp8Prescale : 1.0f;
    const bool round = numerics_.round_bf16;
    const std::int64_t pass =
        std::clamp<std::int64_t>(kExpandBudget / (tokens * (key_stride + value_stride)), 1, shape.heads);
    float* keys = keys_.of(pass * tokens * key_stride);
    float* values = values_.of(pass * tokens * value_stride);
    const std::int64_t key_tiles = (tokens + kKeyTile - 1) / kKeyTile;
    const std::int64_t row_tiles = (sequence.rows + kRowTile - 1) / kRowTile;

    for (std::int64_t first = 0; first < shape.heads; first += pass) {
        const std::int64_t heads = std::min(pass, shape.heads - first);
        const auto expand_work = heads * tokens * (shape.nope_dim + shape.v_dim) * layout.rank;
        parallel(heads * key_tiles, expand_work, [&](std::int64_t task, int worker) {
            Worker& own = workers_[static_cast<std::size_t>(worker)];
            const std::int64_t head = task / key_tiles;
            const std::int64_t begin = task % key_tiles * kKeyTile;
            const std::int64_t count = std::min(kKeyTile, tokens - begin);
            float* latents = own.rows.of(kKeyTile * latent_stride);
            const auto expand = [&](std::int64_t weight_row, std::int64_t outputs, float* to,
                                    std::int64_t stride) {
                own.product_rows.clear();
                for (std::int64_t k = 0; k < count; ++k)
                    own.product_rows.push_back({latents + k * latent_stride, nullptr, to + k * stride});
                simd::multiply(own.product_rows.data(), count, weight_rows(kv_b, weight_row), 0, outputs,
                               round, own.product.data());
            };
            float* head_keys = keys + (head * tokens + begin) * key_stride;
            for (std::int64_t k = 0; k < count; ++k) {
                float* latent = latents + k * latent_stride;
                const std::byte* from = latent_row(cache, layout, step_.row(sequence.first_row), begin + k);
                read_latent(latent, from, layout, 0, layout.rank);
                simd::copy_scaled(latent, latent, prescale, layout.rank);
                read_rope(head_keys + k * key_stride + shape.nope_dim, from, layout);
            }
            const std::int64_t row = (first + head) * (shape.nope_dim + shape.v_dim);
            expand(row, shape.nope_dim, head_keys, key_stride);
            expand(row + shape.nope_dim, shape.v_dim, values + (head * tokens + begin) * value_stride,
                   value_stride);
        });
        const auto work = heads * sequence.rows * tokens * (key_width + shape.v_dim);
        parallel(heads * row_tiles, work, [&](std::int64_t task, int worker) {
            Worker& own = workers_[static_cast<std::size_t>(worker)];
            const std::int64_t head = task / row_tiles;
            const std::int64_t begin = task % row_tiles * kRowTile;
            const std::int64_t count = std::min(kRowTile, sequence.rows - begin);
            const std::int64_t seen = sequence.past + begin + count; // keys of the last row
            float* queries = own.rows.of(kRowTile * key_stride);
            float* scores = own.dots.of(kRowTile * seen);
            own.product_rows.clear();
            own.sum_rows.clear();
            for (std::int64_t i = 0; i < count; ++i) {
                const std::int64_t r = sequence.first_row + begin + i;
                simd::copy_scaled(queries + i * key_stride, float_row(q, r) + (first + head) * key_width,
                                  1.0f, key_width);
                own.product_rows.push_back({queries + i * key_stride, nullptr, scores + i * seen});
                float* to = float_row(out, r) + (first + head) * shape.v_dim;
                std::fill_n(to, shape.v_dim, 0.0f);
                own.sum_rows.push_back({scores + i * seen, to});
            }
            simd::multiply(own.product_rows.data(), count,
                           float_rows(keys + head * tokens * key_stride, key_stride, key_width), 0, seen,
                           false, own.product.data());
            for (std::int64_t i = 0; i < count; ++i) {
                float* row = scores + i * seen;
                const std::int64_t visible = sequence.past + begin + i + 1;
                if (selection)
                    keep_selected(row, visible, index_row(selection, sequence.first_row + begin + i),
                                  selection.cols, own.kept);
                simd::softmax(row, visible, shape.scale, round);
            }
            // A row sums up to its own position and no further: a value that is not finite would reach it
            // even with weight 0. Rows of a group share what all of them see.
            const float* head_values = values + head * tokens * value_stride;
            for (std::int64_t i = 0; i < count; i += kSumGroup) {
                const std::int64_t group = std::min(kSumGroup, count - i);
                const std::int64_t shared = sequence.past + begin + i + 1;
                simd::accumulate(&own.sum_rows[static_cast<std::size_t>(i)], group, head_values, value_stride,
                                 shared, shape.v_dim);
                for (std::int64_t j = 1; j < group; ++j) {
                    simd::SumRow rest = own.sum_rows[static_cast<std::size_t>(i + j)];
                    rest.weights += shared;
                    simd::accumulate(&rest, 1, head_values + shared * value_stride, value_stride, j,
                                     shape.v_dim);
                }
            }
            if (round)
                for (const simd::SumRow& row : own.sum_rows)
                    simd::round_row(row.out, shape.v_dim);
        });
    }
}

} // namespace hadal::cpu
