// The tokens of one conversation together with what the model has computed for them.
#pragma once

#include "engine/model/language_model.h"

#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

namespace hadal::runtime {

/// A model's cache that knows which tokens it holds, so that a later prompt can go on from what it shares
/// with them. One thread at a time. The model must outlive it.
class Sequence {
  public:
    /// Throws OutOfMemory.
    Sequence(model::LanguageModel& model, std::int64_t capacity)
        : model_(model), cache_(model.make_cache(capacity)) {}

    const std::vector<std::int32_t>& tokens() const { return tokens_; }

    /// Forgets everything but the longest common prefix with `prompt`. The prompt's last token is forgotten
    /// in any case: the logits after it are not kept, so it must be passed again. Returns how many tokens
    /// remain.
    std::int64_t keep_common_prefix(std::span<const std::int32_t> prompt);

    /// Passes tokens through the model and returns its logits after the last one; they live until the model's
    /// next step. Throws what the model throws. After Cancelled and OutOfMemory the sequence is as before the
    /// call; after anything else its content is lost and it must not be used again.
    std::span<const float> append(std::span<const std::int32_t> tokens, std::stop_token stop);

  private:
    model::LanguageModel& model_;
    std::unique_ptr<model::Cache> cache_;
    std::vector<std::int32_t> tokens_; ///< as many as cache_->length()
};

} // namespace hadal::runtime
