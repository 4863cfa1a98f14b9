#include "kernels/cuda/backend/recordings.h"

#include "kernels/cuda/launch.h"

#include <algorithm>
#include <exception>

namespace hadal::cuda {

namespace {

/// Rows 1 to 4 of a model and of its draft module, up to index_topk and beyond, and the lengths at which one
/// form of a round gives way to the next.
constexpr std::size_t kKeptRounds = 24;

} // namespace

ExecutableGraph::ExecutableGraph(cudaGraph_t graph) {
    check(cudaGraphInstantiate(&exec_, graph, 0), "making a graph");
}

ExecutableGraph& ExecutableGraph::operator=(ExecutableGraph&& other) noexcept {
    destroy();
    exec_ = std::exchange(other.exec_, nullptr);
    return *this;
}

void ExecutableGraph::destroy() {
    if (exec_)
        cudaGraphExecDestroy(exec_); // one that runs ends first
}

void ExecutableGraph::launch(cudaStream_t stream) const {
    check(cudaGraphLaunch(exec_, stream), "launching a graph");
}

void Recordings::run(Key key, const std::function<void()>& queue) {
    if (!refused_.empty())
        return queue();
    auto at = std::find_if(rounds_.begin(), rounds_.end(), [&](const Round& r) { return r.key == key; });
    if (at == rounds_.end()) {
        if (rounds_.size() == kKeptRounds)
            rounds_.pop_back();
        at = rounds_.insert(rounds_.begin(), Round{std::move(key), memory_.takes() - 1, {}});
    }
    rounds_.splice(rounds_.begin(), rounds_, at);
    Round& round = rounds_.front();
    if (round.takes != memory_.takes()) {
        round.graph = {};
        queue();
        round.takes = memory_.takes();
        return;
    }
    if (!round.graph)
        round.graph = capture(queue);
    if (round.graph)
        return round.graph.launch(stream_);
    rounds_.clear();
    queue(); // as nothing has happened so far
}

ExecutableGraph Recordings::capture(const std::function<void()>& queue) {
    // Other ranks' threads may take memory meanwhile.
    cudaError_t error = cudaStreamBeginCapture(stream_, cudaStreamCaptureModeThreadLocal);
    std::exception_ptr thrown;
    cudaGraph_t graph = nullptr;
    if (error == cudaSuccess) {
        try {
            queue();
        } catch (...) {
            thrown = std::current_exception();
        }
        error = cudaStreamEndCapture(stream_, &graph);
    }
    ExecutableGraph made;
    if (error == cudaSuccess && !thrown) {
        try {
            made = ExecutableGraph(graph);
        } catch (const Error& e) {
            refused_ = e.what();
        }
    }
    if (graph)
        cudaGraphDestroy(graph);
    if (error == cudaSuccess && thrown)
        std::rethrow_exception(thrown); // of the operations themselves, or of another rank
    if (error != cudaSuccess)
        refused_ = std::string("Steps could not be recorded: ") + cudaGetErrorString(error) + ".";
    if (!refused_.empty())
        cudaGetLastError();
    return made;
}

} // namespace hadal::cuda
