#include "kernels/simt/machine.h"

#include "kernels/error.h"
#include "kernels/simt/cuda_runtime.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <set>
#include <thread>

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

/// Times that all that can run must have waited before, with one thread of the host, nothing can come any
/// more.
constexpr std::uint64_t kIdleRounds = 1000;

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

Machine::Machine(const Options& options) : options_(options), schedule_(options.schedule) {
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
        if (stream && stream->capturing &&
            stream->capture_thread.value_or(std::this_thread::get_id()) == std::this_thread::get_id())
            any = stream->capture_broken = true;
    return any;
}

void Machine::enqueue(Stream& stream, Node node) {
    if (stream.capturing) {
        stream.captured.push_back(std::move(node));
        return;
    }
    ++progress_;
    merge(stream.known, host_knows_);
    raise(stream.known, stream.index, stream.enqueued);
    ++stream.enqueued;
    const std::uint32_t id = history_.add_operation(stream.index, stream.enqueued, stream.known);
    stream.queue.push_back({std::move(node.work), id, stream.known});
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
    // Opened once for all that runs. While several threads of the host wait, it stays open between their
    // turns.
    std::optional<Memory::Open> open;
    if (!is_done(point))
        open.emplace(memory_);
    while (!is_done(point)) {
        if (step(false))
            continue;
        wait_for_host();
        step(true);
    }
    open.reset();
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

void Machine::advance() {
    constexpr int kSteps = 32;
    const Memory::Open open(memory_); // once for all of them
    int steps = 0;
    while (steps < kSteps && step(false))
        ++steps;
    if (steps > 0)
        return;
    step(true);
    if (std::any_of(devices_.begin(), devices_.end(), [](const auto& d) { return d->is(Trouble::Hangs); }))
        skipped_ += std::chrono::seconds(1);
}

bool Machine::step(bool again) {
    // Operations that wait for others in streams always wait for older ones, so something can run, or waits
    // for another one while it runs.
    std::vector<Stream*> ready;
    for (const auto& stream : streams_)
        if (stream && !stream->queue.empty() && !device(stream->device).is(Trouble::Hangs) &&
            covers(done_, stream->queue.front().known) &&
            (again || stream->queue.front().waited_at < progress_))
            ready.push_back(stream.get());
    if (ready.empty())
        return false;
    Stream& stream = *ready[schedule_.permutation(static_cast<std::uint32_t>(ready.size())).front()];
    Device& on = device(stream.device);
    if (on.is(Trouble::Fails) || on.is(Trouble::Gone))
        on.sticky_error = cudaErrorUnknown;
    if (on.sticky_error != cudaSuccess) {
        end(stream, {}); // a device that has failed does nothing more
        return true;
    }
    Operation& operation = stream.queue.front();
    Outcome outcome;
    {
        const Memory::Open open(memory_);
        if (!operation.run) {
            history_.begin(operation.id);
            operation.run = operation.work(operation.id);
        }
        outcome = operation.run();
    }
    progress_ += outcome.done || outcome.moved;
    if (outcome.done) {
        on.before_trouble -= on.before_trouble > 0;
        end(stream, std::move(outcome));
    } else {
        operation.waited_at = progress_;
    }
    return true;
}

void Machine::end(Stream& stream, Outcome outcome) {
    history_.end(stream.queue.front().id, outcome.learned);
    stream.queue.pop_front();
    ++done_[stream.index];
    if (outcome.finding) {
        device(stream.device).sticky_error = error_of(outcome.finding->fault);
        findings_.push_back(std::move(*outcome.finding));
    }
}

/// All that could go on waits for something that only another thread of the host can queue, or for time.
void Machine::wait_for_host() {
    const auto now = std::chrono::steady_clock::now();
    if (idle_at_ != progress_) {
        idle_at_ = progress_;
        idle_rounds_ = 0;
        idle_since_ = now;
    }
    ++idle_rounds_;
    if (!host_has_threads()) {
        if (idle_rounds_ > kIdleRounds)
            give_up();
        return;
    }
    if (now - idle_since_ > options_.patience)
        give_up();
    machine_mutex().unlock();
    std::this_thread::sleep_for(std::chrono::microseconds(300));
    machine_mutex().lock();
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

/// A launch while it runs, one block after the other.
class Machine::KernelRun {
  public:
    KernelRun(const Launch& launch, Device& device, History& history, Schedule& schedule, Counters& counters)
        : launch_(launch), block_(launch_, device, history, schedule, counters),
          order_(schedule.permutation(launch_.blocks())) {}

    Outcome go_on() {
        bool moved = false;
        while (next_ < order_.size()) {
            if (!in_block_)
                block_.begin(order_[next_]);
            in_block_ = !block_.resume();
            moved = moved || block_.has_moved();
            if (in_block_)
                return {false, moved, {}, {}, {}};
            if (block_.finding())
                return {true, true, block_.finding(), {}, {}};
            for (auto& release : block_.learned())
                learned_.push_back(std::move(release));
            ++next_;
        }
        return {true, true, {}, std::move(learned_), {}};
    }

  private:
    Launch launch_;
    Block block_;
    std::vector<std::uint32_t> order_;
    std::size_t next_ = 0;
    bool in_block_ = false;
    ReleaseList learned_;
};

Machine::Node Machine::kernel(Launch launch, int on) {
    const std::string name = launch.kernel;
    return {name, [this, launch = std::move(launch), on](std::uint32_t operation) {
                ++counters_.launches;
                Launch now = launch;
                now.operation = operation;
                const auto run = std::make_shared<KernelRun>(now, device(on), history_, schedule_, counters_);
                return Run([run] { return run->go_on(); });
            }};
}

std::optional<Finding> Machine::touch(const void* at, std::size_t bytes, Touch how, BlockOrder& order) {
    const auto address = reinterpret_cast<std::uintptr_t>(at);
    Allocation* allocation = memory_.find(address);
    if (!allocation)
        return {}; // the host's own memory
    Finding finding;
    finding.address = address;
    const std::string what = std::string("a copy or fill ") + (how == Touch::Write ? "writes " : "reads ") +
                             std::to_string(bytes) + " bytes at " + memory_.describe(address);
    if (allocation->freed || !allocation->contains(address, bytes)) {
        finding.fault = allocation->freed ? Fault::UseAfterFree : Fault::OutOfBounds;
        finding.what = what + ".";
        return finding;
    }
    Accessor by{order, 0, 0};
    const std::size_t offset = address - allocation->base;
    Shadow& shadow = allocation->shadow;
    const auto verdict = how == Touch::Write   ? shadow.write(offset, bytes, by)
                         : how == Touch::Carry ? shadow.carry(offset, bytes, by)
                                               : shadow.read(offset, bytes, by);
    if (!verdict)
        return {};
    finding.fault = verdict->fault;
    finding.address += verdict->byte;
    finding.what = what + (verdict->fault == Fault::Uninitialised
                               ? "; byte " + std::to_string(verdict->byte) + " of them was never written."
                               : ", which another operation uses and nothing orders the two.");
    return finding;
}

Machine::Node Machine::copy(void* to, const void* from, std::size_t bytes) {
    return {"copy", [=, this](std::uint32_t operation) {
                return Run([=, this] { return copy_now(to, from, bytes, operation); });
            }};
}

Machine::Outcome Machine::copy_now(void* to, const void* from, std::size_t bytes, std::uint32_t operation) {
    BlockOrder order(history_);
    order.begin_without_block(operation);
    Allocation* source = on_device(from);
    Allocation* target = on_device(to);
    const bool within = source && target;
    if (auto finding = touch(from, bytes, within ? Touch::Carry : Touch::Read, order))
        return {true, true, std::move(finding), {}, {}};
    if (auto finding = touch(to, bytes, Touch::Write, order))
        return {true, true, std::move(finding), {}, {}};
    std::memcpy(to, from, bytes);
    host_traffic.to_devices += target && !source ? bytes : 0;
    host_traffic.from_devices += source && !target ? bytes : 0;
    if (within) {
        const std::size_t first = reinterpret_cast<std::uintptr_t>(from) - source->base;
        const std::size_t there = reinterpret_cast<std::uintptr_t>(to) - target->base;
        for (const Shadow::Range& range : source->shadow.unwritten(first, bytes))
            target->shadow.forget(there + range.offset - first, range.size);
    }
    return {};
}

Allocation* Machine::on_device(const void* at) {
    Allocation* allocation = memory_.find(reinterpret_cast<std::uintptr_t>(at));
    return allocation && allocation->device != kHostDevice ? allocation : nullptr;
}

Machine::Node Machine::fill(void* to, int value, std::size_t bytes) {
    return {"fill", [=, this](std::uint32_t operation) {
                return Run([=, this]() -> Outcome {
                    BlockOrder order(history_);
                    order.begin_without_block(operation);
                    if (auto finding = touch(to, bytes, Touch::Write, order))
                        return {true, true, std::move(finding), {}, {}};
                    std::memset(to, value, bytes);
                    return {};
                });
            }};
}

namespace {

std::unique_ptr<Machine>& the_machine() {
    static std::unique_ptr<Machine> machine;
    return machine;
}

std::set<std::thread::id>& host_threads() {
    static std::set<std::thread::id> threads;
    return threads;
}

} // namespace

void note_host_thread() {
    host_threads().insert(std::this_thread::get_id());
}

bool host_has_threads() {
    return host_threads().size() > 1;
}

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
    host_threads().clear();
    the_machine() = std::make_unique<Machine>(options);
}

Machine& machine() {
    if (!the_machine())
        start({});
    return *the_machine();
}

std::chrono::steady_clock::time_point now() {
    const std::lock_guard lock(machine_mutex());
    return machine().now();
}

void plan(Trouble trouble, int device, std::uint64_t operations) {
    const std::lock_guard lock(machine_mutex());
    machine().device(device).trouble = trouble;
    machine().device(device).before_trouble = operations;
}

const std::vector<Finding>& findings() {
    return machine().findings();
}

const Counters& counters() {
    return machine().counters();
}

const HostCalls& host_calls() {
    return machine().host_calls;
}

const HostTraffic& host_traffic() {
    return machine().host_traffic;
}

} // namespace hadal::simt
