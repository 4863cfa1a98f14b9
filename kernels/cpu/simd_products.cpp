// Products of rows with weights, and weighted sums of rows.
#include "kernels/cpu/simd.h"
#include "kernels/fp8.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/cpu/simd_products.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "kernels/cpu/simd-inl.h"

#ifndef HADAL_SIMD_PRODUCTS_ONCE
#define HADAL_SIMD_PRODUCTS_ONCE
namespace hadal::cpu::simd {

constexpr std::int64_t kBlock = ops::kFp8Block;
constexpr std::int64_t kTileRows = 16;    ///< weight rows widened together
constexpr std::int64_t kTileCols = 1024;  ///< and columns: 64 KiB, a part of a small L2 cache
constexpr std::int64_t kTileInputs = 128; ///< rows of x that share a widened tile
constexpr std::int64_t kDirectInputs = 4; ///< up to so many rows of x, weights are not widened to memory
constexpr std::int64_t kTileWeights = kTileRows * kTileCols;
constexpr std::int64_t kTileSums = kTileInputs * kTileRows * kPadding; ///< a vector for each x and weight row

/// The block scales of one weight row; null for weights without.
inline const std::byte* scales_of(const WeightRows& weights, std::int64_t row) {
    return weights.scales ? weights.scales + (weights.first_row + row) / kBlock * weights.scale_row_bytes
                          : nullptr;
}

} // namespace hadal::cpu::simd
#endif

HWY_BEFORE_NAMESPACE();
namespace hadal::cpu::simd::HWY_NAMESPACE {

/// totals += sums of one block · scale of the weight block · scale of the x block.
template <bool kScaled, int kM, int kR>
HWY_INLINE void add_block(V (&totals)[kM][kR], const V (&sums)[kM][kR], const ProductRow* rows,
                          const std::byte* const* scales, std::int64_t block) {
    if constexpr (!kScaled) {
        for (int m = 0; m < kM; ++m)
            for (int r = 0; r < kR; ++r)
                totals[m][r] = hn::Add(totals[m][r], sums[m][r]);
        return;
    }
    float weight_scales[kR];
    for (int r = 0; r < kR; ++r)
        weight_scales[r] = load_float(scales[r] + block * 4) * kFp8Rescale;
    for (int m = 0; m < kM; ++m) {
        const float x_scale = rows[m].block_scales ? rows[m].block_scales[block] : 1.0f;
        for (int r = 0; r < kR; ++r)
            totals[m][r] = hn::MulAdd(sums[m][r], hn::Set(D(), weight_scales[r] * x_scale), totals[m][r]);
    }
}

HWY_INLINE void finish(V total, float* out, bool round) {
    const float sum = sum_of(total);
    *out = round ? hn::GetLane(round_to_bf16(hn::Set(D(), sum))) : sum;
}

/// kR weight rows with kM rows of x; weights go from memory to registers only.
template <typename Elements, int kM, int kR>
void multiply_direct(const ProductRow* rows, const WeightRows& weights, std::int64_t first, bool round) {
    const D d;
    const std::int64_t step = lanes();
    const std::byte* w[kR];
    const std::byte* scales[kR];
    for (int r = 0; r < kR; ++r) {
        w[r] = weights.data + (first + r) * weights.row_bytes;
        scales[r] = scales_of(weights, first + r);
    }
    V totals[kM][kR];
    for (auto& row : totals)
        for (V& total : row)
            total = hn::Zero(d);
    for (std::int64_t block = 0; block * kBlock < weights.cols; ++block) {
        const std::int64_t end = std::min(weights.cols, (block + 1) * kBlock);
        V sums[kM][kR];
        for (auto& row : sums)
            for (V& sum : row)
                sum = hn::Zero(d);
        std::int64_t i = block * kBlock;
        for (; i + step <= end; i += step) {
            V x[kM];
            for (int m = 0; m < kM; ++m)
                x[m] = hn::LoadU(d, rows[m].x + i);
            for (int r = 0; r < kR; ++r) {
                const V v = Elements::load(w[r] + i * Elements::kBytes);
                for (int m = 0; m < kM; ++m)
                    sums[m][r] = hn::MulAdd(x[m], v, sums[m][r]);
            }
        }
        if (i < end)
            for (int r = 0; r < kR; ++r) {
                const V v = load_tail<Elements>(w[r] + i * Elements::kBytes, end - i);
                for (int m = 0; m < kM; ++m)
                    sums[m][r] = hn::MulAdd(hn::LoadU(d, rows[m].x + i), v, sums[m][r]);
            }
        add_block<Elements::kScaled>(totals, sums, rows, scales, block);
    }
    for (int m = 0; m < kM; ++m)
        for (int r = 0; r < kR; ++r)
            finish(totals[m][r], rows[m].out + first + r, round);
}

template <typename Elements, int kM, int kR>
void multiply_direct_rows(const ProductRow* rows, const WeightRows& weights, std::int64_t first,
                          std::int64_t count, bool round) {
    std::int64_t r = 0;
    for (; r + kR <= count; r += kR)
        multiply_direct<Elements, kM, kR>(rows, weights, first + r, round);
    for (; r < count; ++r)
        multiply_direct<Elements, kM, 1>(rows, weights, first + r, round);
}

/// Widens a tile of weights as they are, without scales, to rows of kTileCols floats.
template <typename Elements>
void widen_tile(float* out, const WeightRows& weights, std::int64_t first, std::int64_t count,
                std::int64_t begin, std::int64_t end) {
    const std::int64_t step = lanes();
    for (std::int64_t r = 0; r < count; ++r) {
        const std::byte* from = weights.data + (first + r) * weights.row_bytes;
        float* to = out + r * kTileCols;
        std::int64_t i = begin;
        for (; i + step <= end; i += step)
            hn::Store(Elements::load(from + i * Elements::kBytes), D(), to + i - begin);
        if (i < end)
            hn::Store(load_tail<Elements>(from + i * Elements::kBytes, end - i), D(), to + i - begin);
    }
}

/// kM rows of x with kR rows of a widened tile; adds to the partial sums of both.
template <bool kScaled, int kM, int kR>
void multiply_tile(const ProductRow* rows, const float* tile, const std::byte* const* scales,
                   float* totals_at, std::int64_t begin, std::int64_t end) {
    const D d;
    const std::int64_t step = lanes();
    for (std::int64_t from = begin; from < end; from += kBlock) {
        const std::int64_t to = std::min(end, from + kBlock);
        V sums[kM][kR];
        for (auto& row : sums)
            for (V& sum : row)
                sum = hn::Zero(d);
        for (std::int64_t i = from; i < to; i += step) {
            V w[kR];
            for (int r = 0; r < kR; ++r)
                w[r] = hn::Load(d, tile + r * kTileCols + i - begin);
            for (int m = 0; m < kM; ++m) {
                const V x = hn::LoadU(d, rows[m].x + i);
                for (int r = 0; r < kR; ++r)
                    sums[m][r] = hn::MulAdd(x, w[r], sums[m][r]);
            }
        }
        V totals[kM][kR];
        for (int m = 0; m < kM; ++m)
            for (int r = 0; r < kR; ++r)
                totals[m][r] = hn::Load(d, totals_at + (m * kTileRows + r) * step);
        add_block<kScaled>(totals, sums, rows, scales, from / kBlock);
        for (int m = 0; m < kM; ++m)
            for (int r = 0; r < kR; ++r)
                hn::Store(totals[m][r], d, totals_at + (m * kTileRows + r) * step);
    }
}

template <bool kScaled, int kM>
void multiply_tile_rows(const ProductRow* rows, const float* tile, const std::byte* const* scales,
                        std::int64_t count, float* sums, std::int64_t begin, std::int64_t end) {
    std::int64_t r = 0;
    for (; r + 4 <= count; r += 4)
        multiply_tile<kScaled, kM, 4>(rows, tile + r * kTileCols, scales + r, sums + r * lanes(), begin, end);
    for (; r < count; ++r)
        multiply_tile<kScaled, kM, 1>(rows, tile + r * kTileCols, scales + r, sums + r * lanes(), begin, end);
}

/// Up to kTileInputs rows of x with up to kTileRows weight rows.
template <typename Elements>
void multiply_widened(const ProductRow* rows, std::int64_t row_count, const WeightRows& weights,
                      std::int64_t first, std::int64_t count, bool round, float* scratch) {
    const D d;
    float* tile = scratch;
    float* sums = scratch + kTileWeights;
    const std::byte* scales[kTileRows];
    for (std::int64_t r = 0; r < count; ++r)
        scales[r] = scales_of(weights, first + r);
    const std::int64_t row_sums = kTileRows * lanes();
    std::fill_n(sums, row_count * row_sums, 0.0f);
    for (std::int64_t begin = 0; begin < weights.cols; begin += kTileCols) {
        const std::int64_t end = std::min(weights.cols, begin + kTileCols);
        widen_tile<Elements>(tile, weights, first, count, begin, end);
        std::int64_t m = 0;
        for (; m + 3 <= row_count; m += 3)
            multiply_tile_rows<Elements::kScaled, 3>(rows + m, tile, scales, count, sums + m * row_sums,
                                                     begin, end);
        for (; m < row_count; ++m)
            multiply_tile_rows<Elements::kScaled, 1>(rows + m, tile, scales, count, sums + m * row_sums,
                                                     begin, end);
    }
    for (std::int64_t m = 0; m < row_count; ++m)
        for (std::int64_t r = 0; r < count; ++r)
            finish(hn::Load(d, sums + m * row_sums + r * lanes()), rows[m].out + first + r, round);
}

template <typename Elements>
void multiply_elements(const ProductRow* rows, std::int64_t row_count, const WeightRows& weights,
                       std::int64_t first, std::int64_t count, bool round, float* scratch) {
    switch (row_count) {
    case 1:
        return multiply_direct_rows<Elements, 1, 4>(rows, weights, first, count, round);
    case 2:
        return multiply_direct_rows<Elements, 2, 4>(rows, weights, first, count, round);
    case 3:
        return multiply_direct_rows<Elements, 3, 2>(rows, weights, first, count, round);
    case 4:
        return multiply_direct_rows<Elements, 4, 2>(rows, weights, first, count, round);
    default:
        break;
    }
    for (std::int64_t m = 0; m < row_count; m += kTileInputs)
        for (std::int64_t r = 0; r < count; r += kTileRows)
            multiply_widened<Elements>(rows + m, std::min(kTileInputs, row_count - m), weights, first + r,
                                       std::min(kTileRows, count - r), round, scratch);
}

void Multiply(const ProductRow* rows, std::int64_t row_count, const WeightRows& weights, std::int64_t first,
              std::int64_t count, bool round, float* scratch) {
    if (weights.dtype == ops::DType::F8E4M3)
        multiply_elements<E4m3Elements>(rows, row_count, weights, first, count, round, scratch);
    else if (weights.dtype == ops::DType::BF16)
        multiply_elements<BF16Elements>(rows, row_count, weights, first, count, round, scratch);
    else
        multiply_elements<F32Elements>(rows, row_count, weights, first, count, round, scratch);
}

/// kM rows, kC vectors of columns from column c on.
template <int kM, int kC>
HWY_INLINE void accumulate_columns(const SumRow* rows, const float* vectors, std::int64_t stride,
                                   std::int64_t terms, std::int64_t c, std::int64_t cols) {
    const D d;
    const std::int64_t step = lanes();
    const bool whole = c + kC * step <= cols;
    V sums[kM][kC];
    for (int m = 0; m < kM; ++m)
        for (int j = 0; j < kC; ++j)
            sums[m][j] =
                whole ? hn::LoadU(d, rows[m].out + c + j * step) : load_some(rows[m].out + c, cols - c);
    for (std::int64_t k = 0; k < terms; ++k) {
        V v[kC];
        for (int j = 0; j < kC; ++j)
            v[j] = hn::LoadU(d, vectors + k * stride + c + j * step);
        for (int m = 0; m < kM; ++m) {
            const V weight = hn::Set(d, rows[m].weights[k]);
            for (int j = 0; j < kC; ++j)
                sums[m][j] = hn::MulAdd(weight, v[j], sums[m][j]);
        }
    }
    for (int m = 0; m < kM; ++m)
        for (int j = 0; j < kC; ++j)
            if (whole)
                hn::StoreU(sums[m][j], d, rows[m].out + c + j * step);
            else
                store_some(sums[m][j], rows[m].out + c, cols - c);
}

template <int kM>
void accumulate_rows(const SumRow* rows, const float* vectors, std::int64_t stride, std::int64_t terms,
                     std::int64_t cols) {
    const std::int64_t step = lanes();
    std::int64_t c = 0;
    for (; c + 2 * step <= cols; c += 2 * step)
        accumulate_columns<kM, 2>(rows, vectors, stride, terms, c, cols);
    for (; c < cols; c += step)
        accumulate_columns<kM, 1>(rows, vectors, stride, terms, c, cols);
}

void Accumulate(const SumRow* rows, std::int64_t row_count, const float* vectors, std::int64_t stride,
                std::int64_t terms, std::int64_t cols) {
    std::int64_t m = 0;
    for (; m + 4 <= row_count; m += 4)
        accumulate_rows<4>(rows + m, vectors, stride, terms, cols);
    for (; m < row_count; ++m)
        accumulate_rows<1>(rows + m, vectors, stride, terms, cols);
}

} // namespace hadal::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hadal::cpu::simd {

HWY_EXPORT(Multiply);
HWY_EXPORT(Accumulate);

std::int64_t multiply_scratch() {
    return kTileWeights + kTileSums;
}

void multiply(const ProductRow* rows, std::int64_t row_count, const WeightRows& weights, std::int64_t first,
              std::int64_t count, bool round, float* scratch) {
    HWY_DYNAMIC_DISPATCH(Multiply)(rows, row_count, weights, first, count, round, scratch);
}

void accumulate(const SumRow* rows, std::int64_t row_count, const float* vectors, std::int64_t stride,
                std::int64_t terms, std::int64_t cols) {
    HWY_DYNAMIC_DISPATCH(Accumulate)(rows, row_count, vectors, stride, terms, cols);
}

} // namespace hadal::cpu::simd
#endif
