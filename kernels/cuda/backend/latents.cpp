// Latent attention around the attention itself: rotation, cache writes, absorbed projections.
#include "kernels/cuda/latents.h"

#include "kernels/cuda/backend/cuda_backend.h"
#include "kernels/cuda/heads.h"
#include "kernels/cuda/rope.h"

namespace hadal::cuda {

/// For all positions of this step and, because lengths are rounded, of many to come.
const float2* CudaBackend::rope_table(const Rope& rope) {
    const auto wanted = rounded_length(step_.longest());
    auto at = std::find_if(rope_tables_.begin(), rope_tables_.end(), [&](const RopeTable& t) {
        return t.inv_freq.data == rope.inv_freq.data && t.inv_freq.cols == rope.inv_freq.cols &&
               t.magnitude == rope.magnitude;
    });
    if (at != rope_tables_.end() && at->positions >= wanted)
        return static_cast<const float2*>(at->memory.get());
    if (at == rope_tables_.end())
        at = rope_tables_.insert(at, RopeTable{rope.inv_freq, rope.magnitude, 0, nullptr});
    std::vector<float> frequencies(static_cast<std::size_t>(rope.inv_freq.cols));
    download(frequencies.data(), rope.inv_freq);
    const std::int64_t positions = std::max(wanted, 2 * at->positions);
    const std::vector<float2> table = cuda::rope_table(frequencies, rope.magnitude, positions);
    at->memory = memory_.take(table.size() * sizeof(float2), "a table of rotations");
    at->positions = positions;
    staging_.upload(at->memory.get(), table.data(), table.size() * sizeof(float2));
    return static_cast<const float2*>(at->memory.get());
}

namespace {

HeadWeights head_weights(const LinearWeight& kv_b, const AttentionShape& shape) {
    if (kv_b.values.dtype != DType::F8E4M3 && kv_b.values.dtype != DType::BF16)
        throw Error(ErrorKind::Unsupported, "The GPU engine takes kv_b in FP8 and bf16.");
    return {kv_b.values.data,
            static_cast<const float*>(kv_b.scales.data),
            static_cast<int>(shape.heads),
            static_cast<int>(shape.nope_dim),
            static_cast<int>(shape.v_dim),
            static_cast<int>(shape.kv_lora_rank)};
}

} // namespace

LatentPages latent_pages(const LayerCache& cache) {
    return {static_cast<std::byte*>(cache.latents.data), cache.latents.stride, cache.latent_format,
            static_cast<int>(cache.kv_lora_rank), static_cast<int>(cache.rope_dim)};
}

void CudaBackend::rotate_queries(Tensor q, const AttentionShape& shape, const Rope& rope) {
    ops::check::rotate_queries(step_, q, shape, rope, kDevice);
    Operation op(*this);
    const float2* const table = rope_table(rope);
    cuda::rotate(op.stream(), {op.in_out<Bf16>(q), table, view_.positions, static_cast<int>(q.rows),
                               static_cast<int>(shape.heads), static_cast<int>(shape.q_head_dim()),
                               static_cast<int>(shape.nope_dim), static_cast<int>(shape.rope_dim),
                               ops::RopeLayout::Interleaved});
    op.finish();
}

void CudaBackend::write_latents(const LayerCache& cache, Tensor kv_a, Tensor norm_weight, float eps,
                                const Rope& rope) {
    ops::check::write_latents(step_, cache, kv_a, norm_weight, rope, kDevice);
    Operation op(*this);
    WriteLatents p;
    p.table = rope_table(rope);
    p.kv_a = op.in<Bf16>(kv_a);
    p.norm_weight = vector("write_latents", norm_weight).bf16;
    p.positions = view_.positions;
    p.places = view_.places;
    p.pages = latent_pages(cache);
    p.rows = static_cast<int>(kv_a.rows);
    p.stride = static_cast<int>(kv_a.cols);
    p.eps = eps;
    cuda::write_latents(op.stream(), p);
    op.finish();
}

void CudaBackend::absorb_queries(Tensor out, Tensor q, const LinearWeight& kv_b,
                                 const AttentionShape& shape) {
    ops::check::absorb_queries(out, q, kv_b, shape, kDevice);
    Operation op(*this);
    cuda::absorb_queries(op.stream(), {op.in<Bf16>(q), op.out<Bf16>(out), head_weights(kv_b, shape),
                                       static_cast<int>(q.rows), static_cast<int>(shape.rope_dim)});
    op.finish();
}

void CudaBackend::project_values(Tensor out, Tensor u, const LinearWeight& kv_b,
                                 const AttentionShape& shape) {
    ops::check::project_values(out, u, kv_b, shape, kDevice);
    Operation op(*this);
    cuda::project_values(op.stream(), {op.in<Bf16>(u), op.out<Bf16>(out), head_weights(kv_b, shape),
                                       static_cast<int>(u.rows)});
    op.finish();
}

} // namespace hadal::cuda
