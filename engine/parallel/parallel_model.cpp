#include "engine/parallel/parallel_model.h"

#include "engine/parallel/host_group.h"
#include "engine/parallel/rank_caches.h"

#include <algorithm>

namespace hadal::parallel {

void place_logits(std::vector<float>& all, std::span<const float> part, const Range& vocabulary,
                  std::int64_t vocab_size) {
    const auto width = static_cast<std::size_t>(vocabulary.count);
    for (std::size_t row = 0; row * width < part.size(); ++row)
        std::copy_n(part.begin() + static_cast<std::ptrdiff_t>(row * width), width,
                    all.begin() + static_cast<std::ptrdiff_t>(row) * vocab_size + vocabulary.first);
}

std::unique_ptr<ParallelModel> ParallelModel::load(std::shared_ptr<const model::Checkpoint> checkpoint,
                                                   int ranks, const BackendFactory& make_backend,
                                                   const model::ModelOptions& options,
                                                   const ParallelOptions& parallel,
                                                   const GroupFactory& make_group, const ProgressFn& progress,
                                                   std::stop_token stop) {
    const auto plan = std::make_shared<const ShardPlan>(checkpoint->config(), ranks);
    std::unique_ptr<ParallelModel> model(new ParallelModel);
    model->checkpoint_ = checkpoint;
    model->options_ = options;
    const auto all = model->ranks_ = std::make_shared<Ranks>();
    all->group = make_group ? make_group(ranks) : std::make_shared<HostGroup>(ranks, parallel.deadline);
    all->models.resize(static_cast<std::size_t>(ranks));
    model->threads_ = std::make_unique<RankThreads>(all->group, parallel.grace);
    const auto reading = std::make_shared<model::SharedReading>(ranks);
    // A rank that fails ends the loading of the others, which would go on for minutes.
    std::stop_source end;
    const std::stop_callback ends_all(stop, [&] { end.request_stop(); });
    model->threads_->run(
        [=](int rank) {
            auto backend = make_backend(rank);
            // The model's alone: should it fail to load, the communicator goes before the backend.
            model::RankPlace place{plan, rank, all->group->join(rank, *backend), reading};
            all->models[static_cast<std::size_t>(rank)] = model::DeepseekModel::load(
                checkpoint, std::move(backend), options, rank == 0 ? progress : ProgressFn{}, end.get_token(),
                std::move(place));
        },
        end);
    for (const auto& rank : all->models)
        model->bytes_per_token_ += rank->bytes_per_token();
    model->notice_ = all->group->notice();
    return model;
}

ParallelModel::~ParallelModel() {
    if (!threads_)
        return; // loading failed before there were any
    if (!threads_->is_lost()) {
        try {
            threads_->run(
                [ranks = ranks_](int rank) { ranks->models[static_cast<std::size_t>(rank)].reset(); });
        } catch (const Error&) {
            // Nobody is left to be told; a rank that hangs here is seen below.
        }
    }
    if (threads_->is_lost())
        new std::shared_ptr<Ranks>(ranks_); // a thread may still use them, so they stay
}

int ParallelModel::ranks() const {
    return ranks_->group->ranks();
}

std::unique_ptr<model::Cache> ParallelModel::make_cache(std::int64_t capacity) {
    std::vector<std::unique_ptr<model::Cache>> caches;
    for (const auto& rank : ranks_->models)
        caches.push_back(rank->make_cache(capacity));
    return std::make_unique<RankCaches>(this, ranks_->lost, std::move(caches));
}

std::span<const float> ParallelModel::forward(std::span<const model::SequenceInput> sequences,
                                              std::stop_token stop) {
    const auto job = std::make_shared<StepJob>(sequences, this, std::move(stop));
    const std::int64_t vocab = vocab_size();
    std::size_t rows = 0;
    for (const model::SequenceInput& sequence : sequences)
        rows += sequence.all_logits ? sequence.tokens.size() : 1;
    job->logits.resize(rows * static_cast<std::size_t>(vocab));
    const ShardPlan plan(config(), ranks());
    run_step(job->caches, [job, plan, vocab, ranks = ranks_](int rank) {
        const auto inputs = job->inputs(rank);
        const auto part = ranks->models[static_cast<std::size_t>(rank)]->forward(inputs, job->stop);
        place_logits(job->logits, part, plan.vocabulary(rank), vocab);
    });
    logits_ = std::shared_ptr<const std::vector<float>>(job, &job->logits);
    return *logits_;
}

void ParallelModel::run(const std::function<void(int)>& job, const std::stop_source& end) {
    try {
        threads_->run(job, end);
    } catch (...) {
        ranks_->lost = threads_->is_lost();
        throw;
    }
}

void ParallelModel::run_step(std::span<model::Cache* const> caches, const std::function<void(int)>& job) {
    std::vector<std::int64_t> lengths;
    for (const model::Cache* cache : caches)
        lengths.push_back(cache->length());
    try {
        run(job);
    } catch (...) {
        for (std::size_t i = 0; i < caches.size(); ++i)
            caches[i]->truncate(lengths[i]);
        throw;
    }
}

void ParallelModel::set_trace(int rank, model::Trace* trace) {
    ranks_->models[static_cast<std::size_t>(rank)]->set_trace(trace);
}

} // namespace hadal::parallel
