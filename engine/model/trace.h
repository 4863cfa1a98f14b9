// Looking at what a step decided, for inspection and tests.
#pragma once

#include <cstdint>
#include <span>

namespace hadal::model {

/// Called while a step runs, on its thread, once a layer, with one entry for each row of the step in the
/// order of its sequences. The MTP module reports as layer num_hidden_layers. Spans are valid during the
/// call.
class Trace {
  public:
    virtual ~Trace() = default;
    /// The positions that each row attends to, ascending, -1 filling up [rows, index_topk]. Only from models
    /// that run with their indexer.
    virtual void selected(std::int64_t layer, std::span<const std::int32_t> positions) = 0;
    /// The experts of each row, best first, and their weights [rows, num_experts_per_tok]. Only from layers
    /// with experts.
    virtual void routed(std::int64_t layer, std::span<const std::int32_t> experts,
                        std::span<const float> weights) = 0;
};

} // namespace hadal::model
