// The indexer's CUDA kernels on the simulator, against the reference.
#include "kernels/cache_layout.h"
#include "kernels/cuda/indexer.h"
#include "kernels/cuda/rope.h"
#include "tests/kernels/cuda/cuda_test.h"

using namespace hadal;
using namespace hadal::test;

namespace {

/// A sequence of `tokens`, of which the last `rows` are new, on scattered pages, with a key cache.
struct Indexer {
    Indexer(int heads, int dim, int rope_dim, ops::RopeLayout layout, bool hadamard, int rows_, int tokens_,
            bool fp8)
        : rows(rows_), tokens(tokens_), format(fp8 ? ops::IndexKeyFormat::FP8 : ops::IndexKeyFormat::BF16) {
        shape.heads = heads;
        shape.head_dim = dim;
        shape.rope_dim = rope_dim;
        shape.topk = 8;
        shape.layout = layout;
        shape.hadamard = hadamard;
        for (int j = 0; j < rope_dim / 2; ++j)
            frequencies.push_back(
                std::pow(10000.0f, -2.0f * static_cast<float>(j) / static_cast<float>(rope_dim)));
        for (int page = 0; page * ops::kPageTokens < tokens; ++page)
            pages.push_back((page * 5 + 2) % 7);
    }

    std::int64_t page_bytes() const { return ops::index_key_page_bytes(format, shape.head_dim); }
    std::vector<int> positions() const {
        std::vector<int> result;
        for (int r = 0; r < rows; ++r)
            result.push_back(tokens - rows + r);
        return result;
    }
    /// The reference with the step begun; `cache` gets zeros.
    std::unique_ptr<Backend> reference(std::vector<Buffer>& keep, ops::LayerCache& cache,
                                       ops::Rope& rope) const {
        auto backend = reference::make_backend(kPublisher);
        keep.push_back(backend->allocate(DType::U8, kPages, page_bytes()));
        cache.index_keys = keep.back().view();
        std::memset(cache.index_keys.data, 0, static_cast<std::size_t>(kPages * page_bytes()));
        cache.index_key_format = format;
        cache.index_head_dim = shape.head_dim;
        rope.inv_freq = make(*backend, keep, frequencies, 1, shape.rope_dim / 2);
        return backend;
    }
    cuda::IndexRotation rotation(const DeviceArray<float2>& table, const DeviceArray<int>& where) const {
        return {table.data(), where.data(), static_cast<int>(shape.rope_dim), shape.layout, shape.hadamard};
    }
    std::vector<float2> table() const { return cuda::rope_table(frequencies, 1.0f, tokens); }

    static constexpr int kPages = 7;
    int rows;
    int tokens;
    ops::IndexKeyFormat format;
    ops::IndexerShape shape;
    std::vector<float> frequencies;
    std::vector<std::int32_t> pages;
};

void add_shapes() {
    QTest::addColumn<int>("heads");
    QTest::addColumn<int>("dim");
    QTest::addColumn<int>("rope_dim");
    QTest::addColumn<bool>("interleaved");
    QTest::addColumn<bool>("hadamard");
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("tokens");
    QTest::addColumn<bool>("fp8");
    QTest::newRow("V3.2") << 64 << 128 << 64 << false << true << 2 << 130 << true;
    QTest::newRow("V3.2, first token") << 64 << 128 << 64 << false << true << 1 << 1 << true;
    QTest::newRow("small") << 4 << 32 << 16 << false << true << 5 << 63 << true;
    QTest::newRow("interleaved") << 8 << 64 << 32 << true << true << 3 << 65 << true;
    QTest::newRow("interleaved, narrow") << 3 << 32 << 8 << true << false << 2 << 20 << true;
    QTest::newRow("interleaved, wide") << 9 << 128 << 128 << true << true << 1 << 100 << true;
    QTest::newRow("bf16, V3.2") << 64 << 128 << 64 << false << true << 2 << 90 << false;
    QTest::newRow("bf16, small") << 16 << 32 << 16 << false << false << 3 << 70 << false;
    QTest::newRow("bf16, interleaved") << 4 << 64 << 32 << true << true << 1 << 65 << false;
}

Indexer fetch() {
    QFETCH(int, heads);
    QFETCH(int, dim);
    QFETCH(int, rope_dim);
    QFETCH(bool, interleaved);
    QFETCH(bool, hadamard);
    QFETCH(int, rows);
    QFETCH(int, tokens);
    QFETCH(bool, fp8);
    const auto layout = interleaved ? ops::RopeLayout::Interleaved : ops::RopeLayout::HalfSplit;
    return {heads, dim, rope_dim, layout, hadamard, rows, tokens, fp8};
}

} // namespace

class TestCudaIndexer : public QObject {
    Q_OBJECT

  private slots:
    void writesKeys_data() { add_shapes(); }
    void writesKeys() {
        const Indexer indexer = fetch();
        const auto dim = indexer.shape.head_dim;
        const int rows = indexer.tokens; // all of them are new here
        Random random(21);
        const auto k = rounded(random.normals(rows * dim, 2.0f));
        const auto weight = random.normals(dim);
        const auto bias = random.normals(dim);
        std::vector<int> positions, places;
        for (int t = 0; t < rows; ++t) {
            positions.push_back(t);
            places.push_back(indexer.pages[static_cast<std::size_t>(t / 64)] * 64 + t % 64);
        }
        const auto cache_bytes = static_cast<std::size_t>(Indexer::kPages * indexer.page_bytes());
        const auto found = under_all_schedules([&](const SimtStream& stream) {
            const DeviceArray<std::uint16_t> dk(stream, to_bf16(k));
            const DeviceArray<float> dweight(stream, weight);
            const DeviceArray<float> dbias(stream, bias);
            const DeviceArray<float2> table(stream, indexer.table());
            const DeviceArray<int> where(stream, positions);
            const DeviceArray<int> dplaces(stream, places);
            const DeviceArray<std::byte> cache(stream, std::vector<std::byte>(cache_bytes));
            cuda::write_index_keys(stream, {dk.data(),
                                            dweight.data(),
                                            dbias.data(),
                                            dplaces.data(),
                                            {cache.data(), indexer.page_bytes(), indexer.format},
                                            indexer.rotation(table, where),
                                            rows,
                                            static_cast<int>(dim)});
            return cache.values(stream);
        });
        if (QTest::currentTestFailed())
            return;

        std::vector<Buffer> keep;
        ops::LayerCache cache;
        ops::Rope rope;
        const auto reference = indexer.reference(keep, cache, rope);
        const ops::SequenceRows sequence{0, rows, 0, indexer.pages};
        reference->begin_step({&sequence, 1});
        reference->write_index_keys(cache, make(*reference, keep, k, rows, dim),
                                    make(*reference, keep, weight, 1, dim),
                                    make(*reference, keep, bias, 1, dim), indexer.shape, rope);
        const auto decoded = [&](const std::byte* data) {
            std::vector<float> values;
            for (const int place : places) {
                const std::byte* page = data + place / 64 * indexer.page_bytes();
                for (std::int64_t c = 0; c < dim; ++c) {
                    const std::int64_t at = place % 64 * dim + c;
                    if (indexer.format == ops::IndexKeyFormat::FP8) {
                        float scale;
                        std::memcpy(&scale, page + 64 * dim + place % 64 * 4, 4);
                        values.push_back(ops::e4m3_to_float(static_cast<std::uint8_t>(page[at])) * scale);
                    } else {
                        std::uint16_t bits;
                        std::memcpy(&bits, page + 2 * at, 2);
                        values.push_back(ops::bf16_to_float(bits));
                    }
                }
            }
            return values;
        };
        expect_close(decoded(found.data()), decoded(static_cast<const std::byte*>(cache.index_keys.data)),
                     kQuantised);
    }

    void scores_data() { add_shapes(); }
    void scores() {
        const Indexer indexer = fetch();
        const auto heads = indexer.shape.heads;
        const auto dim = indexer.shape.head_dim;
        const int rows = indexer.rows;
        const int stride = (indexer.tokens + 63) / 64 * 64 + 10;
        Random random(22);
        const auto k = rounded(random.normals(indexer.tokens * dim, 2.0f));
        const auto ones = std::vector<float>(static_cast<std::size_t>(dim), 1.0f);
        const auto zeros = std::vector<float>(static_cast<std::size_t>(dim), 0.0f);
        const auto q = rounded(random.normals(rows * heads * dim));
        const auto head_weights = random.normals(rows * heads);

        // The reference fills the cache, and both read it.
        std::vector<Buffer> keep;
        ops::LayerCache cache;
        ops::Rope rope;
        const auto reference = indexer.reference(keep, cache, rope);
        const ops::SequenceRows all{0, indexer.tokens, 0, indexer.pages};
        reference->begin_step({&all, 1});
        reference->write_index_keys(cache, make(*reference, keep, k, indexer.tokens, dim),
                                    make(*reference, keep, ones, 1, dim),
                                    make(*reference, keep, zeros, 1, dim), indexer.shape, rope);
        const ops::SequenceRows last{0, rows, indexer.tokens - rows, indexer.pages};
        reference->begin_step({&last, 1});
        const Tensor out = make_output(*reference, keep, rows, stride);
        reference->index_scores(out, make(*reference, keep, q, rows, heads * dim),
                                make(*reference, keep, head_weights, rows, heads), cache, indexer.shape,
                                rope);
        std::vector<float> expected = floats(*reference, out);

        const auto* bytes = static_cast<const std::byte*>(cache.index_keys.data);
        const std::vector<std::byte> keys(bytes, bytes + Indexer::kPages * indexer.page_bytes());
        const auto positions = indexer.positions();
        std::vector<int> counts, tables;
        for (const int position : positions) {
            counts.push_back(position + 1);
            tables.insert(tables.end(), indexer.pages.begin(), indexer.pages.end());
        }
        std::vector<float> found;
        for (const int blocks : {1, 3}) {
            const auto now = under_all_schedules([&](const SimtStream& stream) {
                const DeviceArray<std::uint16_t> dq(stream, to_bf16(q));
                const DeviceArray<float> dhead_weights(stream, head_weights);
                const DeviceArray<float2> table(stream, indexer.table());
                const DeviceArray<int> where(stream, positions);
                const DeviceArray<int> dcounts(stream, counts);
                const DeviceArray<int> page_table(stream, tables);
                const DeviceArray<std::byte> pages(stream, keys);
                const DeviceArray<std::uint8_t> codes(2 * q.size()); // of either kind
                const DeviceArray<float> weights(head_weights.size());
                const DeviceArray<float> scores(static_cast<std::size_t>(rows * stride));
                const int h = static_cast<int>(heads);
                const int d = static_cast<int>(dim);
                cuda::prepare_index_queries(stream,
                                            {dq.data(), dhead_weights.data(), codes.data(), weights.data(),
                                             indexer.rotation(table, where), rows, h, d, indexer.format});
                cuda::index_scores(stream, {codes.data(),
                                            weights.data(),
                                            {pages.data(), indexer.page_bytes(), indexer.format},
                                            page_table.data(),
                                            dcounts.data(),
                                            scores.data(),
                                            rows,
                                            h,
                                            d,
                                            static_cast<int>(indexer.pages.size()),
                                            stride,
                                            blocks});
                return scores.values(stream);
            });
            if (QTest::currentTestFailed())
                return;
            if (blocks == 1)
                found = now;
            QVERIFY2(found == now, "the number of blocks changes the result");
        }
        QCOMPARE(found.size(), expected.size());
        for (std::size_t i = 0; i < found.size(); ++i)
            if (std::isinf(expected[i])) {
                QCOMPARE(found[i], expected[i]);
                found[i] = expected[i] = 0;
            }
        expect_close(found, expected, kQuantised);
    }

    void refusesOtherShapes() {
        const SimtStream stream(0);
        cuda::IndexScores scores;
        scores.rows = scores.blocks = 1;
        scores.heads = 65;
        scores.dim = 128;
        QVERIFY_EXCEPTION_THROWN(cuda::index_scores(stream, scores), Error);
        scores.heads = 64;
        scores.dim = 96;
        QVERIFY_EXCEPTION_THROWN(cuda::index_scores(stream, scores), Error);
        cuda::WriteIndexKeys keys;
        keys.rows = 1;
        keys.dim = 128;
        keys.rotation.rope_dim = 12;
        QVERIFY_EXCEPTION_THROWN(cuda::write_index_keys(stream, keys), Error);
    }
};

QTEST_GUILESS_MAIN(TestCudaIndexer)
#include "test_cuda_indexer.moc"
