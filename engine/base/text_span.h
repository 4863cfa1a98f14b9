// A stretch of a text.
#pragma once

#include <cstddef>

namespace hadal {

/// Bytes [begin, end).
struct TextSpan {
    std::size_t begin = 0;
    std::size_t end = 0;

    bool operator==(const TextSpan&) const = default;
};

} // namespace hadal
