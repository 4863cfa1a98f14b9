// The choice of the next token on the device, so that a step ends without the host.
#pragma once

#include "kernels/cuda/numerics.h"

namespace hadal::cuda {

/// How one row is sampled; in device memory, so that a graph keeps its launch. The fields mean what
/// runtime::Sampling and runtime::Sampler say.
struct SampleSettings {
    float temperature = 1.0f; ///< 0: the best token
    int top_k = 0;            ///< 0: off
    float top_p = 1.0f;
    float min_p = 0.0f;
    float repetition_penalty = 1.0f;
    float presence_penalty = 0.0f;
    float frequency_penalty = 0.0f;
    int occurrences = 0; ///< of the row's list
    int biases = 0;      ///< of the row's list
    std::uint64_t seed = 0;
    std::uint64_t position = 0; ///< of the token in the answer: number `position` of the seed's sequence
};
struct TokenCount {
    int id;
    int count; ///< in the answer; 0: in the prompt only
};
struct TokenBias {
    int id;
    float bias;
};

enum class SampleStatus { Done, NotANumber, NothingAllowed, NothingPossible };

inline constexpr int kMaxSampledVocab = 1 << 18; ///< times 2^36 is below 2^54: sums are exact
inline constexpr int kMaxLogprobs = 32;          ///< alternatives of a row

/// Filters in the order of runtime::Sampler: mask, penalties, bias, temperature, top-k, top-p, min-p, then
/// one draw in proportion to probability by the same random number, in the same order of tokens. Weights are
/// f32 here and double there, and sums whole numbers of 2^-36: the tokens are the same unless the draw falls
/// within some 10^-7 of a border.
struct Sample {
    const float* logits = nullptr;            ///< [rows, stride]
    const std::uint32_t* known = nullptr;     ///< [ceil(vocab/32)]: ids that may ever be chosen, a bit each
    const std::uint32_t* allowed = nullptr;   ///< [rows, ceil(vocab/32)]: the grammar's, or null
    const SampleSettings* settings = nullptr; ///< [rows]
    const TokenCount* occurrences = nullptr;  ///< [rows, list_stride], distinct ids within a row
    const TokenBias* biases = nullptr;        ///< [rows, list_stride], distinct ids within a row
    std::byte* scratch = nullptr;             ///< scratch_bytes(), 8-byte aligned

    int* tokens = nullptr;          ///< [rows]; -1 where the status is not Done
    SampleStatus* status = nullptr; ///< [rows]
    float* logprobs = nullptr;      ///< [rows]: of the tokens, from the raw logits of all known ids; or null
    int* top_ids = nullptr;         ///< [rows, top], best first, -1 fills up
    float* top_logprobs = nullptr;  ///< [rows, top]

    int rows = 0;
    int vocab = 0; ///< at most kMaxSampledVocab
    int stride = 0;
    int list_stride = 0;
    int top = 0; ///< up to kMaxLogprobs

    std::size_t scratch_bytes() const;
};
/// Four launches, whatever the settings are.
void sample(cudaStream_t stream, const Sample& parameters);

} // namespace hadal::cuda
