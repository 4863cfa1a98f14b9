#include "kernels/checks.h"
#include "kernels/fp8.h"
#include "kernels/reference/reference_backend.h"

#include <cmath>
#include <new>

namespace hadal::reference {

ops::Buffer ReferenceBackend::allocate(DType dtype, std::int64_t rows, std::int64_t cols) {
    const auto bytes = static_cast<std::size_t>(rows * cols * size_of(dtype));
    void* data = ::operator new(std::max<std::size_t>(bytes, 1), std::nothrow);
    if (!data)
        throw Error(ErrorKind::OutOfMemory, "Not enough memory for " + std::to_string(bytes) + " bytes.");
    return {Tensor{data, dtype, rows, cols, cols},
            std::shared_ptr<void>(data, [](void* p) { ::operator delete(p); })};
}

ops::Buffer ReferenceBackend::import_weight(const void* host, DType dtype, std::int64_t rows,
                                            std::int64_t cols) {
    return {Tensor{const_cast<void*>(host), dtype, rows, cols, cols}, nullptr};
}

void ReferenceBackend::upload(Tensor to, const void* host) {
    const std::int64_t bytes = to.cols * size_of(to.dtype);
    for (std::int64_t r = 0; r < to.rows; ++r)
        std::memcpy(to.slice_rows(r, 1).data, static_cast<const std::byte*>(host) + r * bytes,
                    static_cast<std::size_t>(bytes));
}

void ReferenceBackend::download(void* host, Tensor from) {
    const std::int64_t bytes = from.cols * size_of(from.dtype);
    for (std::int64_t r = 0; r < from.rows; ++r)
        std::memcpy(static_cast<std::byte*>(host) + r * bytes, from.slice_rows(r, 1).data,
                    static_cast<std::size_t>(bytes));
}

void ReferenceBackend::copy(Tensor to, Tensor from) {
    ops::check::copy(to, from);
    const std::int64_t bytes = to.cols * size_of(to.dtype);
    for (std::int64_t r = 0; r < to.rows; ++r)
        std::memcpy(to.slice_rows(r, 1).data, from.slice_rows(r, 1).data, static_cast<std::size_t>(bytes));
}

void ReferenceBackend::embed(Tensor out, Tensor ids, Tensor table) {
    ops::check::embed(out, ids, table);
    for (std::int64_t r = 0; r < out.rows; ++r)
        for (std::int64_t c = 0; c < out.cols; ++c)
            store(out, r, c, rounded(load(table, load_index(ids, r, 0), c)));
}

void ReferenceBackend::gather_rows(Tensor out, Tensor x, Tensor rows) {
    ops::check::gather_rows(out, x, rows);
    for (std::int64_t r = 0; r < out.rows; ++r)
        for (std::int64_t c = 0; c < out.cols; ++c)
            store(out, r, c, load(x, load_index(rows, r, 0), c));
}

namespace {

double inverse_rms(const Vector& x, float eps) {
    double squares = 0;
    for (const double v : x)
        squares += v * v;
    return 1.0 / std::sqrt(squares / static_cast<double>(x.size()) + eps);
}

} // namespace

void ReferenceBackend::rms_norm(Tensor out, Tensor x, Tensor weight, float eps) {
    ops::check::rms_norm(out, x, weight);
    for (std::int64_t r = 0; r < x.rows; ++r) {
        Vector row;
        for (std::int64_t c = 0; c < x.cols; ++c)
            row.push_back(load(x, r, c));
        const double factor = inverse_rms(row, eps);
        for (std::int64_t c = 0; c < x.cols; ++c)
            store(out, r, c, rounded(row[static_cast<std::size_t>(c)] * factor * load(weight, 0, c)));
    }
}

void ReferenceBackend::add_rms_norm(Tensor out, Tensor residual, Tensor delta, Tensor weight, float eps) {
    ops::check::add_rms_norm(out, residual, delta, weight);
    for (std::int64_t r = 0; r < residual.rows; ++r) {
        Vector sum;
        for (std::int64_t c = 0; c < residual.cols; ++c)
            sum.push_back(load(residual, r, c) + load(delta, r, c));
        const double factor = inverse_rms(sum, eps);
        for (std::int64_t c = 0; c < residual.cols; ++c) {
            const double value = sum[static_cast<std::size_t>(c)];
            store(residual, r, c, rounded(value));
            store(out, r, c, rounded(value * factor * load(weight, 0, c)));
        }
    }
}

void ReferenceBackend::add(Tensor residual, Tensor delta) {
    ops::check::add(residual, delta);
    for (std::int64_t r = 0; r < residual.rows; ++r)
        for (std::int64_t c = 0; c < residual.cols; ++c)
            store(residual, r, c, rounded(load(residual, r, c) + load(delta, r, c)));
}

double load_weight(const LinearWeight& w, std::int64_t r, std::int64_t c) {
    if (w.values.dtype != DType::F8E4M3)
        return load(w.values, r, c);
    const auto code = static_cast<const std::uint8_t*>(w.values.data)[r * w.values.stride + c];
    return static_cast<double>(ops::e4m3_to_float(code)) *
           load(w.scales, r / ops::kFp8Block, c / ops::kFp8Block);
}

Vector ReferenceBackend::project(const Vector& x, const LinearWeight& weight) const {
    Vector input = x;
    if (weight.values.dtype == DType::F8E4M3 && numerics_.activation_quant != ops::ActivationQuant::None) {
        for (std::size_t begin = 0; begin < input.size(); begin += ops::kFp8Block) {
            const std::size_t end = std::min(input.size(), begin + ops::kFp8Block);
            float amax = 0;
            for (std::size_t i = begin; i < end; ++i)
                amax = std::max(amax, std::abs(static_cast<float>(input[i])));
            const float scale = numerics_.activation_quant == ops::ActivationQuant::PowerOfTwo
                                    ? ops::power_of_two_scale(amax)
                                    : ops::linear_scale(amax);
            for (std::size_t i = begin; i < end; ++i)
                input[i] = static_cast<double>(
                               ops::e4m3_to_float(ops::float_to_e4m3(static_cast<float>(input[i]) / scale))) *
                           scale;
        }
    }
    Vector out;
    for (std::int64_t r = 0; r < weight.values.rows; ++r) {
        double sum = 0;
        for (std::int64_t c = 0; c < weight.values.cols; ++c)
            sum += input[static_cast<std::size_t>(c)] * load_weight(weight, r, c);
        out.push_back(sum);
    }
    return out;
}

void ReferenceBackend::linear(Tensor out, Tensor x, const LinearWeight& weight, ops::LinearOutput output) {
    ops::check::linear("linear", out, x, weight);
    for (std::int64_t r = 0; r < x.rows; ++r) {
        Vector row;
        for (std::int64_t c = 0; c < x.cols; ++c)
            row.push_back(load(x, r, c));
        const Vector sums = project(row, weight);
        for (std::int64_t c = 0; c < out.cols; ++c) {
            const double sum = sums[static_cast<std::size_t>(c)];
            store(out, r, c, output == ops::LinearOutput::Activation ? rounded(sum) : sum);
        }
    }
}

std::unique_ptr<ops::Backend> make_backend(const ops::Numerics& numerics) {
    return std::make_unique<ReferenceBackend>(numerics);
}

} // namespace hadal::reference
