// The simulator: it finds every kind of bug that it claims to find, and nothing in the same kernel without
// it; barriers, collectives and atomics mean what CUDA says.
#include "tests/kernels/simt/planted.h"
#include "tests/kernels/simt/simt_test.h"

#include <bit>
#include <memory>
#include <numeric>

using namespace hadal;
using namespace hadal::test;

namespace {

/// A machine with the memory that planted kernels work on.
struct Bench {
    explicit Bench(std::uint64_t schedule, std::size_t out_words = kPlantedWords)
        : stream(schedule), data(stream, words()), out(out_words), counter(stream, std::vector<unsigned>{0}) {
    }

    static std::vector<unsigned> words() {
        std::vector<unsigned> values(kPlantedWords);
        std::iota(values.begin(), values.end(), 1000u);
        return values;
    }
    PlantedData planted() const { return {data.data(), out.data(), counter.data(), nullptr}; }
    cuda::Grid grid(unsigned blocks = 1) const { return {blocks, kPlantedThreads, kPlantedShared, stream}; }

    SimtStream stream;
    DeviceArray<unsigned> data;
    DeviceArray<unsigned> out;
    DeviceArray<unsigned> counter;
};

} // namespace

class TestSimt : public QObject {
    Q_OBJECT

  private slots:
    void findsPlantedBugs_data() {
        QTest::addColumn<int>("index");
        for (int i = 0; const Planted& p : planted())
            QTest::newRow(p.name) << i++;
    }
    void findsPlantedBugs() {
        QFETCH(int, index);
        const Planted& kernel = planted()[static_cast<std::size_t>(index)];
        for (const std::uint64_t schedule : kSchedules) {
            {
                const Bench bench(schedule);
                kernel.fixed(bench.grid(kernel.blocks), bench.planted());
                const std::string found = bench.stream.finish();
                QVERIFY2(found.empty(), found.c_str());
            }
            const Bench bench(schedule);
            kernel.broken(bench.grid(kernel.blocks), bench.planted());
            const std::string found = bench.stream.finish();
            QCOMPARE(simt::findings().size(), std::size_t{1});
            const simt::Finding& finding = simt::findings().front();
            QVERIFY2(finding.fault == kernel.fault, found.c_str());
            QVERIFY2(finding.kernel.find(kernel.name) != std::string::npos, found.c_str());
            QVERIFY2(finding.text().size() > 60, found.c_str());
            // Errors stick to the device, as in CUDA.
            QVERIFY(cudaGetLastError() != cudaSuccess);
            QVERIFY(cudaGetLastError() != cudaSuccess);
        }
    }

    void saysWhere() {
        const Bench bench(0);
        planted()[0].broken(bench.grid(), bench.planted());
        bench.stream.finish();
        const simt::Finding& finding = simt::findings().front();
        QCOMPARE(finding.thread, (simt::Index3{63, 0, 0}));
        QCOMPARE(finding.block, (simt::Index3{0, 0, 0}));
        QCOMPARE(finding.address, reinterpret_cast<std::uintptr_t>(bench.out.data() + kPlantedWords));
        QVERIFY2(finding.place.starts_with("planted.cu:") || finding.place.starts_with("instruction 0x"),
                 finding.place.c_str());
        QCOMPARE(cudaGetLastError(), cudaErrorIllegalAddress);
    }

    void seesMemoryOfOthers() {
        {
            const Bench bench(0);
            unsigned host = 5;
            PlantedData d = bench.planted();
            d.other = &host;
            launch_reader(bench.grid(), d);
            bench.stream.finish();
            QCOMPARE(simt::findings().size(), std::size_t{1});
            QCOMPARE(simt::findings()[0].fault, simt::Fault::HostMemory);
        }
        const Bench bench(0);
        const DeviceArray<unsigned> freed(bench.stream, {1, 2, 3});
        PlantedData d = bench.planted();
        d.other = freed.data();
        launch_reader(bench.grid(), d);
        QCOMPARE(bench.stream.finish(), std::string());
        QCOMPARE(cudaFree(freed.data()), cudaSuccess);
        QCOMPARE(cudaFree(freed.data()), cudaErrorInvalidValue);
        launch_reader(bench.grid(), d);
        bench.stream.finish();
        QCOMPARE(simt::findings().size(), std::size_t{1});
        QCOMPARE(simt::findings()[0].fault, simt::Fault::UseAfterFree);
    }

    void computesCollectives() {
        for (const std::uint64_t schedule : kSchedules) {
            const Bench bench(schedule, kPlantedThreads * kCollectives);
            launch_collectives(bench.grid(), bench.planted());
            const std::string found = bench.stream.finish();
            QVERIFY2(found.empty(), found.c_str());
            const auto out = bench.out.values(bench.stream);
            for (unsigned i = 0; i < kPlantedThreads; ++i) {
                const unsigned lane = i % 32;
                const unsigned warp = i - lane;
                unsigned third = 0, same = 0, sum = 0, mixed = 0;
                for (unsigned l = 0; l < 32; ++l) {
                    third |= unsigned{l % 3 == 0} << l;
                    same |= unsigned{(warp + l) % 5 == i % 5} << l;
                    sum += warp + l;
                    mixed ^= (warp + l) * 77;
                }
                const std::array<unsigned, kCollectives> expected{
                    warp + 5,
                    warp + lane / 8 * 8 + 3,
                    lane >= 3 ? i - 3 : i,
                    lane % 16 + 3 < 16 ? i + 3 : i,
                    warp + (lane ^ 9),
                    third,
                    unsigned{warp == 32} * 2 + unsigned{warp == 0},
                    same,
                    static_cast<unsigned>(-static_cast<int>(warp + 31)),
                    sum,
                    mixed,
                    10,
                    1,
                    2 * (warp + 31) + 1,
                    lane < 7 ? warp + 6 : 1000 - (warp + 7),
                    4 + 31 + 4,
                };
                for (unsigned c = 0; c < kCollectives; ++c)
                    QVERIFY2(out[i * kCollectives + c] == expected[c],
                             qPrintable(QString("thread %1, collective %2: %3, expected %4")
                                            .arg(i)
                                            .arg(c)
                                            .arg(out[i * kCollectives + c])
                                            .arg(expected[c])));
            }
        }
    }

    void lastBlockSeesAll() {
        for (const std::uint64_t schedule : kSchedules) {
            const Bench bench(schedule);
            launch_last_block(bench.grid(3), bench.planted());
            const std::string found = bench.stream.finish();
            QVERIFY2(found.empty(), found.c_str());
            QCOMPARE(bench.out.values(bench.stream, 1)[0], 3u * (63 * 64 / 2));
        }
    }

    void namedBarriersOrderWarps() {
        for (const std::uint64_t schedule : kSchedules) {
            const Bench bench(schedule);
            launch_pipeline(bench.grid(), bench.planted());
            const std::string found = bench.stream.finish();
            QVERIFY2(found.empty(), found.c_str());
            const auto out = bench.out.values(bench.stream, 32);
            for (unsigned i = 0; i < 32; ++i)
                QCOMPARE(out[i], 300 + 31 - i);
        }
    }

    void refusesImpossibleLaunches() {
        const Bench bench(0);
        const auto fails = [&](const cuda::Grid& grid) {
            try {
                launch_increment(grid, bench.planted());
                return false;
            } catch (const Error& error) {
                return std::string(error.what()).find("increment") != std::string::npos;
            }
        };
        QVERIFY(fails({1, 1025, 0, bench.stream}));
        QVERIFY(fails({0, 32, 0, bench.stream}));
        QVERIFY(fails({dim3(1, 65536), 32, 0, bench.stream}));
        QVERIFY(fails({1, 32, (99 << 10) + 1, bench.stream}));
        QVERIFY(fails({1, 32, 0, nullptr}));
        launch_increment({1, 32, 99 << 10, bench.stream}, bench.planted());
        QCOMPARE(bench.stream.finish(), std::string());
    }

    void countsTraffic() {
        const Bench dense(0);
        launch_dense(dense.grid(), dense.planted());
        QCOMPARE(dense.stream.finish(), std::string());
        QCOMPARE(simt::counters().sectors, 4u);
        QCOMPARE(simt::counters().minimum_sectors, 4u);
        QCOMPARE(simt::counters().shared_wavefronts, 1u);
        QCOMPARE(simt::counters().bank_conflicts, 0u);
        QCOMPARE(simt::counters().launches, 1u);
        QCOMPARE(simt::counters().blocks, 1u);

        const Bench strided(0);
        launch_strided(strided.grid(), strided.planted());
        QCOMPARE(strided.stream.finish(), std::string());
        QCOMPARE(simt::counters().sectors, 8u);
        QCOMPARE(simt::counters().minimum_sectors, 4u);
        QCOMPARE(simt::counters().shared_wavefronts, 2u);
        QCOMPARE(simt::counters().bank_conflicts, 1u);
    }
};

QTEST_GUILESS_MAIN(TestSimt)
#include "test_simt.moc"
