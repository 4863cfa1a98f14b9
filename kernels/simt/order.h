// What happens before what: the order that streams, barriers, fences and atomics give to accesses, kept as
// vector clocks. Two accesses that this order leaves open are a race, whichever came first this time.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

namespace hadal::simt {

inline constexpr unsigned kLanes = 32;
inline constexpr unsigned kMaxWarps = 32;
inline constexpr std::uint32_t kNoBlock = ~0u; ///< copies and fills are operations without blocks

/// Who made an access and when: a segment and a lane of its warp. 0: nobody.
using Stamp = std::uint32_t;

/// A stretch of one warp's execution between two of its synchronisations.
struct Segment {
    std::uint32_t operation = 0;
    std::uint32_t block = 0; ///< linear index in the grid
    std::uint32_t time = 0;  ///< synchronisations of this warp before
    std::uint32_t epoch = 0; ///< barriers of the whole block before
    std::uint32_t warp = 0;
};

struct Release;

/// Operations of all streams, and the segments of those that may still matter.
class History {
  public:
    /// The sequence number, by stream, up to which operations are known to be done.
    using Clock = std::vector<std::uint32_t>;

    /// A new operation, the sequence-th of its stream, enqueued where `known` is done before it.
    std::uint32_t add_operation(std::uint32_t stream, std::uint32_t sequence, Clock known);
    bool ordered(std::uint32_t earlier, std::uint32_t operation) const;

    /// An operation begins: it knows what those before it have learned from others while they ran.
    void begin(std::uint32_t operation);
    /// An operation has ended: what comes after it knows these releases too.
    void end(std::uint32_t operation, const std::vector<std::shared_ptr<const Release>>& learned);
    /// Releases that operations before this one have seen.
    const std::vector<std::shared_ptr<const Release>>& inherited(std::uint32_t operation) const {
        return operations_[operation - first_operation_].inherited;
    }
    /// By address in device memory, of all operations that may still matter.
    std::unordered_map<std::uintptr_t, std::vector<std::shared_ptr<const Release>>>& releases() {
        return releases_;
    }

    Stamp add_segment(const Segment& segment);
    /// Null when the stamp is so old that all that runs from now on comes after it.
    const Segment* find(Stamp stamp) const;
    static unsigned lane(Stamp stamp) { return stamp % kLanes; }

    /// Everything so far is done and known to the host.
    void forget();

  private:
    struct Operation {
        std::uint32_t stream;
        std::uint32_t sequence;
        Clock known;
        std::vector<std::shared_ptr<const Release>> inherited;
    };
    std::vector<Operation> operations_;
    std::unordered_map<std::uintptr_t, std::vector<std::shared_ptr<const Release>>> releases_;
    struct Learned {
        std::shared_ptr<const Release> release;
        std::uint32_t sequence; ///< of the stream's operation that saw it
    };
    std::vector<std::vector<Learned>> learned_; ///< by stream
    std::vector<Segment> segments_;
    std::uint32_t first_operation_ = 0;
    std::uint32_t first_segment_ = 1;
};

/// What a fence makes visible to those who see an atomic operation after it.
struct Release {
    std::uint32_t operation;
    std::uint32_t block, warp, lane, time, epoch;
    std::array<std::uint32_t, kMaxWarps> known;
};
using ReleaseList = std::vector<std::shared_ptr<const Release>>;
using Releases = std::unordered_map<std::uintptr_t, ReleaseList>;

/// The clocks of the block that runs. Warps are the unit: a barrier orders whole warps, __syncwarp lanes.
/// Shuffles, votes and matrix instructions order nothing, as in CUDA.
class BlockOrder {
  public:
    explicit BlockOrder(History& history) : history_(history) {}

    void begin(std::uint32_t operation, std::uint32_t block, unsigned warps, Releases& launch_releases);
    /// For copies and fills.
    void begin_without_block(std::uint32_t operation);

    Stamp stamp(unsigned warp, unsigned lane);
    bool ordered(Stamp earlier, unsigned warp, unsigned lane) const;
    /// The same for reads of which only the latest is known: by several lanes of its warp, by several warps
    /// of its block, or by several blocks.
    bool ordered_lanes(Stamp latest, unsigned warp, unsigned lane) const;
    bool ordered_warps(Stamp latest, unsigned warp, unsigned lane) const;
    bool ordered_blocks(Stamp latest, unsigned warp, unsigned lane) const;

    void sync_lanes(unsigned warp, std::uint32_t mask, std::uint32_t all);

    using Known = std::array<std::uint32_t, kMaxWarps>;
    /// A warp has arrived whole at a barrier: adds what it knows.
    void leave(unsigned warp, Known& gathered);
    /// A warp passes a barrier.
    void learn(unsigned warp, const Known& gathered);
    void count_epoch() { ++epoch_; }

    void fence(unsigned warp, unsigned lane);
    /// An atomic operation at `address`, which lies in shared memory or not.
    void atomic(unsigned warp, unsigned lane, std::uintptr_t address, bool shared, bool write);

    const History& history() const { return history_; }
    /// Releases of other operations that threads of this block have seen.
    ReleaseList learned() const;

  private:
    struct Acquired {
        std::shared_ptr<const Release> release;
        std::uint32_t warp, lane, time;
    };
    bool usable(const Acquired& acquired, unsigned warp, unsigned lane) const;
    enum class Readers { OneLane, Warps, Blocks };
    /// Whether an access of another operation comes before what this lane does now.
    bool earlier_operation(const Segment& segment, unsigned earlier_lane, Readers readers, unsigned warp,
                           unsigned lane) const;
    bool covers(const Release& release, const Segment& segment, unsigned lane, Readers readers) const;
    std::size_t thread(unsigned warp, unsigned lane) const { return warp * kLanes + lane; }

    History& history_;
    Releases* launch_releases_ = nullptr;
    Releases shared_releases_;
    std::uint32_t operation_ = 0;
    std::uint32_t block_ = kNoBlock;
    std::uint32_t epoch_ = 0;
    unsigned warps_ = 0;
    Known time_{};
    std::array<Stamp, kMaxWarps> segment_{};
    std::array<Known, kMaxWarps> known_{};
    /// pairs_[w][a][b]: lane b of warp w knows what lane a did before this time. Empty until a partial mask.
    std::vector<std::array<std::array<std::uint32_t, kLanes>, kLanes>> pairs_;
    std::vector<std::shared_ptr<const Release>> fenced_;                ///< by thread
    std::vector<std::vector<std::shared_ptr<const Release>>> pending_;  ///< by thread: seen, no fence yet
    std::unordered_map<std::uint32_t, std::vector<Acquired>> acquired_; ///< by releasing block
    std::vector<Acquired> foreign_;                                     ///< from other operations
};

} // namespace hadal::simt
