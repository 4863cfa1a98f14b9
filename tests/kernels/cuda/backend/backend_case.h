// What tests of the CUDA backend share: operations run against the reference, on the simulator under every
// schedule, or on the GPU of this machine.
#pragma once

#include "kernels/cuda/backend/backend.h"
#include "tests/kernels/cuda/platform.h"

#include "tests/kernels/backend_test.h"

namespace hadal::test {

inline constexpr ops::Numerics kPublisherNumerics{true, ops::ActivationQuant::PowerOfTwo};

inline std::unique_ptr<Backend> make_cuda(const ops::Numerics& numerics) {
    return cuda::make_backend({.activation_quant = numerics.activation_quant, .piece_bytes = 0});
}

/// Inputs as a bf16 backend holds them, so that the reference starts from the same numbers.
inline std::vector<float> bf16_normals(Random& random, std::int64_t count, float scale = 1.0f) {
    std::vector<float> values = random.normals(count, scale);
    for (float& v : values)
        v = ops::round_to_bf16(v);
    return values;
}

/// Fails the test where a result differs from the reference's by more than the tolerance, where a schedule
/// changes a bit, and on what the simulator finds. Numerics round to bf16.
inline void compare_cuda(const ops::Numerics& numerics, const Run& run, Tolerance tolerance,
                         std::size_t schedules = kPlatformSchedules.size()) {
    const auto reference = reference::make_backend(numerics);
    const std::vector<float> expected = run(*reference);
    std::vector<float> first;
    for_each_platform(
        [&](const QString& label) {
            const auto backend = make_cuda(numerics);
            const std::vector<float> found = run(*backend);
            expect_close(label, found, expected, tolerance);
            if (QTest::currentTestFailed())
                return;
            if (first.empty())
                first = found;
            QVERIFY2(std::memcmp(first.data(), found.data(), found.size() * sizeof(float)) == 0,
                     qPrintable(label + ": another result than in the first round"));
        },
        schedules);
}

} // namespace hadal::test
