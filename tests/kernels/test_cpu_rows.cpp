// Row operations, linears and experts of the CPU backend against the reference.
#include "tests/kernels/backend_test.h"

#include <bit>

using namespace hadal;
using namespace hadal::test;

namespace {

const ops::Numerics kPlain;
const ops::Numerics kRounded{true, ops::ActivationQuant::None};
const ops::Numerics kScaled{false, ops::ActivationQuant::Scaled};
const ops::Numerics kPublisher{true, ops::ActivationQuant::PowerOfTwo};

} // namespace

class TestCpuRows : public QObject {
    Q_OBJECT

  private slots:
    void embedsAndGathers() {
        Random random(1);
        for (const DType dtype : {DType::F32, DType::BF16}) {
            const WeightData table = random_weight(random, dtype, 11, 37);
            for (const ops::Numerics& numerics : {kPlain, kRounded})
                compare(
                    numerics,
                    [&](Backend& b) {
                        std::vector<Buffer> keep;
                        const Tensor ids = make(b, keep, std::vector<std::int32_t>{3, 0, 10, 3}, 4, 1);
                        const Tensor out = make_output(b, keep, 4, 37, 3);
                        b.embed(out, ids, table_view(table));
                        const Tensor rows = make(b, keep, std::vector<std::int32_t>{2, 2, 1}, 3, 1);
                        const Tensor gathered = make_output(b, keep, 3, 37);
                        b.gather_rows(gathered, out, rows);
                        auto result = floats(b, out);
                        const auto more = floats(b, gathered);
                        result.insert(result.end(), more.begin(), more.end());
                        return result;
                    },
                    Tolerance{0x1p-30});
        }
    }

    void normalises_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("width");
        for (const auto& [rows, width] : {std::pair{1, 1}, {1, 7}, {3, 64}, {5, 129}, {40, 4100}})
            QTest::addRow("%d x %d", rows, width) << rows << width;
    }
    void normalises() {
        QFETCH(int, rows);
        QFETCH(int, width);
        Random random(2);
        const auto x = random.normals(rows * width, 3.0f);
        const auto delta = random.normals(rows * width);
        for (const DType dtype : {DType::F32, DType::BF16}) {
            const WeightData weight = random_weight(random, dtype, 1, width);
            for (const auto& [numerics, tolerance] : {std::pair{kPlain, kFloat}, {kRounded, kBf16}})
                compare(
                    numerics,
                    [&](Backend& b) {
                        std::vector<Buffer> keep;
                        const Tensor a = make(b, keep, x, rows, width, 5);
                        const Tensor d = make(b, keep, delta, rows, width);
                        const Tensor out = make_output(b, keep, rows, width, 2);
                        b.add_rms_norm(out, a, d, table_view(weight), 1e-5f);
                        b.add(a, out);
                        b.rms_norm(a, a, table_view(weight), 1e-6f);
                        auto result = floats(b, out);
                        const auto more = floats(b, a);
                        result.insert(result.end(), more.begin(), more.end());
                        return result;
                    },
                    tolerance);
        }
    }

    void multiplies_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("in");
        QTest::addColumn<int>("out");
        const int shapes[][3] = {{1, 1, 1},      {1, 7, 3},      {1, 128, 144},  {1, 257, 1001},
                                 {2, 130, 19},   {3, 96, 21},    {4, 511, 300},  {5, 200, 129},
                                 {6, 33, 17},    {19, 1400, 70}, {133, 150, 37}, {64, 64, 64},
                                 {1, 2048, 130}, {7, 1024, 16}};
        for (const auto& s : shapes)
            if (!kSanitized || s[0] * s[1] * s[2] < 300'000 || s[0] == 133)
                QTest::addRow("%d rows, %d to %d", s[0], s[1], s[2]) << s[0] << s[1] << s[2];
    }
    void multiplies() {
        QFETCH(int, rows);
        QFETCH(int, in);
        QFETCH(int, out);
        Random random(static_cast<unsigned>(rows * 7919 + in * 31 + out));
        const auto x = random.normals(rows * in, 0.5f);
        for (const DType dtype : {DType::F32, DType::BF16, DType::F8E4M3}) {
            const WeightData weight = random_weight(random, dtype, out, in);
            // The inputs are the same floats, hence their quantisation too: no allowance for it is needed.
            for (const auto& [numerics, tolerance] :
                 {std::pair{kPlain, kFloat}, {kScaled, kFloat}, {kPublisher, kBf16}})
                for (const auto output : {ops::LinearOutput::Activation, ops::LinearOutput::F32})
                    compare(
                        numerics,
                        [&](Backend& b) {
                            std::vector<Buffer> keep;
                            const Tensor input = make(b, keep, x, rows, in, 3);
                            const Tensor y = make_output(b, keep, rows, out, 1);
                            b.linear(y, input, weight.view(), output);
                            return floats(b, y);
                        },
                        output == ops::LinearOutput::F32 ? kFloat : tolerance);
        }
    }

    void rowsDoNotDependOnTheirNeighbours() {
        Random random(5);
        const int rows = 9;
        const int in = 300;
        const int out = 70;
        const auto x = random.normals(rows * in);
        for (const DType dtype : {DType::F32, DType::BF16, DType::F8E4M3}) {
            const WeightData weight = random_weight(random, dtype, out, in);
            for_each_cpu(kScaled, [&](Backend& b, const QByteArray& label) {
                std::vector<Buffer> keep;
                const Tensor input = make(b, keep, x, rows, in);
                const Tensor together = make_output(b, keep, rows, out);
                b.linear(together, input, weight.view());
                for (const int count : {1, 2, 3, 4, 5}) {
                    const Tensor some = make_output(b, keep, count, out);
                    b.linear(some, input.slice_rows(rows - count, count), weight.view());
                    QVERIFY2(floats(b, some) == floats(b, together.slice_rows(rows - count, count)),
                             qPrintable(QString("%1: %2 rows alone").arg(label.constData()).arg(count)));
                }
            });
        }
    }

    /// A NaN of the arithmetic and one of all bits, for which adding to round would carry over.
    void keepsNan() {
        Random random(7);
        const int width = 150;
        auto x = random.normals(6 * width);
        x[1 * width + 3] = NAN;
        x[2 * width + 140] = std::bit_cast<float>(0xffffffffu);
        x[4 * width] = std::bit_cast<float>(0x7fffffffu);
        const WeightData norm = random_weight(random, DType::BF16, 1, width);
        for (const DType dtype : {DType::F32, DType::BF16, DType::F8E4M3}) {
            const WeightData weight = random_weight(random, dtype, 30, width);
            for (const auto& numerics : {kPlain, kRounded, kScaled, kPublisher})
                compare(
                    numerics,
                    [&](Backend& b) {
                        std::vector<Buffer> keep;
                        const Tensor input = make(b, keep, x, 6, width);
                        const Tensor y = make_output(b, keep, 6, 30);
                        b.linear(y, input, weight.view());
                        const Tensor normed = make_output(b, keep, 6, width);
                        b.rms_norm(normed, input, table_view(norm), 1e-6f);
                        b.add(input, input);
                        auto result = floats(b, y);
                        for (const Tensor& more : {normed, input})
                            for (const float v : floats(b, more))
                                result.push_back(v);
                        return result;
                    },
                    kQuantised);
        }
    }

    void quantisesZeroAndExtremeGroups() {
        // Groups of zeros, of 448·2^k, of the next float above, and of tiny values.
        std::vector<float> x(5 * 128, 0.0f);
        x[128] = 448.0f * 4;
        x[256] = std::nextafter(448.0f * 4, 1e9f);
        x[384] = -1e-30f;
        for (std::size_t i = 512; i < 640; ++i)
            x[i] = static_cast<float>(i - 575) * 0.001f;
        Random random(6);
        const WeightData weight = random_weight(random, DType::F8E4M3, 20, 640);
        for (const auto quant : {ops::ActivationQuant::Scaled, ops::ActivationQuant::PowerOfTwo})
            compare(
                {false, quant},
                [&](Backend& b) {
                    std::vector<Buffer> keep;
                    const Tensor out = make_output(b, keep, 1, 20);
                    b.linear(out, make(b, keep, x, 1, 640), weight.view());
                    return floats(b, out);
                },
                kFloat);
    }

    void routes_data() {
        QTest::addColumn<int>("scoring");
        QTest::addColumn<int>("group");
        QTest::addColumn<bool>("normalise");
        QTest::addColumn<bool>("bias");
        for (const int scoring : {0, 1})
            for (const int group : {0, 1, 2})
                for (const bool normalise : {false, true})
                    for (const bool bias : {false, true})
                        QTest::addRow("scoring %d group %d normalise %d bias %d", scoring, group, normalise,
                                      bias)
                            << scoring << group << normalise << bias;
    }
    void routes() {
        QFETCH(int, scoring);
        QFETCH(int, group);
        QFETCH(bool, normalise);
        QFETCH(bool, bias);
        ops::RoutingShape shape;
        shape.experts = 24;
        shape.topk = 5;
        shape.groups = 6;
        shape.topk_groups = 3;
        shape.scoring = static_cast<ops::Scoring>(scoring);
        shape.group_score = static_cast<ops::GroupScore>(group);
        shape.normalise = normalise;
        shape.scale = 2.5f;
        Random random(static_cast<unsigned>(scoring * 100 + group * 10 + normalise * 2 + bias));
        const std::int64_t rows = 300;
        auto logits = random.normals(rows * shape.experts, 2.0f);
        std::fill_n(logits.begin(), shape.experts, 0.25f); // a row of ties
        const WeightData biases = random_weight(random, DType::F32, 1, shape.experts);
        compare(
            kPlain,
            [&](Backend& b) {
                std::vector<Buffer> keep;
                const Tensor g = make(b, keep, logits, rows, shape.experts);
                const Tensor ids =
                    make(b, keep, std::vector<std::int32_t>(static_cast<std::size_t>(rows * shape.topk)),
                         rows, shape.topk);
                const Tensor weights = make_output(b, keep, rows, shape.topk);
                b.route(ids, weights, g, bias ? table_view(biases) : Tensor(), shape);
                auto result = floats(b, weights);
                for (const std::int32_t id : integers(b, ids))
                    result.push_back(static_cast<float>(id));
                return result;
            },
            kFloat);
    }

    void runsExperts_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("hidden");
        QTest::addColumn<int>("width");
        QTest::addColumn<bool>("shared");
        QTest::addRow("one row") << 1 << 256 << 128 << true;
        QTest::addRow("ragged") << 3 << 140 << 83 << true;
        QTest::addRow("many rows") << 21 << 96 << 72 << false;
    }
    void runsExperts() {
        QFETCH(int, rows);
        QFETCH(int, hidden);
        QFETCH(int, width);
        QFETCH(bool, shared);
        constexpr int kExperts = 6;
        constexpr int kTopk = 3;
        Random random(static_cast<unsigned>(rows + hidden));
        const auto x = random.normals(rows * hidden, 0.3f);
        std::vector<std::int32_t> ids;
        for (int r = 0; r < rows; ++r)
            for (int k = 0; k < kTopk; ++k)
                ids.push_back((r + 2 * k) % kExperts);
        const auto factors = random.normals(rows * kTopk);
        for (const DType dtype : {DType::F32, DType::BF16, DType::F8E4M3}) {
            std::vector<WeightData> data;
            std::vector<ops::MlpWeights> experts;
            const auto add = [&](int inner, DType type) {
                data.push_back(random_weight(random, type, inner, hidden));
                data.push_back(random_weight(random, type, inner, hidden));
                data.push_back(random_weight(random, type, hidden, inner));
            };
            for (int e = 0; e < kExperts; ++e)
                add(width, dtype);
            add(2 * width, dtype == DType::F8E4M3 ? DType::BF16 : dtype); // the shared one may differ
            for (std::size_t e = 0; e < data.size(); e += 3)
                experts.push_back({data[e].view(), data[e + 1].view(), data[e + 2].view()});
            const auto run = [&](Backend& b) {
                std::vector<Buffer> keep;
                const Tensor input = make(b, keep, x, rows, hidden, 4);
                const Tensor out = make_output(b, keep, rows, hidden);
                b.experts(out, input, make(b, keep, ids, rows, kTopk), make(b, keep, factors, rows, kTopk),
                          {experts.data(), kExperts}, shared ? &experts.back() : nullptr);
                const Tensor dense = make_output(b, keep, rows, hidden, 1);
                b.mlp(dense, input, experts[1]);
                auto result = floats(b, out);
                const auto more = floats(b, dense);
                result.insert(result.end(), more.begin(), more.end());
                return result;
            };
            compare(kPlain, run, kFloat);
            compare(kRounded, run, kBf16);
            if (dtype == DType::F8E4M3) {
                compare(kScaled, run, kQuantised);
                compare(kPublisher, run, kQuantised);
            }
        }
    }

    void refusesWrongArguments() {
        const auto backend = cpu::make_backend({1, {}});
        std::vector<Buffer> keep;
        Random random(9);
        const WeightData weight = random_weight(random, DType::F8E4M3, 130, 140);
        const Tensor x = make_output(*backend, keep, 2, 140);
        const Tensor out = make_output(*backend, keep, 2, 130);
        const auto refused = [](const std::function<void()>& call, const char* word) {
            try {
                call();
            } catch (const Error& error) {
                return error.kind() == ErrorKind::InvalidArgument &&
                       QString(error.what()).contains(QLatin1String(word));
            }
            return false;
        };
        QVERIFY(refused([&] { backend->linear(out, out, weight.view()); }, "expected [2, 140]"));
        QVERIFY(refused([&] { backend->linear(x, x, weight.view()); }, "expected [2, 130]"));
        auto missing = weight.view();
        missing.scales = {};
        QVERIFY(refused([&] { backend->linear(out, x, missing); }, "scales"));
        auto wrong = weight.view();
        wrong.values.dtype = DType::U8;
        QVERIFY(refused([&] { backend->linear(out, x, wrong); }, "U8"));
        const Tensor ids = make(*backend, keep, std::vector<std::int32_t>{0, 130}, 2, 1);
        const WeightData table = random_weight(random, DType::F32, 130, 140);
        QVERIFY(refused([&] { backend->embed(x, ids, table_view(table)); }, "130"));
        QVERIFY(refused([&] { backend->begin_step(std::array{ops::SequenceRows{1, 1, 0, {}}}); }, "row 1"));
        QVERIFY(refused([&] { backend->begin_step(std::array{ops::SequenceRows{0, 1, 64, {}}}); }, "pages"));
        QVERIFY(refused([] { cpu::make_backend({-1, {}}); }, "-1"));
    }
};

QTEST_GUILESS_MAIN(TestCpuRows)
#include "test_cpu_rows.moc"
