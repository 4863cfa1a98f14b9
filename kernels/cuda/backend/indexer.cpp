#include "kernels/cuda/indexer.h"

#include "kernels/cuda/backend/cuda_backend.h"
#include "kernels/cuda/topk.h"

#include <algorithm>

namespace hadal::cuda {

namespace {

constexpr std::int64_t kScoreBytes = std::int64_t{128} << 20; ///< of scores held at once, a row at least

IndexPages index_pages(const LayerCache& cache) {
    return {static_cast<std::byte*>(cache.index_keys.data), cache.index_keys.stride, cache.index_key_format};
}

/// Bytes of a channel of a query.
std::int64_t query_bytes(const LayerCache& cache) {
    return cache.index_key_format == ops::IndexKeyFormat::FP8 ? 1 : 2;
}

} // namespace

IndexRotation CudaBackend::index_rotation(const IndexerShape& shape, const Rope& rope) {
    return {rope_table(rope), view_.positions, static_cast<int>(shape.rope_dim), shape.layout,
            shape.hadamard};
}

void CudaBackend::write_index_keys(const LayerCache& cache, Tensor k, Tensor norm_weight, Tensor norm_bias,
                                   const IndexerShape& shape, const Rope& rope) {
    ops::check::write_index_keys(step_, cache, k, norm_weight, norm_bias, shape, rope, kDevice);
    Operation op(*this);
    WriteIndexKeys p;
    p.rotation = index_rotation(shape, rope);
    p.k = op.in<Bf16>(k);
    p.norm_weight = vector("write_index_keys", norm_weight).f32;
    p.norm_bias = vector("write_index_keys", norm_bias).f32;
    p.places = view_.places;
    p.pages = index_pages(cache);
    p.rows = static_cast<int>(k.rows);
    p.dim = static_cast<int>(shape.head_dim);
    cuda::write_index_keys(op.stream(), p);
    op.finish();
}

/// Queries and weights of all rows of the step, in index_queries_ and index_weights_.
void CudaBackend::prepare_index_queries(const Bf16* q, const float* head_weights, const LayerCache& cache,
                                        const IndexerShape& shape, const Rope& rope) {
    PrepareIndexQueries p;
    p.rotation = index_rotation(shape, rope);
    p.q = q;
    p.head_weights = head_weights;
    p.format = cache.index_key_format;
    p.queries =
        scratch<std::byte>(index_queries_, view_.rows * shape.heads * shape.head_dim * query_bytes(cache));
    p.weights = scratch<float>(index_weights_, view_.rows * shape.heads);
    p.rows = view_.rows;
    p.heads = static_cast<int>(shape.heads);
    p.dim = static_cast<int>(shape.head_dim);
    cuda::prepare_index_queries(stream_, p);
}

/// Scores of rows first … first+count-1, `stride` apart.
void CudaBackend::score(float* scores, int stride, int first, int count, const LayerCache& cache,
                        const IndexerShape& shape) {
    IndexScores p;
    p.queries = static_cast<const std::byte*>(index_queries_.memory.get()) +
                first * shape.heads * shape.head_dim * query_bytes(cache);
    p.weights = static_cast<const float*>(index_weights_.memory.get()) + first * shape.heads;
    p.pages = index_pages(cache);
    p.page_table = view_.table_of(first);
    p.counts = view_.counts + first;
    p.scores = scores;
    p.rows = count;
    p.heads = static_cast<int>(shape.heads);
    p.dim = static_cast<int>(shape.head_dim);
    p.table_stride = view_.table_stride;
    p.stride = stride;
    p.blocks = index_score_blocks(count, stride);
    cuda::index_scores(stream_, p);
}

void CudaBackend::index_scores(Tensor out, Tensor q, Tensor head_weights, const LayerCache& cache,
                               const IndexerShape& shape, const Rope& rope) {
    ops::check::index_scores(step_, out, q, head_weights, cache, shape, rope, kDevice);
    Operation op(*this);
    prepare_index_queries(op.in<Bf16>(q), op.in<float>(head_weights), cache, shape, rope);
    score(op.out<float>(out), static_cast<int>(out.cols), 0, view_.rows, cache, shape);
    op.finish();
}

void CudaBackend::select(Tensor selection, Tensor q, Tensor head_weights, const LayerCache& cache,
                         const IndexerShape& shape, const Rope& rope) {
    ops::check::select(step_, selection, q, head_weights, cache, shape, rope, kDevice);
    Operation op(*this);
    prepare_index_queries(op.in<Bf16>(q), op.in<float>(head_weights), cache, shape, rope);
    int* const chosen = op.out<int>(selection);
    const int stride = view_.longest;
    const int pass =
        static_cast<int>(std::clamp<std::int64_t>(kScoreBytes / (4 * stride), 1, std::max(view_.rows, 1)));
    float* const scores = scratch<float>(index_scores_, static_cast<std::int64_t>(pass) * stride);
    for (int first = 0; first < view_.rows; first += pass) {
        const int count = std::min(pass, view_.rows - first);
        score(scores, stride, first, count, cache, shape);
        cuda::top_k(op.stream(), {scores, view_.counts + first, chosen + first * shape.topk, count, stride,
                                  static_cast<int>(shape.topk)});
    }
    op.finish();
}

} // namespace hadal::cuda
