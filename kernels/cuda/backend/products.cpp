#include "kernels/cuda/backend/cuda_backend.h"
#include "kernels/cuda/gemm.h"
#include "kernels/cuda/gemv.h"
#include "kernels/cuda/rows.h"

#include <algorithm>

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
    codes_.of = packed;
    return codes_;
}

/// Few rows are bound by the weights, which a GEMV reads at full speed; many share them in a GEMM. The
/// order of a sum differs between the two.
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
    if (rows > kGemvRows)
        return gemm(stream_,
                    {codes, scales, plain, weight.values.data, weight_scales, rounded, exact, rows, in, out});
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
