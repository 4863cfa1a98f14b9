// What kernels need to know of the rows of a step, in device memory.
#pragma once

#include "kernels/cuda/backend/device_memory.h"
#include "kernels/cuda/backend/staging.h"
#include "kernels/step.h"

#include <vector>

namespace hadal::cuda {

/// The tables of one step.
struct StepView {
    const int* positions = nullptr;  ///< [rows]
    const int* counts = nullptr;     ///< [rows], position + 1: the keys that a row sees
    const int* places = nullptr;     ///< [rows], 64 · page + row of the page
    const int* page_table = nullptr; ///< [rows, table_stride]: the page of positions 64·i … 64·i+63
    int table_stride = 0;            ///< 0: one sequence, whose table serves all rows
    int rows = 0;
    int longest = 0; ///< tokens of the longest sequence, rounded up so that few numbers occur

    /// The page table of the sequence that a row belongs to.
    const int* table_of(std::int64_t row) const { return page_table + row * table_stride; }
};

/// Tables are written by one copy, when a step begins and is not the same as a step before. A few are kept,
/// because the layers of a step with several parts begin each of its parts again.
class StepTables {
  public:
    StepTables(DeviceMemory& memory, Staging& staging) : memory_(memory), staging_(staging) {}

    /// The view is valid until the next call. Steps of one row count and rounded length that follow one
    /// another have their tables at the same address.
    const StepView& begin(const ops::Step& step);

  private:
    struct Entry {
        std::vector<int> values;
        std::shared_ptr<void> memory;
        std::size_t capacity = 0; ///< of `memory`, in numbers
        StepView view;
        std::uint64_t used = 0;
    };
    Entry& place_for(const std::vector<int>& values);

    DeviceMemory& memory_;
    Staging& staging_;
    std::vector<Entry> entries_;
    std::uint64_t time_ = 0;
};

/// At least `tokens`: an eighth more at most, and a multiple of a page.
std::int64_t rounded_length(std::int64_t tokens);

} // namespace hadal::cuda
