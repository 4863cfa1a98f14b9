// bfloat16: the upper half of a float.
#pragma once

#include <bit>
#include <cstdint>

namespace hadal::ops {

constexpr float bf16_to_float(std::uint16_t bits) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

/// To nearest, ties to even; overflow gives infinity, NaN stays NaN.
constexpr std::uint16_t float_to_bf16(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    if ((bits & 0x7fffffffu) > 0x7f800000u)
        return static_cast<std::uint16_t>((bits >> 16) | 0x40u);
    return static_cast<std::uint16_t>((bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16);
}

constexpr float round_to_bf16(float value) {
    return bf16_to_float(float_to_bf16(value));
}

} // namespace hadal::ops
