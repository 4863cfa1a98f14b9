// Experts whose weights stay in the host's memory, computed by the device that they are sent to: the same
// bits as where they lie on the device.
#include "expert_case.h"

#include "tests/engine/expect_error.h"

using namespace hadal;
using namespace hadal::test;

namespace {

constexpr std::int64_t kRows = 6; ///< from which on they are streamed

std::unique_ptr<Backend> make_streaming(const ops::Numerics& numerics, std::size_t buffer_bytes,
                                        int copy_threads = 1) {
    return cuda::make_backend({.activation_quant = numerics.activation_quant,
                               .piece_bytes = 0,
                               .host = cpu::make_backend({.threads = 1, .numerics = numerics}),
                               .streamed_rows = kRows,
                               .stream_buffer_bytes = buffer_bytes,
                               .copy_threads = copy_threads});
}

/// Layers with experts one after the other, each with the output of the one before: weights of one rank of
/// two.
struct Chain {
    std::vector<WeightData> data;
    std::vector<float> x, factors;
    int rows;
    bool shared;

    Chain(DType dtype, int row_count, bool with_shared)
        : data(random_experts(dtype)), rows(row_count), shared(with_shared) {
        Random random(static_cast<unsigned>(rows));
        x = bf16_normals(random, rows * kHidden, 0.3f);
        factors = random.normals(rows * kTopk);
    }

    /// `on_device`: all weights are packed ones of the backend.
    std::vector<float> run(Backend& b, bool on_device) const {
        std::vector<Buffer> keep;
        std::array<std::vector<ops::MlpWeights>, 2> layers;
        for (std::size_t e = 0; e < kExperts; ++e)
            for (const int rank : {0, 1}) {
                const ops::MlpWeights part = part_of(data[3 * e], data[3 * e + 1], data[3 * e + 2], rank);
                layers[static_cast<std::size_t>(rank)].push_back(on_device ? packed(b, keep, part)
                                                                           : on_host(b, part));
            }
        const ops::MlpWeights whole{import(b, keep, data[3 * kExperts]),
                                    import(b, keep, data[3 * kExperts + 1]),
                                    import(b, keep, data[3 * kExperts + 2])};
        const Tensor in = make_activation(b, keep, x, rows, kHidden, 8);
        const Tensor middle = make_activation_output(b, keep, rows, kHidden, 16);
        const Tensor out = make_activation_output(b, keep, rows, kHidden);
        const Tensor scores = make(b, keep, factors, rows, kTopk);
        std::vector<float> all;
        for (const int round : {0, 1}) { // the second finds buffers and tables there
            const Tensor ids = make(b, keep, some_ids(rows, round), rows, kTopk);
            b.experts(middle, in, ids, scores, layers[0], shared ? &whole : nullptr);
            b.experts(out, middle, ids, scores, layers[1], nullptr);
            const auto values = floats(b, out);
            all.insert(all.end(), values.begin(), values.end());
        }
        return all;
    }

  private:
    static ops::MlpWeights packed(Backend& b, std::vector<Buffer>& keep, ops::MlpWeights weights) {
        const auto move = [&](Tensor& tensor) {
            if (!tensor)
                return;
            std::vector<std::byte> rows;
            const std::int64_t element = size_of(tensor.dtype);
            for (std::int64_t r = 0; r < tensor.rows; ++r) {
                const auto* row = static_cast<const std::byte*>(tensor.slice_rows(r, 1).data);
                rows.insert(rows.end(), row, row + tensor.cols * element);
            }
            keep.push_back(b.import_weight(rows.data(), tensor.dtype, tensor.rows, tensor.cols));
            tensor = keep.back().view();
        };
        for (ops::LinearWeight* w : {&weights.gate, &weights.up, &weights.down}) {
            move(w->values);
            move(w->scales);
        }
        return weights;
    }
};

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

/// Of the gate and up of one expert of a rank.
constexpr std::size_t kGateUp = 2 * kHidden * kWidth / 2;

} // namespace

class TestCudaBackendExpertStream : public QObject {
    Q_OBJECT

  private slots:
    void givesTheBitsOfResidentExperts_data() {
        QTest::addColumn<bool>("fp8");
        QTest::addColumn<int>("quant");
        QTest::addColumn<int>("rows");
        QTest::addColumn<bool>("shared");
        QTest::addColumn<int>("experts_of_a_buffer");
        constexpr int kPowers = static_cast<int>(ops::ActivationQuant::PowerOfTwo);
        constexpr int kNone = static_cast<int>(ops::ActivationQuant::None);
        QTest::addRow("one expert at a time") << true << kPowers << 21 << true << 1;
        QTest::addRow("some, as they come out") << true << kPowers << 70 << false << 4;
        QTest::addRow("weights only") << true << kNone << int{kRows} << true << 2;
        QTest::addRow("bf16, all at once") << false << kNone << 9 << true << 2 * kExperts;
    }
    void givesTheBitsOfResidentExperts() {
        QFETCH(bool, fp8);
        QFETCH(int, quant);
        QFETCH(int, rows);
        QFETCH(bool, shared);
        QFETCH(int, experts_of_a_buffer);
        const ops::Numerics numerics{true, static_cast<ops::ActivationQuant>(quant)};
        const Chain chain(fp8 ? DType::F8E4M3 : DType::BF16, rows, shared);
        const std::size_t scales = 2 * 256; // each tensor begins on a boundary
        const auto buffer = static_cast<std::size_t>(experts_of_a_buffer) * (kGateUp + scales);
        std::vector<float> expected;
        on_platform([&] { expected = chain.run(*make_cuda(numerics), true); });
        for_each_platform([&](const QString& label) {
            const auto backend = make_streaming(numerics, buffer, rows > 50 ? 2 : 1);
            QVERIFY2(same_bits(chain.run(*backend, false), expected), qPrintable(label));
        });
    }

#ifndef HADAL_CUDA // the simulator counts
    /// Few rows are the host's, and many move every weight once.
    void movesWhatItHasTo() {
        const auto moved = [](int rows) {
            std::uint64_t bytes = 0;
            const Chain chain(DType::F8E4M3, rows, false);
            on_platform([&] {
                const auto backend = make_streaming(kPublisherNumerics, 2 * kGateUp);
                const std::uint64_t before = simt::host_traffic().to_devices;
                chain.run(*backend, false);
                bytes = simt::host_traffic().to_devices - before;
            });
            return bytes;
        };
        const std::int64_t weights = 4 * kExperts * (3 * kGateUp / 2); // two layers, twice
        const std::uint64_t streamed = moved(kRows);
        const std::uint64_t few = moved(kRows - 1);
        // Besides, rows go one way and sums the other.
        const auto difference = static_cast<std::int64_t>(streamed) - static_cast<std::int64_t>(few);
        QVERIFY2(std::abs(difference - weights) < weights / 64,
                 qPrintable(QString("%1 and %2 of %3").arg(streamed).arg(few).arg(weights)));
    }
#endif

    /// What the kernels cannot compute stays with the host.
    void leavesTheRestToTheHost() {
        const Chain fp8(DType::F8E4M3, int{kRows}, false);
        const auto mixed = [&](Backend& b) {
            std::vector<Buffer> keep;
            Random random(3);
            std::vector<WeightData> data;
            std::vector<ops::MlpWeights> experts;
            for (int e = 0; e < kExperts; ++e)
                for (const DType dtype : {DType::F8E4M3, DType::F8E4M3, DType::BF16})
                    data.push_back(random_weight(random, dtype, kHidden, kHidden));
            for (std::size_t e = 0; e < kExperts; ++e)
                experts.push_back(
                    on_host(b, {data[3 * e].view(), data[3 * e + 1].view(), data[3 * e + 2].view()}));
            const Tensor out = make_activation_output(b, keep, fp8.rows, kHidden);
            b.experts(out, make_activation(b, keep, fp8.x, fp8.rows, kHidden),
                      make(b, keep, some_ids(fp8.rows, 0), fp8.rows, kTopk),
                      make(b, keep, fp8.factors, fp8.rows, kTopk), experts, nullptr);
            return floats(b, out);
        };
        const auto expected = mixed(*reference::make_backend(kPublisherNumerics));
        on_platform([&] {
            const auto backend = make_streaming(kPublisherNumerics, kGateUp);
            expect_close("mixed dtypes", mixed(*backend), expected, kQuantised);
        });
    }

    void tooLittleMemoryIsNamed() {
        const Chain chain(DType::F8E4M3, int{kRows}, false);
        on_platform([&] {
            const auto backend = make_streaming(kPublisherNumerics, std::size_t{1} << 50);
            expect_error(ErrorKind::OutOfMemory,
                         {"GPU 0", "two buffers for experts", "1024.0 TiB are needed", "are missing"},
                         [&] { chain.run(*backend, false); });
        });
    }
};

QTEST_GUILESS_MAIN(TestCudaBackendExpertStream)
#include "test_cuda_backend_expert_stream.moc"
