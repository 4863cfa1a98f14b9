#include "kernels/cuda/rows.h"

#include "kernels/cuda/backend/cuda_backend.h"
#include "kernels/cuda/norm.h"

namespace hadal::cuda {

void CudaBackend::embed(Tensor out, Tensor ids, Tensor table) {
    ops::check::embed(out, ids, table, kDevice);
    if (table.dtype != DType::BF16)
        throw Error(ErrorKind::Unsupported, "The GPU engine takes embeddings in bf16.");
    Operation op(*this);
    cuda::gather_rows(op.stream(),
                      {table.data, op.in<int>(ids), op.out<Bf16>(out), static_cast<int>(out.rows),
                       static_cast<int>(out.cols * size_of(DType::BF16))});
    op.finish();
}

void CudaBackend::gather_rows(Tensor out, Tensor x, Tensor rows) {
    ops::check::gather_rows(out, x, rows, kDevice);
    Operation op(*this);
    cuda::gather_rows(op.stream(),
                      {op.in<Bf16>(x), op.in<int>(rows), op.out<Bf16>(out), static_cast<int>(out.rows),
                       static_cast<int>(out.cols * size_of(DType::BF16))});
    op.finish();
}

/// Where products with FP8 follow, the result's codes are written on the way.
void CudaBackend::norm(Tensor out, Tensor x, const Tensor* delta, const Tensor& weight, float eps) {
    Operation op(*this);
    RmsNorm p;
    // Into columns of wider rows the kernel writes by itself. x is written with a delta only.
    const bool columns = out.stride % 8 == 0 && out.data != x.data;
    p.x = delta ? op.in_out<Bf16>(x) : const_cast<Bf16*>(op.in<Bf16>(x));
    p.rounded_delta = delta ? op.in<Bf16>(*delta) : nullptr;
    p.weight = vector("rms_norm", weight).bf16;
    if (columns) {
        written(out);
        p.out = static_cast<Bf16*>(out.data);
        p.out_stride = static_cast<int>(out.stride);
    } else {
        p.out = op.out<Bf16>(out);
    }
    p.rows = static_cast<int>(out.rows);
    p.width = static_cast<int>(out.cols);
    p.eps = eps;
    p.power_of_two_scales = power_of_two_scales();
    const bool codes = quantises() && out.stride == out.cols;
    if (codes) {
        p.codes = scratch<E4m3>(codes_.codes, out.size());
        p.scales = scratch<float>(codes_.scales, out.rows * ops::fp8_blocks(out.cols));
    }
    cuda::rms_norm(op.stream(), p);
    op.finish();
    if (codes)
        codes_.hold(out);
}

void CudaBackend::rms_norm(Tensor out, Tensor x, Tensor weight, float eps) {
    ops::check::rms_norm(out, x, weight, kDevice);
    norm(out, x, nullptr, weight, eps);
}

void CudaBackend::add_rms_norm(Tensor out, Tensor residual, Tensor delta, Tensor weight, float eps) {
    ops::check::add_rms_norm(out, residual, delta, weight, kDevice);
    norm(out, residual, &delta, weight, eps);
}

void CudaBackend::add(Tensor residual, Tensor delta) {
    ops::check::add(residual, delta, kDevice);
    Operation op(*this);
    cuda::add_rows(op.stream(), {op.in_out<Bf16>(residual), op.in<Bf16>(delta), residual.size()});
    op.finish();
}

} // namespace hadal::cuda
