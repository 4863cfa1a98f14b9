#include "kernels/simt/order.h"

#include "kernels/error.h"

#include <algorithm>

namespace hadal::simt {

std::uint32_t History::add_operation(std::uint32_t stream, std::uint32_t sequence, Clock known) {
    operations_.push_back({stream, sequence, std::move(known), {}});
    return first_operation_ + static_cast<std::uint32_t>(operations_.size()) - 1;
}

bool History::ordered(std::uint32_t earlier, std::uint32_t operation) const {
    if (earlier < first_operation_)
        return true;
    const Operation& before = operations_[earlier - first_operation_];
    const Clock& known = operations_[operation - first_operation_].known;
    return before.stream < known.size() && known[before.stream] >= before.sequence;
}

void History::begin(std::uint32_t operation) {
    Operation& now = operations_[operation - first_operation_];
    for (std::size_t stream = 0; stream < learned_.size(); ++stream) {
        const std::uint32_t known = stream < now.known.size() ? now.known[stream] : 0;
        for (const Learned& learned : learned_[stream])
            if (learned.sequence <= known && !ordered(learned.release->operation, operation) &&
                std::find(now.inherited.begin(), now.inherited.end(), learned.release) == now.inherited.end())
                now.inherited.push_back(learned.release);
    }
}

void History::end(std::uint32_t operation, const ReleaseList& learned) {
    const Operation& now = operations_[operation - first_operation_];
    if (learned_.size() <= now.stream)
        learned_.resize(now.stream + 1);
    auto& of_stream = learned_[now.stream];
    // What is ordered by streams alone need not be kept.
    std::erase_if(of_stream, [&](const Learned& l) { return ordered(l.release->operation, operation); });
    for (const auto& release : learned)
        if (std::none_of(of_stream.begin(), of_stream.end(),
                         [&](const Learned& l) { return l.release == release; }))
            of_stream.push_back({release, now.sequence});
}

Stamp History::add_segment(const Segment& segment) {
    const std::size_t id = first_segment_ + segments_.size();
    if (id >= (std::size_t{1} << 32) / kLanes)
        throw Error(ErrorKind::OutOfMemory,
                    "The simulator's record of accesses is full. Run less in one process.");
    segments_.push_back(segment);
    return static_cast<Stamp>(id) * kLanes;
}

const Segment* History::find(Stamp stamp) const {
    const std::uint32_t id = stamp / kLanes;
    return id < first_segment_ ? nullptr : &segments_[id - first_segment_];
}

void History::forget() {
    first_operation_ += static_cast<std::uint32_t>(operations_.size());
    first_segment_ += static_cast<std::uint32_t>(segments_.size());
    operations_.clear();
    segments_.clear();
    releases_.clear();
    learned_.clear();
}

void BlockOrder::begin(std::uint32_t operation, std::uint32_t block, unsigned warps,
                       Releases& launch_releases) {
    operation_ = operation;
    block_ = block;
    epoch_ = 0;
    warps_ = warps;
    launch_releases_ = &launch_releases;
    shared_releases_.clear();
    time_.fill(1);
    segment_.fill(0);
    for (unsigned w = 0; w < warps; ++w) {
        known_[w].fill(0);
        known_[w][w] = 1;
    }
    pairs_.clear();
    fenced_.assign(warps * kLanes, nullptr);
    pending_.assign(warps * kLanes, {});
    acquired_.clear();
    foreign_.clear();
}

ReleaseList BlockOrder::learned() const {
    ReleaseList learned;
    for (const Acquired& acquired : foreign_)
        learned.push_back(acquired.release);
    return learned;
}

void BlockOrder::begin_without_block(std::uint32_t operation) {
    static Releases none;
    begin(operation, kNoBlock, 1, none);
}

Stamp BlockOrder::stamp(unsigned warp, unsigned lane) {
    if (segment_[warp] == 0)
        segment_[warp] = history_.add_segment({operation_, block_, time_[warp], epoch_, warp});
    return segment_[warp] + lane;
}

bool BlockOrder::covers(const Release& release, const Segment& segment, unsigned lane,
                        Readers readers) const {
    if (release.operation != segment.operation)
        return history_.ordered(segment.operation, release.operation);
    if (release.block != segment.block || readers == Readers::Blocks)
        return false;
    if (readers == Readers::Warps)
        return segment.epoch < release.epoch;
    return segment.time < release.known[segment.warp] ||
           (segment.warp == release.warp && lane == release.lane && segment.time <= release.time);
}

bool BlockOrder::earlier_operation(const Segment& segment, unsigned earlier_lane, Readers readers,
                                   unsigned warp, unsigned lane) const {
    if (history_.ordered(segment.operation, operation_))
        return true;
    const ReleaseList& inherited = history_.inherited(operation_);
    return std::any_of(
               inherited.begin(), inherited.end(),
               [&](const auto& release) { return covers(*release, segment, earlier_lane, readers); }) ||
           std::any_of(foreign_.begin(), foreign_.end(), [&](const Acquired& acquired) {
               return covers(*acquired.release, segment, earlier_lane, readers) &&
                      usable(acquired, warp, lane);
           });
}

bool BlockOrder::usable(const Acquired& acquired, unsigned warp, unsigned lane) const {
    return (acquired.warp == warp && acquired.lane == lane) || known_[warp][acquired.warp] > acquired.time;
}

bool BlockOrder::ordered(Stamp earlier, unsigned warp, unsigned lane) const {
    const Segment* segment = history_.find(earlier);
    if (!segment)
        return true;
    if (segment->operation != operation_)
        return earlier_operation(*segment, History::lane(earlier), Readers::OneLane, warp, lane);
    const unsigned earlier_lane = History::lane(earlier);
    if (segment->block == block_) {
        if (segment->time < known_[warp][segment->warp])
            return true;
        if (segment->warp == warp &&
            (earlier_lane == lane || (!pairs_.empty() && segment->time < pairs_[warp][earlier_lane][lane])))
            return true;
    }
    const auto found = acquired_.find(segment->block);
    return found != acquired_.end() &&
           std::any_of(found->second.begin(), found->second.end(), [&](const Acquired& acquired) {
               const Release& release = *acquired.release;
               const bool covered = segment->time < release.known[segment->warp] ||
                                    (segment->warp == release.warp && earlier_lane == release.lane &&
                                     segment->time <= release.time);
               return covered && usable(acquired, warp, lane);
           });
}

bool BlockOrder::ordered_lanes(Stamp latest, unsigned warp, unsigned lane) const {
    const Segment* segment = history_.find(latest);
    if (!segment)
        return true;
    if (segment->operation != operation_)
        return earlier_operation(*segment, 0, Readers::Warps, warp, lane);
    if (segment->block == block_)
        return segment->time < known_[warp][segment->warp];
    return ordered_warps(latest, warp, lane);
}

bool BlockOrder::ordered_warps(Stamp latest, unsigned warp, unsigned lane) const {
    const Segment* segment = history_.find(latest);
    if (!segment)
        return true;
    if (segment->operation != operation_)
        return earlier_operation(*segment, 0, Readers::Warps, warp, lane);
    if (segment->block == block_)
        return segment->epoch < epoch_;
    const auto found = acquired_.find(segment->block);
    return found != acquired_.end() &&
           std::any_of(found->second.begin(), found->second.end(), [&](const Acquired& acquired) {
               return segment->epoch < acquired.release->epoch && usable(acquired, warp, lane);
           });
}

bool BlockOrder::ordered_blocks(Stamp latest, unsigned warp, unsigned lane) const {
    const Segment* segment = history_.find(latest);
    if (!segment)
        return true;
    if (segment->operation != operation_)
        return earlier_operation(*segment, 0, Readers::Blocks, warp, lane);
    // Which blocks have read is not known, so what counts is whether every other block of the launch that
    // released anything is known, and the latest reader is among them.
    std::size_t others = 0;
    for (const auto& [address, releases] : *launch_releases_)
        for (const auto& release : releases) {
            if (release->block == block_)
                continue;
            const auto found = acquired_.find(release->block);
            if (found == acquired_.end() ||
                std::none_of(found->second.begin(), found->second.end(),
                             [&](const Acquired& acquired) { return usable(acquired, warp, lane); }))
                return false;
            ++others;
        }
    return others > 0 &&
           (segment->block == block_ ? segment->epoch < epoch_ : ordered_warps(latest, warp, lane));
}

void BlockOrder::sync_lanes(unsigned warp, std::uint32_t mask, std::uint32_t all) {
    const std::uint32_t now = ++time_[warp];
    segment_[warp] = 0;
    if (mask == all) {
        known_[warp][warp] = now;
        return;
    }
    if (pairs_.empty())
        pairs_.resize(warps_);
    for (unsigned a = 0; a < kLanes; ++a)
        for (unsigned b = 0; b < kLanes; ++b)
            if ((mask >> a & 1) && (mask >> b & 1))
                pairs_[warp][a][b] = now;
}

void BlockOrder::leave(unsigned warp, Known& gathered) {
    known_[warp][warp] = ++time_[warp];
    segment_[warp] = 0;
    for (unsigned w = 0; w < warps_; ++w)
        gathered[w] = std::max(gathered[w], known_[warp][w]);
}

void BlockOrder::learn(unsigned warp, const Known& gathered) {
    for (unsigned w = 0; w < warps_; ++w)
        known_[warp][w] = std::max(known_[warp][w], gathered[w]);
}

void BlockOrder::fence(unsigned warp, unsigned lane) {
    fenced_[thread(warp, lane)] = std::make_shared<const Release>(
        Release{operation_, block_, warp, lane, time_[warp], epoch_, known_[warp]});
    for (auto& release : pending_[thread(warp, lane)]) {
        auto& seen = release->operation == operation_ ? acquired_[release->block] : foreign_;
        // A thread that spins sees the same release again and again.
        const bool known = std::any_of(seen.begin(), seen.end(), [&](const Acquired& a) {
            return a.release == release && a.warp == warp && a.lane == lane;
        });
        if (!known)
            seen.push_back({std::move(release), warp, lane, time_[warp]});
    }
    pending_[thread(warp, lane)].clear();
}

void BlockOrder::atomic(unsigned warp, unsigned lane, std::uintptr_t address, bool shared, bool write) {
    auto& pending = pending_[thread(warp, lane)];
    const auto see = [&](const ReleaseList& releases, bool other_operations) {
        for (const auto& release : releases)
            if ((!other_operations || release->operation != operation_) &&
                std::find(pending.begin(), pending.end(), release) == pending.end())
                pending.push_back(release);
    };
    auto& own = (shared ? shared_releases_ : *launch_releases_)[address];
    see(own, false);
    if (!shared)
        see(history_.releases()[address], true);
    const auto& release = fenced_[thread(warp, lane)];
    if (!release || !write)
        return;
    own.push_back(release);
    if (!shared)
        history_.releases()[address].push_back(release);
}

} // namespace hadal::simt
