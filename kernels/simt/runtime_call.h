// How every call of the simulated CUDA runtime begins and ends.
#pragma once

#include "kernels/simt/cuda_runtime.h"
#include "kernels/simt/machine.h"

namespace hadal::simt::runtime {

/// What cudaSetDevice of this thread said.
extern thread_local int current_device;

/// Keeps an error for cudaGetLastError and returns it.
cudaError_t say(cudaError_t error);

/// Runs the body of a call: under the lock, and not at all on a device that has failed.
template <typename Body>
cudaError_t call(Body body) {
    const std::lock_guard lock(machine_mutex());
    note_host_thread();
    if (current_device >= machine().device_count()) // another machine was started since
        return say(cudaErrorInvalidDevice);
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

} // namespace hadal::simt::runtime
