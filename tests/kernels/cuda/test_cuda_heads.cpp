// The products with kv_b, head by head, by CUDA kernels on the simulator, against the reference.
#include "kernels/cuda/heads.h"
#include "tests/kernels/cuda/cuda_test.h"

using namespace hadal;
using namespace hadal::test;

namespace {

struct Shape {
    DType dtype;
    int heads, nope, rope, v, rank;
    std::vector<int> rows; ///< the numbers of rows to try, the largest first
};

cuda::HeadWeights device_weights(const Shape& s, const DeviceArray<std::byte>& values,
                                 const DeviceArray<float>& scales) {
    return {values.data(), s.dtype == DType::F8E4M3 ? scales.data() : nullptr, s.heads, s.nope, s.v, s.rank};
}

ops::AttentionShape attention_shape(const Shape& s) {
    return {s.heads, s.nope, s.rope, s.v, s.rank, 0.1f};
}

} // namespace

Q_DECLARE_METATYPE(Shape)

class TestCudaHeads : public QObject {
    Q_OBJECT

    static void add_shapes() {
        QTest::addColumn<Shape>("shape");
        QTest::newRow("FP8, tiny") << Shape{DType::F8E4M3, 4, 32, 16, 48, 128, {18, 4, 1}};
        QTest::newRow("FP8, ragged") << Shape{DType::F8E4M3, 3, 32, 16, 30, 136, {5, 3}};
        QTest::newRow("FP8, V3.2") << Shape{DType::F8E4M3, 1, 128, 64, 128, 512, {5, 1}};
        QTest::newRow("bf16, tiny") << Shape{DType::BF16, 4, 32, 16, 32, 64, {18, 4, 1}};
        QTest::newRow("bf16, V2-Lite") << Shape{DType::BF16, 1, 128, 64, 128, 512, {5}};
        QTest::newRow("FP8, GLM-5") << Shape{DType::F8E4M3, 1, 192, 64, 256, 512, {4}};
    }

    /// Runs `run(stream, rows)` for several numbers of rows; all must agree in the rows that they share.
    template <typename Run>
    static std::vector<float> any_number_of_rows(const Shape& shape, Run run) {
        std::vector<std::uint16_t> all;
        for (const int rows : shape.rows) {
            const auto found =
                under_all_schedules([&](const SimtStream& stream) { return run(stream, rows); });
            if (QTest::currentTestFailed())
                break;
            if (all.empty())
                all = found;
            if (!std::equal(found.begin(), found.end(), all.begin()))
                QTest::qFail("a row depends on how many share the call", __FILE__, __LINE__);
        }
        return from_bf16(all);
    }

  private slots:
    void absorbs_data() { add_shapes(); }
    void absorbs() {
        QFETCH(Shape, shape);
        const int most = shape.rows.front();
        Random random(31);
        const WeightData kv_b =
            random_weight(random, shape.dtype, shape.heads * (shape.nope + shape.v), shape.rank);
        const std::int64_t q_width = shape.heads * (shape.nope + shape.rope);
        const std::int64_t out_width = shape.heads * (shape.rank + shape.rope);
        const auto q = rounded(random.normals(most * q_width, 3.0f));
        const auto found = any_number_of_rows(shape, [&](const SimtStream& stream, int rows) {
            const DeviceArray<std::uint16_t> dq(stream, to_bf16(q));
            const DeviceArray<std::byte> values(stream, packed_values(kv_b));
            const DeviceArray<float> scales(stream, shape.dtype == DType::F8E4M3 ? packed_scales(kv_b)
                                                                                 : std::vector<float>{0});
            const DeviceArray<std::uint16_t> out(static_cast<std::size_t>(rows * out_width));
            cuda::absorb_queries(
                stream, {dq.data(), out.data(), device_weights(shape, values, scales), rows, shape.rope});
            return out.values(stream);
        });
        if (QTest::currentTestFailed())
            return;
        const auto reference = reference::make_backend(kPublisher);
        std::vector<Buffer> keep;
        const Tensor out = make_output(*reference, keep, most, out_width);
        reference->absorb_queries(out, make(*reference, keep, q, most, q_width), kv_b.view(),
                                  attention_shape(shape));
        expect_close(found, floats(*reference, out), kBf16);
    }

    void projects_data() { add_shapes(); }
    void projects() {
        QFETCH(Shape, shape);
        const int most = shape.rows.front();
        Random random(32);
        const WeightData kv_b =
            random_weight(random, shape.dtype, shape.heads * (shape.nope + shape.v), shape.rank);
        const std::int64_t u_width = shape.heads * shape.rank;
        const std::int64_t out_width = shape.heads * shape.v;
        const auto u = rounded(random.normals(most * u_width, 3.0f));
        const auto found = any_number_of_rows(shape, [&](const SimtStream& stream, int rows) {
            const DeviceArray<std::uint16_t> du(stream, to_bf16(u));
            const DeviceArray<std::byte> values(stream, packed_values(kv_b));
            const DeviceArray<float> scales(stream, shape.dtype == DType::F8E4M3 ? packed_scales(kv_b)
                                                                                 : std::vector<float>{0});
            const DeviceArray<std::uint16_t> out(static_cast<std::size_t>(rows * out_width));
            cuda::project_values(stream,
                                 {du.data(), out.data(), device_weights(shape, values, scales), rows});
            return out.values(stream);
        });
        if (QTest::currentTestFailed())
            return;
        const auto reference = reference::make_backend(kPublisher);
        std::vector<Buffer> keep;
        const Tensor out = make_output(*reference, keep, most, out_width);
        reference->project_values(out, make(*reference, keep, u, most, u_width), kv_b.view(),
                                  attention_shape(shape));
        expect_close(found, floats(*reference, out), kBf16);
    }

    void refusesOddSizes() {
        const SimtStream stream(0);
        cuda::ProjectValues p;
        p.rows = 1;
        p.weights = {nullptr, nullptr, 1, 32, 32, 130};
        QVERIFY_EXCEPTION_THROWN(cuda::project_values(stream, p), Error);
        p.weights.rank = 516;
        QVERIFY_EXCEPTION_THROWN(cuda::project_values(stream, p), Error);
    }
};

QTEST_GUILESS_MAIN(TestCudaHeads)
#include "test_cuda_heads.moc"
