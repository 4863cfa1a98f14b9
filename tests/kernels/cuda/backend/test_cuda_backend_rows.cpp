// Memory, row operations, linears, routing and experts of the CUDA backend against the reference.
#include "backend_case.h"

using namespace hadal;
using namespace hadal::test;

namespace {

const ops::Numerics kScaledNumerics{true, ops::ActivationQuant::Scaled};
const ops::Numerics kWeightOnly{true, ops::ActivationQuant::None};

std::vector<float> joined(std::vector<float> a, const std::vector<float>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

ErrorKind kind_of_error(const std::function<void()>& call, const char* word) {
    try {
        call();
    } catch (const Error& error) {
        return QString(error.what()).contains(QLatin1String(word)) ? error.kind() : ErrorKind::Internal;
    }
    return ErrorKind::Internal;
}

} // namespace

class TestCudaBackendRows : public QObject {
    Q_OBJECT

  private slots:
    void keepsWhatIsUploaded() {
        Random random(1);
        for_each_platform([&](const QString&) {
            for (const std::size_t piece : {std::size_t{0}, std::size_t{1} << 20}) {
                const auto backend = cuda::make_backend({.piece_bytes = piece});
                std::vector<Buffer> keep;
                for (const int cols : {1, 40, 3000, 100'000}) {
                    const auto values = random.normals(3 * cols);
                    QCOMPARE(floats(*backend, make(*backend, keep, values, 3, cols, 5)), values);
                }
                const WeightData weight = random_weight(random, DType::BF16, 70, 33);
                const auto imported = import(*backend, keep, weight);
                std::vector<std::byte> bytes(weight.values.size() - 1);
                backend->download(bytes.data(), imported.values);
                QVERIFY(std::equal(bytes.begin(), bytes.end(), weight.values.begin() + 1));
            }
        });
    }

    /// Rows apart on either side, and a buffer of which only a part was ever written, as caches are.
    void copies() {
        Random random(9);
        const auto values = random.normals(6 * 40);
        for_each_platform([&](const QString&) {
            const auto backend = cuda::make_backend({.piece_bytes = 0});
            std::vector<Buffer> keep;
            const Tensor from = make(*backend, keep, values, 6, 40, 3);
            const Tensor to = make(*backend, keep, std::vector<float>(6 * 40), 6, 40, 17);
            backend->copy(to, from);
            QCOMPARE(floats(*backend, to), values);
            const Tensor part = make(*backend, keep, std::vector<float>(2 * 40), 2, 40);
            backend->copy(part, from.slice_rows(3, 2));
            QCOMPARE(floats(*backend, part),
                     std::vector<float>(values.begin() + 3 * 40, values.begin() + 5 * 40));
            const Buffer page = backend->allocate(DType::U8, 8, 3000);
            const Buffer larger = backend->allocate(DType::U8, 16, 3000);
            std::vector<std::uint8_t> bytes(3 * 3000);
            std::iota(bytes.begin(), bytes.end(), std::uint8_t{0});
            backend->upload(page.view().slice_rows(1, 3), bytes.data());
            backend->copy(larger.view().slice_rows(0, 8), page.view());
            std::vector<std::uint8_t> found(bytes.size());
            backend->download(found.data(), larger.view().slice_rows(1, 3));
            QCOMPARE(found, bytes);
            QCOMPARE(kind_of_error([&] { backend->copy(to, part); }, "copy"), ErrorKind::InvalidArgument);
        });
    }

    void embedsAndGathers() {
        Random random(2);
        const WeightData table = random_weight(random, DType::BF16, 11, 40);
        compare_cuda(
            kPublisherNumerics,
            [&](Backend& b) {
                std::vector<Buffer> keep;
                const Tensor ids = make(b, keep, std::vector<std::int32_t>{3, 0, 10, 3}, 4, 1);
                const Tensor out = make_activation_output(b, keep, 4, 40, 8);
                b.embed(out, ids, import(b, keep, table).values);
                const Tensor rows = make(b, keep, std::vector<std::int32_t>{2, 2, 1}, 3, 1);
                const Tensor gathered = make_activation_output(b, keep, 3, 40);
                b.gather_rows(gathered, out, rows);
                return joined(floats(b, out), floats(b, gathered));
            },
            Tolerance{0x1p-30});
    }

    void normalises_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("width");
        for (const auto& [rows, width] : {std::pair{1, 8}, {3, 136}, {5, 2048}})
            QTest::addRow("%d x %d", rows, width) << rows << width;
    }
    void normalises() {
        QFETCH(int, rows);
        QFETCH(int, width);
        Random random(3);
        const auto x = bf16_normals(random, rows * width, 3.0f);
        const auto delta = bf16_normals(random, rows * width);
        for (const DType dtype : {DType::F32, DType::BF16}) {
            const WeightData weight = random_weight(random, dtype, 1, width);
            compare_cuda(
                kPublisherNumerics,
                [&](Backend& b) {
                    std::vector<Buffer> keep;
                    const Tensor a = make_activation(b, keep, x, rows, width, 8);
                    const Tensor d = make_activation(b, keep, delta, rows, width);
                    const Tensor out = make_activation_output(b, keep, rows, width, 16);
                    const Tensor w = import(b, keep, weight).values;
                    b.add_rms_norm(out, a, d, w, 1e-5f);
                    b.add(a, out);
                    b.rms_norm(a, a, w, 1e-6f);
                    return joined(floats(b, out), floats(b, a));
                },
                kBf16);
        }
    }

    void multiplies_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("in");
        QTest::addColumn<int>("out");
        for (const auto& [rows, in, out] :
             {std::tuple{1, 16, 4}, {1, 160, 144}, {3, 128, 20}, {4, 400, 12}, {5, 192, 132}, {70, 144, 36}})
            QTest::addRow("%d rows, %d to %d", rows, in, out) << rows << in << out;
    }
    void multiplies() {
        QFETCH(int, rows);
        QFETCH(int, in);
        QFETCH(int, out);
        Random random(static_cast<unsigned>(rows * 7919 + in * 31 + out));
        const auto x = bf16_normals(random, rows * in, 0.5f);
        for (const DType dtype : {DType::BF16, DType::F8E4M3}) {
            const WeightData weight = random_weight(random, dtype, out, in);
            for (const auto& numerics : {kPublisherNumerics, kScaledNumerics, kWeightOnly})
                for (const auto output : {ops::LinearOutput::Activation, ops::LinearOutput::F32})
                    compare_cuda(
                        numerics,
                        [&](Backend& b) {
                            std::vector<Buffer> keep;
                            const Tensor input = make_activation(b, keep, x, rows, in, 8);
                            const Tensor y = output == ops::LinearOutput::F32
                                                 ? make_output(b, keep, rows, out, 4)
                                                 : make_activation_output(b, keep, rows, out, 4);
                            b.linear(y, input, import(b, keep, weight), output);
                            return floats(b, y);
                        },
                        output == ops::LinearOutput::F32 ? kFloat : kBf16);
        }
    }

    /// Quantised activations are kept for the next product; they must be made anew when the activations
    /// change, whichever way.
    void quantisesAgainWhatHasChanged() {
        Random random(4);
        constexpr int kRows = 2;
        constexpr int kWidth = 128;
        const auto x = bf16_normals(random, kRows * kWidth);
        const auto y = bf16_normals(random, kRows * kWidth);
        const WeightData norm = random_weight(random, DType::BF16, 1, kWidth);
        const WeightData weight = random_weight(random, DType::F8E4M3, kWidth, kWidth);
        compare_cuda(
            kPublisherNumerics,
            [&](Backend& b) {
                std::vector<Buffer> keep;
                const ops::LinearWeight w = import(b, keep, weight);
                const Tensor a = make_activation(b, keep, x, kRows, kWidth);
                const Tensor delta = make_activation(b, keep, y, kRows, kWidth);
                const Tensor out = make_output(b, keep, kRows, kWidth);
                std::vector<float> all;
                const auto multiply = [&] {
                    b.linear(out, a, w, ops::LinearOutput::F32);
                    all = joined(all, floats(b, out));
                };
                multiply();
                b.add(a, delta);
                multiply();
                b.rms_norm(a, a, import(b, keep, norm).values, 1e-6f);
                multiply();
                std::vector<std::uint16_t> bits;
                for (const float v : y)
                    bits.push_back(ops::float_to_bf16(v));
                if (a.dtype == DType::BF16)
                    b.upload(a, bits.data());
                else
                    b.upload(a, y.data());
                multiply();
                b.linear(a, delta, w); // in place of what was quantised
                multiply();
                return all;
            },
            kQuantised);
    }

    void routes_data() {
        QTest::addColumn<int>("scoring");
        QTest::addColumn<int>("group");
        for (const int scoring : {0, 1})
            for (const int group : {0, 1, 2})
                QTest::addRow("scoring %d group %d", scoring, group) << scoring << group;
    }
    void routes() {
        QFETCH(int, scoring);
        QFETCH(int, group);
        ops::RoutingShape shape;
        shape.experts = 24;
        shape.topk = 5;
        shape.groups = 6;
        shape.topk_groups = 3;
        shape.scoring = static_cast<ops::Scoring>(scoring);
        shape.group_score = static_cast<ops::GroupScore>(group);
        shape.scale = 2.5f;
        Random random(static_cast<unsigned>(scoring * 10 + group));
        const std::int64_t rows = 20;
        auto logits = random.normals(rows * shape.experts, 2.0f);
        std::fill_n(logits.begin(), shape.experts, 0.25f); // a row of ties
        const WeightData biases = random_weight(random, DType::F32, 1, shape.experts);
        for (const bool bias : {false, true})
            compare_cuda(
                kPublisherNumerics,
                [&](Backend& b) {
                    std::vector<Buffer> keep;
                    const Tensor ids =
                        make(b, keep, std::vector<std::int32_t>(static_cast<std::size_t>(rows * shape.topk)),
                             rows, shape.topk);
                    const Tensor weights = make_output(b, keep, rows, shape.topk);
                    b.route(ids, weights, make(b, keep, logits, rows, shape.experts),
                            bias ? import(b, keep, biases).values : Tensor(), shape);
                    auto result = floats(b, weights);
                    for (const std::int32_t id : integers(b, ids))
                        result.push_back(static_cast<float>(id));
                    return result;
                },
                kFloat);
    }

    void runsExperts_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("hidden");
        QTest::addColumn<int>("width");
        QTest::addColumn<bool>("shared");
        QTest::addRow("one row") << 1 << 256 << 128 << true;
        QTest::addRow("ragged") << 3 << 144 << 80 << true;
        QTest::addRow("many rows") << 21 << 96 << 48 << false;
    }
    void runsExperts() {
        QFETCH(int, rows);
        QFETCH(int, hidden);
        QFETCH(int, width);
        QFETCH(bool, shared);
        constexpr int kExperts = 6;
        constexpr int kTopk = 3;
        Random random(static_cast<unsigned>(rows + hidden));
        const auto x = bf16_normals(random, rows * hidden, 0.3f);
        std::vector<std::int32_t> ids;
        for (int r = 0; r < rows; ++r)
            for (int k = 0; k < kTopk; ++k)
                ids.push_back((r + 2 * k) % kExperts);
        const auto factors = random.normals(rows * kTopk);
        for (const DType dtype : {DType::BF16, DType::F8E4M3}) {
            std::vector<WeightData> data;
            const auto add = [&](int inner) {
                data.push_back(random_weight(random, dtype, inner, hidden));
                data.push_back(random_weight(random, dtype, inner, hidden));
                data.push_back(random_weight(random, dtype, hidden, inner));
            };
            for (int e = 0; e < kExperts; ++e)
                add(width);
            add(2 * width);
            const auto run = [&](Backend& b) {
                std::vector<Buffer> keep;
                std::vector<ops::MlpWeights> experts;
                for (std::size_t e = 0; e < data.size(); e += 3)
                    experts.push_back({import(b, keep, data[e]), import(b, keep, data[e + 1]),
                                       import(b, keep, data[e + 2])});
                const Tensor input = make_activation(b, keep, x, rows, hidden, 8);
                const Tensor out = make_activation_output(b, keep, rows, hidden);
                b.experts(out, input, make(b, keep, ids, rows, kTopk), make(b, keep, factors, rows, kTopk),
                          {experts.data(), kExperts}, shared ? &experts.back() : nullptr);
                const Tensor dense = make_activation_output(b, keep, rows, hidden, 8);
                b.mlp(dense, input, experts[1]);
                return joined(floats(b, out), floats(b, dense));
            };
            compare_cuda(kPublisherNumerics, run, dtype == DType::BF16 ? kBf16 : kQuantised);
            if (dtype == DType::F8E4M3)
                compare_cuda(kScaledNumerics, run, kQuantised);
        }
    }

    void refusesWhatItCannotDo() {
        for_each_platform([&](const QString&) {
            const auto backend = make_cuda(kPublisherNumerics);
            std::vector<Buffer> keep;
            Random random(9);
            const auto weight = import(*backend, keep, random_weight(random, DType::F8E4M3, 132, 144));
            const Tensor x = make_activation_output(*backend, keep, 2, 144);
            const Tensor out = make_activation_output(*backend, keep, 2, 132);
            QCOMPARE(kind_of_error([&] { backend->linear(out, out, weight); }, "expected [2, 144]"),
                     ErrorKind::InvalidArgument);
            QCOMPARE(kind_of_error([&] { backend->linear(make_output(*backend, keep, 2, 132), x, weight); },
                                   "expected BF16"),
                     ErrorKind::InvalidArgument);
            QCOMPARE(
                kind_of_error([&] { backend->rms_norm(x, x, make_output(*backend, keep, 1, 144), 1e-6f); },
                              "import_weight"),
                ErrorKind::InvalidArgument);
            const auto exact = import(*backend, keep, random_weight(random, DType::F32, 132, 144));
            QCOMPARE(kind_of_error([&] { backend->linear(out, x, exact); }, "bf16"), ErrorKind::Unsupported);
        });
    }

#ifndef HADAL_CUDA
    void saysWhatMemoryIsMissing() {
        simt::start({{simt::DeviceSpec{.memory = 8 << 20}}, 0});
        const auto backend = cuda::make_backend({});
        const Buffer most = backend->allocate(DType::U8, 5, 1 << 20);
        QCOMPARE(kind_of_error([&] { backend->allocate(DType::U8, 5, 1 << 20); },
                               "GPU 0 has no memory for a buffer of [5, 1048576]: 5.0 MiB are needed"),
                 ErrorKind::OutOfMemory);
        backend->allocate(DType::U8, 1, 1 << 20); // what fits is still given
    }

    void saysThatThereIsNoSuchDevice() {
        simt::start({{simt::DeviceSpec{.major = 7, .minor = 5}}, 0});
        QCOMPARE(kind_of_error([] { cuda::devices(); }, "8.0"), ErrorKind::Unsupported);
        simt::start({});
        QCOMPARE(cuda::devices().size(), std::size_t(1));
        QCOMPARE(kind_of_error([] { cuda::make_backend({.device = 3}); }, "GPU 3"), ErrorKind::Unsupported);
    }
#endif
};

QTEST_GUILESS_MAIN(TestCudaBackendRows)
#include "test_cuda_backend_rows.moc"
