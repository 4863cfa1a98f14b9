// The latent cache written and read by CUDA kernels, on the simulator, against the reference.
#include "kernels/cuda/latents.h"
#include "kernels/cuda/rope.h"
#include "tests/kernels/cache_test.h"
#include "tests/kernels/cuda/cuda_test.h"

#include <numeric>

using namespace hadal;
using namespace hadal::test;

namespace {

constexpr int kRows = 70; ///< of one sequence, on two pages
constexpr int kPages = 3;
const std::vector<std::int32_t> kTable{2, 0};

} // namespace

class TestCudaLatents : public QObject {
    Q_OBJECT

  private slots:
    void writesAndReads_data() {
        QTest::addColumn<int>("format");
        QTest::addColumn<int>("rank");
        QTest::addColumn<int>("rope");
        using ops::LatentFormat;
        const std::pair<const char*, LatentFormat> formats[] = {
            {"F32", LatentFormat::F32}, {"bf16", LatentFormat::BF16}, {"FP8", LatentFormat::FP8}};
        for (const auto& [name, format] : formats)
            for (const auto& [rank, rope] : {std::pair{64, 16}, {136, 16}, {512, 64}})
                QTest::addRow("%s, %d + %d", name, rank, rope) << static_cast<int>(format) << rank << rope;
    }
    void writesAndReads() {
        QFETCH(int, format);
        QFETCH(int, rank);
        QFETCH(int, rope);
        const auto latent_format = static_cast<ops::LatentFormat>(format);
        const int width = rank + rope;
        const int stride = width + 8;
        const auto page_bytes = ops::latent_page_bytes(latent_format, rank, rope);
        Random random(11);
        const auto kv_a = rounded(random.normals(kRows * stride, 2.0f));
        const auto weight = rounded(random.normals(rank));
        std::vector<float> frequencies;
        for (int j = 0; j < rope / 2; ++j)
            frequencies.push_back(std::pow(0.5f, static_cast<float>(j)));
        const std::vector<float2> turns = cuda::rope_table(frequencies, 1.0f, kRows);
        std::vector<int> positions(kRows);
        std::iota(positions.begin(), positions.end(), 0);
        std::vector<int> places;
        for (const int p : positions)
            places.push_back(kTable[static_cast<std::size_t>(p / 64)] * 64 + p % 64);

        struct Result {
            std::vector<std::byte> pages;
            std::vector<std::uint16_t> latents, rope;
            bool operator==(const Result&) const = default;
        };
        const Result found = under_all_schedules([&](const SimtStream& stream) {
            const DeviceArray<std::uint16_t> dkv(stream, to_bf16(kv_a));
            const DeviceArray<std::uint16_t> dweight(stream, to_bf16(weight));
            const DeviceArray<float2> dturns(stream, turns);
            const DeviceArray<int> dpositions(stream, positions);
            const DeviceArray<int> dplaces(stream, places);
            const DeviceArray<int> dtable(stream, kTable);
            const DeviceArray<std::byte> pages(
                stream, std::vector<std::byte>(static_cast<std::size_t>(kPages * page_bytes)));
            cuda::WriteLatents p;
            p.kv_a = dkv.data();
            p.norm_weight = dweight.data();
            p.table = dturns.data();
            p.positions = dpositions.data();
            p.places = dplaces.data();
            p.pages = {pages.data(), page_bytes, latent_format, rank, rope};
            p.rows = kRows;
            p.stride = stride;
            p.eps = 1e-6f;
            cuda::write_latents(stream, p);
            const DeviceArray<std::uint16_t> latents(static_cast<std::size_t>(kRows * rank));
            const DeviceArray<std::uint16_t> ropes(static_cast<std::size_t>(kRows * rope));
            cuda::read_latents(stream, {p.pages, dtable.data(), latents.data(), ropes.data(), kRows});
            return Result{pages.values(stream), latents.values(stream), ropes.values(stream)};
        });
        if (QTest::currentTestFailed())
            return;

        // The reference writes what it makes of the same rows.
        const auto reference = reference::make_backend(kPublisher);
        std::vector<Buffer> keep;
        std::vector<std::byte> expected(static_cast<std::size_t>(kPages * page_bytes));
        ops::LayerCache cache;
        cache.latents = {expected.data(), DType::U8, kPages, page_bytes, page_bytes};
        cache.latent_format = latent_format;
        cache.kv_lora_rank = rank;
        cache.rope_dim = rope;
        ops::Rope angles;
        angles.inv_freq = make(*reference, keep, frequencies, 1, rope / 2);
        const ops::SequenceRows all{0, kRows, 0, kTable};
        reference->begin_step({&all, 1});
        std::vector<float> packed;
        for (int r = 0; r < kRows; ++r)
            packed.insert(packed.end(), kv_a.begin() + r * stride, kv_a.begin() + r * stride + width);
        reference->write_latents(cache, make(*reference, keep, packed, kRows, width),
                                 make(*reference, keep, weight, 1, rank), 1e-6f, angles);

        const auto decoded = [&](const std::vector<std::byte>& bytes) {
            const ops::LatentLayout layout(latent_format, rank, rope);
            std::vector<float> values;
            for (const int place : places) {
                const std::byte* row = bytes.data() + place * layout.row_bytes();
                for (int i = 0; i < width; ++i) {
                    const bool fp8 = latent_format == ops::LatentFormat::FP8;
                    if (latent_format == ops::LatentFormat::F32) {
                        values.push_back(0);
                        std::memcpy(&values.back(), row + 4 * i, 4);
                    } else if (fp8 && i < rank) {
                        float scale;
                        std::memcpy(&scale, row + rank + i / 128 * 4, 4);
                        values.push_back(ops::e4m3_to_float(static_cast<std::uint8_t>(row[i])) * scale);
                    } else {
                        std::uint16_t bits;
                        std::memcpy(&bits, row + (fp8 ? layout.rope_offset() + 2 * (i - rank) : 2 * i), 2);
                        values.push_back(ops::bf16_to_float(bits));
                    }
                }
            }
            return values;
        };
        const auto written = decoded(found.pages);
        expect_close(written, decoded(expected),
                     latent_format == ops::LatentFormat::FP8 ? kQuantised : kBf16);
        // What was read back is what was written.
        const auto latents = from_bf16(found.latents);
        const auto ropes = from_bf16(found.rope);
        std::vector<float> read;
        for (int r = 0; r < kRows; ++r) {
            read.insert(read.end(), latents.begin() + r * rank, latents.begin() + (r + 1) * rank);
            read.insert(read.end(), ropes.begin() + r * rope, ropes.begin() + (r + 1) * rope);
        }
        QCOMPARE(read, written);
    }

    void refusesOddSizes() {
        const SimtStream stream(0);
        cuda::WriteLatents p;
        p.rows = 1;
        p.pages.rope = 16;
        p.stride = 2048;
        for (const int rank : {0, 130, 1028}) {
            p.pages.rank = rank;
            QVERIFY_EXCEPTION_THROWN(cuda::write_latents(stream, p), Error);
        }
        p.pages.rank = 128;
        p.stride = 140;
        QVERIFY_EXCEPTION_THROWN(cuda::write_latents(stream, p), Error);
    }
};

QTEST_GUILESS_MAIN(TestCudaLatents)
#include "test_cuda_latents.moc"
