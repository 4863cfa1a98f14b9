// One product by the simulator's cuBLASLt, every part of which a test may spoil.
#pragma once

#include "kernels/simt/cublas_lt.h"
#include "tests/kernels/simt/simt_test.h"

#include <functional>
#include <optional>
#include <random>

namespace hadal::test {

using Mode = cublasLtMatmulMatrixScale_t;
inline constexpr Mode kNone = CUBLASLT_MATMUL_MATRIX_SCALE_SCALAR_32F;
inline constexpr Mode kVectors32 = CUBLASLT_MATMUL_MATRIX_SCALE_VEC32_UE8M0;
inline constexpr Mode kVectors128 = CUBLASLT_MATMUL_MATRIX_SCALE_VEC128_32F;
inline constexpr Mode kBlocks = CUBLASLT_MATMUL_MATRIX_SCALE_BLK128x128_32F;

/// A matrix of `count` rows of `channels`, as bytes and as numbers.
struct Operand {
    std::vector<std::uint8_t> bytes, scales;
    std::vector<double> values;
    Operand(std::mt19937& random, cudaDataType_t type, Mode mode, int count, int channels, int stride);
};

struct Call {
    cudaDataType_t type = CUDA_R_8F_E4M3, out = CUDA_R_32F;
    Mode mode_a = kVectors32, mode_b = kVectors32;
    int m = 48, n = 32, k = 128;
    int stride = 0;     ///< of rows of A; 0: k
    int out_stride = 0; ///< of D; 0: m
    simt::DeviceSpec device = {std::size_t{64} << 20, 10, 0};
    std::uint64_t schedule = 0;

    bool transposed = true;
    std::uint32_t alignment = 16;
    std::size_t offset = 0;                     ///< of B from an aligned address
    std::uint64_t most_workspace = 1 << 20;     ///< that an algorithm may ask for
    std::optional<std::size_t> workspace_bytes; ///< given; if not said, what it asked for
    std::size_t workspace_offset = 0;
    bool scale_pointers = true;
    float beta = 0.0f;
    int algorithm_n = 0; ///< rows that the algorithm was asked for; 0: n
    std::function<void(Operand& b)> spoil = {};
    std::function<void(cudaStream_t stream, float* d, void* workspace)> meanwhile = {}; ///< after the call
    bool without_b = false; ///< B is memory that nothing has written
    bool host_b = false;    ///< B is memory of the host
    bool short_d = false;   ///< D has a row less than it should
    bool in_graph = false;

    // What came of it.
    cublasStatus_t heuristic = CUBLAS_STATUS_SUCCESS, status = CUBLAS_STATUS_SUCCESS;
    std::vector<float> found, expected;
    std::string findings;
    std::vector<simt::Fault> faults;

    void run();

  private:
    void read_result(cudaStream_t stream, const void* d);
};

template <typename T>
cublasStatus_t set_attribute(cublasLtMatmulDesc_t desc, cublasLtMatmulDescAttributes_t attribute, T value) {
    return cublasLtMatmulDescSetAttribute(desc, attribute, &value, sizeof value);
}

} // namespace hadal::test
