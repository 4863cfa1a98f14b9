#include "kernels/cuda/experts.h"

#include "kernels/cuda/backend/cuda_backend.h"
#include "kernels/cuda/router.h"

#include <algorithm>
#include <iterator>

namespace hadal::cuda {

namespace {

/// The kernels for few rows do not take experts in parts.
constexpr std::int64_t kFewestStreamedRows = 5;

bool is_fp8(const MlpWeights& weights) {
    const DType dtype = weights.gate.values.dtype;
    if (dtype != weights.down.values.dtype || (dtype != DType::F8E4M3 && dtype != DType::BF16))
        throw Error(ErrorKind::Unsupported,
                    "The GPU engine takes MLPs whose matrices are all FP8 or all bf16.");
    return dtype == DType::F8E4M3;
}

ExpertWeights expert_weights_of(const MlpWeights& weights) {
    const auto scales = [](const LinearWeight& w) { return static_cast<const float*>(w.scales.data); };
    return {weights.gate.values.data,
            weights.up.values.data,
            weights.down.values.data,
            scales(weights.gate),
            scales(weights.up),
            scales(weights.down),
            static_cast<int>(weights.gate.out_features())};
}

} // namespace

void CudaBackend::route(Tensor experts, Tensor weights, Tensor logits, Tensor bias,
                        const ops::RoutingShape& shape) {
    ops::check::route(experts, weights, logits, bias, shape);
    Operation op(*this);
    cuda::route(op.stream(),
                {op.in<float>(logits), static_cast<const float*>(bias.data), op.out<int>(experts),
                 op.out<float>(weights), static_cast<int>(logits.rows), shape});
    op.finish();
}

/// The weights of a layer's experts as the kernels read them, made when the layer runs first. Those that are
/// streamed may lie in the other buffer the next time.
const ExpertWeights* CudaBackend::expert_table(std::span<const MlpWeights> routed,
                                               std::vector<ExpertWeights> on_device) {
    ExpertTable& table = expert_tables_[routed.data()];
    if (table.host != on_device) {
        const std::size_t bytes = on_device.size() * sizeof(ExpertWeights);
        if (table.host.size() != on_device.size())
            table.device = memory_.take(bytes, "the table of a layer's experts");
        staging_.upload(table.device.get(), on_device.data(), bytes);
        table.host = std::move(on_device);
    }
    return static_cast<const ExpertWeights*>(table.device.get());
}

/// Whether experts of the host's memory are to be computed here, and can be: the host takes more of dtypes
/// and sizes than the kernels do.
bool CudaBackend::streams(std::int64_t rows, std::span<const MlpWeights> routed,
                          const MlpWeights* shared) const {
    if (!expert_stream_ || rows < std::max(streamed_rows_, kFewestStreamedRows))
        return false;
    const DType dtype = routed.front().gate.values.dtype;
    const int multiple = expert_multiple(dtype == DType::F8E4M3);
    const auto fits = [&](const MlpWeights& w) {
        return w.gate.values.dtype == dtype && w.up.values.dtype == dtype && w.down.values.dtype == dtype &&
               w.gate.in_features() % multiple == 0 && w.gate.out_features() % multiple == 0;
    };
    return (dtype == DType::F8E4M3 || dtype == DType::BF16) && (!shared || fits(*shared)) &&
           std::all_of(routed.begin(), routed.end(), fits);
}

/// What mlp() and experts() have in common: `p` has the weights, and gets the rest.
void CudaBackend::run_mlps(Operation& op, Experts& p, Tensor out, Tensor x,
                           const ExpertStream::Layer* streamed) {
    p.rows = static_cast<int>(x.rows);
    p.hidden = static_cast<int>(x.cols);
    Tensor packed = x;
    packed.data = const_cast<Bf16*>(op.in<Bf16>(x));
    packed.stride = x.cols;
    if (p.fp8 && quantises()) {
        const Codes& codes = quantised(packed);
        p.codes = static_cast<const E4m3*>(codes.codes.memory.get());
        p.scales = static_cast<const float*>(codes.scales.memory.get());
    } else {
        p.x = static_cast<const Bf16*>(packed.data);
    }
    p.quant = numerics_.activation_quant;
    p.out = op.out<Bf16>(out);
    p.scratch = scratch<std::byte>(experts_scratch_, static_cast<std::int64_t>(p.scratch_bytes()));
    if (streamed)
        expert_stream_->run(p, *streamed);
    else
        run_experts(op.stream(), p);
    op.finish();
}

void CudaBackend::mlp(Tensor out, Tensor x, const MlpWeights& weights) {
    ops::check::mlp(out, x, weights, kDevice);
    Operation op(*this);
    Experts p;
    p.shared = expert_weights_of(weights);
    p.fp8 = is_fp8(weights);
    p.width = p.shared.width;
    run_mlps(op, p, out, x);
}

void CudaBackend::experts(Tensor out, Tensor x, Tensor expert_ids, Tensor expert_weights,
                          std::span<const MlpWeights> routed, const MlpWeights* shared) {
    ops::check::experts(out, x, expert_ids, expert_weights, routed, shared, kDevice);
    const bool on_host = host_experts_.have(routed);
    const bool streamed = on_host && streams(x.rows, routed, shared);
    if (on_host && !streamed)
        return experts_on_host(out, x, expert_ids, expert_weights, routed, shared);
    Operation op(*this);
    ExpertStream::Layer layer;
    if (streamed)
        layer = expert_stream_->place(routed);
    else
        std::transform(routed.begin(), routed.end(), std::back_inserter(layer.table), expert_weights_of);
    Experts p;
    p.ids = op.in<int>(expert_ids);
    p.weights = op.in<float>(expert_weights);
    p.routed = expert_table(routed, layer.table);
    p.fp8 = is_fp8(routed.front());
    p.topk = static_cast<int>(expert_ids.cols);
    p.expert_count = static_cast<int>(routed.size());
    for (const MlpWeights& weights : routed)
        p.width = std::max(p.width, static_cast<int>(weights.gate.out_features()));
    if (shared) {
        if (is_fp8(*shared) != p.fp8)
            throw Error(ErrorKind::Unsupported,
                        "The GPU engine takes shared experts of the dtype that the routed ones have.");
        p.shared = expert_weights_of(*shared);
        p.width = std::max(p.width, p.shared.width);
    }
    run_mlps(op, p, out, x, streamed ? &layer : nullptr);
}

/// Rows and the router's choice go down, the sum over the experts comes up; in between the device works on
/// the shared expert.
void CudaBackend::experts_on_host(Tensor out, Tensor x, Tensor expert_ids, Tensor expert_weights,
                                  std::span<const MlpWeights> routed, const MlpWeights* shared) {
    Operation op(*this);
    const HostExperts::Rows rows = host_experts_.rows(x.rows, x.cols, expert_ids.cols);
    const auto copy = [&](void* to, const void* from, std::int64_t bytes, cudaMemcpyKind kind) {
        check(cudaMemcpyAsync(to, from, static_cast<std::size_t>(bytes), kind, op.stream()),
              "a copy for experts on the host");
    };
    const std::int64_t row_bytes = x.size() * size_of(x.dtype);
    copy(rows.x, op.in<Bf16>(x), row_bytes, cudaMemcpyDeviceToHost);
    copy(rows.ids, op.in<int>(expert_ids), expert_ids.size() * size_of(DType::I32), cudaMemcpyDeviceToHost);
    copy(rows.weights, op.in<float>(expert_weights), expert_weights.size() * size_of(DType::F32),
         cudaMemcpyDeviceToHost);
    const auto on_device = [&] { mlp(out, x, *shared); };
    recordings_.hand_over(shared ? std::function<void()>(on_device) : nullptr,
                          [this, rows, routed] { host_experts_.run(rows, routed); });
    copy(rows.device_sum, rows.sum, row_bytes, cudaMemcpyHostToDevice);
    const Tensor sum{rows.device_sum, x.dtype, x.rows, x.cols, x.cols};
    shared ? add(out, sum) : this->copy(out, sum);
}

} // namespace hadal::cuda
