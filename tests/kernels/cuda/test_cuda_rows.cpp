// Kernels that work on rows, on the simulator, against the reference.
#include "kernels/cuda/norm.h"
#include "kernels/cuda/rope.h"
#include "kernels/cuda/rows.h"
#include "tests/kernels/cuda/cuda_test.h"

using namespace hadal;
using namespace hadal::test;

namespace {

struct NormResult {
    std::vector<std::uint16_t> out, residual;
    std::vector<std::uint8_t> codes;
    std::vector<float> scales;
    bool operator==(const NormResult&) const = default;
};

} // namespace

class TestCudaRows : public QObject {
    Q_OBJECT

  private slots:
    void normalises_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("width");
        QTest::addColumn<bool>("adds");
        for (const auto& [rows, width] : {std::pair{1, 8}, {3, 40}, {2, 136}, {4, 512}, {2, 1536}, {3, 7168}})
            for (const bool adds : {false, true})
                QTest::addRow("%d x %d%s", rows, width, adds ? ", with a delta" : "")
                    << rows << width << adds;
    }
    void normalises() {
        QFETCH(int, rows);
        QFETCH(int, width);
        QFETCH(bool, adds);
        Random random(3);
        auto x = rounded(random.normals(rows * width, 3.0f));
        auto delta = random.normals(rows * width);
        const auto weight = rounded(random.normals(width));
        // One group of nothing but zeros.
        for (int c = 0; c < std::min(width, 128); ++c)
            x[static_cast<std::size_t>(c)] = delta[static_cast<std::size_t>(c)] = 0.0f;
        x[static_cast<std::size_t>(rows * width - 1)] = 1.0f;

        const NormResult found = under_all_schedules([&](const SimtStream& stream) {
            const auto count = static_cast<std::size_t>(rows * width);
            const DeviceArray<std::uint16_t> dx(stream, to_bf16(x));
            const DeviceArray<float> ddelta(stream, delta);
            const DeviceArray<std::uint16_t> dweight(stream, to_bf16(weight));
            const DeviceArray<std::uint16_t> out(count);
            const DeviceArray<std::uint8_t> codes(count);
            const DeviceArray<float> scales(static_cast<std::size_t>(rows * ops::fp8_blocks(width)));
            cuda::rms_norm(stream, {dx.data(), adds ? ddelta.data() : nullptr, dweight.data(), out.data(),
                                    codes.data(), scales.data(), rows, width, 1e-6f});
            return NormResult{out.values(stream), dx.values(stream), codes.values(stream),
                              scales.values(stream)};
        });
        if (QTest::currentTestFailed())
            return;

        const auto reference = reference::make_backend({true, ops::ActivationQuant::None});
        std::vector<Buffer> keep;
        const Tensor residual = make(*reference, keep, x, rows, width);
        const Tensor w = make(*reference, keep, weight, 1, width);
        const Tensor out = make_output(*reference, keep, rows, width);
        if (adds)
            reference->add_rms_norm(out, residual, make(*reference, keep, delta, rows, width), w, 1e-6f);
        else
            reference->rms_norm(out, residual, w, 1e-6f);
        expect_close(from_bf16(found.out), floats(*reference, out), kBf16);
        QCOMPARE(from_bf16(found.residual), floats(*reference, residual));
        // Codes and scales are those of the rounded output, bit for bit.
        const QuantisedRows quantised = quantise(from_bf16(found.out), rows, width);
        QCOMPARE(found.codes, quantised.codes);
        QCOMPARE(found.scales, quantised.scales);
    }

    void normalisesWithoutCodes() {
        const auto found = under_all_schedules([](const SimtStream& stream) {
            const DeviceArray<std::uint16_t> x(stream, to_bf16(std::vector<float>(16, 2.0f)));
            const DeviceArray<std::uint16_t> weight(stream, to_bf16(std::vector<float>(16, 3.0f)));
            const DeviceArray<std::uint16_t> out(16);
            cuda::rms_norm(stream,
                           {x.data(), nullptr, weight.data(), out.data(), nullptr, nullptr, 1, 16, 0.0f});
            return out.values(stream);
        });
        QCOMPARE(from_bf16(found), std::vector<float>(16, 3.0f));
        const SimtStream stream(0);
        cuda::RmsNorm p;
        p.rows = 1;
        for (const int width : {0, 12, 8200}) {
            p.width = width;
            QVERIFY_EXCEPTION_THROWN(cuda::rms_norm(stream, p), Error);
        }
    }

    void addsRoundedDeltasIntoColumns() {
        // As MTP does: the result is one half of wider rows.
        constexpr int kRows = 3;
        constexpr int kWidth = 136;
        Random random(8);
        const auto x = rounded(random.normals(kRows * kWidth));
        const auto delta = rounded(random.normals(kRows * kWidth));
        const auto weight = rounded(random.normals(kWidth));
        const NormResult found = under_all_schedules([&](const SimtStream& stream) {
            const DeviceArray<std::uint16_t> dx(stream, to_bf16(x));
            const DeviceArray<std::uint16_t> ddelta(stream, to_bf16(delta));
            const DeviceArray<std::uint16_t> dweight(stream, to_bf16(weight));
            const DeviceArray<std::uint16_t> out(stream, std::vector<std::uint16_t>(2 * kRows * kWidth, 7));
            cuda::RmsNorm p;
            p.x = dx.data();
            p.rounded_delta = ddelta.data();
            p.weight = dweight.data();
            p.out = out.data() + kWidth;
            p.out_stride = 2 * kWidth;
            p.rows = kRows;
            p.width = kWidth;
            p.eps = 1e-6f;
            cuda::rms_norm(stream, p);
            return NormResult{out.values(stream), dx.values(stream), {}, {}};
        });
        if (QTest::currentTestFailed())
            return;
        const auto reference = reference::make_backend(kPublisher);
        std::vector<Buffer> keep;
        const Tensor residual = make(*reference, keep, x, kRows, kWidth);
        const Tensor out = make_output(*reference, keep, kRows, kWidth);
        reference->add_rms_norm(out, residual, make(*reference, keep, delta, kRows, kWidth),
                                make(*reference, keep, weight, 1, kWidth), 1e-6f);
        QCOMPARE(from_bf16(found.residual), floats(*reference, residual));
        std::vector<float> columns;
        for (int r = 0; r < kRows; ++r)
            for (int c = 0; c < 2 * kWidth; ++c) {
                const std::uint16_t bits = found.out[static_cast<std::size_t>(2 * r * kWidth + c)];
                if (c < kWidth)
                    QCOMPARE(bits, 7);
                else
                    columns.push_back(ops::bf16_to_float(bits));
            }
        expect_close(columns, floats(*reference, out), kBf16);
    }

    void gathersAndAdds_data() {
        QTest::addColumn<int>("width");
        for (const int width : {8, 26, 1032})
            QTest::addRow("%d", width) << width;
    }
    void gathersAndAdds() {
        QFETCH(int, width);
        Random random(9);
        const auto table = to_bf16(random.normals(5 * width));
        const std::vector<int> rows{4, 0, 4, 2};
        const auto gathered = under_all_schedules([&](const SimtStream& stream) {
            const DeviceArray<std::uint16_t> from(stream, table);
            const DeviceArray<int> which(stream, rows);
            const DeviceArray<std::uint16_t> out(rows.size() * static_cast<std::size_t>(width));
            cuda::gather_rows(stream, {from.data(), which.data(), out.data(), 4, 2 * width});
            return out.values(stream);
        });
        std::vector<std::uint16_t> expected;
        for (const int row : rows)
            expected.insert(expected.end(), table.begin() + row * width, table.begin() + (row + 1) * width);
        QCOMPARE(gathered, expected);

        const auto a = rounded(random.normals(4 * width));
        const auto b = rounded(random.normals(4 * width));
        const auto sums = under_all_schedules([&](const SimtStream& stream) {
            const DeviceArray<std::uint16_t> residual(stream, to_bf16(a));
            const DeviceArray<std::uint16_t> delta(stream, to_bf16(b));
            cuda::add_rows(stream, {residual.data(), delta.data(), 4 * width});
            return residual.values(stream);
        });
        std::vector<float> plain;
        for (std::size_t i = 0; i < a.size(); ++i)
            plain.push_back(ops::round_to_bf16(a[i] + b[i]));
        QCOMPARE(from_bf16(sums), plain);
    }

    void quantises_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<bool>("powers");
        for (const int width : {4, 136, 2048})
            for (const bool powers : {false, true})
                QTest::addRow("%d, %s", width, powers ? "powers of two" : "scaled") << width << powers;
    }
    void quantises() {
        QFETCH(int, width);
        QFETCH(bool, powers);
        constexpr int kRows = 3;
        Random random(10);
        auto x = rounded(random.normals(kRows * width, 5.0f));
        std::fill_n(x.begin(), std::min(width, 128), 0.0f);
        struct Result {
            std::vector<std::uint8_t> codes;
            std::vector<float> scales;
            bool operator==(const Result&) const = default;
        };
        const Result found = under_all_schedules([&](const SimtStream& stream) {
            const DeviceArray<std::uint16_t> dx(stream, to_bf16(x));
            const DeviceArray<std::uint8_t> codes(x.size());
            const DeviceArray<float> scales(static_cast<std::size_t>(kRows * ops::fp8_blocks(width)));
            cuda::quantise_rows(stream, {dx.data(), codes.data(), scales.data(), kRows, width, powers});
            return Result{codes.values(stream), scales.values(stream)};
        });
        const QuantisedRows expected = quantise(x, kRows, width, powers);
        QCOMPARE(found.codes, expected.codes);
        QCOMPARE(found.scales, expected.scales);
    }

    /// In columns, and as exponents in whole tiles.
    void arrangesScales_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("blocks");
        QTest::addRow("one tile") << 16 << 1;
        QTest::addRow("tiles of two rows of them") << 144 << 3;
    }
    void arrangesScales() {
        QFETCH(int, rows);
        QFETCH(int, blocks);
        Random random(12);
        std::vector<float> scales;
        for (int i = 0; i < rows * blocks; ++i)
            scales.push_back(std::ldexp(1.0f, static_cast<int>(random.between(-20, 20))));
        const int tiled_rows = (rows + 127) / 128 * 128;
        struct Result {
            std::vector<float> columns;
            std::vector<std::uint8_t> tiles, shared;
            bool operator==(const Result&) const = default;
        };
        const Result found = under_all_schedules([&](const SimtStream& stream) {
            const DeviceArray<float> given(stream, scales);
            const DeviceArray<float> columns(scales.size());
            const DeviceArray<std::uint8_t> tiles(static_cast<std::size_t>(4 * tiled_rows * blocks));
            const DeviceArray<std::uint8_t> shared(tiles.size());
            cuda::arrange_scales(stream, {given.data(), columns.data(), nullptr, rows, blocks});
            cuda::arrange_scales(stream, {given.data(), nullptr,
                                          reinterpret_cast<std::uint32_t*>(tiles.data()), rows, blocks});
            // The same again, of one row of scales for all rows up to 128.
            cuda::arrange_scales(
                stream,
                {given.data(), nullptr, reinterpret_cast<std::uint32_t*>(shared.data()), rows, blocks, 128});
            return Result{columns.values(stream), tiles.values(stream), shared.values(stream)};
        });
        for (int block = 0; block < blocks && !QTest::currentTestFailed(); ++block)
            for (int row = 0; row < tiled_rows; ++row) {
                const bool inside = row < rows;
                const float scale = inside ? scales[static_cast<std::size_t>(row * blocks + block)] : 0.0f;
                if (inside)
                    QCOMPARE(found.columns[static_cast<std::size_t>(block * rows + row)], scale);
                // In a tile, rows 32 apart follow one another by four bytes, neighbours by 16.
                const int first = (row / 128 * blocks + block) * 512 + row % 32 * 16 + row % 128 / 32 * 4;
                const float of_many = scales[static_cast<std::size_t>(row / 128 * blocks + block)];
                for (int part = 0; part < 4; ++part) {
                    const auto at = static_cast<std::size_t>(first + part);
                    QCOMPARE(int{found.tiles[at]}, inside ? std::ilogb(scale) + 127 : 0);
                    QCOMPARE(int{found.shared[at]}, inside ? std::ilogb(of_many) + 127 : 0);
                }
            }
    }

    void refusesOddRows() {
        const SimtStream stream(0);
        QVERIFY_EXCEPTION_THROWN(cuda::gather_rows(stream, {nullptr, nullptr, nullptr, 1, 6}), Error);
        QVERIFY_EXCEPTION_THROWN(cuda::add_rows(stream, {nullptr, nullptr, 12}), Error);
        QVERIFY_EXCEPTION_THROWN(cuda::quantise_rows(stream, {nullptr, nullptr, nullptr, 1, 6, true}), Error);
    }

    void movesNoMoreThanItMust() {
        const SimtStream stream(0);
        const DeviceArray<std::uint16_t> x(stream, to_bf16(std::vector<float>(2 * 7168, 2.0f)));
        const DeviceArray<std::uint16_t> weight(stream, to_bf16(std::vector<float>(7168, 3.0f)));
        const DeviceArray<std::uint16_t> out(2 * 7168);
        cuda::rms_norm(stream,
                       {x.data(), nullptr, weight.data(), out.data(), nullptr, nullptr, 2, 7168, 0.0f});
        QCOMPARE(stream.finish(), std::string());
        const simt::Counters& counters = simt::counters();
        QCOMPARE(counters.sectors, counters.minimum_sectors);
        QCOMPARE(counters.sectors, std::uint64_t{2 * 3 * 7168 * 2 / 32});
        QCOMPARE(counters.bank_conflicts, 0u);
        QCOMPARE(counters.barriers, 2u);
    }

    void rotates_data() {
        QTest::addColumn<int>("heads");
        QTest::addColumn<int>("head_dim");
        QTest::addColumn<int>("dim");
        QTest::addRow("3 heads of 24, 8 rotated") << 3 << 24 << 8;
        QTest::addRow("16 heads of 192, 64 rotated") << 16 << 192 << 64;
        QTest::addRow("1 head of 128, all rotated") << 1 << 128 << 128;
    }
    void rotates() {
        QFETCH(int, heads);
        QFETCH(int, head_dim);
        QFETCH(int, dim);
        Random random(4);
        const std::vector<int> positions{0, 1, 700, 4095};
        const auto rows = static_cast<std::int64_t>(positions.size());
        const auto x = rounded(random.normals(rows * heads * head_dim));
        std::vector<float> frequencies;
        for (int j = 0; j < dim / 2; ++j)
            frequencies.push_back(
                std::pow(10000.0f, -2.0f * static_cast<float>(j) / static_cast<float>(dim)));
        const std::vector<float2> table = cuda::rope_table(frequencies, 1.25f, 4096);
        for (const ops::RopeLayout layout : {ops::RopeLayout::Interleaved, ops::RopeLayout::HalfSplit}) {
            const int offset = layout == ops::RopeLayout::Interleaved ? head_dim - dim : 0;
            const auto found = under_all_schedules([&](const SimtStream& stream) {
                const DeviceArray<std::uint16_t> dx(stream, to_bf16(x));
                const DeviceArray<float2> dtable(stream, table);
                const DeviceArray<int> dpositions(stream, positions);
                cuda::rotate(stream, {dx.data(), dtable.data(), dpositions.data(), static_cast<int>(rows),
                                      heads, head_dim, offset, dim, layout});
                return dx.values(stream);
            });
            if (QTest::currentTestFailed())
                return;
            std::vector<float> expected = x;
            for (std::int64_t head = 0; head < rows * heads; ++head)
                for (int j = 0; j < dim / 2; ++j) {
                    const bool interleaved = layout == ops::RopeLayout::Interleaved;
                    const auto a =
                        static_cast<std::size_t>(head * head_dim + offset + (interleaved ? 2 * j : j));
                    const std::size_t b = a + (interleaved ? 1 : static_cast<std::size_t>(dim / 2));
                    const double angle =
                        static_cast<float>(positions[static_cast<std::size_t>(head / heads)]) *
                        frequencies[static_cast<std::size_t>(j)];
                    expected[a] =
                        static_cast<float>((x[a] * std::cos(angle) - x[b] * std::sin(angle)) * 1.25);
                    expected[b] =
                        static_cast<float>((x[a] * std::sin(angle) + x[b] * std::cos(angle)) * 1.25);
                }
            expect_close(from_bf16(found), expected, kBf16);
        }
    }
};

QTEST_GUILESS_MAIN(TestCudaRows)
#include "test_cuda_rows.moc"
