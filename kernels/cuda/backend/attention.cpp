#include "kernels/cuda/attention.h"

#include "kernels/cuda/backend/cuda_backend.h"

namespace hadal::cuda {

void CudaBackend::attend_absorbed(Tensor out, Tensor q_absorbed, const LayerCache& cache, Tensor selection,
                                  const AttentionShape& shape) {
    ops::check::attend_absorbed(step_, out, q_absorbed, cache, selection, shape, kDevice);
    Operation op(*this);
    AbsorbedAttention p;
    p.q = op.in<Bf16>(q_absorbed);
    p.pages = latent_pages(cache);
    p.page_table = view_.page_table;
    p.selection = selection ? op.in<int>(selection) : nullptr;
    p.counts = view_.counts;
    p.out = op.out<Bf16>(out);
    p.rows = view_.rows;
    p.heads = static_cast<int>(shape.heads);
    p.table_stride = view_.table_stride;
    p.selected = selection ? static_cast<int>(selection.cols) : view_.longest;
    p.splits = attention_splits(p.rows, p.selected);
    p.scale = shape.scale;
    if (p.splits > 1) {
        const std::int64_t parts = static_cast<std::int64_t>(p.rows) * p.splits * p.heads;
        p.partial = scratch<float>(partial_, parts * shape.kv_lora_rank);
        p.stats = scratch<float2>(stats_, parts);
    }
    cuda::attend_absorbed(op.stream(), p);
    op.finish();
}

/// By way of the absorbed form, which is the same in exact arithmetic.
void CudaBackend::attend_expanded(Tensor out, Tensor q, const LinearWeight& kv_b, const LayerCache& cache,
                                  Tensor selection, const AttentionShape& shape) {
    ops::check::attend_expanded(step_, out, q, kv_b, cache, selection, shape, kDevice);
    const auto rows_of = [&](Scratch& memory, std::int64_t cols) {
        return Tensor{scratch<Bf16>(memory, q.rows * cols), DType::BF16, q.rows, cols, cols};
    };
    const Tensor absorbed = rows_of(absorbed_, shape.heads * (shape.kv_lora_rank + shape.rope_dim));
    const Tensor attended = rows_of(attended_, shape.heads * shape.kv_lora_rank);
    absorb_queries(absorbed, q, kv_b, shape);
    attend_absorbed(attended, absorbed, cache, selection, shape);
    project_values(out, attended, kv_b, shape);
}

} // namespace hadal::cuda
