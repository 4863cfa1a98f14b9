// The CUDA implementation of the ops contract: host code over the kernels of kernels/cuda, on one device.
#pragma once

#include "kernels/ops.h"

#include <memory>
#include <string>
#include <vector>

namespace hadal::cuda {

/// Where operations run: on GPUs, or on the simulator that stands for them ("CUDA", "simulated CUDA").
std::string_view platform();

struct DeviceInfo {
    int index = 0;
    std::string name;
    int major = 0, minor = 0; ///< compute capability
    int multiprocessors = 0;
    std::size_t memory = 0; ///< bytes
    std::size_t free = 0;
};

/// The GPUs that Hadal can use, by index. Throws Unsupported, with what to do about it, where there is no
/// driver, no device, or none of compute capability 8.0 or later.
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
    /// What computes experts whose weights stay in the host's memory; a backend of that memory, with the
    /// numerics of this one (bf16 rounding, activation_quant).
    std::shared_ptr<ops::Backend> host = {};
};

/// Weights are FP8 or bf16 matrices, and bf16 or f32 vectors. Latents may be cached in any format, indexer
/// keys in FP8 and bf16. Everything is queued on one stream; only download() waits. Throws Unsupported as
/// devices(), and InvalidArgument for a host with other numerics.
std::unique_ptr<ops::Backend> make_backend(const Options& options);

} // namespace hadal::cuda
