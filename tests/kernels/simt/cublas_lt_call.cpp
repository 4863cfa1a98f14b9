#include "tests/kernels/simt/cublas_lt_call.h"

#include "kernels/bf16.h"
#include "kernels/fp8.h"

#include <cmath>
#include <map>

namespace hadal::test {

namespace {

int parts(int count, int each) {
    return (count + each - 1) / each;
}

/// Bytes of scales in a form, and how a scale of a row and its part-th channels is put there. Each scale is a
/// power of two, so that all forms can hold it.
std::size_t scale_bytes(Mode mode, int rows, int channels) {
    const int blocks = parts(channels, 128);
    return static_cast<std::size_t>(mode == kVectors32    ? parts(rows, 128) * blocks * 512
                                    : mode == kVectors128 ? blocks * rows * 4
                                                          : parts(rows, 128) * parts(blocks, 4) * 16);
}
void put_scale(std::vector<std::uint8_t>& to, Mode mode, int row, int part, int rows, int channels,
               int exponent) {
    const int blocks = parts(channels, 128);
    if (mode == kVectors32) {
        const int tile = row / 128 * blocks + part / 4;
        to[static_cast<std::size_t>(tile * 512 + row % 32 * 16 + row % 128 / 32 * 4 + part % 4)] =
            static_cast<std::uint8_t>(exponent + 127);
        return;
    }
    const int at = mode == kVectors128 ? part * rows + row : row / 128 * parts(blocks, 4) * 4 + part;
    const float scale = std::ldexp(1.0f, exponent);
    std::memcpy(to.data() + 4 * at, &scale, 4);
}

} // namespace

Operand::Operand(std::mt19937& random, cudaDataType_t type, Mode mode, int count, int channels, int stride) {
    const std::size_t element = type == CUDA_R_16BF ? 2 : 1;
    bytes.resize(static_cast<std::size_t>(count * stride) * element);
    if (mode != kNone)
        scales.resize(scale_bytes(mode, count, channels));
    std::normal_distribution<float> normal;
    const int each = mode == kVectors32 ? 32 : 128;
    std::map<int, int> exponents;
    for (int row = 0; row < count; ++row)
        for (int channel = 0; channel < channels; ++channel) {
            const auto at = static_cast<std::size_t>(row * stride + channel);
            const float value = normal(random);
            if (type == CUDA_R_16BF) {
                const std::uint16_t bits = ops::float_to_bf16(value);
                std::memcpy(bytes.data() + 2 * at, &bits, 2);
                values.push_back(ops::bf16_to_float(bits));
                continue;
            }
            const int scale_row = mode == kBlocks ? row / 128 : row;
            const auto [exponent, is_new] = exponents.try_emplace(scale_row * 4096 + channel / each);
            if (is_new)
                exponent->second = static_cast<int>(random() % 7) - 3;
            put_scale(scales, mode, row, channel / each, count, channels, exponent->second);
            bytes[at] = ops::float_to_e4m3(value * 50);
            values.push_back(std::ldexp(ops::e4m3_to_float(bytes[at]), exponent->second));
        }
}

/// Of rows that are apart, only what the product wrote can be read.
void Call::read_result(cudaStream_t stream, const void* d) {
    const std::size_t element = out == CUDA_R_32F ? 4 : 2;
    const auto row_bytes = static_cast<std::size_t>(m) * element;
    const auto apart = static_cast<std::size_t>(out_stride ? out_stride : m) * element;
    std::vector<std::uint8_t> bytes(row_bytes * static_cast<std::size_t>(n));
    cudaMemcpy2DAsync(bytes.data(), row_bytes, d, apart, row_bytes, static_cast<std::size_t>(n),
                      cudaMemcpyDeviceToHost, stream);
    cudaStreamSynchronize(stream);
    for (std::size_t at = 0; at < bytes.size(); at += element) {
        float value = 0;
        std::uint16_t half = 0;
        if (out == CUDA_R_32F)
            std::memcpy(&value, bytes.data() + at, 4);
        else
            std::memcpy(&half, bytes.data() + at, 2);
        found.push_back(out == CUDA_R_32F ? value : ops::bf16_to_float(half));
    }
}

void Call::run() {
    std::mt19937 random(7);
    const int ld = stride ? stride : k;
    const int out_ld = out_stride ? out_stride : m;
    const bool fp8 = type == CUDA_R_8F_E4M3;
    const Operand left(random, type, mode_a, m, k, ld);
    Operand right(random, type, mode_b, n, k, k);
    for (int col = 0; col < n; ++col)
        for (int row = 0; row < m; ++row) {
            double sum = 0;
            for (int i = 0; i < k; ++i)
                sum += left.values[static_cast<std::size_t>(row * k + i)] *
                       right.values[static_cast<std::size_t>(col * k + i)];
            expected.push_back(static_cast<float>(sum));
        }
    if (spoil)
        spoil(right);

    const SimtStream stream(schedule, device);
    cublasLtHandle_t handle = nullptr;
    cublasLtCreate(&handle);
    const DeviceArray<std::uint8_t> a(stream, left.bytes);
    std::vector<std::uint8_t> shifted(offset);
    shifted.insert(shifted.end(), right.bytes.begin(), right.bytes.end());
    const DeviceArray<std::uint8_t> b =
        without_b ? DeviceArray<std::uint8_t>(shifted.size()) : DeviceArray<std::uint8_t>(stream, shifted);
    const DeviceArray<std::uint8_t> scales_a(stream, left.scales.empty() ? std::vector<std::uint8_t>(1)
                                                                         : left.scales);
    const DeviceArray<std::uint8_t> scales_b(stream, right.scales.empty() ? std::vector<std::uint8_t>(1)
                                                                          : right.scales);
    const DeviceArray<float> d(static_cast<std::size_t>(out_ld * (short_d ? n - 1 : n)));

    cublasLtMatmulDesc_t desc = nullptr;
    cublasLtMatmulDescCreate(&desc, CUBLAS_COMPUTE_32F, CUDA_R_32F);
    set_attribute<std::int32_t>(desc, CUBLASLT_MATMUL_DESC_TRANSA, transposed ? CUBLAS_OP_T : CUBLAS_OP_N);
    set_attribute<std::int32_t>(desc, CUBLASLT_MATMUL_DESC_TRANSB, CUBLAS_OP_N);
    set_attribute<std::int32_t>(desc, CUBLASLT_MATMUL_DESC_A_SCALE_MODE, mode_a);
    set_attribute<std::int32_t>(desc, CUBLASLT_MATMUL_DESC_B_SCALE_MODE, mode_b);
    if (fp8 && scale_pointers) {
        set_attribute<const void*>(desc, CUBLASLT_MATMUL_DESC_A_SCALE_POINTER, scales_a.data());
        set_attribute<const void*>(desc, CUBLASLT_MATMUL_DESC_B_SCALE_POINTER, scales_b.data());
    }
    const auto layout = [](cudaDataType_t of, int rows, int cols, int columns_apart) {
        cublasLtMatrixLayout_t made = nullptr;
        cublasLtMatrixLayoutCreate(&made, of, static_cast<std::uint64_t>(rows),
                                   static_cast<std::uint64_t>(cols), columns_apart);
        return made;
    };
    const cublasLtMatrixLayout_t la = transposed ? layout(type, k, m, ld) : layout(type, m, k, m);
    const cublasLtMatrixLayout_t lb = layout(type, k, n, k);
    const cublasLtMatrixLayout_t ld_ = layout(out, m, n, out_ld);
    const cublasLtMatrixLayout_t asked_b = layout(type, k, algorithm_n ? algorithm_n : n, k);
    const cublasLtMatrixLayout_t asked_d = layout(out, m, algorithm_n ? algorithm_n : n, out_ld);
    cublasLtMatmulPreference_t preference = nullptr;
    cublasLtMatmulPreferenceCreate(&preference);
    cublasLtMatmulPreferenceSetAttribute(preference, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES,
                                         &most_workspace, sizeof most_workspace);
    for (const auto which :
         {CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_B_BYTES,
          CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_C_BYTES, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_D_BYTES})
        cublasLtMatmulPreferenceSetAttribute(preference, which, &alignment, sizeof alignment);
    cublasLtMatmulHeuristicResult_t result = {};
    int count = 0;
    heuristic = cublasLtMatmulAlgoGetHeuristic(handle, desc, la, asked_b, asked_d, asked_d, preference, 1,
                                               &result, &count);
    QCOMPARE(count, heuristic == CUBLAS_STATUS_SUCCESS ? 1 : 0);

    if (count == 1) {
        const std::size_t given = workspace_bytes.value_or(result.workspaceSize);
        const DeviceArray<std::uint8_t> workspace(given + workspace_offset + 1);
        const float one = 1.0f;
        const void* const rows = host_b ? static_cast<const void*>(shifted.data()) : b.data() + offset;
        cudaGraph_t graph = nullptr;
        cudaGraphExec_t exec = nullptr;
        if (in_graph)
            cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal);
        status = cublasLtMatmul(handle, desc, &one, a.data(), la, rows, lb, &beta, d.data(), ld_, d.data(),
                                ld_, &result.algo, workspace.data() + workspace_offset, given, stream);
        if (in_graph) {
            cudaStreamEndCapture(stream, &graph);
            cudaGraphInstantiate(&exec, graph);
            for (int i = 0; i < 2; ++i)
                cudaGraphLaunch(exec, stream);
        }
        if (meanwhile)
            meanwhile(stream, d.data(), workspace.data());
        cudaDeviceSynchronize();
        findings = stream.finish();
        for (const simt::Finding& finding : simt::findings())
            faults.push_back(finding.fault);
        if (status == CUBLAS_STATUS_SUCCESS && faults.empty())
            read_result(stream, d.data());
        if (exec)
            cudaGraphExecDestroy(exec);
        if (graph)
            cudaGraphDestroy(graph);
    }
    cublasLtMatmulPreferenceDestroy(preference);
    for (const cublasLtMatrixLayout_t made : {la, lb, ld_, asked_b, asked_d})
        cublasLtMatrixLayoutDestroy(made);
    cublasLtMatmulDescDestroy(desc);
    QCOMPARE(cublasLtDestroy(handle), CUBLAS_STATUS_SUCCESS);
    QCOMPARE(cublasLtDestroy(handle), CUBLAS_STATUS_NOT_INITIALIZED);
}

} // namespace hadal::test
