// Which sequence, position and cache page each row of the current step belongs to; shared by the backends.
#pragma once

#include "kernels/ops.h"

#include <vector>

namespace hadal::ops {

class Step {
  public:
    /// Where a row stands.
    struct Row {
        std::int64_t position = 0;
        const std::int32_t* pages = nullptr;
        std::int64_t page(std::int64_t at) const { return pages[at / kPageTokens]; }
    };

    Step() = default;
    /// Sequences must cover the rows 0 … n-1 in order, and each page list its tokens. Throws InvalidArgument.
    explicit Step(std::span<const SequenceRows> sequences);

    std::int64_t rows() const { return static_cast<std::int64_t>(rows_.size()); }
    const Row& row(std::int64_t index) const { return rows_[static_cast<std::size_t>(index)]; }
    const std::vector<SequenceRows>& sequences() const { return sequences_; }
    std::int64_t longest() const {
        return longest_;
    } ///< tokens of the longest sequence, its new rows included
    std::int64_t last_page() const { return last_page_; } ///< highest page in use; -1 without any

  private:
    std::vector<Row> rows_;
    std::vector<SequenceRows> sequences_;
    std::int64_t longest_ = 0;
    std::int64_t last_page_ = -1;
};

} // namespace hadal::ops
