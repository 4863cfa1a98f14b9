// Attention by CUDA kernels on the simulator, against the reference.
#include "kernels/cache_layout.h"
#include "kernels/cuda/attention.h"
#include "tests/kernels/cuda/cuda_test.h"

#include <algorithm>
#include <numeric>

using namespace hadal;
using namespace hadal::test;

namespace {

constexpr ops::LatentFormat kFp8 = ops::LatentFormat::FP8;

/// What is attended to.
struct Shape {
    int tokens, rows, heads;
    int selected = 0; ///< 0: all
    int rank = cuda::kAttentionRank;
    int rope = cuda::kAttentionRope;
    ops::LatentFormat format = kFp8;
    int splits = 0; ///< 0: as attention_splits() says

    std::int64_t width() const { return rank + rope; }
};

/// One sequence of latents that the reference has written, on pages in any order; the last rows are queries.
class LatentFixture {
  public:
    explicit LatentFixture(const Shape& shape) : s_(shape), backend_(reference::make_backend(kPublisher)) {
        const std::int64_t pages = (s_.tokens + ops::kPageTokens - 1) / ops::kPageTokens;
        for (std::int64_t page = 0; page < pages; ++page)
            pages_.push_back(static_cast<std::int32_t>(pages - 1 - page));
        page_bytes_ = ops::latent_page_bytes(s_.format, s_.rank, s_.rope);
        keep_.push_back(backend_->allocate(DType::U8, pages, page_bytes_));
        cache_.latents = keep_.back().view();
        std::memset(cache_.latents.data, 0, static_cast<std::size_t>(pages * page_bytes_));
        cache_.latent_format = s_.format;
        cache_.kv_lora_rank = s_.rank;
        cache_.rope_dim = s_.rope;
        ops::Rope rope;
        rope.inv_freq =
            make(*backend_, keep_, std::vector<float>(static_cast<std::size_t>(s_.rope / 2), 0.01f), 1,
                 s_.rope / 2);
        const ops::SequenceRows all{0, s_.tokens, 0, pages_};
        backend_->begin_step({&all, 1});
        backend_->write_latents(
            cache_, make(*backend_, keep_, random_.normals(s_.tokens * s_.width()), s_.tokens, s_.width()),
            make(*backend_, keep_, random_.normals(s_.rank), 1, s_.rank), 1e-6f, rope);
        shape_ = {s_.heads, 128, s_.rope, 128, s_.rank, 0.1f};
        q_ = rounded(random_.normals(s_.rows * s_.heads * s_.width(), 0.4f));
    }

    Random& random() { return random_; }

    /// For each row distinct positions up to its own, with some places empty; nothing where all are meant.
    std::vector<std::int32_t> selection() {
        std::vector<std::int32_t> selection;
        for (int r = 0; r < s_.rows && s_.selected > 0; ++r) {
            std::vector<std::int32_t> positions(static_cast<std::size_t>(s_.tokens - s_.rows + r + 1));
            std::iota(positions.begin(), positions.end(), 0);
            while (static_cast<int>(positions.size()) > s_.selected)
                positions.erase(positions.begin() +
                                random_.between(0, static_cast<std::int64_t>(positions.size()) - 1));
            for (std::size_t i = 3; i < positions.size(); i += 17)
                positions[i] = -1;
            positions.resize(static_cast<std::size_t>(s_.selected), -1);
            selection.insert(selection.end(), positions.begin(), positions.end());
        }
        return selection;
    }

    std::vector<float> expected(const std::vector<std::int32_t>& selection) {
        const ops::SequenceRows last{0, s_.rows, s_.tokens - s_.rows, pages_};
        backend_->begin_step({&last, 1});
        const Tensor out = make_output(*backend_, keep_, s_.rows, s_.heads * s_.rank);
        const auto width = static_cast<std::int64_t>(selection.size()) / s_.rows;
        backend_->attend_absorbed(
            out, make(*backend_, keep_, q_, s_.rows, s_.heads * s_.width()), cache_,
            selection.empty() ? Tensor{} : make(*backend_, keep_, selection, s_.rows, width), shape_);
        return floats(*backend_, out);
    }

    std::vector<float> found(const std::vector<std::int32_t>& selection) {
        const auto* bytes = static_cast<const std::byte*>(cache_.latents.data);
        const std::vector<std::byte> latents(bytes,
                                             bytes + static_cast<std::int64_t>(pages_.size()) * page_bytes_);
        std::vector<int> tables, counts;
        for (int r = 0; r < s_.rows; ++r) {
            tables.insert(tables.end(), pages_.begin(), pages_.end());
            counts.push_back(s_.tokens - s_.rows + r + 1);
        }
        const auto out = under_all_schedules([&](const SimtStream& stream) {
            const DeviceArray<std::uint16_t> q(stream, to_bf16(q_));
            const DeviceArray<std::byte> pages(stream, latents);
            const DeviceArray<int> table(stream, tables);
            const DeviceArray<int> dcounts(stream, counts);
            const DeviceArray<int> dselection(stream, selection.empty() ? std::vector<int>{-1} : selection);
            cuda::AbsorbedAttention p;
            p.q = q.data();
            p.pages = {pages.data(), page_bytes_, s_.format, s_.rank, s_.rope};
            p.page_table = table.data();
            p.selection = selection.empty() ? nullptr : dselection.data();
            p.counts = dcounts.data();
            p.rows = s_.rows;
            p.heads = s_.heads;
            p.table_stride = static_cast<int>(pages_.size());
            p.selected = selection.empty() ? s_.tokens : static_cast<int>(selection.size()) / s_.rows;
            p.splits = s_.splits ? s_.splits : cuda::attention_splits(p.rows, p.selected);
            p.scale = shape_.scale;
            const auto parts = static_cast<std::size_t>(p.rows * p.splits * p.heads);
            const DeviceArray<float> partial(parts * static_cast<std::size_t>(s_.rank));
            const DeviceArray<float2> stats(parts);
            const DeviceArray<std::uint16_t> result(static_cast<std::size_t>(p.rows * p.heads * s_.rank));
            p.partial = partial.data();
            p.stats = stats.data();
            p.out = result.data();
            cuda::attend_absorbed(stream, p);
            return result.values(stream);
        });
        return from_bf16(out);
    }

  private:
    Shape s_;
    Random random_{12};
    std::unique_ptr<Backend> backend_;
    std::vector<Buffer> keep_;
    std::vector<std::int32_t> pages_;
    std::int64_t page_bytes_ = 0;
    ops::LayerCache cache_;
    ops::AttentionShape shape_;
    std::vector<float> q_;
};

} // namespace

Q_DECLARE_METATYPE(Shape)

class TestCudaAttention : public QObject {
    Q_OBJECT

  private slots:
    void attends_data() {
        QTest::addColumn<Shape>("shape");
        using ops::LatentFormat;
        // One tile of keys a block.
        QTest::newRow("one key") << Shape{1, 1, 1};
        QTest::newRow("dense, ragged") << Shape{100, 3, 5};
        QTest::newRow("dense, whole splits") << Shape{128, 1, 16};
        QTest::newRow("selection of 130") << Shape{200, 2, 8, 130};
        QTest::newRow("selection, two groups of heads") << Shape{90, 1, 18, 70};
        QTest::newRow("V3.2 on eight GPUs") << Shape{2100, 1, 16, 2048};
        // Several tiles a block.
        QTest::newRow("V3.2, prefill") << Shape{300, 5, 16, 200};
        QTest::newRow("V3.2 on sixteen GPUs, prefill, dense") << Shape{150, 5, 8};
        QTest::newRow("FP8, tiny, shared by splits") << Shape{330, 2, 4, 0, 128, 16, kFp8, 3};
        QTest::newRow("FP8, ragged") << Shape{130, 5, 4, 90, 136, 16};
        QTest::newRow("FP8, rows at any word") << Shape{70, 1, 3, 0, 64, 16};
        QTest::newRow("bf16, V2-Lite") << Shape{100, 2, 16, 0, 512, 64, LatentFormat::BF16};
        QTest::newRow("bf16, tiny, prefill") << Shape{150, 6, 4, 8, 128, 16, LatentFormat::BF16};
        QTest::newRow("bf16, ragged, empty splits") << Shape{140, 2, 12, 0, 136, 24, LatentFormat::BF16, 8};
        QTest::newRow("F32, tiny") << Shape{100, 2, 4, 0, 64, 16, LatentFormat::F32};
    }
    void attends() {
        QFETCH(Shape, shape);
        LatentFixture fixture(shape);
        const std::vector<std::int32_t> selection = fixture.selection();
        const std::vector<float> found = fixture.found(selection);
        if (!QTest::currentTestFailed())
            expect_close(found, fixture.expected(selection), kBf16);
    }

    void headsOfAnyRank_data() {
        QTest::addColumn<int>("heads");
        for (const int heads : {8, 16, 32, 64, 128})
            QTest::addRow("%d", heads) << heads;
    }
    void headsOfAnyRank() {
        QFETCH(int, heads);
        LatentFixture fixture({66, 1, heads, 65});
        const std::vector<std::int32_t> selection = fixture.selection();
        const std::vector<float> found = fixture.found(selection);
        if (!QTest::currentTestFailed())
            expect_close(found, fixture.expected(selection), kBf16);
    }

    void selectionOfNothingGivesZeros() {
        for (const int splits : {2, 1}) { // one tile a block, and both tiles in one
            LatentFixture fixture({70, 2, 4, 65, 512, 64, kFp8, splits});
            // The first row selects nothing, the second one key in its last tile.
            std::vector<std::int32_t> selection(2 * 65, -1);
            selection.back() = 7;
            const std::vector<float> found = fixture.found(selection);
            if (QTest::currentTestFailed())
                return;
            const std::size_t half = found.size() / 2;
            QVERIFY(std::all_of(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(half),
                                [](float v) { return v == 0.0f; }));
            expect_close(found, fixture.expected(selection), kBf16);
        }
    }

    void readsEachLatentOnce() {
        LatentFixture fixture({128, 1, 16});
        fixture.found({});
        // What the last schedule counted: the gather, the queries, the partial sums written and read again,
        // the result.
        const simt::Counters& counters = simt::counters();
        const double rows = 128.0 * 656 / 32;
        const double queries = 2 * 16.0 * 576 * 2 / 32;
        const double partial = 2 * 2 * 16.0 * 512 * 4 / 32;
        const double result = 16.0 * 512 * 2 / 32;
        const double sectors = static_cast<double>(counters.sectors);
        QVERIFY2(sectors < 1.05 * (rows + queries + partial + result), qPrintable(QString::number(sectors)));
        QVERIFY2(
            static_cast<double>(counters.bank_conflicts) <
                0.25 * static_cast<double>(counters.shared_wavefronts),
            qPrintable(QString("%1 of %2").arg(counters.bank_conflicts).arg(counters.shared_wavefronts)));
    }

    void refusesNothing() {
        const SimtStream stream(0);
        QVERIFY_EXCEPTION_THROWN(cuda::attend_absorbed(stream, cuda::AbsorbedAttention{}), Error);
    }
};

QTEST_GUILESS_MAIN(TestCudaAttention)
#include "test_cuda_attention.moc"
