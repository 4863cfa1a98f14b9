#include "kernels/cache_layout.h"
#include "kernels/checks.h"
#include "kernels/reference/reference_backend.h"

#include <cmath>

namespace hadal::reference {

void rotate(double* x, std::int64_t dim, RopeLayout layout, const Rope& rope, std::int64_t position) {
    for (std::int64_t j = 0; j < dim / 2; ++j) {
        const float angle = static_cast<float>(position) * static_cast<float>(load(rope.inv_freq, 0, j));
        const double cosine = std::cos(static_cast<double>(angle)) * rope.magnitude;
        const double sine = std::sin(static_cast<double>(angle)) * rope.magnitude;
        double& first = x[layout == RopeLayout::Interleaved ? 2 * j : j];
        double& second = x[layout == RopeLayout::Interleaved ? 2 * j + 1 : j + dim / 2];
        const double a = first;
        const double b = second;
        first = a * cosine - b * sine;
        second = a * sine + b * cosine;
    }
}

void ReferenceBackend::rotate_queries(Tensor q, const AttentionShape& shape, const Rope& rope) {
    ops::check::rotate_queries(step_, q, shape, rope);
    for (std::int64_t r = 0; r < q.rows; ++r)
        for (std::int64_t h = 0; h < shape.heads; ++h) {
            const std::int64_t first = h * shape.q_head_dim() + shape.nope_dim;
            Vector part;
            for (std::int64_t c = 0; c < shape.rope_dim; ++c)
                part.push_back(load(q, r, first + c));
            rotate(part.data(), shape.rope_dim, RopeLayout::Interleaved, rope, step_.row(r).position);
            for (std::int64_t c = 0; c < shape.rope_dim; ++c)
                store(q, r, first + c, rounded(part[static_cast<std::size_t>(c)]));
        }
}

namespace {

template <typename T>
void store_as(std::byte* at, T value) {
    std::memcpy(at, &value, sizeof value);
}

/// Writes values already rounded as activations.
void write_latent(std::byte* row, const ops::LatentLayout& layout, const Vector& values) {
    const std::int64_t width = layout.rank + layout.rope;
    const auto value = [&](std::int64_t i) {
        return static_cast<float>(values[static_cast<std::size_t>(i)]);
    };
    if (layout.format == ops::LatentFormat::F32) {
        for (std::int64_t i = 0; i < width; ++i)
            store_as(row + 4 * i, value(i));
        return;
    }
    if (layout.format == ops::LatentFormat::BF16) {
        for (std::int64_t i = 0; i < width; ++i)
            store_as(row + 2 * i, ops::float_to_bf16(value(i)));
        return;
    }
    for (std::int64_t block = 0; block < ops::fp8_blocks(layout.rank); ++block) {
        const std::int64_t begin = block * ops::kFp8Block;
        const std::int64_t end = std::min(layout.rank, begin + ops::kFp8Block);
        float amax = 0;
        for (std::int64_t i = begin; i < end; ++i)
            amax = std::max(amax, std::abs(value(i)));
        const float scale = ops::power_of_two_scale(amax);
        for (std::int64_t i = begin; i < end; ++i)
            store_as(row + i, ops::float_to_e4m3(value(i) / scale));
        store_as(row + layout.scales_offset() + 4 * block, scale);
    }
    for (std::int64_t i = 0; i < layout.rope; ++i)
        store_as(row + layout.rope_offset() + 2 * i, ops::float_to_bf16(value(layout.rank + i)));
}

Vector read_latent(const std::byte* row, const ops::LatentLayout& layout) {
    Vector values;
    for (std::int64_t i = 0; i < layout.rank + layout.rope; ++i) {
        if (layout.format == ops::LatentFormat::F32)
            values.push_back(load_as<float>(row + 4 * i));
        else if (layout.format == ops::LatentFormat::BF16)
            values.push_back(ops::bf16_to_float(load_as<std::uint16_t>(row + 2 * i)));
        else if (i < layout.rank)
            values.push_back(static_cast<double>(ops::e4m3_to_float(load_as<std::uint8_t>(row + i))) *
                             load_as<float>(row + layout.scales_offset() + 4 * (i / ops::kFp8Block)));
        else
            values.push_back(ops::bf16_to_float(
                load_as<std::uint16_t>(row + layout.rope_offset() + 2 * (i - layout.rank))));
    }
    return values;
}

std::byte* latent_row(const LayerCache& cache, const ops::Step::Row& row, std::int64_t position) {
    return ops::page_data(cache.latents, row.page(position)) +
           position % ops::kPageTokens * ops::LatentLayout(cache).row_bytes();
}

/// The positions that a row attends to.
std::vector<std::int64_t> visible(const Tensor& selection, std::int64_t row, std::int64_t own) {
    std::vector<std::int64_t> positions;
    if (!selection) {
        for (std::int64_t p = 0; p <= own; ++p)
            positions.push_back(p);
        return positions;
    }
    for (std::int64_t i = 0; i < selection.cols; ++i)
        if (load_index(selection, row, i) >= 0)
            positions.push_back(load_index(selection, row, i));
    return positions;
}

void softmax(Vector& x) {
    double best = -INFINITY;
    for (const double v : x)
        best = std::max(best, v);
    double sum = 0;
    for (double& v : x) {
        v = std::exp(v - best);
        sum += v;
    }
    for (double& v : x)
        v /= sum;
}

} // namespace

void ReferenceBackend::write_latents(const LayerCache& cache, Tensor kv_a, Tensor norm_weight, float eps,
                                     const Rope& rope) {
    ops::check::write_latents(step_, cache, kv_a, norm_weight, rope);
    const ops::LatentLayout layout(cache);
    for (std::int64_t r = 0; r < kv_a.rows; ++r) {
        Vector values;
        for (std::int64_t c = 0; c < kv_a.cols; ++c)
            values.push_back(load(kv_a, r, c));
        double squares = 0;
        for (std::int64_t c = 0; c < layout.rank; ++c)
            squares += load(kv_a, r, c) * load(kv_a, r, c);
        const double factor = 1.0 / std::sqrt(squares / static_cast<double>(layout.rank) + eps);
        for (std::int64_t c = 0; c < layout.rank; ++c)
            values[static_cast<std::size_t>(c)] *= factor * load(norm_weight, 0, c);
        rotate(values.data() + layout.rank, layout.rope, RopeLayout::Interleaved, rope,
               step_.row(r).position);
        for (double& v : values)
            v = rounded(v);
        write_latent(latent_row(cache, step_.row(r), step_.row(r).position), layout, values);
    }
}

void ReferenceBackend::absorb_queries(Tensor out, Tensor q, const LinearWeight& kv_b,
                                      const AttentionShape& shape) {
    ops::check::absorb_queries(out, q, kv_b, shape);
    const std::int64_t rank = shape.kv_lora_rank;
    for (std::int64_t r = 0; r < q.rows; ++r)
        for (std::int64_t h = 0; h < shape.heads; ++h) {
            const std::int64_t to = h * (rank + shape.rope_dim);
            for (std::int64_t c = 0; c < rank; ++c) {
                double sum = 0;
                for (std::int64_t i = 0; i < shape.nope_dim; ++i)
                    sum += load(q, r, h * shape.q_head_dim() + i) *
                           load_weight(kv_b, h * (shape.nope_dim + shape.v_dim) + i, c);
                store(out, r, to + c, rounded(sum));
            }
            for (std::int64_t c = 0; c < shape.rope_dim; ++c)
                store(out, r, to + rank + c, load(q, r, h * shape.q_head_dim() + shape.nope_dim + c));
        }
}

void ReferenceBackend::attend_absorbed(Tensor out, Tensor q_absorbed, const LayerCache& cache,
                                       Tensor selection, const AttentionShape& shape) {
    ops::check::attend_absorbed(step_, out, q_absorbed, cache, selection, shape);
    const ops::LatentLayout layout(cache);
    const std::int64_t width = layout.rank + layout.rope;
    for (std::int64_t r = 0; r < out.rows; ++r) {
        const ops::Step::Row& row = step_.row(r);
        std::vector<Vector> keys;
        for (const std::int64_t position : visible(selection, r, row.position))
            keys.push_back(read_latent(latent_row(cache, row, position), layout));
        for (std::int64_t h = 0; h < shape.heads; ++h) {
            Vector probabilities;
            for (const Vector& key : keys) {
                double dot = 0;
                for (std::int64_t c = 0; c < width; ++c)
                    dot += load(q_absorbed, r, h * width + c) * key[static_cast<std::size_t>(c)];
                probabilities.push_back(dot * shape.scale);
            }
            softmax(probabilities);
            for (std::int64_t c = 0; c < layout.rank; ++c) {
                double sum = 0;
                for (std::size_t k = 0; k < keys.size(); ++k)
                    sum += rounded(probabilities[k]) * keys[k][static_cast<std::size_t>(c)];
                store(out, r, h * layout.rank + c, rounded(sum));
            }
        }
    }
}

void ReferenceBackend::project_values(Tensor out, Tensor u, const LinearWeight& kv_b,
                                      const AttentionShape& shape) {
    ops::check::project_values(out, u, kv_b, shape);
    for (std::int64_t r = 0; r < u.rows; ++r)
        for (std::int64_t h = 0; h < shape.heads; ++h)
            for (std::int64_t v = 0; v < shape.v_dim; ++v) {
                double sum = 0;
                for (std::int64_t c = 0; c < shape.kv_lora_rank; ++c)
                    sum += load(u, r, h * shape.kv_lora_rank + c) *
                           load_weight(kv_b, h * (shape.nope_dim + shape.v_dim) + shape.nope_dim + v, c);
                store(out, r, h * shape.v_dim + v, rounded(sum));
            }
}

void ReferenceBackend::attend_expanded(Tensor out, Tensor q, const LinearWeight& kv_b,
                                       const LayerCache& cache, Tensor selection,
                                       const AttentionShape& shape) {
    ops::check::attend_expanded(step_, out, q, kv_b, cache, selection, shape);
    const ops::LatentLayout layout(cache);
    const std::int64_t head_rows = shape.nope_dim + shape.v_dim;
    for (std::int64_t r = 0; r < out.rows; ++r) {
        const ops::Step::Row& row = step_.row(r);
        const std::vector<std::int64_t> positions = visible(selection, r, row.position);
        for (std::int64_t h = 0; h < shape.heads; ++h) {
            Vector probabilities;
            std::vector<Vector> expanded; // per position: key without rope, then value
            for (const std::int64_t position : positions) {
                const Vector latent = read_latent(latent_row(cache, row, position), layout);
                Vector key_value;
                for (std::int64_t i = 0; i < head_rows; ++i) {
                    double sum = 0;
                    for (std::int64_t c = 0; c < layout.rank; ++c)
                        sum += load_weight(kv_b, h * head_rows + i, c) * latent[static_cast<std::size_t>(c)];
                    key_value.push_back(rounded(sum));
                }
                double dot = 0;
                for (std::int64_t i = 0; i < shape.nope_dim; ++i)
                    dot += load(q, r, h * shape.q_head_dim() + i) * key_value[static_cast<std::size_t>(i)];
                for (std::int64_t i = 0; i < shape.rope_dim; ++i)
                    dot += load(q, r, h * shape.q_head_dim() + shape.nope_dim + i) *
                           latent[static_cast<std::size_t>(layout.rank + i)];
                probabilities.push_back(dot * shape.scale);
                expanded.push_back(std::move(key_value));
            }
            softmax(probabilities);
            for (std::int64_t v = 0; v < shape.v_dim; ++v) {
                double sum = 0;
                for (std::size_t k = 0; k < expanded.size(); ++k)
                    sum +=
                        rounded(probabilities[k]) * expanded[k][static_cast<std::size_t>(shape.nope_dim + v)];
                store(out, r, h * shape.v_dim + v, rounded(sum));
            }
        }
    }
}

} // namespace hadal::reference
