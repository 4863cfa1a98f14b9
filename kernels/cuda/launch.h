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

/// Whether an error is the device's, which then says the same to every call: by CUDA's numbers, an
/// uncorrectable error of memory or link, whatever breaks a context (a kernel that touches what it may not,
/// or takes too long), and a device that is not there any more.
inline bool is_of_device(cudaError_t error) {
    const int number = error;
    return number == 46 || number == 214 || number == 220 || number == 700 || number == 702 ||
           (number >= 709 && number <= 719 && number != 711 && number != 712 && number != 713) ||
           number == 999;
}

/// Throws Error that names what was tried: OutOfMemory, DeviceLost where the current device has failed, or
/// Internal.
inline void check(cudaError_t error, const std::string& what) {
    if (error == cudaSuccess)
        return;
    if (is_of_device(error)) {
        int device = 0;
        cudaGetDevice(&device);
        throw Error(ErrorKind::DeviceLost,
                    "GPU " + std::to_string(device) + " has failed: " + what + " ended in \"" +
                        cudaGetErrorString(error) +
                        "\". Load the model again. If that fails too, restart the program, then the "
                        "computer; journalctl -k says what the driver saw (Xid).");
    }
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
