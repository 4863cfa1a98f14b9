// Latent attention of the CUDA backend against the reference.
#include "backend_case.h"
#include "tests/kernels/cache_test.h"

using namespace hadal;
using namespace hadal::test;

Q_DECLARE_METATYPE(ops::LatentFormat)

namespace {

struct Sizes {
    std::int64_t heads, nope, rope, v, rank;
    DType kv_b;
};

/// Inputs and a cache with a past, which the reference wrote.
struct Problem {
    Sizes sizes;
    ops::AttentionShape shape;
    CacheFixture cache;
    std::vector<float> inv_freq, q, kv_a;
    WeightData kv_b, norm;
    std::vector<std::int32_t> selection;
    static constexpr std::int64_t kSelected = 40;
    static constexpr std::int64_t kRows = CacheFixture::kRows;

    Problem(unsigned seed, const Sizes& s, ops::LatentFormat format)
        : sizes(s), shape{s.heads, s.nope, s.rope, s.v, s.rank, 0.1f / std::sqrt(float(s.nope + s.rope))},
          cache(format, ops::IndexKeyFormat::FP8, s.rank, s.rope, 32) {
        Random random(seed);
        for (std::int64_t j = 0; j < s.rope / 2; ++j)
            inv_freq.push_back(std::pow(0.3f, static_cast<float>(j)));
        q = bf16_normals(random, kRows * s.heads * shape.q_head_dim());
        kv_a = bf16_normals(random, kRows * (s.rank + s.rope), 2.0f);
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
        const auto reference = reference::make_backend(kPublisherNumerics);
        std::vector<Buffer> keep;
        const ops::LayerCache layer = cache.upload(*reference, keep);
        const auto steps = cache.past_step();
        reference->begin_step(steps);
        const auto past = bf16_normals(random, CacheFixture::kPastRows * (s.rank + s.rope), 2.0f);
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

class TestCudaBackendAttention : public QObject {
    Q_OBJECT

    static void addProblems() {
        QTest::addColumn<ops::LatentFormat>("format");
        QTest::addColumn<int>("sizes_index");
        const char* const formats[] = {"F32", "BF16", "FP8"};
        for (int format = 0; format < 3; ++format)
            for (int i = 0; i < (format == 2 ? 3 : 2); ++i)
                QTest::addRow("%s, sizes %d", formats[format], i)
                    << static_cast<ops::LatentFormat>(format) << i;
    }
    static Problem problem() {
        // Round sizes; ragged groups of scales and more heads than a block takes; those of the real family,
        // in the format that it is run with.
        const Sizes sizes[] = {{4, 32, 16, 32, 128, DType::F8E4M3},
                               {18, 24, 8, 16, 200, DType::BF16},
                               {2, 128, 64, 128, 512, DType::F8E4M3}};
        QFETCH(ops::LatentFormat, format);
        QFETCH(int, sizes_index);
        return Problem(static_cast<unsigned>(sizes_index) + 10, sizes[sizes_index], format);
    }

  private slots:
    void writesLatents_data() { addProblems(); }
    void writesLatents() {
        const Problem p = problem();
        QFETCH(ops::LatentFormat, format);
        compare_cuda(
            kPublisherNumerics,
            [&](Backend& b) {
                std::vector<Buffer> keep;
                CacheFixture cache = p.cache;
                const ops::LayerCache layer = cache.upload(b, keep);
                const auto steps = cache.step();
                b.begin_step(steps);
                const std::int64_t width = p.sizes.rank + p.sizes.rope;
                b.write_latents(layer, make_activation(b, keep, p.kv_a, Problem::kRows, width, 8),
                                import(b, keep, p.norm).values, 1e-6f, p.rope(b, keep));
                cache.download(b, layer);
                return cache.decoded();
            },
            format == ops::LatentFormat::FP8 ? kQuantised : kBf16);
    }

    void rotatesQueries_data() { addProblems(); }
    void rotatesQueries() {
        const Problem p = problem();
        compare_cuda(
            kPublisherNumerics,
            [&](Backend& b) {
                std::vector<Buffer> keep;
                const auto steps = p.cache.step();
                b.begin_step(steps);
                const Tensor q =
                    make_activation(b, keep, p.q, Problem::kRows, p.shape.heads * p.shape.q_head_dim(), 2);
                b.rotate_queries(q, p.shape, p.rope(b, keep));
                return floats(b, q);
            },
            kBf16);
    }

    void attends_data() { addProblems(); }
    void attends() {
        const Problem p = problem();
        const ops::AttentionShape& shape = p.shape;
        const std::int64_t n = Problem::kRows;
        for (const bool sparse : {false, true})
            for (const bool expanded : {false, true}) {
                if (expanded && p.sizes.rank == 512)
                    continue; // the same kernels again
                compare_cuda(
                    kPublisherNumerics,
                    [&](Backend& b) {
                        std::vector<Buffer> keep;
                        const ops::LayerCache layer = p.cache.upload(b, keep);
                        const auto steps = p.cache.step();
                        b.begin_step(steps);
                        const Tensor q =
                            make_activation(b, keep, p.q, n, shape.heads * shape.q_head_dim(), 8);
                        const Tensor selection =
                            sparse ? make(b, keep, p.selection, n, Problem::kSelected) : Tensor();
                        const Tensor out = make_activation_output(b, keep, n, shape.heads * shape.v_dim, 4);
                        const ops::LinearWeight kv_b = import(b, keep, p.kv_b);
                        if (expanded) {
                            b.attend_expanded(out, q, kv_b, layer, selection, shape);
                            return floats(b, out);
                        }
                        const Tensor absorbed = make_activation_output(
                            b, keep, n, shape.heads * (shape.kv_lora_rank + shape.rope_dim), 8);
                        b.absorb_queries(absorbed, q, kv_b, shape);
                        const Tensor u = make_activation_output(b, keep, n, shape.heads * shape.kv_lora_rank);
                        b.attend_absorbed(u, absorbed, layer, selection, shape);
                        b.project_values(out, u, kv_b, shape);
                        return floats(b, out);
                    },
                    kBf16, p.sizes.rank == 128 ? 3 : 2);
            }
    }

    /// A row alone, as decoding runs it, against the same row among others.
    void rowsAloneAgree() {
        const Problem p(3, {4, 32, 16, 32, 128, DType::F8E4M3}, ops::LatentFormat::FP8);
        const ops::AttentionShape& shape = p.shape;
        for_each_platform([&](const QString& label) {
            const auto backend = make_cuda(kPublisherNumerics);
            Backend& b = *backend;
            std::vector<Buffer> keep;
            const ops::LayerCache layer = p.cache.upload(b, keep);
            const std::int64_t width = shape.heads * (shape.kv_lora_rank + shape.rope_dim);
            Random random(5);
            const Tensor q =
                make_activation(b, keep, bf16_normals(random, Problem::kRows * width), Problem::kRows, width);
            const Tensor out =
                make_activation_output(b, keep, Problem::kRows, shape.heads * shape.kv_lora_rank);
            const auto steps = p.cache.step();
            b.begin_step(steps);
            b.attend_absorbed(out, q, layer, {}, shape);
            const auto together = floats(b, out);
            std::vector<float> alone;
            for (const ops::SequenceRows& s : steps)
                for (std::int64_t i = 0; i < s.rows; ++i) {
                    const ops::SequenceRows single{0, 1, s.past + i, s.pages};
                    b.begin_step({&single, 1});
                    b.attend_absorbed(out.slice_rows(0, 1), q.slice_rows(s.first_row + i, 1), layer, {},
                                      shape);
                    const auto row = floats(b, out.slice_rows(0, 1));
                    alone.insert(alone.end(), row.begin(), row.end());
                }
            expect_close(label, alone, together, kBf16);
        });
    }
};

QTEST_GUILESS_MAIN(TestCudaBackendAttention)
#include "test_cuda_backend_attention.moc"
