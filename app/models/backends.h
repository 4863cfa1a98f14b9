// What computes a model: the CPU, or GPUs.
#pragma once

#include "engine/model/checkpoint.h"
#include "engine/model/options.h"
#include "engine/parallel/expert_streaming.h"
#include "engine/parallel/parallel_model.h"
#include "kernels/ops.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hadal::models {

enum class BackendKind {
    Auto, ///< GPUs where the build and the machine have them and the model fits, else the CPU
    Cpu,
    Gpu, ///< CUDA, or the simulator that stands for it in developer builds
};

/// What --backend may say in this build: "auto", "cpu", and "cuda" or "simt".
std::vector<std::string> backend_names();
/// Throws Unsupported for "cuda" and "simt" where this build lacks them, with what to do.
BackendKind backend_kind(const std::string& name);

/// Whether this build is for GPUs; the simulator is for developers, and nobody gets it unasked.
bool has_real_gpus();
/// Throws Unsupported where there are fewer GPUs than ranks, real or simulated, or where the checkpoint has
/// what the GPU engine cannot do.
void require_gpus(const model::Checkpoint& checkpoint, int ranks);

struct Gpu {
    std::string name;       ///< "GPU 0, NVIDIA …"
    std::string capability; ///< "8.9"
    std::int64_t memory = 0, free = 0;
};

/// The GPUs that this build can use, real or simulated. Throws Unsupported, with what to do, where there are
/// none.
std::vector<Gpu> gpus();

/// Whether the program multiplies a prompt's rows by cuBLASLt, where a GPU has the form of its weights.
bool has_cublas_lt();

/// Two GPUs, by their numbers, and whether each can write to the other's memory.
struct GpuLink {
    int first = 0, second = 0;
    bool reachable = true; ///< the driver says so
    std::string error;     ///< what goes wrong nevertheless; empty: nothing
};

/// Tries every two GPUs out, seconds for each that fails. Throws as gpus(), and OutOfMemory.
std::vector<GpuLink> test_gpu_links();

/// How ranks on several GPUs would sum.
struct GpuSums {
    std::int64_t pushed_rows = 0; ///< that kernels push into the other GPUs' memory; 0: they cannot
    bool nccl = false;            ///< brings the GPUs together
    std::string notice;           ///< RankGroup::notice()
};

/// Brings all GPUs together as a model on them would, if there are several. Throws as gpus(), OutOfMemory and
/// DeviceLost.
std::optional<GpuSums> try_gpu_sums();

struct BackendOptions {
    int device = 0;            ///< of the GPUs that can be used
    int threads = 0;           ///< of the CPU; 0: one per core
    bool host_experts = false; ///< on a GPU: with the CPU for experts that stay in the machine's memory
    parallel::ExpertStreaming streaming = {}; ///< of these
};
/// A backend with the numerics that the checkpoint was made for. Throws Unsupported, OutOfMemory.
std::unique_ptr<ops::Backend> make_backend(BackendKind resolved, const model::Config& config,
                                           const BackendOptions& options);
/// The same with V3.2's numerics, for a look at a GPU without a model.
std::unique_ptr<ops::Backend> make_gpu_backend(int device);

/// What the ranks of a model talk through; empty for the host's memory.
parallel::GroupFactory group_factory(BackendKind resolved, const model::Config& config);

} // namespace hadal::models
