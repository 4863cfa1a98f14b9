// What the ranks of a model are made of, and the cache of a sequence on all of them.
#pragma once

#include "engine/model/mtp.h"
#include "engine/parallel/parallel_model.h"

#include <vector>

namespace hadal::parallel {

/// Touched by a rank's thread while it has a job, by the model's caller between jobs.
struct ParallelModel::Ranks {
    std::shared_ptr<RankGroup> group; ///< communicators refer to it: it goes last
    std::vector<std::unique_ptr<model::DeepseekModel>> models;
    std::vector<std::unique_ptr<model::MtpModule>> mtp; ///< empty, or one for each rank
    bool lost = false;                                  ///< a rank was given up and may still be at work
};

/// Ranks hold the same tokens of a sequence, so each answer is that of the first.
class RankCaches final : public model::Cache {
  public:
    /// Where `caches` were made: the models of a ParallelModel, or its MTP modules.
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
    static const std::vector<std::unique_ptr<model::Cache>>& of(model::Cache* cache, const void* owner) {
        auto* ours = dynamic_cast<RankCaches*>(cache);
        if (ours == nullptr || ours->owner_ != owner)
            throw Error(ErrorKind::InvalidArgument, "A step was given a cache that this model did not make.");
        return ours->caches_;
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
            Sequence& own = sequences.emplace_back();
            for (const auto& cache : RankCaches::of(input.cache, owner))
                own.caches.push_back(cache.get());
            own.tokens.assign(input.tokens.begin(), input.tokens.end());
            own.all_logits = input.all_logits;
        }
    }
    std::vector<model::SequenceInput> inputs(int rank) const {
        std::vector<model::SequenceInput> inputs;
        for (const Sequence& s : sequences)
            inputs.push_back({s.caches[static_cast<std::size_t>(rank)], s.tokens, s.all_logits});
        return inputs;
    }

    std::vector<Sequence> sequences;
    std::stop_token stop;
    std::vector<float> logits;
};

/// The rows of logits that a step of these sequences has.
template <typename Input>
std::size_t logit_rows(std::span<const Input> sequences) {
    std::size_t rows = 0;
    for (const Input& sequence : sequences)
        rows += sequence.all_logits ? sequence.tokens.size() : 1;
    return rows;
}

/// Puts a rank's logits [rows, part] where they belong in those of the whole vocabulary.
void place_logits(std::vector<float>& all, std::span<const float> part, const Range& vocabulary,
                  std::int64_t vocab_size);

} // namespace hadal::parallel
