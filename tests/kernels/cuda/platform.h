// Where tests of CUDA code run: on the simulator, or on a GPU where the build is one for GPUs.
#pragma once

#include "tests/kernels/backend_test.h"

#include "kernels/bf16.h"

#include <array>
#ifndef HADAL_CUDA
#include "kernels/simt/machine.h"
#endif

namespace hadal::test {

/// Calls `body` on a fresh simulated machine, and fails the test on what the simulator finds; or on the GPU.
inline void on_platform(const std::function<void()>& body, [[maybe_unused]] std::uint64_t schedule = 0) {
#ifdef HADAL_CUDA
    body();
#else
    simt::start({{simt::DeviceSpec{}}, schedule});
    QString failed;
    try {
        body();
    } catch (const Error& error) {
        failed = error.what();
    }
    for (const simt::Finding& finding : simt::findings())
        failed += "\n" + QString::fromStdString(finding.text());
    QVERIFY2(failed.isEmpty(), qPrintable(failed));
#endif
}

/// Orders of warps, lanes, blocks and streams: descending, ascending, random.
inline constexpr std::array<std::uint64_t, 3> kPlatformSchedules{1, 0, 2026};

/// The same under three schedules, on a GPU as often; under the last `schedules` of them where a case repeats
/// one with smaller sizes. `label` says which round it is.
inline void for_each_platform(const std::function<void(const QString& label)>& body,
                              std::size_t schedules = kPlatformSchedules.size()) {
    for (std::size_t i = kPlatformSchedules.size() - (kSanitized ? 1 : schedules);
         i < kPlatformSchedules.size(); ++i) {
        const QString label = QString("schedule %1").arg(kPlatformSchedules[i]);
        on_platform([&] { body(label); }, kPlatformSchedules[i]);
        if (QTest::currentTestFailed())
            return;
    }
}

/// Fails the test where a difference exceeds the tolerance's fraction of the largest expected value, or the
/// root mean square of all a quarter of that; infinities must be the same.
inline void expect_close(const QString& label, const std::vector<float>& found,
                         const std::vector<float>& expected, Tolerance tolerance) {
    QCOMPARE(found.size(), expected.size());
    double largest = 0;
    for (const float v : expected)
        if (std::isfinite(v))
            largest = std::max<double>(largest, std::abs(v));
    QVERIFY2(largest > 0, "the expected result is all zero");
    double squares = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
        const bool same = found[i] == expected[i];
        const double difference = same ? 0.0 : std::abs(static_cast<double>(found[i]) - expected[i]);
        QVERIFY2(difference <= tolerance.fraction * largest,
                 qPrintable(QString("%1: element %2 is %3, expected %4; the largest is %5")
                                .arg(label)
                                .arg(i)
                                .arg(found[i])
                                .arg(expected[i])
                                .arg(largest)));
        squares += difference * difference;
    }
    const double rms = std::sqrt(squares / static_cast<double>(found.size()));
    QVERIFY2(rms <= tolerance.fraction / 4 * largest,
             qPrintable(QString("%1: root mean square %2 of %3").arg(label).arg(rms).arg(largest)));
}

} // namespace hadal::test
