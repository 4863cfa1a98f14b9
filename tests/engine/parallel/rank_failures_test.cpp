// What becomes of a model on several simulated GPUs, and of the program, when one of them fails, is gone,
// hangs, has no memory, or fails alone while the others wait for it.
#include "kernels/simt/nccl.h"

#include "tests/engine/expect_error.h"
#include "tests/engine/parallel/simulated_model.h"
#include "tests/sanitized.h"

#include <QtTest>

#include <limits>

using namespace hadal;
using namespace hadal::parallel;

namespace {

constexpr std::size_t kPrompt = 17; // more rows than are pushed
/// So that several wait for the one that fails; under sanitizers, which take their time, one does.
constexpr int kRanks = test::kSanitized ? 2 : 4;
constexpr int kDevices = 4;

/// Fails a rank in its first layer, when it has work for the others queued.
class Failing final : public model::Trace {
  public:
    void selected(std::int64_t, std::span<const std::int32_t>) override {
        throw Error(ErrorKind::Internal, "rank by itself");
    }
    void routed(std::int64_t, std::span<const std::int32_t>, std::span<const float>) override {}
};

std::size_t used_on(int device) {
    std::size_t free = 0, total = 0;
    cudaSetDevice(device);
    const cudaError_t error = cudaMemGetInfo(&free, &total);
    cudaSetDevice(0);
    return error == cudaSuccess ? total - free : 0;
}

/// A sequence that is read in one step, and then goes on by single tokens.
class Conversation {
  public:
    Conversation(model::LanguageModel& of, const std::vector<std::int32_t>& tokens)
        : model_(of), cache_(of.make_cache(100)), tokens_(tokens) {}

    std::vector<float> step() {
        const std::size_t count = at_ == 0 ? kPrompt : 1;
        const model::SequenceInput input{cache_.get(), std::span(tokens_).subspan(at_, count), false};
        const auto logits = model_.forward({&input, 1}, {});
        at_ += count;
        return {logits.begin(), logits.end()};
    }

  private:
    model::LanguageModel& model_;
    std::unique_ptr<model::Cache> cache_;
    std::vector<std::int32_t> tokens_;
    std::size_t at_ = 0;
};

} // namespace

class RankFailuresTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        tiny_ = std::make_unique<test::TinyModel>(
            test::TinyCheckpoint{test::simulated_config(kRanks, "fp8", 1), "fp8", true, 7});
        tokens_ = test::random_tokens(8, kPrompt + 6, tiny_->vocab_size());
    }

    void init() { simt::start(test::simulated_machine(kDevices)); }
    /// Nobody has waited for a device without a deadline, or freed what is still in use.
    void cleanup() { QVERIFY2(test::simulator_findings().empty(), test::simulator_findings().c_str()); }

    void a_rank_fails_alone_data() { every_way(); }
    /// The others wait for its part of a sum, on the device or on the host, and are told at once: deadlines
    /// are too long for this test to end by them.
    void a_rank_fails_alone() {
        auto simulated = chosen();
        const auto model = simulated.load(*tiny_);
        Conversation conversation(*model, tokens_);
        conversation.step();
        const auto first = conversation.step();
        Failing trace;
        model->set_trace(simulated.ranks - 1, &trace);
        test::expect_error(ErrorKind::Internal, {"rank by itself"}, [&] { conversation.step(); });
        model->set_trace(simulated.ranks - 1, nullptr);
        // The conversation is where it was, and goes on as if nothing had been.
        const auto next = conversation.step();
        Conversation undisturbed(*model, tokens_);
        undisturbed.step();
        QVERIFY(undisturbed.step() == first);
        QVERIFY(undisturbed.step() == next);
    }

    void a_device_fails_data() {
        QTest::addColumn<int>("ranks");
        QTest::addColumn<int>("push_rows");
        QTest::addColumn<bool>("nccl");
        QTest::addColumn<bool>("gone");
        QTest::addColumn<int>("steps");
        QTest::addRow("failed while decoding, 2 ranks, pushed") << 2 << 16 << true << false << 2;
        QTest::addRow("failed while reading, NCCL") << kRanks << 0 << true << false << 0;
        QTest::addRow("gone while decoding, NCCL") << kRanks << 0 << true << true << 1;
        QTest::addRow("gone while reading, 2 ranks, host") << 2 << 0 << false << true << 0;
    }
    void a_device_fails() {
        QFETCH(bool, gone);
        QFETCH(int, steps);
        auto simulated = chosen();
        {
            const auto model = simulated.load(*tiny_);
            Conversation conversation(*model, tokens_);
            for (int step = 0; step < steps; ++step)
                conversation.step();
            simt::plan(gone ? simt::Trouble::Gone : simt::Trouble::Fails, 1, 7); // in the midst of a step
            test::expect_error(ErrorKind::DeviceLost, {"GPU 1", "Load the model again"},
                               [&] { conversation.step(); });
            test::expect_error(ErrorKind::DeviceLost, {"GPU 1"}, [&] { conversation.step(); });
        }
        for (const int device : {0, 2, 3})
            QCOMPARE(used_on(device), std::size_t{0});
        if (gone) {
            test::expect_error(ErrorKind::DeviceLost, {"GPU 1", "other GPUs"},
                               [&] { simulated.load(*tiny_); });
            QCOMPARE(cuda::devices().size(), std::size_t{3});
            simulated.ranks = 1;
        }
        const auto again = simulated.load(*tiny_);
        QVERIFY(!Conversation(*again, tokens_).step().empty());
    }

    void a_device_hangs_data() { every_way(); }
    void a_device_hangs() {
        auto simulated = chosen();
        {
            const auto model = simulated.load(*tiny_);
            Conversation conversation(*model, tokens_);
            conversation.step();
            conversation.step();
            simt::plan(simt::Trouble::Hangs, 1, 7);
            test::expect_error(ErrorKind::DeviceLost, {}, [&] { conversation.step(); });
            test::expect_error(ErrorKind::DeviceLost, {"GPU 1"}, [&] { conversation.step(); });
        }
        test::expect_error(ErrorKind::DeviceLost, {"GPU 1", "Restart the program"},
                           [&] { simulated.load(*tiny_); });
        simulated.made = nullptr;
        // What the others have is free, but for where the one that hangs may still write sums to.
        for (const int device : {0, 2, 3})
            QVERIFY(used_on(device) <= (simulated.group.push_rows == 0 ? 0 : std::size_t{1} << 16));
        // It was only late, after all.
        simt::plan(simt::Trouble::Fails, 1, std::numeric_limits<std::uint64_t>::max());
        cudaSetDevice(1);
        QCOMPARE(cudaDeviceSynchronize(), cudaSuccess);
        cudaSetDevice(0);
        QCOMPARE(cuda::devices().size(), std::size_t{4});
        for (const int device : {0, 2, 3})
            QCOMPARE(used_on(device), std::size_t{0});
        const auto again = simulated.load(*tiny_);
        QVERIFY(!Conversation(*again, tokens_).step().empty());
    }

    void a_device_hangs_alone() {
        test::SimulatedRanks simulated{.ranks = 1};
        {
            const auto model = simulated.load(*tiny_);
            simt::plan(simt::Trouble::Hangs, 0, 7);
            Conversation conversation(*model, tokens_);
            test::expect_error(ErrorKind::DeviceLost, {"GPU 0", "end"}, [&] { conversation.step(); });
        }
    }

    void nccl_reports_an_error() {
        test::SimulatedRanks simulated{.ranks = kRanks};
        simulated.group.push_rows = 0;
        const auto model = simulated.load(*tiny_);
        const auto before = Conversation(*model, tokens_).step();
        Conversation conversation(*model, tokens_);
        simt::nccl::break_communicators(1);
        test::expect_error(ErrorKind::DeviceLost, {"GPU 1", "NCCL reports", "doctor"},
                           [&] { conversation.step(); });
        QVERIFY(conversation.step() == before); // the ranks have joined anew
    }

    /// What is late when ranks join is not used.
    void a_link_that_is_late_is_found_at_once() {
        test::SimulatedRanks simulated;
        const auto expected = Conversation(*simulated.load(*tiny_), tokens_).step();
        QCOMPARE(simulated.made->push_rows(), 16);
        simulated.group.kernel_deadline = std::chrono::milliseconds(0);
        const auto model = simulated.load(*tiny_);
        QCOMPARE(simulated.made->push_rows(), 0);
        Conversation conversation(*model, tokens_);
        QVERIFY(conversation.step() == expected);
        QVERIFY(!conversation.step().empty());
    }

    void one_device_is_too_small() {
        simt::Options machine = test::simulated_machine(kRanks);
        machine.devices[1].memory = 200'000;
        simt::start(machine);
        test::SimulatedRanks simulated{.ranks = kRanks};
        test::expect_error(ErrorKind::OutOfMemory, {"GPU 1", "are needed", "are missing"},
                           [&] { simulated.load(*tiny_); });
        for (int device = 0; device < kRanks; ++device)
            QCOMPARE(used_on(device), std::size_t{0});
        simulated.ranks = 1;
        QVERIFY(!Conversation(*simulated.load(*tiny_), tokens_).step().empty());
    }

    void one_device_is_full() {
        simt::Options machine = test::simulated_machine(2);
        machine.devices[1].memory = std::size_t{3} << 20; // too little to be taken in large pieces
        simt::start(machine);
        test::SimulatedRanks simulated;
        const auto model = simulated.load(*tiny_);
        const auto expected = Conversation(*model, tokens_).step();
        std::size_t free = 0, total = 0;
        void* rest = nullptr;
        cudaSetDevice(1);
        cudaMemGetInfo(&free, &total);
        QCOMPARE(cudaMalloc(&rest, free), cudaSuccess);
        cudaSetDevice(0);
        // A short step does with what was taken before; one of more rows does not.
        QVERIFY(Conversation(*model, tokens_).step() == expected);
        const auto many = test::random_tokens(3, 90, tiny_->vocab_size());
        const auto cache = model->make_cache(100);
        const model::SequenceInput input{cache.get(), many, false};
        test::expect_error(ErrorKind::OutOfMemory, {"GPU 1", "are needed"}, [&] {
            model->forward({&input, 1}, {});
        });
        QCOMPARE(cache->length(), 0);
        cudaSetDevice(1);
        QCOMPARE(cudaFree(rest), cudaSuccess);
        cudaSetDevice(0);
        QVERIFY(!model->forward({&input, 1}, {}).empty());
        QVERIFY(Conversation(*model, tokens_).step() == expected);
    }

  private:
    static void every_way() {
        QTest::addColumn<int>("ranks");
        QTest::addColumn<int>("push_rows");
        QTest::addColumn<bool>("nccl");
        QTest::addRow("pushed") << kRanks << 16 << false;
        QTest::addRow("by NCCL") << kRanks << 0 << true;
        QTest::addRow("by the host") << kRanks << 0 << false;
    }
    /// What the row of the test's data says.
    static test::SimulatedRanks chosen() {
        QFETCH(int, ranks);
        QFETCH(int, push_rows);
        QFETCH(bool, nccl);
        test::SimulatedRanks simulated{.ranks = ranks};
        simulated.group.push_rows = push_rows;
        simulated.group.nccl = nccl;
        return simulated;
    }

    std::unique_ptr<test::TinyModel> tiny_;
    std::vector<std::int32_t> tokens_;
};

QTEST_GUILESS_MAIN(RankFailuresTest)
#include "rank_failures_test.moc"
