#include "kernels/cuda/backend/recordings.h"

#include "kernels/cuda/launch.h"

#include <algorithm>
#include <memory>
#include <type_traits>

namespace hadal::cuda {

namespace {

/// Rows 1 to 4 of a model and of its draft module, up to index_topk and beyond, and the lengths at which one
/// form of a round gives way to the next.
constexpr std::size_t kKeptRounds = 24;

/// The driver does not let operations be captured, or graphs be made of them.
struct Refusal {
    std::string why;
};

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

Recordings::Recordings(cudaStream_t stream, const DeviceMemory& memory, Waiting& waiting)
    : stream_(stream), memory_(memory), waiting_(waiting) {
    check(cudaEventCreateWithFlags(&reached_, cudaEventDisableTiming), "creating an event");
}

Recordings::~Recordings() {
    cudaEventDestroy(reached_);
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
        round.pieces.clear();
        queue();
        round.takes = memory_.takes();
        return;
    }
    if (round.pieces.empty())
        round.pieces = capture(queue);
    if (!round.pieces.empty())
        return play(round.pieces);
    rounds_.clear();
    queue(); // as nothing has happened so far
}

void Recordings::play(const std::vector<Piece>& pieces) {
    for (const Piece& piece : pieces) {
        piece.graph.launch(stream_);
        if (piece.work)
            hand_over(piece.meanwhile ? [&] { piece.meanwhile.launch(stream_); } : std::function<void()>(),
                      piece.work);
    }
}

void Recordings::hand_over(const std::function<void()>& meanwhile, const std::function<void()>& work) {
    if (capture_) {
        Piece piece{end_graph(), {}, work};
        if (meanwhile) {
            begin_graph();
            meanwhile();
            piece.meanwhile = end_graph();
        }
        capture_->push_back(std::move(piece));
        return begin_graph();
    }
    check(cudaEventRecord(reached_, stream_), "recording an event");
    if (meanwhile)
        meanwhile();
    waiting_.finish(reached_, stream_, "the operations before the host's part");
    work();
}

void Recordings::begin_graph() {
    // Other ranks' threads may take memory meanwhile.
    const cudaError_t error = cudaStreamBeginCapture(stream_, cudaStreamCaptureModeThreadLocal);
    if (error != cudaSuccess)
        throw Refusal{cudaGetErrorString(error)};
}

ExecutableGraph Recordings::end_graph() {
    cudaGraph_t graph = nullptr;
    const cudaError_t error = cudaStreamEndCapture(stream_, &graph);
    const auto destroy = [](cudaGraph_t g) { cudaGraphDestroy(g); };
    const std::unique_ptr<std::remove_pointer_t<cudaGraph_t>, decltype(destroy)> owner(graph, destroy);
    if (error != cudaSuccess)
        throw Refusal{cudaGetErrorString(error)};
    try {
        return ExecutableGraph(graph);
    } catch (const Error& e) {
        throw Refusal{e.what()};
    }
}

std::vector<Recordings::Piece> Recordings::capture(const std::function<void()>& queue) {
    std::vector<Piece> pieces;
    capture_ = &pieces;
    try {
        begin_graph();
        try {
            queue();
        } catch (const Refusal&) {
            throw;
        } catch (...) {
            end_graph(); // a capture that broke is why operations failed
            throw;       // else it is theirs, or another rank's
        }
        pieces.push_back({end_graph(), {}, {}});
    } catch (const Refusal& refusal) {
        refused_ = "Steps could not be recorded: " + refusal.why + ".";
        cudaGetLastError();
        pieces.clear();
    } catch (...) {
        capture_ = nullptr;
        throw;
    }
    capture_ = nullptr;
    return pieces;
}

} // namespace hadal::cuda
