#include "kernels/checks.h"
#include "kernels/cpu/cpu_backend.h"
#include "kernels/fp8.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

namespace hadal::cpu {

namespace {

void score_experts(float* scores, const float* logits, std::int64_t count, ops::Scoring scoring) {
    if (scoring == ops::Scoring::Sigmoid) {
        for (std::int64_t e = 0; e < count; ++e)
            scores[e] = 1.0f / (1.0f + std::exp(-logits[e]));
        return;
    }
    const float best = *std::max_element(logits, logits + count);
    float sum = 0;
    for (std::int64_t e = 0; e < count; ++e) {
        scores[e] = std::exp(logits[e] - best);
        sum += scores[e];
    }
    for (std::int64_t e = 0; e < count; ++e)
        scores[e] /= sum;
}

/// Moves the `count` best candidates to the front, best first; of equals the lower index wins.
void pick_best(std::vector<std::int32_t>& candidates, const std::vector<float>& values, std::int64_t count) {
    std::partial_sort(candidates.begin(), candidates.begin() + count, candidates.end(),
                      [&](std::int32_t a, std::int32_t b) {
                          const float va = values[static_cast<std::size_t>(a)];
                          const float vb = values[static_cast<std::size_t>(b)];
                          return va > vb || (va == vb && a < b);
                      });
    candidates.resize(static_cast<std::size_t>(count));
}

float group_score(const float* choice, std::int64_t size, ops::GroupScore kind) {
    float first = -INFINITY;
    float second = -INFINITY;
    for (std::int64_t i = 0; i < size; ++i) {
        if (choice[i] > first) {
            second = first;
            first = choice[i];
        } else {
            second = std::max(second, choice[i]);
        }
    }
    return kind == ops::GroupScore::TopTwoSum && size > 1 ? first + second : first;
}

std::vector<std::int32_t> all_of(std::int64_t count) {
    std::vector<std::int32_t> indices(static_cast<std::size_t>(count));
    std::iota(indices.begin(), indices.end(), 0);
    return indices;
}

std::vector<std::int32_t> candidates(const std::vector<float>& choice, const ops::RoutingShape& shape) {
    if (shape.group_score == ops::GroupScore::None)
        return all_of(shape.experts);
    const std::int64_t size = shape.experts / shape.groups;
    std::vector<float> scores;
    for (std::int64_t g = 0; g < shape.groups; ++g)
        scores.push_back(group_score(choice.data() + g * size, size, shape.group_score));
    std::vector<std::int32_t> groups = all_of(shape.groups);
    pick_best(groups, scores, shape.topk_groups);
    std::vector<std::int32_t> kept;
    for (const std::int32_t group : groups)
        for (std::int64_t i = 0; i < size; ++i)
            kept.push_back(static_cast<std::int32_t>(group * size + i));
    return kept;
}

} // namespace

void CpuBackend::route(Tensor experts, Tensor weights, Tensor logits, Tensor bias,
                       const ops::RoutingShape& shape) {
    ops::check::route(experts, weights, logits, bias, shape);
    std::vector<float> biases(static_cast<std::size_t>(shape.experts));
    if (bias) // a weight: it may lie at any address
        std::memcpy(biases.data(), bias.data, biases.size() * sizeof(float));
    parallel(logits.rows, logits.size() * 64, [&](std::int64_t r, int) {
        std::vector<float> scores(static_cast<std::size_t>(shape.experts));
        score_experts(scores.data(), float_row(logits, r), shape.experts, shape.scoring);
        std::vector<float> choice = scores;
        for (std::int64_t e = 0; e < shape.experts; ++e) {
            float& value = choice[static_cast<std::size_t>(e)];
            value += biases[static_cast<std::size_t>(e)];
            if (std::isnan(value))
                value = -INFINITY;
        }
        std::vector<std::int32_t> chosen = candidates(choice, shape);
        pick_best(chosen, choice, shape.topk);
        float sum = 0;
        for (const std::int32_t e : chosen)
            sum += scores[static_cast<std::size_t>(e)];
        for (std::int64_t k = 0; k < shape.topk; ++k) {
            const std::int32_t e = chosen[static_cast<std::size_t>(k)];
            const float score = scores[static_cast<std::size_t>(e)];
            index_row(experts, r)[k] = e;
            float_row(weights, r)[k] = (shape.normalise ? score / (sum + 1e-20f) : score) * shape.scale;
        }
    });
}

/// One SwiGLU network and the rows that go through it.
struct CpuBackend::MlpJob {
    const MlpWeights* weights = nullptr;
    StagedRows x;
    std::vector<std::int64_t> inputs; ///< rows of x
    std::vector<float*> outputs;      ///< [hidden], one for each input
    std::int64_t first_value = 0;     ///< where its rows of gate·up begin
    std::int64_t first_scale = 0;     ///< and their scales, where they are quantised

    std::int64_t rows() const { return static_cast<std::int64_t>(inputs.size()); }
    std::int64_t width() const { return weights->gate.values.rows; }
    std::int64_t stride() const { return simd::padded(width()); }
    std::int64_t scale_stride() const { return ops::fp8_blocks(width()); }
};

void CpuBackend::run_mlps(std::span<MlpJob> jobs, std::int64_t hidden) {
    constexpr std::int64_t kTile = 64; // weight rows of one task
    struct Tile {
        const MlpJob* job;
        std::int64_t first;
        std::int64_t count;
    };
    struct Row {
        const MlpJob* job;
        std::int64_t row;
    };
    std::vector<Tile> wide;
    std::vector<Tile> narrow;
    std::vector<Row> rows;
    std::int64_t work = 0;
    std::int64_t values = 0;
    std::int64_t scales = 0;
    for (MlpJob& job : jobs) {
        for (std::int64_t i = 0; i < job.width(); i += kTile)
            wide.push_back({&job, i, std::min(kTile, job.width() - i)});
        for (std::int64_t i = 0; i < hidden; i += kTile)
            narrow.push_back({&job, i, std::min(kTile, hidden - i)});
        for (std::int64_t r = 0; r < job.rows(); ++r)
            rows.push_back({&job, r});
        work += job.rows() * job.width() * hidden;
        job.first_value = values;
        job.first_scale = scales;
        values += job.rows() * job.stride();
        scales += job.rows() * job.scale_stride();
    }
    const bool round = numerics_.round_bf16;
    float* gate = gate_.of(values);
    float* up = up_.of(values);
    float* staged = product_stage_.values.of(values);
    float* staged_scales = product_stage_.scales.of(scales);

    parallel(static_cast<std::int64_t>(wide.size()), 2 * work, [&](std::int64_t t, int worker) {
        const auto [job, first, count] = wide[static_cast<std::size_t>(t)];
        Worker& own = workers_[static_cast<std::size_t>(worker)];
        const auto multiply = [&](const LinearWeight& weight, float* out) {
            own.product_rows.clear();
            for (std::int64_t r = 0; r < job->rows(); ++r)
                own.product_rows.push_back(job->x.row(job->inputs[static_cast<std::size_t>(r)],
                                                      out + job->first_value + r * job->stride()));
            simd::multiply(own.product_rows.data(), job->rows(), weight_rows(weight), first, count, round,
                           own.product.data());
        };
        multiply(job->weights->gate, gate);
        multiply(job->weights->up, up);
        for (std::int64_t r = 0; r < job->rows(); ++r) {
            const std::int64_t at = job->first_value + r * job->stride() + first;
            simd::swiglu(gate + at, gate + at, up + at, count, round);
        }
    });
    parallel(static_cast<std::int64_t>(rows.size()), values, [&](std::int64_t i, int) {
        const auto [job, row] = rows[static_cast<std::size_t>(i)];
        const DType dtype = job->weights->down.values.dtype;
        const std::int64_t at = job->first_value + row * job->stride();
        stage_row(staged + at,
                  quantises(dtype) ? staged_scales + job->first_scale + row * job->scale_stride() : nullptr,
                  gate + at, job->width(), dtype == DType::F8E4M3);
    });
    parallel(static_cast<std::int64_t>(narrow.size()), work, [&](std::int64_t t, int worker) {
        const auto [job, first, count] = narrow[static_cast<std::size_t>(t)];
        Worker& own = workers_[static_cast<std::size_t>(worker)];
        const LinearWeight& down = job->weights->down;
        const StagedRows products{staged + job->first_value, job->stride(),
                                  quantises(down.values.dtype) ? staged_scales + job->first_scale : nullptr,
                                  job->scale_stride()};
        own.product_rows.clear();
        for (std::int64_t r = 0; r < job->rows(); ++r)
            own.product_rows.push_back(products.row(r, job->outputs[static_cast<std::size_t>(r)]));
        simd::multiply(own.product_rows.data(), job->rows(), weight_rows(down), first, count, round,
                       own.product.data());
    });
}

void CpuBackend::mlp(Tensor out, Tensor x, const MlpWeights& weights) {
    ops::check::mlp(out, x, weights);
    MlpJob job;
    job.weights = &weights;
    job.x = stage(stage_, x, weights.gate.values.dtype);
    for (std::int64_t r = 0; r < x.rows; ++r) {
        job.inputs.push_back(r);
        job.outputs.push_back(float_row(out, r));
    }
    run_mlps({&job, 1}, x.cols);
}

void CpuBackend::experts(Tensor out, Tensor x, Tensor expert_ids, Tensor expert_weights,
                         std::span<const MlpWeights> routed, const MlpWeights* shared) {
    ops::check::experts(out, x, expert_ids, expert_weights, routed, shared);
    const std::int64_t topk = expert_ids.cols;
    const std::int64_t slots = topk + (shared ? 1 : 0);
    float* outputs = expert_out_.of(x.rows * slots * x.cols);
    const auto output = [&](std::int64_t row, std::int64_t slot) {
        return outputs + (row * slots + slot) * x.cols;
    };

    // One job for each expert that is used, so that its weights are read once for all its rows.
    std::vector<MlpJob> jobs;
    const auto start_job = [&](const MlpWeights& weights, Stage& to) {
        const DType dtype = weights.gate.values.dtype;
        const bool same = !jobs.empty() && jobs.back().weights->gate.values.dtype == dtype;
        const StagedRows staged = same ? jobs.back().x : stage(to, x, dtype);
        jobs.emplace_back().weights = &weights;
        jobs.back().x = staged;
    };
    std::vector<std::int32_t> job_of(routed.size(), -1);
    const auto add = [](MlpJob& job, std::int64_t row, float* to) {
        job.inputs.push_back(row);
        job.outputs.push_back(to);
    };
    for (std::int64_t r = 0; r < x.rows; ++r)
        for (std::int64_t k = 0; k < topk; ++k) {
            const auto expert = static_cast<std::size_t>(index_row(expert_ids, r)[k]);
            if (job_of[expert] < 0) {
                job_of[expert] = static_cast<std::int32_t>(jobs.size());
                start_job(routed[expert], stage_);
            }
            add(jobs[static_cast<std::size_t>(job_of[expert])], r, output(r, k));
        }
    if (shared) {
        start_job(*shared, shared_stage_);
        for (std::int64_t r = 0; r < x.rows; ++r)
            add(jobs.back(), r, output(r, topk));
    }
    run_mlps(jobs, x.cols);

    parallel(x.rows, x.size() * slots, [&](std::int64_t r, int) {
        float* sum = float_row(out, r);
        std::fill_n(sum, x.cols, 0.0f);
        for (std::int64_t k = 0; k < topk; ++k)
            simd::add_scaled(sum, output(r, k), float_row(expert_weights, r)[k], x.cols);
        if (shared)
            simd::add_scaled(sum, output(r, topk), 1.0f, x.cols);
        if (numerics_.round_bf16)
            simd::round_row(sum, x.cols);
    });
}

} // namespace hadal::cpu
