// The test of links between GPUs: on simulated ones that reach each other, that do not, and that are late.
#include "kernels/cuda/backend/link_test.h"
#include "kernels/simt/machine.h"

#include <QtTest>

#include <array>

using namespace hadal;
using Found = cuda::LinkVerdict::Found;

class TestCudaLinks : public QObject {
    Q_OBJECT

  private slots:
    void everyPairWorks() {
        for (const std::uint64_t schedule : {0, 1, 2026}) {
            start(3, true, schedule);
            const auto verdicts = cuda::test_links(kDevices);
            QCOMPARE(verdicts.size(), std::size_t{3});
            for (const cuda::LinkVerdict& verdict : verdicts) {
                QVERIFY(verdict.first < verdict.second);
                QVERIFY2(verdict.found == Found::Works, verdict.error.c_str());
            }
            for (const simt::Finding& finding : simt::findings())
                QFAIL(finding.text().c_str());
        }
    }

    void whatCannotBeReachedIsNoFailure() {
        start(3, false, 0);
        for (const cuda::LinkVerdict& verdict : cuda::test_links(kDevices))
            QVERIFY(verdict.found == Found::Unreachable);
    }

    void whatDoesNotArriveInTimeFails() {
        start(3, true, 0);
        for (const cuda::LinkVerdict& verdict : cuda::test_links(kDevices, std::chrono::nanoseconds(1))) {
            QVERIFY(verdict.found == Found::Fails);
            QVERIFY(verdict.error.find("did not send its part") != std::string::npos);
        }
    }

    void oneDeviceHasNoLinks() {
        start(1, true, 0);
        QVERIFY(cuda::test_links(std::span(kDevices).first(1)).empty());
    }

  private:
    static constexpr std::array kDevices{0, 1, 2};
    static void start(std::size_t devices, bool peers, std::uint64_t schedule) {
        simt::Options machine;
        machine.devices.assign(devices, simt::DeviceSpec{});
        machine.peer_access = peers;
        machine.schedule = schedule;
        simt::start(machine);
    }
};

QTEST_GUILESS_MAIN(TestCudaLinks)
#include "test_cuda_links.moc"
