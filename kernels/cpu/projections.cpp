// The parts of latent attention around the attention itself: rotation, cache writes, absorbed projections.
#include "kernels/bf16.h"
#include "kernels/checks.h"
#include "kernels/cpu/cpu_backend.h"
#include "kernels/cpu/latents.h"
#include "kernels/cpu/rotation.h"

#include <algorithm>
#include <cmath>

namespace hadal::cpu {

const float* CpuBackend::rotations(const Rope& rope, std::int64_t dim) {
    for (std::size_t i = 0; i < rotation_count_; ++i) {
        const RotationTable& table = rotation_tables_[i];
        if (table.inv_freq == rope.inv_freq.data && table.magnitude == rope.magnitude && table.dim == dim)
            return table.values.data();
    }
    if (rotation_count_ == rotation_tables_.size())
        rotation_tables_.emplace_back();
    RotationTable& table = rotation_tables_[rotation_count_++];
    table.inv_freq = rope.inv_freq.data;
    table.magnitude = rope.magnitude;
    table.dim = dim;
    table.values.resize(static_cast<std::size_t>(step_.rows() * dim));
    const std::int64_t half = dim / 2;
    for (std::int64_t r = 0; r < step_.rows(); ++r) {
        float* row = table.values.data() + r * dim;
        for (std::int64_t j = 0; j < half; ++j) {
            const float angle = static_cast<float>(step_.row(r).position) * float_row(rope.inv_freq, 0)[j];
            row[j] = std::cos(angle) * rope.magnitude;
            row[half + j] = std::sin(angle) * rope.magnitude;
        }
    }
    return table.values.data();
}

void CpuBackend::rotate_queries(Tensor q, const AttentionShape& shape, const Rope& rope) {
    ops::check::rotate_queries(step_, q, shape, rope);
    const float* table = rotations(rope, shape.rope_dim);
    parallel(q.rows, q.rows * shape.heads * shape.rope_dim * 4, [&](std::int64_t r, int) {
        for (std::int64_t h = 0; h < shape.heads; ++h) {
            float* part = float_row(q, r) + h * shape.q_head_dim() + shape.nope_dim;
            rotate(part, shape.rope_dim, RopeLayout::Interleaved, table + r * shape.rope_dim);
            if (numerics_.round_bf16)
                simd::round_row(part, shape.rope_dim);
        }
    });
}

void CpuBackend::write_latents(const LayerCache& cache, Tensor kv_a, Tensor norm_weight, float eps,
                               const Rope& rope) {
    ops::check::write_latents(step_, cache, kv_a, norm_weight, rope);
    const ops::LatentLayout layout(cache);
    const float* table = rotations(rope, layout.rope);
    const float* weight = widened(norm_weight_, norm_weight);
    parallel(kv_a.rows, kv_a.size() * 8, [&](std::int64_t r, int worker) {
        float* values = workers_[static_cast<std::size_t>(worker)].tile.of(kv_a.cols);
        const float* from = float_row(kv_a, r);
        simd::rms_norm(values, from, weight, layout.rank, eps, numerics_.round_bf16);
        float* part = values + layout.rank;
        std::copy_n(from + layout.rank, layout.rope, part);
        rotate(part, layout.rope, RopeLayout::Interleaved, table + r * layout.rope);
        if (numerics_.round_bf16)
            simd::round_row(part, layout.rope);
        const ops::Step::Row& row = step_.row(r);
        write_latent(latent_row(cache, layout, row, row.position), layout, values);
    });
}

void CpuBackend::absorb_queries(Tensor out, Tensor q, const LinearWeight& kv_b, const AttentionShape& shape) {
    ops::check::absorb_queries(out, q, kv_b, shape);
    constexpr std::int64_t kTile = ops::kFp8Block; // columns of one task
    const std::int64_t rank = shape.kv_lora_rank;
    const std::int64_t width = rank + shape.rope_dim;
    const std::int64_t tiles = (rank + kTile - 1) / kTile;
    const auto from = [&](std::int64_t r, std::int64_t h) {
        return float_row(q, r) + h * shape.q_head_dim();
    };
    parallel(shape.heads * tiles, (q.rows + 1) * shape.heads * shape.nope_dim * rank,
             [&](std::int64_t task, int worker) {
                 Worker& own = workers_[static_cast<std::size_t>(worker)];
                 const std::int64_t h = task / tiles;
                 const std::int64_t first = task % tiles * kTile;
                 const std::int64_t count = std::min(kTile, rank - first);
                 const simd::WeightRows w = weight_rows(kv_b, h * (shape.nope_dim + shape.v_dim));
                 float* tile = own.tile.of(shape.nope_dim * kTile);
                 for (std::int64_t i = 0; i < shape.nope_dim; ++i)
                     simd::widen(tile + i * kTile, w.data + i * w.row_bytes + first * size_of(w.dtype),
                                 w.dtype, count,
                                 w.scales
                                     ? w.scales + (w.first_row + i) / ops::kFp8Block * w.scale_row_bytes +
                                           first / ops::kFp8Block * 4
                                     : nullptr);
                 own.sum_rows.clear();
                 for (std::int64_t r = 0; r < q.rows; ++r) {
                     float* to = float_row(out, r) + h * width + first;
                     std::fill_n(to, count, 0.0f);
                     own.sum_rows.push_back({from(r, h), to});
                 }
                 simd::accumulate(own.sum_rows.data(), q.rows, tile, kTile, shape.nope_dim, count);
                 if (numerics_.round_bf16)
                     for (const simd::SumRow& row : own.sum_rows)
                         simd::round_row(row.out, count);
             });
    for (std::int64_t r = 0; r < q.rows; ++r)
        for (std::int64_t h = 0; h < shape.heads; ++h)
            std::copy_n(from(r, h) + shape.nope_dim, shape.rope_dim, float_row(out, r) + h * width + rank);
}

void CpuBackend::project_values(Tensor out, Tensor u, const LinearWeight& kv_b, const AttentionShape& shape) {
    ops::check::project_values(out, u, kv_b, shape);
    const std::int64_t rank = shape.kv_lora_rank;
    const std::int64_t stride = simd::padded(rank);
    const float prescale = kv_b.values.dtype == DType::F8E4M3 ? simd::kFp8Prescale : 1.0f;
    parallel(shape.heads, u.rows * shape.heads * shape.v_dim * rank, [&](std::int64_t h, int worker) {
        Worker& own = workers_[static_cast<std::size_t>(worker)];
        float* x = own.rows.of(u.rows * stride);
        own.product_rows.clear();
        for (std::int64_t r = 0; r < u.rows; ++r) {
            simd::copy_scaled(x + r * stride, float_row(u, r) + h * rank, prescale, rank);
            own.product_rows.push_back({x + r * stride, nullptr, float_row(out, r) + h * shape.v_dim});
        }
        const simd::WeightRows w = weight_rows(kv_b, h * (shape.nope_dim + shape.v_dim) + shape.nope_dim);
        simd::multiply(own.product_rows.data(), u.rows, w, 0, shape.v_dim, numerics_.round_bf16,
                       own.product.data());
    });
}

} // namespace hadal::cpu
