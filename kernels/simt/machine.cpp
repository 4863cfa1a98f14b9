#include "kernels/simt/machine.h"

#include "kernels/error.h"
#include "kernels/simt/cuda_runtime.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstring>

namespace hadal::simt {

namespace {

void merge(History::Clock& into, const History::Clock& other) {
    if (into.size() < other.size())
        into.resize(other.size());
    for (std::size_t i = 0; i < other.size(); ++i)
        into[i] = std::max(into[i], other[i]);
}

void raise(History::Clock& clock, std::uint32_t stream, std::uint32_t sequence) {
    if (clock.size() <= stream)
        clock.resize(stream + 1);
    clock[stream] = std::max(clock[stream], sequence);
}

bool covers(const History::Clock& clock, const History::Clock& wanted) {
    for (std::size_t i = 0; i < wanted.size(); ++i)
        if (wanted[i] > (i < clock.size() ? clock[i] : 0))
            return false;
    return true;
}

/// What the CUDA runtime would say after such a fault, from then on.
cudaError_t error_of(Fault fault) {
    switch (fault) {
    case Fault::Misaligned:
        return cudaErrorMisalignedAddress;
    case Fault::OutOfBounds:
    case Fault::UseAfterFree:
    case Fault::HostMemory:
        return cudaErrorIllegalAddress;
    default:
        return cudaErrorLaunchFailure;
    }
}

} // namespace

Machine::Machine(const Options& options) : schedule_(options.schedule) {
    for (const DeviceSpec& spec : options.devices)
        devices_.push_back(std::make_unique<Device>(static_cast<int>(devices_.size()), spec, memory_));
}

Machine::Stream* Machine::create_stream(int device) {
    auto stream = std::make_unique<Stream>();
    stream->device = device;
    stream->index = static_cast<std::uint32_t>(streams_.size());
    streams_.push_back(std::move(stream));
    done_.push_back(0);
    return streams_.back().get();
}

void Machine::destroy_stream(Stream* stream) {
    finish(now(*stream));
    streams_[stream->index].reset();
}

bool Machine::knows(const Stream* stream) const {
    return std::any_of(streams_.begin(), streams_.end(),
                       [&](const auto& s) { return s && s.get() == stream; });
}

bool Machine::break_captures() {
    bool any = false;
    for (const auto& stream : streams_)
        if (stream && stream->capturing)
            any = stream->capture_broken = true;
    return any;
}

void Machine::enqueue(Stream& stream, Work work) {
    if (stream.capturing) {
        stream.captured.push_back(std::move(work));
        return;
    }
    merge(stream.known, host_knows_);
    raise(stream.known, stream.index, stream.enqueued);
    ++stream.enqueued;
    const std::uint32_t id = history_.add_operation(stream.index, stream.enqueued, stream.known);
    stream.queue.push_back({std::move(work), id, stream.known});
}

Machine::Point Machine::now(const Stream& stream) const {
    return {stream.index, stream.enqueued, stream.known};
}

void Machine::wait(Stream& stream, const Point& point) {
    merge(stream.known, point.known);
    raise(stream.known, point.stream, point.sequence);
}

bool Machine::is_done(const Point& point) const {
    return done_[point.stream] >= point.sequence;
}

void Machine::finish(const Point& point) {
    while (!is_done(point))
        step();
    merge(host_knows_, point.known);
    raise(host_knows_, point.stream, point.sequence);
    const bool idle = std::all_of(streams_.begin(), streams_.end(), [&](const auto& stream) {
        return !stream ||
               (stream->queue.empty() && covers(host_knows_, now(*stream).known) &&
                host_knows_.size() > stream->index && host_knows_[stream->index] >= stream->enqueued);
    });
    if (idle)
        history_.forget();
}

void Machine::finish_device(int device) {
    for (const auto& stream : streams_)
        if (stream && stream->device == device)
            finish(now(*stream));
}

void Machine::step() {
    // Operations that wait for others always wait for older ones, so something can run.
    std::vector<Stream*> ready;
    for (const auto& stream : streams_)
        if (stream && !stream->queue.empty() && covers(done_, stream->queue.front().known))
            ready.push_back(stream.get());
    Stream& stream = *ready[schedule_.permutation(static_cast<std::uint32_t>(ready.size())).front()];
    const Operation operation = std::move(stream.queue.front());
    stream.queue.pop_front();
    ++done_[stream.index];
    Device& on = device(stream.device);
    if (on.sticky_error != cudaSuccess)
        return; // a device that has failed does nothing more
    const Memory::Open open(memory_);
    if (auto finding = operation.work(operation.id)) {
        on.sticky_error = error_of(finding->fault);
        findings_.push_back(std::move(*finding));
    }
}

Machine::Work Machine::kernel(Launch launch, int on) {
    return [this, launch = std::move(launch), on](std::uint32_t operation) -> std::optional<Finding> {
        ++counters_.launches;
        Launch now = launch;
        now.operation = operation;
        Block block(now, device(on), history_, schedule_, counters_);
        for (const std::uint32_t index : schedule_.permutation(now.blocks()))
            if (auto finding = block.run(index))
                return finding;
        return {};
    };
}

std::optional<Finding> Machine::touch(const void* at, std::size_t bytes, bool write, BlockOrder& order) {
    const auto address = reinterpret_cast<std::uintptr_t>(at);
    Allocation* allocation = memory_.find(address);
    if (!allocation)
        return {}; // the host's own memory
    Finding finding;
    finding.address = address;
    const std::string what = std::string("a copy or fill ") + (write ? "writes " : "reads ") +
                             std::to_string(bytes) + " bytes at " + memory_.describe(address);
    if (allocation->freed || !allocation->contains(address, bytes)) {
        finding.fault = allocation->freed ? Fault::UseAfterFree : Fault::OutOfBounds;
        finding.what = what + ".";
        return finding;
    }
    Accessor by{order, 0, 0};
    const std::size_t offset = address - allocation->base;
    const auto verdict =
        write ? allocation->shadow.write(offset, bytes, by) : allocation->shadow.read(offset, bytes, by);
    if (!verdict)
        return {};
    finding.fault = verdict->fault;
    finding.address += verdict->byte;
    finding.what = what + (verdict->fault == Fault::Uninitialised
                               ? "; byte " + std::to_string(verdict->byte) + " of them was never written."
                               : ", which another operation uses and nothing orders the two.");
    return finding;
}

Machine::Work Machine::copy(void* to, const void* from, std::size_t bytes) {
    return [this, to, from, bytes](std::uint32_t operation) -> std::optional<Finding> {
        BlockOrder order(history_);
        order.begin_without_block(operation);
        if (auto finding = touch(from, bytes, false, order))
            return finding;
        if (auto finding = touch(to, bytes, true, order))
            return finding;
        std::memcpy(to, from, bytes);
        return {};
    };
}

Machine::Work Machine::fill(void* to, int value, std::size_t bytes) {
    return [this, to, value, bytes](std::uint32_t operation) -> std::optional<Finding> {
        BlockOrder order(history_);
        order.begin_without_block(operation);
        if (auto finding = touch(to, bytes, true, order))
            return finding;
        std::memset(to, value, bytes);
        return {};
    };
}

namespace {

std::unique_ptr<Machine>& the_machine() {
    static std::unique_ptr<Machine> machine;
    return machine;
}

} // namespace

std::recursive_mutex& machine_mutex() {
    static std::recursive_mutex mutex;
    return mutex;
}

namespace {

struct sigaction previous_action;

/// Says what happened when the host has touched device memory, before the program dies of it.
void explain_fault(int signal, siginfo_t* info, void* context) {
    const Allocation* allocation =
        the_machine() ? the_machine()->memory().find(reinterpret_cast<std::uintptr_t>(info->si_addr))
                      : nullptr;
    if (allocation && allocation->device != kHostDevice) {
        std::fprintf(
            stderr,
            "simulator: the host touches memory of device %d, %zu bytes from the start of allocation %u.\n",
            allocation->device, reinterpret_cast<std::uintptr_t>(info->si_addr) - allocation->base,
            allocation->number);
        ::signal(signal, SIG_DFL); // the access is made again, and ends the program
    } else if (previous_action.sa_flags & SA_SIGINFO) {
        previous_action.sa_sigaction(signal, info, context);
    } else {
        sigaction(signal, &previous_action, nullptr);
    }
}

void explain_faults() {
    static const bool once = [] {
        struct sigaction action = {};
        action.sa_sigaction = &explain_fault;
        action.sa_flags = SA_SIGINFO | SA_ONSTACK;
        return sigaction(SIGSEGV, &action, &previous_action) == 0;
    }();
    static_cast<void>(once);
}

} // namespace

void start(const Options& options) {
    const std::lock_guard lock(machine_mutex());
    explain_faults();
    the_machine() = std::make_unique<Machine>(options);
}

Machine& machine() {
    if (!the_machine())
        start({});
    return *the_machine();
}

const std::vector<Finding>& findings() {
    return machine().findings();
}

const Counters& counters() {
    return machine().counters();
}

} // namespace hadal::simt
