// The choice of experts, on the simulator, against the reference.
#include "kernels/cuda/router.h"
#include "tests/kernels/cuda/cuda_test.h"

using namespace hadal;
using namespace hadal::test;

class TestCudaRouter : public QObject {
    Q_OBJECT

  private slots:
    void routes_data() {
        QTest::addColumn<int>("experts");
        QTest::addColumn<int>("topk");
        QTest::addColumn<int>("groups");
        QTest::addColumn<int>("topk_groups");
        QTest::addColumn<int>("score");
        QTest::addColumn<bool>("sigmoid");
        QTest::addColumn<bool>("bias");
        using ops::GroupScore;
        const auto row = [](const char* name, int experts, int topk, int groups, int kept, GroupScore score,
                            bool sigmoid, bool bias) {
            QTest::newRow(name) << experts << topk << groups << kept << static_cast<int>(score) << sigmoid
                                << bias;
        };
        row("V3", 256, 8, 8, 4, GroupScore::TopTwoSum, true, true);
        row("V2", 160, 6, 8, 3, GroupScore::Max, false, false);
        row("V2-Lite", 64, 6, 1, 1, GroupScore::None, false, false);
        row("ragged", 21, 5, 7, 3, GroupScore::TopTwoSum, true, true);
        row("groups of one", 8, 2, 8, 3, GroupScore::TopTwoSum, true, false);
        row("all of them", 3, 3, 1, 1, GroupScore::None, true, true);
    }
    void routes() {
        QFETCH(int, experts);
        QFETCH(int, topk);
        QFETCH(int, groups);
        QFETCH(int, topk_groups);
        QFETCH(int, score);
        QFETCH(bool, sigmoid);
        QFETCH(bool, bias);
        ops::RoutingShape shape;
        shape.experts = experts;
        shape.topk = topk;
        shape.groups = groups;
        shape.topk_groups = topk_groups;
        shape.group_score = static_cast<ops::GroupScore>(score);
        shape.scoring = sigmoid ? ops::Scoring::Sigmoid : ops::Scoring::Softmax;
        shape.normalise = sigmoid;
        shape.scale = 2.5f;
        Random random(5);
        constexpr int kRows = 19;
        auto logits = random.normals(kRows * experts);
        // Rows of ties: all equal, and few different values; the last row has a NaN.
        for (int e = 0; e < experts; ++e) {
            logits[static_cast<std::size_t>(e)] = 0.5f;
            logits[static_cast<std::size_t>(experts + e)] = static_cast<float>(random.between(0, 2));
        }
        if (sigmoid)
            logits.back() = NAN;
        std::vector<float> biases;
        for (int e = 0; e < experts; ++e)
            biases.push_back(static_cast<float>(random.between(-2, 2)) * 0.125f);

        struct Result {
            std::vector<int> experts;
            std::vector<float> weights;
            bool operator==(const Result& other) const { // NaN equals itself here
                return experts == other.experts && weights.size() == other.weights.size() &&
                       std::memcmp(weights.data(), other.weights.data(), 4 * weights.size()) == 0;
            }
        };
        const Result found = under_all_schedules([&](const SimtStream& stream) {
            const DeviceArray<float> dlogits(stream, logits);
            const DeviceArray<float> dbias(stream, biases);
            const DeviceArray<int> chosen(static_cast<std::size_t>(kRows * topk));
            const DeviceArray<float> weights(static_cast<std::size_t>(kRows * topk));
            cuda::route(stream, {dlogits.data(), bias ? dbias.data() : nullptr, chosen.data(), weights.data(),
                                 kRows, shape});
            return Result{chosen.values(stream), weights.values(stream)};
        });
        if (QTest::currentTestFailed())
            return;
        const auto reference = reference::make_backend(kPublisher);
        std::vector<Buffer> keep;
        keep.push_back(reference->allocate(DType::I32, kRows, topk));
        const Tensor ids = keep.back().view();
        const Tensor weights = make_output(*reference, keep, kRows, topk);
        reference->route(ids, weights, make(*reference, keep, logits, kRows, experts),
                         bias ? make(*reference, keep, biases, 1, experts) : Tensor{}, shape);
        QCOMPARE(found.experts, integers(*reference, ids));
        std::vector<float> expected = floats(*reference, weights);
        for (std::size_t i = 0; i < expected.size(); ++i) // a NaN may have been chosen where all are
            if (std::isnan(expected[i])) {
                QVERIFY(std::isnan(found.weights[i]));
                expected[i] = 0;
            }
        std::vector<float> numbers = found.weights;
        for (float& v : numbers)
            v = std::isnan(v) ? 0 : v;
        expect_close(numbers, expected, kFloat);
    }

    void refusesWideRouting() {
        const SimtStream stream(0);
        cuda::Route p;
        p.rows = 1;
        p.shape.experts = 513;
        p.shape.topk = 8;
        p.shape.group_score = ops::GroupScore::None;
        QVERIFY_EXCEPTION_THROWN(cuda::route(stream, p), Error);
        p.shape.experts = 256;
        p.shape.topk = 33;
        QVERIFY_EXCEPTION_THROWN(cuda::route(stream, p), Error);
    }
};

QTEST_GUILESS_MAIN(TestCudaRouter)
#include "test_cuda_router.moc"
