// What comes of devices in trouble, and of work that would never end.
#include "kernels/simt/cuda_runtime.h"
#include "kernels/simt/machine.h"

namespace hadal::simt {

void Device::fail(Fault fault) {
    switch (fault) {
    case Fault::Misaligned:
        sticky_error = cudaErrorMisalignedAddress;
        break;
    case Fault::OutOfBounds:
    case Fault::UseAfterFree:
    case Fault::HostMemory:
        sticky_error = cudaErrorIllegalAddress;
        break;
    default:
        sticky_error = cudaErrorLaunchFailure;
    }
}

/// Ends the operations that would wait for ever and do not see to that themselves.
void Machine::give_up() {
    const Memory::Open open(memory_);
    for (const auto& stream : streams_) {
        if (!stream || stream->queue.empty() || !stream->queue.front().run)
            continue;
        const Outcome outcome = stream->queue.front().run();
        if (outcome.done || outcome.waits_for.empty())
            continue;
        Finding finding;
        finding.fault = Fault::Deadlock;
        finding.what = outcome.waits_for;
        end(*stream, {true, true, std::move(finding), {}, {}});
        ++progress_;
    }
    for (const auto& stream : streams_)
        while (stream && !stream->queue.empty() && device(stream->device).is(Trouble::Hangs)) {
            Finding finding;
            finding.fault = Fault::Deadlock;
            finding.what =
                "the host waits for device " + std::to_string(stream->device) + ", which does nothing more.";
            end(*stream, {true, true, std::move(finding), {}, {}});
            ++progress_;
        }
}

void Machine::reset(int index) {
    for (auto& stream : streams_) {
        if (!stream || stream->device != index)
            continue;
        while (!stream->queue.empty())
            end(*stream, {});
        stream.reset();
    }
    memory_.free_all(index);
    Device& reset = device(index);
    reset.used = 0;
    reset.peers.clear();
    for (const auto& other : devices_)
        other->peers.erase(index);
    if (reset.trouble == Trouble::Gone)
        return;
    reset.trouble.reset();
    reset.sticky_error = cudaSuccess;
}

void plan(Trouble trouble, int device, std::uint64_t operations) {
    const std::lock_guard lock(machine_mutex());
    machine().device(device).trouble = trouble;
    machine().device(device).before_trouble = operations;
}

} // namespace hadal::simt
