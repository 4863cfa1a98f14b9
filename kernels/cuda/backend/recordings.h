// Rounds of operations that come again, as CUDA graphs.
#pragma once

#include "kernels/cuda/backend/device_memory.h"
#include "kernels/cuda/backend/waiting.h"

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
/// captured when it comes a second time; and from then on it is one launch, or where the host has to work in
/// between, some launches. Kernels have their addresses in the graph, so a graph holds as long as no memory
/// was taken meanwhile: otherwise its round counts as new. One thread at a time; the device must be current.
class Recordings {
  public:
    using Key = std::vector<std::uint64_t>;

    Recordings(cudaStream_t stream, const DeviceMemory& memory, Waiting& waiting);
    ~Recordings();
    Recordings(const Recordings&) = delete;
    Recordings& operator=(const Recordings&) = delete;

    /// Makes the operations that `queue` queues happen. `key` has everything that decides which these are and
    /// on which memory. Throws what `queue` throws.
    void run(Key key, const std::function<void()>& queue);
    /// Within a round or outside of any: queues `meanwhile`, which may be empty, and calls `work` when all
    /// that was queued before it has happened. What `work` refers to must stay as long as the key's memory.
    void hand_over(const std::function<void()>& meanwhile, const std::function<void()>& work);
    /// Nothing is known of earlier rounds any more.
    void forget() { rounds_.clear(); }
    /// Why there are no graphs; empty as long as there are. The first refusal is the last.
    const std::string& refused() const { return refused_; }

  private:
    /// Operations up to a time that the host works.
    struct Piece {
        ExecutableGraph graph;
        ExecutableGraph meanwhile;  ///< empty: nothing
        std::function<void()> work; ///< empty: this piece is the last
    };
    struct Round {
        Key key;
        std::uint64_t takes = 0; ///< of memory, when it was last queued plainly
        std::vector<Piece> pieces;
    };
    /// Empty where the driver does not let it be captured.
    std::vector<Piece> capture(const std::function<void()>& queue);
    void begin_graph();
    ExecutableGraph end_graph();
    void play(const std::vector<Piece>& pieces);

    cudaStream_t stream_;
    cudaEvent_t reached_ = nullptr; ///< the host's turn
    const DeviceMemory& memory_;
    Waiting& waiting_;
    std::list<Round> rounds_;               ///< last used first
    std::vector<Piece>* capture_ = nullptr; ///< under way
    std::string refused_;
};

} // namespace hadal::cuda
