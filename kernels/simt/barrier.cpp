// Where threads of a block wait for each other.
#include "kernels/simt/block.h"

#include <bit>
#include <cstdio>
#include <cstring>

namespace hadal::simt {

unsigned Block::barrier(unsigned id, unsigned expected, bool waits, bool predicate, Where where) {
    Thread& thread = *current_;
    stir();
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
    stir();
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
    if (const std::uint32_t elsewhere = mask & warp.at_barrier; elsewhere != 0) {
        const auto lane = static_cast<unsigned>(std::countr_zero(elsewhere));
        fail(Fault::DivergentBarrier, 0, text(where),
             "lane " + std::to_string(lane) + " is named here but waits at the barrier at " +
                 text(threads_[thread.warp * kLanes + lane].where) + ".");
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

} // namespace hadal::simt
