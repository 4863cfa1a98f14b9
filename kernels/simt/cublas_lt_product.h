// A product of the simulated cuBLASLt: what makes one that can be done, and how it is done. Internal to
// cublas_lt.cpp.
#pragma once

#include "kernels/simt/cublas_lt.h"
#include "kernels/simt/machine.h"

namespace hadal::simt::cublas_lt {

struct MatmulDesc {
    std::int32_t transpose_a = CUBLAS_OP_N, transpose_b = CUBLAS_OP_N;
    std::int32_t scale_mode_a = CUBLASLT_MATMUL_MATRIX_SCALE_SCALAR_32F;
    std::int32_t scale_mode_b = CUBLASLT_MATMUL_MATRIX_SCALE_SCALAR_32F;
    const void* scales_a = nullptr;
    const void* scales_b = nullptr;
};
struct MatrixLayout {
    cudaDataType_t type = CUDA_R_32F;
    std::int64_t rows = 0, cols = 0, ld = 0;
    std::size_t element() const { return type == CUDA_R_32F ? 4 : type == CUDA_R_16BF ? 2 : 1; }
    bool operator==(const MatrixLayout&) const = default;
};

/// D [m, n] = A [k, m]ᵀ · B [k, n], all of them columns in memory.
struct Product {
    MatmulDesc desc;
    MatrixLayout a, b, c, d;
    std::int64_t m() const { return d.rows; }
    std::int64_t n() const { return d.cols; }
    std::int64_t k() const { return a.rows; }

    /// Whether a device of this compute capability does it: SUCCESS, INVALID_VALUE where its parts do not fit
    /// together, or NOT_SUPPORTED.
    cublasStatus_t judge(int major, int minor) const;
    /// What an algorithm that is chosen for it may rely on; without addresses.
    std::uint64_t fingerprint() const;
};

struct Access;

/// Where its matrices are, once it is called.
struct Placed {
    Product product;
    float alpha = 1.0f;
    const void* a = nullptr;
    const void* b = nullptr;
    void* d = nullptr;
    void* workspace = nullptr;
    std::size_t workspace_bytes = 0; ///< that the algorithm uses
    int device = 0;

    /// Checks what it touches as this operation of a stream, and does it.
    Machine::Outcome perform(std::uint32_t operation) const;

  private:
    std::optional<Finding> check(const Access& access) const;
    std::optional<Finding> check_scales(const void* scales, std::int32_t mode, std::int64_t rows,
                                        const Access& access) const;
    void multiply() const;
};

} // namespace hadal::simt::cublas_lt
