#include "kernels/cuda/backend/backend.h"

#include "kernels/cuda/backend/device_memory.h"
#include "kernels/cuda/backend/waiting.h"
#include "kernels/cuda/launch.h"
#ifndef HADAL_CUDA
#include "kernels/simt/machine.h"
#endif

namespace hadal::cuda {

namespace {

constexpr int kOldestMajor = 8;

} // namespace

std::string_view platform() {
#ifdef HADAL_CUDA
    return "CUDA";
#else
    return "simulated CUDA";
#endif
}

std::vector<DeviceInfo> devices() {
    int count = 0;
    const cudaError_t error = cudaGetDeviceCount(&count);
    if (error != cudaSuccess || count == 0) {
        cudaGetLastError();
        throw Error(
            ErrorKind::Unsupported,
            "There is no NVIDIA GPU that can be used" +
                (error == cudaSuccess ? std::string() : ": " + std::string(cudaGetErrorString(error))) +
                ". Check that one is installed and that nvidia-smi lists it, or use --backend cpu.");
    }
    std::vector<DeviceInfo> found;
    std::string too_old, lost;
    for (int index = 0; index < count; ++index) {
        cudaDeviceProp properties;
        check(cudaGetDeviceProperties(&properties, index),
              "asking what device " + std::to_string(index) + " is");
        if (properties.major < kOldestMajor) {
            too_old += std::string(too_old.empty() ? "" : ", ") + properties.name;
            continue;
        }
        try {
            const DeviceUse use(index);
        } catch (const Error& why) {
            lost += std::string(" ") + why.what();
            continue;
        }
        DeviceInfo info{index,
                        properties.name,
                        properties.major,
                        properties.minor,
                        properties.multiProcessorCount,
                        properties.totalGlobalMem,
                        0};
        int before = 0;
        check(cudaGetDevice(&before), "asking for the current device");
        check(cudaSetDevice(index), "selecting device " + std::to_string(index));
        std::size_t total = 0;
        check(cudaMemGetInfo(&info.free, &total), "asking for the memory of device " + std::to_string(index));
        check(cudaSetDevice(before), "selecting a device");
        found.push_back(std::move(info));
    }
    if (found.empty() && !lost.empty())
        throw Error(ErrorKind::DeviceLost, "There is no GPU left that can be used." + lost);
    if (found.empty())
        throw Error(ErrorKind::Unsupported, "Hadal needs a GPU of compute capability 8.0 (Ampere) or later; "
                                            "found only " +
                                                too_old + ". Use --backend cpu.");
    return found;
}

void require_devices(int count) {
#ifdef HADAL_CUDA
    const auto found = static_cast<int>(devices().size());
    if (found < count)
        throw Error(ErrorKind::Unsupported, "The model was to be shared by " + std::to_string(count) +
                                                " GPUs, but there are only " + std::to_string(found) +
                                                ". Choose fewer ranks.");
#else
    if (static_cast<int>(devices().size()) < count) {
        simt::Options machine;
        machine.devices.assign(static_cast<std::size_t>(count), simt::DeviceSpec{});
        simt::start(machine);
    }
#endif
}

} // namespace hadal::cuda
