// Synchronisation that CUDA C++ has no function for: PTX on a GPU, the simulator's otherwise.
#pragma once

#include "kernels/cuda/runtime.h"

namespace hadal::cuda {

#ifdef __CUDACC__

/// Barrier `id` (1 … 15; 0 is __syncthreads) for `threads` threads of the block, whole warps: waits there.
__device__ __forceinline__ void named_barrier_sync(int id, int threads) {
    asm volatile("bar.sync %0, %1;" ::"r"(id), "r"(threads) : "memory");
}
/// The same without waiting.
__device__ __forceinline__ void named_barrier_arrive(int id, int threads) {
    asm volatile("bar.arrive %0, %1;" ::"r"(id), "r"(threads) : "memory");
}

/// Begins to copy 16 bytes from global to shared memory, or to fill them with zeros where `valid` is false.
/// Both addresses are multiples of 16.
__device__ __forceinline__ void copy_async16(void* to, const void* from, bool valid = true) {
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(
                     static_cast<unsigned>(__cvta_generic_to_shared(to))),
                 "l"(from), "r"(valid ? 16 : 0)
                 : "memory");
}
/// The same for 4 bytes, through the L1 cache.
__device__ __forceinline__ void copy_async4(void* to, const void* from, bool valid = true) {
    asm volatile("cp.async.ca.shared.global [%0], [%1], 4, %2;" ::"r"(
                     static_cast<unsigned>(__cvta_generic_to_shared(to))),
                 "l"(from), "r"(valid ? 4 : 0)
                 : "memory");
}
/// Closes a group of this thread's copies, which may be empty.
__device__ __forceinline__ void commit_copies() {
    asm volatile("cp.async.commit_group;" ::: "memory");
}
/// Waits until at most `groups_left` of this thread's groups are under way. Other threads see the bytes after
/// a barrier.
template <int groups_left>
__device__ __forceinline__ void wait_copies() {
    asm volatile("cp.async.wait_group %0;" ::"n"(groups_left) : "memory");
}

/// Stores a word after everything that this thread has done, or seen before a barrier, for all devices.
__device__ __forceinline__ void store_release_system(unsigned* to, unsigned value) {
    asm volatile("st.release.sys.global.u32 [%0], %1;" ::"l"(to), "r"(value) : "memory");
}
/// Loads a word that another device stores; what comes after sees what came before that store.
__device__ __forceinline__ unsigned load_acquire_system(const unsigned* from) {
    unsigned value;
    asm volatile("ld.acquire.sys.global.u32 %0, [%1];" : "=r"(value) : "l"(from) : "memory");
    return value;
}
/// Nanoseconds since some moment, the same for all threads of a device.
__device__ __forceinline__ unsigned long long clock_ns() {
    unsigned long long now;
    asm volatile("mov.u64 %0, %globaltimer;" : "=l"(now)::"memory");
    return now;
}
/// In a loop that waits.
__device__ __forceinline__ void pause() {
    __nanosleep(20);
}

#else

inline void store_release_system(unsigned* to, unsigned value) {
    hadal::simt::device::fence();
    hadal::simt::device::atomic(to, sizeof value, hadal::simt::device::Atomic::Store, value);
}
inline unsigned load_acquire_system(const unsigned* from) {
    const auto value = hadal::simt::device::atomic(const_cast<unsigned*>(from), sizeof(unsigned),
                                                   hadal::simt::device::Atomic::Load, 0);
    hadal::simt::device::fence();
    return static_cast<unsigned>(value);
}
inline unsigned long long clock_ns() {
    return hadal::simt::device::clock();
}
inline void pause(std::source_location where = std::source_location::current()) {
    hadal::simt::device::pause(where);
}

inline void named_barrier_sync(int id, int threads,
                               std::source_location where = std::source_location::current()) {
    hadal::simt::device::named_barrier(id, threads, true, where);
}
inline void named_barrier_arrive(int id, int threads,
                                 std::source_location where = std::source_location::current()) {
    hadal::simt::device::named_barrier(id, threads, false, where);
}
__forceinline__ void copy_async16(void* to, const void* from, bool valid = true) {
    hadal::simt::device::copy_async(to, from, 16, valid ? 16 : 0);
}
__forceinline__ void copy_async4(void* to, const void* from, bool valid = true) {
    hadal::simt::device::copy_async(to, from, 4, valid ? 4 : 0);
}
inline void commit_copies() {
    hadal::simt::device::commit_copies();
}
template <int groups_left>
void wait_copies() {
    hadal::simt::device::wait_copies(groups_left);
}

#endif

} // namespace hadal::cuda
