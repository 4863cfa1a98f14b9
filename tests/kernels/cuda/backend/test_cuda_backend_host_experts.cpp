// Experts whose weights stay in the host's memory, against the reference and against themselves when steps
// repeat.
#include "expert_case.h"

#include "tests/engine/expect_error.h"

using namespace hadal;
using namespace hadal::test;

namespace {

std::unique_ptr<Backend> make_with_host(const ops::Numerics& numerics, const ops::Numerics& host_numerics) {
    return cuda::make_backend({.activation_quant = numerics.activation_quant,
                               .piece_bytes = 0,
                               .host = cpu::make_backend({.threads = 2, .numerics = host_numerics})});
}

} // namespace

class TestCudaBackendHostExperts : public QObject {
    Q_OBJECT

  private slots:
    void agreesWithTheReference_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<bool>("fp8");
        QTest::addColumn<bool>("shared");
        QTest::addRow("one row") << 1 << true << true;
        QTest::addRow("a few rows, bf16") << 3 << false << true;
        QTest::addRow("no shared expert") << 2 << true << false;
        QTest::addRow("many rows") << 21 << true << true;
    }
    void agreesWithTheReference() {
        QFETCH(int, rows);
        QFETCH(bool, fp8);
        QFETCH(bool, shared);
        const auto data = random_experts(fp8 ? DType::F8E4M3 : DType::BF16);
        Random random(static_cast<unsigned>(rows));
        const auto x = bf16_normals(random, rows * kHidden, 0.3f);
        const auto factors = random.normals(rows * kTopk);
        const auto run = [&](Backend& b, int rank) {
            std::vector<Buffer> keep;
            std::vector<ops::MlpWeights> experts;
            for (std::size_t e = 0; e < kExperts; ++e)
                experts.push_back(on_host(b, part_of(data[3 * e], data[3 * e + 1], data[3 * e + 2], rank)));
            const ops::MlpWeights whole{import(b, keep, data[3 * kExperts]),
                                        import(b, keep, data[3 * kExperts + 1]),
                                        import(b, keep, data[3 * kExperts + 2])};
            const Tensor input = make_activation(b, keep, x, rows, kHidden, 8);
            const Tensor out = make_activation_output(b, keep, rows, kHidden, 16);
            b.experts(out, input, make(b, keep, some_ids(rows, 0), rows, kTopk),
                      make(b, keep, factors, rows, kTopk), experts, shared ? &whole : nullptr);
            return floats(b, out);
        };
        for (const int rank : {0, 1}) {
            const auto expected = run(*reference::make_backend(kPublisherNumerics), rank);
            for_each_platform([&](const QString& label) {
                const auto backend = make_with_host(kPublisherNumerics, kPublisherNumerics);
                expect_close(label, run(*backend, rank), expected, fp8 ? kQuantised : kBf16);
            });
        }
    }

    /// Rounds of two layers, with other rows and another choice each time: what is queued, what is captured
    /// and what is played give the same bits.
    void repeats() {
        const auto data = random_experts(DType::F8E4M3);
        const int rows = 2;
        for_each_platform([&](const QString& label) {
            Random random(5);
            const auto backend = make_with_host(kPublisherNumerics, kPublisherNumerics);
            Backend& b = *backend;
            std::vector<Buffer> keep;
            std::array<std::vector<ops::MlpWeights>, 2> layers;
            for (std::size_t e = 0; e < kExperts; ++e)
                for (const int layer : {0, 1})
                    layers[static_cast<std::size_t>(layer)].push_back(
                        on_host(b, part_of(data[3 * e], data[3 * e + 1], data[3 * e + 2], layer)));
            const ops::MlpWeights shared{import(b, keep, data[3 * kExperts]),
                                         import(b, keep, data[3 * kExperts + 1]),
                                         import(b, keep, data[3 * kExperts + 2])};
            const std::vector<std::int32_t> pages{0};
            const ops::SequenceRows sequence{0, rows, 0, pages};
            b.begin_step({&sequence, 1});
            const Tensor x = make_activation_output(b, keep, rows, kHidden);
            const Tensor middle = make_activation_output(b, keep, rows, kHidden);
            const Tensor out = make_activation_output(b, keep, rows, kHidden);
            const Tensor ids = make(b, keep, some_ids(rows, 0), rows, kTopk);
            const Tensor factors = make(b, keep, random.normals(rows * kTopk), rows, kTopk);
            const auto layer = [&](Tensor to, Tensor from, std::size_t index) {
                b.experts(to, from, ids, factors, layers[index], index == 0 ? &shared : nullptr);
            };
            const auto both = [&] {
                layer(middle, x, 0);
                layer(out, middle, 1);
                b.add(out, middle);
            };
            for (int round = 0; round < 5; ++round) {
                const auto values = bf16_normals(random, rows * kHidden, 0.3f);
                std::vector<std::uint16_t> bits(values.size());
                std::transform(values.begin(), values.end(), bits.begin(), ops::float_to_bf16);
                b.upload(x, bits.data());
                b.upload(ids, some_ids(rows, round).data());
                both();
                const auto plain = floats(b, out);
                b.upload(x, bits.data());
                b.repeat(std::array<std::uint64_t, 1>{1}, both);
                QVERIFY2(floats(b, out) == plain, qPrintable(label + QString(", round %1").arg(round)));
            }
#ifndef HADAL_CUDA
            // Played three times: two hand-overs, of which one has something to do meanwhile.
            QCOMPARE(simt::host_calls().graphs, std::uint64_t{4 * 4});
#endif
        });
    }

    void refusals() {
        const auto data = random_experts(DType::F8E4M3);
        on_platform([&] {
            const auto alone = make_cuda(kPublisherNumerics);
            const Tensor matrix = data[0].view().values;
            expect_error(ErrorKind::Unsupported, {"host's memory"},
                         [&] { alone->import_host_weight(matrix); });
            expect_error(ErrorKind::InvalidArgument, {"roundings"}, [&] {
                make_with_host(kPublisherNumerics, {false, ops::ActivationQuant::PowerOfTwo});
            });
            expect_error(ErrorKind::InvalidArgument, {"roundings"}, [&] {
                make_with_host(kPublisherNumerics, {true, ops::ActivationQuant::Scaled});
            });

            const auto backend = make_with_host(kPublisherNumerics, kPublisherNumerics);
            Backend& b = *backend;
            std::vector<Buffer> keep;
            const std::array<ops::MlpWeights, 2> mixed{
                on_host(b, {data[0].view(), data[1].view(), data[2].view()}),
                ops::MlpWeights{import(b, keep, data[3]), import(b, keep, data[4]),
                                import(b, keep, data[5])}};
            const Tensor x = make_activation(b, keep, std::vector<float>(kHidden), 1, kHidden);
            const Tensor out = make_activation_output(b, keep, 1, kHidden);
            const Tensor ids = make(b, keep, std::vector<std::int32_t>{1}, 1, 1);
            const Tensor factors = make(b, keep, std::vector<float>{1.0f}, 1, 1);
            expect_error(ErrorKind::InvalidArgument, {"3 of 6 matrices"},
                         [&] { b.experts(out, x, ids, factors, mixed, nullptr); });
        });
    }
};

QTEST_GUILESS_MAIN(TestCudaBackendHostExperts)
#include "test_cuda_backend_host_experts.moc"
