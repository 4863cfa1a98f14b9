// The tokens of one conversation together with what the model has computed for them.
#pragma once

#include "engine/model/draft_module.h"
#include "engine/model/language_model.h"
#include "engine/model/step_chooser.h"

#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

namespace hadal::runtime {

/// What a step gives for each of its rows: logits [rows, vocabulary], or the tokens that were chosen from
/// them on the device.
struct StepRows {
    std::span<const float> logits;
    std::span<const ops::TokenChoice> choices;
};

/// How a step is to choose tokens; without a chooser it gives logits.
struct Choosing {
    model::StepChooser* chooser = nullptr;
    model::StepChooser::Rules rules;
};

/// A model's cache that knows which tokens it holds, so that a later prompt can go on from what it shares
/// with them; and with it the cache of the model's draft module, if it has one. One thread at a time. The
/// model must outlive it.
class Sequence {
  public:
    /// Throws OutOfMemory.
    Sequence(model::LanguageModel& model, std::int64_t capacity);

    const std::vector<std::int32_t>& tokens() const { return tokens_; }

    /// Forgets everything but the longest common prefix with `prompt`. The prompt's last token is forgotten
    /// in any case: the logits after it are not kept, so it must be passed again; with a draft module, one
    /// more or a few. Returns how many tokens remain.
    std::int64_t keep_common_prefix(std::span<const std::int32_t> prompt);

    /// Forgets the tokens from `length` on, and with a draft module a few more where that has not read them.
    /// Returns how many tokens remain; the others up to `length` are to be passed again.
    std::int64_t truncate(std::int64_t length);

    /// Passes tokens through the model and returns its logits after the last one, or with `all_logits` one
    /// row after each; they live until the model's next step. Throws what the model throws. After Cancelled
    /// and OutOfMemory the sequence is as before the call; after anything else its content is lost and it
    /// must not be used again.
    std::span<const float> append(std::span<const std::int32_t> tokens, std::stop_token stop,
                                  bool all_logits = false) {
        return append(tokens, std::move(stop), all_logits, {}).logits;
    }
    /// The same, with tokens for logits where there is a chooser.
    StepRows append(std::span<const std::int32_t> tokens, std::stop_token stop, bool all_logits,
                    const Choosing& choosing);

    /// Whether guess() can be called: there is a draft module, and the last step of the model was ours.
    bool can_guess() const { return module_ && !tokens_.empty() && step_is_ours_; }
    /// What follows `next`, the token that will be appended next, as the draft module guesses it; lives until
    /// the next call of any kind. Errors as for append().
    StepRows guess(std::int32_t next, std::stop_token stop, const Choosing& choosing = {});
    /// The same for what follows a guess, after guess() or guess_on().
    StepRows guess_on(std::int32_t guessed, std::stop_token stop, const Choosing& choosing = {});

  private:
    std::int64_t length() const { return static_cast<std::int64_t>(tokens_.size()); }
    StepRows follow(std::int32_t next, std::stop_token stop, const Choosing& choosing);
    void forget_guesses();

    model::LanguageModel& model_;
    model::DraftModule* module_;
    std::unique_ptr<model::Cache> cache_, draft_cache_;
    std::vector<std::int32_t> tokens_; ///< as many as cache_->length()

    // Of the draft module: pair i is (hidden state after token i, token i + 1).
    std::int64_t followed_ = 0;   ///< pairs it holds that are no guesses; at most length()
    std::int64_t step_begin_ = 0; ///< the first token whose hidden state is at hand
    bool step_is_ours_ = false;   ///< hidden states of the tokens from step_begin_ on are at hand
};

} // namespace hadal::runtime
