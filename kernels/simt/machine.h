// The pretend machine: its devices, streams and events. Work is queued, and runs when the host waits for some
// of it, in any order that streams and events allow; which one, the schedule says.
#pragma once

#include "kernels/simt/block.h"
#include "kernels/simt/device.h"

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace hadal::simt {

struct Options {
    std::vector<DeviceSpec> devices = {DeviceSpec{}};
    /// Order of warps, lanes, blocks and streams: 0 ascending, 1 descending, others random by this seed.
    std::uint64_t schedule = 0;
};

class Machine {
  public:
    explicit Machine(const Options& options);

    /// What runs on a stream. Called with its number in the history; says what is wrong.
    using Work = std::function<std::optional<Finding>(std::uint32_t operation)>;
    /// Everything enqueued on a stream up to some moment, and what comes before that.
    struct Point {
        std::uint32_t stream = 0;
        std::uint32_t sequence = 0;
        History::Clock known;
    };
    struct Operation {
        Work work;
        std::uint32_t id = 0; ///< in the history
        History::Clock known; ///< what has to be done before
    };
    struct Stream {
        int device = 0;
        std::uint32_t index = 0;
        std::deque<Operation> queue;
        std::uint32_t enqueued = 0;
        History::Clock known; ///< what comes before the next operation
        bool capturing = false;
        bool capture_broken = false;
        std::vector<Work> captured;
    };

    Device& device(int index) { return *devices_[static_cast<std::size_t>(index)]; }
    int device_count() const { return static_cast<int>(devices_.size()); }
    Memory& memory() { return memory_; }

    Stream* create_stream(int device);
    void destroy_stream(Stream* stream);
    bool knows(const Stream* stream) const;

    void enqueue(Stream& stream, Work work);
    Point now(const Stream& stream) const;
    void wait(Stream& stream, const Point& point);

    bool is_done(const Point& point) const;
    /// Runs queued work until that much is done; the host then knows of it.
    void finish(const Point& point);
    void finish_device(int device);
    /// Makes every capture under way fail; whether there was one.
    bool break_captures();

    /// Work for a kernel launch, a copy and a fill.
    Work kernel(Launch launch, int device);
    Work copy(void* to, const void* from, std::size_t bytes);
    Work fill(void* to, int value, std::size_t bytes);

    const std::vector<Finding>& findings() const { return findings_; }
    const Counters& counters() const { return counters_; }

  private:
    /// Runs one operation, the oldest of some stream.
    void step();
    std::optional<Finding> touch(const void* at, std::size_t bytes, bool write, BlockOrder& order);

    Schedule schedule_;
    Memory memory_;
    History history_;
    Counters counters_;
    std::vector<std::unique_ptr<Device>> devices_;
    std::vector<std::unique_ptr<Stream>> streams_; ///< by index; null when destroyed
    History::Clock done_;                          ///< by stream
    History::Clock host_knows_;
    std::vector<Finding> findings_;
};

// ---- the process's machine
// ---------------------------------------------------------------------------------

/// Makes a new machine; everything of the one before is gone. Without it, the first use makes the default
/// one.
void start(const Options& options);
Machine& machine();
/// Held by every call of the runtime.
std::recursive_mutex& machine_mutex();

/// What has been found since start().
const std::vector<Finding>& findings();
/// What has been counted since start().
const Counters& counters();

} // namespace hadal::simt
