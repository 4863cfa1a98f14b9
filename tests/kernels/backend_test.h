// What the tests of the backends share: random inputs, and the comparison of the CPU backend, on every
// instruction set of this machine and several numbers of threads, with the reference.
#pragma once

#include "kernels/cpu/backend.h"
#include "kernels/fp8.h"
#include "kernels/reference/backend.h"
#include "tests/sanitized.h"

#include <QTest>
#include <cmath>
#include <cstring>
#include <functional>
#include <hwy/targets.h>
#include <random>
#include <vector>

namespace hadal::test {

using ops::Backend;
using ops::Buffer;
using ops::DType;
using ops::Tensor;

/// Deterministic inputs.
class Random {
  public:
    explicit Random(unsigned seed) : engine_(seed) {}
    float normal() { return normal_(engine_); }
    std::int64_t between(std::int64_t low, std::int64_t high) {
        return std::uniform_int_distribution<std::int64_t>(low, high)(engine_);
    }
    std::vector<float> normals(std::int64_t count, float scale = 1.0f) {
        std::vector<float> values(static_cast<std::size_t>(count));
        for (float& v : values)
            v = normal() * scale;
        return values;
    }

  private:
    std::mt19937 engine_;
    std::normal_distribution<float> normal_;
};

/// A weight matrix as it lies in a file. The values start one byte past an aligned address, because tensors
/// in files may.
struct WeightData {
    std::vector<std::byte> values;
    std::vector<std::byte> scales;
    DType dtype = DType::F32;
    std::int64_t rows = 0;
    std::int64_t cols = 0;

    ops::LinearWeight view() const {
        ops::LinearWeight w;
        w.values = {const_cast<std::byte*>(values.data()) + 1, dtype, rows, cols, cols};
        if (dtype == DType::F8E4M3)
            w.scales = {const_cast<std::byte*>(scales.data()) + 1, DType::F32, ops::fp8_blocks(rows),
                        ops::fp8_blocks(cols), ops::fp8_blocks(cols)};
        return w;
    }
};

WeightData random_weight(Random& random, DType dtype, std::int64_t rows, std::int64_t cols);

/// A vector or table in the dtype of a checkpoint, unaligned like a weight.
inline Tensor table_view(const WeightData& data) {
    return data.view().values;
}

/// Copies values to a new tensor of the backend. `padding` columns follow each row, so that the tensor is
/// strided.
Tensor make(Backend& backend, std::vector<Buffer>& keep, const std::vector<float>& values, std::int64_t rows,
            std::int64_t cols, std::int64_t padding = 0);
Tensor make(Backend& backend, std::vector<Buffer>& keep, const std::vector<std::int32_t>& values,
            std::int64_t rows, std::int64_t cols);
/// An F32 tensor full of a number that no operation makes.
Tensor make_output(Backend& backend, std::vector<Buffer>& keep, std::int64_t rows, std::int64_t cols,
                   std::int64_t padding = 0);
/// The same as activations: of the dtype that the backend's have, to which values are rounded.
Tensor make_activation(Backend& backend, std::vector<Buffer>& keep, const std::vector<float>& values,
                       std::int64_t rows, std::int64_t cols, std::int64_t padding = 0);
Tensor make_activation_output(Backend& backend, std::vector<Buffer>& keep, std::int64_t rows,
                              std::int64_t cols, std::int64_t padding = 0);
/// A weight given to the backend as a model does.
ops::LinearWeight import(Backend& backend, std::vector<Buffer>& keep, const WeightData& data);

/// The values of an F32 or BF16 tensor.
std::vector<float> floats(Backend& backend, const Tensor& t);
std::vector<std::int32_t> integers(Backend& backend, const Tensor& t);

/// How far a result may be from the reference, as a fraction of the largest reference value; the root mean
/// square of all differences may be a quarter of it.
struct Tolerance {
    double fraction;
};
/// f32 sums of up to a few thousand terms: each rounding is 6e-8, random signs add up to some 3e-6.
inline constexpr Tolerance kFloat{1e-5};
/// Attention in f32: an error of a score is multiplied by the score's size in the exponential.
inline constexpr Tolerance kSoftmax{5e-5};
/// Where bf16 roundings fall the other way, one unit in the last place (2^-8 of a value) per rounding.
inline constexpr Tolerance kBf16{0x1p-6};
/// Where inner values are quantised to e4m3 and a rounding may fall the other way: a step is 2^-3 of a value,
/// one term of the sum.
inline constexpr Tolerance kQuantised{3e-2};

/// Runs `run` on the reference and on CPU backends; fails the test where they differ by more than the
/// tolerance, where one is NaN and the other is not, or where threads change a bit.
using Run = std::function<std::vector<float>(Backend&)>;
void compare(const ops::Numerics& numerics, const Run& run, Tolerance tolerance);

/// Calls `body` with CPU backends of every instruction set and number of threads; `label` names them.
void for_each_cpu(const ops::Numerics& numerics,
                  const std::function<void(Backend&, const QByteArray& label)>& body);

} // namespace hadal::test
