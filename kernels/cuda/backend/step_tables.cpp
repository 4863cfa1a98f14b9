#include "kernels/cuda/backend/step_tables.h"

#include <algorithm>
#include <bit>

namespace hadal::cuda {

namespace {

constexpr std::size_t kKeptTables = 4;

} // namespace

std::int64_t rounded_length(std::int64_t tokens) {
    const auto up = std::bit_ceil(static_cast<std::uint64_t>(std::max<std::int64_t>(tokens, 1)));
    const auto step = std::max<std::int64_t>(static_cast<std::int64_t>(up) / 16, ops::kPageTokens);
    return (tokens + step - 1) / step * step;
}

const StepView& StepTables::begin(const ops::Step& step) {
    const std::int64_t rows = step.rows();
    const std::int64_t longest = rounded_length(step.longest());
    const std::int64_t table = longest / ops::kPageTokens;
    const bool shared = step.sequences().size() == 1;
    std::vector<int> values;
    values.reserve(static_cast<std::size_t>(3 * rows + (shared ? 1 : rows) * table));
    for (std::int64_t r = 0; r < rows; ++r)
        values.push_back(static_cast<int>(step.row(r).position));
    for (std::int64_t r = 0; r < rows; ++r)
        values.push_back(static_cast<int>(step.row(r).position + 1));
    for (std::int64_t r = 0; r < rows; ++r) {
        const ops::Step::Row& row = step.row(r);
        values.push_back(
            static_cast<int>(ops::kPageTokens * row.page(row.position) + row.position % ops::kPageTokens));
    }
    const auto add_table = [&](const ops::SequenceRows& sequence) {
        const std::int64_t pages = (sequence.past + sequence.rows + ops::kPageTokens - 1) / ops::kPageTokens;
        for (std::int64_t i = 0; i < table; ++i)
            values.push_back(i < pages ? sequence.pages[static_cast<std::size_t>(i)] : 0);
    };
    for (const ops::SequenceRows& sequence : step.sequences())
        for (std::int64_t r = 0; r < (shared ? 1 : sequence.rows); ++r)
            add_table(sequence);

    Entry& entry = place_for(values);
    entry.used = ++time_;
    if (entry.values == values)
        return entry.view;
    staging_.upload(entry.memory.get(), values.data(), values.size() * sizeof(int));
    entry.values = std::move(values);
    const int* data = static_cast<const int*>(entry.memory.get());
    entry.view = {data,
                  data + rows,
                  data + 2 * rows,
                  data + 3 * rows,
                  shared ? 0 : static_cast<int>(table),
                  static_cast<int>(rows),
                  static_cast<int>(longest)};
    return entry.view;
}

/// The tables that are the same, or of the same size, or have not been used for longest.
StepTables::Entry& StepTables::place_for(const std::vector<int>& values) {
    const auto find = [&](auto is_it) { return std::find_if(entries_.begin(), entries_.end(), is_it); };
    auto at = find([&](const Entry& e) { return e.values == values; });
    if (at == entries_.end())
        at = find([&](const Entry& e) { return e.values.size() == values.size(); });
    if (at == entries_.end() && entries_.size() == kKeptTables)
        at = std::min_element(entries_.begin(), entries_.end(),
                              [](const Entry& a, const Entry& b) { return a.used < b.used; });
    if (at == entries_.end())
        at = entries_.insert(at, Entry{});
    if (at->capacity < values.size()) {
        const std::size_t capacity = std::bit_ceil(values.size());
        at->memory = nullptr;
        at->values.clear();
        at->memory = memory_.take(capacity * sizeof(int), "the tables of a step");
        at->capacity = capacity;
    }
    return *at;
}

} // namespace hadal::cuda
