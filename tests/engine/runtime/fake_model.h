// A model that costs nothing and forgets nothing: its logits depend on every token in the cache, so a wrong
// prefix shows as other tokens.
#pragma once

#include "engine/model/language_model.h"
#include "kernels/error.h"

#include <algorithm>
#include <functional>
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

    explicit FakeModel(FakeModelState& state) : state_(state) {}

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
        cache.tokens.insert(cache.tokens.end(), tokens.begin(), tokens.end());

        std::uint64_t hash = 14695981039346656037u;
        for (const std::int32_t token : cache.tokens)
            hash = (hash ^ static_cast<std::uint64_t>(token)) * 1099511628211u;
        logits_.resize(static_cast<std::size_t>(state_.vocab_size));
        for (float& logit : logits_) {
            hash = hash * 6364136223846793005u + 1442695040888963407u;
            logit = static_cast<float>(hash >> 40) * 0x1p-22f;
        }
        const std::size_t length = cache.tokens.size();
        if (length >= state_.reply_at && length - state_.reply_at < state_.reply.size())
            logits_[static_cast<std::size_t>(state_.reply[length - state_.reply_at])] = 100.0f;
        return logits_;
    }

  private:
    FakeModelState& state_;
    std::vector<float> logits_;
};

} // namespace hadal::test
