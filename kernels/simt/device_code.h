// The CUDA language for the host compiler: what a kernel may use. Kernel files are compiled with
// -fsanitize=thread (see hooks.cpp), so that their plain loads and stores are seen as well.
//
// Not here, on purpose: __shared__ variables (shared memory is taken with shared_memory() of
// kernels/cuda/launch.h, so that its size is known to the launch), atomics on floats (their sum would depend
// on the order of arrival), memcpy and memset (calls of them are not seen), the default stream,
// __activemask() and collectives without a mask.
#pragma once

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <source_location>

#define __global__
#define __device__
#define __host__
#define __forceinline__ inline __attribute__((always_inline))
#define __launch_bounds__(...)

struct dim3 {
    unsigned x = 1, y = 1, z = 1;
    constexpr dim3(unsigned x_ = 1, unsigned y_ = 1, unsigned z_ = 1) : x(x_), y(y_), z(z_) {}
};
struct uint3 {
    unsigned x, y, z;
};
struct alignas(8) float2 {
    float x, y;
};
struct alignas(16) float4 {
    float x, y, z, w;
};
struct alignas(8) uint2 {
    unsigned x, y;
};
struct alignas(16) uint4 {
    unsigned x, y, z, w;
};
inline float4 make_float4(float x, float y, float z, float w) {
    return {x, y, z, w};
}
inline uint2 make_uint2(unsigned x, unsigned y) {
    return {x, y};
}
inline uint4 make_uint4(unsigned x, unsigned y, unsigned z, unsigned w) {
    return {x, y, z, w};
}

namespace hadal::simt::device {

using Where = std::source_location;

// Constant for a thread, so one call in a function serves all of it.
[[gnu::const]] uint3 thread_index();
[[gnu::const]] uint3 block_index();
[[gnu::const]] uint3 block_size();
[[gnu::const]] uint3 grid_size();

enum class BarrierResult { None, Count, And, Or };
int block_barrier(bool predicate, BarrierResult result, Where where);
/// Barrier `id` for `threads` threads: waiting there, or only arriving.
void named_barrier(int id, int threads, bool wait, Where where);

enum class Shuffle { Index, Up, Down, Xor };
std::uint64_t shuffle(unsigned mask, std::uint64_t value, Shuffle kind, unsigned operand, int width,
                      Where where);
unsigned ballot(unsigned mask, bool predicate, Where where);
void sync_lanes(unsigned mask, Where where);
unsigned match_any(unsigned mask, std::uint64_t value, Where where);

enum class Reduce { Add, Min, Max, And, Or, Xor };
unsigned reduce(unsigned mask, unsigned value, Reduce kind, bool is_signed, Where where);

void fence();
void pause(Where where);
/// Nanoseconds of the real clock.
std::uint64_t clock();

enum class Atomic { Add, Min, Max, And, Or, Xor, Exchange, CompareExchange, Load, Store };
/// The old value. `bytes` is 4 or 8.
std::uint64_t atomic(void* at, unsigned bytes, Atomic operation, std::uint64_t operand,
                     std::uint64_t compare = 0);

/// The block's shared memory.
[[gnu::const]] std::byte* shared_memory();

/// Checks a read or write of `bytes` and does it as one access.
void read(void* to, const void* from, unsigned bytes);
void write(void* to, const void* from, unsigned bytes);

/// cp.async of 4, 8 or 16 bytes, the first `read_bytes` of them from global memory, zeros after.
void copy_async(void* to, const void* from, unsigned bytes, unsigned read_bytes);
void commit_copies();
void wait_copies(unsigned groups_left);

/// ldmatrix.x4 and mma.sync as kernels/cuda/matrix.h describes them.
void load_matrices(std::uint32_t* registers, const void* row, bool transposed, Where where);
enum class Elements { Bf16, E4m3 };
void multiply(float* c, const std::uint32_t* a, const std::uint32_t* b, Elements elements, Where where);
/// The block-scaled form for e4m3: scales are ue8m0 in the lowest byte, of row g from lanes with an even t,
/// of row g + 8 from those with an odd one, of column g from all.
void multiply_scaled(float* c, const std::uint32_t* a, const std::uint32_t* b, std::uint32_t a_scale,
                     std::uint32_t b_scale, Where where);

template <typename T>
std::uint64_t bits_of(T value) {
    static_assert(sizeof(T) == 4 || sizeof(T) == 8);
    if constexpr (sizeof(T) == 4)
        return std::bit_cast<std::uint32_t>(value);
    else
        return std::bit_cast<std::uint64_t>(value);
}
template <typename T>
T from_bits(std::uint64_t bits) {
    if constexpr (sizeof(T) == 4)
        return std::bit_cast<T>(static_cast<std::uint32_t>(bits));
    else
        return std::bit_cast<T>(bits);
}

} // namespace hadal::simt::device

#define threadIdx (::hadal::simt::device::thread_index())
#define blockIdx (::hadal::simt::device::block_index())
#define blockDim (::hadal::simt::device::block_size())
#define gridDim (::hadal::simt::device::grid_size())
inline constexpr int warpSize = 32;

// Names as in the CUDA C++ programming guide; the place of the call comes with each for the reports.
#define HADAL_WHERE ::hadal::simt::device::Where where = ::hadal::simt::device::Where::current()

inline void __syncthreads(HADAL_WHERE) {
    hadal::simt::device::block_barrier(false, hadal::simt::device::BarrierResult::None, where);
}
inline int __syncthreads_count(int predicate, HADAL_WHERE) {
    return hadal::simt::device::block_barrier(predicate != 0, hadal::simt::device::BarrierResult::Count,
                                              where);
}
inline int __syncthreads_and(int predicate, HADAL_WHERE) {
    return hadal::simt::device::block_barrier(predicate != 0, hadal::simt::device::BarrierResult::And, where);
}
inline int __syncthreads_or(int predicate, HADAL_WHERE) {
    return hadal::simt::device::block_barrier(predicate != 0, hadal::simt::device::BarrierResult::Or, where);
}
inline void __syncwarp(unsigned mask = ~0u, HADAL_WHERE) {
    hadal::simt::device::sync_lanes(mask, where);
}

#define HADAL_SHUFFLE(name, kind, operand_type)                                                              \
    template <typename T>                                                                                    \
    T name(unsigned mask, T value, operand_type operand, int width = 32, HADAL_WHERE) {                      \
        namespace d = hadal::simt::device;                                                                   \
        return d::from_bits<T>(                                                                              \
            d::shuffle(mask, d::bits_of(value), kind, static_cast<unsigned>(operand), width, where));        \
    }
HADAL_SHUFFLE(__shfl_sync, d::Shuffle::Index, int)
HADAL_SHUFFLE(__shfl_up_sync, d::Shuffle::Up, unsigned)
HADAL_SHUFFLE(__shfl_down_sync, d::Shuffle::Down, unsigned)
HADAL_SHUFFLE(__shfl_xor_sync, d::Shuffle::Xor, int)
#undef HADAL_SHUFFLE

inline unsigned __ballot_sync(unsigned mask, int predicate, HADAL_WHERE) {
    return hadal::simt::device::ballot(mask, predicate != 0, where);
}
inline int __any_sync(unsigned mask, int predicate, HADAL_WHERE) {
    return hadal::simt::device::ballot(mask, predicate != 0, where) != 0;
}
inline int __all_sync(unsigned mask, int predicate, HADAL_WHERE) {
    return hadal::simt::device::ballot(mask, predicate != 0, where) == mask;
}
template <typename T>
unsigned __match_any_sync(unsigned mask, T value, HADAL_WHERE) {
    return hadal::simt::device::match_any(mask, hadal::simt::device::bits_of(value), where);
}

#define HADAL_REDUCE(name, kind, type, is_signed)                                                            \
    inline type name(unsigned mask, type value, HADAL_WHERE) {                                               \
        return static_cast<type>(hadal::simt::device::reduce(                                                \
            mask, static_cast<unsigned>(value), hadal::simt::device::Reduce::kind, is_signed, where));       \
    }
HADAL_REDUCE(__reduce_add_sync, Add, unsigned, false)
HADAL_REDUCE(__reduce_min_sync, Min, unsigned, false)
HADAL_REDUCE(__reduce_max_sync, Max, unsigned, false)
HADAL_REDUCE(__reduce_add_sync, Add, int, true)
HADAL_REDUCE(__reduce_min_sync, Min, int, true)
HADAL_REDUCE(__reduce_max_sync, Max, int, true)
HADAL_REDUCE(__reduce_and_sync, And, unsigned, false)
HADAL_REDUCE(__reduce_or_sync, Or, unsigned, false)
HADAL_REDUCE(__reduce_xor_sync, Xor, unsigned, false)
#undef HADAL_REDUCE

inline void __threadfence_block() {
    hadal::simt::device::fence();
}
inline void __threadfence() {
    hadal::simt::device::fence();
}
inline void __threadfence_system() {
    hadal::simt::device::fence();
}
inline void __nanosleep(unsigned, HADAL_WHERE) {
    hadal::simt::device::pause(where);
}

#define HADAL_ATOMIC(name, kind, type)                                                                       \
    inline type name(type* at, type value) {                                                                 \
        namespace d = hadal::simt::device;                                                                   \
        return d::from_bits<type>(d::atomic(at, sizeof(type), d::Atomic::kind, d::bits_of(value)));          \
    }
#define HADAL_ATOMICS(type)                                                                                  \
    HADAL_ATOMIC(atomicAdd, Add, type)                                                                       \
    HADAL_ATOMIC(atomicMin, Min, type)                                                                       \
    HADAL_ATOMIC(atomicMax, Max, type)                                                                       \
    HADAL_ATOMIC(atomicAnd, And, type)                                                                       \
    HADAL_ATOMIC(atomicOr, Or, type)                                                                         \
    HADAL_ATOMIC(atomicXor, Xor, type)                                                                       \
    HADAL_ATOMIC(atomicExch, Exchange, type)                                                                 \
    inline type atomicCAS(type* at, type compare, type value) {                                              \
        namespace d = hadal::simt::device;                                                                   \
        return d::from_bits<type>(d::atomic(at, sizeof(type), d::Atomic::CompareExchange, d::bits_of(value), \
                                            d::bits_of(compare)));                                           \
    }
HADAL_ATOMICS(unsigned)
HADAL_ATOMICS(unsigned long long)
#undef HADAL_ATOMICS
#undef HADAL_ATOMIC
#undef HADAL_WHERE

// Arithmetic that device code has as functions.
inline int __popc(unsigned value) {
    return std::popcount(value);
}
inline int __clz(int value) {
    return std::countl_zero(static_cast<unsigned>(value));
}
inline int __ffs(int value) {
    return value == 0 ? 0 : std::countr_zero(static_cast<unsigned>(value)) + 1;
}
inline unsigned __brev(unsigned value) {
    unsigned result = 0;
    for (int bit = 0; bit < 32; ++bit)
        result |= (value >> bit & 1u) << (31 - bit);
    return result;
}
inline float __int_as_float(int value) {
    return std::bit_cast<float>(value);
}
inline unsigned __float_as_uint(float value) {
    return std::bit_cast<unsigned>(value);
}
inline float __uint_as_float(unsigned value) {
    return std::bit_cast<float>(value);
}
