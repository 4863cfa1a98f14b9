// Attention by CUDA kernels on the simulator, against the reference.
#include "kernels/cache_layout.h"
#include "kernels/cuda/attention.h"
#include "tests/kernels/cuda/cuda_test.h"

#include <algorithm>
#include <numeric>

using namespace hadal;
using namespace hadal::test;

namespace {

constexpr std::int64_t kWidth = cuda::kLatentRank + cuda::kLatentRope;

/// One sequence of `tokens` FP8 latents that the reference has written, on pages in any order; the last
/// `rows` tokens are queries.
class LatentFixture {
  public:
    LatentFixture(int tokens, int rows, int heads)
        : tokens_(tokens), rows_(rows), backend_(reference::make_backend(kPublisher)) {
        const std::int64_t pages = (tokens + ops::kPageTokens - 1) / ops::kPageTokens;
        for (std::int64_t page = 0; page < pages; ++page)
            pages_.push_back(static_cast<std::int32_t>(pages - 1 - page));
        page_bytes_ = ops::latent_page_bytes(ops::LatentFormat::FP8, cuda::kLatentRank, cuda::kLatentRope);
        keep_.push_back(backend_->allocate(DType::U8, pages, page_bytes_));
        cache_.latents = keep_.back().view();
        std::memset(cache_.latents.data, 0, static_cast<std::size_t>(pages * page_bytes_));
        cache_.latent_format = ops::LatentFormat::FP8;
        cache_.kv_lora_rank = cuda::kLatentRank;
        cache_.rope_dim = cuda::kLatentRope;
        ops::Rope rope;
        rope.inv_freq = make(*backend_, keep_, std::vector<float>(cuda::kLatentRope / 2, 0.01f), 1,
                             cuda::kLatentRope / 2);
        const ops::SequenceRows all{0, tokens, 0, pages_};
        backend_->begin_step({&all, 1});
        backend_->write_latents(
            cache_, make(*backend_, keep_, random_.normals(tokens * kWidth), tokens, kWidth),
            make(*backend_, keep_, random_.normals(cuda::kLatentRank), 1, cuda::kLatentRank), 1e-6f, rope);
        shape_.heads = heads;
        shape_.nope_dim = 128;
        shape_.rope_dim = cuda::kLatentRope;
        shape_.v_dim = 128;
        shape_.kv_lora_rank = cuda::kLatentRank;
        shape_.scale = 0.1f;
        q_ = rounded(random_.normals(rows * heads * kWidth, 0.4f));
    }

    Random& random() { return random_; }

    /// An empty selection means all positions up to the row's own.
    std::vector<float> expected(const std::vector<std::int32_t>& selection) {
        const ops::SequenceRows last{0, rows_, tokens_ - rows_, pages_};
        backend_->begin_step({&last, 1});
        const Tensor out = make_output(*backend_, keep_, rows_, shape_.heads * cuda::kLatentRank);
        const auto width = static_cast<std::int64_t>(selection.size()) / rows_;
        backend_->attend_absorbed(
            out, make(*backend_, keep_, q_, rows_, shape_.heads * kWidth), cache_,
            selection.empty() ? Tensor{} : make(*backend_, keep_, selection, rows_, width), shape_);
        return floats(*backend_, out);
    }

    std::vector<float> found(const std::vector<std::int32_t>& selection) {
        const auto* bytes = static_cast<const std::byte*>(cache_.latents.data);
        const std::vector<std::byte> latents(bytes,
                                             bytes + static_cast<std::int64_t>(pages_.size()) * page_bytes_);
        std::vector<int> tables, counts;
        for (int r = 0; r < rows_; ++r) {
            tables.insert(tables.end(), pages_.begin(), pages_.end());
            counts.push_back(tokens_ - rows_ + r + 1);
        }
        const auto out = under_all_schedules([&](const SimtStream& stream) {
            const DeviceArray<std::uint16_t> q(stream, to_bf16(q_));
            const DeviceArray<std::byte> pages(stream, latents);
            const DeviceArray<int> table(stream, tables);
            const DeviceArray<int> dcounts(stream, counts);
            const DeviceArray<int> dselection(stream, selection.empty() ? std::vector<int>{-1} : selection);
            cuda::SparseAttention p;
            p.q = q.data();
            p.pages = pages.data();
            p.page_bytes = page_bytes_;
            p.page_table = table.data();
            p.selection = selection.empty() ? nullptr : dselection.data();
            p.counts = dcounts.data();
            p.rows = rows_;
            p.heads = static_cast<int>(shape_.heads);
            p.table_stride = static_cast<int>(pages_.size());
            p.selected = selection.empty() ? tokens_ : static_cast<int>(selection.size()) / rows_;
            p.scale = shape_.scale;
            const auto parts = static_cast<std::size_t>(p.rows * p.splits() * p.heads);
            const DeviceArray<float> partial(parts * cuda::kLatentRank);
            const DeviceArray<float2> stats(parts);
            const DeviceArray<std::uint16_t> result(
                static_cast<std::size_t>(p.rows * p.heads * cuda::kLatentRank));
            p.partial = partial.data();
            p.stats = stats.data();
            p.out = result.data();
            cuda::sparse_attention(stream, p);
            return result.values(stream);
        });
        return from_bf16(out);
    }

  private:
    Random random_{31};
    int tokens_;
    int rows_;
    std::unique_ptr<Backend> backend_;
    std::vector<Buffer> keep_;
    std::vector<std::int32_t> pages_;
    std::int64_t page_bytes_ = 0;
    ops::LayerCache cache_;
    ops::AttentionShape shape_;
    std::vector<float> q_;
};

} // namespace

class TestCudaAttention : public QObject {
    Q_OBJECT

  private slots:
    void attends_data() {
        QTest::addColumn<int>("tokens");
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("heads");
        QTest::addColumn<int>("selected"); // 0: all
        QTest::newRow("one key") << 1 << 1 << 1 << 0;
        QTest::newRow("dense, ragged") << 100 << 3 << 5 << 0;
        QTest::newRow("dense, whole splits") << 128 << 1 << 16 << 0;
        QTest::newRow("selection of 130") << 200 << 2 << 8 << 130;
        QTest::newRow("selection, two groups of heads") << 90 << 1 << 18 << 40;
        QTest::newRow("V3.2 on eight GPUs") << 2100 << 1 << 16 << 2048;
    }
    void attends() {
        QFETCH(int, tokens);
        QFETCH(int, rows);
        QFETCH(int, heads);
        QFETCH(int, selected);
        LatentFixture fixture(tokens, rows, heads);
        std::vector<std::int32_t> selection;
        for (int r = 0; r < rows && selected > 0; ++r) {
            // Distinct positions up to the row's own; some places stay empty.
            std::vector<std::int32_t> positions(static_cast<std::size_t>(tokens - rows + r + 1));
            std::iota(positions.begin(), positions.end(), 0);
            while (static_cast<int>(positions.size()) > selected)
                positions.erase(positions.begin() +
                                fixture.random().between(0, static_cast<std::int64_t>(positions.size()) - 1));
            for (std::size_t i = 3; i < positions.size(); i += 17)
                positions[i] = -1;
            positions.resize(static_cast<std::size_t>(selected), -1);
            selection.insert(selection.end(), positions.begin(), positions.end());
        }
        const std::vector<float> found = fixture.found(selection);
        if (!QTest::currentTestFailed())
            expect_close(found, fixture.expected(selection), kBf16);
    }

    void selectionOfNothingGivesZeros() {
        LatentFixture fixture(70, 2, 4);
        // The first row selects nothing, the second one key in its last split.
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

    void readsEachLatentOnce() {
        LatentFixture fixture(128, 1, 16);
        fixture.found({});
        // What the last schedule counted: the gather, the queries, the partial sums written and read again,
        // the result.
        const simt::Counters& counters = simt::counters();
        const double rows = 128.0 * cuda::kLatentRowBytes / 32;
        const double queries = 2 * 16.0 * kWidth * 2 / 32;
        const double partial = 2 * 2 * 16.0 * cuda::kLatentRank * 4 / 32;
        const double result = 16.0 * cuda::kLatentRank * 2 / 32;
        const double sectors = static_cast<double>(counters.sectors);
        QVERIFY2(sectors < 1.05 * (rows + queries + partial + result), qPrintable(QString::number(sectors)));
        QVERIFY2(
            static_cast<double>(counters.bank_conflicts) <
                0.25 * static_cast<double>(counters.shared_wavefronts),
            qPrintable(QString("%1 of %2").arg(counters.bank_conflicts).arg(counters.shared_wavefronts)));
    }

    void refusesNothing() {
        const SimtStream stream(0);
        QVERIFY_EXCEPTION_THROWN(cuda::sparse_attention(stream, cuda::SparseAttention{}), Error);
    }
};

QTEST_GUILESS_MAIN(TestCudaAttention)
#include "test_cuda_attention.moc"
