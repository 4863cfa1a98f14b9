#include "kernels/bf16.h"
#include "kernels/checks.h"
#include "kernels/cpu/cores.h"
#include "kernels/cpu/cpu_backend.h"
#include "kernels/fp8.h"

#include <algorithm>
#include <cstring>

namespace hadal::cpu {

namespace {

/// Multiply-adds that one thread does in about the time that sharing them costs.
constexpr std::int64_t kWorthSharing = 1 << 17;

} // namespace

CpuBackend::CpuBackend(const Options& options)
    : numerics_(options.numerics), pool_(options.threads > 0 ? options.threads : usable_cores()),
      name_(std::string("CPU, ") + simd::instruction_set() + ", " + std::to_string(pool_.threads()) +
            (pool_.threads() == 1 ? " thread" : " threads")),
      workers_(static_cast<std::size_t>(pool_.threads())) {
    for (Worker& worker : workers_)
        worker.product.of(simd::multiply_scratch());
}

void CpuBackend::parallel(std::int64_t count, std::int64_t work, const ThreadPool::Task& task) {
    if (work >= kWorthSharing)
        return pool_.run(count, task);
    for (std::int64_t i = 0; i < count; ++i)
        task(i, 0);
}

ops::Buffer CpuBackend::allocate(DType dtype, std::int64_t rows, std::int64_t cols) {
    const std::shared_ptr<void> owner(allocate_aligned(rows * cols * size_of(dtype)), FreeAligned());
    return {Tensor{owner.get(), dtype, rows, cols, cols}, owner};
}

ops::Buffer CpuBackend::import_weight(const void* host, DType dtype, std::int64_t rows, std::int64_t cols) {
    return {Tensor{const_cast<void*>(host), dtype, rows, cols, cols}, nullptr};
}

void CpuBackend::upload(Tensor to, const void* host) {
    const std::int64_t bytes = to.cols * size_of(to.dtype);
    for (std::int64_t r = 0; r < to.rows; ++r)
        std::memcpy(to.slice_rows(r, 1).data, static_cast<const std::byte*>(host) + r * bytes,
                    static_cast<std::size_t>(bytes));
}

void CpuBackend::download(void* host, Tensor from) {
    const std::int64_t bytes = from.cols * size_of(from.dtype);
    for (std::int64_t r = 0; r < from.rows; ++r)
        std::memcpy(static_cast<std::byte*>(host) + r * bytes, from.slice_rows(r, 1).data,
                    static_cast<std::size_t>(bytes));
}

void CpuBackend::copy(Tensor to, Tensor from) {
    ops::check::copy(to, from);
    const std::int64_t bytes = to.cols * size_of(to.dtype);
    for (std::int64_t r = 0; r < to.rows; ++r)
        std::memcpy(to.slice_rows(r, 1).data, from.slice_rows(r, 1).data, static_cast<std::size_t>(bytes));
}

void CpuBackend::begin_step(std::span<const ops::SequenceRows> sequences) {
    step_ = ops::Step(sequences);
    rotation_count_ = 0;
}

void CpuBackend::embed(Tensor out, Tensor ids, Tensor table) {
    ops::check::embed(out, ids, table);
    parallel(out.rows, out.size(), [&](std::int64_t r, int worker) {
        Worker& own = workers_[static_cast<std::size_t>(worker)];
        float* row = own.tile.of(simd::padded(out.cols));
        simd::widen(row, static_cast<const std::byte*>(table.slice_rows(*index_row(ids, r), 1).data),
                    table.dtype, out.cols, nullptr);
        if (numerics_.round_bf16)
            simd::round_row(row, out.cols);
        std::copy_n(row, out.cols, float_row(out, r));
    });
}

void CpuBackend::gather_rows(Tensor out, Tensor x, Tensor rows) {
    ops::check::gather_rows(out, x, rows);
    for (std::int64_t r = 0; r < out.rows; ++r)
        std::copy_n(float_row(x, *index_row(rows, r)), out.cols, float_row(out, r));
}

const float* CpuBackend::widened(Scratch<float>& scratch, const Tensor& vector) {
    float* values = scratch.of(simd::padded(vector.cols));
    simd::widen(values, static_cast<const std::byte*>(vector.data), vector.dtype, vector.cols, nullptr);
    return values;
}

void CpuBackend::rms_norm(Tensor out, Tensor x, Tensor weight, float eps) {
    ops::check::rms_norm(out, x, weight);
    const float* w = widened(norm_weight_, weight);
    parallel(x.rows, x.size(), [&](std::int64_t r, int) {
        simd::rms_norm(float_row(out, r), float_row(x, r), w, x.cols, eps, numerics_.round_bf16);
    });
}

void CpuBackend::add_rms_norm(Tensor out, Tensor residual, Tensor delta, Tensor weight, float eps) {
    ops::check::add_rms_norm(out, residual, delta, weight);
    const float* w = widened(norm_weight_, weight);
    parallel(out.rows, out.size(), [&](std::int64_t r, int) {
        simd::add_rms_norm(float_row(out, r), float_row(residual, r), float_row(delta, r), w, out.cols, eps,
                           numerics_.round_bf16);
    });
}

void CpuBackend::add(Tensor residual, Tensor delta) {
    ops::check::add(residual, delta);
    parallel(residual.rows, residual.size(), [&](std::int64_t r, int) {
        simd::add(float_row(residual, r), float_row(residual, r), float_row(delta, r), residual.cols,
                  numerics_.round_bf16);
    });
}

void CpuBackend::stage_row(float* values, float* scales, const float* x, std::int64_t count, bool fp8) const {
    if (scales)
        simd::quantise(values, scales, x, count, ops::kFp8Block,
                       numerics_.activation_quant == ops::ActivationQuant::PowerOfTwo, simd::kFp8Prescale);
    else
        simd::copy_scaled(values, x, fp8 ? simd::kFp8Prescale : 1.0f, count);
}

StagedRows CpuBackend::stage(Stage& to, const Tensor& x, DType weight_dtype) {
    const bool fp8 = weight_dtype == DType::F8E4M3;
    if (!fp8 && x.cols % simd::kPadding == 0)
        return {static_cast<const float*>(x.data), x.stride, nullptr, 0};
    StagedRows staged;
    staged.stride = simd::padded(x.cols);
    float* values = to.values.of(x.rows * staged.stride);
    staged.values = values;
    float* scales = nullptr;
    if (quantises(weight_dtype)) {
        staged.scale_stride = ops::fp8_blocks(x.cols);
        scales = to.scales.of(x.rows * staged.scale_stride);
        staged.scales = scales;
    }
    parallel(x.rows, x.size(), [&](std::int64_t r, int) {
        stage_row(values + r * staged.stride, scales ? scales + r * staged.scale_stride : nullptr,
                  float_row(x, r), x.cols, fp8);
    });
    return staged;
}

void CpuBackend::linear(Tensor out, Tensor x, const LinearWeight& weight, ops::LinearOutput output) {
    ops::check::linear("linear", out, x, weight);
    const StagedRows staged = stage(stage_, x, weight.values.dtype);
    std::vector<simd::ProductRow>& rows = workers_[0].product_rows;
    rows.clear();
    for (std::int64_t r = 0; r < x.rows; ++r)
        rows.push_back(staged.row(r, float_row(out, r)));
    const simd::WeightRows weights = weight_rows(weight);
    const bool round = numerics_.round_bf16 && output == ops::LinearOutput::Activation;
    const std::int64_t tile = tile_rows(out.cols);
    parallel((out.cols + tile - 1) / tile, x.rows * weight.values.size(), [&](std::int64_t t, int worker) {
        const std::int64_t first = t * tile;
        simd::multiply(rows.data(), x.rows, weights, first, std::min(tile, out.cols - first), round,
                       workers_[static_cast<std::size_t>(worker)].product.data());
    });
}

std::int64_t CpuBackend::tile_rows(std::int64_t out_features) const {
    // A few tasks for each thread even out their speeds; sixteen rows make a full tile of the inner loops.
    constexpr std::int64_t kTasksPerThread = 6;
    const std::int64_t share = out_features / (kTasksPerThread * pool_.threads());
    return std::max<std::int64_t>(16, (share + 15) / 16 * 16);
}

simd::WeightRows weight_rows(const LinearWeight& weight, std::int64_t first) {
    const Tensor& v = weight.values;
    simd::WeightRows rows;
    rows.row_bytes = v.stride * size_of(v.dtype);
    rows.data = static_cast<const std::byte*>(v.data) + first * rows.row_bytes;
    rows.cols = v.cols;
    rows.dtype = v.dtype;
    rows.first_row = first;
    if (v.dtype == DType::F8E4M3) {
        rows.scales = static_cast<const std::byte*>(weight.scales.data);
        rows.scale_row_bytes = weight.scales.stride * 4;
    }
    return rows;
}

std::unique_ptr<ops::Backend> make_backend(const Options& options) {
    if (options.threads < 0)
        throw Error(ErrorKind::InvalidArgument,
                    "The number of threads is " + std::to_string(options.threads) + ", expected 0 or more.");
    return std::make_unique<CpuBackend>(options);
}

} // namespace hadal::cpu
