// The best scores of each row.
#pragma once

#include "kernels/cuda/numerics.h"

namespace hadal::cuda {

/// The positions of the topk best of the first counts[row] scores, ascending; where scores are equal the
/// lower position wins, and NaN counts as -inf; -1 fills up.
struct TopK {
    const float* scores = nullptr; ///< [rows, stride]
    const int* counts = nullptr;   ///< [rows], at most stride
    int* selection = nullptr;      ///< [rows, topk]
    int rows = 0;
    int stride = 0;
    int topk = 0;
};

void top_k(cudaStream_t stream, const TopK& parameters);

} // namespace hadal::cuda
