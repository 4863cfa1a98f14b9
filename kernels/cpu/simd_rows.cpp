// Norms, roundings and other work on single rows.
#include "kernels/cpu/simd.h"
#include "kernels/fp8.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/cpu/simd_rows.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "kernels/cpu/simd-inl.h"
#include <hwy/contrib/math/math-inl.h>

HWY_BEFORE_NAMESPACE();
namespace hadal::cpu::simd::HWY_NAMESPACE {

/// body(i, load, store) for every vector of a row; at the end of the row, load and store touch its elements
/// only and the missing ones read as zero.
template <typename Body>
HWY_INLINE void for_vectors(std::int64_t count, const Body& body) {
    const D d;
    const std::int64_t step = lanes();
    std::int64_t i = 0;
    for (; i + step <= count; i += step)
        body(
            i, [&](const float* from) { return hn::LoadU(d, from + i); },
            [&](V v, float* to) { hn::StoreU(v, d, to + i); });
    if (i < count)
        body(
            i, [&](const float* from) { return load_some(from + i, count - i); },
            [&](V v, float* to) { store_some(v, to + i, count - i); });
}

HWY_INLINE V rounded(V v, bool round) {
    return round ? round_to_bf16(v) : v;
}

/// E4m3Elements with NaN where the code says so.
struct E4m3Numbers {
    static constexpr std::int64_t kBytes = E4m3Elements::kBytes;
    static HWY_INLINE V load(const std::byte* from) {
        const D d;
        const V v = E4m3Elements::load(from);
        return hn::IfThenElse(hn::Eq(hn::Abs(v), hn::Set(d, 480.0f * 0x1p-120f)), hn::Set(d, NAN), v);
    }
};

template <typename Elements>
HWY_INLINE void widen_elements(float* out, const std::byte* from, std::int64_t begin, std::int64_t end,
                               V factor) {
    const D d;
    const std::int64_t step = lanes();
    std::int64_t i = begin;
    for (; i + step <= end; i += step)
        hn::StoreU(hn::Mul(Elements::load(from + i * Elements::kBytes), factor), d, out + i);
    if (i < end)
        store_some(hn::Mul(load_tail<Elements>(from + i * Elements::kBytes, end - i), factor), out + i,
                   end - i);
}

void Widen(float* out, const std::byte* from, ops::DType dtype, std::int64_t count, const std::byte* scales) {
    const D d;
    const V one = hn::Set(d, 1.0f);
    if (dtype == ops::DType::F32)
        widen_elements<F32Elements>(out, from, 0, count, one);
    else if (dtype == ops::DType::BF16)
        widen_elements<BF16Elements>(out, from, 0, count, one);
    else
        for (std::int64_t begin = 0; begin < count; begin += ops::kFp8Block) {
            const std::int64_t end = std::min(count, begin + ops::kFp8Block);
            widen_elements<E4m3Numbers>(out, from, begin, end, hn::Set(d, 0x1p120f));
            if (!scales)
                continue;
            const V scale = hn::Set(d, load_float(scales + begin / ops::kFp8Block * 4));
            for_vectors(end - begin, [&](std::int64_t, auto load, auto store) {
                store(hn::Mul(load(out + begin), scale), out + begin);
            });
        }
}

HWY_INLINE float inverse_rms(float squares, std::int64_t count, float eps) {
    return 1.0f / std::sqrt(squares / static_cast<float>(count) + eps);
}

void RmsNorm(float* out, const float* x, const float* weight, std::int64_t count, float eps, bool round) {
    const D d;
    V squares = hn::Zero(d);
    for_vectors(count, [&](std::int64_t, auto load, auto) {
        const V v = load(x);
        squares = hn::MulAdd(v, v, squares);
    });
    const V factor = hn::Set(d, inverse_rms(sum_of(squares), count, eps));
    for_vectors(count, [&](std::int64_t, auto load, auto store) {
        store(rounded(hn::Mul(hn::Mul(load(x), factor), load(weight)), round), out);
    });
}

void AddRmsNorm(float* out, float* residual, const float* delta, const float* weight, std::int64_t count,
                float eps, bool round) {
    const D d;
    V squares = hn::Zero(d);
    for_vectors(count, [&](std::int64_t, auto load, auto) {
        const V v = hn::Add(load(residual), load(delta));
        squares = hn::MulAdd(v, v, squares);
    });
    const V factor = hn::Set(d, inverse_rms(sum_of(squares), count, eps));
    for_vectors(count, [&](std::int64_t, auto load, auto store) {
        const V v = hn::Add(load(residual), load(delta));
        const V scaled = hn::Mul(hn::Mul(v, factor), load(weight));
        store(rounded(v, round), residual);
        store(rounded(scaled, round), out);
    });
}

void LayerNorm(float* out, const float* x, const float* weight, const float* bias, std::int64_t count,
               float eps, bool round) {
    const D d;
    V sums = hn::Zero(d);
    for_vectors(count, [&](std::int64_t, auto load, auto) { sums = hn::Add(sums, load(x)); });
    const V mean = hn::Set(d, sum_of(sums) / static_cast<float>(count));
    // The mean is taken off into `out` first, so that missing elements stay zero in the second sum.
    for_vectors(count, [&](std::int64_t, auto load, auto store) { store(hn::Sub(load(x), mean), out); });
    V squares = hn::Zero(d);
    for_vectors(count, [&](std::int64_t, auto load, auto) {
        const V v = load(out);
        squares = hn::MulAdd(v, v, squares);
    });
    const V factor = hn::Set(d, inverse_rms(sum_of(squares), count, eps));
    for_vectors(count, [&](std::int64_t, auto load, auto store) {
        store(rounded(hn::MulAdd(hn::Mul(load(out), factor), load(weight), load(bias)), round), out);
    });
}

void Add(float* out, const float* a, const float* b, std::int64_t count, bool round) {
    for_vectors(count, [&](std::int64_t, auto load, auto store) {
        store(rounded(hn::Add(load(a), load(b)), round), out);
    });
}

void AddScaled(float* out, const float* x, float factor, std::int64_t count) {
    const V scale = hn::Set(D(), factor);
    for_vectors(count, [&](std::int64_t, auto load, auto store) {
        store(hn::MulAdd(load(x), scale, load(out)), out);
    });
}

void RoundRow(float* x, std::int64_t count) {
    for_vectors(count, [&](std::int64_t, auto load, auto store) { store(round_to_bf16(load(x)), x); });
}

void Swiglu(float* out, const float* gate, const float* up, std::int64_t count, bool round) {
    const D d;
    const V one = hn::Set(d, 1.0f);
    for_vectors(count, [&](std::int64_t, auto load, auto store) {
        const V g = load(gate);
        const V silu = hn::Div(g, hn::Add(one, hn::Exp(d, hn::Neg(g))));
        store(rounded(hn::Mul(silu, load(up)), round), out);
    });
}

/// Multiplies a row by `factor` and returns the largest element, or NaN where one is NaN.
HWY_INLINE float scale_and_find_best(float* x, std::int64_t count, float factor) {
    const D d;
    const V scale = hn::Set(d, factor);
    const V lowest = hn::Set(d, -INFINITY);
    V best = lowest;
    V nan = hn::Zero(d);
    for_vectors(count, [&](std::int64_t i, auto load, auto store) {
        const V v = hn::Mul(load(x), scale);
        store(v, x);
        nan = hn::Or(nan, hn::VecFromMask(d, hn::IsNaN(v))); // Max would lose it
        const auto present = hn::FirstN(d, static_cast<std::size_t>(std::min(count - i, lanes())));
        best = hn::Max(best, hn::IfThenElse(present, v, lowest));
    });
    return hn::AllFalse(d, hn::IsNaN(nan)) ? hn::GetLane(hn::MaxOfLanes(d, best)) : NAN;
}

void Softmax(float* x, std::int64_t count, float scale, bool round) {
    const D d;
    const float best = scale_and_find_best(x, count, scale);
    if (!(std::abs(best) <
          INFINITY)) { // nothing selected; or NaN or an infinite score, which have no softmax
        std::fill(x, x + count, best == -INFINITY ? 0.0f : NAN);
        return;
    }
    const V top = hn::Set(d, best);
    V sums = hn::Zero(d);
    for_vectors(count, [&](std::int64_t, auto load, auto store) {
        store(hn::Exp(d, hn::Sub(load(x), top)), x);
        sums = hn::Add(sums, load(x)); // loaded again, so that what is missing at the end counts as zero
    });
    const V inverse = hn::Set(d, 1.0f / sum_of(sums));
    for_vectors(count, [&](std::int64_t, auto load, auto store) {
        store(rounded(hn::Mul(load(x), inverse), round), x);
    });
}

void AddRelu(float* scores, const float* dots, std::int64_t stride, const float* weights, std::int64_t heads,
             std::int64_t count) {
    const D d;
    for_vectors(count, [&](std::int64_t, auto load, auto store) {
        V sum = load(scores);
        for (std::int64_t h = 0; h < heads; ++h) {
            const V dot = load(dots + h * stride);
            const V relu = hn::IfThenZeroElse(hn::Lt(dot, hn::Zero(d)), dot); // Max would lose NaN
            sum = hn::MulAdd(relu, hn::Set(d, weights[h]), sum);
        }
        store(sum, scores);
    });
}

void CopyScaled(float* out, const float* x, float factor, std::int64_t count) {
    const V scale = hn::Set(D(), factor);
    for_vectors(count, [&](std::int64_t, auto load, auto store) { store(hn::Mul(load(x), scale), out); });
    zero_padding(out, count);
}

/// To the nearest value of e4m3, ties to even. NaN stays NaN.
HWY_INLINE V round_to_e4m3(V x) {
    const D d;
    const hn::RebindToUnsigned<D> du;
    const V magnitude = hn::Min(hn::Abs(x), hn::Set(d, ops::kE4m3Max));
    const auto bits = hn::BitCast(du, magnitude);
    const auto odd = hn::And(hn::ShiftRight<20>(bits), hn::Set(du, 1u));
    const auto up = hn::Add(bits, hn::Add(odd, hn::Set(du, 0x7ffffu)));
    const V normal = hn::BitCast(d, hn::And(up, hn::Set(du, 0xfff00000u)));
    // Below 2^-6 values are multiples of 2^-9, the unit in the last place of 2^14.
    const V shift = hn::Set(d, 0x1p14f);
    const V subnormal = hn::Sub(hn::Add(magnitude, shift), shift);
    const V result = hn::IfThenElse(hn::Lt(magnitude, hn::Set(d, 0x1p-6f)), subnormal, normal);
    return hn::IfThenElse(hn::IsNaN(x), x, hn::CopySignToAbs(result, x));
}

void Quantise(float* out, float* scales, const float* x, std::int64_t count, std::int64_t group,
              bool power_of_two, float factor) {
    const D d;
    const V multiplier = hn::Set(d, factor);
    for (std::int64_t begin = 0; begin < count; begin += group) {
        const std::int64_t size = std::min(group, count - begin);
        V largest = hn::Zero(d);
        for_vectors(size, [&](std::int64_t, auto load, auto) {
            largest = hn::Max(largest, hn::Abs(load(x + begin)));
        });
        const float amax = hn::GetLane(hn::MaxOfLanes(d, largest));
        const float scale = power_of_two ? ops::power_of_two_scale(amax) : ops::linear_scale(amax);
        scales[begin / group] = scale;
        const V divisor = hn::Set(d, scale);
        for_vectors(size, [&](std::int64_t, auto load, auto store) {
            const V value = round_to_e4m3(hn::Div(load(x + begin), divisor));
            store(hn::Mul(value, multiplier), out + begin);
        });
    }
    zero_padding(out, count);
}

std::uint64_t Checksum(const std::byte* data, std::int64_t bytes) {
    // Several streams keep more reads in flight than one.
    constexpr std::int64_t kStreams = 4;
    const hn::ScalableTag<std::uint64_t> d;
    const std::int64_t step = static_cast<std::int64_t>(hn::Lanes(d)) * 8;
    const std::int64_t part = bytes / kStreams;
    hn::Vec<decltype(d)> sums[kStreams] = {hn::Zero(d), hn::Zero(d), hn::Zero(d), hn::Zero(d)};
    for (std::int64_t i = 0; i < part; i += step)
        for (std::int64_t s = 0; s < kStreams; ++s)
            sums[s] =
                hn::Add(sums[s], hn::LoadU(d, reinterpret_cast<const std::uint64_t*>(data + s * part + i)));
    // One by one: GCC adds the lanes of AVX-512 as signed numbers, which must not overflow.
    HWY_ALIGN std::uint64_t lanes[HWY_MAX_BYTES / sizeof(std::uint64_t)];
    hn::Store(hn::Add(hn::Add(sums[0], sums[1]), hn::Add(sums[2], sums[3])), d, lanes);
    return std::accumulate(lanes, lanes + hn::Lanes(d), std::uint64_t{0});
}

const char* InstructionSet() {
#if HWY_TARGET == HWY_EMU128 || HWY_TARGET == HWY_SCALAR
    return "portable";
#elif HWY_TARGET == HWY_SSE4
    return "SSE4";
#elif HWY_TARGET == HWY_AVX2
    return "AVX2";
#elif HWY_TARGET == HWY_AVX3
    return "AVX-512";
#else
    return hwy::TargetName(HWY_TARGET);
#endif
}

} // namespace hadal::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hadal::cpu::simd {

HWY_EXPORT(Widen);
HWY_EXPORT(RmsNorm);
HWY_EXPORT(AddRmsNorm);
HWY_EXPORT(LayerNorm);
HWY_EXPORT(Add);
HWY_EXPORT(AddScaled);
HWY_EXPORT(RoundRow);
HWY_EXPORT(Swiglu);
HWY_EXPORT(Softmax);
HWY_EXPORT(AddRelu);
HWY_EXPORT(CopyScaled);
HWY_EXPORT(Quantise);
HWY_EXPORT(Checksum);
HWY_EXPORT(InstructionSet);

void widen(float* out, const std::byte* from, ops::DType dtype, std::int64_t count, const std::byte* scales) {
    HWY_DYNAMIC_DISPATCH(Widen)(out, from, dtype, count, scales);
}
void rms_norm(float* out, const float* x, const float* weight, std::int64_t count, float eps, bool round) {
    HWY_DYNAMIC_DISPATCH(RmsNorm)(out, x, weight, count, eps, round);
}
void add_rms_norm(float* out, float* residual, const float* delta, const float* weight, std::int64_t count,
                  float eps, bool round) {
    HWY_DYNAMIC_DISPATCH(AddRmsNorm)(out, residual, delta, weight, count, eps, round);
}
void layer_norm(float* out, const float* x, const float* weight, const float* bias, std::int64_t count,
                float eps, bool round) {
    HWY_DYNAMIC_DISPATCH(LayerNorm)(out, x, weight, bias, count, eps, round);
}
void add(float* out, const float* a, const float* b, std::int64_t count, bool round) {
    HWY_DYNAMIC_DISPATCH(Add)(out, a, b, count, round);
}
void add_scaled(float* out, const float* x, float factor, std::int64_t count) {
    HWY_DYNAMIC_DISPATCH(AddScaled)(out, x, factor, count);
}
void round_row(float* x, std::int64_t count) {
    HWY_DYNAMIC_DISPATCH(RoundRow)(x, count);
}
void swiglu(float* out, const float* gate, const float* up, std::int64_t count, bool round) {
    HWY_DYNAMIC_DISPATCH(Swiglu)(out, gate, up, count, round);
}
void softmax(float* x, std::int64_t count, float scale, bool round) {
    HWY_DYNAMIC_DISPATCH(Softmax)(x, count, scale, round);
}
void add_relu(float* scores, const float* dots, std::int64_t stride, const float* weights, std::int64_t heads,
              std::int64_t count) {
    HWY_DYNAMIC_DISPATCH(AddRelu)(scores, dots, stride, weights, heads, count);
}
void copy_scaled(float* out, const float* x, float factor, std::int64_t count) {
    HWY_DYNAMIC_DISPATCH(CopyScaled)(out, x, factor, count);
}
void quantise(float* out, float* scales, const float* x, std::int64_t count, std::int64_t group,
              bool power_of_two, float factor) {
    HWY_DYNAMIC_DISPATCH(Quantise)(out, scales, x, count, group, power_of_two, factor);
}
std::uint64_t checksum(const std::byte* data, std::int64_t bytes) {
    return HWY_DYNAMIC_DISPATCH(Checksum)(data, bytes);
}
const char* instruction_set() {
    return HWY_DYNAMIC_DISPATCH(InstructionSet)();
}

} // namespace hadal::cpu::simd
#endif
