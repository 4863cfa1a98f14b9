// Rotary embedding of one row.
#pragma once

#include "kernels/ops.h"

namespace hadal::cpu {

/// `table` holds dim/2 cosines, then dim/2 sines.
inline void rotate(float* x, std::int64_t dim, ops::RopeLayout layout, const float* table) {
    const std::int64_t half = dim / 2;
    const float* cosine = table;
    const float* sine = table + half;
    if (layout == ops::RopeLayout::HalfSplit) {
        for (std::int64_t j = 0; j < half; ++j) {
            const float a = x[j];
            const float b = x[j + half];
            x[j] = a * cosine[j] - b * sine[j];
            x[j + half] = a * sine[j] + b * cosine[j];
        }
        return;
    }
    for (std::int64_t j = 0; j < half; ++j) {
        const float a = x[2 * j];
        const float b = x[2 * j + 1];
        x[2 * j] = a * cosine[j] - b * sine[j];
        x[2 * j + 1] = a * sine[j] + b * cosine[j];
    }
}

} // namespace hadal::cpu
