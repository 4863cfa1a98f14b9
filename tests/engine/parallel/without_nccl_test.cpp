// Where NCCL does not bring the ranks together, all of them do without, whichever has the trouble, and give
// the same bits.
#include "kernels/simt/nccl.h"

#include "tests/engine/expect_error.h"
#include "tests/engine/parallel/simulated_model.h"

#include <QtTest>

using namespace hadal;
using namespace hadal::parallel;

namespace {

constexpr std::size_t kPrompt = 3; ///< more rows than are pushed at a time

test::SimulatedRanks simulated_ranks(int ranks) {
    test::SimulatedRanks simulated{.ranks = ranks};
    simulated.group.push_rows = 2;
    return simulated;
}

/// Fails a rank in the middle of a step.
class Failing final : public model::Trace {
  public:
    void selected(std::int64_t, std::span<const std::int32_t>) override {
        throw Error(ErrorKind::OutOfMemory, "no memory left");
    }
    void routed(std::int64_t, std::span<const std::int32_t>, std::span<const float>) override {}
};

} // namespace

class WithoutNcclTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        tokens_ = test::random_tokens(8, kPrompt + 2, tiny_.vocab_size());
        for (const int ranks : {2, 4}) {
            simt::start(test::simulated_machine(ranks));
            auto simulated = simulated_ranks(ranks);
            const auto model = simulated.load(tiny_);
            QVERIFY(simulated.made->uses_nccl());
            QCOMPARE(model->notice(), std::string());
            expected_[ranks] = test::run_steps(*model, tokens_, kPrompt);
        }
    }
    void cleanup() { QVERIFY2(test::simulator_findings().empty(), test::simulator_findings().c_str()); }

    void one_rank_cannot_join_data() {
        QTest::addColumn<int>("ranks");
        QTest::addColumn<int>("device");
        QTest::addColumn<bool>("peers");
        QTest::newRow("the second of two") << 2 << 1 << true;
        QTest::newRow("the last of four, which do not reach each other") << 4 << 3 << false;
        QTest::newRow("the first of four, which makes the id") << 4 << 0 << true;
    }
    void one_rank_cannot_join() {
        QFETCH(int, ranks);
        QFETCH(int, device);
        QFETCH(bool, peers);
        simt::Options machine = test::simulated_machine(ranks);
        machine.peer_access = peers;
        simt::start(machine);
        simt::nccl::refuse_communicators(device, ncclSystemError);
        auto simulated = simulated_ranks(ranks);
        const auto model = simulated.load(tiny_);
        QVERIFY(!simulated.made->uses_nccl());
        const QString notice = QString::fromStdString(model->notice());
        QVERIFY2(notice.contains("unhandled system error") && notice.contains("NCCL_DEBUG") &&
                     notice.contains(device > 0 ? QString("GPU %1").arg(device) : QString("no group")) &&
                     notice.contains(peers ? "each other's memory" : "by way of the host"),
                 qPrintable(notice));
        QVERIFY(test::run_steps(*model, tokens_, kPrompt) == expected_[ranks]);
    }

    /// Ranks join anew when a step has failed.
    void it_is_lost_on_the_way() {
        simt::start(test::simulated_machine(2));
        auto simulated = simulated_ranks(2);
        const auto model = simulated.load(tiny_);
        QVERIFY(test::run_steps(*model, tokens_, kPrompt) == expected_[2]);
        Failing trace;
        model->set_trace(1, &trace);
        test::expect_error(ErrorKind::OutOfMemory, {}, [&] { test::run_steps(*model, tokens_, kPrompt); });
        model->set_trace(1, nullptr);
        simt::nccl::refuse_communicators(1, ncclSystemError);
        QVERIFY(test::run_steps(*model, tokens_, kPrompt) == expected_[2]);
        QVERIFY(!simulated.made->uses_nccl());
        QVERIFY(!simulated.made->notice().empty());
    }

    /// A device that has failed is why NCCL refuses; nothing goes on without it.
    void a_lost_device_is_no_reason_to_do_without() {
        simt::start(test::simulated_machine(2));
        simt::nccl::refuse_communicators(1, ncclUnhandledCudaError);
        simt::plan(simt::Trouble::Fails, 1, 3); // before the weights are there
        auto simulated = simulated_ranks(2);
        test::expect_error(ErrorKind::DeviceLost, {"GPU 1"}, [&] { simulated.load(tiny_); });
    }

  private:
    const test::TinyModel tiny_{{test::simulated_config(4, "fp8", 1), "fp8", true, 7}};
    std::vector<std::int32_t> tokens_;
    std::map<int, std::vector<float>> expected_; ///< by ranks
};

QTEST_GUILESS_MAIN(WithoutNcclTest)
#include "without_nccl_test.moc"
