#include "app/models/backends.h"

#include "engine/model/tensors.h"
#include "kernels/cpu/backend.h"
#include "kernels/cpu/cores.h"
#ifdef HADAL_GPU
#include "engine/parallel/cuda_group.h"
#include "kernels/cuda/backend/backend.h"
#include "kernels/cuda/backend/link_test.h"
#endif

#include <algorithm>

namespace hadal::models {

namespace {

#ifdef HADAL_GPU
/// As many as copy faster than a link carries; all of few cores.
int copy_threads(int threads) {
    constexpr int kEnough = 4;
    return std::min(threads > 0 ? threads : cpu::usable_cores(), kEnough);
}

void require_gpu_dtypes(const model::Checkpoint& checkpoint) {
    const auto check = [&](const model::TensorSpec& spec) {
        if (!spec.vector && checkpoint.tensor(spec.name).dtype == ops::DType::F32)
            throw Error(ErrorKind::Unsupported,
                        "The tensor " + spec.name +
                            " is F32; the GPU engine takes matrices in BF16 and F8_E4M3. Use --backend cpu, "
                            "or a checkpoint in one of these.");
    };
    model::visit_required_tensors(checkpoint.config(), check);
    if (checkpoint.has_mtp())
        model::visit_mtp_tensors(checkpoint.config(), check);
}
#endif

} // namespace

std::vector<std::string> backend_names() {
#ifdef HADAL_GPU
    return {"auto", "cpu", has_real_gpus() ? "cuda" : "simt"};
#else
    return {"auto", "cpu"};
#endif
}

BackendKind backend_kind(const std::string& name) {
    const auto names = backend_names();
    if (std::find(names.begin(), names.end(), name) == names.end())
        throw Error(ErrorKind::Unsupported,
                    name == "cuda"
                        ? "This build has no CUDA engine. Build it with packaging/build cuda, which "
                          "needs the CUDA toolkit, or use --backend cpu."
                        : "This build has no simulator of GPUs: it is in builds for developers "
                          "without CUDA. Use --backend " +
                              names.back() + ".");
    return name == "auto" ? BackendKind::Auto : name == "cpu" ? BackendKind::Cpu : BackendKind::Gpu;
}

bool has_real_gpus() {
#ifdef HADAL_GPU
    return HADAL_GPU;
#else
    return false;
#endif
}

void require_gpus([[maybe_unused]] const model::Checkpoint& checkpoint, [[maybe_unused]] int ranks) {
#ifdef HADAL_GPU
    cuda::require_devices(ranks);
    require_gpu_dtypes(checkpoint);
#else
    backend_kind("cuda"); // says why there are none
#endif
}

std::vector<Gpu> gpus() {
    std::vector<Gpu> found;
#ifdef HADAL_GPU
    for (const cuda::DeviceInfo& device : cuda::devices())
        found.push_back({"GPU " + std::to_string(device.index) + ", " + device.name,
                         std::to_string(device.major) + "." + std::to_string(device.minor),
                         static_cast<std::int64_t>(device.memory), static_cast<std::int64_t>(device.free)});
#else
    backend_kind("cuda"); // says why there are none
#endif
    return found;
}

bool has_cublas_lt() {
#ifdef HADAL_GPU
    return cuda::has_cublas_lt();
#else
    return false;
#endif
}

std::vector<GpuLink> test_gpu_links() {
    std::vector<GpuLink> links;
#ifdef HADAL_GPU
    std::vector<int> devices;
    for (const cuda::DeviceInfo& device : cuda::devices())
        devices.push_back(device.index);
    for (const cuda::LinkVerdict& verdict : cuda::test_links(devices))
        links.push_back({verdict.first, verdict.second,
                         verdict.found != cuda::LinkVerdict::Found::Unreachable, verdict.error});
#endif
    return links;
}

std::optional<GpuSums> try_gpu_sums() {
#ifdef HADAL_GPU
    const auto ranks = static_cast<int>(cuda::devices().size());
    if (ranks < 2)
        return {};
    model::Config v32;
    v32.hidden_size = 7168;
    const auto group =
        std::dynamic_pointer_cast<parallel::CudaGroup>(group_factory(BackendKind::Gpu, v32)(ranks));
    parallel::RankThreads threads(group, parallel::ParallelOptions().grace);
    threads.run([group](int rank) {
        const auto backend = make_gpu_backend(rank);
        group->join(rank, *backend);
    });
    return GpuSums{group->push_rows(), group->uses_nccl(), group->notice()};
#else
    return {};
#endif
}

std::unique_ptr<ops::Backend> make_gpu_backend(int device) {
    model::Config v32;
    v32.fp8 = v32.ue8m0 = true;
    return make_backend(BackendKind::Gpu, v32, {.device = device});
}

std::unique_ptr<ops::Backend> make_backend(BackendKind resolved, [[maybe_unused]] const model::Config& config,
                                           const BackendOptions& options) {
#ifdef HADAL_GPU
    if (resolved == BackendKind::Gpu) {
        cuda::Options gpu;
        gpu.device = cuda::devices().at(static_cast<std::size_t>(options.device)).index;
        gpu.activation_quant = config.ue8m0 ? ops::ActivationQuant::PowerOfTwo
                               : config.fp8 ? ops::ActivationQuant::Scaled
                                            : ops::ActivationQuant::None;
        if (options.host_experts) {
            gpu.host = cpu::make_backend({options.threads, {true, gpu.activation_quant}});
            gpu.streamed_rows = options.streaming.rows;
            gpu.stream_buffer_bytes = static_cast<std::size_t>(options.streaming.buffer_bytes);
            gpu.copy_threads = copy_threads(options.threads);
        }
        return cuda::make_backend(gpu);
    }
#endif
    if (resolved != BackendKind::Cpu)
        throw Error(ErrorKind::Internal, "A backend was asked for that this build lacks.");
    return cpu::make_backend({.threads = options.threads, .numerics = {}});
}

parallel::GroupFactory group_factory([[maybe_unused]] BackendKind resolved,
                                     [[maybe_unused]] const model::Config& config) {
#ifdef HADAL_GPU
    if (resolved == BackendKind::Gpu) {
        parallel::CudaGroup::Options options;
        options.hidden_size = config.hidden_size;
        if (has_real_gpus()) {
            options.deadline = std::chrono::seconds(30);
        } else {
            options.push_rows = 16; // what is measured there is the simulator
            options.kernel_deadline = options.deadline;
        }
        return [options](int ranks) { return std::make_shared<parallel::CudaGroup>(ranks, options); };
    }
#endif
    return {};
}

} // namespace hadal::models
