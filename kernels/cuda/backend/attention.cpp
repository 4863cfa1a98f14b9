#include "kernels/cuda/attention.h"

#include "kernels/cuda/attention_expanded.h"
#include "kernels/cuda/backend/cuda_backend.h"
#include "kernels/cuda/gemm.h"

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

namespace {

constexpr std::int64_t kGemmChannels = 16;                       ///< FP8 weights have multiples of it
constexpr std::int64_t kExpandedBytes = std::int64_t{256} << 20; ///< of keys and values held at once

/// Heads whose keys and values are made together: as many as memory is meant for, and whole blocks of
/// scales.
std::int64_t heads_at_once(const AttentionShape& shape, std::int64_t tokens) {
    const std::int64_t rows = shape.nope_dim + shape.v_dim;
    const std::int64_t fits = kExpandedBytes / (tokens * rows * static_cast<std::int64_t>(sizeof(Bf16)));
    for (std::int64_t heads = std::clamp<std::int64_t>(fits, 1, shape.heads); heads < shape.heads; ++heads)
        if (heads * rows % ops::kFp8Block == 0)
            return heads;
    return shape.heads;
}

/// The rows of kv_b that belong to `count` heads from `first` on.
LinearWeight head_rows(const LinearWeight& kv_b, const AttentionShape& shape, std::int64_t first,
                       std::int64_t count) {
    const std::int64_t rows = shape.nope_dim + shape.v_dim;
    LinearWeight part = kv_b;
    part.values = kv_b.values.slice_rows(first * rows, count * rows);
    if (kv_b.scales)
        part.scales = kv_b.scales.slice_rows(first * rows / ops::kFp8Block, ops::fp8_blocks(count * rows));
    return part;
}

} // namespace

/// The same in exact arithmetic: for ranks that the product with kv_b cannot do.
void CudaBackend::attend_by_absorbing(Tensor out, Tensor q, const LinearWeight& kv_b, const LayerCache& cache,
                                      Tensor selection, const AttentionShape& shape) {
    const auto rows_of = [&](Scratch& memory, std::int64_t cols) {
        return Tensor{scratch<Bf16>(memory, q.rows * cols), DType::BF16, q.rows, cols, cols};
    };
    const Tensor absorbed = rows_of(expanded_, shape.heads * (shape.kv_lora_rank + shape.rope_dim));
    const Tensor attended = rows_of(latents_, shape.heads * shape.kv_lora_rank);
    absorb_queries(absorbed, q, kv_b, shape);
    attend_absorbed(attended, absorbed, cache, selection, shape);
    project_values(out, attended, kv_b, shape);
}

void CudaBackend::attend_expanded(Tensor out, Tensor q, const LinearWeight& kv_b, const LayerCache& cache,
                                  Tensor selection, const AttentionShape& shape) {
    ops::check::attend_expanded(step_, out, q, kv_b, cache, selection, shape, kDevice);
    if (kv_b.values.dtype == DType::F8E4M3 && shape.kv_lora_rank % kGemmChannels != 0)
        return attend_by_absorbing(out, q, kv_b, cache, selection, shape);
    Operation op(*this);
    const Bf16* const queries = op.in<Bf16>(q);
    const int* const selected = selection ? op.in<int>(selection) : nullptr;
    Bf16* const results = op.out<Bf16>(out);
    for (const ops::SequenceRows& sequence : step_.sequences())
        attend_sequence(sequence, results, queries, kv_b, cache, selected, selection.cols, shape);
    op.finish();
}

void CudaBackend::attend_sequence(const ops::SequenceRows& sequence, Bf16* out, const Bf16* q,
                                  const LinearWeight& kv_b, const LayerCache& cache, const int* selection,
                                  std::int64_t selected, const AttentionShape& shape) {
    const std::int64_t tokens = sequence.past + sequence.rows;
    Bf16* const latents = scratch<Bf16>(latents_, tokens * shape.kv_lora_rank);
    Bf16* const rope = scratch<Bf16>(rope_keys_, tokens * shape.rope_dim);
    read_latents(stream_, {latent_pages(cache), view_.table_of(sequence.first_row), latents, rope,
                           static_cast<int>(tokens)});
    ExpandedAttention p;
    p.rope = rope;
    p.counts = view_.counts + sequence.first_row;
    p.rows = static_cast<int>(sequence.rows);
    p.q_heads = static_cast<int>(shape.heads);
    p.nope = static_cast<int>(shape.nope_dim);
    p.rope_dim = static_cast<int>(shape.rope_dim);
    p.v = static_cast<int>(shape.v_dim);
    p.scale = shape.scale;
    if (selection) {
        p.mask_words = static_cast<int>((tokens + 31) / 32);
        auto* const mask = scratch<std::uint32_t>(mask_, sequence.rows * p.mask_words);
        mask_selection(stream_, {selection + sequence.first_row * selected, mask, p.rows,
                                 static_cast<int>(selected), p.mask_words});
        p.mask = mask;
    }
    const std::int64_t group = heads_at_once(shape, tokens);
    for (std::int64_t first = 0; first < shape.heads; first += group) {
        const std::int64_t heads = std::min(group, shape.heads - first);
        const LinearWeight weight = head_rows(kv_b, shape, first, heads);
        Bf16* const kv = scratch<Bf16>(expanded_, tokens * weight.out_features());
        // Latents are never quantised on the way.
        gemm(stream_, {nullptr, nullptr, latents, weight.values.data,
                       static_cast<const float*>(weight.scales.data), kv, nullptr, static_cast<int>(tokens),
                       static_cast<int>(shape.kv_lora_rank), static_cast<int>(weight.out_features())});
        p.kv = kv;
        p.heads = static_cast<int>(heads);
        p.q = q + sequence.first_row * shape.heads * shape.q_head_dim() + first * shape.q_head_dim();
        p.out = out + sequence.first_row * shape.heads * shape.v_dim + first * shape.v_dim;
        cuda::attend_expanded(stream_, p);
    }
}

} // namespace hadal::cuda
