// The CPU implementation of the ops contract.
#pragma once

#include "kernels/ops.h"

#include <memory>

namespace hadal::cpu {

struct Options {
    int threads = 0; ///< 0: one per core
    ops::Numerics numerics;
};

/// SIMD chosen at run time (AVX-512, AVX2, SSE4, portable). Owns its worker threads.
std::unique_ptr<ops::Backend> make_backend(const Options& options);

} // namespace hadal::cpu
