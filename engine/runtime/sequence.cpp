#include "engine/runtime/sequence.h"

#include <algorithm>

namespace hadal::runtime {

std::int64_t Sequence::keep_common_prefix(std::span<const std::int32_t> prompt) {
    const auto comparable = prompt.first(prompt.empty() ? 0 : prompt.size() - 1);
    const auto differing =
        std::mismatch(tokens_.begin(), tokens_.end(), comparable.begin(), comparable.end()).first;
    tokens_.erase(differing, tokens_.end());
    const auto length = static_cast<std::int64_t>(tokens_.size());
    cache_->truncate(length);
    return length;
}

std::span<const float> Sequence::append(std::span<const std::int32_t> tokens, std::stop_token stop) {
    const model::SequenceInput input{cache_.get(), tokens, false};
    const std::span<const float> logits = model_.forward({&input, 1}, stop);
    tokens_.insert(tokens_.end(), tokens.begin(), tokens.end());
    return logits;
}

} // namespace hadal::runtime
