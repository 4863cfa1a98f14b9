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
    switch (weight.values.dtype) {
    case DType::F8E4M3: {
        if (!quantises())
            throw Error(ErrorKind::Unsupported,
                        "The GPU engine multiplies FP8 weights with quantised activations only.");
        const Codes& codes = quantised(x);
        const auto* values = static_cast<const E4m3*>(codes.codes.memory.get());
        const auto* scales = static_cast<const float*>(codes.scales.memory.get());
        const auto* weights = static_cast<const E4m3*>(weight.values.data);
        const auto* weight_scales = static_cast<const float*>(weight.scales.data);
        if (rows > kGemvRows)
            return gemm_fp8(stream_, {values, scales, weights, weight_scales, rounded, exact, rows, in, out});
        Gemv p;
        p.codes = values;
        p.scales = scales;
        p.matrices[0] = {weights, weight_scales, out, rounded, exact};
        p.matrix_count = 1;
        p.rows = rows;
        p.in_features = in;
        return gemv_fp8(stream_, p);
    }
    case DType::BF16:
        for (int first = 0; first < rows; first += kGemvRows) {
            Gemv p;
            p.x = static_cast<const Bf16*>(x.data) + static_cast<std::int64_t>(first) * in;
            const std::int64_t at = static_cast<std::int64_t>(first) * out;
            p.matrices[0] = {weight.values.data, nullptr, out, rounded ? rounded + at : nullptr,
                             exact ? exact + at : nullptr};
            p.matrix_count = 1;
            p.rows = std::min(rows - first, kGemvRows);
            p.in_features = in;
            gemv_bf16(stream_, p);
        }
        return;
    default:
        throw Error(ErrorKind::Unsupported, "The GPU engine takes matrices in FP8 and bf16.");
    }
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
