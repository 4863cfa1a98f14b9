// What a model in this process decided when it wrote one token of an answer.
#pragma once

#include "engine/base/text_span.h"
#include "engine/chat/prompt.h"
#include "engine/runtime/request.h"

#include <cstdint>
#include <span>
#include <vector>

namespace hadal::runtime {

/// Which token is looked at.
struct InsightRequest {
    Request request;      ///< that was answered: its messages, prompt options and session count, nothing else
    chat::Message answer; ///< as it was given; calls that it makes are not part of what is read
    bool reasoning = false; ///< the token stands in the answer's reasoning, else in its content
    std::size_t at = 0;     ///< a byte of it, in that text
    int alternatives = 8;   ///< of the token, the best first
};

/// Where a token of the prompt comes from: bytes of a message's content. What the format writes around the
/// messages, tools and anything else that no message says has message -1.
struct TokenOrigin {
    int message = -1;       ///< index in the request's messages; their number: the answer
    bool reasoning = false; ///< of the answer: of its reasoning
    TextSpan bytes;
    bool operator==(const TokenOrigin&) const = default;
};

struct Insight {
    /// What the model decided in one layer when it wrote the token.
    struct Layer {
        /// Positions of earlier tokens that attention read, ascending. Where `all` is set it read all of
        /// them.
        std::vector<std::int32_t> read;
        bool all = true;
        std::vector<std::int32_t> experts;        ///< best first; empty in a layer without experts
        std::vector<float> weights;               ///< of these
        std::vector<std::int32_t> experts_before; ///< how often each expert was chosen for `before` tokens
    };

    TextSpan bytes; ///< of the token in the text that was asked about; it may begin before that
    Logprobs token; ///< how likely the model found it, and the alternatives
    std::vector<TokenOrigin> origins; ///< of each earlier token; their number is the token's position
    std::vector<Layer> layers;
    std::int64_t before = 0;     ///< tokens just before this one whose experts were counted
    std::int64_t experts = 0;    ///< routed ones in a layer; 0: none
    std::int64_t index_topk = 0; ///< the most that sparse attention reads; 0: attention is dense
};

/// Where the tokens of a prompt come from. `starts` holds the first byte of each token in the prompt's text
/// and its size; `answer_begins` the byte where the answer that ends the prompt begins.
std::vector<TokenOrigin> origins_of(const chat::Prompt& prompt, std::span<const std::size_t> starts,
                                    const std::vector<chat::Message>& messages, const chat::Message& answer,
                                    std::size_t answer_begins);

} // namespace hadal::runtime
