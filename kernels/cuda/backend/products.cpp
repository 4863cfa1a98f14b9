#include "kernels/cuda/backend/cuda_backend.h"
#include "kernels/cuda/gemm.h"
#include "kernels/cuda/gemv.h"
#include "kernels/cuda/rows.h"

#include <algorithm>
#include <bit>

namespace hadal::cuda {

const CudaBackend::Codes& CudaBackend::quantised(const Tensor& packed) {
    const Tensor& of = codes_.of;
    if (of.data == packed.data && of.rows == packed.rows && of.cols == packed.cols)
        return codes_;
    QuantiseRows p;
    p.x = static_cast<const Bf16*>(packed.data);
    p.codes = scratch<E4m3>(codes_.codes, packed.size());
    p.scales = scratch<float>(codes_.scales, packed.rows * ops::fp8_blocks(packed.cols));
    p.rows = static_cast<int>(packed.rows);
    p.width = static_cast<int>(packed.cols);
    p.power_of_two_scales = power_of_two_scales();
    quantise_rows(stream_, p);
    codes_.hold(packed);
    return codes_;
}

const void* CudaBackend::arranged_scales(int rows, std::int64_t blocks) {
    if (codes_.arranges)
        return codes_.arranged.memory.get();
    ArrangeScales p;
    p.scales = static_cast<const float*>(codes_.scales.memory.get());
    p.rows = rows;
    p.blocks = static_cast<int>(blocks);
    if (library_.scales() == LibraryScales::Columns)
        p.columns = scratch<float>(codes_.arranged, rows * blocks);
    else
        p.tiles = scratch<std::uint32_t>(codes_.arranged, ops::fp8_blocks(rows) * blocks * 128);
    cuda::arrange_scales(stream_, p);
    codes_.arranges = true;
    return codes_.arranged.memory.get();
}

ops::Buffer CudaBackend::arrange_scales(const LinearWeight& weight) {
    const LibraryScales form = library_.scales();
    const Tensor& scales = weight.scales;
    if (!quantises() || !scales)
        return {};
    const std::int64_t column = (scales.cols + 3) / 4 * 4;
    if (form == LibraryScales::Columns && column != scales.cols) {
        ops::Buffer arranged = allocate(DType::F32, scales.rows, column);
        const std::int64_t bytes = size_of(DType::F32);
        check(cudaMemsetAsync(arranged.view().data, 0, static_cast<std::size_t>(scales.rows * column * bytes),
                              stream_),
              "clearing scales");
        copy_rows(arranged.view().data, column * bytes, scales.data, scales.stride * bytes,
                  scales.cols * bytes, scales.rows);
        return arranged;
    }
    if (form == LibraryScales::Tiles && power_of_two_scales() && are_powers_of_two(scales)) {
        ops::Buffer arranged = allocate(DType::I32, scales.rows * scales.cols, ops::kFp8Block);
        ArrangeScales p;
        p.scales = static_cast<const float*>(scales.data);
        p.tiles = static_cast<std::uint32_t*>(arranged.view().data);
        p.rows = static_cast<int>(weight.out_features());
        p.blocks = static_cast<int>(scales.cols);
        p.rows_of_scale = static_cast<int>(ops::kFp8Block);
        cuda::arrange_scales(stream_, p);
        return arranged;
    }
    return {};
}

/// Normal numbers, neither zero nor NaN. Waits.
bool CudaBackend::are_powers_of_two(const Tensor& scales) {
    std::vector<float> values(static_cast<std::size_t>(scales.size()));
    download(values.data(), scales);
    return std::all_of(values.begin(), values.end(), [](float value) {
        const auto bits = std::bit_cast<std::uint32_t>(value);
        const std::uint32_t exponent = bits >> 23; // and the sign
        return (bits & 0x7fffffu) == 0 && exponent > 0 && exponent < 0xffu;
    });
}

/// Few rows are bound by the weights, which a GEMV reads at full speed; many share them in a GEMM, ours or
/// the library's. The order of a sum differs between the three.
void CudaBackend::multiply(const Tensor& x, const LinearWeight& weight, Bf16* rounded, float* exact) {
    const auto rows = static_cast<int>(x.rows);
    const auto in = static_cast<int>(x.cols);
    const auto out = static_cast<int>(weight.out_features());
    if (weight.values.stride != weight.values.cols)
        throw Error(ErrorKind::InvalidArgument, "linear: rows of a weight must follow one another.");
    const bool fp8 = weight.values.dtype == DType::F8E4M3;
    if (!fp8 && weight.values.dtype != DType::BF16)
        throw Error(ErrorKind::Unsupported, "The GPU engine takes matrices in FP8 and bf16.");
    const E4m3* codes = nullptr;
    const float* scales = nullptr;
    if (fp8 && quantises()) {
        codes = static_cast<const E4m3*>(quantised(x).codes.memory.get());
        scales = static_cast<const float*>(codes_.scales.memory.get());
    }
    const auto* plain = codes ? nullptr : static_cast<const Bf16*>(x.data);
    const auto* weight_scales = static_cast<const float*>(weight.scales.data);
    if (rows > kGemvRows) {
        const Gemm whole{codes, scales, plain, weight.values.data, weight_scales, rounded, exact,
                         rows,  in,     out};
        const int fit = library_.rows_of(whole, weight.arranged.data);
        const void* row_scales = codes && fit > 0 ? arranged_scales(fit, ops::fp8_blocks(in)) : nullptr;
        const int done = library_.multiply(stream_, whole, row_scales, weight.arranged.data);
        return gemm(stream_, whole.from_row(done));
    }
    Gemv p;
    p.codes = codes;
    p.scales = scales;
    p.x = plain;
    p.matrices[0] = {weight.values.data, weight_scales, out, rounded, exact};
    p.matrix_count = 1;
    p.rows = rows;
    p.in_features = in;
    gemv(stream_, p);
}

void CudaBackend::linear(Tensor out, Tensor x, const LinearWeight& weight, ops::LinearOutput output) {
    ops::check::linear("linear", out, x, weight, output, kDevice);
    Operation op(*this);
    const bool exact = output == ops::LinearOutput::F32;
    Bf16* const rounded = exact ? nullptr : op.out<Bf16>(out);
    float* const floats = exact ? op.out<float>(out) : nullptr;
    Tensor packed = x;
    packed.data = const_cast<Bf16*>(op.in<Bf16>(x));
    packed.stride = x.cols;
    multiply(packed, weight, rounded, floats);
    op.finish();
}

} // namespace hadal::cuda
