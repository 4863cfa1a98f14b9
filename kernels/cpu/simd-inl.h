// Pieces that both SIMD sources use. Included once per instruction set, hence the toggling guard.
#if defined(HADAL_SIMD_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef HADAL_SIMD_INL_H
#undef HADAL_SIMD_INL_H
#else
#define HADAL_SIMD_INL_H
#endif

#include "kernels/cpu/simd.h"

#include <cstring>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace hadal::cpu::simd::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using D = hn::ScalableTag<float>;
using V = hn::Vec<D>;

HWY_INLINE std::int64_t lanes() {
    return static_cast<std::int64_t>(hn::Lanes(D()));
}

/// To bf16 and back, ties to even. NaN stays as it is.
HWY_INLINE V round_to_bf16(V value) {
    const D d;
    const hn::RebindToUnsigned<D> du;
    const auto bits = hn::BitCast(du, value);
    const auto odd = hn::And(hn::ShiftRight<16>(bits), hn::Set(du, 1u));
    const auto rounded = hn::Add(bits, hn::Add(odd, hn::Set(du, 0x7fffu)));
    return hn::IfThenElse(hn::IsNaN(value), value,
                          hn::BitCast(d, hn::And(rounded, hn::Set(du, 0xffff0000u))));
}

HWY_INLINE float sum_of(V v) {
    return hn::GetLane(hn::SumOfLanes(D(), v));
}

/// `count` < lanes() floats, then zeros.
HWY_INLINE V load_some(const float* from, std::int64_t count) {
    HWY_ALIGN float buffer[kPadding] = {};
    std::memcpy(buffer, from, static_cast<std::size_t>(count) * sizeof(float));
    return hn::Load(D(), buffer);
}
HWY_INLINE void store_some(V v, float* to, std::int64_t count) {
    HWY_ALIGN float buffer[kPadding];
    hn::Store(v, D(), buffer);
    std::memcpy(to, buffer, static_cast<std::size_t>(count) * sizeof(float));
}

inline float load_float(const std::byte* from) {
    float value;
    std::memcpy(&value, from, sizeof value);
    return value;
}

// How a vector of weights is read. `load` may be called where a whole vector lies within the row.
struct F32Elements {
    static constexpr bool kScaled = false;
    static constexpr std::int64_t kBytes = 4;
    static HWY_INLINE V load(const std::byte* from) {
        return hn::LoadU(D(), reinterpret_cast<const float*>(from));
    }
};
struct BF16Elements {
    static constexpr bool kScaled = false;
    static constexpr std::int64_t kBytes = 2;
    static HWY_INLINE V load(const std::byte* from) {
        const hn::RebindToUnsigned<D> d32;
        const hn::Rebind<std::uint16_t, D> d16;
        const auto half = hn::LoadU(d16, reinterpret_cast<const std::uint16_t*>(from));
        return hn::BitCast(D(), hn::ShiftLeft<16>(hn::PromoteTo(d32, half)));
    }
};
/// 2^-120 times the value. Rows of a matrix come with block scales. The codes of NaN read as ±480: products
/// have no time to look for them.
struct E4m3Elements {
    static constexpr bool kScaled = true;
    static constexpr std::int64_t kBytes = 1;
    static HWY_INLINE V load(const std::byte* from) {
        const hn::RebindToSigned<D> d32;
        const hn::Rebind<std::int8_t, D> d8;
        const auto code = hn::LoadU(d8, reinterpret_cast<const std::int8_t*>(from));
        // Sign extension fills the bits above the code; the mask keeps one of them and the seven others.
        const auto bits = hn::ShiftLeft<20>(hn::PromoteTo(d32, code));
        const auto mask = hn::Set(d32, static_cast<std::int32_t>(0x87f00000u));
        return hn::BitCast(D(), hn::And(bits, mask));
    }
};

/// `count` < lanes() elements, then zeros.
template <typename Elements>
HWY_INLINE V load_tail(const std::byte* from, std::int64_t count) {
    std::byte buffer[kPadding * 4] = {};
    std::memcpy(buffer, from, static_cast<std::size_t>(count * Elements::kBytes));
    return Elements::load(buffer);
}

} // namespace hadal::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
