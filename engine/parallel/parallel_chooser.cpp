// Steps of all ranks that end in tokens: each sends its part of the logits to rank 0, whose device chooses.
#include "engine/parallel/rank_caches.h"

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
        job_ = std::make_shared<Job>(StepJob(sequences, &model_, std::move(stop)), rules);
        const auto step = [job = job_, parts = parts_](int rank) {
            const auto inputs = job->step.inputs(rank);
            const auto choices = (*parts)[static_cast<std::size_t>(rank)]->forward(
                inputs, [job] { return job->ask(); }, job->step.stop);
            if (rank == 0)
                job->choices.assign(choices.begin(), choices.end());
        };
        try {
            model_.run(step);
        } catch (...) {
            job_->leave();
            throw;
        }
        job_->leave();
        return job_->choices;
    }
    std::span<const ops::TokenChoice> follow(model::Cache&, std::int64_t, std::span<const std::int32_t>,
                                             const Rules&, std::stop_token) override {
        cannot_guess();
    }
    std::span<const ops::TokenChoice> go_on(model::Cache&, std::int32_t, const Rules&,
                                            std::stop_token) override {
        cannot_guess();
    }

  private:
    /// Shared with the ranks' threads, one of which may outlive the call.
    struct Job {
        Job(StepJob job, const Rules& caller) : step(std::move(job)), rules(&caller) {}

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

        StepJob step;
        std::mutex mutex;
        const Rules* rules;
        std::vector<ops::TokenRule> asked;
        std::vector<ops::TokenChoice> choices;
    };

    [[noreturn]] static void cannot_guess() {
        throw Error(ErrorKind::InvalidArgument, "A model that is shared by ranks was asked to guess.");
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
