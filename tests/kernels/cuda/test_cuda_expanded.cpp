// Expanded attention by CUDA kernels on the simulator, against plain sums in double precision.
#include "kernels/cuda/attention_expanded.h"
#include "tests/kernels/cuda/cuda_test.h"

#include <algorithm>
#include <numeric>

using namespace hadal;
using namespace hadal::test;

namespace {

struct Shape {
    int tokens, rows, heads, nope, rope, v;
    int selected = 0; ///< by each row; 0: all that it sees
};

} // namespace

Q_DECLARE_METATYPE(Shape)

class TestCudaExpanded : public QObject {
    Q_OBJECT

  private slots:
    void attends_data() {
        QTest::addColumn<Shape>("shape");
        QTest::newRow("one key") << Shape{1, 1, 1, 8, 8, 8};
        QTest::newRow("tiny, prompt") << Shape{70, 70, 2, 32, 16, 48};
        QTest::newRow("tiny, behind a past, with a selection") << Shape{200, 9, 2, 32, 16, 32, 20};
        QTest::newRow("V3.2, prompt") << Shape{70, 70, 1, 128, 64, 128};
        QTest::newRow("V3.2, behind a past, with a selection") << Shape{150, 5, 1, 128, 64, 128, 64};
        QTest::newRow("GLM-5") << Shape{40, 3, 1, 192, 64, 256};
    }
    void attends() {
        QFETCH(Shape, shape);
        const auto [tokens, rows, heads, nope, rope, v, selected] = shape;
        const int all_heads = heads + 1; // the kernel does some of them
        const int qk = nope + rope;
        Random random(51);
        const auto q = rounded(random.normals(rows * all_heads * qk));
        const auto kv = rounded(random.normals(tokens * heads * (nope + v)));
        const auto ropes = rounded(random.normals(tokens * rope));
        std::vector<int> counts, selection;
        for (int r = 0; r < rows; ++r) {
            counts.push_back(tokens - rows + r + 1);
            std::vector<int> positions(static_cast<std::size_t>(counts.back()));
            std::iota(positions.begin(), positions.end(), 0);
            while (static_cast<int>(positions.size()) > selected)
                positions.erase(positions.begin() +
                                random.between(0, static_cast<std::int64_t>(positions.size()) - 1));
            if (r == 1)
                positions.clear(); // selects nothing
            positions.resize(static_cast<std::size_t>(selected), -1);
            selection.insert(selection.end(), positions.rbegin(), positions.rend());
        }
        const int words = (tokens + 31) / 32;
        const auto found = under_all_schedules([&](const SimtStream& stream) {
            const DeviceArray<std::uint16_t> dq(stream, to_bf16(q));
            const DeviceArray<std::uint16_t> dkv(stream, to_bf16(kv));
            const DeviceArray<std::uint16_t> drope(stream, to_bf16(ropes));
            const DeviceArray<int> dcounts(stream, counts);
            const DeviceArray<int> dselection(stream, selection.empty() ? std::vector<int>{-1} : selection);
            const DeviceArray<std::uint32_t> mask(static_cast<std::size_t>(rows * words));
            const auto size = static_cast<std::size_t>(rows * all_heads * v);
            const DeviceArray<std::uint16_t> out(stream, std::vector<std::uint16_t>(size));
            if (selected > 0)
                cuda::mask_selection(stream, {dselection.data(), mask.data(), rows, selected, words});
            cuda::ExpandedAttention p;
            p.q = dq.data() + qk; // from the second head on
            p.kv = dkv.data();
            p.rope = drope.data();
            p.counts = dcounts.data();
            p.mask = selected > 0 ? mask.data() : nullptr;
            p.out = out.data() + v;
            p.rows = rows;
            p.heads = heads;
            p.q_heads = all_heads;
            p.nope = nope;
            p.rope_dim = rope;
            p.v = v;
            p.mask_words = words;
            p.scale = 0.1f;
            cuda::attend_expanded(stream, p);
            return out.values(stream);
        });
        if (QTest::currentTestFailed())
            return;

        std::vector<float> expected(found.size());
        for (int r = 0; r < rows; ++r)
            for (int h = 0; h < heads; ++h) {
                std::vector<double> weights(static_cast<std::size_t>(tokens), 0.0);
                double sum = 0;
                for (int t = 0; t < counts[static_cast<std::size_t>(r)]; ++t) {
                    const auto own = selection.begin() + r * selected;
                    if (selected > 0 && std::find(own, own + selected, t) == own + selected)
                        continue;
                    const float* query = q.data() + (r * all_heads + h + 1) * qk;
                    const float* key = kv.data() + (t * heads + h) * (nope + v);
                    double dot = 0;
                    for (int c = 0; c < qk; ++c)
                        dot += static_cast<double>(query[c]) *
                               (c < nope ? key[c] : ropes[static_cast<std::size_t>(t * rope + c - nope)]);
                    sum += weights[static_cast<std::size_t>(t)] = std::exp(0.1 * dot);
                }
                for (int c = 0; c < v && sum > 0; ++c) {
                    double value = 0;
                    for (int t = 0; t < tokens; ++t)
                        value += weights[static_cast<std::size_t>(t)] / sum *
                                 kv[static_cast<std::size_t>((t * heads + h) * (nope + v) + nope + c)];
                    expected[static_cast<std::size_t>((r * all_heads + h + 1) * v + c)] =
                        static_cast<float>(value);
                }
            }
        expect_close(from_bf16(found), expected, kBf16);
    }

    void refusesOddSizes() {
        const SimtStream stream(0);
        cuda::ExpandedAttention p;
        p.rows = p.heads = p.q_heads = 1;
        p.rope_dim = p.v = 16;
        for (const int nope : {12, 248}) {
            p.nope = nope;
            QVERIFY_EXCEPTION_THROWN(cuda::attend_expanded(stream, p), Error);
        }
        QVERIFY_EXCEPTION_THROWN(cuda::mask_selection(stream, {nullptr, nullptr, 1, 1, 13'000}), Error);
    }
};

QTEST_GUILESS_MAIN(TestCudaExpanded)
#include "test_cuda_expanded.moc"
