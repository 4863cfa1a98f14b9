#include "tests/kernels/backend_test.h"

#include "kernels/bf16.h"

#include <algorithm>

namespace hadal::test {

WeightData random_weight(Random& random, DType dtype, std::int64_t rows, std::int64_t cols) {
    WeightData data;
    data.dtype = dtype;
    data.rows = rows;
    data.cols = cols;
    data.values.resize(static_cast<std::size_t>(rows * cols * size_of(dtype) + 1));
    for (std::int64_t i = 0; i < rows * cols; ++i) {
        std::byte* to = data.values.data() + 1 + i * size_of(dtype);
        const float value = random.normal();
        if (dtype == DType::F32)
            std::memcpy(to, &value, 4);
        else if (dtype == DType::BF16) {
            const std::uint16_t half = ops::float_to_bf16(value);
            std::memcpy(to, &half, 2);
        } else {
            // Mostly values of a quantised normal distribution, and every finite code now and then.
            std::uint8_t code = ops::float_to_e4m3(value * 100.0f);
            if (random.between(0, 9) == 0)
                code = static_cast<std::uint8_t>(random.between(0, 0x7e) | random.between(0, 1) << 7);
            std::memcpy(to, &code, 1);
        }
    }
    if (dtype == DType::F8E4M3) {
        const std::int64_t blocks = ops::fp8_blocks(rows) * ops::fp8_blocks(cols);
        data.scales.resize(static_cast<std::size_t>(blocks * 4 + 1));
        for (std::int64_t b = 0; b < blocks; ++b) {
            const float scale = 0.01f * std::exp(random.normal());
            std::memcpy(data.scales.data() + 1 + b * 4, &scale, 4);
        }
    }
    return data;
}

Tensor make(Backend& backend, std::vector<Buffer>& keep, const std::vector<float>& values, std::int64_t rows,
            std::int64_t cols, std::int64_t padding) {
    keep.push_back(backend.allocate(DType::F32, rows, cols + padding));
    const Tensor t = keep.back().view().slice_cols(0, cols);
    backend.upload(t, values.data());
    return t;
}

Tensor make(Backend& backend, std::vector<Buffer>& keep, const std::vector<std::int32_t>& values,
            std::int64_t rows, std::int64_t cols) {
    keep.push_back(backend.allocate(DType::I32, rows, cols));
    backend.upload(keep.back().view(), values.data());
    return keep.back().view();
}

Tensor make_output(Backend& backend, std::vector<Buffer>& keep, std::int64_t rows, std::int64_t cols,
                   std::int64_t padding) {
    return make(backend, keep, std::vector<float>(static_cast<std::size_t>(rows * cols), 12345.0f), rows,
                cols, padding);
}

Tensor make_activation(Backend& backend, std::vector<Buffer>& keep, const std::vector<float>& values,
                       std::int64_t rows, std::int64_t cols, std::int64_t padding) {
    if (backend.activation_dtype() == DType::F32)
        return make(backend, keep, values, rows, cols, padding);
    std::vector<std::uint16_t> bits;
    for (const float v : values)
        bits.push_back(ops::float_to_bf16(v));
    keep.push_back(backend.allocate(DType::BF16, rows, cols + padding));
    const Tensor t = keep.back().view().slice_cols(0, cols);
    backend.upload(t, bits.data());
    return t;
}

Tensor make_activation_output(Backend& backend, std::vector<Buffer>& keep, std::int64_t rows,
                              std::int64_t cols, std::int64_t padding) {
    return make_activation(backend, keep, std::vector<float>(static_cast<std::size_t>(rows * cols), 12345.0f),
                           rows, cols, padding);
}

ops::LinearWeight import(Backend& backend, std::vector<Buffer>& keep, const WeightData& data) {
    const auto take = [&](const Tensor& host) {
        keep.push_back(backend.import_weight(host.data, host.dtype, host.rows, host.cols));
        return keep.back().view();
    };
    const ops::LinearWeight host = data.view();
    return {take(host.values), host.scales ? take(host.scales) : Tensor()};
}

std::vector<float> floats(Backend& backend, const Tensor& t) {
    std::vector<float> values(static_cast<std::size_t>(t.size()));
    if (t.dtype == DType::F32) {
        backend.download(values.data(), t);
        return values;
    }
    std::vector<std::uint16_t> bits(values.size());
    backend.download(bits.data(), t);
    std::transform(bits.begin(), bits.end(), values.begin(), ops::bf16_to_float);
    return values;
}

std::vector<std::int32_t> integers(Backend& backend, const Tensor& t) {
    std::vector<std::int32_t> values(static_cast<std::size_t>(t.size()));
    backend.download(values.data(), t);
    return values;
}

void for_each_cpu(const ops::Numerics& numerics,
                  const std::function<void(Backend&, const QByteArray&)>& body) {
    hwy::SetSupportedTargetsForTest(0);
    std::int64_t supported = hwy::SupportedTargets();
#ifdef __SANITIZE_THREAD__ // threads meet in the same places whatever each computes with: the best will do
    supported &= -supported;
#endif
    std::vector<std::string> seen;
    for (std::int64_t targets = supported; targets != 0; targets &= targets - 1) {
        const std::int64_t target = targets & -targets;
        hwy::SetSupportedTargetsForTest(target);
        hwy::GetChosenTarget().Update(target);
        for (const int threads : {1, 2, 3}) {
            if (kSanitized && threads == 2)
                continue;
            const auto backend = cpu::make_backend({threads, numerics});
            const std::string name(backend->name());
            // A target that was not compiled falls back to another one, which has its own turn.
            if (std::find(seen.begin(), seen.end(), name) != seen.end())
                continue;
            seen.push_back(name);
            body(*backend, QByteArray::fromStdString(name));
            if (QTest::currentTestFailed())
                break;
        }
    }
    hwy::SetSupportedTargetsForTest(0);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

void compare(const ops::Numerics& numerics, const Run& run, Tolerance tolerance) {
    const auto reference = reference::make_backend(numerics);
    const std::vector<float> expected = run(*reference);
    double largest = 0;
    for (const float v : expected)
        if (std::isfinite(v))
            largest = std::max<double>(largest, std::abs(v));
    QVERIFY2(largest > 0, "the reference result is all zero");

    std::vector<float> single;
    for_each_cpu(numerics, [&](Backend& backend, const QByteArray& label) {
        const std::vector<float> found = run(backend);
        QCOMPARE(found.size(), expected.size());
        double squares = 0;
        for (std::size_t i = 0; i < found.size(); ++i) {
            const bool same = found[i] == expected[i] || (std::isnan(found[i]) && std::isnan(expected[i]));
            const double difference = same ? 0.0 : std::abs(static_cast<double>(found[i]) - expected[i]);
            if (!(difference <= tolerance.fraction * largest))
                QFAIL(qPrintable(QString("%1: element %2 is %3, expected %4; the largest is %5")
                                     .arg(label.constData())
                                     .arg(i)
                                     .arg(found[i])
                                     .arg(expected[i])
                                     .arg(largest)));
            squares += difference * difference;
        }
        const double rms = std::sqrt(squares / static_cast<double>(found.size()));
        QVERIFY2(rms <= tolerance.fraction / 4 * largest,
                 qPrintable(
                     QString("%1: root mean square %2 of %3").arg(label.constData()).arg(rms).arg(largest)));
        if (label.endsWith("1 thread"))
            single = found;
        else
            QVERIFY2(std::memcmp(single.data(), found.data(), found.size() * sizeof(float)) == 0,
                     qPrintable(QString("%1: another result than one thread").arg(label.constData())));
    });
}

} // namespace hadal::test
