// Memory, copies and fills.
#include "kernels/simt/runtime_call.h"

#include <cstring>

namespace hadal::simt::runtime {

namespace {

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
        ++m.host_calls.memory;
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
        ++m.host_calls.memory;
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

cudaError_t copy(Machine& m, Machine::Stream& stream, void* to, const void* from, std::size_t bytes,
                 cudaMemcpyKind kind) {
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
    m.enqueue(stream, {"copy", [staged, copy = m.copy(to, staged->data(), bytes)](std::uint32_t operation) {
                           return copy.work(operation);
                       }});
    return cudaSuccess;
}

void count_copy(Machine& m, const Machine::Stream& stream) {
    if (!stream.capturing)
        ++m.host_calls.copies;
}

} // namespace

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
        count_copy(m, stream);
        return copy(m, stream, to, from, bytes, kind);
    });
}

cudaError_t cudaMemcpy2DAsync(void* to, std::size_t to_pitch, const void* from, std::size_t from_pitch,
                              std::size_t width, std::size_t height, cudaMemcpyKind kind,
                              cudaStream_t handle) {
    return with_stream(handle, [&](Machine& m, Machine::Stream& stream) {
        if (width > to_pitch || width > from_pitch)
            return cudaErrorInvalidValue;
        count_copy(m, stream);
        for (std::size_t row = 0; row < height; ++row)
            if (const cudaError_t error =
                    copy(m, stream, static_cast<std::byte*>(to) + row * to_pitch,
                         static_cast<const std::byte*>(from) + row * from_pitch, width, kind))
                return error;
        return cudaSuccess;
    });
}

cudaError_t cudaMemcpyPeerAsync(void* to, int to_device, const void* from, int from_device, std::size_t bytes,
                                cudaStream_t handle) {
    return with_stream(handle, [&](Machine& m, Machine::Stream& stream) {
        const auto is_on = [&](const void* data, int device) {
            const Allocation* allocation = m.memory().find(reinterpret_cast<std::uintptr_t>(data));
            return bytes == 0 || (allocation && allocation->device == device);
        };
        if (!is_on(to, to_device) || !is_on(from, from_device))
            return cudaErrorInvalidValue;
        count_copy(m, stream);
        return copy(m, stream, to, from, bytes, cudaMemcpyDeviceToDevice);
    });
}

cudaError_t cudaMemsetAsync(void* to, int value, std::size_t bytes, cudaStream_t handle) {
    return with_stream(handle, [&](Machine& m, Machine::Stream& stream) {
        if (bytes == 0)
            return cudaSuccess;
        if (!is_range(m, to, bytes, true))
            return cudaErrorInvalidValue;
        count_copy(m, stream);
        m.enqueue(stream, m.fill(to, value, bytes));
        return cudaSuccess;
    });
}

} // namespace hadal::simt::runtime
