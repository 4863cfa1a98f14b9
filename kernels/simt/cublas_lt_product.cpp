#include "kernels/simt/cublas_lt_product.h"

#include "kernels/bf16.h"
#include "kernels/fp8.h"

#include <cstring>
#include <vector>

namespace hadal::simt::cublas_lt {

namespace {

constexpr std::int64_t kBlock = 128; ///< rows or channels of a scale in F32
constexpr std::int64_t kVector = 32; ///< channels of a scale that is an exponent
constexpr std::int64_t kTileRows = 128, kTileScales = 4;

std::int64_t parts(std::int64_t count, std::int64_t each) {
    return (count + each - 1) / each;
}

/// The channels of a scale differ; sums between scales are of so many.
std::int64_t channels_of(std::int32_t mode) {
    return mode == CUBLASLT_MATMUL_MATRIX_SCALE_VEC32_UE8M0 ? kVector : kBlock;
}

/// The byte of a row's scale for the vector-th 32 channels.
std::int64_t tiled_at(std::int64_t row, std::int64_t vector, std::int64_t channels) {
    const std::int64_t tiles = parts(channels, kVector * kTileScales); // of a row of tiles
    const std::int64_t tile = row / kTileRows * tiles + vector / kTileScales;
    const std::int64_t within = row % kTileRows;
    return tile * kTileRows * kTileScales + within % 32 * 16 + within / 32 * 4 + vector % kTileScales;
}

/// Exponents, with a bias of 127; the highest is NaN.
float ue8m0_to_float(std::uint8_t exponent) {
    const std::uint32_t bits = exponent == 0xffu ? 0x7fc00000u
                               : exponent == 0   ? 0x00400000u
                                                 : std::uint32_t{exponent} << 23;
    return std::bit_cast<float>(bits);
}

/// The scale of a row in the part-th of its channels_of().
float scale_at(const void* scales, std::int32_t mode, std::int64_t row, std::int64_t part, std::int64_t rows,
               std::int64_t channels) {
    const auto* floats = static_cast<const float*>(scales);
    switch (mode) {
    case CUBLASLT_MATMUL_MATRIX_SCALE_VEC32_UE8M0:
        return ue8m0_to_float(static_cast<const std::uint8_t*>(scales)[tiled_at(row, part, channels)]);
    case CUBLASLT_MATMUL_MATRIX_SCALE_VEC128_32F:
        return floats[part * rows + row];
    case CUBLASLT_MATMUL_MATRIX_SCALE_BLK128x128_32F:
        return floats[row / kBlock * parts(parts(channels, kBlock), 4) * 4 + part];
    default:
        return 1.0f;
    }
}

std::vector<float> decoded(const void* matrix, const MatrixLayout& layout) {
    std::vector<float> values(static_cast<std::size_t>(layout.rows * layout.cols));
    float* to = values.data();
    for (std::int64_t col = 0; col < layout.cols; ++col)
        for (std::int64_t row = 0; row < layout.rows; ++row) {
            const std::int64_t at = col * layout.ld + row;
            *to++ = layout.type == CUDA_R_8F_E4M3
                        ? ops::e4m3_to_float(static_cast<const std::uint8_t*>(matrix)[at])
                        : ops::bf16_to_float(static_cast<const std::uint16_t*>(matrix)[at]);
        }
    return values;
}

Finding wrong(Fault fault, const void* at, const std::string& what) {
    Finding finding;
    finding.fault = fault;
    finding.address = reinterpret_cast<std::uintptr_t>(at);
    finding.what = "cublasLtMatmul: " + what;
    return finding;
}

} // namespace

/// How an operation of a device touches memory.
struct Access {
    int device;
    BlockOrder& order;

    /// `count` columns of so many bytes, `apart` from one to the next.
    std::optional<Finding> columns(const void* first, std::int64_t bytes, std::int64_t count,
                                   std::int64_t apart, Machine::Touch how) const {
        Machine& m = machine();
        const auto address = reinterpret_cast<std::uintptr_t>(first);
        const Allocation* allocation = m.memory().find(address);
        if (!allocation)
            return wrong(Fault::HostMemory, first, "it follows a pointer to memory that is not a device's.");
        if (!m.device(device).reaches(allocation->device))
            return wrong(Fault::WrongDevice, first,
                         "memory of device " + std::to_string(allocation->device) + " used on device " +
                             std::to_string(device) + " without peer access.");
        const std::int64_t all = (count - 1) * apart + bytes;
        if (!allocation->contains(address, static_cast<std::size_t>(all)))
            return wrong(Fault::OutOfBounds, first,
                         "an operand of " + std::to_string(all) + " bytes at " +
                             m.memory().describe(address) + ".");
        std::optional<Finding> finding;
        for (std::int64_t i = 0; i < count && !finding; ++i)
            finding = m.touch(static_cast<const std::byte*>(first) + i * apart,
                              static_cast<std::size_t>(bytes), how, order);
        if (finding)
            finding->what = "cublasLtMatmul: " + finding->what;
        return finding;
    }
};

cublasStatus_t Product::judge(int major, int minor) const {
    for (const MatrixLayout* layout : {&a, &b, &c, &d})
        if (layout->rows <= 0 || layout->cols <= 0 || layout->ld < layout->rows)
            return CUBLAS_STATUS_INVALID_VALUE;
    const bool transposed = desc.transpose_a == CUBLAS_OP_T && desc.transpose_b == CUBLAS_OP_N;
    if (!transposed)
        return CUBLAS_STATUS_NOT_SUPPORTED; // what Hadal needs, and all that FP8 has before 10.0
    if (a.rows != b.rows || a.cols != d.rows || b.cols != d.cols || !(c == d))
        return CUBLAS_STATUS_INVALID_VALUE;
    const bool output = d.type == CUDA_R_16BF || d.type == CUDA_R_32F;
    if (a.type != b.type || !output)
        return CUBLAS_STATUS_NOT_SUPPORTED;
    const std::int32_t mode_a = desc.scale_mode_a;
    const std::int32_t mode_b = desc.scale_mode_b;
    if (a.type == CUDA_R_16BF) {
        const bool plain = mode_a == CUBLASLT_MATMUL_MATRIX_SCALE_SCALAR_32F && mode_b == mode_a;
        return !plain || desc.scales_a || desc.scales_b ? CUBLAS_STATUS_INVALID_VALUE
               : major >= 8                             ? CUBLAS_STATUS_SUCCESS
                                                        : CUBLAS_STATUS_NOT_SUPPORTED;
    }
    if (a.type != CUDA_R_8F_E4M3)
        return CUBLAS_STATUS_NOT_SUPPORTED;
    // Vectors of 16 bytes along every dimension.
    for (const std::int64_t count : {m(), n(), k(), a.ld, b.ld})
        if (count % 16 != 0)
            return CUBLAS_STATUS_NOT_SUPPORTED;
    if (d.ld * static_cast<std::int64_t>(d.element()) % 16 != 0)
        return CUBLAS_STATUS_NOT_SUPPORTED;
    const auto modes = [&](cublasLtMatmulMatrixScale_t of_a, cublasLtMatmulMatrixScale_t of_b) {
        return mode_a == of_a && mode_b == of_b;
    };
    if (modes(CUBLASLT_MATMUL_MATRIX_SCALE_BLK128x128_32F, CUBLASLT_MATMUL_MATRIX_SCALE_VEC128_32F) ||
        modes(CUBLASLT_MATMUL_MATRIX_SCALE_VEC128_32F, CUBLASLT_MATMUL_MATRIX_SCALE_BLK128x128_32F) ||
        modes(CUBLASLT_MATMUL_MATRIX_SCALE_VEC128_32F, CUBLASLT_MATMUL_MATRIX_SCALE_VEC128_32F))
        return major == 9 && minor == 0 ? CUBLAS_STATUS_SUCCESS : CUBLAS_STATUS_NOT_SUPPORTED;
    if (modes(CUBLASLT_MATMUL_MATRIX_SCALE_VEC32_UE8M0, CUBLASLT_MATMUL_MATRIX_SCALE_VEC32_UE8M0))
        return major >= 10 && k() % kVector == 0 ? CUBLAS_STATUS_SUCCESS : CUBLAS_STATUS_NOT_SUPPORTED;
    return CUBLAS_STATUS_NOT_SUPPORTED;
}

std::uint64_t Product::fingerprint() const {
    std::uint64_t hash = 14695981039346656037u;
    const auto add = [&](std::int64_t value) {
        hash = (hash ^ static_cast<std::uint64_t>(value)) * 1099511628211u;
    };
    for (const MatrixLayout* layout : {&a, &b, &c, &d})
        for (const std::int64_t value : {std::int64_t{layout->type}, layout->rows, layout->cols, layout->ld})
            add(value);
    add(desc.scale_mode_a);
    add(desc.scale_mode_b);
    return hash;
}

std::optional<Finding> Placed::check_scales(const void* scales, std::int32_t mode, std::int64_t rows,
                                            const Access& access) const {
    const std::int64_t channels = product.k();
    const std::int64_t blocks = parts(channels, kBlock);
    const auto read = [&](std::int64_t bytes, std::int64_t count, std::int64_t apart) {
        return access.columns(scales, bytes, count, apart, Machine::Touch::Read);
    };
    if (mode == CUBLASLT_MATMUL_MATRIX_SCALE_VEC128_32F)
        return read(blocks * rows * 4, 1, 0);
    if (mode == CUBLASLT_MATMUL_MATRIX_SCALE_BLK128x128_32F)
        return read(blocks * 4, parts(rows, kBlock), parts(blocks, 4) * 16);
    const std::int64_t vectors = parts(channels, kVector * kTileScales) * kTileScales;
    const std::int64_t padded = parts(rows, kTileRows) * kTileRows;
    if (auto finding = read(padded * vectors, 1, 0))
        return finding;
    const auto* bytes = static_cast<const std::uint8_t*>(scales);
    for (std::int64_t row = 0; row < padded; ++row)
        for (std::int64_t vector = 0; vector < vectors; ++vector)
            if (const std::int64_t at = tiled_at(row, vector, channels);
                (row >= rows || vector * kVector >= channels) && bytes[at] != 0)
                return wrong(Fault::LibraryData, bytes + at,
                             "the scale of row " + std::to_string(row) + " of " + std::to_string(rows) +
                                 ", channels from " + std::to_string(vector * kVector) + " of " +
                                 std::to_string(channels) + ", is beyond the matrix and not zero.");
    return {};
}

std::optional<Finding> Placed::check(const Access& access) const {
    const auto touch = [&](const void* matrix, const MatrixLayout& layout, Machine::Touch how) {
        const auto element = static_cast<std::int64_t>(layout.element());
        return access.columns(matrix, layout.rows * element, layout.cols, layout.ld * element, how);
    };
    const MatmulDesc& desc = product.desc;
    std::optional<Finding> finding = touch(a, product.a, Machine::Touch::Read);
    if (!finding)
        finding = touch(b, product.b, Machine::Touch::Read);
    if (!finding && desc.scales_a)
        finding = check_scales(desc.scales_a, desc.scale_mode_a, product.m(), access);
    if (!finding && desc.scales_b)
        finding = check_scales(desc.scales_b, desc.scale_mode_b, product.n(), access);
    if (!finding && workspace_bytes > 0)
        finding = access.columns(workspace, static_cast<std::int64_t>(workspace_bytes), 1, 0,
                                 Machine::Touch::Write);
    return finding ? finding : touch(d, product.d, Machine::Touch::Write);
}

void Placed::multiply() const {
    const std::int64_t m = product.m(), n = product.n(), k = product.k();
    const MatmulDesc& desc = product.desc;
    const std::vector<float> left = decoded(a, product.a);
    const std::vector<float> right = decoded(b, product.b);
    const std::int64_t step = channels_of(desc.scale_mode_a);
    const std::int64_t steps = parts(k, step);
    std::vector<float> scales_a(static_cast<std::size_t>(m * steps), 1.0f);
    if (desc.scales_a)
        for (std::int64_t row = 0; row < m; ++row)
            for (std::int64_t part = 0; part < steps; ++part)
                scales_a[static_cast<std::size_t>(row * steps + part)] =
                    scale_at(desc.scales_a, desc.scale_mode_a, row, part, m, k);
    for (std::int64_t col = 0; col < n; ++col) {
        std::vector<float> scales_b(static_cast<std::size_t>(steps), 1.0f);
        for (std::int64_t part = 0; desc.scales_b && part < steps; ++part)
            scales_b[static_cast<std::size_t>(part)] =
                scale_at(desc.scales_b, desc.scale_mode_b, col, part, n, k);
        const float* y = right.data() + col * k;
        for (std::int64_t row = 0; row < m; ++row) {
            const float* x = left.data() + row * k;
            float sum = 0.0f;
            for (std::int64_t part = 0; part < steps; ++part) {
                float inner = 0.0f;
                for (std::int64_t i = part * step; i < std::min(k, (part + 1) * step); ++i)
                    inner += x[i] * y[i];
                sum += inner * (scales_a[static_cast<std::size_t>(row * steps + part)] *
                                scales_b[static_cast<std::size_t>(part)]);
            }
            const std::int64_t at = col * product.d.ld + row;
            if (product.d.type == CUDA_R_16BF)
                static_cast<std::uint16_t*>(d)[at] = ops::float_to_bf16(alpha * sum);
            else
                static_cast<float*>(d)[at] = alpha * sum;
        }
    }
}

Machine::Outcome Placed::perform(std::uint32_t operation) const {
    constexpr int kRubbish = 0x5a;
    BlockOrder order(machine().history());
    order.begin_without_block(operation);
    if (auto finding = check({device, order}))
        return {true, true, std::move(finding), {}, {}};
    if (workspace_bytes > 0)
        std::memset(workspace, kRubbish, workspace_bytes);
    multiply();
    return {};
}

} // namespace hadal::simt::cublas_lt
