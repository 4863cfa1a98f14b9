// What the ranks of a model are made of, and the cache of a sequence on all of them.
#pragma once

#include "engine/parallel/parallel_model.h"

#include <vector>

namespace hadal::parallel {

/// Touched by a rank's thread while it has a job, by the model's caller between jobs.
struct ParallelModel::Ranks {
    std::shared_ptr<RankGroup> group; ///< communicators refer to it: it goes last
    std::vector<std::unique_ptr<model::DeepseekModel>> models;
    bool lost = false; ///< a rank was given up and may still be at work
};

/// Ranks hold the same tokens of a sequence, so each answer is that of the first.
class RankCaches final : public model::Cache {
  public:
    /// Where `caches` were made: a ParallelModel, or its draft module.
    RankCaches(const void* owner, const bool& lost, std::vector<std::unique_ptr<model::Cache>> caches)
        : owner_(owner), lost_(lost), caches_(std::move(caches)) {}
    ~RankCaches() override {
        // A rank that may still be at work could use them: better never freed.
        if (lost_)
            for (auto& cache : caches_)
                static_cast<void>(cache.release());
    }
    RankCaches(const RankCaches&) = delete;
    RankCaches& operator=(const RankCaches&) = delete;

    std::int64_t length() const override { return caches_.front()->length(); }
    std::int64_t capacity() const override { return caches_.front()->capacity(); }
    void truncate(std::int64_t length) override {
        for (const auto& cache : caches_)
            if (!lost_)
                cache->truncate(length);
    }

    /// The caches, by rank, of one that `owner` made. Throws InvalidArgument for any other.
    static std::vector<model::Cache*> of(model::Cache* cache, const void* owner) {
        auto* ours = dynamic_cast<RankCaches*>(cache);
        if (ours == nullptr || ours->owner_ != owner)
            throw Error(ErrorKind::InvalidArgument, "A step was given a cache that this model did not make.");
        std::vector<model::Cache*> by_rank;
        for (const auto& own : ours->caches_)
            by_rank.push_back(own.get());
        return by_rank;
    }

  private:
    const void* owner_;
    const bool& lost_; ///< the model outlives its caches
    std::vector<std::unique_ptr<model::Cache>> caches_;
};

/// What a step works on: shared with the ranks' threads, one of which may outlive the call.
struct StepJob {
    struct Sequence {
        std::vector<model::Cache*> caches; ///< by rank
        std::vector<std::int32_t> tokens;
        bool all_logits = false;
    };
    /// Caches that `owner` made.
    StepJob(std::span<const model::SequenceInput> inputs, const void* owner, std::stop_token stop_token)
        : stop(std::move(stop_token)) {
        for (const model::SequenceInput& input : inputs) {
            sequences.push_back({RankCaches::of(input.cache, owner),
                                 {input.tokens.begin(), input.tokens.end()},
                                 input.all_logits});
            caches.push_back(input.cache);
        }
    }
    std::vector<model::SequenceInput> inputs(int rank) const {
        std::vector<model::SequenceInput> inputs;
        for (const Sequence& s : sequences)
            inputs.push_back({s.caches[static_cast<std::size_t>(rank)], s.tokens, s.all_logits});
        return inputs;
    }

    std::vector<Sequence> sequences;
    std::vector<model::Cache*> caches; ///< of all ranks, one a sequence
    std::stop_token stop;
    std::vector<float> logits;
};

/// Puts a rank's logits [rows, part] where they belong in those of the whole vocabulary.
void place_logits(std::vector<float>& all, std::span<const float> part, const Range& vocabulary,
                  std::int64_t vocab_size);

} // namespace hadal::parallel
