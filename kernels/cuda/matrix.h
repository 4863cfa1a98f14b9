// Matrix instructions of a warp, with their fragments as PTX documents them. g = lane / 4, t = lane % 4.
//
//  A, 16 rows, k columns      a[0] row g, a[1] row g+8, a[2] row g of the upper half of k, a[3] row g+8 of it
//  B, k rows, 8 columns       b[0] column g, b[1] column g of the upper half of k
//  C, 16 rows, 8 columns      c[0], c[1] row g, columns 2t and 2t+1; c[2], c[3] the same of row g+8
//
// A register of A or B holds neighbours along k: two bf16 at 2t, or four e4m3 at 4t. Sums are f32; in which
// order, and how wide, hardware does not say.
#pragma once

#include "kernels/cuda/runtime.h"

#include <cstdint>

namespace hadal::cuda {

#ifdef __CUDACC__

/// Four 8×8 matrices of 16-bit elements from shared memory: lane i gives the address of row i % 8 of matrix i
/// / 8, a multiple of 16. registers[m] gets elements 2t and 2t+1 of row g of matrix m.
__device__ __forceinline__ void load_matrices(std::uint32_t (&registers)[4], const void* row) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(registers[0]), "=r"(registers[1]), "=r"(registers[2]), "=r"(registers[3])
                 : "r"(static_cast<unsigned>(__cvta_generic_to_shared(row)))
                 : "memory");
}
/// The same of the transposed matrices: registers[m] gets elements g of rows 2t and 2t+1.
__device__ __forceinline__ void load_matrices_transposed(std::uint32_t (&registers)[4], const void* row) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(registers[0]), "=r"(registers[1]), "=r"(registers[2]), "=r"(registers[3])
                 : "r"(static_cast<unsigned>(__cvta_generic_to_shared(row)))
                 : "memory");
}

/// c += a·b, k = 16, bf16.
__device__ __forceinline__ void multiply_bf16(float (&c)[4], const std::uint32_t (&a)[4],
                                              const std::uint32_t (&b)[2]) {
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, "
        "{%0, %1, %2, %3};"
        : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}
#else

inline void load_matrices(std::uint32_t (&registers)[4], const void* row,
                          std::source_location where = std::source_location::current()) {
    hadal::simt::device::load_matrices(registers, row, false, where);
}
inline void load_matrices_transposed(std::uint32_t (&registers)[4], const void* row,
                                     std::source_location where = std::source_location::current()) {
    hadal::simt::device::load_matrices(registers, row, true, where);
}
inline void multiply_bf16(float (&c)[4], const std::uint32_t (&a)[4], const std::uint32_t (&b)[2],
                          std::source_location where = std::source_location::current()) {
    hadal::simt::device::multiply(c, a, b, hadal::simt::device::Elements::Bf16, where);
}
#endif

/// Both bf16 of a word times 2^120.
__device__ __forceinline__ std::uint32_t scale_bf16_pair_up(std::uint32_t pair) {
#ifdef __CUDACC__
    // Adding -0 leaves a product as it is. Subnormal numbers count at full precision.
    asm("fma.rn.bf16x2 %0, %0, %1, %2;" : "+r"(pair) : "r"(0x7b807b80u), "r"(0x80008000u));
    return pair;
#else
    const float low = __uint_as_float(pair << 16) * 0x1p120f;
    const float high = __uint_as_float(pair & 0xffff0000u) * 0x1p120f;
    return __float_as_uint(low) >> 16 | (__float_as_uint(high) & 0xffff0000u);
#endif
}

/// Codes `first` (0 or 1) and `first` + 2 of a word of e4m3 as a pair of bf16, which holds each exactly. The
/// codes' bits where bf16 keeps sign, exponent and mantissa are the value times 2^-120, subnormal ones too.
__device__ __forceinline__ std::uint32_t bf16_from_e4m3(std::uint32_t word, int first) {
    const std::uint32_t codes = first == 0 ? word << 8 : word;
    return scale_bf16_pair_up((codes & 0x80008000u) | (codes >> 4 & 0x07f007f0u));
}

// Products of e4m3 by way of fragments that are prepared once and used many times. sm_89 and sm_120 multiply
// e4m3 themselves. Before them there is no such instruction, and sm_90 and sm_100 make conversions of it, at
// each product and with many registers: there fragments become bf16, in two halves of k. The order of k is
// free as long as a and b agree on it: even codes first, then odd ones.
#if !defined(__CUDA_ARCH__) || __CUDA_ARCH__ == 890 || __CUDA_ARCH__ >= 1200
#define HADAL_E4M3_PRODUCTS 1
#else
#define HADAL_E4M3_PRODUCTS 0
#endif

/// c += a·b, k = 32, by two products in bf16; b as bf16_from_e4m3 orders it.
__device__ __forceinline__ void multiply_halves(float (&c)[4], const std::uint32_t (&a)[2][4],
                                                const std::uint32_t (&b)[2][2]) {
    multiply_bf16(c, a[0], b[0]);
    multiply_bf16(c, a[1], b[1]);
}
__device__ __forceinline__ void expand_e4m3_a(std::uint32_t (&halves)[2][4], const std::uint32_t (&a)[4]) {
    HADAL_UNROLL
    for (int half = 0; half < 2; ++half) {
        HADAL_UNROLL
        for (int i = 0; i < 4; ++i)
            halves[half][i] = bf16_from_e4m3(a[2 * half + i % 2], i / 2);
    }
}
__device__ __forceinline__ void expand_e4m3_b(std::uint32_t (&halves)[2][2], const std::uint32_t (&b)[2]) {
    HADAL_UNROLL
    for (int half = 0; half < 2; ++half) {
        halves[half][0] = bf16_from_e4m3(b[half], 0);
        halves[half][1] = bf16_from_e4m3(b[half], 1);
    }
}

#if HADAL_E4M3_PRODUCTS

#ifdef __CUDACC__
/// c += a·b, k = 32, e4m3.
__device__ __forceinline__ void multiply_e4m3(float (&c)[4], const std::uint32_t (&a)[4],
                                              const std::uint32_t (&b)[2]) {
    asm("mma.sync.aligned.m16n8k32.row.col.f32.e4m3.e4m3.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, "
        "{%0, %1, %2, %3};"
        : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}
#else
inline void multiply_e4m3(float (&c)[4], const std::uint32_t (&a)[4], const std::uint32_t (&b)[2],
                          std::source_location where = std::source_location::current()) {
    hadal::simt::device::multiply(c, a, b, hadal::simt::device::Elements::E4m3, where);
}
#endif

struct E4m3A {
    std::uint32_t words[4];
    __device__ explicit E4m3A(const std::uint32_t (&a)[4]) : words{a[0], a[1], a[2], a[3]} {}
};
struct E4m3B {
    std::uint32_t words[2];
    __device__ E4m3B(std::uint32_t b0, std::uint32_t b1) : words{b0, b1} {}
};
/// c += a·b, k = 32.
__device__ __forceinline__ void multiply(float (&c)[4], const E4m3A& a, const E4m3B& b) {
    multiply_e4m3(c, a.words, b.words);
}

#else

struct E4m3A {
    std::uint32_t halves[2][4];
    __device__ explicit E4m3A(const std::uint32_t (&a)[4]) { expand_e4m3_a(halves, a); }
};
struct E4m3B {
    std::uint32_t halves[2][2];
    __device__ E4m3B(std::uint32_t b0, std::uint32_t b1) { expand_e4m3_b(halves, {b0, b1}); }
};
__device__ __forceinline__ void multiply(float (&c)[4], const E4m3A& a, const E4m3B& b) {
    multiply_halves(c, a.halves, b.halves);
}

#endif

// The block-scaled product of sm_120a: both factors carry a power of two for their 32 channels, so scales
// need no arithmetic and sums no second set of registers. On GeForce cards it also runs at twice the rate of
// the plain one.
#if !defined(__CUDA_ARCH__) || defined(__CUDA_ARCH_FEAT_SM120_ALL)
#define HADAL_SCALED_PRODUCTS 1
#else
#define HADAL_SCALED_PRODUCTS 0
#endif

/// The exponent of a power of two as ue8m0, which is how a float keeps it.
__device__ __forceinline__ std::uint32_t ue8m0(float power_of_two) {
    return __float_as_uint(power_of_two) >> 23;
}

#if HADAL_SCALED_PRODUCTS

/// c += (a · 2^(a_scale - 127)) · (b · 2^(b_scale - 127)), k = 32, e4m3. a_scale is row g's on lanes with an
/// even t and row g+8's on the others, b_scale column g's.
#ifdef __CUDACC__
__device__ __forceinline__ void multiply_scaled(float (&c)[4], const std::uint32_t (&a)[4],
                                                const std::uint32_t (&b)[2], std::uint32_t a_scale,
                                                std::uint32_t b_scale) {
    // The pairs after the scales choose the byte, and which lanes of the four bring it.
    asm("mma.sync.aligned.kind::mxf8f6f4.block_scale.scale_vec::1X.m16n8k32.row.col.f32.e4m3.e4m3.f32.ue8m0 "
        "{%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3}, {%10}, {%12, %12}, {%11}, {%12, "
        "%12};"
        : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]), "r"(a_scale), "r"(b_scale),
          "h"(static_cast<std::uint16_t>(0)));
}
#else
inline void multiply_scaled(float (&c)[4], const std::uint32_t (&a)[4], const std::uint32_t (&b)[2],
                            std::uint32_t a_scale, std::uint32_t b_scale,
                            std::source_location where = std::source_location::current()) {
    hadal::simt::device::multiply_scaled(c, a, b, a_scale, b_scale, where);
}
#endif

#endif

} // namespace hadal::cuda
