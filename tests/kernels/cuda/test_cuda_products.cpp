// Matrix products and selection by CUDA kernels, on the simulator, against the reference and plain sorting.
#include "kernels/cuda/gemm.h"
#include "kernels/cuda/gemv.h"
#include "kernels/cuda/topk.h"
#include "tests/kernels/cuda/cuda_test.h"

#include <algorithm>
#include <numeric>

using namespace hadal;
using namespace hadal::test;

namespace {

/// Two matrices on one input, the second one's result in f32.
struct TwoProducts {
    std::vector<std::uint16_t> first;
    std::vector<float> second;
    bool operator==(const TwoProducts&) const = default;
};

/// How x meets the weights.
enum Input {
    Codes,     ///< quantised before
    Quantised, ///< quantised by the kernel, scales not rounded up
    AsItIs,    ///< bf16
};

ops::Numerics numerics_of(Input input) {
    return {true, input == Codes       ? ops::ActivationQuant::PowerOfTwo
                  : input == Quantised ? ops::ActivationQuant::Scaled
                                       : ops::ActivationQuant::None};
}

TwoProducts multiply(const SimtStream& stream, const std::vector<float>& x, int rows, Input input,
                     const WeightData& first, const WeightData& second) {
    const bool fp8 = first.dtype == DType::F8E4M3;
    const auto width = static_cast<int>(first.cols);
    const QuantisedRows quantised = quantise(x, rows, width);
    const DeviceArray<std::uint8_t> codes(stream, quantised.codes);
    const DeviceArray<float> scales(stream, quantised.scales);
    const DeviceArray<std::uint16_t> plain(stream, to_bf16(x));
    const DeviceArray<std::byte> first_values(stream, packed_values(first));
    const DeviceArray<std::byte> second_values(stream, packed_values(second));
    const DeviceArray<float> first_scales(stream, fp8 ? packed_scales(first) : std::vector<float>{0});
    const DeviceArray<float> second_scales(stream, fp8 ? packed_scales(second) : std::vector<float>{0});
    const DeviceArray<std::uint16_t> rounded_out(static_cast<std::size_t>(rows * first.rows));
    const DeviceArray<float> exact_out(static_cast<std::size_t>(rows * second.rows));
    cuda::Gemv p;
    if (input == Codes) {
        p.codes = codes.data();
        p.scales = scales.data();
    } else {
        p.x = plain.data();
        p.quant = numerics_of(input).activation_quant;
    }
    p.rows = rows;
    p.in_features = width;
    p.matrix_count = 2;
    p.matrices[0] = {first_values.data(), fp8 ? first_scales.data() : nullptr, static_cast<int>(first.rows),
                     rounded_out.data(), nullptr};
    p.matrices[1] = {second_values.data(), fp8 ? second_scales.data() : nullptr,
                     static_cast<int>(second.rows), nullptr, exact_out.data()};
    cuda::gemv(stream, p);
    return {rounded_out.values(stream), exact_out.values(stream)};
}

/// What the reference makes of a weight.
std::vector<float> expected_product(const std::vector<float>& x, int rows, Input input,
                                    const WeightData& weight, ops::LinearOutput output) {
    const auto reference = reference::make_backend(numerics_of(input));
    std::vector<Buffer> keep;
    const Tensor out = make_output(*reference, keep, rows, weight.rows);
    reference->linear(out, make(*reference, keep, x, rows, weight.cols), weight.view(), output);
    return floats(*reference, out);
}

std::vector<int> sorted_selection(const std::vector<float>& scores, int count, int topk) {
    std::vector<int> order(static_cast<std::size_t>(count));
    std::iota(order.begin(), order.end(), 0);
    const auto value = [&](int i) {
        const float v = scores[static_cast<std::size_t>(i)];
        return std::isnan(v) ? -INFINITY : v;
    };
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return value(a) > value(b); });
    order.resize(static_cast<std::size_t>(std::min(count, topk)));
    std::sort(order.begin(), order.end());
    order.resize(static_cast<std::size_t>(topk), -1);
    return order;
}

} // namespace

class TestCudaProducts : public QObject {
    Q_OBJECT

  private slots:
    void multipliesFewRows_data() {
        QTest::addColumn<int>("dtype");
        QTest::addColumn<int>("input");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("second");
        const auto row = [](const char* name, DType dtype, Input input, int width, int first, int second) {
            QTest::newRow(name) << static_cast<int>(dtype) << static_cast<int>(input) << width << first
                                << second;
        };
        row("FP8, one vector", DType::F8E4M3, Codes, 16, 1, 9);
        row("FP8, ragged", DType::F8E4M3, Codes, 400, 13, 130);
        row("FP8, ragged and long", DType::F8E4M3, Codes, 2192, 13, 9);
        row("FP8, hidden", DType::F8E4M3, Codes, 7168, 16, 10);
        row("FP8, q_lora", DType::F8E4M3, Codes, 1536, 8, 136);
        row("FP8, quantised here", DType::F8E4M3, Quantised, 400, 40, 9);
        row("FP8, quantised here, o_proj of a rank", DType::F8E4M3, Quantised, 2048, 33, 4);
        row("FP8, weights only", DType::F8E4M3, AsItIs, 400, 13, 130);
        row("FP8, weights only, long", DType::F8E4M3, AsItIs, 7168, 8, 3);
        row("bf16, one vector", DType::BF16, AsItIs, 8, 3, 1);
        row("bf16, ragged", DType::BF16, AsItIs, 1048, 11, 20);
        row("bf16, hidden", DType::BF16, AsItIs, 7168, 8, 12);
    }
    void multipliesFewRows() {
        QFETCH(int, dtype);
        QFETCH(int, input);
        QFETCH(int, width);
        QFETCH(int, first);
        QFETCH(int, second);
        const auto how = static_cast<Input>(input);
        Random random(6);
        const WeightData a = random_weight(random, static_cast<DType>(dtype), first, width);
        const WeightData b = random_weight(random, static_cast<DType>(dtype), second, width);
        const auto x = rounded(random.normals(4 * width, 2.0f));
        TwoProducts alone;
        for (const int rows : {1, 2, 3}) {
            const std::vector<float> few(x.begin(), x.begin() + rows * width);
            const TwoProducts found = under_all_schedules(
                [&](const SimtStream& stream) { return multiply(stream, few, rows, how, a, b); });
            if (QTest::currentTestFailed())
                return;
            expect_close(from_bf16(found.first),
                         expected_product(few, rows, how, a, ops::LinearOutput::Activation), kBf16);
            expect_close(found.second, expected_product(few, rows, how, b, ops::LinearOutput::F32), kFloat);
            if (QTest::currentTestFailed())
                return;
            // The first row is the same bits whoever shares the call.
            if (rows == 1)
                alone = found;
            QVERIFY(std::equal(alone.first.begin(), alone.first.end(), found.first.begin()));
            QVERIFY(std::equal(alone.second.begin(), alone.second.end(), found.second.begin()));
        }
    }

    void readsEveryWeightOnce() {
        Random random(7);
        const WeightData a = random_weight(random, DType::F8E4M3, 16, 7168);
        const WeightData b = random_weight(random, DType::F8E4M3, 8, 7168);
        const SimtStream stream(0);
        multiply(stream, rounded(random.normals(7168)), 1, Codes, a, b);
        QCOMPARE(stream.finish(), std::string());
        const simt::Counters& counters = simt::counters();
        const double weights = 24.0 * 7168 / 32;
        QVERIFY2(static_cast<double>(counters.sectors) < 2.4 * weights,
                 qPrintable(QString::number(counters.sectors)));
        // Beyond the weights: x for each of three blocks, and the scales.
        QVERIFY(static_cast<double>(counters.sectors) >= weights);
        QCOMPARE(counters.bank_conflicts, 0u);
    }

    void refusesOddProducts() {
        const SimtStream stream(0);
        const float scale = 1.0f;
        cuda::Gemm many;
        many.rows = 1;
        many.weight_scales = &scale;
        many.in_features = 24;
        many.out_features = 8;
        QVERIFY_EXCEPTION_THROWN(cuda::gemm(stream, many), Error);
        many.in_features = 16;
        many.out_features = 6;
        QVERIFY_EXCEPTION_THROWN(cuda::gemm(stream, many), Error);
        cuda::Gemv p;
        p.rows = 5;
        p.matrix_count = 1;
        p.in_features = 128;
        QVERIFY_EXCEPTION_THROWN(cuda::gemv(stream, p), Error);
        p.rows = 1;
        p.in_features = 20;
        QVERIFY_EXCEPTION_THROWN(cuda::gemv(stream, p), Error);
    }

    void multipliesManyRows_data() {
        QTest::addColumn<int>("dtype");
        QTest::addColumn<int>("input");
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("out");
        const auto row = [](const char* name, DType dtype, Input input, int rows, int width, int out) {
            QTest::newRow(name) << static_cast<int>(dtype) << static_cast<int>(input) << rows << width << out;
        };
        row("FP8, one row, one chunk", DType::F8E4M3, Codes, 1, 16, 4);
        row("FP8, ragged", DType::F8E4M3, Codes, 7, 400, 136);
        row("FP8, two tiles of rows", DType::F8E4M3, Codes, 65, 256, 128);
        row("FP8, hidden", DType::F8E4M3, Codes, 33, 7168, 128);
        row("FP8, two blocks of outputs", DType::F8E4M3, Codes, 64, 512, 256);
        row("FP8, weights only", DType::F8E4M3, AsItIs, 67, 400, 136);
        row("FP8, weights only, kv_b", DType::F8E4M3, AsItIs, 33, 512, 256);
        row("bf16, one chunk", DType::BF16, AsItIs, 2, 8, 12);
        row("bf16, ragged", DType::BF16, AsItIs, 70, 1048, 132);
    }
    void multipliesManyRows() {
        QFETCH(int, dtype);
        QFETCH(int, input);
        QFETCH(int, rows);
        QFETCH(int, width);
        QFETCH(int, out);
        const auto how = static_cast<Input>(input);
        const bool fp8 = static_cast<DType>(dtype) == DType::F8E4M3;
        Random random(9);
        const WeightData weight = random_weight(random, static_cast<DType>(dtype), out, width);
        const auto x = rounded(random.normals(rows * width, 2.0f));
        const QuantisedRows quantised = quantise(x, rows, width);
        struct Result {
            std::vector<std::uint16_t> rounded;
            std::vector<float> exact;
            bool operator==(const Result&) const = default;
        };
        const auto count = static_cast<std::size_t>(rows * out);
        const Result found = under_all_schedules([&](const SimtStream& stream) {
            const DeviceArray<std::uint8_t> codes(stream, quantised.codes);
            const DeviceArray<float> scales(stream, quantised.scales);
            const DeviceArray<std::uint16_t> plain(stream, to_bf16(x));
            const DeviceArray<std::byte> values(stream, packed_values(weight));
            const DeviceArray<float> weight_scales(stream,
                                                   fp8 ? packed_scales(weight) : std::vector<float>{0});
            const DeviceArray<std::uint16_t> rounded_out(count);
            const DeviceArray<float> exact_out(count);
            cuda::Gemm p;
            if (how == Codes) {
                p.codes = codes.data();
                p.scales = scales.data();
            } else {
                p.x = plain.data();
            }
            p.weights = values.data();
            p.weight_scales = fp8 ? weight_scales.data() : nullptr;
            p.rows = rows;
            p.in_features = width;
            p.out_features = out;
            p.rounded = rounded_out.data();
            cuda::gemm(stream, p);
            p.rounded = nullptr;
            p.exact = exact_out.data();
            if (rows <= 7)
                cuda::gemm(stream, p);
            return Result{rounded_out.values(stream),
                          rows <= 7 ? exact_out.values(stream) : std::vector<float>{}};
        });
        if (QTest::currentTestFailed())
            return;
        expect_close(from_bf16(found.rounded),
                     expected_product(x, rows, how, weight, ops::LinearOutput::Activation), kBf16);
        if (found.exact.empty())
            return;
        expect_close(found.exact, expected_product(x, rows, how, weight, ops::LinearOutput::F32), kFloat);
        QCOMPARE(found.rounded, to_bf16(found.exact));
    }

    void scalesInTheInstruction() {
        // What scales do in f32 between blocks, the matrix instruction of architecture 12 does itself.
        constexpr int kRows = 19, kWidth = 400, kOut = 136;
        Random random(13);
        WeightData weight = random_weight(random, DType::F8E4M3, kOut, kWidth);
        std::vector<float> powers;
        for (const float scale : packed_scales(weight))
            powers.push_back(ops::power_of_two_scale(scale * 448));
        std::memcpy(weight.scales.data() + 1, powers.data(), powers.size() * 4);
        const auto x = rounded(random.normals(kRows * kWidth, 2.0f));
        const QuantisedRows quantised = quantise(x, kRows, kWidth);
        const auto found = under_all_schedules(
            [&](const SimtStream& stream) {
                const DeviceArray<std::uint8_t> codes(stream, quantised.codes);
                const DeviceArray<float> scales(stream, quantised.scales);
                const DeviceArray<std::byte> values(stream, packed_values(weight));
                const DeviceArray<float> weight_scales(stream, powers);
                const DeviceArray<float> out(kRows * kOut);
                cuda::gemm(stream, {codes.data(), scales.data(), nullptr, values.data(), weight_scales.data(),
                                    nullptr, out.data(), kRows, kWidth, kOut, true});
                return out.values(stream);
            },
            {std::size_t{1} << 30, 12, 0});
        if (!QTest::currentTestFailed())
            expect_close(found, expected_product(x, kRows, Codes, weight, ops::LinearOutput::F32), kFloat);
    }

    void tilesHaveNoConflicts() {
        Random random(10);
        const WeightData weight = random_weight(random, DType::F8E4M3, 128, 512);
        const QuantisedRows quantised = quantise(rounded(random.normals(64 * 512)), 64, 512);
        const SimtStream stream(0);
        const DeviceArray<std::uint8_t> codes(stream, quantised.codes);
        const DeviceArray<float> scales(stream, quantised.scales);
        const DeviceArray<std::byte> values(stream, packed_values(weight));
        const DeviceArray<float> weight_scales(stream, packed_scales(weight));
        const DeviceArray<float> out(64 * 128);
        cuda::gemm(stream, {codes.data(), scales.data(), nullptr, values.data(), weight_scales.data(),
                            nullptr, out.data(), 64, 512, 128});
        QCOMPARE(stream.finish(), std::string());
        // Both operands once, the result once; the scales are small.
        const double least = (128.0 * 512 + 64.0 * 512 + 64.0 * 128 * 4) / 32;
        QVERIFY2(static_cast<double>(simt::counters().sectors) < 1.1 * least,
                 qPrintable(QString("%1, least %2").arg(simt::counters().sectors).arg(least)));
        // Only the result's way through shared memory may have some.
        const double conflicts = static_cast<double>(simt::counters().bank_conflicts);
        QVERIFY2(conflicts < 0.1 * static_cast<double>(simt::counters().shared_wavefronts),
                 qPrintable(QString::number(conflicts)));
    }

    void selects_data() {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("topk");
        QTest::addColumn<int>("kind");
        const char* kinds[] = {"normal", "few values", "all equal", "zeros of both signs",
                               "infinities and NaN"};
        for (const auto& [count, topk] :
             {std::pair{1, 4}, {64, 64}, {65, 64}, {1000, 7}, {2049, 2048}, {5000, 2048}})
            for (int kind = 0; kind < 5; ++kind)
                QTest::addRow("%d of %d, %s", topk, count, kinds[kind]) << count << topk << kind;
        QTest::addRow("2048 of 20000, normal") << 20'000 << 2048 << 0;
    }
    void selects() {
        QFETCH(int, count);
        QFETCH(int, topk);
        QFETCH(int, kind);
        Random random(8);
        const int stride = count + 3;
        constexpr int kRows = 2;
        std::vector<float> scores;
        for (int i = 0; i < kRows * stride; ++i) {
            const float normal = random.normal();
            const auto few = static_cast<float>(random.between(-3, 3));
            const float strange[] = {INFINITY, -INFINITY, NAN, -NAN, 1.0f, 0.0f};
            scores.push_back(kind == 0   ? normal
                             : kind == 1 ? few
                             : kind == 2 ? -2.5f
                             : kind == 3 ? std::copysign(0.0f, normal)
                                         : strange[random.between(0, 5)]);
        }
        const std::vector<int> counts{count, count / 2 + 1};
        const auto found = under_all_schedules([&](const SimtStream& stream) {
            const DeviceArray<float> dscores(stream, scores);
            const DeviceArray<int> dcounts(stream, counts);
            const DeviceArray<int> selection(static_cast<std::size_t>(kRows * topk));
            cuda::top_k(stream, {dscores.data(), dcounts.data(), selection.data(), kRows, stride, topk});
            return selection.values(stream);
        });
        if (QTest::currentTestFailed())
            return;
        std::vector<int> expected;
        for (int r = 0; r < kRows; ++r) {
            const std::vector<float> row(scores.begin() + r * stride, scores.begin() + (r + 1) * stride);
            const auto selected = sorted_selection(row, counts[static_cast<std::size_t>(r)], topk);
            expected.insert(expected.end(), selected.begin(), selected.end());
        }
        QCOMPARE(found, expected);
    }
};

QTEST_GUILESS_MAIN(TestCudaProducts)
#include "test_cuda_products.moc"
