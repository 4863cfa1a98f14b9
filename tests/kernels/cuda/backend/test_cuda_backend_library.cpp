// Products of many rows, which are cuBLASLt's where the architecture has the form of scales, on pretend
// devices of each kind: against the reference, and by whom they are done.
#include "kernels/cuda/launch.h"
#include "kernels/simt/machine.h"
#include "tests/kernels/cuda/backend/backend_case.h"

using namespace hadal;
using namespace hadal::test;

namespace {

constexpr int kFewestRows = 16;

int own_products = 0; ///< launches of our GEMM

void count_launches(const std::string& kernel, const cuda::Grid&) {
    own_products += kernel.find("gemm_kernel") != std::string::npos;
}

/// The weight with scales that are powers of two, as V3.2's.
WeightData with_powers(WeightData weight) {
    for (std::size_t at = 1; at < weight.scales.size(); at += 4) {
        float scale = 0;
        std::memcpy(&scale, weight.scales.data() + at, 4);
        scale = ops::power_of_two_scale(scale * ops::kE4m3Max);
        std::memcpy(weight.scales.data() + at, &scale, 4);
    }
    return weight;
}

ops::LinearWeight import_arranged(Backend& backend, std::vector<Buffer>& keep, const WeightData& data) {
    ops::LinearWeight weight = import(backend, keep, data);
    keep.push_back(backend.arrange_scales(weight));
    weight.arranged = keep.back().view();
    return weight;
}

struct Product {
    int version = 90; ///< compute capability
    DType dtype = DType::F8E4M3;
    ops::Numerics numerics = kPublisherNumerics;
    bool powers = true; ///< scales of weights
    int rows = 32, in = 256, out = 48;
};

/// Runs a product twice under a schedule; the number of launches of our own GEMM, which may be none.
int run(const Product& p, std::uint64_t schedule) {
    Random random(static_cast<unsigned>(p.rows * 7919 + p.in * 31 + p.out));
    const auto x = bf16_normals(random, p.rows * p.in, 0.5f);
    WeightData weight = random_weight(random, p.dtype, p.out, p.in);
    if (p.powers)
        weight = with_powers(std::move(weight));
    const auto multiply = [&](Backend& b, ops::LinearOutput output) {
        std::vector<Buffer> keep;
        const Tensor input = make_activation(b, keep, x, p.rows, p.in);
        const Tensor y = output == ops::LinearOutput::F32 ? make_output(b, keep, p.rows, p.out)
                                                          : make_activation_output(b, keep, p.rows, p.out);
        b.linear(y, input, import_arranged(b, keep, weight), output);
        return floats(b, y);
    };
    own_products = 0;
    cuda::detail::launch_observer = count_launches;
    for (const auto output : {ops::LinearOutput::Activation, ops::LinearOutput::F32}) {
        const auto expected = multiply(*reference::make_backend(p.numerics), output);
        simt::start({{{std::size_t{1} << 28, p.version / 10, p.version % 10}}, schedule});
        const auto backend = cuda::make_backend(
            {.activation_quant = p.numerics.activation_quant, .piece_bytes = 0, .library_rows = kFewestRows});
        const auto found = multiply(*backend, output);
        for (const simt::Finding& finding : simt::findings())
            QTest::qFail(finding.text().c_str(), __FILE__, __LINE__);
        expect_close(QString::number(p.version), found, expected,
                     output == ops::LinearOutput::F32 ? kFloat : kBf16);
        if (QTest::currentTestFailed())
            break;
        if (multiply(*backend, output) != found)
            QTest::qFail("another result the second time", __FILE__, __LINE__);
    }
    cuda::detail::launch_observer = nullptr;
    return own_products;
}

} // namespace

class TestCudaBackendLibrary : public QObject {
    Q_OBJECT

  private slots:
    void everyArchitecture_data() {
        QTest::addColumn<int>("version");
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("in");
        QTest::addColumn<int>("out");
        const auto add = [](int version, int rows, int in, int out) {
            QTest::addRow("%d: %d rows, %d to %d", version, rows, in, out) << version << rows << in << out;
        };
        add(89, 48, 256, 144);
        for (const int version : {90, 100, 120})
            add(version, 48, 640, 144); // columns of scales of weights are padded on 9.0
        for (const int version : {90, 120}) {
            add(version, 32, 7168, 64);
            add(version, 144, 512, 272); // two tiles of scales of rows
            if (kSanitized)
                continue;
            add(version, 16, 128, 16);
            add(version, 16, 1536, 576);
            add(version, 16, 2048, 128);
        }
    }
    void everyArchitecture() {
        QFETCH(int, version);
        QFETCH(int, rows);
        QFETCH(int, in);
        QFETCH(int, out);
        const int own = run({.version = version, .rows = rows, .in = in, .out = out}, 2026);
        if (QTest::currentTestFailed())
            return;
        QCOMPARE(own > 0, version == 89);
        QCOMPARE(run({.version = version, .dtype = DType::BF16, .rows = rows, .in = in, .out = out}, 1), 0);
    }

    /// What the library does not take is ours: few rows, what is left of whole sixteens, odd shapes, scales
    /// that are no powers of two where those have to be, and inputs that are not quantised.
    void theRestIsOurs_data() {
        QTest::addColumn<int>("what");
        for (const char* what : {"few rows", "rows left over", "odd outputs", "odd channels",
                                 "weights' scales", "rows' scales", "weights only"})
            QTest::newRow(what) << 0;
    }
    void theRestIsOurs() {
        const QString what = QTest::currentDataTag();
        Product p{.version = 100};
        if (what == "few rows")
            p.rows = 15;
        else if (what == "rows left over")
            p.rows = 37;
        else if (what == "odd outputs")
            p.out = 36;
        else if (what == "odd channels")
            p.in = 400;
        else if (what == "weights' scales")
            p.powers = false;
        else if (what == "rows' scales")
            p.numerics.activation_quant = ops::ActivationQuant::Scaled;
        else
            p.numerics.activation_quant = ops::ActivationQuant::None;
        QVERIFY(run(p, 0) > 0);
        if (what == "weights' scales" || what == "rows' scales") { // in F32 they may be any
            p.version = 90;
            QCOMPARE(run(p, 0), 0);
        }
    }

    /// Rows that are quantised once for several weights, by themselves or by a norm, and what others leave in
    /// the work space meanwhile.
    void severalOfOneInput() {
        constexpr int kRows = 35, kIn = 256;
        Random random(5);
        const auto x = bf16_normals(random, kRows * kIn);
        const auto y = bf16_normals(random, kRows * kIn);
        const WeightData first = with_powers(random_weight(random, DType::F8E4M3, 144, kIn));
        const WeightData second = with_powers(random_weight(random, DType::F8E4M3, 132, kIn));
        const WeightData norm = random_weight(random, DType::BF16, 1, kIn);
        const auto multiply = [&](Backend& b) {
            std::vector<Buffer> keep;
            const Tensor a = make_activation(b, keep, x, kRows, kIn);
            const Tensor other = make_activation(b, keep, y, kRows, kIn);
            std::vector<float> all;
            const Tensor normed = make_activation_output(b, keep, kRows, kIn);
            b.rms_norm(normed, other, import(b, keep, norm).values, 1e-6f);
            for (const auto& [input, weight] :
                 {std::pair{&normed, &first}, {&a, &second}, {&a, &first}, {&other, &first}}) {
                const Tensor out = make_output(b, keep, kRows, weight->rows);
                b.linear(out, *input, import_arranged(b, keep, *weight), ops::LinearOutput::F32);
                const auto now = floats(b, out);
                all.insert(all.end(), now.begin(), now.end());
                b.rms_norm(normed, a, import(b, keep, norm).values, 1e-6f);
                b.linear(out, normed, import_arranged(b, keep, *weight), ops::LinearOutput::F32);
                const auto after_norm = floats(b, out);
                all.insert(all.end(), after_norm.begin(), after_norm.end());
            }
            return all;
        };
        const auto expected = multiply(*reference::make_backend(kPublisherNumerics));
        for (const int version : {90, 120}) {
            simt::start({{{std::size_t{1} << 28, version / 10, version % 10}}, 3});
            const auto backend = cuda::make_backend({.piece_bytes = 0, .library_rows = kFewestRows});
            expect_close(QString::number(version), multiply(*backend), expected, kQuantised);
            QVERIFY2(simt::findings().empty(),
                     simt::findings().empty() ? "" : simt::findings()[0].text().c_str());
        }
    }

    void saysWhatMemoryIsMissing() {
        // Room for the operands, but not for the work space of cuBLASLt.
        constexpr std::int64_t kRows = 64, kIn = 1024, kOut = 1024;
        simt::start({{{(kRows * kIn + kIn * kOut + kRows * kOut) * 2 + (8 << 10), 8, 0}}, 0});
        const auto backend = cuda::make_backend({.piece_bytes = 0, .library_rows = kFewestRows});
        std::vector<Buffer> keep;
        Random random(1);
        const Tensor x = make_activation_output(*backend, keep, kRows, kIn);
        const Tensor out = make_activation_output(*backend, keep, kRows, kOut);
        const auto weight = import(*backend, keep, random_weight(random, DType::BF16, kOut, kIn));
        try {
            backend->linear(out, x, weight);
            QFAIL("there was room");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::OutOfMemory);
            QVERIFY2(std::string(error.what()).find("GPU 0 has no memory for the work space of cuBLASLt") ==
                         0,
                     error.what());
        }
    }
};

QTEST_GUILESS_MAIN(TestCudaBackendLibrary)
#include "test_cuda_backend_library.moc"
