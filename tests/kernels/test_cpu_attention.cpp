// Latent attention and the indexer of the CPU backend against the reference.
#include "tests/kernels/cache_test.h"

using namespace hadal;
using namespace hadal::test;

Q_DECLARE_METATYPE(ops::LatentFormat)
Q_DECLARE_METATYPE(ops::IndexKeyFormat)

namespace {

const ops::Numerics kPlain;
const ops::Numerics kRounded{true, ops::ActivationQuant::PowerOfTwo};

struct Sizes {
    std::int64_t heads, nope, rope, v, rank;
    DType kv_b;
};

ops::AttentionShape shape_of(const Sizes& s) {
    return {s.heads, s.nope, s.rope, s.v, s.rank, 0.3f / std::sqrt(static_cast<float>(s.nope + s.rope))};
}

/// Everything around one attention: inputs and a cache with a past.
struct Problem {
    Sizes sizes;
    CacheFixture cache;
    std::vector<float> inv_freq;
    std::vector<float> q;
    std::vector<float> kv_a;
    WeightData kv_b;
    WeightData norm;
    std::vector<std::int32_t> selection;
    static constexpr std::int64_t kSelected = 40;

    Problem(unsigned seed, const Sizes& s, ops::LatentFormat format)
        : sizes(s), cache(format, ops::IndexKeyFormat::BF16, s.rank, s.rope, 16) {
        Random random(seed);
        for (std::int64_t j = 0; j < s.rope / 2; ++j)
            inv_freq.push_back(std::pow(0.3f, static_cast<float>(j)));
        q = random.normals(CacheFixture::kRows * s.heads * (s.nope + s.rope));
        kv_a = random.normals(CacheFixture::kRows * (s.rank + s.rope), 2.0f);
        kv_b = random_weight(random, s.kv_b, s.heads * (s.nope + s.v), s.rank);
        norm = random_weight(random, DType::BF16, 1, s.rank);
        for (const std::int64_t position : CacheFixture::positions()) {
            // Distinct positions in no order, with holes.
            std::vector<std::int32_t> row;
            for (std::int64_t p = position; p >= 0 && row.size() < kSelected - 1; p -= random.between(1, 5))
                row.push_back(static_cast<std::int32_t>(p));
            row.resize(kSelected, -1);
            std::rotate(row.begin(), row.begin() + 7, row.end());
            selection.insert(selection.end(), row.begin(), row.end());
        }
        const auto reference = reference::make_backend(kPlain);
        std::vector<Buffer> keep;
        const ops::LayerCache layer = cache.upload(*reference, keep);
        const auto steps = cache.past_step();
        reference->begin_step(steps);
        const auto past = random.normals(CacheFixture::kPastRows * (s.rank + s.rope), 2.0f);
        reference->write_latents(layer,
                                 make(*reference, keep, past, CacheFixture::kPastRows, s.rank + s.rope),
                                 table_view(norm), 1e-6f, rope(*reference, keep));
        cache.download(*reference, layer);
    }

    ops::Rope rope(Backend& b, std::vector<Buffer>& keep) const {
        return {make(b, keep, inv_freq, 1, static_cast<std::int64_t>(inv_freq.size())), 1.1f};
    }
};

} // namespace

class TestCpuAttention : public QObject {
    Q_OBJECT

    static void addProblems() {
        QTest::addColumn<ops::LatentFormat>("format");
        QTest::addColumn<int>("sizes_index");
        const char* const formats[] = {"F32", "BF16", "FP8"};
        for (int format = 0; format < 3; ++format)
            for (int i = 0; i < 3; ++i)
                QTest::addRow("%s, sizes %d", formats[format], i)
                    << static_cast<ops::LatentFormat>(format) << i;
    }
    static Problem problem() {
        // Round sizes, odd ones with ragged groups, and more heads than the inner loops take at once.
        const Sizes sizes[] = {{4, 32, 16, 32, 128, DType::F8E4M3},
                               {5, 19, 6, 23, 200, DType::BF16},
                               {7, 24, 8, 16, 24, DType::F32}};
        QFETCH(ops::LatentFormat, format);
        QFETCH(int, sizes_index);
        return Problem(static_cast<unsigned>(sizes_index) + 10, sizes[sizes_index], format);
    }

  private slots:
    void writesLatents_data() { addProblems(); }
    void writesLatents() {
        const Problem p = problem();
        const auto run = [&](Backend& b) {
            std::vector<Buffer> keep;
            CacheFixture cache = p.cache;
            const ops::LayerCache layer = cache.upload(b, keep);
            const auto steps = cache.step();
            b.begin_step(steps);
            const std::int64_t width = p.sizes.rank + p.sizes.rope;
            b.write_latents(layer, make(b, keep, p.kv_a, CacheFixture::kRows, width, 3), table_view(p.norm),
                            1e-6f, p.rope(b, keep));
            cache.download(b, layer);
            return cache.decoded();
        };
        QFETCH(ops::LatentFormat, format);
        compare(kPlain, run, format == ops::LatentFormat::F32 ? kFloat : kQuantised);
        compare(kRounded, run, format == ops::LatentFormat::FP8 ? kQuantised : kBf16);
    }

    void rotatesQueries_data() { addProblems(); }
    void rotatesQueries() {
        const Problem p = problem();
        const auto run = [&](Backend& b) {
            std::vector<Buffer> keep;
            const auto steps = p.cache.step();
            b.begin_step(steps);
            const ops::AttentionShape shape = shape_of(p.sizes);
            const Tensor q = make(b, keep, p.q, CacheFixture::kRows, shape.heads * shape.q_head_dim(), 1);
            b.rotate_queries(q, shape, p.rope(b, keep));
            return floats(b, q);
        };
        compare(kPlain, run, kFloat);
        compare(kRounded, run, kBf16);
    }

    void attendsAbsorbed_data() { addProblems(); }
    void attendsAbsorbed() {
        const Problem p = problem();
        const ops::AttentionShape shape = shape_of(p.sizes);
        const std::int64_t n = CacheFixture::kRows;
        for (const bool sparse : {false, true}) {
            const auto run = [&](Backend& b) {
                std::vector<Buffer> keep;
                const ops::LayerCache layer = p.cache.upload(b, keep);
                const auto steps = p.cache.step();
                b.begin_step(steps);
                const Tensor q = make(b, keep, p.q, n, shape.heads * shape.q_head_dim(), 2);
                const Tensor absorbed =
                    make_output(b, keep, n, shape.heads * (shape.kv_lora_rank + shape.rope_dim), 1);
                b.absorb_queries(absorbed, q, p.kv_b.view(), shape);
                const Tensor u = make_output(b, keep, n, shape.heads * shape.kv_lora_rank, 5);
                const Tensor selection =
                    sparse ? make(b, keep, p.selection, n, Problem::kSelected) : Tensor();
                b.attend_absorbed(u, absorbed, layer, selection, shape);
                const Tensor out = make_output(b, keep, n, shape.heads * shape.v_dim);
                b.project_values(out, u, p.kv_b.view(), shape);
                return floats(b, out);
            };
            compare(kPlain, run, kSoftmax);
            compare(kRounded, run, kBf16);
        }
    }

    void attendsExpanded_data() { addProblems(); }
    void attendsExpanded() {
        const Problem p = problem();
        const ops::AttentionShape shape = shape_of(p.sizes);
        const std::int64_t n = CacheFixture::kRows;
        for (const bool sparse : {false, true}) {
            const auto run = [&](Backend& b) {
                std::vector<Buffer> keep;
                const ops::LayerCache layer = p.cache.upload(b, keep);
                const auto steps = p.cache.step();
                b.begin_step(steps);
                const Tensor q = make(b, keep, p.q, n, shape.heads * shape.q_head_dim(), 2);
                const Tensor out = make_output(b, keep, n, shape.heads * shape.v_dim, 3);
                const Tensor selection =
                    sparse ? make(b, keep, p.selection, n, Problem::kSelected) : Tensor();
                b.attend_expanded(out, q, p.kv_b.view(), layer, selection, shape);
                return floats(b, out);
            };
            compare(kPlain, run, kSoftmax);
            compare(kRounded, run, kBf16);
        }
    }

    /// A query that is NaN spoils its own head only, a token whose latent is NaN the rows that see it
    /// only.
    void keepsNanWhereItBelongs_data() { addProblems(); }
    void keepsNanWhereItBelongs() {
        Problem p = problem();
        const ops::AttentionShape shape = shape_of(p.sizes);
        const std::int64_t n = CacheFixture::kRows;
        const std::int64_t width = p.sizes.rank + p.sizes.rope;
        p.q[static_cast<std::size_t>(1 * shape.heads * shape.q_head_dim())] = NAN; // row 1, head 0
        p.kv_a[static_cast<std::size_t>(3 * width)] = NAN;                         // of rows 3 and 4
        p.kv_a[static_cast<std::size_t>(8 * width + p.sizes.rank)] = NAN; // of row 8, in its rope part
        for (const bool expanded : {false, true}) {
            const auto run = [&](Backend& b) {
                std::vector<Buffer> keep;
                CacheFixture cache = p.cache;
                const ops::LayerCache layer = cache.upload(b, keep);
                const auto steps = cache.step();
                b.begin_step(steps);
                b.write_latents(layer, make(b, keep, p.kv_a, n, width), table_view(p.norm), 1e-6f,
                                p.rope(b, keep));
                const Tensor q = make(b, keep, p.q, n, shape.heads * shape.q_head_dim());
                const Tensor out = make_output(b, keep, n, shape.heads * shape.v_dim);
                if (expanded) {
                    b.attend_expanded(out, q, p.kv_b.view(), layer, {}, shape);
                } else {
                    const Tensor absorbed =
                        make_output(b, keep, n, shape.heads * (shape.kv_lora_rank + shape.rope_dim));
                    const Tensor u = make_output(b, keep, n, shape.heads * shape.kv_lora_rank);
                    b.absorb_queries(absorbed, q, p.kv_b.view(), shape);
                    b.attend_absorbed(u, absorbed, layer, {}, shape);
                    b.project_values(out, u, p.kv_b.view(), shape);
                }
                return floats(b, out);
            };
            const auto reference = run(*reference::make_backend(kPlain));
            const auto nan_in_row = [&](std::int64_t row) {
                const auto begin = reference.begin() + row * shape.heads * shape.v_dim;
                return std::count_if(begin, begin + shape.heads * shape.v_dim,
                                     [](float v) { return std::isnan(v); });
            };
            const std::int64_t spoilt[] = {
                0, shape.v_dim, 0, shape.heads * shape.v_dim, shape.heads * shape.v_dim,
                0, 0,           0, shape.heads * shape.v_dim};
            for (std::int64_t r = 0; r < n; ++r)
                QCOMPARE(nan_in_row(r), spoilt[r]);
            // What is written lies within the tolerance of writesLatents().
            compare(kPlain, run, kQuantised);
            compare(kRounded, run, kQuantised);
        }
    }

    /// One sequence after the other, row by row, must give the same bits as all together.
    void rowsDoNotDependOnTheirNeighbours() {
        const Problem p(3, {4, 32, 16, 32, 128, DType::F8E4M3}, ops::LatentFormat::FP8);
        const ops::AttentionShape shape = shape_of(p.sizes);
        for_each_cpu(kRounded, [&](Backend& b, const QByteArray& label) {
            std::vector<Buffer> keep;
            const ops::LayerCache layer = p.cache.upload(b, keep);
            const Tensor q = make(b, keep, p.q, CacheFixture::kRows, shape.heads * shape.q_head_dim());
            const auto steps = p.cache.step();
            const auto attend = [&](const Tensor& queries) {
                const std::int64_t n = queries.rows;
                const Tensor absorbed =
                    make_output(b, keep, n, shape.heads * (shape.kv_lora_rank + shape.rope_dim));
                const Tensor u = make_output(b, keep, n, shape.heads * shape.kv_lora_rank);
                const Tensor out = make_output(b, keep, 2 * n, shape.heads * shape.v_dim);
                b.absorb_queries(absorbed, queries, p.kv_b.view(), shape);
                b.attend_absorbed(u, absorbed, layer, {}, shape);
                b.project_values(out.slice_rows(0, n), u, p.kv_b.view(), shape);
                b.attend_expanded(out.slice_rows(n, n), queries, p.kv_b.view(), layer, {}, shape);
                return floats(b, out);
            };
            b.begin_step(steps);
            const std::vector<float> together = attend(q);
            const auto width = static_cast<std::size_t>(shape.heads * shape.v_dim);
            for (const ops::SequenceRows& s : steps)
                for (std::int64_t i = 0; i < s.rows; ++i) {
                    const ops::SequenceRows alone{0, 1, s.past + i, s.pages};
                    b.begin_step({&alone, 1});
                    const std::int64_t r = s.first_row + i;
                    const std::vector<float> single = attend(q.slice_rows(r, 1));
                    const auto at = static_cast<std::ptrdiff_t>(static_cast<std::size_t>(r) * width);
                    const auto half =
                        static_cast<std::ptrdiff_t>(CacheFixture::kRows * shape.heads * shape.v_dim);
                    QVERIFY2(std::equal(single.begin(), single.begin() + static_cast<std::ptrdiff_t>(width),
                                        together.begin() + at),
                             label.constData());
                    QVERIFY2(std::equal(single.begin() + static_cast<std::ptrdiff_t>(width), single.end(),
                                        together.begin() + half + at),
                             label.constData());
                }
        });
    }

    void refusesForeignCaches() {
        const Problem p(4, {4, 32, 16, 32, 128, DType::F32}, ops::LatentFormat::BF16);
        const auto backend = cpu::make_backend({1, {}});
        std::vector<Buffer> keep;
        ops::LayerCache layer = p.cache.upload(*backend, keep);
        ops::AttentionShape shape = shape_of(p.sizes);
        const auto steps = p.cache.step();
        backend->begin_step(steps);
        const Tensor q = make_output(*backend, keep, CacheFixture::kRows, 4 * 144);
        const Tensor out = make_output(*backend, keep, CacheFixture::kRows, 4 * 128);
        backend->attend_absorbed(out, q, layer, {}, shape);
        QVERIFY_EXCEPTION_THROWN(backend->attend_absorbed(out.slice_rows(0, 8), q, layer, {}, shape), Error);
        const Tensor beyond =
            make(*backend, keep, std::vector<std::int32_t>{150, 151, 152, 153, 155, 0, 0, 0, 0},
                 CacheFixture::kRows, 1);
        QVERIFY_EXCEPTION_THROWN(backend->attend_absorbed(out, q, layer, beyond, shape), Error);
        layer.latents.rows = 8; // the step uses page 8
        QVERIFY_EXCEPTION_THROWN(backend->attend_absorbed(out, q, layer, {}, shape), Error);
        layer.latents.rows = 9;
        layer.latents.cols -= 1;
        QVERIFY_EXCEPTION_THROWN(backend->attend_absorbed(out, q, layer, {}, shape), Error);
    }
};

QTEST_GUILESS_MAIN(TestCpuAttention)
#include "test_cpu_attention.moc"
