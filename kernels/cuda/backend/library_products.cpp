#include "kernels/cuda/backend/library_products.h"

#include "kernels/cuda/backend/waiting.h"

#include <algorithm>

#if defined(HADAL_CUBLAS_LT) || !defined(HADAL_CUDA)
#include "kernels/cuda/cublas_lt.h"

#include <map>
#include <tuple>
#include <type_traits>

namespace hadal::cuda {

/// What LibraryProducts::Library is made of.
namespace library {

constexpr int kMultiple = 16;                  ///< of dimensions: vectors of 16 bytes along each
constexpr std::uintptr_t kLeastAlignment = 16; ///< of operands and scales

/// Throws OutOfMemory, DeviceLost where the device has failed, or Internal.
void require(cublasStatus_t status, const std::string& what) {
    if (status == CUBLAS_STATUS_SUCCESS)
        return;
    check(cudaGetLastError(), what + " by cuBLASLt");
    throw Error(status == CUBLAS_STATUS_ALLOC_FAILED ? ErrorKind::OutOfMemory : ErrorKind::Internal,
                "cuBLASLt: " + what + " failed: " + cublasLtGetStatusString(status) + ".");
}

template <auto destroy>
struct Destroy {
    template <typename T>
    void operator()(T* object) const {
        destroy(object);
    }
};
template <typename Handle, auto destroy>
using Owner = std::unique_ptr<std::remove_pointer_t<Handle>, Destroy<destroy>>;
using Handle = Owner<cublasLtHandle_t, cublasLtDestroy>;
using Description = Owner<cublasLtMatmulDesc_t, cublasLtMatmulDescDestroy>;
using Layout = Owner<cublasLtMatrixLayout_t, cublasLtMatrixLayoutDestroy>;
using Preference = Owner<cublasLtMatmulPreference_t, cublasLtMatmulPreferenceDestroy>;

/// Columns of `length` values, one after the other.
Layout layout(cudaDataType_t type, int length, int columns) {
    cublasLtMatrixLayout_t made = nullptr;
    require(cublasLtMatrixLayoutCreate(&made, type, static_cast<std::uint64_t>(length),
                                       static_cast<std::uint64_t>(columns), length),
            "describing a matrix");
    return Layout(made);
}

template <typename T>
void set(const Description& of, cublasLtMatmulDescAttributes_t attribute, T value) {
    require(cublasLtMatmulDescSetAttribute(of.get(), attribute, &value, sizeof value),
            "describing a product");
}
template <typename T>
void set(const Preference& of, cublasLtMatmulPreferenceAttributes_t attribute, T value) {
    require(cublasLtMatmulPreferenceSetAttribute(of.get(), attribute, &value, sizeof value),
            "describing a product");
}

/// A product as the library sees it: its matrices are stored by columns, so our rows are its columns. The
/// weights are A, transposed; the rows are B, and the result D is [out, rows].
struct Described {
    Described(const Gemm& p, int rows, LibraryScales form, const void* row_scales, const void* weight_scales)
        : a(layout(p.codes ? CUDA_R_8F_E4M3 : CUDA_R_16BF, p.in_features, p.out_features)),
          b(layout(p.codes ? CUDA_R_8F_E4M3 : CUDA_R_16BF, p.in_features, rows)),
          d(layout(p.exact ? CUDA_R_32F : CUDA_R_16BF, p.out_features, rows)) {
        cublasLtMatmulDesc_t made = nullptr;
        require(cublasLtMatmulDescCreate(&made, CUBLAS_COMPUTE_32F, CUDA_R_32F), "describing a product");
        product.reset(made);
        set(product, CUBLASLT_MATMUL_DESC_TRANSA, static_cast<std::int32_t>(CUBLAS_OP_T));
        set(product, CUBLASLT_MATMUL_DESC_TRANSB, static_cast<std::int32_t>(CUBLAS_OP_N));
        if (!p.codes)
            return;
        const bool tiles = form == LibraryScales::Tiles;
        set(product, CUBLASLT_MATMUL_DESC_A_SCALE_MODE,
            static_cast<std::int32_t>(tiles ? CUBLASLT_MATMUL_MATRIX_SCALE_VEC32_UE8M0
                                            : CUBLASLT_MATMUL_MATRIX_SCALE_BLK128x128_32F));
        set(product, CUBLASLT_MATMUL_DESC_B_SCALE_MODE,
            static_cast<std::int32_t>(tiles ? CUBLASLT_MATMUL_MATRIX_SCALE_VEC32_UE8M0
                                            : CUBLASLT_MATMUL_MATRIX_SCALE_VEC128_32F));
        set(product, CUBLASLT_MATMUL_DESC_A_SCALE_POINTER, weight_scales);
        set(product, CUBLASLT_MATMUL_DESC_B_SCALE_POINTER, row_scales);
    }
    Description product;
    Layout a, b, d;
};

bool has_vectors(const void* operand) {
    return reinterpret_cast<std::uintptr_t>(operand) % kLeastAlignment == 0;
}

/// What the library takes for the weight's scales; null where that is nothing.
const void* scales_of_weight(LibraryScales form, const Gemm& p, const void* arranged) {
    const bool as_they_are = form == LibraryScales::Columns && ops::fp8_blocks(p.in_features) % 4 == 0;
    return arranged || !as_they_are ? arranged : p.weight_scales;
}

} // namespace library

bool has_cublas_lt() {
    return true;
}

class LibraryProducts::Library {
  public:
    struct Algorithm {
        bool exists = false; ///< the library does a product of this shape
        cublasLtMatmulAlgo_t algorithm = {};
        std::size_t workspace = 0;
    };

    Library() {
        cublasLtHandle_t made = nullptr;
        library::require(cublasLtCreate(&made), "beginning to use it");
        handle_.reset(made);
        cublasLtMatmulPreference_t preference = nullptr;
        library::require(cublasLtMatmulPreferenceCreate(&preference), "describing a product");
        preference_.reset(preference);
        library::set(preference_, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES,
                     static_cast<std::uint64_t>(kWorkspaceBytes));
        // A sum is rounded once: its parts, where a product has several, meet in f32.
        library::set(preference_, CUBLASLT_MATMUL_PREF_REDUCTION_SCHEME_MASK,
                     static_cast<std::uint32_t>(CUBLASLT_REDUCTION_SCHEME_NONE |
                                                CUBLASLT_REDUCTION_SCHEME_COMPUTE_TYPE));
        for (const auto operand :
             {CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_B_BYTES,
              CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_C_BYTES, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_D_BYTES})
            library::set(preference_, operand, static_cast<std::uint32_t>(library::kLeastAlignment));
    }

    /// For a product of this shape, asked for the first time.
    const Algorithm& algorithm(const Gemm& p, int rows, const library::Described& described) {
        const auto [at, is_new] = algorithms_.try_emplace(
            {p.codes != nullptr, p.exact != nullptr, rows, p.in_features, p.out_features});
        Algorithm& found = at->second;
        if (!is_new)
            return found;
        cublasLtMatmulHeuristicResult_t result = {};
        int count = 0;
        const cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(
            handle_.get(), described.product.get(), described.a.get(), described.b.get(), described.d.get(),
            described.d.get(), preference_.get(), 1, &result, &count);
        if (status != CUBLAS_STATUS_NOT_SUPPORTED && status != CUBLAS_STATUS_INVALID_VALUE)
            library::require(status, "choosing an algorithm");
        if (status == CUBLAS_STATUS_SUCCESS && count == 1 && result.state == CUBLAS_STATUS_SUCCESS)
            found = {true, result.algo, result.workspaceSize};
        return found;
    }

    void queue(cudaStream_t stream, const Gemm& p, const library::Described& described,
               const Algorithm& algorithm, DeviceMemory& memory) {
        if (workspace_bytes_ < algorithm.workspace) {
            workspace_ = nullptr;
            workspace_ = memory.take(algorithm.workspace, "the work space of cuBLASLt");
            workspace_bytes_ = algorithm.workspace;
        }
        const float one = 1.0f;
        const float zero = 0.0f;
        void* const out = p.exact ? static_cast<void*>(p.exact) : p.rounded;
        const void* const rows = p.codes ? static_cast<const void*>(p.codes) : p.x;
        library::require(cublasLtMatmul(handle_.get(), described.product.get(), &one, p.weights,
                                        described.a.get(), rows, described.b.get(), &zero, out,
                                        described.d.get(), out, described.d.get(), &algorithm.algorithm,
                                        workspace_.get(), workspace_bytes_, stream),
                         "a product");
    }

    /// A handle cannot go while its device hangs.
    void leave() { static_cast<void>(handle_.release()); }

  private:
    library::Handle handle_;
    library::Preference preference_;
    std::map<std::tuple<bool, bool, int, int, int>, Algorithm> algorithms_;
    std::shared_ptr<void> workspace_;
    std::size_t workspace_bytes_ = 0;
};

LibraryProducts::LibraryProducts(int device, DeviceMemory& memory, int fewest_rows)
    : device_(device), fewest_rows_(std::max(fewest_rows, library::kMultiple)), memory_(memory) {
    int major = 0;
    int minor = 0;
    check(cudaDeviceGetAttribute(&major, cudaDevAttrComputeCapabilityMajor, device_),
          "asking for a capability");
    check(cudaDeviceGetAttribute(&minor, cudaDevAttrComputeCapabilityMinor, device_),
          "asking for a capability");
    if (major == 9 && minor == 0)
        scales_ = LibraryScales::Columns;
    else if (major >= 10)
        scales_ = LibraryScales::Tiles;
}

LibraryProducts::~LibraryProducts() {
    if (library_ && hangs(device_))
        library_->leave();
}

int LibraryProducts::rows_of(const Gemm& p, const void* weight_scales) const {
    const bool fp8 = p.weight_scales != nullptr;
    const void* const scales = fp8 ? library::scales_of_weight(scales_, p, weight_scales) : nullptr;
    if (p.rows < fewest_rows_ || p.out_features % library::kMultiple != 0 ||
        p.in_features % (fp8 ? static_cast<int>(ops::kFp8Block) : library::kMultiple) != 0 ||
        (fp8 && (!p.codes || !scales)))
        return 0;
    for (const void* operand :
         {static_cast<const void*>(p.codes), static_cast<const void*>(p.x), p.weights,
          static_cast<const void*>(p.rounded), static_cast<const void*>(p.exact), scales})
        if (!library::has_vectors(operand))
            return 0;
    return p.rows / library::kMultiple * library::kMultiple;
}

int LibraryProducts::multiply(cudaStream_t stream, const Gemm& p, const void* row_scales,
                              const void* weight_scales) {
    const int rows = rows_of(p, weight_scales);
    if (rows == 0)
        return 0;
    if (!library_)
        library_ = std::make_unique<Library>();
    const library::Described described(p, rows, scales_, row_scales,
                                       library::scales_of_weight(scales_, p, weight_scales));
    const Library::Algorithm& algorithm = library_->algorithm(p, rows, described);
    if (!algorithm.exists)
        return 0;
    library_->queue(stream, p, described, algorithm, memory_);
    return rows;
}

} // namespace hadal::cuda

#else

namespace hadal::cuda {

bool has_cublas_lt() {
    return false;
}

class LibraryProducts::Library {};

LibraryProducts::LibraryProducts(int device, DeviceMemory& memory, int fewest_rows)
    : device_(device), fewest_rows_(fewest_rows), memory_(memory) {}

LibraryProducts::~LibraryProducts() = default;

int LibraryProducts::rows_of(const Gemm&, const void*) const {
    return 0;
}

int LibraryProducts::multiply(cudaStream_t, const Gemm&, const void*, const void*) {
    return 0;
}

} // namespace hadal::cuda

#endif
