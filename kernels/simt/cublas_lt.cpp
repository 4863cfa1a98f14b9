#include "kernels/simt/cublas_lt.h"

#include "kernels/simt/cublas_lt_product.h"
#include "kernels/simt/runtime_call.h"

#include <algorithm>
#include <cstring>
#include <set>

namespace hadal::simt::cublas_lt {

struct Context {
    int device = 0;
};
struct Preference {
    std::uint64_t workspace = 0;
    std::uint32_t reductions = 0;
    std::uint32_t alignment[4] = {256, 256, 256, 256}; ///< of A, B, C, D
};

namespace {

constexpr std::size_t kWorkspace = std::size_t{64} << 10; ///< that products take where they may
constexpr std::uintptr_t kScaleAlignment = 16, kWorkspaceAlignment = 256;

/// What the words of an algorithm say.
struct Algorithm {
    std::uint64_t fingerprint, workspace, alignment[4];
};
static_assert(sizeof(Algorithm) <= sizeof(cublasLtMatmulAlgo_t));

std::set<const Context*>& contexts() {
    static std::set<const Context*> all;
    return all;
}

bool aligned(const void* at, std::uint64_t alignment) {
    return reinterpret_cast<std::uintptr_t>(at) % alignment == 0;
}

/// An attribute of exactly the size of T.
template <typename T>
cublasStatus_t set(T& to, const void* value, std::size_t bytes) {
    if (!value || bytes != sizeof(T))
        return CUBLAS_STATUS_INVALID_VALUE;
    std::memcpy(&to, value, sizeof(T));
    return CUBLAS_STATUS_SUCCESS;
}

template <typename T, typename... Arguments>
cublasStatus_t create(T** to, Arguments... arguments) {
    if (!to)
        return CUBLAS_STATUS_INVALID_VALUE;
    *to = new T{arguments...};
    return CUBLAS_STATUS_SUCCESS;
}

template <typename T>
cublasStatus_t destroy(T* object) {
    delete object;
    return CUBLAS_STATUS_SUCCESS;
}

/// The device has to be the handle's.
cublasStatus_t judge(const Context* handle, const Product& product) {
    const std::lock_guard lock(machine_mutex());
    if (!contexts().contains(handle))
        return CUBLAS_STATUS_NOT_INITIALIZED;
    if (handle->device != runtime::current_device || handle->device >= machine().device_count())
        return CUBLAS_STATUS_INVALID_VALUE;
    const DeviceSpec& spec = machine().device(handle->device).spec();
    return product.judge(spec.major, spec.minor);
}

} // namespace

const char* cublasLtGetStatusString(cublasStatus_t status) {
    switch (status) {
    case CUBLAS_STATUS_SUCCESS:
        return "success";
    case CUBLAS_STATUS_NOT_INITIALIZED:
        return "the library was not initialized";
    case CUBLAS_STATUS_ALLOC_FAILED:
        return "the resource allocation failed";
    case CUBLAS_STATUS_INVALID_VALUE:
        return "an unsupported value or parameter was passed to the function";
    case CUBLAS_STATUS_ARCH_MISMATCH:
        return "the function requires a feature absent from the architecture of the device";
    case CUBLAS_STATUS_EXECUTION_FAILED:
        return "the function failed to launch on the GPU";
    case CUBLAS_STATUS_INTERNAL_ERROR:
        return "an internal operation failed";
    case CUBLAS_STATUS_NOT_SUPPORTED:
        return "the functionality requested is not supported";
    }
    return "unknown status";
}

cublasStatus_t cublasLtCreate(cublasLtHandle_t* handle) {
    const std::lock_guard lock(machine_mutex());
    const cublasStatus_t status = create(handle, runtime::current_device);
    if (status == CUBLAS_STATUS_SUCCESS)
        contexts().insert(*handle);
    return status;
}

cublasStatus_t cublasLtDestroy(cublasLtHandle_t handle) {
    const std::lock_guard lock(machine_mutex());
    return contexts().erase(handle) ? destroy(handle) : CUBLAS_STATUS_NOT_INITIALIZED;
}

cublasStatus_t cublasLtMatmulDescCreate(cublasLtMatmulDesc_t* desc, cublasComputeType_t compute,
                                        cudaDataType_t scale) {
    if (compute != CUBLAS_COMPUTE_32F || scale != CUDA_R_32F)
        return CUBLAS_STATUS_INVALID_VALUE;
    return create(desc);
}

cublasStatus_t cublasLtMatmulDescDestroy(cublasLtMatmulDesc_t desc) {
    return destroy(desc);
}

cublasStatus_t cublasLtMatmulDescSetAttribute(cublasLtMatmulDesc_t desc,
                                              cublasLtMatmulDescAttributes_t attribute, const void* value,
                                              std::size_t bytes) {
    if (!desc)
        return CUBLAS_STATUS_INVALID_VALUE;
    switch (attribute) {
    case CUBLASLT_MATMUL_DESC_TRANSA:
        return set(desc->transpose_a, value, bytes);
    case CUBLASLT_MATMUL_DESC_TRANSB:
        return set(desc->transpose_b, value, bytes);
    case CUBLASLT_MATMUL_DESC_A_SCALE_POINTER:
        return set(desc->scales_a, value, bytes);
    case CUBLASLT_MATMUL_DESC_B_SCALE_POINTER:
        return set(desc->scales_b, value, bytes);
    case CUBLASLT_MATMUL_DESC_A_SCALE_MODE:
        return set(desc->scale_mode_a, value, bytes);
    case CUBLASLT_MATMUL_DESC_B_SCALE_MODE:
        return set(desc->scale_mode_b, value, bytes);
    }
    return CUBLAS_STATUS_INVALID_VALUE;
}

cublasStatus_t cublasLtMatrixLayoutCreate(cublasLtMatrixLayout_t* layout, cudaDataType_t type,
                                          std::uint64_t rows, std::uint64_t cols, std::int64_t ld) {
    return create(layout, type, static_cast<std::int64_t>(rows), static_cast<std::int64_t>(cols), ld);
}

cublasStatus_t cublasLtMatrixLayoutDestroy(cublasLtMatrixLayout_t layout) {
    return destroy(layout);
}

cublasStatus_t cublasLtMatmulPreferenceCreate(cublasLtMatmulPreference_t* preference) {
    return create(preference);
}

cublasStatus_t cublasLtMatmulPreferenceDestroy(cublasLtMatmulPreference_t preference) {
    return destroy(preference);
}

cublasStatus_t cublasLtMatmulPreferenceSetAttribute(cublasLtMatmulPreference_t preference,
                                                    cublasLtMatmulPreferenceAttributes_t attribute,
                                                    const void* value, std::size_t bytes) {
    if (!preference)
        return CUBLAS_STATUS_INVALID_VALUE;
    switch (attribute) {
    case CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES:
        return set(preference->workspace, value, bytes);
    case CUBLASLT_MATMUL_PREF_REDUCTION_SCHEME_MASK:
        return set(preference->reductions, value, bytes);
    case CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES:
    case CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_B_BYTES:
    case CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_C_BYTES:
    case CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_D_BYTES:
        return set(preference->alignment[attribute - CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES], value,
                   bytes);
    }
    return CUBLAS_STATUS_INVALID_VALUE;
}

cublasStatus_t cublasLtMatmulAlgoGetHeuristic(cublasLtHandle_t handle, cublasLtMatmulDesc_t desc,
                                              cublasLtMatrixLayout_t a, cublasLtMatrixLayout_t b,
                                              cublasLtMatrixLayout_t c, cublasLtMatrixLayout_t d,
                                              cublasLtMatmulPreference_t preference, int asked,
                                              cublasLtMatmulHeuristicResult_t* results, int* found) {
    if (!desc || !a || !b || !c || !d || !preference || asked < 1 || !results || !found)
        return CUBLAS_STATUS_INVALID_VALUE;
    *found = 0;
    const Product product{*desc, *a, *b, *c, *d};
    if (const cublasStatus_t status = judge(handle, product))
        return status;
    Algorithm algorithm{
        product.fingerprint(), std::min<std::uint64_t>(kWorkspace, preference->workspace), {}};
    std::copy(std::begin(preference->alignment), std::end(preference->alignment), algorithm.alignment);
    // Vectors of 16 bytes are the least that tensor cores are fed with.
    if (std::any_of(std::begin(algorithm.alignment), std::end(algorithm.alignment),
                    [](std::uint64_t alignment) { return alignment < 16; }))
        return CUBLAS_STATUS_NOT_SUPPORTED;
    results[0] = {};
    std::memcpy(results[0].algo.data, &algorithm, sizeof algorithm);
    results[0].workspaceSize = algorithm.workspace;
    results[0].wavesCount = 1.0f;
    *found = 1;
    return CUBLAS_STATUS_SUCCESS;
}

cublasStatus_t cublasLtMatmul(cublasLtHandle_t handle, cublasLtMatmulDesc_t desc, const void* alpha,
                              const void* a, cublasLtMatrixLayout_t a_layout, const void* b,
                              cublasLtMatrixLayout_t b_layout, const void* beta, const void* c,
                              cublasLtMatrixLayout_t c_layout, void* d, cublasLtMatrixLayout_t d_layout,
                              const cublasLtMatmulAlgo_t* algo, void* workspace, std::size_t workspace_bytes,
                              cudaStream_t stream) {
    if (!desc || !alpha || !beta || !a || !b || !c || !d || !a_layout || !b_layout || !c_layout ||
        !d_layout || !algo || *static_cast<const float*>(beta) != 0.0f)
        return CUBLAS_STATUS_INVALID_VALUE;
    Placed placed{{*desc, *a_layout, *b_layout, *c_layout, *d_layout}};
    if (const cublasStatus_t status = judge(handle, placed.product))
        return status;
    Algorithm algorithm;
    std::memcpy(&algorithm, algo->data, sizeof algorithm);
    const bool scaled = placed.product.a.type == CUDA_R_8F_E4M3;
    const void* const matrices[] = {a, b, c, d};
    for (int i = 0; i < 4; ++i)
        if (!aligned(matrices[i], std::max<std::uint64_t>(algorithm.alignment[i], 1)))
            return CUBLAS_STATUS_INVALID_VALUE;
    if (algorithm.fingerprint != placed.product.fingerprint() || algorithm.workspace > workspace_bytes ||
        (algorithm.workspace > 0 && (!workspace || !aligned(workspace, kWorkspaceAlignment))) ||
        (scaled && (!desc->scales_a || !desc->scales_b)) || !aligned(desc->scales_a, kScaleAlignment) ||
        !aligned(desc->scales_b, kScaleAlignment))
        return CUBLAS_STATUS_INVALID_VALUE;
    placed.alpha = *static_cast<const float*>(alpha);
    placed.a = a;
    placed.b = b;
    placed.d = d;
    placed.workspace = workspace;
    placed.workspace_bytes = algorithm.workspace;
    placed.device = handle->device;
    const cudaError_t error = runtime::with_stream(stream, [&](Machine& m, Machine::Stream& on) {
        if (!on.capturing)
            ++m.host_calls.kernels;
        m.enqueue(on, {"cublasLtMatmul", [placed](std::uint32_t operation) {
                           return Machine::Run([placed, operation] { return placed.perform(operation); });
                       }});
        return cudaSuccess;
    });
    return error == cudaSuccess ? CUBLAS_STATUS_SUCCESS : CUBLAS_STATUS_EXECUTION_FAILED;
}

} // namespace hadal::simt::cublas_lt
