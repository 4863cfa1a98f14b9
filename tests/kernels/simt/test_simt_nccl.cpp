// The simulator's NCCL: collectives between rank threads in stream order, and what it reports that NCCL would
// hang at.
#include "kernels/simt/nccl.h"
#include "tests/kernels/simt/simt_test.h"

#include <algorithm>
#include <barrier>
#include <functional>
#include <thread>

using namespace hadal;
using namespace hadal::test;
using namespace std::chrono_literals;

namespace {

struct Rank {
    int index = 0;
    cudaStream_t stream = nullptr;
    ncclComm_t comm = nullptr;

    DeviceArray<float> filled(std::size_t count, float value) const {
        return {stream, std::vector<float>(count, value)};
    }
};

/// Runs body(rank) on a thread for each device, with a communicator of all.
void on_ranks(int ranks, std::uint64_t schedule, const std::function<void(Rank&)>& body,
              std::chrono::milliseconds patience = 30s) {
    simt::Options options;
    options.devices.assign(static_cast<std::size_t>(ranks), {1 << 20, 9, 0});
    options.schedule = schedule;
    options.patience = patience;
    simt::start(options);
    ncclUniqueId id;
    ncclGetUniqueId(&id);
    std::vector<std::jthread> threads;
    for (int r = 0; r < ranks; ++r)
        threads.emplace_back([&, r] {
            Rank rank{r};
            cudaSetDevice(r);
            cudaStreamCreateWithFlags(&rank.stream, cudaStreamNonBlocking);
            ncclCommInitRank(&rank.comm, ranks, id, r);
            body(rank);
        });
}

std::vector<simt::Fault> faults() {
    std::vector<simt::Fault> found;
    for (const simt::Finding& finding : simt::findings())
        found.push_back(finding.fault);
    return found;
}

} // namespace

class TestSimtNccl : public QObject {
    Q_OBJECT

  private slots:
    void collectives() {
        for (const std::uint64_t schedule : kSchedules) {
            constexpr int kRanks = 4;
            std::array<std::vector<float>, kRanks> sums, gathered, sent;
            std::array<std::vector<std::uint16_t>, kRanks> rounded;
            on_ranks(kRanks, schedule, [&](Rank& rank) {
                const auto at = static_cast<std::size_t>(rank.index);
                const float own = static_cast<float>(rank.index + 1);
                const auto data = rank.filled(8, own);
                const DeviceArray<float> all(8 * kRanks);
                const DeviceArray<std::uint16_t> halves(rank.stream, {0x3f80, 0x4000}); // 1, 2
                for (int i = 0; i < 3; ++i) // in place, in stream order
                    ncclAllReduce(data.data(), data.data(), 8, ncclFloat32, ncclSum, rank.comm, rank.stream);
                ncclAllReduce(halves.data(), halves.data(), 2, ncclBfloat16, ncclSum, rank.comm, rank.stream);
                const auto mine = rank.filled(8, own);
                ncclAllGather(mine.data(), all.data(), 8, ncclFloat32, rank.comm, rank.stream);
                ncclBroadcast(mine.data(), mine.data(), 8, ncclFloat32, 2, rank.comm, rank.stream);
                sums[at] = data.values(rank.stream);
                rounded[at] = halves.values(rank.stream);
                gathered[at] = all.values(rank.stream);
                sent[at] = mine.values(rank.stream);
            });
            QVERIFY2(simt::findings().empty(),
                     simt::findings().empty() ? "" : simt::findings()[0].text().c_str());
            for (std::size_t r = 0; r < kRanks; ++r) {
                QCOMPARE(sums[r], std::vector<float>(8, 160.0f)); // 10, 40, 160
                QCOMPARE(rounded[r], (std::vector<std::uint16_t>{0x4080, 0x4100}));
                QCOMPARE(sent[r], std::vector<float>(8, 3.0f));
                for (std::size_t from = 0; from < kRanks; ++from)
                    QCOMPARE(gathered[r][8 * from + 7], static_cast<float>(from + 1));
            }
        }
    }

    void sendsAndReceives() {
        for (const std::uint64_t schedule : kSchedules) {
            constexpr int kRanks = 3;
            std::array<std::vector<float>, kRanks> found;
            on_ranks(kRanks, schedule, [&](Rank& rank) {
                // Everybody gets a number from everybody, and two from rank 2.
                const auto sent = rank.filled(2, static_cast<float>(rank.index + 1));
                const DeviceArray<float> received(4);
                ncclGroupStart();
                for (int peer = 0; peer < kRanks; ++peer) {
                    const std::size_t own = rank.index == 2 ? 2 : 1, theirs = peer == 2 ? 2 : 1;
                    ncclSend(sent.data(), own, ncclFloat32, peer, rank.comm, rank.stream);
                    ncclRecv(received.data() + peer, theirs, ncclFloat32, peer, rank.comm, rank.stream);
                }
                ncclGroupEnd();
                found[static_cast<std::size_t>(rank.index)] = received.values(rank.stream);
            });
            QVERIFY2(simt::findings().empty(),
                     simt::findings().empty() ? "" : simt::findings()[0].text().c_str());
            for (const auto& values : found)
                QCOMPARE(values, (std::vector<float>{1.0f, 2.0f, 3.0f, 3.0f}));
        }
    }

    void sendsMustMatchReceives_data() {
        QTest::addColumn<QString>("planted");
        for (const char* planted : {"size", "no send", "no receive"})
            QTest::newRow(planted) << planted;
    }
    void sendsMustMatchReceives() {
        QFETCH(QString, planted);
        on_ranks(2, 0, [&](Rank& rank) {
            const auto data = rank.filled(8, 1.0f);
            const int peer = 1 - rank.index;
            const bool odd = rank.index == 1;
            ncclGroupStart();
            if (!(odd && planted == "no send"))
                ncclSend(data.data(), odd && planted == "size" ? 3 : 4, ncclFloat32, peer, rank.comm,
                         rank.stream);
            if (!(odd && planted == "no receive"))
                ncclRecv(data.data() + 4, 4, ncclFloat32, peer, rank.comm, rank.stream);
            ncclGroupEnd();
            cudaStreamSynchronize(rank.stream);
        });
        QCOMPARE(faults(), (std::vector{simt::Fault::Collective, simt::Fault::Collective}));
    }

    /// One rank's communicator is broken: it says so, and all wait until they give up.
    void brokenCommunicators() {
        std::array<ncclResult_t, 2> states{};
        std::array<bool, 2> ended{};
        std::barrier both(2);
        on_ranks(2, 0, [&](Rank& rank) {
            const auto at = static_cast<std::size_t>(rank.index);
            const auto data = rank.filled(4, 1.0f);
            cudaStreamSynchronize(rank.stream);
            both.arrive_and_wait();
            if (rank.index == 0)
                break_communicators(1);
            both.arrive_and_wait();
            ncclAllReduce(data.data(), data.data(), 4, ncclFloat32, ncclSum, rank.comm, rank.stream);
            for (int i = 0; i < 20; ++i)
                ended[at] = ended[at] || cudaStreamQuery(rank.stream) == cudaSuccess;
            ncclCommGetAsyncError(rank.comm, &states[at]);
            ncclCommAbort(rank.comm);
            cudaStreamSynchronize(rank.stream);
        });
        QVERIFY(simt::findings().empty());
        QCOMPARE(ended, (std::array{false, false}));
        QCOMPARE(states, (std::array{ncclSuccess, ncclRemoteError}));
    }

    /// One device refuses: it says so, and the others wait for it.
    void refusedCommunicators() {
        simt::start({.devices = std::vector<simt::DeviceSpec>(2)});
        refuse_communicators(1, ncclSystemError);
        ncclUniqueId id;
        cudaSetDevice(1);
        QCOMPARE(ncclGetUniqueId(&id), ncclSystemError);
        cudaSetDevice(0);
        QCOMPARE(ncclGetUniqueId(&id), ncclSuccess);
        std::array<ncclComm_t, 2> comms{};
        ncclConfig_t config = NCCL_CONFIG_INITIALIZER;
        config.blocking = 0;
        for (const int rank : {0, 1}) {
            cudaSetDevice(rank);
            QCOMPARE(ncclCommInitRankConfig(&comms[static_cast<std::size_t>(rank)], 2, id, rank, &config),
                     ncclInProgress);
        }
        std::array<ncclResult_t, 2> states{};
        for (const std::size_t rank : {0u, 1u})
            QCOMPARE(ncclCommGetAsyncError(comms[rank], &states[rank]), ncclSuccess);
        QCOMPARE(states, (std::array{ncclInProgress, ncclSystemError}));
        for (ncclComm_t comm : comms)
            QCOMPARE(ncclCommAbort(comm), ncclSuccess);
        cudaSetDevice(0);
        QVERIFY(simt::findings().empty());
    }

    void replayedInGraphs() {
        std::array<float, 2> found{};
        on_ranks(2, 0, [&](Rank& rank) {
            const auto data = rank.filled(4, 1.0f);
            cudaStreamSynchronize(rank.stream);
            cudaStreamBeginCapture(rank.stream, cudaStreamCaptureModeGlobal);
            ncclAllReduce(data.data(), data.data(), 4, ncclFloat32, ncclSum, rank.comm, rank.stream);
            cudaGraph_t graph = nullptr;
            cudaGraphExec_t exec = nullptr;
            cudaStreamEndCapture(rank.stream, &graph);
            cudaGraphInstantiate(&exec, graph);
            for (int i = 0; i < 3; ++i)
                cudaGraphLaunch(exec, rank.stream);
            found[static_cast<std::size_t>(rank.index)] = data.values(rank.stream)[0];
            cudaGraphExecDestroy(exec);
            cudaGraphDestroy(graph);
        });
        QVERIFY(simt::findings().empty());
        QCOMPARE(found, (std::array<float, 2>{8.0f, 8.0f}));
    }

    void ranksMustAgree_data() {
        QTest::addColumn<QString>("planted");
        for (const char* planted : {"size", "kind", "type", "root"})
            QTest::newRow(planted) << planted;
    }

    void ranksMustAgree() {
        QFETCH(QString, planted);
        on_ranks(2, 0, [&](Rank& rank) {
            const auto data = rank.filled(16, 1.0f);
            const bool odd = rank.index == 1;
            if (planted == "size")
                ncclAllReduce(data.data(), data.data(), odd ? 8 : 4, ncclFloat32, ncclSum, rank.comm,
                              rank.stream);
            else if (planted == "type")
                ncclAllReduce(data.data(), data.data(), 4, odd ? ncclBfloat16 : ncclFloat32, ncclSum,
                              rank.comm, rank.stream);
            else if (planted == "root" || odd)
                ncclBroadcast(data.data(), data.data(), 4, ncclFloat32, rank.index, rank.comm, rank.stream);
            else
                ncclAllReduce(data.data(), data.data(), 4, ncclFloat32, ncclSum, rank.comm, rank.stream);
            cudaStreamSynchronize(rank.stream);
        });
        QCOMPARE(faults(), (std::vector{simt::Fault::Collective, simt::Fault::Collective}));
        QVERIFY(simt::findings()[0].what.find("collective number 0") != std::string::npos);
    }

    void aRankThatDoesNotCome() {
        cudaError_t waited = cudaSuccess;
        on_ranks(
            3, 0,
            [&](Rank& rank) {
                if (rank.index == 1)
                    return;
                const auto data = rank.filled(4, 1.0f);
                ncclAllReduce(data.data(), data.data(), 4, ncclFloat32, ncclSum, rank.comm, rank.stream);
                const cudaError_t error = cudaStreamSynchronize(rank.stream);
                if (rank.index == 0)
                    waited = error;
            },
            100ms);
        QVERIFY(waited != cudaSuccess);
        QCOMPARE(faults(), (std::vector{simt::Fault::Deadlock, simt::Fault::Deadlock}));
        QVERIFY(simt::findings()[0].what.find("for rank 1") != std::string::npos);
    }

    void abortEndsWaiting() {
        std::array<bool, 2> ended{};
        on_ranks(2, 0, [&](Rank& rank) {
            if (rank.index == 1)
                return;
            const auto data = rank.filled(4, 1.0f);
            ncclAllReduce(data.data(), data.data(), 4, ncclFloat32, ncclSum, rank.comm, rank.stream);
            for (int i = 0; i < 20; ++i) // polled, as one does that has a deadline
                ended[0] = ended[0] || cudaStreamQuery(rank.stream) == cudaSuccess;
            ncclCommAbort(rank.comm);
            ended[1] = cudaStreamSynchronize(rank.stream) == cudaSuccess;
        });
        QVERIFY(simt::findings().empty());
        QCOMPARE(ended, (std::array{false, true}));
    }

    void buffersAreChecked() {
        on_ranks(2, 0, [&](Rank& rank) {
            const DeviceArray<float> nothing(4); // never written
            ncclAllReduce(nothing.data(), nothing.data(), 4, ncclFloat32, ncclSum, rank.comm, rank.stream);
            cudaStreamSynchronize(rank.stream);
        });
        QCOMPARE(faults(), (std::vector{simt::Fault::Uninitialised, simt::Fault::Uninitialised}));
        on_ranks(2, 0, [&](Rank& rank) {
            cudaStream_t other = nullptr;
            cudaStreamCreateWithFlags(&other, cudaStreamNonBlocking);
            const auto data = rank.filled(4, 1.0f);
            cudaStreamSynchronize(rank.stream);
            ncclAllReduce(data.data(), data.data(), 4, ncclFloat32, ncclSum, rank.comm, rank.stream);
            cudaMemsetAsync(data.data(), 0, 16, other); // nothing orders the two
            cudaDeviceSynchronize();
        });
        const auto found = faults();
        QVERIFY(std::find(found.begin(), found.end(), simt::Fault::Race) != found.end());
    }

    void callsAreChecked() {
        std::array<ncclResult_t, 6> found{};
        on_ranks(2, 0, [&](Rank& rank) {
            if (rank.index == 1)
                return;
            const auto data = rank.filled(4, 1.0f);
            found[0] = ncclAllReduce(nullptr, data.data(), 4, ncclFloat32, ncclSum, rank.comm, rank.stream);
            found[1] = ncclAllReduce(data.data(), data.data(), 4, ncclInt8, ncclSum, rank.comm, rank.stream);
            found[2] = ncclBroadcast(data.data(), data.data(), 4, ncclFloat32, 2, rank.comm, rank.stream);
            cudaSetDevice(1);
            found[3] =
                ncclAllReduce(data.data(), data.data(), 4, ncclFloat32, ncclSum, rank.comm, rank.stream);
            cudaSetDevice(0);
            found[4] = ncclCommDestroy(rank.comm);
            found[5] = ncclCommDestroy(rank.comm);
        });
        QCOMPARE(found, (std::array{ncclInvalidArgument, ncclInvalidArgument, ncclInvalidArgument,
                                    ncclInvalidUsage, ncclSuccess, ncclInvalidArgument}));
    }

    void initWaitsForAll() {
        simt::start({.devices = {{1 << 20, 9, 0}, {1 << 20, 9, 0}}, .patience = 50ms});
        ncclUniqueId id;
        QCOMPARE(ncclGetUniqueId(&id), ncclSuccess);
        ncclComm_t comm = nullptr;
        ncclConfig_t config = NCCL_CONFIG_INITIALIZER;
        config.blocking = 0;
        cudaSetDevice(0);
        QCOMPARE(ncclCommInitRankConfig(&comm, 2, id, 0, &config), ncclInProgress);
        ncclResult_t state = ncclSuccess;
        QCOMPARE(ncclCommGetAsyncError(comm, &state), ncclSuccess);
        QCOMPARE(state, ncclInProgress);
        ncclComm_t same = nullptr;
        QCOMPARE(ncclCommInitRankConfig(&same, 2, id, 1, &config), ncclInvalidUsage); // on the same device
        QCOMPARE(ncclCommInitRankConfig(&same, 2, id, 2, &config), ncclInvalidArgument);
        cudaSetDevice(1);
        ncclComm_t other = nullptr;
        QCOMPARE(ncclCommInitRankConfig(&other, 2, id, 1, &config), ncclInProgress);
        QCOMPARE(ncclCommGetAsyncError(comm, &state), ncclSuccess);
        QCOMPARE(state, ncclSuccess);
        QCOMPARE(ncclGetUniqueId(&id), ncclSuccess);
        QCOMPARE(ncclCommInitRank(&same, 2, id, 0), ncclSystemError); // nobody else comes
        cudaSetDevice(0);
    }
};

QTEST_GUILESS_MAIN(TestSimtNccl)
#include "test_simt_nccl.moc"
