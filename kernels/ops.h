// The `ops` contract: every operation that the forward pass of the DeepSeek family calls, declared once and
// implemented by each backend (CPU, CUDA). The model never follows a pointer; a backend never knows a model.
//
// Common rules
//  - n is the number of rows (new tokens) of the current step. Activations are [n, width], of the dtype
//    Backend::activation_dtype(); weights have the dtype of the checkpoint.
//  - Matrices are stored [out, in]; y = x·Wᵀ. No bias anywhere but in the indexer's LayerNorm.
//  - Sums are accumulated in f32 (or wider). With Numerics::round_bf16 every activation output is rounded
//    once to bf16, at the points named below; without it activations stay f32.
//  - Results do not depend on the number of threads, nor on which other rows share the step; on how many do,
//    only as far as a backend sums in another order for few rows than for many.
//  - NaN in activations and caches is kept: whatever is computed from it is NaN, unless stated otherwise. Two
//    things are left open for speed: an FP8 weight whose code is NaN may count as ±480, and attend_expanded
//    with a selection may let a value that is not finite, at an earlier position that was not selected, reach
//    the row.
//  - Calls are made from one thread at a time. Errors of shape or dtype throw hadal::Error(InvalidArgument).
//
// Source of the definitions: the DeepSeek-V3 and V3.2 papers and the publisher's inference code.
#pragma once

#include "kernels/choice.h"
#include "kernels/tensor.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

namespace hadal::ops {

/// How the inputs of linears with FP8 weights (those of experts included; kv_b in attention never) are
/// quantised before the product: not at all (weight only), or per row and 128 consecutive channels with scale
/// amax/448 (V3, R1), or that scale rounded up to a power of two (V3.1, V3.2). amax has a floor of 1e-4.
enum class ActivationQuant { None, Scaled, PowerOfTwo };

/// Rounding of activations, fixed when a backend is made.
struct Numerics {
    bool round_bf16 = false; ///< round every activation to bf16, as the publisher's code does
    ActivationQuant activation_quant = ActivationQuant::None;
};

/// What becomes of the result of a linear: an activation, rounded to bf16 where the numerics say so, or a
/// plain F32 value that never is (router, indexer head weights, head).
enum class LinearOutput { Activation, F32 };

/// A weight matrix [out, in]: F32 or BF16, or F8E4M3 with one F32 multiplier for each block of 128×128;
/// blocks at the lower and right edge may be ragged.
struct LinearWeight {
    Tensor values;
    Tensor scales;        ///< [ceil(out/128), ceil(in/128)] F32; empty unless values are F8E4M3
    Tensor arranged = {}; ///< the scales once more, as Backend::arrange_scales() made them; may be empty

    std::int64_t out_features() const { return values.rows; }
    std::int64_t in_features() const { return values.cols; }
    explicit operator bool() const { return static_cast<bool>(values); }
};

/// SwiGLU: down(silu(gate·x) * (up·x)).
struct MlpWeights {
    LinearWeight gate, up; ///< [width, hidden]
    LinearWeight down;     ///< [hidden, width]
};

enum class RopeLayout {
    Interleaved, ///< pairs (x[2j], x[2j+1])
    HalfSplit,   ///< pairs (x[j], x[j + dim/2])
};

/// Rotary embedding. The angle of pair j at position p is p·inv_freq[j] in f32; cos and sin are multiplied by
/// `magnitude`.
struct Rope {
    Tensor inv_freq; ///< [1, dim/2] F32
    float magnitude = 1.0f;
};

/// What a latent row [kv_lora_rank | rope_dim] looks like in the cache.
enum class LatentFormat {
    F32,
    BF16,
    FP8, ///< e4m3 latent, one f32 power-of-two scale per 128 channels, bf16 rope part: 656 bytes at V3.2
         ///< sizes
};
/// What an indexer key looks like in the cache.
enum class IndexKeyFormat {
    F32,
    BF16,
    FP8, ///< e4m3 with one f32 power-of-two scale; a page holds its 64 values first, then its 64 scales
};

inline constexpr std::int64_t kPageTokens = 64; ///< tokens in one page of a cache
/// The most that Backend::arrange_scales() makes of a scale.
inline constexpr std::int64_t kArrangedBytes = 512;

/// The cache of one layer, in pages of kPageTokens rows. Page p of the layer is row p of each tensor (U8).
struct LayerCache {
    Tensor latents;
    Tensor index_keys; ///< empty without an indexer
    LatentFormat latent_format = LatentFormat::BF16;
    IndexKeyFormat index_key_format = IndexKeyFormat::BF16;
    std::int64_t kv_lora_rank = 0;
    std::int64_t rope_dim = 0;
    std::int64_t index_head_dim = 0;
};

/// The rows of one sequence within a step: they stand at positions past … past+rows-1 and follow `past`
/// tokens already in the cache. pages[i] holds positions 64·i … 64·i+63, and covers past+rows tokens.
struct SequenceRows {
    std::int64_t first_row = 0;
    std::int64_t rows = 0;
    std::int64_t past = 0;
    std::span<const std::int32_t> pages;
};

/// MLA dimensions.
struct AttentionShape {
    std::int64_t heads = 0;
    std::int64_t nope_dim = 0; ///< qk_nope_head_dim
    std::int64_t rope_dim = 0; ///< qk_rope_head_dim
    std::int64_t v_dim = 0;    ///< v_head_dim
    std::int64_t kv_lora_rank = 0;
    float scale = 0.0f; ///< softmax scale, with YaRN's factor in it
    std::int64_t q_head_dim() const { return nope_dim + rope_dim; }
};

/// The lightning indexer. Rope is on the first `rope_dim` of the `head_dim` channels.
struct IndexerShape {
    std::int64_t heads = 0;
    std::int64_t head_dim = 0;
    std::int64_t rope_dim = 0;
    std::int64_t topk = 0;
    RopeLayout layout = RopeLayout::HalfSplit;
    bool hadamard = true; ///< rotate queries and keys by H/sqrt(dim) (Sylvester order)
};

enum class Scoring { Sigmoid, Softmax };
enum class GroupScore {
    None,      ///< no group limit ("greedy")
    TopTwoSum, ///< "noaux_tc"
    Max,       ///< "group_limited_greedy"
};

struct RoutingShape {
    std::int64_t experts = 0;
    std::int64_t topk = 0;
    std::int64_t groups = 1;
    std::int64_t topk_groups = 1;
    Scoring scoring = Scoring::Sigmoid;
    GroupScore group_score = GroupScore::TopTwoSum;
    /// Divide the chosen scores by their sum (+1e-20), before `scale`. A model that does either this or
    /// scaling (V2 with softmax) sets scale to 1 here.
    bool normalise = true;
    float scale = 1.0f; ///< routed_scaling_factor
};

/// Copies that the host queues and goes on, from memory that the device reads by itself (pinned). The backend
/// outlives it; calls are made as the backend's. Throws DeviceLost. Its destructor waits for all copies.
class Uploads {
  public:
    virtual ~Uploads() = default;
    Uploads(const Uploads&) = delete;
    Uploads& operator=(const Uploads&) = delete;

    /// Memory to copy from, which the devices of other backends of this kind read too. Throws OutOfMemory.
    virtual std::shared_ptr<void> memory(std::size_t bytes) = 0;
    /// Queues rows of `row_bytes`, which lie `stride` bytes apart at `from`, one after the other into `to`
    /// from its byte `first` on.
    virtual void copy(Tensor to, std::int64_t first, const std::byte* from, std::int64_t row_bytes,
                      std::int64_t rows, std::int64_t stride) = 0;
    /// A number for all that is queued so far; one more each time.
    virtual std::uint64_t mark() = 0;
    /// Waits until that is done.
    virtual void wait(std::uint64_t mark) = 0;

  protected:
    Uploads() = default;
};

class Backend {
  public:
    virtual ~Backend() = default;
    Backend(const Backend&) = delete;
    Backend& operator=(const Backend&) = delete;

    virtual std::string_view name() const = 0;
    virtual const Numerics& numerics() const = 0;
    virtual DType activation_dtype() const = 0;

    // ---- memory ------------------------------------------------------------------------------------------

    /// Uninitialised memory. Throws OutOfMemory.
    virtual Buffer allocate(DType dtype, std::int64_t rows, std::int64_t cols) = 0;
    /// A weight: `host` stays valid as long as the backend lives, so a CPU may use it in place. The
    /// dtype and shape are those of the file; data need not even lie on its element's boundary.
    virtual Buffer import_weight(const void* host, DType dtype, std::int64_t rows, std::int64_t cols) = 0;
    /// A matrix of routed experts, or its scales, that stays where it is: in the host's memory, which is
    /// valid as long as the backend lives. Where those of experts() are such (all of a call, or none), the
    /// host computes them, and the sum over them is rounded before the shared expert's part is added to it;
    /// or where there are many rows the device, which is sent them, with the bits of weights of its own.
    virtual Buffer import_host_weight(Tensor host) { return {host, nullptr}; }
    /// For an FP8 matrix that linear() will multiply many rows with: its scales in the form in which the
    /// backend's fastest product takes them, to be kept beside the weight (LinearWeight::arranged). Empty
    /// where there is no such form, or these scales cannot take it; up to kArrangedBytes for each block of
    /// 128×128. Throws OutOfMemory.
    virtual Buffer arrange_scales([[maybe_unused]] const LinearWeight& weight) { return {}; }
    /// Holds memory back for allocate() and for the work space of operations, which take it when there is no
    /// other. Called again, it makes up for what has been taken. Throws OutOfMemory.
    virtual void reserve([[maybe_unused]] std::int64_t bytes) {}
    /// Copies rows·cols packed elements between host and tensor; both wait until the copy is done.
    virtual void upload(Tensor to, const void* host) = 0;
    virtual void download(void* host, Tensor from) = 0;
    /// Copies whole rows of one tensor to another of the same dtype and shape, in the order of operations;
    /// the two do not overlap. Bytes that nothing has written yet may be among them.
    virtual void copy(Tensor to, Tensor from) = 0;

    /// For bringing large weights to where the host's memory is far; import_weight() then keeps nothing of
    /// `host`. Null where it is as near.
    virtual std::unique_ptr<Uploads> make_uploads() { return nullptr; }
    /// For choosing tokens where the logits of so many ids are, among the known ones; null where the host is
    /// as near. Throws OutOfMemory.
    virtual std::unique_ptr<TokenChooser> make_chooser(std::int64_t, std::span<const std::int32_t>) {
        return nullptr;
    }

    // ---- the step ----------------------------------------------------------------------------------------

    /// Says which sequences the rows of the following calls belong to. The spans must stay valid until the
    /// next begin_step. Each row sees the cache rows of its own sequence at positions <= its own.
    virtual void begin_step(std::span<const SequenceRows> sequences) = 0;

    /// Makes `calls`: operations of the sections below on memory that is there already, all of one step.
    /// Where `key` is that of earlier calls on this backend, a backend may make those again without `calls`,
    /// for the present contents of the tensors and the present step, or not: results are the same bits. So
    /// the key has to say everything that decides which operations these are and on which tensors, but
    /// neither what is in the tensors nor the positions and pages of the step.
    virtual void repeat([[maybe_unused]] std::span<const std::uint64_t> key,
                        const std::function<void()>& calls) {
        calls();
    }
    /// Whether repeat() may save time; always the same answer.
    virtual bool repeats() const { return false; }
    /// What this backend does without on this machine, and why, in a sentence; empty: nothing.
    virtual std::string_view notice() const { return {}; }

    // ---- rows --------------------------------------------------------------------------------------------

    /// out[i] = table[ids[i]]; ids I32 [n, 1], each in [0, table.rows).
    virtual void embed(Tensor out, Tensor ids, Tensor table) = 0;
    /// out[i] = x[rows[i]]; rows I32 [m, 1].
    virtual void gather_rows(Tensor out, Tensor x, Tensor rows) = 0;
    /// out = w · x · rsqrt(mean(x²) + eps), in f32, rounded once. out may be a column slice and may be x.
    virtual void rms_norm(Tensor out, Tensor x, Tensor weight, float eps) = 0;
    /// s = residual + delta in f32; out = rms_norm(s) from the unrounded sum; residual = s, rounded once.
    virtual void add_rms_norm(Tensor out, Tensor residual, Tensor delta, Tensor weight, float eps) = 0;
    /// residual += delta.
    virtual void add(Tensor residual, Tensor delta) = 0;
    /// out = x·Wᵀ, rounded once as `output` says. FP8 weights: x is quantised as Numerics says, each 128-wide
    /// block of K is summed apart and multiplied by both scales in f32.
    virtual void linear(Tensor out, Tensor x, const LinearWeight& weight,
                        LinearOutput output = LinearOutput::Activation) = 0;

    // ---- latent attention --------------------------------------------------------------------------------

    /// Rotates, in place, the last rope_dim channels of each head of q [n, heads·q_head_dim], interleaved.
    virtual void rotate_queries(Tensor q, const AttentionShape& shape, const Rope& rope) = 0;
    /// kv_a [n, kv_lora_rank + rope_dim]: RMS-normalises the first part, rotates the rest (interleaved) and
    /// writes both into the cache at each row's position.
    virtual void write_latents(const LayerCache& cache, Tensor kv_a, Tensor norm_weight, float eps,
                               const Rope& rope) = 0;
    /// Absorbed form, queries: out [n, heads·(kv_lora_rank + rope_dim)] holds for each head W_UKᵀ·q_nope,
    /// then q_rope. kv_b [heads·(nope_dim + v_dim), kv_lora_rank], head by head W_UK above W_UV. Never
    /// quantises q.
    virtual void absorb_queries(Tensor out, Tensor q, const LinearWeight& kv_b,
                                const AttentionShape& shape) = 0;
    /// Absorbed form: out [n, heads·kv_lora_rank] = softmax(scale · q·[c|k_rope]) · c over the selected cache
    /// rows. `selection` I32 [n, k] are distinct positions up to the row's own, -1 for none, in any order;
    /// empty tensor: all positions up to the row's own. A row that selects nothing gets zeros. With
    /// round_bf16 the probabilities are rounded after division by their sum; scores stay f32.
    virtual void attend_absorbed(Tensor out, Tensor q_absorbed, const LayerCache& cache, Tensor selection,
                                 const AttentionShape& shape) = 0;
    /// Absorbed form, values: out [n, heads·v_dim], per head W_UV·u.
    virtual void project_values(Tensor out, Tensor u, const LinearWeight& kv_b,
                                const AttentionShape& shape) = 0;
    /// Expanded form: keys and values of each head are made from the cached latents (W_UK·c, W_UV·c), then
    /// ordinary attention with the same selection rule; out [n, heads·v_dim]. Mathematically equal to
    /// absorb_queries, attend_absorbed and project_values together, but with round_bf16 the keys and values
    /// are rounded, being activations. Never quantises the latents.
    virtual void attend_expanded(Tensor out, Tensor q, const LinearWeight& kv_b, const LayerCache& cache,
                                 Tensor selection, const AttentionShape& shape) = 0;

    // ---- lightning indexer -------------------------------------------------------------------------------

    /// k [n, head_dim] = the wk projection: LayerNorm (weight and bias, eps 1e-6, f32), rope, Hadamard, then
    /// into the cache at each row's position.
    virtual void write_index_keys(const LayerCache& cache, Tensor k, Tensor norm_weight, Tensor norm_bias,
                                  const IndexerShape& shape, const Rope& rope) = 0;
    /// The score of every cached position for every row: out F32 [n, width], -inf beyond the row's own
    /// position. q [n, heads·head_dim] is the plain projection (rope, Hadamard and, with FP8 keys,
    /// quantisation happen here); head_weights F32 [n, heads] the plain projection. score(t) = Σ_h
    /// relu(q_h·k_t) · w_h · heads^-½ · head_dim^-½. width must cover the longest sequence of the step.
    virtual void index_scores(Tensor out, Tensor q, Tensor head_weights, const LayerCache& cache,
                              const IndexerShape& shape, const Rope& rope) = 0;
    /// The positions of the topk best scores of each row, ascending by position; where scores are equal the
    /// lower position wins and NaN counts as -inf; -1 fills up. selection I32 [n, shape.topk]. Rows with at
    /// most topk positions select them all.
    virtual void select(Tensor selection, Tensor q, Tensor head_weights, const LayerCache& cache,
                        const IndexerShape& shape, const Rope& rope) = 0;

    // ---- experts -----------------------------------------------------------------------------------------

    /// From router logits F32 [n, experts] to experts I32 [n, topk], best first (lower index wins ties), and
    /// their weights F32 [n, topk]. `bias` F32 [1, experts] or empty: added for the choice only. Groups that
    /// lose are out (-inf), and a NaN score counts as -inf in the choice.
    virtual void route(Tensor experts, Tensor weights, Tensor logits, Tensor bias,
                       const RoutingShape& shape) = 0;
    /// out = down(silu(gate·x) * (up·x)); the product is rounded before `down`.
    virtual void mlp(Tensor out, Tensor x, const MlpWeights& weights) = 0;
    /// out = Σ_e weight_e · mlp_e(x) + mlp_shared(x), summed in f32, rounded once. Each expert's own output
    /// is rounded first. `shared` may be null.
    virtual void experts(Tensor out, Tensor x, Tensor expert_ids, Tensor expert_weights,
                         std::span<const MlpWeights> routed, const MlpWeights* shared) = 0;

  protected:
    Backend() = default;
};

/// Bytes of one page (kPageTokens rows) of each part of a layer's cache.
std::int64_t latent_page_bytes(LatentFormat format, std::int64_t kv_lora_rank, std::int64_t rope_dim);
std::int64_t index_key_page_bytes(IndexKeyFormat format, std::int64_t head_dim);

} // namespace hadal::ops
