// What tests of CUDA kernels share: every kernel runs on the simulator under all schedules, without a finding
// and with the same bits each time.
#pragma once

#include "kernels/bf16.h"
#include "tests/kernels/backend_test.h"
#include "tests/kernels/simt/simt_test.h"

namespace hadal::test {

/// What the publisher's numerics do: activations rounded to bf16, inputs of FP8 linears quantised with
/// power-of-two scales.
inline const ops::Numerics kPublisher{true, ops::ActivationQuant::PowerOfTwo};

inline std::vector<std::uint16_t> to_bf16(const std::vector<float>& values) {
    std::vector<std::uint16_t> bits;
    bits.reserve(values.size());
    for (const float v : values)
        bits.push_back(ops::float_to_bf16(v));
    return bits;
}
inline std::vector<float> from_bf16(const std::vector<std::uint16_t>& bits) {
    std::vector<float> values;
    values.reserve(bits.size());
    for (const std::uint16_t b : bits)
        values.push_back(ops::bf16_to_float(b));
    return values;
}
inline std::vector<float> rounded(const std::vector<float>& values) {
    return from_bf16(to_bf16(values));
}

/// A weight's bytes, aligned.
inline std::vector<std::byte> packed_values(const WeightData& data) {
    return {data.values.begin() + 1, data.values.end()};
}
inline std::vector<float> packed_scales(const WeightData& data) {
    std::vector<float> scales((data.scales.size() - 1) / 4);
    std::memcpy(scales.data(), data.scales.data() + 1, scales.size() * 4);
    return scales;
}

/// FP8 rows as the kernels take them: codes, and a scale for each 128 channels.
struct QuantisedRows {
    std::vector<std::uint8_t> codes;
    std::vector<float> scales;
};
inline QuantisedRows quantise(const std::vector<float>& values, std::int64_t rows, std::int64_t width,
                              bool powers_of_two = true) {
    QuantisedRows result;
    for (std::int64_t r = 0; r < rows; ++r)
        for (std::int64_t begin = 0; begin < width; begin += ops::kFp8Block) {
            const std::int64_t end = std::min(width, begin + ops::kFp8Block);
            float amax = 0;
            for (std::int64_t c = begin; c < end; ++c)
                amax = std::max(amax, std::abs(values[static_cast<std::size_t>(r * width + c)]));
            const float scale = powers_of_two ? ops::power_of_two_scale(amax) : ops::linear_scale(amax);
            for (std::int64_t c = begin; c < end; ++c)
                result.codes.push_back(
                    ops::float_to_e4m3(values[static_cast<std::size_t>(r * width + c)] / scale));
            result.scales.push_back(scale);
        }
    return result;
}

/// Runs `run` under every schedule; it gets a fresh stream and returns what the kernels made. Fails the test
/// on a finding, and where a schedule changes a bit. Returns the result.
template <typename Run>
auto under_all_schedules(Run run, const simt::DeviceSpec& device = {}) {
    decltype(run(std::declval<const SimtStream&>())) first;
    for (const std::uint64_t schedule : kSchedules) {
        const SimtStream stream(schedule, device);
        std::string found;
        decltype(first) result;
        try {
            result = run(stream);
            found = stream.finish();
        } catch (const Error& error) {
            found = error.what();
        }
        [&] {
            QVERIFY2(found.empty(), found.c_str());
            if (schedule == kSchedules.front())
                first = std::move(result);
            else
                QVERIFY2(first == result, "another result under another schedule");
        }();
        if (QTest::currentTestFailed())
            break;
    }
    return first;
}

/// Fails the test where a difference exceeds `fraction` of the largest expected value, or the root mean
/// square of all a quarter of that.
inline void expect_close(const std::vector<float>& found, const std::vector<float>& expected,
                         Tolerance tolerance) {
    QCOMPARE(found.size(), expected.size());
    double largest = 0;
    for (const float v : expected)
        largest = std::max<double>(largest, std::abs(v));
    QVERIFY2(largest > 0, "the expected result is all zero");
    double squares = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
        const double difference = std::abs(static_cast<double>(found[i]) - expected[i]);
        QVERIFY2(difference <= tolerance.fraction * largest,
                 qPrintable(QString("element %1 is %2, expected %3; the largest is %4")
                                .arg(i)
                                .arg(found[i])
                                .arg(expected[i])
                                .arg(largest)));
        squares += difference * difference;
    }
    QVERIFY(std::sqrt(squares / static_cast<double>(found.size())) <= tolerance.fraction / 4 * largest);
}

} // namespace hadal::test
