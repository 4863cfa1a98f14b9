// Numbers and sums that all kernels share. Sums are made in one order, fixed by shapes alone.
#pragma once

#include "kernels/bf16.h"
#include "kernels/cuda/launch.h"
#include "kernels/fp8.h"

#include <bit>
#include <cstdint>

namespace hadal::cuda {

using Bf16 = std::uint16_t; ///< the bits of a bfloat16
using E4m3 = std::uint8_t;  ///< the code of an FP8 E4M3 number

inline constexpr int kWarp = 32;
inline constexpr unsigned kAllLanes = 0xffffffffu;

#if defined(__CUDACC__) || !defined(HADAL_CUDA) // host code for GPUs wants the types only

__device__ __forceinline__ float infinity() {
    return __uint_as_float(0x7f800000u);
}

/// Every lane gets the same bits: each level adds the same two numbers on both sides.
__device__ __forceinline__ float warp_sum(float value) {
    for (int distance = kWarp / 2; distance > 0; distance /= 2)
        value += __shfl_xor_sync(kAllLanes, value, distance);
    return value;
}

/// The maximum over aligned groups of `lanes` lanes, a power of two.
template <int lanes = kWarp>
__device__ __forceinline__ float warp_max(float value) {
    for (int distance = lanes / 2; distance > 0; distance /= 2)
        value = fmaxf(value, __shfl_xor_sync(kAllLanes, value, distance));
    return value;
}

/// The sum over all threads of a block of whole warps: lanes of a warp first, then the warps. `partial` is
/// shared memory for one value a warp, not in use by others.
__device__ __forceinline__ float block_sum(float value, float* partial) {
    const unsigned warp = threadIdx.x / kWarp;
    const unsigned lane = threadIdx.x % kWarp;
    value = warp_sum(value);
    if (lane == 0)
        partial[warp] = value;
    __syncthreads();
    return warp_sum(lane < blockDim.x / kWarp ? partial[lane] : 0.0f);
}

/// Two bf16 from one word, the lower half first.
__device__ __forceinline__ float low_bf16(std::uint32_t pair) {
    return __uint_as_float(pair << 16);
}
__device__ __forceinline__ float high_bf16(std::uint32_t pair) {
    return __uint_as_float(pair & 0xffff0000u);
}
__device__ __forceinline__ std::uint32_t pack_bf16(float low, float high) {
    return ops::float_to_bf16(low) | static_cast<std::uint32_t>(ops::float_to_bf16(high)) << 16;
}

/// Eight bf16 as they lie in a 16-byte vector.
__device__ __forceinline__ void unpack_bf16(float* values, const uint4& vector) {
    const std::uint32_t words[4] = {vector.x, vector.y, vector.z, vector.w};
    HADAL_UNROLL
    for (int i = 0; i < 4; ++i) {
        values[2 * i] = low_bf16(words[i]);
        values[2 * i + 1] = high_bf16(words[i]);
    }
}
__device__ __forceinline__ uint4 pack_bf16(const float* values) {
    return make_uint4(pack_bf16(values[0], values[1]), pack_bf16(values[2], values[3]),
                      pack_bf16(values[4], values[5]), pack_bf16(values[6], values[7]));
}

/// Four e4m3 codes of four values over `scale`, the first in the lowest byte. Saturates.
__device__ __forceinline__ std::uint32_t pack_e4m3(const float* values, float scale) {
    std::uint32_t word = 0;
    HADAL_UNROLL
    for (int i = 0; i < 4; ++i)
        word |= static_cast<std::uint32_t>(ops::float_to_e4m3(values[i] / scale)) << (8 * i);
    return word;
}

/// A word of four e4m3 codes as four floats times 2^-120, which the codes' bits are when they stand where a
/// float keeps exponent and mantissa; subnormal codes too, as subnormal floats. NaN codes do not occur.
__device__ __forceinline__ void unpack_e4m3_scaled(float* values, std::uint32_t word) {
    HADAL_UNROLL
    for (int i = 0; i < 4; ++i) {
        const std::uint32_t code = word >> (8 * i);
        values[i] = __uint_as_float((code & 0x80u) << 24 | (code & 0x7fu) << 20);
    }
}

/// Larger for larger numbers; NaN counts as -inf, and the two zeros are one.
__device__ __forceinline__ std::uint32_t ordered_key(float value) {
    if (!(value == value))
        value = -infinity();
    const std::uint32_t bits = __float_as_uint(value + 0.0f);
    return bits ^ (bits >> 31 ? 0xffffffffu : 0x80000000u);
}

#endif

} // namespace hadal::cuda
