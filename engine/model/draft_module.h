// What speculative decoding needs of a model that can guess ahead.
#pragma once

#include "engine/model/language_model.h"

namespace hadal::model {

/// Guesses the token after the next one from a hidden state of its model and the next token (multi-token
/// prediction: DeepSeek-V3, section 2.2). Its cache holds the pairs (h_i, t_{i+1}) of a sequence: hidden
/// state after token i, and the token that follows; i counts on from the cache's length. It goes with one
/// model, which owns it, and uses that model's thread. Errors are those of LanguageModel::forward; after them
/// every cache has its former length.
class DraftModule {
  public:
    virtual ~DraftModule() = default;

    /// Throws OutOfMemory.
    virtual std::unique_ptr<Cache> make_cache(std::int64_t capacity) = 0;

    /// Appends the pairs of the hidden states that the model's last step left in its only sequence, from row
    /// `first_row` on, with the tokens. Returns F32 logits [vocab_size] for what follows the last of them;
    /// valid until the next call.
    virtual std::span<const float> follow(Cache& cache, std::int64_t first_row,
                                          std::span<const std::int32_t> tokens, std::stop_token stop) = 0;

    /// Appends a pair of the module's own last hidden state with `token`: a guess on top of a guess.
    virtual std::span<const float> go_on(Cache& cache, std::int32_t token, std::stop_token stop) = 0;
};

} // namespace hadal::model
