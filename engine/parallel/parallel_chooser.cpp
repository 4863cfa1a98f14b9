// Steps of all ranks that end in tokens: each sends its part of the logits to rank 0, whose device chooses.
#include "engine/parallel/rank_caches.h"

#include <array>
#include <mutex>

namespace hadal::parallel {

class ParallelChooser final : public model::StepChooser {
  public:
    /// By rank.
    using Parts = std::vector<std::shared_ptr<model::StepChooser>>;

    ParallelChooser(ParallelModel& model, std::shared_ptr<Parts> parts)
        : model_(model), parts_(std::move(parts)), most_logprobs_(parts_->front()->most_logprobs()) {}
    ~ParallelChooser() override { let_go(model_, parts_); }

    /// What ranks have made goes on their threads, or stays where one may still use it.
    static void let_go(ParallelModel& model, const std::shared_ptr<Parts>& parts) {
        try {
            model.run([parts](int rank) { (*parts)[static_cast<std::size_t>(rank)].reset(); });
        } catch (const Error&) {
            if (model.threads_->is_lost())
                new std::shared_ptr<Parts>(parts);
        }
    }

    int most_logprobs() const override { return most_logprobs_; }

    std::span<const ops::TokenChoice> forward(std::span<const model::SequenceInput> sequences,
                                              const Rules& rules, std::stop_token stop) override {
        const auto job = std::make_shared<StepJob>(sequences, &model_, std::move(stop));
        return step(job->caches, rules, [job](model::StepChooser& part, int rank, const Rules& ask) {
            return part.forward(job->inputs(rank), ask, job->stop);
        });
    }
    std::span<const ops::TokenChoice> follow(model::Cache& cache, std::int64_t first_row,
                                             std::span<const std::int32_t> tokens, const Rules& rules,
                                             std::stop_token stop) override {
        return step(std::array{&cache}, rules,
                    [caches = RankCaches::of(&cache, model_.draft_module()), first_row,
                     followers = std::vector(tokens.begin(), tokens.end()),
                     stop](model::StepChooser& part, int rank, const Rules& ask) {
                        return part.follow(*caches[static_cast<std::size_t>(rank)], first_row, followers, ask,
                                           stop);
                    });
    }
    std::span<const ops::TokenChoice> go_on(model::Cache& cache, std::int32_t token, const Rules& rules,
                                            std::stop_token stop) override {
        return step(std::array{&cache}, rules,
                    [caches = RankCaches::of(&cache, model_.draft_module()), token,
                     stop](model::StepChooser& part, int rank, const Rules& ask) {
                        return part.go_on(*caches[static_cast<std::size_t>(rank)], token, ask, stop);
                    });
    }

  private:
    /// Makes a rank's part of a step. Owns what it works on: a rank's thread may outlive the call.
    using OnRank = std::function<std::span<const ops::TokenChoice>(model::StepChooser& part, int rank,
                                                                   const Rules& ask)>;
    /// Shared with the ranks' threads.
    struct Job {
        Job(OnRank of_a_rank, const Rules& caller) : on_rank(std::move(of_a_rank)), rules(&caller) {}

        /// For rank 0. The caller's rules are not touched any more when it has gone.
        std::span<const ops::TokenRule> ask() {
            const std::lock_guard lock(mutex);
            if (!rules)
                throw Error(ErrorKind::DeviceLost, "The step was given up.");
            const auto given = (*rules)();
            asked.assign(given.begin(), given.end());
            return asked;
        }
        void leave() {
            const std::lock_guard lock(mutex);
            rules = nullptr;
        }

        const OnRank on_rank;
        std::mutex mutex;
        const Rules* rules;
        std::vector<ops::TokenRule> asked;
        std::vector<ops::TokenChoice> choices;
    };

    std::span<const ops::TokenChoice> step(std::span<model::Cache* const> caches, const Rules& rules,
                                           OnRank on_rank) {
        job_ = std::make_shared<Job>(std::move(on_rank), rules);
        const auto on_thread = [job = job_, parts = parts_](int rank) {
            const auto choices =
                job->on_rank(*(*parts)[static_cast<std::size_t>(rank)], rank, [job] { return job->ask(); });
            if (rank == 0)
                job->choices.assign(choices.begin(), choices.end());
        };
        try {
            model_.run_step(caches, on_thread);
        } catch (...) {
            job_->leave();
            throw;
        }
        job_->leave();
        return job_->choices;
    }

    ParallelModel& model_;
    std::shared_ptr<Parts> parts_;
    int most_logprobs_;
    std::shared_ptr<Job> job_; ///< of the last step
};

std::shared_ptr<model::StepChooser> ParallelModel::make_chooser(std::span<const std::int32_t> known_ids) {
    const auto known = std::make_shared<std::vector<std::int32_t>>(known_ids.begin(), known_ids.end());
    const auto parts = std::make_shared<ParallelChooser::Parts>(ranks_->models.size());
    run([known, parts, ranks = ranks_](int rank) {
        const auto index = static_cast<std::size_t>(rank);
        (*parts)[index] = ranks->models[index]->make_chooser(*known);
    });
    if (parts->front())
        return std::make_shared<ParallelChooser>(*this, parts);
    ParallelChooser::let_go(*this, parts);
    return nullptr;
}

} // namespace hadal::parallel
