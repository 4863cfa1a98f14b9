#include "kernels/simt/block.h"

#include "kernels/simt/device.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>

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

std::uint64_t Schedule::random() {
    // splitmix64
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

unsigned Schedule::next(std::uint32_t ready, unsigned last) {
    const unsigned from = seed_ == 0   ? last + 1
                          : seed_ == 1 ? last + kLanes - 1
                                       : static_cast<unsigned>(random());
    if (seed_ == 1) {
        // Rotated so that bit 31 is lane `from`, the first one looked at.
        const auto turned = std::rotr(ready, static_cast<int>((from + 1) % kLanes));
        return (from + kLanes - static_cast<unsigned>(std::countl_zero(turned))) % kLanes;
    }
    const auto turned = std::rotr(ready, static_cast<int>(from % kLanes));
    return (from + static_cast<unsigned>(std::countr_zero(turned))) % kLanes;
}

std::vector<std::uint32_t> Schedule::permutation(std::uint32_t count) {
    std::vector<std::uint32_t> order(count);
    std::iota(order.begin(), order.end(), 0u);
    if (seed_ == 1)
        std::reverse(order.begin(), order.end());
    else if (seed_ > 1)
        for (std::uint32_t i = count; i > 1; --i)
            std::swap(order[i - 1], order[random() % i]);
    return order;
}

Block* Block::running() {
    return running_block;
}

Block::Block(const Launch& launch, Device& device, History& history, Schedule& schedule, Counters& counters)
    : launch_(launch), device_(device), history_(history), schedule_(schedule), counters_(counters),
      order_(history), traffic_(counters), threads_(launch.threads()),
      warps_((launch.threads() + kLanes - 1) / kLanes), shared_(device.shared_memory()),
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
    for (Thread& thread : threads_)
        spare_stacks().push_back(std::move(thread.fiber));
}

std::optional<Finding> Block::run(std::uint32_t linear_index) {
    linear_index_ = linear_index;
    const Index3& grid = launch_.grid;
    block_index_ = {linear_index % grid.x, linear_index / grid.x % grid.y, linear_index / (grid.x * grid.y)};
    const auto warps = static_cast<unsigned>(warps_.size());
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
    running_block = this;
    current_ = pick();
    Fiber::switch_to(host_, current_->fiber);
    running_block = nullptr;
    if (!finding_ && exited_ < threads_.size())
        finding_ = stuck();
    for (unsigned w = 0; w < warps; ++w)
        traffic_.flush(w);
    return finding_;
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
    if (state != Thread::Ready)
        warps_[from.warp].ready &= ~(1u << from.lane);
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
}

void Block::yield(Where where) {
    if (++current_->yields > kMaxYields)
        fail(Fault::Deadlock, 0, text(where), "this thread has waited here for ever.");
    turn_over_ = true;
    wait(Thread::Ready, where);
}

unsigned Block::barrier(unsigned id, unsigned expected, bool waits, bool predicate, Where where) {
    Thread& thread = *current_;
    const bool whole = expected == 0;
    if (whole)
        expected = launch_.threads();
    if (id >= kBarriers || (!whole && (expected % kLanes != 0 || expected > launch_.threads())))
        fail(Fault::LaunchLimits, 0, text(where),
             "barrier " + std::to_string(id) + " for " + std::to_string(expected) +
                 " threads; there are 16 barriers, for whole warps of the block.");
    Warp& warp = warps_[thread.warp];
    for (const Meeting& meeting : warp.meetings)
        if (meeting.exchange.mask >> thread.lane & 1)
            fail(Fault::DivergentBarrier, 0, text(where),
                 "this thread is at a barrier while others of its warp wait for it at " +
                     text(meeting.where) + ".");
    Barrier& barrier = barriers_[id];
    if (whole && exited_ > 0)
        fail(Fault::DivergentBarrier, 0, text(where),
             std::to_string(exited_) +
                 " threads of the block have left the kernel and will not reach this barrier.");
    if (barrier.arrived == 0) {
        barrier.expected = expected;
        barrier.where = where;
    } else if (barrier.expected != expected) {
        fail(Fault::DivergentBarrier, 0, text(where),
             "this thread expects " + std::to_string(expected) + " threads at barrier " + std::to_string(id) +
                 ", others there (" + text(barrier.where) + ") expect " + std::to_string(barrier.expected) +
                 ".");
    } else if (whole && (barrier.where.line() != where.line() ||
                         std::strcmp(barrier.where.file_name(), where.file_name()) != 0)) {
        fail(Fault::DivergentBarrier, 0, text(where),
             "others of the block are at another barrier, at " + text(barrier.where) + ".");
    }
    if (barrier.lanes[thread.warp] >> thread.lane & 1)
        fail(Fault::DivergentBarrier, 0, text(where),
             "this thread arrives a second time at barrier " + std::to_string(id) +
                 ", which is not complete yet.");
    ++barrier.arrived;
    barrier.predicates += predicate;
    std::uint32_t& lanes = barrier.lanes[thread.warp];
    lanes |= 1u << thread.lane;
    if ((warp.lanes & ~lanes) == 0) { // all that have not left, maybe right after arriving here
        order_.leave(thread.warp, barrier.gathered);
        traffic_.flush(thread.warp);
    }
    if (waits)
        barrier.waiting.push_back(&thread);
    if (barrier.arrived == expected)
        complete(barrier);
    else if (waits)
        wait(Thread::AtBarrier, where);
    return thread.predicates;
}

void Block::complete(Barrier& barrier) {
    ++counters_.barriers;
    if (barrier.expected == launch_.threads())
        order_.count_epoch();
    std::uint32_t learned = 0;
    for (Thread* thread : barrier.waiting) {
        thread->predicates = barrier.predicates;
        make_ready(*thread);
        if (!(learned >> thread->warp & 1))
            order_.learn(thread->warp, barrier.gathered);
        learned |= 1u << thread->warp;
    }
    barrier = Barrier{};
}

void Block::meet(Collective kind, std::uint32_t mask, const void* in, void* out, Compute compute,
                 Where where) {
    Thread& thread = *current_;
    Warp& warp = warps_[thread.warp];
    const std::uint32_t self = 1u << thread.lane;
    const auto hex = [](std::uint32_t value) {
        char buffer[16];
        std::snprintf(buffer, sizeof buffer, "0x%08x", value);
        return std::string(buffer);
    };
    if (!(mask & self))
        fail(Fault::WrongMask, 0, text(where),
             "the mask " + hex(mask) + " does not name the lane that passes it.");
    if (mask & ~warp.lanes)
        fail(Fault::ExitedLane, 0, text(where),
             "the mask " + hex(mask) +
                 " names lanes that have left the kernel or never were in it; in it are " + hex(warp.lanes) +
                 ".");
    Meeting* mine = nullptr;
    for (Meeting& meeting : warp.meetings) {
        if (meeting.kind == kind && meeting.exchange.mask == mask)
            mine = &meeting;
        else if (meeting.exchange.mask & self)
            fail(Fault::WrongMask, 0, text(where),
                 "this lane passes mask " + hex(mask) + ", but others of its warp wait for it with mask " +
                     hex(meeting.exchange.mask) + " at " + text(meeting.where) + ".");
    }
    for (std::uint32_t lanes = mask; lanes != 0; lanes &= lanes - 1) {
        const Thread& other = threads_[thread.warp * kLanes + static_cast<unsigned>(std::countr_zero(lanes))];
        if (other.state == Thread::AtBarrier)
            fail(Fault::DivergentBarrier, 0, text(where),
                 "lane " + std::to_string(other.lane) + " is named here but waits at the barrier at " +
                     text(other.where) + ".");
    }
    if (!mine) {
        warp.meetings.push_back({kind, 0, {mask, {}, {}}, compute, where});
        mine = &warp.meetings.back();
    }
    mine->arrived |= self;
    mine->exchange.in[thread.lane] = in;
    mine->exchange.out[thread.lane] = out;
    if (mine->arrived != mask)
        return wait(Thread::Meeting, where);

    const Meeting meeting = *mine;
    warp.meetings.erase(warp.meetings.begin() + (mine - warp.meetings.data()));
    ++counters_.collectives;
    if (mask == warp.lanes)
        traffic_.flush(thread.warp);
    if (kind == Collective::SyncWarp)
        order_.sync_lanes(thread.warp, mask, warp.lanes);
    if (meeting.compute)
        meeting.compute(meeting.exchange);
    for (std::uint32_t lanes = mask; lanes != 0; lanes &= lanes - 1)
        make_ready(threads_[thread.warp * kLanes + static_cast<unsigned>(std::countr_zero(lanes))]);
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
    Finding result = finding(first->state == Thread::AtBarrier ? Fault::DivergentBarrier : Fault::Deadlock, 0,
                             text(first->where), what + ": nobody can go on.");
    result.thread = first->position;
    return result;
}

Finding Block::finding(Fault fault, std::uintptr_t address, const std::string& place,
                       const std::string& what) const {
    return {fault, launch_.kernel, block_index_, current_->position, address, place, what};
}

void Block::fail(Fault fault, std::uintptr_t address, const std::string& place,
                 const std::string& what) const {
    throw finding(fault, address, place, what);
}

void Block::abandon() {
    Fiber::switch_to(current_->fiber, host_);
    __builtin_unreachable();
}

} // namespace hadal::simt
