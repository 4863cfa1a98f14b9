#include "kernels/simt/machine.h"

#include "kernels/simt/cuda_runtime.h"

#include <algorithm>
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
        device(stream.device).fail(outcome.finding->fault);
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

} // namespace hadal::simt
