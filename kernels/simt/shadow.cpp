#include "kernels/simt/shadow.h"

#include <algorithm>

namespace hadal::simt {

namespace {

/// Whether all reads since the last write come before what happens now.
bool reads_ordered(const Cell& cell, const Accessor& by) {
    switch (cell.readers) {
    case Cell::One:
        return by.order.ordered(cell.read, by.warp, by.lane);
    case Cell::Lanes:
        return by.order.ordered_lanes(cell.read, by.warp, by.lane);
    case Cell::Warps:
        return by.order.ordered_warps(cell.read, by.warp, by.lane);
    case Cell::Blocks:
        break;
    }
    return by.order.ordered_blocks(cell.read, by.warp, by.lane);
}

/// Adds the reader `now` to those that a later write must come after.
void add_reader(Cell& cell, Stamp now, const Accessor& by) {
    if (cell.read == now)
        return;
    if (cell.read == 0 || reads_ordered(cell, by)) {
        cell.readers = Cell::One;
    } else {
        const History& history = by.order.history();
        const Segment& before = *history.find(cell.read);
        const Segment& segment = *history.find(now);
        Cell::Readers together = Cell::Lanes;
        if (before.operation != segment.operation || before.block != segment.block)
            together = Cell::Blocks;
        else if (before.warp != segment.warp)
            together = Cell::Warps;
        cell.readers = std::max(static_cast<Cell::Readers>(cell.readers), together);
    }
    cell.read = now;
}

std::optional<Verdict> check_read(Cell& cell, Stamp now, const Accessor& by, bool atomic, std::size_t byte,
                                  bool carries = false) {
    if (cell.copying)
        return Verdict{Fault::UnfinishedCopy, byte, cell.write, true};
    if (!cell.valid && !carries)
        return Verdict{Fault::Uninitialised, byte};
    if (!(atomic && cell.atomic) && !by.order.ordered(cell.write, by.warp, by.lane))
        return Verdict{Fault::Race, byte, cell.write, true};
    const bool first = cell.read == 0;
    add_reader(cell, now, by);
    cell.atomic_reads = atomic && (first || cell.atomic_reads);
    return {};
}

std::optional<Verdict> check_write(Cell& cell, Stamp now, const Accessor& by, bool atomic, std::size_t byte) {
    if (cell.copying)
        return Verdict{Fault::UnfinishedCopy, byte, cell.write, true};
    if (!(atomic && cell.atomic) && !by.order.ordered(cell.write, by.warp, by.lane))
        return Verdict{Fault::Race, byte, cell.write, true};
    if (cell.read != 0 && !(atomic && cell.atomic_reads) && !reads_ordered(cell, by))
        return Verdict{Fault::Race, byte, cell.read, false};
    cell = Cell{};
    cell.write = now;
    cell.valid = true;
    cell.atomic = atomic;
    return {};
}

} // namespace

Shadow::Shadow(std::size_t bytes) : bytes_(bytes), pages_((bytes + kPage - 1) / kPage) {}

Cell* Shadow::cells(std::size_t index) {
    Page& page = pages_[index];
    if (!page.cells) {
        page.cells = std::make_unique<Cell[]>(kPage);
        std::fill_n(page.cells.get(), kPage, page.all);
    }
    return page.cells.get();
}

template <typename Check>
std::optional<Verdict> Shadow::each(std::size_t offset, std::size_t size, bool whole_pages, Check check) {
    for (std::size_t done = 0; done < size;) {
        const std::size_t page = (offset + done) / kPage;
        const std::size_t first = (offset + done) % kPage;
        const std::size_t count = std::min(kPage - first, size - done);
        // A copy or fill of a whole page that is still alike keeps it so.
        if (whole_pages && first == 0 && !pages_[page].cells &&
            (count == kPage || offset + done + count == bytes_)) {
            if (auto verdict = check(pages_[page].all, done))
                return verdict;
        } else {
            Cell* at = cells(page) + first;
            Cell before, after;
            for (std::size_t i = 0; i < count; ++i) {
                // Bytes of one access mostly have one past: what was found of one holds for those like it.
                if (i > 0 && at[i] == before) {
                    at[i] = after;
                    continue;
                }
                before = at[i];
                if (auto verdict = check(at[i], done + i))
                    return verdict;
                after = at[i];
            }
        }
        done += count;
    }
    return {};
}

std::optional<Verdict> Shadow::read(std::size_t offset, std::size_t size, Accessor& by, bool atomic) {
    const Stamp now = by.order.stamp(by.warp, by.lane);
    return each(offset, size, size >= kPage,
                [&](Cell& cell, std::size_t byte) { return check_read(cell, now, by, atomic, byte); });
}

std::optional<Verdict> Shadow::carry(std::size_t offset, std::size_t size, Accessor& by) {
    const Stamp now = by.order.stamp(by.warp, by.lane);
    return each(offset, size, size >= kPage,
                [&](Cell& cell, std::size_t byte) { return check_read(cell, now, by, false, byte, true); });
}

std::vector<Shadow::Range> Shadow::unwritten(std::size_t offset, std::size_t size) const {
    std::vector<Range> found;
    const std::size_t end = offset + size;
    for (std::size_t at = offset; at < end;) {
        const Page& page = pages_[at / kPage];
        const std::size_t count = page.cells ? 1 : std::min(kPage - at % kPage, end - at);
        if (!(page.cells ? page.cells[at % kPage] : page.all).valid) {
            if (!found.empty() && found.back().offset + found.back().size == at)
                found.back().size += count;
            else
                found.push_back({at, count});
        }
        at += count;
    }
    return found;
}

void Shadow::forget(std::size_t offset, std::size_t size) {
    each(offset, size, size >= kPage, [](Cell& cell, std::size_t) {
        cell.valid = false;
        return std::optional<Verdict>{};
    });
}

std::optional<Verdict> Shadow::write(std::size_t offset, std::size_t size, Accessor& by, bool atomic) {
    const Stamp now = by.order.stamp(by.warp, by.lane);
    return each(offset, size, size >= kPage,
                [&](Cell& cell, std::size_t byte) { return check_write(cell, now, by, atomic, byte); });
}

std::optional<Verdict> Shadow::begin_copy(std::size_t offset, std::size_t size, Accessor& by) {
    const Stamp now = by.order.stamp(by.warp, by.lane);
    return each(offset, size, false, [&](Cell& cell, std::size_t byte) {
        auto verdict = check_write(cell, now, by, false, byte);
        cell.copying = !verdict;
        return verdict;
    });
}

void Shadow::end_copy(std::size_t offset, std::size_t size) {
    each(offset, size, false, [](Cell& cell, std::size_t) {
        cell.copying = false;
        return std::optional<Verdict>{};
    });
}

void Shadow::assume_valid() {
    for (Page& page : pages_)
        page.all.valid = true;
}

void Shadow::reset() {
    for (Page& page : pages_) {
        page.all = Cell{};
        if (page.cells)
            std::fill_n(page.cells.get(), kPage, Cell{});
    }
}

} // namespace hadal::simt
