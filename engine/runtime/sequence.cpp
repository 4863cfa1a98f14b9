#include "engine/runtime/sequence.h"

#include <algorithm>

namespace hadal::runtime {

Sequence::Sequence(model::LanguageModel& model, std::int64_t capacity)
    : model_(model), module_(model.draft_module()), cache_(model.make_cache(capacity)),
      draft_cache_(module_ ? module_->make_cache(capacity) : nullptr) {}

std::int64_t Sequence::keep_common_prefix(std::span<const std::int32_t> prompt) {
    step_is_ours_ = false; // other sequences may have used the model since
    const auto comparable = prompt.first(prompt.empty() ? 0 : prompt.size() - 1);
    const auto differing =
        std::mismatch(tokens_.begin(), tokens_.end(), comparable.begin(), comparable.end()).first;
    return truncate(differing - tokens_.begin());
}

std::int64_t Sequence::truncate(std::int64_t wanted) {
    std::int64_t kept = wanted;
    if (module_ && wanted < length()) {
        // The pair of the last token kept, whose follower changes, needs that token's hidden state again.
        const std::int64_t pairs = std::min(followed_, std::max<std::int64_t>(wanted - 1, 0));
        if (!step_is_ours_ || pairs < step_begin_) {
            kept = pairs;
            step_is_ours_ = false;
        }
        followed_ = pairs;
    } else if (module_ && !step_is_ours_ && wanted > 0) {
        followed_ = std::min(followed_, wanted - 1);
        kept = followed_;
    }
    tokens_.resize(static_cast<std::size_t>(kept));
    cache_->truncate(kept);
    if (module_)
        forget_guesses();
    return kept;
}

void Sequence::forget_guesses() {
    draft_cache_->truncate(std::min(followed_, draft_cache_->length()));
}

StepRows Sequence::append(std::span<const std::int32_t> tokens, std::stop_token stop, bool all_logits,
                          const Choosing& choosing) {
    if (module_ && step_is_ours_ && followed_ < length())
        follow(tokens[0], stop, {});
    if (module_)
        forget_guesses();
    const model::SequenceInput input{cache_.get(), tokens, all_logits};
    StepRows rows;
    if (choosing.chooser)
        rows.choices = choosing.chooser->forward({&input, 1}, choosing.rules, stop);
    else
        rows.logits = model_.forward({&input, 1}, stop);
    step_begin_ = length();
    step_is_ours_ = true;
    tokens_.insert(tokens_.end(), tokens.begin(), tokens.end());
    return rows;
}

/// Gives the module all pairs that it lacks, the last of which has the token `next`.
StepRows Sequence::follow(std::int32_t next, std::stop_token stop, const Choosing& choosing) {
    forget_guesses();
    std::vector<std::int32_t> followers(tokens_.begin() + followed_ + 1, tokens_.end());
    followers.push_back(next);
    const std::int64_t first = followed_ - step_begin_;
    StepRows rows;
    if (choosing.chooser)
        rows.choices = choosing.chooser->follow(*draft_cache_, first, followers, choosing.rules, stop);
    else
        rows.logits = module_->follow(*draft_cache_, first, followers, stop);
    followed_ = length();
    return rows;
}

StepRows Sequence::guess(std::int32_t next, std::stop_token stop, const Choosing& choosing) {
    return follow(next, stop, choosing);
}

StepRows Sequence::guess_on(std::int32_t guessed, std::stop_token stop, const Choosing& choosing) {
    if (choosing.chooser)
        return {{}, choosing.chooser->go_on(*draft_cache_, guessed, choosing.rules, stop)};
    return {module_->go_on(*draft_cache_, guessed, stop), {}};
}

} // namespace hadal::runtime
