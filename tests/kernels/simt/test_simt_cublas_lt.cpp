// The simulator's cuBLASLt: its products against sums in float64, which architecture has which form of
// scales, and what it refuses or reports.
#include "tests/kernels/simt/cublas_lt_call.h"

#include <cmath>

using namespace hadal;
using namespace hadal::test;

namespace {

simt::DeviceSpec capability(int major, int minor) {
    return {std::size_t{64} << 20, major, minor};
}

} // namespace

class TestSimtCublasLt : public QObject {
    Q_OBJECT

  private slots:
    void multiplies_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("out");
        QTest::addColumn<int>("mode_a");
        QTest::addColumn<int>("mode_b");
        QTest::addColumn<int>("m");
        QTest::addColumn<int>("n");
        QTest::addColumn<int>("k");
        QTest::addColumn<int>("major");
        const auto row = [](const char* name, cudaDataType_t type, cudaDataType_t out, Mode a, Mode b, int m,
                            int n, int k, int major) {
            QTest::newRow(name) << int{type} << int{out} << int{a} << int{b} << m << n << k << major;
        };
        row("bf16", CUDA_R_16BF, CUDA_R_16BF, kNone, kNone, 24, 5, 40, 8);
        row("bf16 to f32", CUDA_R_16BF, CUDA_R_32F, kNone, kNone, 16, 33, 512, 12);
        row("blocks and vectors", CUDA_R_8F_E4M3, CUDA_R_16BF, kBlocks, kVectors128, 208, 48, 640, 9);
        row("vectors and blocks", CUDA_R_8F_E4M3, CUDA_R_32F, kVectors128, kBlocks, 32, 144, 256, 9);
        row("vectors", CUDA_R_8F_E4M3, CUDA_R_32F, kVectors128, kVectors128, 48, 16, 144, 9);
        row("exponents", CUDA_R_8F_E4M3, CUDA_R_32F, kVectors32, kVectors32, 160, 48, 352, 10);
        row("exponents to bf16", CUDA_R_8F_E4M3, CUDA_R_16BF, kVectors32, kVectors32, 128, 256, 128, 12);
    }
    void multiplies() {
        QFETCH(int, type);
        QFETCH(int, out);
        QFETCH(int, mode_a);
        QFETCH(int, mode_b);
        QFETCH(int, m);
        QFETCH(int, n);
        QFETCH(int, k);
        QFETCH(int, major);
        for (const std::uint64_t schedule : {kSchedules.front(), kSchedules.back()}) {
            Call call;
            call.type = static_cast<cudaDataType_t>(type);
            call.out = static_cast<cudaDataType_t>(out);
            call.mode_a = static_cast<Mode>(mode_a);
            call.mode_b = static_cast<Mode>(mode_b);
            call.m = m;
            call.n = n;
            call.k = k;
            call.device = capability(major, 0);
            call.schedule = schedule;
            call.stride = call.k + 16;
            call.out_stride = call.m + 8;
            call.run();
            QCOMPARE(call.heuristic, CUBLAS_STATUS_SUCCESS);
            QCOMPARE(call.status, CUBLAS_STATUS_SUCCESS);
            QVERIFY2(call.findings.empty(), call.findings.c_str());
            QCOMPARE(call.found.size(), call.expected.size());
            float largest = 0;
            for (const float value : call.expected)
                largest = std::max(largest, std::abs(value));
            const float most = (call.out == CUDA_R_32F ? 1e-5f : 0x1p-8f) * largest;
            for (std::size_t i = 0; i < call.found.size(); ++i)
                QVERIFY2(std::abs(call.found[i] - call.expected[i]) <= most,
                         qPrintable(
                             QString("%1: %2, expected %3").arg(i).arg(call.found[i]).arg(call.expected[i])));
        }
    }

    /// Each form of scales where the architecture has it, and nowhere else.
    void architectures_data() {
        QTest::addColumn<int>("version");
        for (const int version : {80, 86, 89, 90, 100, 103, 120})
            QTest::addRow("%d", version) << version;
    }
    void architectures() {
        QFETCH(int, version);
        const auto offers = [&](cudaDataType_t type, Mode a, Mode b) {
            Call call;
            call.type = type;
            call.mode_a = a;
            call.mode_b = b;
            call.device = capability(version / 10, version % 10);
            call.run();
            return call.heuristic == CUBLAS_STATUS_SUCCESS;
        };
        QVERIFY(offers(CUDA_R_16BF, kNone, kNone));
        QCOMPARE(offers(CUDA_R_8F_E4M3, kBlocks, kVectors128), version == 90);
        QCOMPARE(offers(CUDA_R_8F_E4M3, kVectors128, kVectors128), version == 90);
        QCOMPARE(offers(CUDA_R_8F_E4M3, kVectors32, kVectors32), version >= 100);
        QVERIFY(!offers(CUDA_R_8F_E4M3, kBlocks, kBlocks));
        QVERIFY(!offers(CUDA_R_8F_E4M3, kVectors32, kVectors128));
    }

    void refuses_data() {
        QTest::addColumn<QString>("planted");
        QTest::addColumn<bool>("heuristic"); ///< refused there, or only when it is called
        for (const char* planted :
             {"not transposed", "m", "n", "k", "distance of rows", "alignment below 16"})
            QTest::newRow(planted) << QString(planted) << true;
        for (const char* planted : {"address", "address, for an aligned algorithm", "no scales", "workspace",
                                    "address of the workspace", "algorithm of another shape", "beta"})
            QTest::newRow(planted) << QString(planted) << false;
    }
    void refuses() {
        QFETCH(QString, planted);
        QFETCH(bool, heuristic);
        Call call;
        if (planted == "not transposed")
            call.transposed = false;
        else if (planted == "m")
            call.m = 40;
        else if (planted == "n")
            call.n = 24;
        else if (planted == "k")
            call.k = 136;
        else if (planted == "distance of rows")
            call.stride = 136;
        else if (planted == "alignment below 16")
            call.alignment = 8;
        else if (planted == "address")
            call.offset = 8;
        else if (planted == "address, for an aligned algorithm") {
            call.offset = 16;
            call.alignment = 256;
        } else if (planted == "no scales")
            call.scale_pointers = false;
        else if (planted == "workspace")
            call.workspace_bytes = 16;
        else if (planted == "address of the workspace")
            call.workspace_offset = 16;
        else if (planted == "algorithm of another shape")
            call.algorithm_n = 64;
        else
            call.beta = 1.0f;
        call.run();
        QCOMPARE(call.heuristic != CUBLAS_STATUS_SUCCESS, heuristic);
        if (!heuristic)
            QCOMPARE(call.status, CUBLAS_STATUS_INVALID_VALUE);
        QVERIFY2(call.findings.empty(), call.findings.c_str());
    }

    void reports_data() {
        QTest::addColumn<QString>("planted");
        QTest::addColumn<int>("fault");
        const auto row = [](const char* planted, simt::Fault fault) {
            QTest::newRow(planted) << QString(planted) << static_cast<int>(fault);
        };
        row("padding of scales", simt::Fault::LibraryData);
        row("rows that nothing has written", simt::Fault::Uninitialised);
        row("scales that are too few", simt::Fault::OutOfBounds);
        row("a result that is too short", simt::Fault::OutOfBounds);
        row("the host's memory", simt::Fault::HostMemory);
        row("another stream writes the result", simt::Fault::Race);
        row("another stream uses the workspace", simt::Fault::Race);
    }
    void reports() {
        QFETCH(QString, planted);
        QFETCH(int, fault);
        Call call;
        const auto elsewhere = [](void* at) {
            cudaStream_t other = nullptr;
            cudaStreamCreateWithFlags(&other, cudaStreamNonBlocking);
            cudaMemsetAsync(at, 0, 16, other);
        };
        if (planted == "padding of scales")
            call.spoil = [&](Operand& b) { b.scales[40 % 32 * 16 + 40 / 32 * 4] = 127; }; // row 40 of 32
        else if (planted == "rows that nothing has written")
            call.without_b = true;
        else if (planted == "scales that are too few")
            call.spoil = [](Operand& b) { b.scales.resize(b.scales.size() - 256); };
        else if (planted == "a result that is too short")
            call.short_d = true;
        else if (planted == "the host's memory")
            call.host_b = true;
        else if (planted == "another stream writes the result")
            call.meanwhile = [&](cudaStream_t, float* d, void*) { elsewhere(d); };
        else
            call.meanwhile = [&](cudaStream_t, float*, void* workspace) { elsewhere(workspace); };
        call.run();
        QCOMPARE(call.status, CUBLAS_STATUS_SUCCESS);
        QCOMPARE(call.faults.size(), std::size_t(1));
        QVERIFY2(call.faults[0] == static_cast<simt::Fault>(fault), call.findings.c_str());
    }

    void replayedInGraphs() {
        Call once, replayed;
        once.run();
        replayed.in_graph = true;
        replayed.run();
        QVERIFY2(replayed.findings.empty(), replayed.findings.c_str());
        QVERIFY(!once.found.empty());
        QCOMPARE(replayed.found, once.found);
    }

    /// A handle and a stream are of one device.
    void devicesAreChecked() {
        simt::start({{capability(9, 0), capability(9, 0)}, 0});
        cudaSetDevice(0);
        cublasLtHandle_t handle = nullptr;
        QCOMPARE(cublasLtCreate(&handle), CUBLAS_STATUS_SUCCESS);
        cudaSetDevice(1);
        cublasLtMatmulDesc_t desc = nullptr;
        QCOMPARE(cublasLtMatmulDescCreate(&desc, CUBLAS_COMPUTE_32F, CUDA_R_32F), CUBLAS_STATUS_SUCCESS);
        QCOMPARE(set_attribute<std::int64_t>(desc, CUBLASLT_MATMUL_DESC_TRANSA, CUBLAS_OP_T),
                 CUBLAS_STATUS_INVALID_VALUE);
        QCOMPARE(set_attribute<std::int32_t>(desc, CUBLASLT_MATMUL_DESC_TRANSA, CUBLAS_OP_T),
                 CUBLAS_STATUS_SUCCESS);
        cublasLtMatrixLayout_t layout = nullptr;
        QCOMPARE(cublasLtMatrixLayoutCreate(&layout, CUDA_R_16BF, 16, 16, 16), CUBLAS_STATUS_SUCCESS);
        cublasLtMatmulPreference_t preference = nullptr;
        QCOMPARE(cublasLtMatmulPreferenceCreate(&preference), CUBLAS_STATUS_SUCCESS);
        cublasLtMatmulHeuristicResult_t result = {};
        int count = 0;
        const auto ask = [&](cublasLtHandle_t by) {
            return cublasLtMatmulAlgoGetHeuristic(by, desc, layout, layout, layout, layout, preference, 1,
                                                  &result, &count);
        };
        QCOMPARE(ask(handle), CUBLAS_STATUS_INVALID_VALUE);
        QCOMPARE(ask(nullptr), CUBLAS_STATUS_NOT_INITIALIZED);
        cudaSetDevice(0);
        QCOMPARE(ask(handle), CUBLAS_STATUS_SUCCESS);
        cublasLtMatmulPreferenceDestroy(preference);
        cublasLtMatrixLayoutDestroy(layout);
        cublasLtMatmulDescDestroy(desc);
        cublasLtDestroy(handle);
    }
};

QTEST_GUILESS_MAIN(TestSimtCublasLt)
#include "test_simt_cublas_lt.moc"
