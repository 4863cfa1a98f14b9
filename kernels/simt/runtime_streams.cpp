// Streams, events, graphs and launches.
#include "kernels/simt/runtime_call.h"

#include <optional>

namespace hadal::simt::runtime {

namespace {

struct Event {
    int device = 0;
    std::optional<Machine::Point> point;
};
struct Graph {
    std::vector<Machine::Node> nodes;
};

} // namespace

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
        ++m.host_calls.waits;
        m.finish(m.now(stream));
        return cudaSuccess;
    });
}

cudaError_t cudaStreamQuery(cudaStream_t handle) {
    return with_idle_capture(handle, [](Machine& m, Machine::Stream& stream) {
        const bool done = m.is_done(m.now(stream));
        if (!done)
            m.advance();
        return done ? cudaSuccess : cudaErrorNotReady;
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
        ++m.host_calls.waits;
        if (const auto& point = reinterpret_cast<Event*>(event)->point)
            m.finish(*point);
        return cudaSuccess;
    });
}

cudaError_t cudaEventQuery(cudaEvent_t event) {
    return call([&](Machine& m) {
        const auto& point = reinterpret_cast<Event*>(event)->point;
        if (!point || m.is_done(*point))
            return cudaSuccess;
        m.advance();
        return cudaErrorNotReady;
    });
}

cudaError_t cudaStreamBeginCapture(cudaStream_t handle, cudaStreamCaptureMode mode) {
    return with_idle_capture(handle, [&](Machine& m, Machine::Stream& stream) {
        if (!m.has_captures())
            return cudaErrorStreamCaptureUnsupported;
        stream.capturing = true;
        stream.capture_thread.reset();
        if (mode == cudaStreamCaptureModeThreadLocal)
            stream.capture_thread = std::this_thread::get_id();
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

cudaError_t cudaGraphExecUpdate(cudaGraphExec_t exec, cudaGraph_t graph,
                                cudaGraphExecUpdateResultInfo* info) {
    return call([&](Machine&) {
        if (!exec || !graph || !info)
            return cudaErrorInvalidValue;
        auto& now = reinterpret_cast<Graph*>(exec)->nodes;
        const auto& next = reinterpret_cast<Graph*>(graph)->nodes;
        info->result =
            now.size() == next.size() ? cudaGraphExecUpdateSuccess : cudaGraphExecUpdateErrorTopologyChanged;
        for (std::size_t i = 0; i < now.size() && info->result == cudaGraphExecUpdateSuccess; ++i)
            if (now[i].name != next[i].name)
                info->result = cudaGraphExecUpdateErrorFunctionChanged;
        if (info->result != cudaGraphExecUpdateSuccess)
            return cudaErrorGraphExecUpdateFailure;
        now = next;
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
        ++m.host_calls.graphs;
        for (const Machine::Node& node : reinterpret_cast<Graph*>(exec)->nodes)
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
        if (!stream.capturing)
            ++m.host_calls.kernels;
        m.enqueue(stream, m.kernel(std::move(launch), current_device));
        return cudaSuccess;
    });
}

} // namespace hadal::simt::runtime
