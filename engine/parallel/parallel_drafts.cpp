// The draft module on several ranks: each reads the hidden states that its model's last step left on its
// device, which are the same on all.
#include "engine/parallel/rank_caches.h"

#include <array>

namespace hadal::parallel {

class ParallelDraftModule final : public model::DraftModule {
  public:
    explicit ParallelDraftModule(ParallelModel& model) : model_(model) {}

    std::unique_ptr<model::Cache> make_cache(std::int64_t capacity) override {
        std::vector<std::unique_ptr<model::Cache>> caches;
        for (const auto& rank : model_.ranks_->models)
            caches.push_back(rank->draft_module()->make_cache(capacity));
        return std::make_unique<RankCaches>(this, model_.ranks_->lost, std::move(caches));
    }

    std::span<const float> follow(model::Cache& cache, std::int64_t first_row,
                                  std::span<const std::int32_t> tokens, std::stop_token stop) override {
        return step(cache, [caches = RankCaches::of(&cache, this), first_row,
                            followers = std::vector(tokens.begin(), tokens.end()),
                            stop](model::DraftModule& module, std::size_t rank) {
            return module.follow(*caches[rank], first_row, followers, stop);
        });
    }
    std::span<const float> go_on(model::Cache& cache, std::int32_t token, std::stop_token stop) override {
        return step(cache, [caches = RankCaches::of(&cache, this), token, stop](model::DraftModule& module,
                                                                                std::size_t rank) {
            return module.go_on(*caches[rank], token, stop);
        });
    }

  private:
    /// `on_rank` returns the logits of a rank's part of the vocabulary.
    using OnRank = std::function<std::span<const float>(model::DraftModule& module, std::size_t rank)>;
    std::span<const float> step(model::Cache& cache, const OnRank& on_rank) {
        const std::int64_t vocab = model_.vocab_size();
        const auto logits = std::make_shared<std::vector<float>>(static_cast<std::size_t>(vocab));
        const ShardPlan plan(model_.config(), model_.ranks());
        model_.run_step(std::array{&cache}, [on_rank, logits, plan, vocab, ranks = model_.ranks_](int rank) {
            const auto index = static_cast<std::size_t>(rank);
            const auto part = on_rank(*ranks->models[index]->draft_module(), index);
            place_logits(*logits, part, plan.vocabulary(rank), vocab);
        });
        logits_ = logits;
        return *logits_;
    }

    ParallelModel& model_;
    std::shared_ptr<const std::vector<float>> logits_; ///< of the last step
};

void ParallelModel::load_draft_module(const ProgressFn& progress, std::stop_token stop) {
    if (!checkpoint_->has_mtp())
        return;
    std::stop_source end;
    const std::stop_callback ends_all(stop, [&] { end.request_stop(); });
    run(
        [progress, end, ranks = ranks_](int rank) {
            ranks->models[static_cast<std::size_t>(rank)]->load_draft_module(
                rank == 0 ? progress : ProgressFn{}, end.get_token());
        },
        end);
    draft_module_ = std::make_unique<ParallelDraftModule>(*this);
}

} // namespace hadal::parallel
