#include "kernels/cuda/backend/host_experts.h"

#include "kernels/bf16.h"

#include <algorithm>
#include <vector>

namespace hadal::cuda {

using ops::DType;

namespace {

std::size_t padded_bytes(std::int64_t count, DType dtype) {
    constexpr std::size_t kLine = 64;
    return (static_cast<std::size_t>(count * size_of(dtype)) + kLine - 1) / kLine * kLine;
}

ops::Tensor tensor_for(ops::Buffer& buffer, ops::Backend& backend, DType dtype, std::int64_t rows,
                       std::int64_t cols) {
    if (!buffer || buffer.view().rows < rows || buffer.view().cols != cols)
        buffer = backend.allocate(dtype, rows, cols);
    return buffer.view().slice_rows(0, rows);
}

} // namespace

void HostExperts::add(const ops::Tensor& weight) {
    if (!host_)
        throw Error(ErrorKind::Unsupported, "Experts were to stay in the host's memory, but this backend was "
                                            "made without one that computes there.");
    weights_.insert(weight.data);
}

bool HostExperts::have(std::span<const ops::MlpWeights> routed) const {
    if (weights_.empty())
        return false;
    std::size_t here = 0;
    for (const ops::MlpWeights& expert : routed)
        for (const ops::LinearWeight* matrix : {&expert.gate, &expert.up, &expert.down})
            here += weights_.contains(matrix->values.data);
    if (here != 0 && here != 3 * routed.size())
        throw Error(ErrorKind::InvalidArgument,
                    "experts: " + std::to_string(here) + " of " + std::to_string(3 * routed.size()) +
                        " matrices are in the host's memory; expected all or none.");
    return here != 0;
}

HostExperts::Rows HostExperts::rows(std::int64_t rows, std::int64_t hidden, std::int64_t topk) {
    const std::size_t activations = padded_bytes(rows * hidden, DType::BF16);
    const std::size_t ids = padded_bytes(rows * topk, DType::I32);
    const std::size_t weights = padded_bytes(rows * topk, DType::F32);
    const std::size_t bytes = 2 * activations + ids + weights;
    // Both at once: whoever has recorded one address sees by the device's memory that they are new.
    if (pinned_bytes_ < bytes || device_bytes_ < activations) {
        pinned_bytes_ = device_bytes_ = 0;
        pinned_ = device_ = nullptr;
        pinned_ = pinned_memory(bytes);
        device_ = memory_.take(activations, "the sum over experts on the host");
        pinned_bytes_ = bytes;
        device_bytes_ = activations;
    }
    auto* at = static_cast<std::byte*>(pinned_.get());
    Rows call;
    call.x = reinterpret_cast<std::uint16_t*>(at);
    call.sum = reinterpret_cast<std::uint16_t*>(at += activations);
    call.ids = reinterpret_cast<std::int32_t*>(at += activations);
    call.weights = reinterpret_cast<float*>(at += ids);
    call.device_sum = device_.get();
    call.rows = rows;
    call.hidden = hidden;
    call.topk = topk;
    return call;
}

void HostExperts::run(const Rows& call, std::span<const ops::MlpWeights> routed) {
    ops::Backend& host = *host_;
    const DType dtype = host.activation_dtype();
    const ops::Tensor x = tensor_for(x_, host, dtype, call.rows, call.hidden);
    const ops::Tensor sum = tensor_for(sum_, host, dtype, call.rows, call.hidden);
    const ops::Tensor ids = tensor_for(ids_, host, DType::I32, call.rows, call.topk);
    const ops::Tensor weights = tensor_for(chosen_weights_, host, DType::F32, call.rows, call.topk);
    std::vector<float> values(static_cast<std::size_t>(x.size()));
    std::transform(call.x, call.x + x.size(), values.begin(), ops::bf16_to_float);
    host.upload(x, values.data());
    host.upload(ids, call.ids);
    host.upload(weights, call.weights);
    host.experts(sum, x, ids, weights, routed, nullptr);
    host.download(values.data(), sum);
    std::transform(values.begin(), values.end(), call.sum, ops::float_to_bf16);
}

} // namespace hadal::cuda
