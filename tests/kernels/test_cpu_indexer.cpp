// The lightning indexer of the CPU backend against the reference.
#include "tests/kernels/cache_test.h"

using namespace hadal;
using namespace hadal::test;

Q_DECLARE_METATYPE(ops::IndexKeyFormat)

namespace {

const ops::Numerics kPlain;
const ops::Numerics kRounded{true, ops::ActivationQuant::PowerOfTwo};

struct Problem {
    ops::IndexerShape shape;
    CacheFixture cache;
    std::vector<float> inv_freq;
    std::vector<float> q;
    std::vector<float> k;
    std::vector<float> head_weights;
    WeightData norm_weight;
    WeightData norm_bias;

    Problem(unsigned seed, const ops::IndexerShape& s, ops::IndexKeyFormat format)
        : shape(s), cache(ops::LatentFormat::BF16, format, 16, 8, s.head_dim) {
        Random random(seed);
        for (std::int64_t j = 0; j < s.rope_dim / 2; ++j)
            inv_freq.push_back(std::pow(0.2f, static_cast<float>(j)));
        q = random.normals(CacheFixture::kRows * s.heads * s.head_dim);
        k = random.normals(CacheFixture::kRows * s.head_dim);
        head_weights = random.normals(CacheFixture::kRows * s.heads);
        norm_weight = random_weight(random, DType::F32, 1, s.head_dim);
        norm_bias = random_weight(random, DType::BF16, 1, s.head_dim);
        const auto past = random.normals(CacheFixture::kPastRows * s.head_dim);
        const auto reference = reference::make_backend(kPlain);
        std::vector<Buffer> keep;
        const ops::LayerCache layer = cache.upload(*reference, keep);
        const auto steps = cache.past_step();
        reference->begin_step(steps);
        reference->write_index_keys(layer, make(*reference, keep, past, CacheFixture::kPastRows, s.head_dim),
                                    table_view(norm_weight), table_view(norm_bias), s,
                                    rope(*reference, keep));
        cache.download(*reference, layer);
    }

    ops::Rope rope(Backend& b, std::vector<Buffer>& keep) const {
        return {make(b, keep, inv_freq, 1, static_cast<std::int64_t>(inv_freq.size())), 1.0f};
    }
};

} // namespace

class TestCpuIndexer : public QObject {
    Q_OBJECT

    static void addProblems() {
        QTest::addColumn<ops::IndexKeyFormat>("format");
        QTest::addColumn<int>("shape_index");
        const char* const formats[] = {"F32", "BF16", "FP8"};
        for (int format = 0; format < 3; ++format)
            for (int i = 0; i < 3; ++i)
                QTest::addRow("%s, shape %d", formats[format], i)
                    << static_cast<ops::IndexKeyFormat>(format) << i;
    }
    static Problem problem() {
        const ops::IndexerShape shapes[] = {{4, 128, 64, 24, ops::RopeLayout::HalfSplit, true},
                                            {3, 32, 32, 7, ops::RopeLayout::Interleaved, true},
                                            {9, 52, 12, 150, ops::RopeLayout::HalfSplit, false}};
        QFETCH(ops::IndexKeyFormat, format);
        QFETCH(int, shape_index);
        return Problem(static_cast<unsigned>(shape_index) + 20, shapes[shape_index], format);
    }

  private slots:
    void writesKeys_data() { addProblems(); }
    void writesKeys() {
        const Problem p = problem();
        const auto run = [&](Backend& b) {
            std::vector<Buffer> keep;
            CacheFixture cache = p.cache;
            const ops::LayerCache layer = cache.upload(b, keep);
            const auto steps = cache.step();
            b.begin_step(steps);
            b.write_index_keys(layer, make(b, keep, p.k, CacheFixture::kRows, p.shape.head_dim, 2),
                               table_view(p.norm_weight), table_view(p.norm_bias), p.shape, p.rope(b, keep));
            cache.download(b, layer);
            return cache.decoded();
        };
        QFETCH(ops::IndexKeyFormat, format);
        compare(kPlain, run, format == ops::IndexKeyFormat::F32 ? kFloat : kQuantised);
        compare(kRounded, run, format == ops::IndexKeyFormat::FP8 ? kQuantised : kBf16);
    }

    void scores_data() { addProblems(); }
    void scores() {
        const Problem p = problem();
        const auto run = [&](Backend& b) {
            std::vector<Buffer> keep;
            const ops::LayerCache layer = p.cache.upload(b, keep);
            const auto steps = p.cache.step();
            b.begin_step(steps);
            const std::int64_t n = CacheFixture::kRows;
            const Tensor out = make_output(b, keep, n, 160, 3);
            b.index_scores(out, make(b, keep, p.q, n, p.shape.heads * p.shape.head_dim, 2),
                           make(b, keep, p.head_weights, n, p.shape.heads, 1), layer, p.shape,
                           p.rope(b, keep));
            return floats(b, out);
        };
        QFETCH(ops::IndexKeyFormat, format);
        compare(kPlain, run, format == ops::IndexKeyFormat::FP8 ? kQuantised : kFloat);
        compare(kRounded, run, kQuantised);
    }

    /// The selection must be the one that its own scores imply, and with plain numbers the reference's.
    void selects_data() { addProblems(); }
    void selects() {
        const Problem p = problem();
        const std::int64_t n = CacheFixture::kRows;
        const auto run = [&](Backend& b, std::vector<float>* scores) {
            std::vector<Buffer> keep;
            const ops::LayerCache layer = p.cache.upload(b, keep);
            const auto steps = p.cache.step();
            b.begin_step(steps);
            const Tensor q = make(b, keep, p.q, n, p.shape.heads * p.shape.head_dim);
            const Tensor weights = make(b, keep, p.head_weights, n, p.shape.heads);
            const Tensor out =
                make(b, keep, std::vector<std::int32_t>(static_cast<std::size_t>(n * p.shape.topk)), n,
                     p.shape.topk);
            b.select(out, q, weights, layer, p.shape, p.rope(b, keep));
            if (scores) {
                const Tensor all = make_output(b, keep, n, 155);
                b.index_scores(all, q, weights, layer, p.shape, p.rope(b, keep));
                *scores = floats(b, all);
            }
            return integers(b, out);
        };
        const auto expected = run(*reference::make_backend(kPlain), nullptr);
        for_each_cpu(kPlain, [&](Backend& b, const QByteArray& label) {
            std::vector<float> scores;
            const auto found = run(b, &scores);
            for (std::int64_t r = 0; r < n; ++r) {
                const float* row = scores.data() + r * 155;
                std::vector<std::int32_t> order;
                for (std::int32_t t = 0; t <= CacheFixture::positions()[static_cast<std::size_t>(r)]; ++t)
                    order.push_back(t);
                std::stable_sort(order.begin(), order.end(),
                                 [&](std::int32_t a, std::int32_t c) { return row[a] > row[c]; });
                order.resize(std::min(order.size(), static_cast<std::size_t>(p.shape.topk)));
                std::sort(order.begin(), order.end());
                order.resize(static_cast<std::size_t>(p.shape.topk), -1);
                QVERIFY2(std::equal(order.begin(), order.end(), found.begin() + r * p.shape.topk),
                         label.constData());
            }
            QFETCH(ops::IndexKeyFormat, format);
            if (format != ops::IndexKeyFormat::FP8) // a query may be quantised the other way
                QVERIFY2(found == expected, label.constData());
        });
    }

    /// Enough rows and positions that choosing the best is shared between threads.
    void selectsOnSeveralThreads() {
        const ops::IndexerShape shape{2, 16, 8, 40, ops::RopeLayout::HalfSplit, true};
        const std::int64_t past = 320;
        const std::int64_t n = 96;
        Random random(30);
        const auto keys = random.normals((past + n) * shape.head_dim);
        const auto queries = random.normals(n * shape.heads * shape.head_dim);
        const auto weights = random.normals(n * shape.heads);
        const WeightData norm_weight = random_weight(random, DType::F32, 1, shape.head_dim);
        const WeightData norm_bias = random_weight(random, DType::F32, 1, shape.head_dim);
        const std::vector<std::int32_t> pages{3, 1, 0, 2, 6, 5, 4};
        const auto run = [&](Backend& b) {
            std::vector<Buffer> keep;
            ops::LayerCache cache;
            cache.index_key_format = ops::IndexKeyFormat::F32;
            cache.kv_lora_rank = 16;
            cache.rope_dim = 8;
            cache.index_head_dim = shape.head_dim;
            const auto allocate = [&](std::int64_t page_bytes) {
                keep.push_back(b.allocate(DType::U8, 7, page_bytes));
                return keep.back().view();
            };
            cache.latents = allocate(ops::latent_page_bytes(cache.latent_format, 16, 8));
            cache.index_keys = allocate(ops::index_key_page_bytes(cache.index_key_format, shape.head_dim));
            const ops::Rope rope{make(b, keep, std::vector<float>{1, 0.5f, 0.2f, 0.1f}, 1, 4), 1.0f};
            const ops::SequenceRows all{0, past + n, 0, pages};
            b.begin_step({&all, 1});
            b.write_index_keys(cache, make(b, keep, keys, past + n, shape.head_dim), table_view(norm_weight),
                               table_view(norm_bias), shape, rope);
            const ops::SequenceRows rows{0, n, past, pages};
            b.begin_step({&rows, 1});
            const Tensor out = make(
                b, keep, std::vector<std::int32_t>(static_cast<std::size_t>(n * shape.topk)), n, shape.topk);
            b.select(out, make(b, keep, queries, n, shape.heads * shape.head_dim),
                     make(b, keep, weights, n, shape.heads), cache, shape, rope);
            return integers(b, out);
        };
        const auto expected = run(*reference::make_backend(kPlain));
        for_each_cpu(kPlain, [&](Backend& b, const QByteArray& label) {
            QVERIFY2(run(b) == expected, label.constData());
        });
    }

    void prefersLowerPositionsAndPutsNanLast() {
        const ops::IndexerShape shape{1, 4, 0, 5, ops::RopeLayout::HalfSplit, false};
        CacheFixture fixture(ops::LatentFormat::BF16, ops::IndexKeyFormat::F32, 16, 8, 4);
        const auto check = [&](Backend& b, const QByteArray& label) {
            std::vector<Buffer> keep;
            const ops::LayerCache layer = fixture.upload(b, keep);
            // Keys (s, 0, 0, 0) by hand: score = relu(s)·weight, so the many zeros are equal. Page 4 is used.
            const std::vector<std::int32_t> pages{4};
            auto* keys = reinterpret_cast<float*>(ops::page_data(layer.index_keys, 4));
            const float values[] = {0, 2, NAN, 2, 0, -1, 2, 1, NAN, 0};
            for (int t = 0; t < 10; ++t)
                keys[t * 4] = values[t];
            const ops::SequenceRows rows{0, 1, 9, pages};
            b.begin_step({&rows, 1});
            const ops::Rope rope{make(b, keep, std::vector<float>{0.0f}, 1, 1).slice_cols(0, 0), 1.0f};
            const Tensor q = make(b, keep, std::vector<float>{1, 0, 0, 0}, 1, 4);
            const Tensor out = make(b, keep, std::vector<std::int32_t>(5), 1, 5);
            b.select(out, q, make(b, keep, std::vector<float>{1}, 1, 1), layer, shape, rope);
            QVERIFY2(integers(b, out) == (std::vector<std::int32_t>{0, 1, 3, 6, 7}), label.constData());
            b.select(out, q, make(b, keep, std::vector<float>{-1}, 1, 1), layer, shape, rope);
            QVERIFY2(integers(b, out) == (std::vector<std::int32_t>{0, 4, 5, 7, 9}), label.constData());
        };
        check(*reference::make_backend(kPlain), "reference");
        for_each_cpu(kPlain, check);
    }
};

QTEST_GUILESS_MAIN(TestCpuIndexer)
#include "test_cpu_indexer.moc"
