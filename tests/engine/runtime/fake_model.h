// A model that costs nothing and forgets nothing: its logits depend on every token in the cache, so a wrong
// prefix shows as other tokens.
#pragma once

#include "engine/model/draft_module.h"
#include "kernels/error.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <vector>

namespace hadal::test {

class FakeCache : public model::Cache {
  public:
    FakeCache(std::int64_t capacity, std::vector<const FakeCache*>& alive)
        : capacity_(capacity), alive_(alive) {
        alive_.push_back(this);
    }
    ~FakeCache() override { std::erase(alive_, this); }
    std::int64_t length() const override { return static_cast<std::int64_t>(tokens.size()); }
    std::int64_t capacity() const override { return capacity_; }
    void truncate(std::int64_t length) override {
        if (length < 0 || length > this->length())
            throw Error(ErrorKind::InvalidArgument, "truncate beyond the end");
        tokens.resize(static_cast<std::size_t>(length));
    }

    std::vector<std::int32_t> tokens;

  private:
    std::int64_t capacity_;
    std::vector<const FakeCache*>& alive_;
};

/// What a test sets before and reads after; shared with the model, which an engine owns.
struct FakeModelState {
    std::int64_t vocab_size = 300;
    std::int64_t max_context = 4096;
    std::int64_t prefill_chunk = 16;
    std::size_t max_caches = 100;     ///< more at a time: OutOfMemory
    std::size_t max_held = 1'000'000; ///< tokens in all caches; more: OutOfMemory

    /// Tokens to say: reply[i] follows a cache of reply_at + i tokens. Elsewhere a hash decides.
    std::vector<std::int32_t> reply;
    std::size_t reply_at = 0;
    /// Called before each layer of each step with the numbers of both; may throw.
    std::function<void(int step, int layer)> on_layer;

    /// With a draft module whose guesses are the model's own logits, of which this part is disturbed.
    std::optional<double> draft_noise;

    std::vector<std::size_t> steps;       ///< tokens in each step begun
    std::vector<const FakeCache*> caches; ///< alive
    std::size_t caches_made = 0;

    std::size_t held() const {
        std::size_t sum = 0;
        for (const FakeCache* cache : caches)
            sum += cache->tokens.size();
        return sum;
    }

    std::size_t tokens_passed() const {
        std::size_t sum = 0;
        for (const std::size_t tokens : steps)
            sum += tokens;
        return sum;
    }
};

class FakeModel : public model::LanguageModel {
  public:
    static constexpr int layers = 4;

    explicit FakeModel(FakeModelState& state) : state_(state) {
        if (state.draft_noise)
            draft_ = std::make_unique<Draft>(*this);
    }

    model::DraftModule* draft_module() override { return draft_.get(); }

    std::int64_t vocab_size() const override { return state_.vocab_size; }
    std::int64_t max_context() const override { return state_.max_context; }
    std::int64_t prefill_chunk() const override { return state_.prefill_chunk; }
    std::int64_t bytes_per_token() const override { return 0; }

    std::unique_ptr<model::Cache> make_cache(std::int64_t capacity) override {
        if (state_.caches.size() >= state_.max_caches)
            throw Error(ErrorKind::OutOfMemory, "There is no memory for another cache.");
        ++state_.caches_made;
        return std::make_unique<FakeCache>(capacity, state_.caches);
    }

    std::span<const float> forward(std::span<const model::SequenceInput> sequences,
                                   std::stop_token stop) override {
        if (sequences.size() != 1 || sequences[0].tokens.empty())
            throw Error(ErrorKind::InvalidArgument,
                        "The fake model takes one sequence of one token or more.");
        auto& cache = dynamic_cast<FakeCache&>(*sequences[0].cache);
        const auto tokens = sequences[0].tokens;
        if (cache.length() + static_cast<std::int64_t>(tokens.size()) > cache.capacity())
            throw Error(ErrorKind::ContextFull, "The fake cache is full.");
        if (state_.held() + tokens.size() > state_.max_held)
            throw Error(ErrorKind::OutOfMemory, "There is no memory for more tokens.");
        const int step = static_cast<int>(state_.steps.size());
        state_.steps.push_back(tokens.size());
        for (int layer = 0; layer < layers; ++layer) {
            if (state_.on_layer)
                state_.on_layer(step, layer);
            if (stop.stop_requested())
                throw Error(ErrorKind::Cancelled, "Stopped.");
        }
        last_step_begin_ = cache.tokens.size();
        logits_.clear();
        for (const std::int32_t token : tokens) {
            cache.tokens.push_back(token);
            if (sequences[0].all_logits || cache.tokens.size() == last_step_begin_ + tokens.size())
                add_logits(cache.tokens, logits_);
        }
        last_tokens_ = cache.tokens;
        return logits_;
    }

  private:
    /// Knows the hidden state after a token as the tokens up to it, and refuses every pair that does not
    /// belong to the sequence.
    class Draft : public model::DraftModule {
      public:
        explicit Draft(FakeModel& model) : model_(model) {}
        std::unique_ptr<model::Cache> make_cache(std::int64_t capacity) override {
            return std::make_unique<FakeCache>(capacity, caches_);
        }
        std::span<const float> follow(model::Cache& cache, std::int64_t first_row,
                                      std::span<const std::int32_t> tokens, std::stop_token) override {
            auto& pairs = dynamic_cast<FakeCache&>(cache);
            const auto& known = model_.last_tokens_;
            const std::size_t first = model_.last_step_begin_ + static_cast<std::size_t>(first_row);
            if (first_row < 0 || first != pairs.tokens.size() || first + tokens.size() > known.size() ||
                !std::equal(pairs.tokens.begin(), pairs.tokens.end(), known.begin() + 1))
                throw Error(ErrorKind::InvalidArgument, "These pairs are not the next ones.");
            // Only the last of them may be a token that the model has not read.
            if (!std::equal(tokens.begin(), tokens.end() - 1,
                            known.begin() + static_cast<std::ptrdiff_t>(first) + 1))
                throw Error(ErrorKind::InvalidArgument, "These tokens are not those of the sequence.");
            pairs.tokens.insert(pairs.tokens.end(), tokens.begin(), tokens.end());
            told_.assign(known.begin(), known.begin() + static_cast<std::ptrdiff_t>(first + tokens.size()));
            return guess(tokens.back());
        }
        std::span<const float> go_on(model::Cache& cache, std::int32_t token, std::stop_token) override {
            dynamic_cast<FakeCache&>(cache).tokens.push_back(token);
            return guess(token);
        }

      private:
        std::span<const float> guess(std::int32_t next) {
            told_.push_back(next);
            logits_.clear();
            model_.add_logits(told_, logits_);
            const auto noise = static_cast<float>(*model_.state_.draft_noise);
            for (std::size_t i = 0; i < logits_.size(); ++i)
                if (static_cast<float>((told_.size() * 31 + i * 17) % 97) < 97 * noise)
                    logits_[i] -= 2.0f;
            return logits_;
        }
        FakeModel& model_;
        std::vector<const FakeCache*> caches_;
        std::vector<std::int32_t> told_;
        std::vector<float> logits_;
    };

    void add_logits(const std::vector<std::int32_t>& tokens, std::vector<float>& out) const {
        std::uint64_t hash = 14695981039346656037u;
        for (const std::int32_t token : tokens)
            hash = (hash ^ static_cast<std::uint64_t>(token)) * 1099511628211u;
        const std::size_t begin = out.size(), length = tokens.size();
        for (std::int64_t i = 0; i < state_.vocab_size; ++i) {
            hash = hash * 6364136223846793005u + 1442695040888963407u;
            out.push_back(static_cast<float>(hash >> 40) * 0x1p-22f);
        }
        if (length >= state_.reply_at && length - state_.reply_at < state_.reply.size())
            out[begin + static_cast<std::size_t>(state_.reply[length - state_.reply_at])] = 100.0f;
    }

    FakeModelState& state_;
    std::vector<float> logits_;
    std::vector<std::int32_t> last_tokens_; ///< of the sequence of the last step
    std::size_t last_step_begin_ = 0;
    std::unique_ptr<Draft> draft_;
};

} // namespace hadal::test
