// What the simulator knows about each byte of a memory: whether it was written, by whom last, and who has
// read it since.
#pragma once

#include "kernels/simt/finding.h"
#include "kernels/simt/order.h"

#include <memory>
#include <optional>
#include <vector>

namespace hadal::simt {

struct Cell {
    Stamp write = 0;
    Stamp read = 0;                ///< the latest reader since the write
    bool valid : 1 = false;        ///< has been written
    bool atomic : 1 = false;       ///< the last write was atomic
    bool copying : 1 = false;      ///< destination of an asynchronous copy that nobody has waited for
    bool atomic_reads : 1 = false; ///< all reads since the write were atomic
    enum Readers : std::uint8_t { One, Lanes, Warps, Blocks } readers : 2 = One;
    bool operator==(const Cell&) const = default;
};

/// Who accesses memory now.
struct Accessor {
    BlockOrder& order;
    unsigned warp = 0;
    unsigned lane = 0;
};

/// Why an access is wrong, and who made the access that it collides with (0 for nobody).
struct Verdict {
    Fault fault;
    std::size_t byte; ///< from the start of the access
    Stamp other = 0;
    bool other_wrote = false;
};

/// One memory's cells. Whole pages that are alike take one cell.
class Shadow {
  public:
    explicit Shadow(std::size_t bytes);
    std::size_t bytes() const { return bytes_; }

    std::optional<Verdict> read(std::size_t offset, std::size_t size, Accessor& by, bool atomic = false);
    std::optional<Verdict> write(std::size_t offset, std::size_t size, Accessor& by, bool atomic = false);
    /// Marks bytes as destination of an asynchronous copy: to write them already must be right, to touch them
    /// is wrong until write() says that the copy is done.
    std::optional<Verdict> begin_copy(std::size_t offset, std::size_t size, Accessor& by);
    void end_copy(std::size_t offset, std::size_t size);
    /// A read by a copy within device memory, which may carry bytes that were never written.
    std::optional<Verdict> carry(std::size_t offset, std::size_t size, Accessor& by);
    /// Which bytes of a range were never written.
    struct Range {
        std::size_t offset, size;
    };
    std::vector<Range> unwritten(std::size_t offset, std::size_t size) const;
    /// Such bytes were written now after all: they count as never written.
    void forget(std::size_t offset, std::size_t size);
    /// Everything counts as written, long ago.
    void assume_valid();
    /// Nothing is written, nobody was there.
    void reset();

  private:
    static constexpr std::size_t kPage = 1024;
    struct Page {
        Cell all;
        std::unique_ptr<Cell[]> cells;
    };
    Cell* cells(std::size_t page);
    template <typename Check>
    std::optional<Verdict> each(std::size_t offset, std::size_t size, bool whole_pages, Check check);

    std::size_t bytes_;
    std::vector<Page> pages_;
};

} // namespace hadal::simt
