// The lightning indexer of the CUDA backend against the reference.
#include "backend_case.h"
#include "tests/kernels/cache_test.h"

using namespace hadal;
using namespace hadal::test;

Q_DECLARE_METATYPE(ops::IndexKeyFormat)

namespace {

struct Problem {
    ops::IndexerShape shape;
    CacheFixture cache;
    std::vector<float> inv_freq, q, k, head_weights;
    WeightData norm_weight, norm_bias;
    static constexpr std::int64_t kRows = CacheFixture::kRows;

    Problem(unsigned seed, const ops::IndexerShape& s, ops::IndexKeyFormat format)
        : shape(s), cache(ops::LatentFormat::BF16, format, 16, 8, s.head_dim) {
        Random random(seed);
        for (std::int64_t j = 0; j < s.rope_dim / 2; ++j)
            inv_freq.push_back(std::pow(0.2f, static_cast<float>(j)));
        q = bf16_normals(random, kRows * s.heads * s.head_dim);
        k = bf16_normals(random, kRows * s.head_dim);
        head_weights = random.normals(kRows * s.heads);
        norm_weight = random_weight(random, DType::F32, 1, s.head_dim);
        norm_bias = random_weight(random, DType::BF16, 1, s.head_dim);
        const auto reference = reference::make_backend(kPublisherNumerics);
        std::vector<Buffer> keep;
        const ops::LayerCache layer = cache.upload(*reference, keep);
        const auto steps = cache.past_step();
        reference->begin_step(steps);
        const auto past = bf16_normals(random, CacheFixture::kPastRows * s.head_dim);
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

class TestCudaBackendIndexer : public QObject {
    Q_OBJECT

    static void addProblems() {
        QTest::addColumn<ops::IndexKeyFormat>("format");
        QTest::addColumn<int>("shape_index");
        for (const auto format : {ops::IndexKeyFormat::FP8, ops::IndexKeyFormat::BF16})
            for (int i = 0; i < 3; ++i)
                QTest::addRow("%s, shape %d", format == ops::IndexKeyFormat::FP8 ? "FP8" : "BF16", i)
                    << format << i;
    }
    static Problem problem() {
        const ops::IndexerShape shapes[] = {{4, 128, 64, 24, ops::RopeLayout::HalfSplit, true},
                                            {3, 32, 32, 7, ops::RopeLayout::Interleaved, true},
                                            {64, 64, 16, 150, ops::RopeLayout::HalfSplit, false}};
        QFETCH(ops::IndexKeyFormat, format);
        QFETCH(int, shape_index);
        return Problem(static_cast<unsigned>(shape_index) + 20, shapes[shape_index], format);
    }

  private slots:
    void writesKeys_data() { addProblems(); }
    void writesKeys() {
        const Problem p = problem();
        compare_cuda(
            kPublisherNumerics,
            [&](Backend& b) {
                std::vector<Buffer> keep;
                CacheFixture cache = p.cache;
                const ops::LayerCache layer = cache.upload(b, keep);
                const auto steps = cache.step();
                b.begin_step(steps);
                b.write_index_keys(layer, make_activation(b, keep, p.k, Problem::kRows, p.shape.head_dim, 2),
                                   import(b, keep, p.norm_weight).values, import(b, keep, p.norm_bias).values,
                                   p.shape, p.rope(b, keep));
                cache.download(b, layer);
                return cache.decoded();
            },
            kQuantised);
    }

    void scores_data() { addProblems(); }
    void scores() {
        const Problem p = problem();
        compare_cuda(
            kPublisherNumerics,
            [&](Backend& b) {
                std::vector<Buffer> keep;
                const ops::LayerCache layer = p.cache.upload(b, keep);
                const auto steps = p.cache.step();
                b.begin_step(steps);
                const std::int64_t n = Problem::kRows;
                const Tensor out = make_output(b, keep, n, 160, 3);
                b.index_scores(out, make_activation(b, keep, p.q, n, p.shape.heads * p.shape.head_dim, 2),
                               make(b, keep, p.head_weights, n, p.shape.heads, 1), layer, p.shape,
                               p.rope(b, keep));
                return floats(b, out);
            },
            kQuantised);
    }

    /// The selection must be the one that the backend's own scores imply.
    void selects_data() { addProblems(); }
    void selects() {
        const Problem p = problem();
        const std::int64_t n = Problem::kRows;
        for_each_platform([&](const QString& label) {
            const auto backend = make_cuda(kPublisherNumerics);
            Backend& b = *backend;
            std::vector<Buffer> keep;
            const ops::LayerCache layer = p.cache.upload(b, keep);
            const auto steps = p.cache.step();
            b.begin_step(steps);
            const Tensor q = make_activation(b, keep, p.q, n, p.shape.heads * p.shape.head_dim);
            const Tensor weights = make(b, keep, p.head_weights, n, p.shape.heads);
            const Tensor chosen =
                make(b, keep, std::vector<std::int32_t>(static_cast<std::size_t>(n * p.shape.topk)), n,
                     p.shape.topk);
            const ops::Rope rope = p.rope(b, keep);
            b.select(chosen, q, weights, layer, p.shape, rope);
            const Tensor all = make_output(b, keep, n, 155);
            b.index_scores(all, q, weights, layer, p.shape, rope);
            const auto found = integers(b, chosen);
            const auto scores = floats(b, all);
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
                         qPrintable(label));
            }
        });
    }
};

QTEST_GUILESS_MAIN(TestCudaBackendIndexer)
#include "test_cuda_backend_indexer.moc"
