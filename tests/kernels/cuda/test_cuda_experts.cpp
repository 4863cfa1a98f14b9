// Gated MLPs by CUDA kernels on the simulator, against the reference.
#include "kernels/cuda/experts.h"
#include "tests/kernels/cuda/cuda_test.h"

#include <algorithm>
#include <numeric>

using namespace hadal;
using namespace hadal::test;

namespace {

constexpr auto kNone = ops::ActivationQuant::None;
constexpr auto kScaled = ops::ActivationQuant::Scaled;
constexpr auto kPowers = ops::ActivationQuant::PowerOfTwo;

struct Shape {
    DType dtype;
    ops::ActivationQuant quant;
    int rows, hidden, width, experts, topk;
    int shared = 0;      ///< its width
    bool skewed = false; ///< many rows choose expert 0, none the last
};

struct Mlp {
    WeightData gate, up, down;
    Mlp(Random& random, DType dtype, int hidden, int width)
        : gate(random_weight(random, dtype, width, hidden)), up(random_weight(random, dtype, width, hidden)),
          down(random_weight(random, dtype, hidden, width)) {}
    ops::MlpWeights view() const { return {gate.view(), up.view(), down.view()}; }
};

/// Weights in device memory.
class DeviceMlp {
  public:
    DeviceMlp(cudaStream_t stream, const Mlp& mlp) {
        weights.width = static_cast<int>(mlp.gate.rows);
        add(stream, mlp.gate, weights.gate, weights.gate_scales);
        add(stream, mlp.up, weights.up, weights.up_scales);
        add(stream, mlp.down, weights.down, weights.down_scales);
    }
    cuda::ExpertWeights weights;

  private:
    static void add(cudaStream_t stream, const WeightData& data, const void*& values, const float*& scales) {
        values = DeviceArray<std::byte>(stream, packed_values(data)).data();
        if (data.dtype == DType::F8E4M3)
            scales = DeviceArray<float>(stream, packed_scales(data)).data();
    }
};

struct Fixture {
    Shape s;
    Random random{41};
    std::vector<Mlp> routed;
    std::vector<Mlp> shared; ///< one or none
    std::vector<float> x, weights;
    std::vector<int> ids;

    explicit Fixture(const Shape& shape) : s(shape) {
        for (int e = 0; e < s.experts; ++e)
            routed.emplace_back(random, s.dtype, s.hidden, s.width);
        if (s.shared > 0)
            shared.emplace_back(random, s.dtype, s.hidden, s.shared);
        x = rounded(random.normals(s.rows * s.hidden));
        for (int r = 0; r < s.rows; ++r) {
            std::vector<int> order(static_cast<std::size_t>(s.experts - (s.skewed ? 1 : 0)));
            std::iota(order.begin(), order.end(), 0);
            for (std::size_t i = order.size(); i-- > 1;)
                std::swap(order[i],
                          order[static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(i)))]);
            if (s.skewed)
                std::iter_swap(order.begin(), std::find(order.begin(), order.end(), 0));
            ids.insert(ids.end(), order.begin(), order.begin() + s.topk);
        }
        for (int i = 0; i < s.rows * s.topk; ++i)
            weights.push_back(0.1f + std::abs(random.normal()));
    }

    std::vector<float> expected() const {
        const auto reference = reference::make_backend({true, s.quant});
        std::vector<Buffer> keep;
        const Tensor out = make_output(*reference, keep, s.rows, s.hidden);
        const Tensor in = make(*reference, keep, x, s.rows, s.hidden);
        if (s.topk == 0) {
            reference->mlp(out, in, shared.front().view());
            return floats(*reference, out);
        }
        std::vector<ops::MlpWeights> views;
        for (const Mlp& mlp : routed)
            views.push_back(mlp.view());
        ops::MlpWeights shared_view;
        if (!shared.empty())
            shared_view = shared.front().view();
        reference->experts(out, in, make(*reference, keep, ids, s.rows, s.topk),
                           make(*reference, keep, weights, s.rows, s.topk), views,
                           shared.empty() ? nullptr : &shared_view);
        return floats(*reference, out);
    }

    /// The first `rows` rows; in f32 where `exact`.
    std::vector<float> found(int rows, bool exact = false) const {
        return under_all_schedules([&](const SimtStream& stream) {
            const bool fp8 = s.dtype == DType::F8E4M3;
            const std::vector<float> few(x.begin(), x.begin() + rows * s.hidden);
            const QuantisedRows quantised = quantise(few, rows, s.hidden, s.quant == kPowers);
            const DeviceArray<std::uint8_t> codes(stream, quantised.codes);
            const DeviceArray<float> scales(stream, quantised.scales);
            const DeviceArray<std::uint16_t> plain(stream, to_bf16(few));
            const DeviceArray<int> dids(stream, ids.empty() ? std::vector<int>{0} : ids);
            const DeviceArray<float> dweights(stream, weights.empty() ? std::vector<float>{0} : weights);
            std::vector<cuda::ExpertWeights> table(1);
            for (std::size_t e = 0; e < routed.size(); ++e) {
                table.resize(e + 1);
                table[e] = DeviceMlp(stream, routed[e]).weights;
            }
            const DeviceArray<cuda::ExpertWeights> dtable(stream, table);
            cuda::Experts p;
            p.quant = s.quant;
            if (fp8 && s.quant != kNone && rows != 1) {
                p.codes = codes.data();
                p.scales = scales.data();
            } else {
                p.x = plain.data();
            }
            p.ids = dids.data();
            p.weights = dweights.data();
            p.routed = dtable.data();
            if (!shared.empty())
                p.shared = DeviceMlp(stream, shared.front()).weights;
            p.fp8 = fp8;
            p.rows = rows;
            p.topk = s.topk;
            p.expert_count = s.topk == 0 ? 0 : s.experts;
            p.hidden = s.hidden;
            p.width = std::max(s.topk == 0 ? 0 : s.width, s.shared);
            const auto count = static_cast<std::size_t>(rows * s.hidden);
            const DeviceArray<std::uint16_t> out(count);
            const DeviceArray<float> exact_out(count);
            if (exact)
                p.exact = exact_out.data();
            else
                p.out = out.data();
            const DeviceArray<std::byte> scratch(p.scratch_bytes());
            p.scratch = scratch.data();
            cuda::run_experts(stream, p);
            return exact ? exact_out.values(stream) : from_bf16(out.values(stream));
        });
    }
};

} // namespace

Q_DECLARE_METATYPE(Shape)

class TestCudaExperts : public QObject {
    Q_OBJECT

  private slots:
    void runs_data() {
        QTest::addColumn<Shape>("shape");
        constexpr DType kFp8 = DType::F8E4M3;
        constexpr DType kBf16Type = DType::BF16;
        QTest::newRow("FP8, one row") << Shape{kFp8, kPowers, 1, 256, 128, 8, 4, 128};
        QTest::newRow("FP8, three rows, scaled") << Shape{kFp8, kScaled, 3, 192, 96, 6, 4, 96};
        QTest::newRow("FP8, four rows, weights only") << Shape{kFp8, kNone, 4, 128, 64, 6, 3, 64};
        QTest::newRow("FP8, V3.2 on eight GPUs") << Shape{kFp8, kPowers, 1, 7168, 256, 1, 1};
        QTest::newRow("FP8, many rows") << Shape{kFp8, kPowers, 66, 128, 64, 3, 1, 64, true};
        QTest::newRow("FP8, many rows, weights only") << Shape{kFp8, kNone, 9, 192, 96, 6, 3, 192};
        QTest::newRow("bf16, two rows, wide shared expert") << Shape{kBf16Type, kNone, 2, 128, 64, 8, 3, 136};
        QTest::newRow("bf16, many rows, wide shared expert")
            << Shape{kBf16Type, kNone, 66, 72, 40, 4, 2, 80, true};
        QTest::newRow("bf16, nothing shared") << Shape{kBf16Type, kNone, 5, 128, 64, 8, 3};
        QTest::newRow("FP8, dense") << Shape{kFp8, kPowers, 3, 256, 0, 0, 0, 640};
        QTest::newRow("FP8, dense, many rows") << Shape{kFp8, kScaled, 9, 256, 0, 0, 0, 192};
        QTest::newRow("bf16, dense, long rows") << Shape{kBf16Type, kNone, 1, 2048, 0, 0, 0, 144};
    }
    void runs() {
        QFETCH(Shape, shape);
        const Fixture fixture(shape);
        const auto found = fixture.found(shape.rows);
        if (!QTest::currentTestFailed())
            expect_close(found, fixture.expected(), shape.quant == kNone ? kBf16 : kQuantised);
    }

    void rowsDoNotDependOnOthers() {
        const Fixture fixture({DType::F8E4M3, kPowers, 4, 256, 128, 6, 3, 128});
        const auto all = fixture.found(4);
        for (const int rows : {3, 1}) {
            const auto few = fixture.found(rows);
            if (QTest::currentTestFailed())
                return;
            QVERIFY(std::equal(few.begin(), few.end(), all.begin()));
        }
    }

    void sharesOfRanksAddUp() {
        // Without roundings of an expert's own output, which a rank cannot make.
        const Fixture fixture({DType::BF16, kNone, 6, 128, 64, 5, 2, 64});
        const auto exact = fixture.found(6, true);
        if (!QTest::currentTestFailed())
            expect_close(exact, fixture.expected(), kBf16);
    }

    void readsEveryChosenExpertOnce() {
        const Fixture fixture({DType::F8E4M3, kPowers, 1, 1024, 256, 3, 2, 256});
        fixture.found(1);
        if (QTest::currentTestFailed())
            return;
        const double weights = 3 * 3 * 1024.0 * 256 / 32;
        const auto sectors = static_cast<double>(simt::counters().sectors);
        QVERIFY2(sectors >= weights && sectors < 1.6 * weights,
                 qPrintable(QString::number(sectors / weights)));
    }

    void refusesOddSizes() {
        const SimtStream stream(0);
        cuda::Experts p;
        p.fp8 = true;
        p.rows = 1;
        p.hidden = 24;
        p.width = p.shared.width = 16;
        QVERIFY_EXCEPTION_THROWN(cuda::run_experts(stream, p), Error);
        p.hidden = 32;
        p.expert_count = 1024;
        p.topk = 1;
        QVERIFY_EXCEPTION_THROWN(cuda::run_experts(stream, p), Error);
    }
};

QTEST_GUILESS_MAIN(TestCudaExperts)
#include "test_cuda_experts.moc"
