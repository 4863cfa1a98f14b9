// FP8 E4M3 (the "fn" form: largest value 448, no infinity, NaN is 0x7f and 0xff) and the scales that go with
// it.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

namespace hadal::ops {

inline constexpr float kE4m3Max = 448.0f;
inline constexpr std::int64_t kFp8Block = 128; ///< side of a weight block, and channels per activation scale
inline constexpr float kAmaxFloor = 1e-4f;     ///< keeps the scale of an all-zero group finite

// Device code uses these functions too. Names of constants stand in them for values only: std::max would take
// a reference, and the host's variables have no address on a GPU.

constexpr std::int64_t fp8_blocks(std::int64_t channels) {
    return (channels + kFp8Block - 1) / kFp8Block;
}

/// Placing the seven low bits where a float keeps its exponent and mantissa gives the value times 2^-120,
/// for subnormal codes too.
constexpr float e4m3_to_float(std::uint8_t code) {
    const std::uint32_t magnitude = code & 0x7fu;
    const std::uint32_t sign = static_cast<std::uint32_t>(code & 0x80u) << 24;
    if (magnitude == 0x7fu)
        return std::bit_cast<float>(sign | 0x7fc00000u);
    return std::bit_cast<float>(sign | (magnitude << 20)) * 0x1p120f;
}

/// To nearest, ties to even, saturating at ±448; NaN gives NaN.
constexpr std::uint8_t float_to_e4m3(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const std::uint32_t sign = (bits >> 24) & 0x80u;
    std::uint32_t magnitude = bits & 0x7fffffffu;
    if (magnitude > 0x7f800000u)
        return static_cast<std::uint8_t>(sign | 0x7fu);
    if (magnitude < std::bit_cast<std::uint32_t>(0x1p-6f)) {
        // Subnormal codes count multiples of 2^-9; adding 2^14 leaves exactly those in the mantissa.
        const float shifted = std::bit_cast<float>(magnitude) + 0x1p14f;
        return static_cast<std::uint8_t>(sign | (std::bit_cast<std::uint32_t>(shifted) & 0xffu));
    }
    magnitude = std::min(magnitude, std::bit_cast<std::uint32_t>(kE4m3Max));
    magnitude += 0x7ffffu + ((magnitude >> 20) & 1u);
    return static_cast<std::uint8_t>(sign | ((magnitude >> 20) - (120u << 3)));
}

/// amax/448.
constexpr float linear_scale(float amax) {
    return (amax < kAmaxFloor ? kAmaxFloor : amax) / kE4m3Max;
}

/// amax/448 rounded up to a power of two, by the exponent bits. amax·(1/448) is what the publisher's code
/// rounds.
constexpr float power_of_two_scale(float amax) {
    const float floored = amax < kAmaxFloor ? kAmaxFloor : amax;
    const auto bits = std::bit_cast<std::uint32_t>(floored * (1.0f / kE4m3Max));
    return std::bit_cast<float>((bits + 0x7fffffu) & 0x7f800000u);
}

} // namespace hadal::ops
