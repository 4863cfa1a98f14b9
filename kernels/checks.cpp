#include "kernels/checks.h"

#include "kernels/fp8.h"

#include <bit>

namespace hadal::ops::check {

namespace {

using std::to_string;

const char* name_of(DType dtype) {
    switch (dtype) {
    case DType::F32:
        return "F32";
    case DType::BF16:
        return "BF16";
    case DType::F16:
        return "F16";
    case DType::F8E4M3:
        return "F8_E4M3";
    case DType::F8E8M0:
        return "F8_E8M0";
    case DType::U8:
        return "U8";
    case DType::I32:
        return "I32";
    case DType::I64:
        return "I64";
    }
    return "?";
}

[[noreturn]] void fail(const char* operation, const std::string& message) {
    throw Error(ErrorKind::InvalidArgument, std::string(operation) + ": " + message);
}

void require(bool ok, const char* operation, const char* message) {
    if (!ok)
        fail(operation, message);
}

/// One check of an argument: dtype(s), rows and columns.
class Argument {
  public:
    Argument(const char* operation, const char* name, const Tensor& tensor)
        : operation_(operation), name_(name), tensor_(tensor) {}

    Argument& shape(std::int64_t rows, std::int64_t cols) {
        if (tensor_.rows != rows || tensor_.cols != cols)
            fail(operation_, std::string(name_) + " is [" + to_string(tensor_.rows) + ", " +
                                 to_string(tensor_.cols) + "], expected [" + to_string(rows) + ", " +
                                 to_string(cols) + "].");
        if (tensor_.size() > 0 && (!tensor_.data || tensor_.stride < tensor_.cols))
            fail(operation_, std::string(name_) + " has no data, or rows that overlap.");
        return *this;
    }
    Argument& dtype(DType expected) {
        if (tensor_.dtype != expected)
            fail(operation_, std::string(name_) + " is " + name_of(tensor_.dtype) + ", expected " +
                                 name_of(expected) + ".");
        return *this;
    }
    Argument& real() {
        if (tensor_.dtype != DType::F32 && tensor_.dtype != DType::BF16)
            fail(operation_,
                 std::string(name_) + " is " + name_of(tensor_.dtype) + ", expected F32 or BF16.");
        return *this;
    }

  private:
    const char* operation_;
    const char* name_;
    const Tensor& tensor_;
};

void activation(const Memory& memory, const char* operation, const char* name, const Tensor& t,
                std::int64_t rows, std::int64_t cols) {
    Argument(operation, name, t).dtype(memory.activation).shape(rows, cols);
}

/// A result that is F32 on every backend.
void exact(const char* operation, const char* name, const Tensor& t, std::int64_t rows, std::int64_t cols) {
    Argument(operation, name, t).dtype(DType::F32).shape(rows, cols);
}

void vector(const char* operation, const char* name, const Tensor& t, std::int64_t size) {
    Argument(operation, name, t).real().shape(1, size);
}

void weight_matrix(const char* operation, const char* name, const LinearWeight& w, std::int64_t rows,
                   std::int64_t cols) {
    Argument values(operation, name, w.values);
    values.shape(rows, cols);
    if (w.values.dtype == DType::F8E4M3)
        Argument(operation, "scales", w.scales).dtype(DType::F32).shape(fp8_blocks(rows), fp8_blocks(cols));
    else
        values.real();
}

void indices(const Memory& memory, const char* operation, const char* name, const Tensor& t,
             std::int64_t rows, std::int64_t cols, std::int64_t low, std::int64_t end) {
    Argument(operation, name, t).dtype(DType::I32).shape(rows, cols);
    if (!memory.readable)
        return;
    for (std::int64_t r = 0; r < rows; ++r)
        for (std::int64_t c = 0; c < cols; ++c) {
            const std::int32_t value = static_cast<const std::int32_t*>(t.data)[r * t.stride + c];
            if (value < low || value >= end)
                fail(operation, std::string(name) + " holds " + to_string(value) + " at [" + to_string(r) +
                                    ", " + to_string(c) + "], expected " + to_string(low) + " to " +
                                    to_string(end - 1) + ".");
        }
}

void rope_table(const char* operation, const Rope& rope, std::int64_t dim) {
    require(dim >= 0 && dim % 2 == 0, operation, "the rope dimension must be even.");
    Argument(operation, "rope.inv_freq", rope.inv_freq).dtype(DType::F32).shape(1, dim / 2);
}

void attention_shape(const char* operation, const AttentionShape& s) {
    require(s.heads > 0 && s.nope_dim > 0 && s.rope_dim >= 0 && s.v_dim > 0 && s.kv_lora_rank > 0, operation,
            "heads, nope_dim, v_dim and kv_lora_rank must be positive.");
}

void indexer_shape(const char* operation, const IndexerShape& s) {
    require(s.heads > 0 && s.head_dim > 0 && s.rope_dim >= 0 && s.rope_dim <= s.head_dim, operation,
            "heads and head_dim must be positive and rope_dim at most head_dim.");
    require(!s.hadamard || std::has_single_bit(static_cast<std::uint64_t>(s.head_dim)), operation,
            "the Hadamard rotation needs a head_dim that is a power of two.");
}

void pages(const char* operation, const char* name, const Step& step, const Tensor& t,
           std::int64_t page_bytes) {
    Argument(operation, name, t).dtype(DType::U8);
    if (t.cols < page_bytes || !t.data)
        fail(operation, std::string(name) + " has pages of " + to_string(t.cols) + " bytes, expected " +
                            to_string(page_bytes) + ".");
    if (step.last_page() >= t.rows)
        fail(operation, std::string(name) + " has " + to_string(t.rows) + " pages, the step uses page " +
                            to_string(step.last_page()) + ".");
}

void latents(const char* operation, const Step& step, const LayerCache& cache, std::int64_t rank,
             std::int64_t rope) {
    require(cache.kv_lora_rank == rank && cache.rope_dim == rope, operation,
            "the cache was made for another kv_lora_rank or rope_dim.");
    pages(operation, "cache.latents", step, cache.latents,
          latent_page_bytes(cache.latent_format, rank, rope));
}

void index_keys(const char* operation, const Step& step, const LayerCache& cache, const IndexerShape& shape) {
    require(cache.index_head_dim == shape.head_dim, operation,
            "the cache was made for another index_head_dim.");
    pages(operation, "cache.index_keys", step, cache.index_keys,
          index_key_page_bytes(cache.index_key_format, shape.head_dim));
}

void selection_of(const Memory& memory, const char* operation, const Step& step, const Tensor& selection) {
    if (!selection)
        return;
    Argument(operation, "selection", selection).dtype(DType::I32).shape(step.rows(), selection.cols);
    for (std::int64_t r = 0; r < step.rows(); ++r)
        indices(memory, operation, "selection", selection.slice_rows(r, 1), 1, selection.cols, -1,
                step.row(r).position + 1);
}

} // namespace

void copy(const Tensor& to, const Tensor& from) {
    Argument("copy", "to", to).dtype(from.dtype).shape(from.rows, from.cols);
}

void embed(const Tensor& out, const Tensor& ids, const Tensor& table, const Memory& memory) {
    Argument("embed", "table", table).real().shape(table.rows, table.cols);
    activation(memory, "embed", "out", out, ids.rows, table.cols);
    indices(memory, "embed", "ids", ids, ids.rows, 1, 0, table.rows);
}

void gather_rows(const Tensor& out, const Tensor& x, const Tensor& rows, const Memory& memory) {
    activation(memory, "gather_rows", "x", x, x.rows, x.cols);
    activation(memory, "gather_rows", "out", out, rows.rows, x.cols);
    indices(memory, "gather_rows", "rows", rows, rows.rows, 1, 0, x.rows);
}

void rms_norm(const Tensor& out, const Tensor& x, const Tensor& weight, const Memory& memory) {
    activation(memory, "rms_norm", "x", x, x.rows, x.cols);
    activation(memory, "rms_norm", "out", out, x.rows, x.cols);
    vector("rms_norm", "weight", weight, x.cols);
}

void add_rms_norm(const Tensor& out, const Tensor& residual, const Tensor& delta, const Tensor& weight,
                  const Memory& memory) {
    activation(memory, "add_rms_norm", "residual", residual, residual.rows, residual.cols);
    activation(memory, "add_rms_norm", "delta", delta, residual.rows, residual.cols);
    activation(memory, "add_rms_norm", "out", out, residual.rows, residual.cols);
    vector("add_rms_norm", "weight", weight, residual.cols);
}

void add(const Tensor& residual, const Tensor& delta, const Memory& memory) {
    activation(memory, "add", "residual", residual, residual.rows, residual.cols);
    activation(memory, "add", "delta", delta, residual.rows, residual.cols);
}

void linear(const char* operation, const Tensor& out, const Tensor& x, const LinearWeight& weight,
            LinearOutput output, const Memory& memory) {
    weight_matrix(operation, "weight", weight, weight.values.rows, weight.values.cols);
    activation(memory, operation, "x", x, x.rows, weight.in_features());
    if (output == LinearOutput::F32)
        exact(operation, "out", out, x.rows, weight.out_features());
    else
        activation(memory, operation, "out", out, x.rows, weight.out_features());
}

void rotate_queries(const Step& step, const Tensor& q, const AttentionShape& shape, const Rope& rope,
                    const Memory& memory) {
    attention_shape("rotate_queries", shape);
    rope_table("rotate_queries", rope, shape.rope_dim);
    activation(memory, "rotate_queries", "q", q, step.rows(), shape.heads * shape.q_head_dim());
}

void write_latents(const Step& step, const LayerCache& cache, const Tensor& kv_a, const Tensor& norm_weight,
                   const Rope& rope, const Memory& memory) {
    const char* const operation = "write_latents";
    require(cache.kv_lora_rank > 0, operation, "kv_lora_rank must be positive.");
    latents(operation, step, cache, cache.kv_lora_rank, cache.rope_dim);
    rope_table(operation, rope, cache.rope_dim);
    activation(memory, operation, "kv_a", kv_a, step.rows(), cache.kv_lora_rank + cache.rope_dim);
    vector(operation, "norm_weight", norm_weight, cache.kv_lora_rank);
}

void absorb_queries(const Tensor& out, const Tensor& q, const LinearWeight& kv_b, const AttentionShape& shape,
                    const Memory& memory) {
    const char* const operation = "absorb_queries";
    attention_shape(operation, shape);
    weight_matrix(operation, "kv_b", kv_b, shape.heads * (shape.nope_dim + shape.v_dim), shape.kv_lora_rank);
    activation(memory, operation, "q", q, q.rows, shape.heads * shape.q_head_dim());
    activation(memory, operation, "out", out, q.rows, shape.heads * (shape.kv_lora_rank + shape.rope_dim));
}

void attend_absorbed(const Step& step, const Tensor& out, const Tensor& q, const LayerCache& cache,
                     const Tensor& selection, const AttentionShape& shape, const Memory& memory) {
    const char* const operation = "attend_absorbed";
    attention_shape(operation, shape);
    latents(operation, step, cache, shape.kv_lora_rank, shape.rope_dim);
    activation(memory, operation, "q_absorbed", q, step.rows(),
               shape.heads * (shape.kv_lora_rank + shape.rope_dim));
    activation(memory, operation, "out", out, step.rows(), shape.heads * shape.kv_lora_rank);
    selection_of(memory, operation, step, selection);
}

void project_values(const Tensor& out, const Tensor& u, const LinearWeight& kv_b, const AttentionShape& shape,
                    const Memory& memory) {
    const char* const operation = "project_values";
    attention_shape(operation, shape);
    weight_matrix(operation, "kv_b", kv_b, shape.heads * (shape.nope_dim + shape.v_dim), shape.kv_lora_rank);
    activation(memory, operation, "u", u, u.rows, shape.heads * shape.kv_lora_rank);
    activation(memory, operation, "out", out, u.rows, shape.heads * shape.v_dim);
}

void attend_expanded(const Step& step, const Tensor& out, const Tensor& q, const LinearWeight& kv_b,
                     const LayerCache& cache, const Tensor& selection, const AttentionShape& shape,
                     const Memory& memory) {
    const char* const operation = "attend_expanded";
    attention_shape(operation, shape);
    latents(operation, step, cache, shape.kv_lora_rank, shape.rope_dim);
    weight_matrix(operation, "kv_b", kv_b, shape.heads * (shape.nope_dim + shape.v_dim), shape.kv_lora_rank);
    activation(memory, operation, "q", q, step.rows(), shape.heads * shape.q_head_dim());
    activation(memory, operation, "out", out, step.rows(), shape.heads * shape.v_dim);
    selection_of(memory, operation, step, selection);
}

void write_index_keys(const Step& step, const LayerCache& cache, const Tensor& k, const Tensor& norm_weight,
                      const Tensor& norm_bias, const IndexerShape& shape, const Rope& rope,
                      const Memory& memory) {
    const char* const operation = "write_index_keys";
    indexer_shape(operation, shape);
    index_keys(operation, step, cache, shape);
    rope_table(operation, rope, shape.rope_dim);
    activation(memory, operation, "k", k, step.rows(), shape.head_dim);
    vector(operation, "norm_weight", norm_weight, shape.head_dim);
    vector(operation, "norm_bias", norm_bias, shape.head_dim);
}

namespace {

void index_inputs(const Memory& memory, const char* operation, const Step& step, const Tensor& q,
                  const Tensor& head_weights, const LayerCache& cache, const IndexerShape& shape,
                  const Rope& rope) {
    indexer_shape(operation, shape);
    index_keys(operation, step, cache, shape);
    rope_table(operation, rope, shape.rope_dim);
    activation(memory, operation, "q", q, step.rows(), shape.heads * shape.head_dim);
    exact(operation, "head_weights", head_weights, step.rows(), shape.heads);
}

} // namespace

void index_scores(const Step& step, const Tensor& out, const Tensor& q, const Tensor& head_weights,
                  const LayerCache& cache, const IndexerShape& shape, const Rope& rope,
                  const Memory& memory) {
    index_inputs(memory, "index_scores", step, q, head_weights, cache, shape, rope);
    exact("index_scores", "out", out, step.rows(), out.cols);
    if (out.cols < step.longest())
        fail("index_scores", "out has " + to_string(out.cols) + " columns, the longest sequence has " +
                                 to_string(step.longest()) + " tokens.");
}

void select(const Step& step, const Tensor& selection, const Tensor& q, const Tensor& head_weights,
            const LayerCache& cache, const IndexerShape& shape, const Rope& rope, const Memory& memory) {
    require(shape.topk > 0, "select", "topk must be positive.");
    index_inputs(memory, "select", step, q, head_weights, cache, shape, rope);
    Argument("select", "selection", selection).dtype(DType::I32).shape(step.rows(), shape.topk);
}

void route(const Tensor& experts, const Tensor& weights, const Tensor& logits, const Tensor& bias,
           const RoutingShape& s) {
    require(s.experts > 0 && s.topk > 0 && s.topk <= s.experts, "route",
            "topk must be 1 to the number of experts.");
    if (s.group_score != GroupScore::None) {
        require(s.groups > 0 && s.experts % s.groups == 0, "route", "groups must divide the experts.");
        require(s.topk_groups > 0 && s.topk_groups <= s.groups &&
                    s.topk <= s.topk_groups * (s.experts / s.groups),
                "route", "the kept groups must hold topk experts.");
    }
    exact("route", "logits", logits, logits.rows, s.experts);
    exact("route", "weights", weights, logits.rows, s.topk);
    Argument("route", "experts", experts).dtype(DType::I32).shape(logits.rows, s.topk);
    if (bias)
        Argument("route", "bias", bias).dtype(DType::F32).shape(1, s.experts);
}

namespace {

void mlp_weights(const char* operation, const MlpWeights& w, std::int64_t hidden) {
    const std::int64_t width = w.gate.values.rows;
    weight_matrix(operation, "gate", w.gate, width, hidden);
    weight_matrix(operation, "up", w.up, width, hidden);
    weight_matrix(operation, "down", w.down, hidden, width);
    require(w.gate.values.dtype == w.up.values.dtype, operation, "gate and up must have the same dtype.");
}

} // namespace

void mlp(const Tensor& out, const Tensor& x, const MlpWeights& weights, const Memory& memory) {
    activation(memory, "mlp", "x", x, x.rows, x.cols);
    activation(memory, "mlp", "out", out, x.rows, x.cols);
    mlp_weights("mlp", weights, x.cols);
}

void experts(const Tensor& out, const Tensor& x, const Tensor& expert_ids, const Tensor& expert_weights,
             std::span<const MlpWeights> routed, const MlpWeights* shared, const Memory& memory) {
    const char* const operation = "experts";
    activation(memory, operation, "x", x, x.rows, x.cols);
    activation(memory, operation, "out", out, x.rows, x.cols);
    indices(memory, operation, "expert_ids", expert_ids, x.rows, expert_ids.cols, 0,
            static_cast<std::int64_t>(routed.size()));
    exact(operation, "expert_weights", expert_weights, x.rows, expert_ids.cols);
    const auto check_expert = [&](const MlpWeights& w) {
        mlp_weights(operation, w, x.cols);
        if (w.gate.values.dtype != routed[0].gate.values.dtype)
            fail(operation, "all routed experts must have the same dtype.");
    };
    if (!memory.readable)
        for (const MlpWeights& w : routed)
            check_expert(w);
    else
        for (std::int64_t r = 0; r < x.rows; ++r)
            for (std::int64_t k = 0; k < expert_ids.cols; ++k)
                check_expert(routed[static_cast<std::size_t>(
                    static_cast<const std::int32_t*>(expert_ids.data)[r * expert_ids.stride + k])]);
    if (shared)
        mlp_weights(operation, *shared, x.cols);
}

} // namespace hadal::ops::check
