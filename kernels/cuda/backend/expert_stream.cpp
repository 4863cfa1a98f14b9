#include "kernels/cuda/backend/expert_stream.h"

#include "kernels/cuda/launch.h"

#include <algorithm>

namespace hadal::cuda {

using ops::LinearWeight;
using ops::MlpWeights;
using ops::Tensor;

namespace {

/// What a matrix takes of a buffer, where each tensor begins on a boundary.
std::size_t bytes_in_buffer(const Tensor& tensor) {
    constexpr std::size_t kBoundary = DeviceMemory::kAlignment;
    const auto bytes = static_cast<std::size_t>(tensor.size() * size_of(tensor.dtype));
    return (bytes + kBoundary - 1) / kBoundary * kBoundary;
}

std::size_t bytes_in_buffer(const LinearWeight& weight) {
    return bytes_in_buffer(weight.values) + bytes_in_buffer(weight.scales);
}

std::size_t gate_up_bytes(const MlpWeights& expert) {
    return bytes_in_buffer(expert.gate) + bytes_in_buffer(expert.up);
}

std::size_t down_bytes(const MlpWeights& expert) {
    return bytes_in_buffer(expert.down);
}

HostRows host_rows_of(const Tensor& tensor) {
    const auto element = static_cast<std::size_t>(size_of(tensor.dtype));
    return {tensor.data, static_cast<std::size_t>(tensor.cols) * element,
            static_cast<std::size_t>(tensor.rows), static_cast<std::size_t>(tensor.stride) * element};
}

/// A matrix at `at`, which moves behind it.
void put_matrix(const LinearWeight& weight, std::byte*& at, const void*& values, const float*& scales) {
    values = at;
    at += bytes_in_buffer(weight.values);
    scales = weight.scales ? reinterpret_cast<const float*>(at) : nullptr;
    at += bytes_in_buffer(weight.scales);
}

/// Copies between pinned memory and the device are about as quick in pieces of some MiB as in one.
std::size_t slot_bytes_for(std::size_t buffer_bytes) {
    constexpr std::size_t kSmallest = std::size_t{64} << 10;
    return std::clamp(buffer_bytes / 8, kSmallest, Staging::kSlotBytes);
}

} // namespace

ExpertStream::ExpertStream(cudaStream_t compute, DeviceMemory& memory, Waiting& waiting,
                           std::size_t buffer_bytes, int copy_threads)
    : compute_(compute), memory_(memory), waiting_(waiting), buffer_bytes_(buffer_bytes),
      staging_(copies_, waiting, slot_bytes_for(buffer_bytes), copy_threads) {}

void ExpertStream::make_buffers(std::size_t largest) {
    if (buffers_[0].memory && buffer_bytes_ >= largest)
        return;
    buffer_bytes_ = std::max(buffer_bytes_, largest);
    for (Buffer& buffer : buffers_)
        buffer.memory = nullptr;
    for (Buffer& buffer : buffers_) {
        buffer.memory =
            memory_.take(buffer_bytes_, "one of the two buffers for experts of the host's memory");
        // Whoever had this memory before may still be at work.
        check(cudaEventRecord(buffer.free, compute_), "recording an event");
    }
}

/// As many experts in a row as fit into a buffer are a part. `place_one` is told where an expert's matrices
/// begin.
template <typename BytesOf, typename PlaceOne>
std::vector<ExpertStream::Layer::Part> ExpertStream::divide(const Layer& layer, const BytesOf& bytes_of,
                                                            const PlaceOne& place_one) {
    std::vector<Layer::Part> parts;
    std::size_t left = 0;
    std::byte* at = nullptr;
    for (int e = 0; e < static_cast<int>(layer.host.size()); ++e) {
        const std::size_t bytes = bytes_of(layer.host[static_cast<std::size_t>(e)]);
        if (parts.empty() || left < bytes) {
            parts.push_back({{e, e}, next_});
            at = static_cast<std::byte*>(buffers_[next_].memory.get());
            left = buffer_bytes_;
            next_ = (next_ + 1) % buffers_.size();
        }
        place_one(static_cast<std::size_t>(e), at);
        left -= bytes;
        parts.back().experts.end = e + 1;
    }
    ++parts.back().experts.end; // the shared one is on the device, and comes with the last
    return parts;
}

ExpertStream::Layer ExpertStream::place(std::span<const MlpWeights> routed) {
    std::size_t largest = 0;
    for (const MlpWeights& expert : routed)
        largest = std::max({largest, gate_up_bytes(expert), down_bytes(expert)});
    make_buffers(largest);
    Layer layer;
    layer.host = routed;
    layer.table.resize(routed.size());
    layer.gate_up = divide(layer, gate_up_bytes, [&](std::size_t e, std::byte*& at) {
        ExpertWeights& to = layer.table[e];
        to.width = static_cast<int>(routed[e].gate.out_features());
        put_matrix(routed[e].gate, at, to.gate, to.gate_scales);
        put_matrix(routed[e].up, at, to.up, to.up_scales);
    });
    layer.down = divide(layer, down_bytes, [&](std::size_t e, std::byte*& at) {
        put_matrix(routed[e].down, at, layer.table[e].down, layer.table[e].down_scales);
    });
    return layer;
}

void ExpertStream::send(const LinearWeight& from, const void* values, const float* scales) {
    staging_.upload(const_cast<void*>(values), host_rows_of(from.values));
    if (from.scales)
        staging_.upload(const_cast<float*>(scales), host_rows_of(from.scales));
}

template <typename Send, typename Compute>
void ExpertStream::pass(const Layer& layer, const std::vector<Layer::Part>& parts, const Send& send,
                        const Compute& compute) {
    for (const Layer::Part& part : parts) {
        const Buffer& buffer = buffers_[part.buffer];
        check(cudaStreamWaitEvent(copies_, buffer.free), "waiting for an event");
        const auto end = std::min(static_cast<std::size_t>(part.experts.end), layer.host.size());
        for (auto e = static_cast<std::size_t>(part.experts.first); e < end; ++e)
            send(layer.host[e], layer.table[e]);
        check(cudaEventRecord(buffer.arrived, copies_), "recording an event");
        check(cudaStreamWaitEvent(compute_, buffer.arrived), "waiting for an event");
        compute(part.experts);
        check(cudaEventRecord(buffer.free, compute_), "recording an event");
    }
}

void ExpertStream::run(const Experts& parameters, const Layer& layer) {
    plan_experts(compute_, parameters);
    pass(
        layer, layer.gate_up,
        [&](const MlpWeights& from, const ExpertWeights& to) {
            send(from.gate, to.gate, to.gate_scales);
            send(from.up, to.up, to.up_scales);
        },
        [&](ExpertRange experts) { gate_up_experts(compute_, parameters, experts); });
    quantise_experts(compute_, parameters);
    pass(
        layer, layer.down,
        [&](const MlpWeights& from, const ExpertWeights& to) { send(from.down, to.down, to.down_scales); },
        [&](ExpertRange experts) { down_experts(compute_, parameters, experts); });
    sum_experts(compute_, parameters);
}

} // namespace hadal::cuda
