// The pretend machine: its devices, streams and events. Work is queued, and runs when the host waits for some
// of it, in any order that streams and events allow; which one, the schedule says. An operation that waits
// for another one (a kernel that spins on a flag, a collective) is put aside, and gone on with later; where
// all wait, the host's other threads get their turn to queue what is missing.
#pragma once

#include "kernels/simt/block.h"
#include "kernels/simt/device.h"

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace hadal::simt {

struct Options {
    std::vector<DeviceSpec> devices = {DeviceSpec{}};
    /// Order of warps, lanes, blocks and streams: 0 ascending, 1 descending, others random by this seed.
    std::uint64_t schedule = 0;
    bool peer_access = true; ///< whether devices can reach each other's memory
    bool captures = true;    ///< whether streams can be captured
    /// How long an operation may wait for the host's other threads before it is said to wait for ever.
    std::chrono::milliseconds patience = std::chrono::seconds(30);
};

/// What the host has asked the devices for since start(): unlike time, the same in every run. Calls made
/// while a stream is captured do not count; what a graph repeats counts as one launch.
struct HostCalls {
    std::uint64_t kernels = 0;
    std::uint64_t graphs = 0;
    std::uint64_t copies = 0; ///< and fills
    std::uint64_t waits = 0;  ///< for a stream, an event or a device
    std::uint64_t memory = 0; ///< taken or given back
    bool operator==(const HostCalls&) const = default;
};

/// Bytes that copies have moved since start(), those in graphs each time.
struct HostTraffic {
    std::uint64_t to_devices = 0;
    std::uint64_t from_devices = 0;
};

class Machine {
  public:
    explicit Machine(const Options& options);

    /// How far an operation has come.
    struct Outcome {
        bool done = true;
        bool moved = true;              ///< did anything that another one could wait for
        std::optional<Finding> finding; ///< what is wrong; it is then done
        ReleaseList learned;            ///< when done: what it saw of other operations
        std::string waits_for;          ///< not done: for people; empty where the operation itself gives up
    };
    /// Goes on with an operation until it is done or waits.
    using Run = std::function<Outcome()>;
    /// What is queued on a stream: begins an operation with this number in the history.
    using Work = std::function<Run(std::uint32_t operation)>;
    struct Node {
        std::string name; ///< of the kernel, or what else it is
        Work work;
    };
    /// Everything enqueued on a stream up to some moment, and what comes before that.
    struct Point {
        std::uint32_t stream = 0;
        std::uint32_t sequence = 0;
        History::Clock known;
    };
    struct Operation {
        Work work;
        std::uint32_t id = 0;        ///< in the history
        History::Clock known;        ///< what has to be done before
        Run run = {};                ///< once begun
        std::uint64_t waited_at = 0; ///< progress of the machine when it last had to wait
    };
    struct Stream {
        int device = 0;
        std::uint32_t index = 0;
        std::deque<Operation> queue;
        std::uint32_t enqueued = 0;
        History::Clock known; ///< what comes before the next operation
        bool capturing = false;
        bool capture_broken = false;
        std::optional<std::thread::id> capture_thread; ///< the only one whose calls can break it
        std::vector<Node> captured;
    };

    Device& device(int index) { return *devices_[static_cast<std::size_t>(index)]; }
    int device_count() const { return static_cast<int>(devices_.size()); }
    Memory& memory() { return memory_; }

    Stream* create_stream(int device);
    void destroy_stream(Stream* stream);
    bool knows(const Stream* stream) const;

    void enqueue(Stream& stream, Node node);
    Point now(const Stream& stream) const;
    void wait(Stream& stream, const Point& point);

    bool is_done(const Point& point) const;
    /// Runs queued work until that much is done; the host then knows of it.
    void finish(const Point& point);
    void finish_device(int device);
    /// Lets queued work come on a little, as it does while the host asks whether it is done.
    void advance();
    /// The host's time, which flies while a device hangs and nothing else can go on: deadlines then come
    /// soon.
    std::chrono::steady_clock::time_point now() const { return std::chrono::steady_clock::now() + skipped_; }
    std::chrono::milliseconds patience() const { return options_.patience; }
    bool has_peer_access() const { return options_.peer_access; }
    bool has_captures() const { return options_.captures; }
    /// Makes every capture under way fail that this thread can break; whether there was one.
    bool break_captures();

    /// Work for a kernel launch, a copy and a fill.
    Node kernel(Launch launch, int device);
    Node copy(void* to, const void* from, std::size_t bytes);
    Node fill(void* to, int value, std::size_t bytes);
    /// How a copy, a fill or a library touches memory. A copy within device memory carries what was never
    /// written along, and nothing is wrong until somebody reads it.
    enum class Touch { Read, Carry, Write };
    /// What is wrong with an access of the operation that `order` stands for.
    std::optional<Finding> touch(const void* at, std::size_t bytes, Touch how, BlockOrder& order);

    /// Forgets all that is on a device, and what is wrong with it if that can be helped.
    void reset(int device);

    History& history() { return history_; }

    const std::vector<Finding>& findings() const { return findings_; }
    const Counters& counters() const { return counters_; }
    HostCalls host_calls;
    HostTraffic host_traffic;

  private:
    class KernelRun;
    /// Goes on with one operation, the oldest of some stream. False when all that could go on have waited
    /// since anything last happened; `again` goes on with one of those.
    bool step(bool again);
    void end(Stream& stream, Outcome outcome);
    void wait_for_host();
    void give_up();
    Outcome copy_now(void* to, const void* from, std::size_t bytes, std::uint32_t operation);
    Allocation* on_device(const void* at);

    Options options_;
    Schedule schedule_;
    Memory memory_;
    History history_;
    Counters counters_;
    std::vector<std::unique_ptr<Device>> devices_;
    std::vector<std::unique_ptr<Stream>> streams_; ///< by index; null when destroyed
    History::Clock done_;                          ///< by stream
    History::Clock host_knows_;
    std::vector<Finding> findings_;
    std::uint64_t progress_ = 1; ///< counts whatever others could have waited for
    std::uint64_t idle_at_ = 0;  ///< progress when last nothing could go on
    std::uint64_t idle_rounds_ = 0;
    std::chrono::steady_clock::time_point idle_since_;
    std::chrono::seconds skipped_{0}; ///< time that passed while a device hung
};

// ---- the process's machine
// ---------------------------------------------------------------------------------

/// Makes a new machine; everything of the one before is gone. Without it, the first use makes the default
/// one.
void start(const Options& options);
Machine& machine();
/// Held by every call of the runtime.
std::recursive_mutex& machine_mutex();
/// Whether several of the host's threads have called the runtime since start().
bool host_has_threads();
/// Called at the start of every call of the runtime.
void note_host_thread();

/// Machine::now() of the process's machine.
std::chrono::steady_clock::time_point now();
/// Has a device get into trouble when it has done as many more operations.
void plan(Trouble trouble, int device, std::uint64_t operations = 0);

/// What has been found since start().
const std::vector<Finding>& findings();
/// What has been counted since start().
const Counters& counters();
const HostCalls& host_calls();
const HostTraffic& host_traffic();

} // namespace hadal::simt
