// Matrix instructions: each way to load fragments gives the product of the matrices. The elements are small
// integers, so that every order of a sum gives the same bits and a misplaced element another number.
#include "tests/kernels/cuda/cuda_test.h"
#include "tests/kernels/cuda/fragments.h"

using namespace hadal;
using namespace hadal::test;

class TestCudaFragments : public QObject {
    Q_OBJECT

  private slots:
    void multiplies_data() {
        QTest::addColumn<int>("fragments");
        QTest::newRow("bf16, ldmatrix") << static_cast<int>(Fragments::Bf16);
        QTest::newRow("bf16, ldmatrix.trans") << static_cast<int>(Fragments::Bf16Transposed);
        QTest::newRow("e4m3, ldmatrix") << static_cast<int>(Fragments::E4m3);
        QTest::newRow("e4m3, straight from memory") << static_cast<int>(Fragments::E4m3Direct);
        QTest::newRow("e4m3 as bf16") << static_cast<int>(Fragments::E4m3AsBf16);
    }
    void multiplies() {
        QFETCH(int, fragments);
        const auto kind = static_cast<Fragments>(fragments);
        const bool bf16 = kind == Fragments::Bf16 || kind == Fragments::Bf16Transposed;
        Random random(11);
        std::vector<float> a(16 * 64), b(8 * 64), expected(16 * 8);
        for (float& v : a)
            v = static_cast<float>(random.between(-8, 8));
        for (float& v : b)
            v = static_cast<float>(random.between(-8, 8));
        for (std::size_t r = 0; r < 16; ++r)
            for (std::size_t c = 0; c < 8; ++c)
                for (std::size_t k = 0; k < 64; ++k)
                    expected[r * 8 + c] +=
                        (kind == Fragments::Bf16Transposed ? a[k * 16 + r] : a[r * 64 + k]) * b[c * 64 + k];
        const auto found = under_all_schedules([&](const SimtStream& stream) {
            const DeviceArray<float> out(16 * 8);
            if (bf16) {
                const DeviceArray<std::uint16_t> da(stream, to_bf16(a));
                const DeviceArray<std::uint16_t> db(stream, to_bf16(b));
                tile_product(stream, kind, {da.data(), db.data(), out.data()});
                return out.values(stream);
            }
            std::vector<std::uint8_t> codes_a, codes_b;
            for (const float v : a)
                codes_a.push_back(ops::float_to_e4m3(v));
            for (const float v : b)
                codes_b.push_back(ops::float_to_e4m3(v));
            const DeviceArray<std::uint8_t> da(stream, codes_a);
            const DeviceArray<std::uint8_t> db(stream, codes_b);
            tile_product(stream, kind, {da.data(), db.data(), out.data()});
            return out.values(stream);
        });
        QCOMPARE(found, expected);
    }

    void scalesRowsAndColumns() {
        Random random(12);
        std::vector<std::uint8_t> a, b;
        std::vector<float> a_scales, b_scales, expected(16 * 8);
        for (int i = 0; i < 16 * 64; ++i)
            a.push_back(ops::float_to_e4m3(static_cast<float>(random.between(-8, 8))));
        for (int i = 0; i < 8 * 64; ++i)
            b.push_back(ops::float_to_e4m3(static_cast<float>(random.between(-8, 8))));
        for (int i = 0; i < 16; ++i)
            a_scales.push_back(std::ldexp(1.0f, i - 9));
        for (int i = 0; i < 8; ++i)
            b_scales.push_back(std::ldexp(1.0f, 3 - 2 * i));
        for (std::size_t r = 0; r < 16; ++r)
            for (std::size_t c = 0; c < 8; ++c)
                for (std::size_t k = 0; k < 64; ++k)
                    expected[r * 8 + c] += ops::e4m3_to_float(a[r * 64 + k]) * a_scales[r] *
                                           ops::e4m3_to_float(b[c * 64 + k]) * b_scales[c];
        const auto run = [&](const SimtStream& stream) {
            const DeviceArray<std::uint8_t> da(stream, a);
            const DeviceArray<std::uint8_t> db(stream, b);
            const DeviceArray<float> dsa(stream, a_scales);
            const DeviceArray<float> dsb(stream, b_scales);
            const DeviceArray<float> out(16 * 8);
            tile_product(stream, Fragments::E4m3Scaled,
                         {da.data(), db.data(), out.data(), dsa.data(), dsb.data()});
            return out.values(stream);
        };
        QCOMPARE(under_all_schedules(run, {std::size_t{1} << 20, 12, 0}), expected);
        // Other architectures do not have it.
        const SimtStream stream(0, {std::size_t{1} << 20, 9, 0});
        QVERIFY_EXCEPTION_THROWN(run(stream), Error);
        QCOMPARE(simt::findings().at(0).fault, simt::Fault::NoInstruction);
    }

    void seesMisalignedRows() {
        const SimtStream stream(0);
        const DeviceArray<std::uint16_t> a(stream, std::vector<std::uint16_t>(16 * 64));
        const DeviceArray<std::uint16_t> b(stream, std::vector<std::uint16_t>(8 * 64));
        const DeviceArray<float> out(16 * 8);
        misaligned_tile(stream, {a.data(), b.data(), out.data()});
        stream.finish();
        QCOMPARE(simt::findings().size(), std::size_t{1});
        QCOMPARE(simt::findings()[0].fault, simt::Fault::Misaligned);
    }
};

QTEST_GUILESS_MAIN(TestCudaFragments)
#include "test_cuda_fragments.moc"
