// Errors and devices.
#include "kernels/simt/runtime_call.h"

#include <algorithm>
#include <cstdio>

namespace hadal::simt::runtime {

thread_local int current_device = 0;

namespace {

thread_local cudaError_t last_error = cudaSuccess;

constexpr int kMultiprocessors = 4; ///< few, so that grids sized by it stay small

} // namespace

cudaError_t say(cudaError_t error) {
    if (error != cudaSuccess)
        last_error = error;
    return error;
}

const char* cudaGetErrorName(cudaError_t error) {
    switch (error) {
#define HADAL_NAME(name)                                                                                     \
    case name:                                                                                               \
        return #name;
        HADAL_NAME(cudaSuccess)
        HADAL_NAME(cudaErrorInvalidValue)
        HADAL_NAME(cudaErrorMemoryAllocation)
        HADAL_NAME(cudaErrorInvalidConfiguration)
        HADAL_NAME(cudaErrorInvalidDevice)
        HADAL_NAME(cudaErrorPeerAccessUnsupported)
        HADAL_NAME(cudaErrorInvalidResourceHandle)
        HADAL_NAME(cudaErrorNotReady)
        HADAL_NAME(cudaErrorIllegalAddress)
        HADAL_NAME(cudaErrorPeerAccessAlreadyEnabled)
        HADAL_NAME(cudaErrorPeerAccessNotEnabled)
        HADAL_NAME(cudaErrorMisalignedAddress)
        HADAL_NAME(cudaErrorLaunchFailure)
        HADAL_NAME(cudaErrorStreamCaptureUnsupported)
        HADAL_NAME(cudaErrorStreamCaptureInvalidated)
        HADAL_NAME(cudaErrorIllegalState)
        HADAL_NAME(cudaErrorGraphExecUpdateFailure)
        HADAL_NAME(cudaErrorUnknown)
#undef HADAL_NAME
    }
    return "cudaErrorUnknown";
}

const char* cudaGetErrorString(cudaError_t error) {
    return cudaGetErrorName(error);
}

cudaError_t cudaGetLastError() {
    const cudaError_t error = cudaPeekAtLastError();
    last_error = cudaSuccess;
    return error;
}

cudaError_t cudaPeekAtLastError() {
    const std::lock_guard lock(machine_mutex());
    if (current_device >= machine().device_count())
        return cudaErrorInvalidDevice;
    const auto sticky = static_cast<cudaError_t>(machine().device(current_device).sticky_error);
    return sticky != cudaSuccess ? sticky : last_error;
}

cudaError_t cudaGetDeviceCount(int* count) {
    const std::lock_guard lock(machine_mutex());
    *count = machine().device_count();
    return cudaSuccess;
}

cudaError_t cudaSetDevice(int device) {
    const std::lock_guard lock(machine_mutex());
    if (device < 0 || device >= machine().device_count())
        return say(cudaErrorInvalidDevice);
    current_device = device;
    return cudaSuccess;
}

cudaError_t cudaGetDevice(int* device) {
    *device = current_device;
    return cudaSuccess;
}

cudaError_t cudaDeviceGetAttribute(int* value, cudaDeviceAttr attribute, int index) {
    return call([&](Machine& m) {
        if (index < 0 || index >= m.device_count())
            return cudaErrorInvalidDevice;
        const Device& device = m.device(index);
        switch (attribute) {
        case cudaDevAttrMaxThreadsPerBlock:
            *value = static_cast<int>(kMaxWarps * kLanes);
            return cudaSuccess;
        case cudaDevAttrWarpSize:
            *value = static_cast<int>(kLanes);
            return cudaSuccess;
        case cudaDevAttrMultiProcessorCount:
            *value = kMultiprocessors;
            return cudaSuccess;
        case cudaDevAttrComputeCapabilityMajor:
            *value = device.spec().major;
            return cudaSuccess;
        case cudaDevAttrComputeCapabilityMinor:
            *value = device.spec().minor;
            return cudaSuccess;
        case cudaDevAttrMaxSharedMemoryPerBlockOptin:
            *value = static_cast<int>(device.shared_limit());
            return cudaSuccess;
        }
        return cudaErrorInvalidValue;
    });
}

cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int index) {
    return call([&](Machine& m) {
        if (index < 0 || index >= m.device_count())
            return cudaErrorInvalidDevice;
        const DeviceSpec& spec = m.device(index).spec();
        *properties = {};
        std::snprintf(properties->name, sizeof properties->name, "simulated sm_%d%d", spec.major, spec.minor);
        properties->totalGlobalMem = spec.memory;
        properties->major = spec.major;
        properties->minor = spec.minor;
        properties->multiProcessorCount = kMultiprocessors;
        return cudaSuccess;
    });
}

cudaError_t cudaDeviceSynchronize() {
    return call_outside_capture([](Machine& m) {
        ++m.host_calls.waits;
        m.finish_device(current_device);
        return cudaSuccess;
    });
}

cudaError_t cudaDeviceReset() {
    const std::lock_guard lock(machine_mutex());
    Machine& m = machine();
    if (current_device >= m.device_count())
        return say(cudaErrorInvalidDevice);
    if (m.device(current_device).is(Trouble::Hangs))
        m.finish_device(current_device);
    m.reset(current_device);
    last_error = cudaSuccess;
    return say(static_cast<cudaError_t>(m.device(current_device).sticky_error));
}

cudaError_t cudaDeviceCanAccessPeer(int* can, int device, int peer) {
    return call([&](Machine& m) {
        if (std::min(device, peer) < 0 || std::max(device, peer) >= m.device_count())
            return cudaErrorInvalidDevice;
        *can = device != peer && m.has_peer_access();
        return cudaSuccess;
    });
}

cudaError_t cudaDeviceEnablePeerAccess(int peer, unsigned flags) {
    return call([&](Machine& m) {
        if (peer < 0 || peer >= m.device_count() || peer == current_device)
            return cudaErrorInvalidDevice;
        if (flags != 0)
            return cudaErrorInvalidValue;
        if (!m.has_peer_access())
            return cudaErrorPeerAccessUnsupported;
        return m.device(current_device).peers.insert(peer).second ? cudaSuccess
                                                                  : cudaErrorPeerAccessAlreadyEnabled;
    });
}

cudaError_t cudaDeviceDisablePeerAccess(int peer) {
    return call([&](Machine& m) {
        m.finish_device(current_device);
        return m.device(current_device).peers.erase(peer) ? cudaSuccess : cudaErrorPeerAccessNotEnabled;
    });
}

} // namespace hadal::simt::runtime
