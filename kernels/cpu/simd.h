// The inner loops of the CPU backend, each compiled for every instruction set that Highway offers here and
// chosen at run time. One thread each; no allocation; pointers need no alignment beyond what is said.
//
// Every sum has one order, fixed by the lengths alone: a result does not depend on how many rows or columns a
// call computes together.
#pragma once

#include "kernels/ops.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace hadal::cpu::simd {

/// Rows of activations that loops read are followed by zeros up to a multiple of this many floats, the
/// widest vector of any instruction set.
inline constexpr std::int64_t kPadding = 16;
constexpr std::int64_t padded(std::int64_t count) {
    return (count + kPadding - 1) / kPadding * kPadding;
}

/// Fills up a row of `count` values with zeros.
inline void zero_padding(float* row, std::int64_t count) {
    std::fill(row + count, row + padded(count), 0.0f);
}

/// e4m3 codes are widened to floats 2^-120 times too small, because that takes two operations. Activations
/// that meet them are made 2^64 times larger, which keeps products normal, and kFp8Rescale restores the rest.
inline constexpr float kFp8Prescale = 0x1p64f;
inline constexpr float kFp8Rescale = 0x1p56f;

/// Rows of a weight matrix as they lie in memory.
struct WeightRows {
    const std::byte* data = nullptr; ///< first row
    std::int64_t row_bytes = 0;      ///< from a row to the next
    std::int64_t cols = 0;
    ops::DType dtype = ops::DType::F32; ///< F32, BF16 or F8E4M3
    const std::byte* scales = nullptr;  ///< F8E4M3: F32, one for each 128×128 block
    std::int64_t scale_row_bytes = 0;   ///< from a row of blocks to the next
    std::int64_t first_row = 0;         ///< of `data` within the scaled matrix
};

/// One row of a product: out[r] = Σ x·w_r.
struct ProductRow {
    const float* x = nullptr;            ///< padded; for F8E4M3 weights times kFp8Prescale
    const float* block_scales = nullptr; ///< of quantised x, one per 128; null: 1
    float* out = nullptr;
};

/// Floats of scratch that multiply() needs.
std::int64_t multiply_scratch();

/// out[j] of every row, for weight rows j in [first, first + count). Rounds to bf16 if asked to.
void multiply(const ProductRow* rows, std::int64_t row_count, const WeightRows& weights, std::int64_t first,
              std::int64_t count, bool round, float* scratch);

/// One row of a weighted sum of vectors.
struct SumRow {
    const float* weights = nullptr; ///< [terms]
    float* out = nullptr;           ///< [cols], added to
};

/// out += Σ_k weights[k] · vectors[k], k ascending. The vectors are padded rows, `stride` floats apart.
void accumulate(const SumRow* rows, std::int64_t row_count, const float* vectors, std::int64_t stride,
                std::int64_t terms, std::int64_t cols);

/// Widens `count` elements to floats; `scales` (F32, one for each 128 elements) multiply e4m3 elements where
/// not null. Writes zeros up to the padding.
void widen(float* out, const std::byte* from, ops::DType dtype, std::int64_t count, const std::byte* scales);

/// out = w·x/rms(x); x and out may be the same. The weight is F32.
void rms_norm(float* out, const float* x, const float* weight, std::int64_t count, float eps, bool round);
/// residual += delta, then as rms_norm of the unrounded sum; the stored residual is rounded.
void add_rms_norm(float* out, float* residual, const float* delta, const float* weight, std::int64_t count,
                  float eps, bool round);
void layer_norm(float* out, const float* x, const float* weight, const float* bias, std::int64_t count,
                float eps, bool round);
/// out = a + b.
void add(float* out, const float* a, const float* b, std::int64_t count, bool round);
/// out += factor · x.
void add_scaled(float* out, const float* x, float factor, std::int64_t count);
void round_row(float* x, std::int64_t count);
/// out = silu(gate) · up.
void swiglu(float* out, const float* gate, const float* up, std::int64_t count, bool round);
/// x = softmax(scale · x); -inf gives 0. Rounds the probabilities if asked to.
void softmax(float* x, std::int64_t count, float scale, bool round);
/// scores[k] += Σ_h weights[h] · relu(dots[h·stride + k]), h ascending.
void add_relu(float* scores, const float* dots, std::int64_t stride, const float* weights, std::int64_t heads,
              std::int64_t count);
/// out = x · factor, then zeros up to the padding.
void copy_scaled(float* out, const float* x, float factor, std::int64_t count);
/// Rounds x to e4m3 by groups of `group` channels: out holds the codes' values times `factor`, then zeros up
/// to the padding; scales one float for each group.
void quantise(float* out, float* scales, const float* x, std::int64_t count, std::int64_t group,
              bool power_of_two, float factor);
/// A number that depends on every byte: for measuring how fast memory can be read. `bytes` is a multiple of
/// 1024.
std::uint64_t checksum(const std::byte* data, std::int64_t bytes);

/// The instruction set in use: "AVX-512", "AVX2", "SSE4" or "portable".
const char* instruction_set();

} // namespace hadal::cpu::simd
