// The choice of tokens where the logits are, for backends whose memory is far from the host.
#pragma once

#include "kernels/tensor.h"

#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace hadal::ops {

struct TokenCount {
    std::int32_t id;
    std::int32_t count; ///< in the answer; 0: in the prompt only
};
struct TokenBias {
    std::int32_t id;
    float bias;
};

/// How the token of one row is chosen. The fields mean what runtime::Sampling says, and act in the order of
/// runtime::Sampler.
struct TokenRule {
    float temperature = 1.0f; ///< 0: the best token
    std::int32_t top_k = 0;   ///< 0: off
    float top_p = 1.0f;
    float min_p = 0.0f;
    float repetition_penalty = 1.0f;
    float presence_penalty = 0.0f;
    float frequency_penalty = 0.0f;
    std::uint64_t seed = 0;
    std::uint64_t position = 0;          ///< the token's number in the answer, and in the seed's sequence
    std::vector<TokenCount> occurrences; ///< distinct ids; empty where no penalty asks for them
    std::vector<TokenBias> biases;       ///< distinct ids
    std::vector<std::uint64_t> allowed;  ///< the grammar's: one bit an id; empty: all
    int top_logprobs = -1;               ///< alternatives to tell of; -1: no probabilities at all
};

struct TokenChoice {
    enum class Status {
        Done,
        NotANumber,      ///< a logit is NaN or +infinity
        NothingAllowed,  ///< no known id is allowed
        NothingPossible, ///< every allowed id has the logit -infinity
    };
    Status status = Status::Done;
    std::int32_t id = -1;
    float logprob = 0.0f; ///< as runtime::read_logprobs() has it, where the rule asks for it
    std::vector<std::pair<std::int32_t, float>> top; ///< ids and logprobs, best first
};

/// Chooses among the ids that it was made for. One thread at a time; its backend must outlive it.
class TokenChooser {
  public:
    virtual ~TokenChooser() = default;
    TokenChooser(const TokenChooser&) = delete;
    TokenChooser& operator=(const TokenChooser&) = delete;

    /// The most alternatives that it can tell of.
    virtual int most_logprobs() const = 0;
    /// One choice for each row of logits F32 [rules, vocabulary], after the operations before it; waits for
    /// them. A row's choice does not depend on the other rows. Valid until the next call. Throws OutOfMemory,
    /// and InvalidArgument for logits of another shape.
    virtual std::span<const TokenChoice> choose(Tensor logits, std::span<const TokenRule> rules) = 0;

  protected:
    TokenChooser() = default;
};

} // namespace hadal::ops
