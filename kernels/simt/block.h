// One block of a launch while it runs: its threads as fibers, its barriers and warps, its shared memory.
#pragma once

#include "kernels/simt/fiber.h"
#include "kernels/simt/finding.h"
#include "kernels/simt/order.h"
#include "kernels/simt/schedule.h"
#include "kernels/simt/shadow.h"
#include "kernels/simt/traffic.h"

#include <optional>

namespace hadal::simt {

class Device;

struct Launch {
    std::string kernel;
    void (*entry)(const void*) = nullptr; ///< one thread's execution, from the kernel's parameters
    std::vector<std::byte> parameters;
    Index3 grid;
    Index3 block;
    std::size_t shared_bytes = 0;
    std::uint32_t operation = 0; ///< in the history
    unsigned threads() const { return block.x * block.y * block.z; }
    unsigned blocks() const { return grid.x * grid.y * grid.z; }
};

/// Copies from global to shared memory that a thread has begun and not waited for.
struct AsyncCopy {
    std::byte* to = nullptr;
    const std::byte* from = nullptr;
    unsigned bytes = 0;      ///< written
    unsigned read_bytes = 0; ///< read; zeros follow
    std::uintptr_t instruction = 0;
};

enum class Collective {
    SyncWarp,
    Shuffle,
    Vote,
    Match,
    Reduce,
    LoadMatrices,
    MultiplyBf16,
    MultiplyE4m3,
    MultiplyScaled
};

class Block {
    struct Inside {
        explicit Inside(bool& flag) : flag_(flag) { flag_ = true; }
        ~Inside() { flag_ = false; }
        bool& flag_;
    };

  public:
    Block(const Launch& launch, Device& device, History& history, Schedule& schedule, Counters& counters);
    ~Block();
    Block(const Block&) = delete;
    Block& operator=(const Block&) = delete;

    /// Makes all threads of one block ready to run.
    void begin(std::uint32_t linear_index);
    /// Runs them to their end, or until all of them wait for something that comes from outside of the block
    /// (false): then to be called again, on any OS thread.
    bool resume();
    /// What is wrong, if anything: the block's threads are then abandoned where they stood.
    const std::optional<Finding>& finding() const { return finding_; }
    /// Whether the last resume() did anything but wait.
    bool has_moved() const { return moved_; }
    /// What threads of the block have learned from other operations.
    ReleaseList learned() const { return order_.learned(); }

    /// The block that this OS thread is inside of; null outside of kernels.
    static Block* running();

    /// Whether the running thread is in one of the simulator's own functions, whose accesses are its own
    /// business. (Templates of the standard library may have been compiled with the kernels.)
    bool in_library() const { return in_library_; }

    // ---- called by the running thread --------------------------------------------------------------------

    struct Thread;
    Thread& current() { return *current_; }
    Index3 thread_index() const;
    Index3 block_index() const { return block_index_; }
    const Launch& launch() const { return launch_; }
    Device& device() { return device_; }
    std::byte* shared() const { return shared_; }
    Accessor accessor();

    /// Waits at barrier `id` (or only arrives there) for `expected` threads, 0 for all of the block. The
    /// number of those whose predicate held.
    unsigned barrier(unsigned id, unsigned expected, bool wait, bool predicate, Where where);

    /// What lanes bring to a collective and take away; entries of lanes outside the mask are null.
    struct Exchange {
        std::uint32_t mask = 0;
        std::array<const void*, kLanes> in{};
        std::array<void*, kLanes> out{};
    };
    using Compute = void (*)(const Exchange&);
    /// Waits for all lanes of the mask, the last of which computes for all.
    void meet(Collective kind, std::uint32_t mask, const void* in, void* out, Compute compute, Where where);
    unsigned lane() const;

    /// Lets others run; ends the launch when it has been called absurdly often.
    void yield(Where where);

    void fence();
    void access(std::uintptr_t address, std::size_t size, bool write, std::uintptr_t instruction);
    /// Checks an atomic operation and orders it; the caller then does it.
    void atomic(void* address, std::size_t size, bool write, std::uintptr_t instruction);

    void begin_copy(const AsyncCopy& copy);
    void commit_copies();
    void wait_copies(unsigned groups_left);

    /// Throws the Finding of the running thread. Only below guarded().
    [[noreturn]] void fail(Fault fault, std::uintptr_t address, const std::string& place,
                           const std::string& what) const;
    /// What every call out of a kernel goes through: a Finding ends the block, and the call does not return.
    template <typename Body>
    auto guarded(Body body) {
        const Inside inside(in_library_);
        try {
            return body(*this);
        } catch (Finding& finding) {
            finding_ = std::move(finding);
        }
        abandon();
    }

    struct Thread {
        enum State { Ready, Meeting, AtBarrier, Exited };
        Block* block = nullptr;
        Fiber fiber;
        Index3 position;
        unsigned warp = 0;
        unsigned lane = 0;
        State state = Ready;
        Where where;
        unsigned predicates = 0; ///< of the barrier just passed
        unsigned yields = 0;
        std::vector<AsyncCopy> copies;              ///< not yet committed
        std::vector<std::vector<AsyncCopy>> groups; ///< oldest first
    };

  private:
    struct Meeting {
        Collective kind;
        std::uint32_t arrived = 0;
        Exchange exchange;
        Compute compute;
        Where where;
    };
    struct Warp {
        std::uint32_t lanes = 0; ///< that have not left
        std::uint32_t ready = 0;
        std::uint32_t at_barrier = 0;
        unsigned last = 0; ///< whose turn it was
        std::vector<Meeting> meetings;
    };
    struct Barrier {
        unsigned arrived = 0;
        unsigned expected = 0;
        unsigned predicates = 0;
        std::array<std::uint32_t, kMaxWarps> lanes{};
        BlockOrder::Known gathered{};
        std::vector<Thread*> waiting;
        Where where;
    };
    static constexpr unsigned kBarriers = 16;

    /// Somebody does something that others could be waiting for.
    void stir() {
        quiet_ = 0;
        moved_ = true;
    }
    static void enter(void* thread);
    void leave();
    [[noreturn]] void abandon();
    void complete(Barrier& barrier);
    Thread* pick();
    void wait(Thread::State state, Where where);
    void make_ready(Thread& thread);
    void finish_group(const std::vector<AsyncCopy>& group);
    Finding stuck() const;
    Finding describe(Fault fault, std::uintptr_t address, const std::string& place,
                     const std::string& what) const;
    std::string who(Stamp stamp) const;
    std::string where_at(std::uintptr_t address) const;
    void judge(const std::optional<Verdict>& verdict, std::uintptr_t address, std::size_t size, bool write,
               std::uintptr_t instruction);
    void check(std::uintptr_t address, std::size_t size, bool write, std::uintptr_t instruction);
    std::string waits(const Thread& thread) const;

    const Launch& launch_;
    Device& device_;
    History& history_;
    Schedule& schedule_;
    Counters& counters_;
    BlockOrder order_;
    Releases releases_; ///< of the whole launch
    Traffic traffic_;
    std::vector<Thread> threads_;
    std::vector<Warp> warps_;
    std::array<Barrier, kBarriers> barriers_;
    std::byte* shared_ = nullptr;
    Shadow shared_shadow_;
    Fiber host_;
    Thread* current_ = nullptr;
    unsigned warp_turn_ = 0;
    bool in_library_ = true;
    bool turn_over_ = false; ///< the next turn is another warp's
    unsigned quiet_ = 0;     ///< turns given away since anybody did anything else
    bool suspended_ = false;
    bool moved_ = false;
    bool is_new_ = false;
    unsigned exited_ = 0;
    std::uint32_t linear_index_ = 0;
    Index3 block_index_;
    std::optional<Finding> finding_;
};

} // namespace hadal::simt
