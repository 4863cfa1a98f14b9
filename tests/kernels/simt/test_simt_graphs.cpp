// The simulator's CUDA graphs: what is captured, launched again, updated, and what breaks a capture.
#include "tests/kernels/simt/planted_on.h"

#include <thread>

using namespace hadal;
using namespace hadal::test;

class TestSimtGraphs : public QObject {
    Q_OBJECT

  private slots:
    void graphsRunAgain() {
        for (const std::uint64_t schedule : kSchedules) {
            const SimtStream stream(schedule);
            const DeviceArray<unsigned> data(stream, std::vector<unsigned>(64, 1));
            QCOMPARE(cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal), cudaSuccess);
            launch_increment(grid(stream), on(data));
            launch_increment(grid(stream), on(data));
            cudaGraph_t graph = nullptr;
            QCOMPARE(cudaStreamEndCapture(stream, &graph), cudaSuccess);
            QCOMPARE(data.values(stream), std::vector<unsigned>(64, 1)); // nothing ran
            cudaGraphExec_t exec = nullptr;
            QCOMPARE(cudaGraphInstantiate(&exec, graph), cudaSuccess);
            QCOMPARE(cudaGraphDestroy(graph), cudaSuccess);
            QCOMPARE(cudaGraphUpload(exec, stream), cudaSuccess);
            for (int i = 0; i < 3; ++i)
                QCOMPARE(cudaGraphLaunch(exec, stream), cudaSuccess);
            QCOMPARE(data.values(stream), std::vector<unsigned>(64, 7));
            QCOMPARE(cudaGraphExecDestroy(exec), cudaSuccess);
            QCOMPARE(stream.finish(), std::string());
        }
    }

    void graphsAreUpdated() {
        const SimtStream stream(0);
        const DeviceArray<unsigned> data(stream, std::vector<unsigned>(64, 1));
        const DeviceArray<unsigned> other(stream, std::vector<unsigned>(64, 5));
        std::vector<cudaGraph_t> graphs;
        const auto captured = [&](const DeviceArray<unsigned>& of, int launches, bool fill) {
            cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal);
            for (int i = 0; i < launches; ++i)
                launch_increment(grid(stream), on(of));
            if (fill)
                cudaMemsetAsync(of.data(), 0, 4, stream);
            cudaStreamEndCapture(stream, &graphs.emplace_back());
            return graphs.back();
        };
        cudaGraphExec_t exec = nullptr;
        QCOMPARE(cudaGraphInstantiate(&exec, captured(data, 2, false)), cudaSuccess);
        cudaGraphExecUpdateResultInfo info;
        QCOMPARE(cudaGraphExecUpdate(exec, captured(other, 2, false), &info), cudaSuccess);
        QCOMPARE(info.result, cudaGraphExecUpdateSuccess);
        QCOMPARE(cudaGraphLaunch(exec, stream), cudaSuccess);
        QCOMPARE(data.values(stream)[0], 1u);
        QCOMPARE(other.values(stream)[0], 7u);
        QCOMPARE(cudaGraphExecUpdate(exec, captured(other, 3, false), &info),
                 cudaErrorGraphExecUpdateFailure);
        QCOMPARE(info.result, cudaGraphExecUpdateErrorTopologyChanged);
        QCOMPARE(cudaGraphExecUpdate(exec, captured(other, 1, true), &info), cudaErrorGraphExecUpdateFailure);
        QCOMPARE(info.result, cudaGraphExecUpdateErrorFunctionChanged);
        QCOMPARE(cudaGraphLaunch(exec, stream), cudaSuccess); // as it was
        QCOMPARE(other.values(stream)[0], 9u);
        QCOMPARE(cudaGraphExecDestroy(exec), cudaSuccess);
        for (const cudaGraph_t graph : graphs)
            QCOMPARE(cudaGraphDestroy(graph), cudaSuccess);
    }

    void capturesBreak() {
        const SimtStream stream(0);
        const DeviceArray<unsigned> data(stream, std::vector<unsigned>(64, 1));
        QCOMPARE(stream.finish(), std::string());
        cudaGraph_t graph = nullptr;
        QCOMPARE(cudaStreamEndCapture(stream, &graph), cudaErrorIllegalState);

        QCOMPARE(cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal), cudaSuccess);
        QCOMPARE(cudaStreamSynchronize(stream), cudaErrorStreamCaptureUnsupported);
        QCOMPARE(cudaStreamEndCapture(stream, &graph), cudaErrorStreamCaptureInvalidated);
        QCOMPARE(graph, nullptr);

        QCOMPARE(cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal), cudaSuccess);
        void* memory = nullptr;
        QCOMPARE(cudaMalloc(&memory, 16), cudaErrorStreamCaptureUnsupported);
        QCOMPARE(cudaStreamEndCapture(stream, &graph), cudaErrorStreamCaptureInvalidated);
    }

    /// As ranks do: each captures on its own thread while the others take memory.
    void otherThreadsMayLeaveACaptureAlone() {
        const SimtStream stream(0);
        const auto take = [](cudaError_t expected) {
            void* memory = nullptr;
            const cudaError_t error = cudaMalloc(&memory, 16);
            cudaFree(memory);
            return error == expected;
        };
        cudaGraph_t graph = nullptr;
        bool as_expected = false;
        const auto from_elsewhere = [&](cudaError_t expected) {
            std::thread([&] { as_expected = take(expected); }).join();
            return as_expected;
        };
        QCOMPARE(cudaStreamBeginCapture(stream, cudaStreamCaptureModeThreadLocal), cudaSuccess);
        QVERIFY(from_elsewhere(cudaSuccess));
        QCOMPARE(cudaStreamEndCapture(stream, &graph), cudaSuccess);
        QCOMPARE(cudaGraphDestroy(graph), cudaSuccess);

        QCOMPARE(cudaStreamBeginCapture(stream, cudaStreamCaptureModeThreadLocal), cudaSuccess);
        QVERIFY(take(cudaErrorStreamCaptureUnsupported));
        QCOMPARE(cudaStreamEndCapture(stream, &graph), cudaErrorStreamCaptureInvalidated);
        QCOMPARE(cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal), cudaSuccess);
        QVERIFY(from_elsewhere(cudaErrorStreamCaptureUnsupported));
        QCOMPARE(cudaStreamEndCapture(stream, &graph), cudaErrorStreamCaptureInvalidated);
    }
};

QTEST_GUILESS_MAIN(TestSimtGraphs)
#include "test_simt_graphs.moc"
