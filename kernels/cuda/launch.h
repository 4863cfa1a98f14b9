// How kernels are launched and take their shared memory, the same for a GPU and for the simulator.
//
// A kernel is a __global__ function with one parameter, a trivially copyable struct of pointers and sizes:
//     launch<add_kernel>({blocks, threads, shared_bytes, stream}, AddParameters{…});
#pragma once

#include "kernels/cuda/runtime.h"
#include "kernels/error.h"

#include <string>
#include <type_traits>

namespace hadal::cuda {

struct Grid {
    dim3 blocks;
    dim3 threads;
    std::size_t shared_bytes = 0;
    cudaStream_t stream = nullptr;
};

/// Throws Error(OutOfMemory or Internal) that names what was tried.
inline void check(cudaError_t error, const std::string& what) {
    if (error == cudaSuccess)
        return;
    throw Error(error == cudaErrorMemoryAllocation ? ErrorKind::OutOfMemory : ErrorKind::Internal,
                "CUDA: " + what + " failed: " + cudaGetErrorString(error) + ".");
}

#if defined(__CUDACC__) || !defined(HADAL_CUDA)

namespace detail {

template <auto kernel>
std::string kernel_name() {
    const std::string text = __PRETTY_FUNCTION__; // "… [with auto kernel = name; …]"
    const auto begin = text.find("kernel = ") + 9;
    return text.substr(begin, text.find_first_of(";]", begin) - begin);
}

#ifndef __CUDACC__
/// Told of every launch on the simulator, for the tools that report on kernels.
inline void (*launch_observer)(const std::string& kernel, const Grid& grid) = nullptr;

/// Not seen by the simulator's checks: the parameters lie in host memory until the call has copied them.
template <auto kernel, typename Parameters>
[[gnu::no_sanitize("thread")]] void run_thread(const void* parameters) {
    kernel(*static_cast<const Parameters*>(parameters));
}
#endif

/// Shared memory that a kernel gets without asking.
inline constexpr std::size_t kPlainSharedBytes = 48 << 10;

} // namespace detail

/// Queues the kernel on the stream. Throws as check() does.
template <auto kernel, typename Parameters>
void launch(const Grid& grid, const Parameters& parameters) {
    static_assert(std::is_trivially_copyable_v<Parameters> && sizeof(Parameters) <= 4096);
#ifdef __CUDACC__
    if (grid.shared_bytes > detail::kPlainSharedBytes)
        check(cudaFuncSetAttribute(reinterpret_cast<const void*>(kernel),
                                   cudaFuncAttributeMaxDynamicSharedMemorySize,
                                   static_cast<int>(grid.shared_bytes)),
              "shared memory for " + detail::kernel_name<kernel>());
    Parameters copy = parameters;
    void* arguments[] = {&copy};
    check(cudaLaunchKernel(reinterpret_cast<const void*>(kernel), grid.blocks, grid.threads, arguments,
                           grid.shared_bytes, grid.stream),
          detail::kernel_name<kernel>());
#else
    if (detail::launch_observer)
        detail::launch_observer(detail::kernel_name<kernel>(), grid);
    check(hadal::simt::runtime::launch_kernel(
              detail::kernel_name<kernel>(), grid.blocks, grid.threads, grid.shared_bytes, grid.stream,
              &detail::run_thread<kernel, Parameters>, &parameters, sizeof parameters),
          detail::kernel_name<kernel>());
#endif
}

/// The block's shared memory, as large as the launch said, aligned to 128 bytes. Nothing initialises it.
template <typename T>
__device__ __forceinline__ T& shared_memory() {
    static_assert(std::is_trivially_destructible_v<T>);
#ifdef __CUDACC__
    extern __shared__ __align__(128) unsigned char hadal_shared_memory[];
    return *reinterpret_cast<T*>(hadal_shared_memory);
#else
    return *reinterpret_cast<T*>(hadal::simt::device::shared_memory());
#endif
}

/// One access of the width of T (up to 16 bytes), which the compiler never takes apart.
template <typename T>
__device__ __forceinline__ T load(const T* from) {
#ifdef __CUDACC__
    return *from;
#else
    T value;
    hadal::simt::device::read(&value, from, sizeof value);
    return value;
#endif
}
/// The same for data that nobody writes while the kernel runs, such as weights.
template <typename T>
__device__ __forceinline__ T load_constant(const T* from) {
#ifdef __CUDACC__
    return __ldg(from);
#else
    return load(from);
#endif
}
template <typename T>
__device__ __forceinline__ void store(T* to, const T& value) {
#ifdef __CUDACC__
    *to = value;
#else
    hadal::simt::device::write(to, &value, sizeof value);
#endif
}

#endif

} // namespace hadal::cuda
