// The simulator's CUDA runtime: memory with real limits, streams and events in any order they allow, peers,
// errors.
#include "tests/kernels/simt/planted_on.h"

#include <set>
#include <sys/wait.h>
#include <unistd.h>

using namespace hadal;
using namespace hadal::test;

namespace {

cudaStream_t new_stream() {
    cudaStream_t stream = nullptr;
    cuda::check(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking), "a stream");
    return stream;
}

cudaEvent_t new_event() {
    cudaEvent_t event = nullptr;
    cuda::check(cudaEventCreateWithFlags(&event, cudaEventDisableTiming), "an event");
    return event;
}

std::vector<simt::Fault> faults() {
    std::vector<simt::Fault> found;
    for (const simt::Finding& finding : simt::findings())
        found.push_back(finding.fault);
    return found;
}

} // namespace

class TestSimtRuntime : public QObject {
    Q_OBJECT

  private slots:
    void memoryIsLimited() {
        const SimtStream stream(0, {10'000, 9, 0});
        std::size_t free = 0, total = 0;
        QCOMPARE(cudaMemGetInfo(&free, &total), cudaSuccess);
        QCOMPARE(free, 10'000u);
        void* first = nullptr;
        QCOMPARE(cudaMalloc(&first, 6'000), cudaSuccess);
        QCOMPARE(reinterpret_cast<std::uintptr_t>(first) % 256, 0u);
        void* second = nullptr;
        QCOMPARE(cudaMalloc(&second, 4'001), cudaErrorMemoryAllocation);
        QCOMPARE(second, nullptr);
        QCOMPARE(cudaGetLastError(), cudaErrorMemoryAllocation);
        QCOMPARE(cudaGetLastError(), cudaSuccess); // it does not stick
        QCOMPARE(cudaMalloc(&second, 4'000), cudaSuccess);
        QCOMPARE(cudaFree(static_cast<std::byte*>(first) + 256), cudaErrorInvalidValue);
        QCOMPARE(cudaFreeHost(first), cudaErrorInvalidValue);
        QCOMPARE(cudaFree(first), cudaSuccess);
        QCOMPARE(cudaMemGetInfo(&free, &total), cudaSuccess);
        QCOMPARE(free, 6'000u);
        void* pinned = nullptr;
        QCOMPARE(cudaMallocHost(&pinned, 50'000), cudaSuccess);
        QCOMPARE(cudaFreeHost(pinned), cudaSuccess);
    }

    void devicesFail() {
        for (const bool gone : {false, true}) {
            const SimtStream stream(0);
            const DeviceArray<unsigned> data(stream, {1, 2, 3});
            simt::plan(gone ? simt::Trouble::Gone : simt::Trouble::Fails, 0, 1);
            QCOMPARE(cudaMemsetAsync(data.data(), 0, 4, stream),
                     cudaSuccess); // it still has one to do before
            QCOMPARE(cudaStreamSynchronize(stream), cudaErrorUnknown);
            void* more = nullptr;
            QCOMPARE(cudaMalloc(&more, 8), cudaErrorUnknown);
            QCOMPARE(cudaDeviceReset(), gone ? cudaErrorUnknown : cudaSuccess);
            QCOMPARE(cudaMalloc(&more, 8), gone ? cudaErrorUnknown : cudaSuccess);
            QCOMPARE(cudaStreamQuery(stream), gone ? cudaErrorUnknown : cudaErrorInvalidResourceHandle);
            std::size_t free = 0, total = 0;
            if (!gone) {
                QCOMPARE(cudaMemGetInfo(&free, &total), cudaSuccess);
                QCOMPARE(total - free, 8u);
            }
            QVERIFY(simt::findings().empty());
        }
    }

    void devicesHang() {
        const SimtStream stream(0);
        const DeviceArray<unsigned> data(4);
        simt::plan(simt::Trouble::Hangs, 0);
        QCOMPARE(cudaMemsetAsync(data.data(), 0, 16, stream), cudaSuccess);
        const auto before = simt::now();
        for (int i = 0; i < 20; ++i)
            QCOMPARE(cudaStreamQuery(stream), cudaErrorNotReady);
        QVERIFY(simt::now() - before >= std::chrono::seconds(20)); // deadlines need not be waited for
        QVERIFY(simt::findings().empty());
        QVERIFY(cudaStreamSynchronize(stream) != cudaSuccess); // on a GPU that would be for ever
        QCOMPARE(faults(), std::vector{simt::Fault::Deadlock});
        QVERIFY(simt::findings()[0].what.find("device 0") != std::string::npos);
    }

    void knowsItsArchitecture() {
        const SimtStream stream(0, {1 << 20, 12, 0});
        int value = 0;
        QCOMPARE(cudaDeviceGetAttribute(&value, cudaDevAttrComputeCapabilityMajor, 0), cudaSuccess);
        QCOMPARE(value, 12);
        QCOMPARE(cudaDeviceGetAttribute(&value, cudaDevAttrMaxSharedMemoryPerBlockOptin, 0), cudaSuccess);
        QCOMPARE(value, 101'376);
        QCOMPARE(cudaDeviceGetAttribute(&value, cudaDevAttrWarpSize, 1), cudaErrorInvalidDevice);
    }

    void copiesComeWhenTheStreamGetsThere() {
        const SimtStream stream(0);
        const DeviceArray<unsigned> data(stream, std::vector<unsigned>(64, 1));
        launch_increment(grid(stream), on(data));
        std::vector<unsigned> host(64, 7);
        QCOMPARE(cudaMemcpyAsync(host.data(), data.data(), 256, cudaMemcpyDeviceToHost, stream), cudaSuccess);
        QCOMPARE(host[0], 0xcdcdcdcdu);
        QCOMPARE(cudaStreamQuery(stream), cudaErrorNotReady);
        QCOMPARE(stream.finish(), std::string());
        QCOMPARE(cudaStreamQuery(stream), cudaSuccess);
        QCOMPARE(host, std::vector<unsigned>(64, 2));

        QCOMPARE(cudaMemcpyAsync(host.data(), data.data(), 257, cudaMemcpyDeviceToHost, stream),
                 cudaErrorInvalidValue);
        QCOMPARE(cudaMemcpyAsync(host.data(), data.data(), 256, cudaMemcpyHostToDevice, stream),
                 cudaErrorInvalidValue);
        QCOMPARE(cudaMemsetAsync(data.data() + 1, 0, 256, stream), cudaErrorInvalidValue);
        QCOMPARE(cudaMemsetAsync(data.data(), 0, 256, nullptr), cudaErrorInvalidResourceHandle);
        QCOMPARE(cudaMemsetAsync(data.data(), 0, 256, stream), cudaSuccess);
        QCOMPARE(data.values(stream), std::vector<unsigned>(64, 0));
    }

    void hostMayNotTouchDeviceMemory() {
        const SimtStream stream(0);
        const DeviceArray<unsigned> data(stream, {1, 2, 3});
        QCOMPARE(stream.finish(), std::string());
        int ends[2];
        QCOMPARE(pipe(ends), 0);
        const pid_t child = fork();
        if (child == 0) {
            dup2(ends[1], STDERR_FILENO);
            volatile const unsigned* pointer = data.data();
            _exit(static_cast<int>(pointer[1])); // not reached
        }
        close(ends[1]);
        char text[256] = {};
        const ssize_t count = read(ends[0], text, sizeof text - 1);
        close(ends[0]);
        int status = 0;
        QCOMPARE(waitpid(child, &status, 0), child);
        // A signal, or AddressSanitizer's exit; not the word that it must not have read.
        QVERIFY(WIFSIGNALED(status) || WEXITSTATUS(status) != 2);
        QVERIFY2(count > 0 && std::string(text).find("device 0, 4 bytes from the start") != std::string::npos,
                 text);
    }

    void copyOfNothingWritten() {
        const SimtStream stream(0);
        const DeviceArray<unsigned> data(8);
        std::vector<unsigned> host(8);
        QCOMPARE(cudaMemsetAsync(data.data(), 0, 31, stream), cudaSuccess);
        QCOMPARE(cudaMemcpyAsync(host.data(), data.data(), 32, cudaMemcpyDeviceToHost, stream), cudaSuccess);
        QCOMPARE(cudaStreamSynchronize(stream), cudaErrorLaunchFailure);
        QCOMPARE(faults(), std::vector{simt::Fault::Uninitialised});
        QVERIFY(simt::findings()[0].what.find("byte 31") != std::string::npos);
    }

    /// Within a device what was never written may be moved, as memory that grows is; but nobody may read it.
    void copiesCarryWhatIsNotWritten() {
        for (const std::size_t words : {std::size_t{64}, std::size_t{1024}}) { // part of a page, several
            const SimtStream stream(0);
            const DeviceArray<unsigned> from(words), to(words);
            const std::size_t bytes = words * 4;
            QCOMPARE(cudaMemsetAsync(to.data(), 1, bytes, stream), cudaSuccess);
            QCOMPARE(cudaMemsetAsync(from.data() + 1, 2, bytes - 8, stream), cudaSuccess);
            QCOMPARE(cudaMemcpyAsync(to.data(), from.data(), bytes, cudaMemcpyDeviceToDevice, stream),
                     cudaSuccess);
            std::vector<unsigned> host(words - 2);
            QCOMPARE(cudaMemcpyAsync(host.data(), to.data() + 1, bytes - 8, cudaMemcpyDeviceToHost, stream),
                     cudaSuccess);
            QCOMPARE(stream.finish(), std::string());
            QCOMPARE(host, std::vector<unsigned>(words - 2, 0x02020202u));
            QCOMPARE(cudaMemcpyAsync(host.data(), to.data(), 8, cudaMemcpyDeviceToHost, stream), cudaSuccess);
            QCOMPARE(cudaStreamSynchronize(stream), cudaErrorLaunchFailure);
            QCOMPARE(faults(), std::vector{simt::Fault::Uninitialised});
        }
        // Who writes the source meanwhile is seen all the same.
        const SimtStream first(0);
        const cudaStream_t second = new_stream();
        const DeviceArray<unsigned> from(64), to(64);
        QCOMPARE(cudaMemcpyAsync(to.data(), from.data(), 256, cudaMemcpyDeviceToDevice, first), cudaSuccess);
        QCOMPARE(cudaMemsetAsync(from.data(), 0, 256, second), cudaSuccess);
        QVERIFY(cudaDeviceSynchronize() != cudaSuccess);
        QCOMPARE(faults(), std::vector{simt::Fault::Race});
    }

    void pinnedMemoryIsReadLate() {
        const SimtStream stream(0);
        unsigned* pinned = nullptr;
        QCOMPARE(cudaMallocHost(reinterpret_cast<void**>(&pinned), 4), cudaSuccess);
        const DeviceArray<unsigned> data(1);
        *pinned = 1;
        QCOMPARE(cudaMemcpyAsync(data.data(), pinned, 4, cudaMemcpyHostToDevice, stream), cudaSuccess);
        *pinned = 2; // too early: this is what the device gets
        QCOMPARE(data.values(stream)[0], 2u);
        unsigned pageable = 3;
        QCOMPARE(cudaMemcpyAsync(data.data(), &pageable, 4, cudaMemcpyHostToDevice, stream), cudaSuccess);
        pageable = 4; // staged at the call
        QCOMPARE(data.values(stream)[0], 3u);
    }

    void streamsWithoutEventsRace() {
        for (const std::uint64_t schedule : kSchedules) {
            const SimtStream first(schedule);
            const cudaStream_t second = new_stream();
            const DeviceArray<unsigned> data(first, std::vector<unsigned>(64, 1));
            QCOMPARE(first.finish(), std::string());
            launch_increment(grid(first), on(data));
            launch_increment(grid(second), on(data));
            QVERIFY(cudaDeviceSynchronize() != cudaSuccess);
            QCOMPARE(faults(), std::vector{simt::Fault::Race});
        }
        for (const std::uint64_t schedule : kSchedules) {
            const SimtStream first(schedule);
            const cudaStream_t second = new_stream();
            const DeviceArray<unsigned> data(first, std::vector<unsigned>(64, 1));
            launch_increment(grid(first), on(data));
            // The copy is not ordered after the kernel either.
            std::vector<unsigned> host(64);
            QCOMPARE(cudaMemcpyAsync(host.data(), data.data(), 256, cudaMemcpyDeviceToHost, second),
                     cudaSuccess);
            QVERIFY(cudaDeviceSynchronize() != cudaSuccess);
            const std::vector<simt::Fault> found = faults();
            QCOMPARE(found.size(), std::size_t{1});
            QVERIFY(found[0] == simt::Fault::Race || found[0] == simt::Fault::Uninitialised);
        }
    }

    void eventsOrderStreams() {
        for (const std::uint64_t schedule : kSchedules) {
            const SimtStream first(schedule);
            const cudaStream_t second = new_stream();
            const cudaStream_t third = new_stream();
            const DeviceArray<unsigned> data(first, std::vector<unsigned>(64, 1));
            const cudaEvent_t uploaded = new_event();
            const cudaEvent_t added = new_event();
            QCOMPARE(cudaEventRecord(uploaded, first), cudaSuccess);
            QCOMPARE(cudaEventQuery(uploaded), cudaErrorNotReady);
            QCOMPARE(cudaStreamWaitEvent(second, uploaded), cudaSuccess);
            launch_increment(grid(second), on(data));
            QCOMPARE(cudaEventRecord(added, second), cudaSuccess);
            // The third stream knows of the upload through the second.
            QCOMPARE(cudaStreamWaitEvent(third, added), cudaSuccess);
            launch_increment(grid(third), on(data));
            QCOMPARE(cudaEventRecord(added, third), cudaSuccess);
            QCOMPARE(cudaEventSynchronize(added), cudaSuccess);
            QCOMPARE(cudaEventQuery(uploaded), cudaSuccess);
            // The host has waited, so the first stream need not.
            launch_increment(grid(first), on(data));
            QCOMPARE(data.values(first), std::vector<unsigned>(64, 4));
            QCOMPARE(first.finish(), std::string());
            QCOMPARE(cudaEventDestroy(uploaded), cudaSuccess);
            QCOMPARE(cudaEventDestroy(added), cudaSuccess);
            QCOMPARE(cudaStreamDestroy(second), cudaSuccess);
            QCOMPARE(cudaStreamSynchronize(second), cudaErrorInvalidResourceHandle);
        }
    }

    void freeStreamsTakeAnyTurn() {
        // Two streams fill the memory of a pinned word each; which one runs first, the schedule decides.
        std::set<bool> seen;
        for (std::uint64_t schedule = 0; schedule < 8; ++schedule) {
            const SimtStream first(schedule);
            const cudaStream_t second = new_stream();
            const DeviceArray<unsigned> a(1);
            const DeviceArray<unsigned> b(1);
            QCOMPARE(cudaMemsetAsync(a.data(), 1, 4, first), cudaSuccess);
            QCOMPARE(cudaMemsetAsync(b.data(), 1, 4, second), cudaSuccess);
            QCOMPARE(cudaMemsetAsync(b.data(), 2, 4, second), cudaSuccess);
            QCOMPARE(cudaStreamSynchronize(first), cudaSuccess);
            seen.insert(cudaStreamQuery(second) == cudaSuccess);
            QCOMPARE(cudaDeviceSynchronize(), cudaSuccess);
        }
        QCOMPARE(seen.size(), std::size_t{2});
    }

    void countsWhatCopiesMove() {
        const SimtStream stream(0);
        const DeviceArray<unsigned> data(stream, std::vector<unsigned>(32)),
            other(stream, std::vector<unsigned>(32));
        void* pinned = nullptr;
        QCOMPARE(cudaMallocHost(&pinned, 256), cudaSuccess);
        std::memset(pinned, 0, 256);
        cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal);
        cudaMemcpyAsync(data.data(), pinned, 128, cudaMemcpyHostToDevice, stream);
        cudaMemcpyAsync(other.data(), data.data(), 128, cudaMemcpyDeviceToDevice, stream);
        cudaMemcpyAsync(pinned, data.data(), 40, cudaMemcpyDeviceToHost, stream);
        cudaGraph_t graph = nullptr;
        QCOMPARE(cudaStreamEndCapture(stream, &graph), cudaSuccess);
        cudaGraphExec_t exec = nullptr;
        QCOMPARE(cudaGraphInstantiate(&exec, graph), cudaSuccess);
        cudaStreamSynchronize(stream);
        const simt::HostTraffic before = simt::host_traffic();
        for (int i = 0; i < 3; ++i)
            cudaGraphLaunch(exec, stream);
        QCOMPARE(cudaStreamSynchronize(stream), cudaSuccess);
        QCOMPARE(simt::host_traffic().to_devices - before.to_devices, 3 * 128u);
        QCOMPARE(simt::host_traffic().from_devices - before.from_devices, 3 * 40u);
        cudaGraphExecDestroy(exec);
        cudaGraphDestroy(graph);
        cudaFreeHost(pinned);
    }

    void machinesWithoutPeers() {
        simt::start({{{1 << 20, 8, 9}, {1 << 20, 8, 9}}, 0, false});
        QCOMPARE(cudaSetDevice(0), cudaSuccess);
        int can = 1;
        QCOMPARE(cudaDeviceCanAccessPeer(&can, 0, 1), cudaSuccess);
        QCOMPARE(can, 0);
        QCOMPARE(cudaDeviceEnablePeerAccess(1, 0), cudaErrorPeerAccessUnsupported);
    }

    void callsOfTheHostAreCounted() {
        const SimtStream stream(0);
        const simt::HostCalls before = simt::host_calls();
        const DeviceArray<unsigned> data(stream, std::vector<unsigned>(64, 1)); // takes memory, copies
        QCOMPARE(stream.finish(), std::string());
        const simt::HostCalls after = simt::host_calls();
        QCOMPARE(after.memory - before.memory, std::uint64_t{1});
        QCOMPARE(after.copies - before.copies, std::uint64_t{1});
        QVERIFY(after.waits > before.waits);
        QCOMPARE(after.kernels, before.kernels);
    }

    void devicesReachTheirPeers() {
        simt::start({{{1 << 20, 8, 9}, {1 << 20, 8, 9}, {1 << 20, 8, 9}}, 0});
        int count = 0;
        QCOMPARE(cudaGetDeviceCount(&count), cudaSuccess);
        QCOMPARE(count, 3);
        QCOMPARE(cudaSetDevice(3), cudaErrorInvalidDevice);
        QCOMPARE(cudaSetDevice(1), cudaSuccess);
        const cudaStream_t there = new_stream();
        const DeviceArray<unsigned> remote(there, {5});
        QCOMPARE(cudaStreamSynchronize(there), cudaSuccess);
        QCOMPARE(cudaSetDevice(0), cudaSuccess);
        QCOMPARE(cudaStreamSynchronize(there), cudaErrorInvalidResourceHandle);
        const cudaStream_t stream = new_stream();
        const DeviceArray<unsigned> out(64);
        int can = 0;
        QCOMPARE(cudaDeviceCanAccessPeer(&can, 0, 1), cudaSuccess);
        QCOMPARE(can, 1);
        QCOMPARE(cudaDeviceEnablePeerAccess(1, 0), cudaSuccess);
        QCOMPARE(cudaDeviceEnablePeerAccess(1, 0), cudaErrorPeerAccessAlreadyEnabled);
        const PlantedData data{nullptr, out.data(), nullptr, remote.data()};
        launch_reader(grid(stream), data);
        QCOMPARE(out.values(stream), std::vector<unsigned>(64, 5));
        QCOMPARE(cudaDeviceDisablePeerAccess(1), cudaSuccess);
        launch_reader(grid(stream), data);
        QVERIFY(cudaStreamSynchronize(stream) != cudaSuccess);
        QCOMPARE(faults(), std::vector{simt::Fault::WrongDevice});
        // Only that device has failed.
        void* memory = nullptr;
        QVERIFY(cudaMalloc(&memory, 16) != cudaSuccess);
        QCOMPARE(cudaSetDevice(1), cudaSuccess);
        QCOMPARE(cudaMalloc(&memory, 16), cudaSuccess);
        QCOMPARE(cudaSetDevice(0), cudaSuccess);
    }
};

QTEST_GUILESS_MAIN(TestSimtRuntime)
#include "test_simt_runtime.moc"
