// Loading a checkpoint that simulated GPUs share: read once for all of them, in small blocks through a short
// ring, with everything that can go wrong on the way.
#include "kernels/simt/cuda_runtime.h"

#include "tests/engine/expect_error.h"
#include "tests/engine/parallel/simulated_model.h"

#include <QtTest>

#include <algorithm>
#include <filesystem>

using namespace hadal;
using namespace hadal::parallel;

namespace {

model::ReadingOptions small_blocks() {
    model::ReadingOptions reading;
    reading.block_bytes = 64 << 10;
    reading.ring_blocks = 4;
    reading.threads = 2;
    return reading;
}

std::size_t used_on(int device) {
    std::size_t free = 0, total = 0;
    cudaSetDevice(device);
    cudaMemGetInfo(&free, &total);
    return total - free;
}

} // namespace

class SimulatedLoadingTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        tiny_ = std::make_unique<test::TinyModel>(
            test::TinyCheckpoint{test::simulated_config(2, "fp8", 1), "fp8", true, 7});
        simulated_.reading = small_blocks();
    }
    void init() { simt::start(test::simulated_machine(2)); }
    void cleanup() { QVERIFY2(test::simulator_findings().empty(), test::simulator_findings().c_str()); }

    /// The same bits as with blocks that hold all of it at once; progress goes from nothing to everything.
    void small_blocks_make_the_same_model() {
        const auto tokens = test::random_tokens(8, 6, tiny_->vocab_size());
        std::vector<double> seen;
        const auto found = test::run_steps(
            *simulated_.load(*tiny_, [&](const LoadProgress& p) { seen.push_back(p.fraction); }), tokens, 6);
        QVERIFY(seen.size() > 10 && seen.front() == 0.0 && seen.back() == 1.0);
        QVERIFY(std::is_sorted(seen.begin(), seen.end()));
        test::SimulatedRanks whole;
        QVERIFY(found == test::run_steps(*whole.load(*tiny_), tokens, 6));
    }

    void is_cancelled_in_the_midst() {
        std::stop_source stop;
        test::expect_error(ErrorKind::Cancelled, {"cancelled"}, [&] {
            simulated_.load(
                *tiny_, [&](const LoadProgress& p) { p.fraction > 0.3 ? stop.request_stop() : false; },
                stop.get_token());
        });
        nothing_is_left();
    }

    void a_device_without_memory_ends_it_for_all() {
        simt::Options machine = test::simulated_machine(2);
        machine.devices[1].memory = std::size_t{256} << 10;
        simt::start(machine);
        test::expect_error(ErrorKind::OutOfMemory, {"GPU 1", "are missing"},
                           [&] { simulated_.load(*tiny_); });
        nothing_is_left();
    }

    void a_device_fails() {
        simt::plan(simt::Trouble::Fails, 1, 30);
        test::expect_error(ErrorKind::DeviceLost, {"GPU 1"}, [&] { simulated_.load(*tiny_); });
    }

    void a_file_becomes_shorter() {
        const test::TinyModel damaged({test::simulated_config(2, "fp8", 1), "fp8", true, 8});
        for (const auto& entry : std::filesystem::directory_iterator(damaged.checkpoint()->directory()))
            if (entry.path().extension() == ".safetensors")
                std::filesystem::resize_file(entry.path(), entry.file_size() * 3 / 4);
        test::expect_error(ErrorKind::InvalidFile, {".safetensors", "ends at byte"},
                           [&] { simulated_.load(damaged); });
        nothing_is_left();
    }

  private:
    static void nothing_is_left() {
        for (const int device : {0, 1})
            QCOMPARE(used_on(device), std::size_t{0});
    }

    std::unique_ptr<test::TinyModel> tiny_;
    test::SimulatedRanks simulated_;
};

QTEST_GUILESS_MAIN(SimulatedLoadingTest)
#include "simulated_loading_test.moc"
