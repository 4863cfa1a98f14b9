// Attention in its expanded form: every head has keys and values of its own, made from the latents by a
// product with kv_b. For prompts, where that costs less than the wider products of the absorbed form.
#pragma once

#include "kernels/cuda/numerics.h"

namespace hadal::cuda {

/// A bit for each position that a row selects: mask[r, p / 32] bit p % 32.
struct SelectionMask {
    const int* selection = nullptr; ///< [rows, selected] positions below 32 · words, -1 for none
    std::uint32_t* mask = nullptr;  ///< [rows, words]
    int rows = 0;
    int selected = 0;
    int words = 0; ///< at most 12,288
};
void mask_selection(cudaStream_t stream, const SelectionMask& parameters);

/// As ops::Backend::attend_expanded says, for the rows of one sequence: row r attends to the first counts[r]
/// tokens, or to those of them that the mask has.
struct ExpandedAttention {
    const Bf16* q = nullptr;             ///< [rows, heads, nope + rope], 16-byte aligned as all
    const Bf16* kv = nullptr;            ///< [tokens, heads, nope + v]: x·kv_bᵀ of the latents
    const Bf16* rope = nullptr;          ///< [tokens, rope_dim]
    const int* counts = nullptr;         ///< [rows], ascending, at most `tokens`
    const std::uint32_t* mask = nullptr; ///< mask_selection()'s, or null
    Bf16* out = nullptr;                 ///< [rows, heads, v]
    int rows = 0;
    int heads = 0;   ///< of `kv`, which may be some of all heads
    int q_heads = 0; ///< heads from a row of q and of out to the next
    int nope = 0;    ///< as the other two a multiple of 8; nope + rope_dim and v up to 256
    int rope_dim = 0;
    int v = 0;
    int mask_words = 0;
    float scale = 0.0f;
};
void attend_expanded(cudaStream_t stream, const ExpandedAttention& parameters);

} // namespace hadal::cuda
