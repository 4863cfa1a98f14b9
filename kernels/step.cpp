#include "kernels/step.h"

#include <algorithm>

namespace hadal::ops {

Step::Step(std::span<const SequenceRows> sequences) : sequences_(sequences.begin(), sequences.end()) {
    for (const SequenceRows& s : sequences) {
        if (s.first_row != rows() || s.rows < 1 || s.past < 0)
            throw Error(ErrorKind::InvalidArgument,
                        "begin_step: a sequence starts at row " + std::to_string(s.first_row) + " with " +
                            std::to_string(s.rows) + " rows after " + std::to_string(s.past) +
                            " tokens; sequences must follow one another from row " + std::to_string(rows()) +
                            " and have at least one row each.");
        const std::int64_t tokens = s.past + s.rows;
        const std::int64_t pages = (tokens + kPageTokens - 1) / kPageTokens;
        if (static_cast<std::int64_t>(s.pages.size()) < pages)
            throw Error(ErrorKind::InvalidArgument,
                        "begin_step: " + std::to_string(tokens) + " tokens need " + std::to_string(pages) +
                            " cache pages, " + std::to_string(s.pages.size()) + " were given.");
        for (std::int64_t p = 0; p < pages; ++p) {
            const std::int32_t page = s.pages[static_cast<std::size_t>(p)];
            if (page < 0)
                throw Error(ErrorKind::InvalidArgument,
                            "begin_step: cache page " + std::to_string(page) + " is negative.");
            last_page_ = std::max<std::int64_t>(last_page_, page);
        }
        for (std::int64_t i = 0; i < s.rows; ++i)
            rows_.push_back({s.past + i, s.pages.data()});
        longest_ = std::max(longest_, tokens);
    }
}

} // namespace hadal::ops
