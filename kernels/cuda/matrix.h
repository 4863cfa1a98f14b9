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

/// Codes `first` and `first` + 2 of a word of e4m3 as a pair of bf16, which holds each exactly.
__device__ __forceinline__ std::uint32_t bf16_from_e4m3(std::uint32_t word, int first) {
    const std::uint32_t codes = word >> (8 * first);
    // The codes' bits where a float keeps sign, exponent and mantissa are the value times 2^-120.
    const float low = __uint_as_float((codes & 0x80u) << 24 | (codes & 0x7fu) << 20) * 0x1p120f;
    const float high = __uint_as_float((codes & 0x800000u) << 8 | (codes & 0x7f0000u) << 4) * 0x1p120f;
    return __float_as_uint(low) >> 16 | (__float_as_uint(high) & 0xffff0000u);
}

/// c += a·b, k = 32, e4m3, by two products in bf16: what multiply_e4m3 does before sm_89. The order of k is
/// free as long as a and b agree on it: even codes first, then odd ones.
__device__ __forceinline__ void multiply_e4m3_as_bf16(float (&c)[4], const std::uint32_t (&a)[4],
                                                      const std::uint32_t (&b)[2]) {
    HADAL_UNROLL
    for (int half = 0; half < 2; ++half) {
        const std::uint32_t upper = a[2 * half];
        const std::uint32_t lower = a[2 * half + 1];
        multiply_bf16(c,
                      {bf16_from_e4m3(upper, 0), bf16_from_e4m3(lower, 0), bf16_from_e4m3(upper, 1),
                       bf16_from_e4m3(lower, 1)},
                      {bf16_from_e4m3(b[half], 0), bf16_from_e4m3(b[half], 1)});
    }
}

#ifdef __CUDACC__

/// c += a·b, k = 32, e4m3.
__device__ __forceinline__ void multiply_e4m3(float (&c)[4], const std::uint32_t (&a)[4],
                                              const std::uint32_t (&b)[2]) {
#if __CUDA_ARCH__ >= 890
    asm("mma.sync.aligned.m16n8k32.row.col.f32.e4m3.e4m3.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, "
        "{%0, %1, %2, %3};"
        : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
#else
    multiply_e4m3_as_bf16(c, a, b);
#endif
}

#else

inline void multiply_e4m3(float (&c)[4], const std::uint32_t (&a)[4], const std::uint32_t (&b)[2],
                          std::source_location where = std::source_location::current()) {
    hadal::simt::device::multiply(c, a, b, hadal::simt::device::Elements::E4m3, where);
}

#endif

} // namespace hadal::cuda
