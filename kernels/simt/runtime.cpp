#include "kernels/simt/cuda_runtime.h"
#include "kernels/simt/machine.h"

#include <algorithm>
#include <cstring>
#include <optional>

namespace hadal::simt::runtime {

namespace {

thread_local int current_device = 0;
thread_local cudaError_t last_error = cudaSuccess;

struct Event {
    int device = 0;
    std::optional<Machine::Point> point;
};
struct Graph {
    std::vector<Machine::Work> nodes;
};

cudaError_t say(cudaError_t error) {
    if (error != cudaSuccess)
        last_error = error;
    return error;
}

/// Runs the body of a call: under the lock, and not at all on a device that has failed.
template <typename Body>
cudaError_t call(Body body) {
    const std::lock_guard lock(machine_mutex());
    const auto sticky = static_cast<cudaError_t>(machine().device(current_device).sticky_error);
    if (sticky != cudaSuccess)
        return say(sticky);
    const cudaError_t error = body(machine());
    const auto now = static_cast<cudaError_t>(machine().device(current_device).sticky_error);
    return say(now != cudaSuccess ? now : error);
}

/// Calls that make or free memory or wait for the whole device break a capture under way.
template <typename Body>
cudaError_t call_outside_capture(Body body) {
    return call([&](Machine& m) {
        if (m.break_captures())
            return cudaErrorStreamCaptureUnsupported;
        return body(m);
    });
}

template <typename Body>
cudaError_t with_stream(cudaStream_t handle, Body body) {
    return call([&](Machine& m) {
        auto* stream = reinterpret_cast<Machine::Stream*>(handle);
        if (!m.knows(stream) || stream->device != current_device)
            return cudaErrorInvalidResourceHandle;
        return body(m, *stream);
    });
}

/// A call that a stream under capture does not allow.
template <typename Body>
cudaError_t with_idle_capture(cudaStream_t handle, Body body) {
    return with_stream(handle, [&](Machine& m, Machine::Stream& stream) {
        if (stream.capturing) {
            stream.capture_broken = true;
            return cudaErrorStreamCaptureUnsupported;
        }
        return body(m, stream);
    });
}

bool is_device(const Allocation* allocation) {
    return allocation && allocation->device != kHostDevice;
}

/// Whether [data, data + bytes) is live device memory, or lies outside of all of it, as `device` says.
bool is_range(Machine& m, const void* data, std::size_t bytes, bool device) {
    const auto address = reinterpret_cast<std::uintptr_t>(data);
    const Allocation* allocation = m.memory().find(address);
    if (is_device(allocation) != device)
        return false;
    return !allocation || (!allocation->freed && allocation->contains(address, bytes));
}

cudaError_t allocate(void** data, std::size_t bytes, bool pinned) {
    return call_outside_capture([&](Machine& m) {
        *data = nullptr;
        if (bytes == 0)
            return cudaSuccess;
        Device& device = m.device(current_device);
        if (!pinned && bytes > device.spec().memory - device.used)
            return cudaErrorMemoryAllocation;
        Allocation* allocation = m.memory().allocate(pinned ? kHostDevice : current_device, bytes);
        if (!allocation)
            return cudaErrorMemoryAllocation;
        if (pinned)
            allocation->shadow.assume_valid(); // what the host writes is not seen
        else
            device.used += bytes;
        *data = reinterpret_cast<void*>(allocation->base);
        return cudaSuccess;
    });
}

cudaError_t release(void* data, bool pinned) {
    return call_outside_capture([&](Machine& m) {
        if (!data)
            return cudaSuccess;
        Allocation* allocation = m.memory().find(reinterpret_cast<std::uintptr_t>(data));
        if (!allocation || allocation->freed || reinterpret_cast<void*>(allocation->base) != data ||
            (allocation->device == kHostDevice) != pinned)
            return cudaErrorInvalidValue;
        for (int d = 0; d < m.device_count(); ++d)
            if (pinned || d == allocation->device)
                m.finish_device(d);
        if (!pinned)
            m.device(allocation->device).used -= allocation->bytes;
        m.memory().free(*allocation);
        return cudaSuccess;
    });
}

} // namespace

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
            *value = 4; // few, so that grids sized by it stay small
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

cudaError_t cudaDeviceSynchronize() {
    return call_outside_capture([](Machine& m) {
        m.finish_device(current_device);
        return cudaSuccess;
    });
}

cudaError_t cudaDeviceCanAccessPeer(int* can, int device, int peer) {
    return call([&](Machine& m) {
        if (std::min(device, peer) < 0 || std::max(device, peer) >= m.device_count())
            return cudaErrorInvalidDevice;
        *can = device != peer;
        return cudaSuccess;
    });
}

cudaError_t cudaDeviceEnablePeerAccess(int peer, unsigned flags) {
    return call([&](Machine& m) {
        if (peer < 0 || peer >= m.device_count() || peer == current_device)
            return cudaErrorInvalidDevice;
        if (flags != 0)
            return cudaErrorInvalidValue;
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

cudaError_t cudaMemGetInfo(std::size_t* free, std::size_t* total) {
    return call([&](Machine& m) {
        const Device& device = m.device(current_device);
        *total = device.spec().memory;
        *free = *total - device.used;
        return cudaSuccess;
    });
}

cudaError_t cudaMalloc(void** data, std::size_t bytes) {
    return allocate(data, bytes, false);
}
cudaError_t cudaFree(void* data) {
    return release(data, false);
}
cudaError_t cudaMallocHost(void** data, std::size_t bytes) {
    return allocate(data, bytes, true);
}
cudaError_t cudaFreeHost(void* data) {
    return release(data, true);
}

cudaError_t cudaMemcpyAsync(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind,
                            cudaStream_t handle) {
    return with_stream(handle, [&](Machine& m, Machine::Stream& stream) {
        if (bytes == 0)
            return cudaSuccess;
        const bool from_device = is_device(m.memory().find(reinterpret_cast<std::uintptr_t>(from)));
        const bool to_device = is_device(m.memory().find(reinterpret_cast<std::uintptr_t>(to)));
        const int found = (from_device ? 2 : 0) + (to_device ? 1 : 0);
        if ((kind != cudaMemcpyDefault && kind != found) || !is_range(m, from, bytes, from_device) ||
            !is_range(m, to, bytes, to_device))
            return cudaErrorInvalidValue;
        if (!to_device && !stream.capturing)
            std::memset(to, 0xcd, bytes);
        const bool pageable = !m.memory().find(reinterpret_cast<std::uintptr_t>(from));
        if (!pageable) {
            m.enqueue(stream, m.copy(to, from, bytes));
            return cudaSuccess;
        }
        if (stream.capturing) {
            stream.capture_broken = true; // the graph would keep a pointer to memory that may go away
            return cudaErrorStreamCaptureUnsupported;
        }
        const auto* first = static_cast<const std::byte*>(from);
        auto staged = std::make_shared<std::vector<std::byte>>(first, first + bytes);
        m.enqueue(stream, [staged, copy = m.copy(to, staged->data(), bytes)](std::uint32_t operation) {
            return copy(operation);
        });
        return cudaSuccess;
    });
}

cudaError_t cudaMemsetAsync(void* to, int value, std::size_t bytes, cudaStream_t handle) {
    return with_stream(handle, [&](Machine& m, Machine::Stream& stream) {
        if (bytes == 0)
            return cudaSuccess;
        if (!is_range(m, to, bytes, true))
            return cudaErrorInvalidValue;
        m.enqueue(stream, m.fill(to, value, bytes));
        return cudaSuccess;
    });
}

cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned flags) {
    return call([&](Machine& m) {
        if (flags != cudaStreamNonBlocking)
            return cudaErrorInvalidValue; // a stream that waits for the default stream: Hadal has none
        *stream = reinterpret_cast<cudaStream_t>(m.create_stream(current_device));
        return cudaSuccess;
    });
}

cudaError_t cudaStreamDestroy(cudaStream_t handle) {
    return with_idle_capture(handle, [](Machine& m, Machine::Stream& stream) {
        m.destroy_stream(&stream);
        return cudaSuccess;
    });
}

cudaError_t cudaStreamSynchronize(cudaStream_t handle) {
    return with_idle_capture(handle, [](Machine& m, Machine::Stream& stream) {
        m.finish(m.now(stream));
        return cudaSuccess;
    });
}

cudaError_t cudaStreamQuery(cudaStream_t handle) {
    return with_idle_capture(handle, [](Machine& m, Machine::Stream& stream) {
        return m.is_done(m.now(stream)) ? cudaSuccess : cudaErrorNotReady;
    });
}

cudaError_t cudaStreamWaitEvent(cudaStream_t handle, cudaEvent_t event, unsigned flags) {
    return with_idle_capture(handle, [&](Machine& m, Machine::Stream& stream) {
        if (!event || flags != 0)
            return cudaErrorInvalidValue;
        if (const auto& point = reinterpret_cast<Event*>(event)->point)
            m.wait(stream, *point);
        return cudaSuccess;
    });
}

cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned flags) {
    return call([&](Machine&) {
        if (flags != cudaEventDisableTiming)
            return cudaErrorInvalidValue; // nothing here has a duration
        *event = reinterpret_cast<cudaEvent_t>(new Event{current_device, {}});
        return cudaSuccess;
    });
}

cudaError_t cudaEventDestroy(cudaEvent_t event) {
    delete reinterpret_cast<Event*>(event);
    return cudaSuccess;
}

cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t handle) {
    return with_idle_capture(handle, [&](Machine& m, Machine::Stream& stream) {
        auto* to = reinterpret_cast<Event*>(event);
        if (!to || to->device != current_device)
            return cudaErrorInvalidResourceHandle;
        to->point = m.now(stream);
        return cudaSuccess;
    });
}

cudaError_t cudaEventSynchronize(cudaEvent_t event) {
    return call([&](Machine& m) {
        if (const auto& point = reinterpret_cast<Event*>(event)->point)
            m.finish(*point);
        return cudaSuccess;
    });
}

cudaError_t cudaEventQuery(cudaEvent_t event) {
    return call([&](Machine& m) {
        const auto& point = reinterpret_cast<Event*>(event)->point;
        return !point || m.is_done(*point) ? cudaSuccess : cudaErrorNotReady;
    });
}

cudaError_t cudaStreamBeginCapture(cudaStream_t handle, cudaStreamCaptureMode) {
    return with_idle_capture(handle, [](Machine&, Machine::Stream& stream) {
        stream.capturing = true;
        stream.capture_broken = false;
        stream.captured.clear();
        return cudaSuccess;
    });
}

cudaError_t cudaStreamEndCapture(cudaStream_t handle, cudaGraph_t* graph) {
    return with_stream(handle, [&](Machine&, Machine::Stream& stream) {
        *graph = nullptr;
        if (!stream.capturing)
            return cudaErrorIllegalState;
        stream.capturing = false;
        if (stream.capture_broken)
            return cudaErrorStreamCaptureInvalidated;
        *graph = reinterpret_cast<cudaGraph_t>(new Graph{std::move(stream.captured)});
        return cudaSuccess;
    });
}

cudaError_t cudaGraphInstantiate(cudaGraphExec_t* exec, cudaGraph_t graph, unsigned long long flags) {
    return call([&](Machine&) {
        if (!graph || flags != 0)
            return cudaErrorInvalidValue;
        *exec = reinterpret_cast<cudaGraphExec_t>(new Graph(*reinterpret_cast<Graph*>(graph)));
        return cudaSuccess;
    });
}

cudaError_t cudaGraphUpload(cudaGraphExec_t exec, cudaStream_t handle) {
    return with_idle_capture(
        handle, [&](Machine&, Machine::Stream&) { return exec ? cudaSuccess : cudaErrorInvalidValue; });
}

cudaError_t cudaGraphLaunch(cudaGraphExec_t exec, cudaStream_t handle) {
    return with_idle_capture(handle, [&](Machine& m, Machine::Stream& stream) {
        if (!exec)
            return cudaErrorInvalidValue;
        for (const Machine::Work& node : reinterpret_cast<Graph*>(exec)->nodes)
            m.enqueue(stream, node);
        return cudaSuccess;
    });
}

cudaError_t cudaGraphExecDestroy(cudaGraphExec_t exec) {
    delete reinterpret_cast<Graph*>(exec);
    return cudaSuccess;
}

cudaError_t cudaGraphDestroy(cudaGraph_t graph) {
    delete reinterpret_cast<Graph*>(graph);
    return cudaSuccess;
}

cudaError_t launch_kernel(const std::string& kernel, dim3 grid, dim3 block, std::size_t shared_bytes,
                          cudaStream_t handle, void (*entry)(const void*), const void* parameters,
                          std::size_t parameter_bytes) {
    return with_stream(handle, [&](Machine& m, Machine::Stream& stream) {
        const std::uint64_t threads = std::uint64_t{block.x} * block.y * block.z;
        const bool fits = threads >= 1 && threads <= kMaxWarps * kLanes && block.z <= 64 && grid.x >= 1 &&
                          grid.x <= 0x7fffffffu && grid.y >= 1 && grid.y <= 65535 && grid.z >= 1 &&
                          grid.z <= 65535;
        if (!fits)
            return cudaErrorInvalidConfiguration;
        if (shared_bytes > m.device(current_device).shared_limit())
            return cudaErrorInvalidValue;
        Launch launch;
        launch.kernel = kernel;
        launch.entry = entry;
        const auto* first = static_cast<const std::byte*>(parameters);
        launch.parameters.assign(first, first + parameter_bytes);
        launch.grid = {grid.x, grid.y, grid.z};
        launch.block = {block.x, block.y, block.z};
        launch.shared_bytes = shared_bytes;
        m.enqueue(stream, m.kernel(std::move(launch), current_device));
        return cudaSuccess;
    });
}

} // namespace hadal::simt::runtime
