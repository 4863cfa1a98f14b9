#include "kernels/simt/block.h"

#include "kernels/simt/device.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace hadal::simt {

namespace {

thread_local Block* running_block = nullptr;

constexpr std::size_t kStackBytes = 64 << 10;
/// Turns that a thread may give away in one launch before it is said to wait for ever.
constexpr unsigned kMaxYields = 1u << 20;
constexpr int kPoison = 0xcd;

/// Stacks outlive their blocks: to map thousands of them anew for each launch would take longer than to run.
std::vector<Fiber>& spare_stacks() {
    thread_local std::vector<Fiber> stacks;
    return stacks;
}

} // namespace

Block* Block::running() {
    return running_block;
}

Block::Block(const Launch& launch, Device& device, History& history, Schedule& schedule, Counters& counters)
    : launch_(launch), device_(device), history_(history), schedule_(schedule), counters_(counters),
      order_(history), traffic_(counters), threads_(launch.threads()),
      warps_((launch.threads() + kLanes - 1) / kLanes), shared_(device.take_shared()),
      shared_shadow_(launch.shared_bytes) {
    std::vector<Fiber>& spare = spare_stacks();
    for (unsigned i = 0; i < threads_.size(); ++i) {
        Thread& thread = threads_[i];
        thread.block = this;
        thread.position = {i % launch.block.x, i / launch.block.x % launch.block.y,
                           i / (launch.block.x * launch.block.y)};
        thread.warp = i / kLanes;
        thread.lane = i % kLanes;
        if (spare.empty())
            spare.emplace_back(kStackBytes);
        thread.fiber.swap(spare.back());
        spare.pop_back();
    }
}

Block::~Block() {
    device_.give_back_shared(shared_);
    for (Thread& thread : threads_)
        spare_stacks().push_back(std::move(thread.fiber));
}

void Block::begin(std::uint32_t linear_index) {
    linear_index_ = linear_index;
    const Index3& grid = launch_.grid;
    block_index_ = {linear_index % grid.x, linear_index / grid.x % grid.y, linear_index / (grid.x * grid.y)};
    const auto warps = static_cast<unsigned>(warps_.size());
    finding_.reset();
    is_new_ = true;
    order_.begin(launch_.operation, linear_index, warps, releases_);
    traffic_.begin(warps);
    shared_shadow_.reset();
    std::memset(shared_, kPoison, launch_.shared_bytes);
    for (Barrier& barrier : barriers_)
        barrier = Barrier{};
    for (Warp& warp : warps_)
        warp = Warp{};
    for (Thread& thread : threads_) {
        thread.state = Thread::Ready;
        thread.yields = 0;
        thread.copies.clear();
        thread.groups.clear();
        thread.fiber.start(&Block::enter, &thread);
        warps_[thread.warp].lanes |= 1u << thread.lane;
    }
    for (Warp& warp : warps_) {
        warp.ready = warp.lanes;
        warp.last = kLanes - 1;
    }
    exited_ = 0;
    warp_turn_ = schedule_.next(warps == 32 ? ~0u : (1u << warps) - 1, kLanes - 1);

    ++counters_.blocks;
    current_ = pick();
}

bool Block::resume() {
    Fiber here; // another OS thread's than last time, it may be
    host_.swap(here);
    suspended_ = false;
    moved_ = std::exchange(is_new_, false);
    quiet_ = 0;
    running_block = this;
    Fiber::switch_to(host_, current_->fiber);
    running_block = nullptr;
    if (suspended_)
        return false;
    if (!finding_ && exited_ < threads_.size())
        finding_ = stuck();
    for (unsigned w = 0; w < warps_.size(); ++w)
        traffic_.flush(w);
    return true;
}

void Block::enter(void* thread) {
    Fiber::arrived();
    Block& block = *static_cast<Thread*>(thread)->block;
    block.in_library_ = false;
    block.launch_.entry(block.launch_.parameters.data());
    block.guarded([](Block& b) { b.leave(); });
}

void Block::leave() {
    Thread& thread = *current_;
    Warp& warp = warps_[thread.warp];
    for (const Meeting& meeting : warp.meetings)
        if (meeting.exchange.mask >> thread.lane & 1)
            fail(Fault::ExitedLane, 0, text(meeting.where),
                 "this lane left the kernel, but others of its warp wait for it at " + text(meeting.where) +
                     ".");
    if (const Barrier& barrier = barriers_[0]; barrier.arrived > 0 && barrier.expected == threads_.size())
        fail(Fault::DivergentBarrier, 0, text(barrier.where),
             "this thread left the kernel, but " + std::to_string(barrier.arrived) +
                 " threads of its block wait at the barrier at " + text(barrier.where) + ".");
    const bool unfinished =
        !thread.copies.empty() || std::any_of(thread.groups.begin(), thread.groups.end(),
                                              [](const auto& group) { return !group.empty(); });
    if (unfinished)
        fail(Fault::UnfinishedCopy, 0, "",
             "this thread left the kernel without waiting for its asynchronous copies.");
    warp.lanes &= ~(1u << thread.lane);
    ++exited_;
    stir();
    wait(Thread::Exited, thread.where);
}

Block::Thread* Block::pick() {
    const auto warps = static_cast<unsigned>(warps_.size());
    if (schedule_.is_random() || turn_over_ || warps_[warp_turn_].ready == 0) {
        turn_over_ = false;
        std::uint32_t with_ready = 0;
        for (unsigned w = 0; w < warps; ++w)
            with_ready |= static_cast<std::uint32_t>(warps_[w].ready != 0) << w;
        if (with_ready == 0)
            return nullptr;
        warp_turn_ = schedule_.next(with_ready, warp_turn_);
    }
    Warp& warp = warps_[warp_turn_];
    warp.last = schedule_.next(warp.ready, warp.last);
    return &threads_[warp_turn_ * kLanes + warp.last];
}

void Block::wait(Thread::State state, Where where) {
    Thread& from = *current_;
    from.state = state;
    from.where = where;
    Warp& warp = warps_[from.warp];
    if (state != Thread::Ready)
        warp.ready &= ~(1u << from.lane);
    if (state == Thread::AtBarrier)
        warp.at_barrier |= 1u << from.lane;
    Thread* next = pick();
    if (next == &from)
        return;
    if (next)
        current_ = next;
    Fiber::switch_to(from.fiber, next ? next->fiber : host_);
    in_library_ = true;
}

void Block::make_ready(Thread& thread) {
    thread.state = Thread::Ready;
    warps_[thread.warp].ready |= 1u << thread.lane;
    warps_[thread.warp].at_barrier &= ~(1u << thread.lane);
}

void Block::yield(Where where) {
    if (++current_->yields > kMaxYields)
        fail(Fault::Deadlock, 0, text(where), "this thread has waited here for ever.");
    turn_over_ = true;
    unsigned ready = 0;
    for (const Warp& warp : warps_)
        ready += static_cast<unsigned>(std::popcount(warp.ready));
    if (++quiet_ <= 4 * ready)
        return wait(Thread::Ready, where);
    // All that can run waits, for another kernel or for the host.
    current_->where = where;
    suspended_ = true;
    Fiber::switch_to(current_->fiber, host_);
    in_library_ = true;
}

unsigned Block::lane() const {
    return current_->lane;
}

Index3 Block::thread_index() const {
    return current_->position;
}

std::string Block::waits(const Thread& thread) const {
    return "thread " + text(thread.position) + " waits at " + text(thread.where);
}

Finding Block::stuck() const {
    // Nobody can run: say where the first two that wait at different places wait.
    const Thread* first = nullptr;
    const Thread* second = nullptr;
    for (const Thread& thread : threads_) {
        if (thread.state != Thread::Meeting && thread.state != Thread::AtBarrier)
            continue;
        if (!first)
            first = &thread;
        else if (!second && (thread.where.line() != first->where.line() || thread.state != first->state))
            second = &thread;
    }
    std::string what = waits(*first);
    if (second)
        what += ", " + waits(*second);
    if (exited_ > 0)
        what += ", " + std::to_string(exited_) + " threads have left the kernel";
    Finding result = describe(first->state == Thread::AtBarrier ? Fault::DivergentBarrier : Fault::Deadlock,
                              0, text(first->where), what + ": nobody can go on.");
    result.thread = first->position;
    return result;
}

Finding Block::describe(Fault fault, std::uintptr_t address, const std::string& place,
                        const std::string& what) const {
    return {fault, launch_.kernel, block_index_, current_->position, address, place, what};
}

void Block::fail(Fault fault, std::uintptr_t address, const std::string& place,
                 const std::string& what) const {
    throw describe(fault, address, place, what);
}

void Block::abandon() {
    Fiber::switch_to(current_->fiber, host_);
    __builtin_unreachable();
}

} // namespace hadal::simt
