// When a prefill's experts are worth their way from the machine's memory to the GPUs.
//
// The CPU computes the experts of a few rows sooner than a GPU gets their weights: it reads its memory faster
// than a link carries, and only the experts that were chosen. Its time grows with the rows, though, while the
// weights of a whole layer take the same time to all GPUs however many rows wait for them.
#pragma once

#include "engine/model/config.h"

#include <cstdint>

namespace hadal::parallel {

struct Machine;

/// How the experts in the machine's memory are streamed.
struct ExpertStreaming {
    /// Rows of a chunk from which on they are; 0: never.
    std::int64_t rows = 0;
    std::int64_t buffer_bytes = 0; ///< of each of two buffers on each GPU
    bool operator==(const ExpertStreaming&) const = default;
};

/// `layer_bytes`: of one layer's routed experts in the machine's memory, all ranks together. Arithmetic from
/// the machine's rates:
///     the way of a layer  = layer_bytes / (rate to all GPUs together, which copies within the memory limit)
///     the CPU, for n rows = 6 · n · topk · hidden · width operations / its rate
/// That the CPU reads the weights decides nothing: whoever sends them does so too, and writes them again. No
/// rows where it takes more than `chunk` of them.
ExpertStreaming expert_streaming(const model::Config& config, const Machine& machine,
                                 std::int64_t layer_bytes, std::int64_t chunk);

} // namespace hadal::parallel
