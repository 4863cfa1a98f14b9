// The CUDA implementation of the ops contract: host code over the kernels of kernels/cuda, on one device.
#pragma once

#include "kernels/ops.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace hadal::cuda {

/// Where operations run: on GPUs, or on the simulator that stands for them ("CUDA", "simulated CUDA").
std::string_view platform();

/// Whether the program has cuBLASLt, which multiplies many rows.
bool has_cublas_lt();

struct DeviceInfo {
    int index = 0;
    std::string name;
    int major = 0, minor = 0; ///< compute capability
    int multiprocessors = 0;
    std::size_t memory = 0; ///< bytes
    std::size_t free = 0;
};

/// The GPUs that Hadal can use, by index; without those that have failed or do not answer. Throws
/// Unsupported, with what to do about it, where there is no driver, no device, or none of compute
/// capability 8.0 or later.
std::vector<DeviceInfo> devices();

/// Makes sure that there are devices 0 … count-1. Throws Unsupported where there are fewer GPUs; the
/// simulator starts anew with as many, and what lived on it before is gone.
void require_devices(int count);

struct Options {
    int device = 0;
    /// Of inputs of FP8 weights. Activations are always bf16.
    ops::ActivationQuant activation_quant = ops::ActivationQuant::PowerOfTwo;
    /// Device memory is taken in pieces up to this size; 0: each buffer by itself, which lets the simulator
    /// see every access out of bounds.
    std::size_t piece_bytes = std::size_t{1} << 30;
    /// How long the host waits for what is queued, at most a chunk of a prefill. Then the device is lost.
    std::chrono::milliseconds deadline = kUsualDeadline;
    /// What computes experts whose weights stay in the host's memory; a backend of that memory, with the
    /// numerics of this one (bf16 rounding, activation_quant).
    std::shared_ptr<ops::Backend> host = {};
    /// Products of at least as many rows are cuBLASLt's, where the program and the architecture have them
    /// (library_products.h); at least 16.
    int library_rows = kLibraryRows;
    /// From so many on our GEMM is bound by matrix units, of which it reaches a fifth on 9.0 (measured.md).
    static constexpr int kLibraryRows = 128;
    /// From so many rows on it is the device that computes such experts: their weights are sent to it, a
    /// layer after the other, through two buffers of so many bytes each. 0: never. Up to four rows are always
    /// the host's.
    std::int64_t streamed_rows = 0;
    std::size_t stream_buffer_bytes = std::size_t{512} << 20;
    int copy_threads = 1; ///< that bring them to where the device reads

#ifdef HADAL_CUDA
    static constexpr std::chrono::seconds kUsualDeadline{30};
#else
    static constexpr std::chrono::minutes kUsualDeadline{10}; ///< simulated kernels take long
#endif
};

/// Weights are FP8 or bf16 matrices, and bf16 or f32 vectors. Latents may be cached in any format, indexer
/// keys in FP8 and bf16. Everything is queued on one stream; only download() waits, and experts on the host.
/// Operations throw DeviceLost when the device has failed or does not answer, from then on. Throws
/// Unsupported as devices(), DeviceLost where the device has failed before and cannot be helped, and
/// InvalidArgument for a host with other numerics.
std::unique_ptr<ops::Backend> make_backend(const Options& options);

// For what several of these backends do together.

int device_of(const ops::Backend& backend);
/// Queues a copy of `part` into the columns of `whole` from `first` on, which is on that device; both F32.
void send_columns(ops::Backend& backend, ops::Tensor part, ops::Tensor whole, std::int64_t first, int device);
/// Waits for all that is queued. Throws DeviceLost.
void wait_for(ops::Backend& backend);
/// What one of these backends calls while it waits for its device: see Waiting::set_look().
void look_while_waiting(ops::Backend& backend, std::function<bool(bool late)> look);

} // namespace hadal::cuda
