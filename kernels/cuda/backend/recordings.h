// Rounds of operations that come again, as CUDA graphs.
#pragma once

#include "kernels/cuda/backend/device_memory.h"

#include <cstdint>
#include <functional>
#include <list>
#include <string>
#include <utility>
#include <vector>

namespace hadal::cuda {

/// Owns an executable graph; may be empty.
class ExecutableGraph {
  public:
    ExecutableGraph() = default;
    explicit ExecutableGraph(cudaGraph_t graph);
    ~ExecutableGraph() { destroy(); }
    ExecutableGraph(ExecutableGraph&& other) noexcept : exec_(std::exchange(other.exec_, nullptr)) {}
    ExecutableGraph& operator=(ExecutableGraph&& other) noexcept;
    explicit operator bool() const { return exec_ != nullptr; }
    void launch(cudaStream_t stream) const;

  private:
    void destroy();
    cudaGraphExec_t exec_ = nullptr;
};

/// A round is queued plainly when it is new, because work spaces grow and tables are made on the way;
/// captured when it comes a second time; and from then on it is one launch. Kernels have their addresses in
/// the graph, so a graph holds as long as no memory was taken meanwhile: otherwise its round counts as new.
/// One thread at a time; the device must be current.
class Recordings {
  public:
    using Key = std::vector<std::uint64_t>;

    Recordings(cudaStream_t stream, const DeviceMemory& memory) : stream_(stream), memory_(memory) {}

    /// Makes the operations that `queue` queues happen. `key` has everything that decides which these are and
    /// on which memory. Throws what `queue` throws.
    void run(Key key, const std::function<void()>& queue);
    /// Nothing is known of earlier rounds any more.
    void forget() { rounds_.clear(); }
    /// Why there are no graphs; empty as long as there are. The first refusal is the last.
    const std::string& refused() const { return refused_; }

  private:
    struct Round {
        Key key;
        std::uint64_t takes = 0; ///< of memory, when it was last queued plainly
        ExecutableGraph graph;
    };
    /// Empty where the driver does not let it be captured.
    ExecutableGraph capture(const std::function<void()>& queue);

    cudaStream_t stream_;
    const DeviceMemory& memory_;
    std::list<Round> rounds_; ///< the latest first
    std::string refused_;
};

} // namespace hadal::cuda
