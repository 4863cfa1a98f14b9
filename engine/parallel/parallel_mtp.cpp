#include "engine/parallel/parallel_mtp.h"

#include "engine/parallel/rank_caches.h"

namespace hadal::parallel {

namespace {

struct MtpJob {
    struct Sequence {
        std::vector<model::Cache*> caches; ///< by rank
        HiddenRows hidden;
        std::vector<std::int32_t> tokens;
        bool all_logits = false;
    };
    std::vector<Sequence> sequences;
    std::stop_token stop;
    std::vector<float> logits;
};

} // namespace

std::unique_ptr<ParallelMtp> ParallelMtp::load(ParallelModel& model) {
    if (!model.checkpoint_->has_mtp())
        return nullptr;
    const auto ranks = model.ranks_;
    ranks->mtp.resize(ranks->models.size());
    model.threads_->run([ranks](int rank) {
        const auto index = static_cast<std::size_t>(rank);
        ranks->mtp[index] = model::MtpModule::load(*ranks->models[index]);
    });
    return std::unique_ptr<ParallelMtp>(new ParallelMtp(model));
}

std::unique_ptr<model::Cache> ParallelMtp::make_cache(std::int64_t capacity) {
    std::vector<std::unique_ptr<model::Cache>> caches;
    for (const auto& rank : model_.ranks_->mtp)
        caches.push_back(rank->make_cache(capacity));
    return std::make_unique<RankCaches>(this, model_.ranks_->lost, std::move(caches));
}

std::span<const float> ParallelMtp::forward(std::span<const ParallelMtpInput> sequences,
                                            std::stop_token stop) {
    const auto job = std::make_shared<MtpJob>();
    job->stop = std::move(stop);
    for (const ParallelMtpInput& sequence : sequences) {
        MtpJob::Sequence& own = job->sequences.emplace_back();
        for (const auto& cache : RankCaches::of(sequence.cache, this))
            own.caches.push_back(cache.get());
        own.hidden = sequence.hidden;
        own.tokens.assign(sequence.tokens.begin(), sequence.tokens.end());
        own.all_logits = sequence.all_logits;
    }
    const std::int64_t vocab = model_.vocab_size();
    job->logits.resize(logit_rows(sequences) * static_cast<std::size_t>(vocab));
    const ShardPlan plan(model_.config(), model_.ranks());
    model_.run([job, plan, vocab, ranks = model_.ranks_](int rank) {
        const auto index = static_cast<std::size_t>(rank);
        std::vector<model::MtpInput> inputs;
        for (const MtpJob::Sequence& s : job->sequences) {
            const ops::Tensor states = s.hidden.source == HiddenRows::Source::Model
                                           ? ranks->models[index]->hidden_states(s.hidden.sequence)
                                           : ranks->mtp[index]->hidden_states(s.hidden.sequence);
            const auto count = static_cast<std::int64_t>(s.tokens.size());
            if (s.hidden.first < 0 || s.hidden.first + count > states.rows)
                throw Error(ErrorKind::InvalidArgument,
                            "The MTP module was given " + std::to_string(count) + " tokens from row " +
                                std::to_string(s.hidden.first) + " on of " + std::to_string(states.rows) +
                                " hidden states; expected one row for each token.");
            inputs.push_back(
                {s.caches[index], states.slice_rows(s.hidden.first, count), s.tokens, s.all_logits});
        }
        const auto part = ranks->mtp[index]->forward(inputs, job->stop);
        place_logits(job->logits, part, plan.vocabulary(rank), vocab);
    });
    logits_ = std::shared_ptr<const std::vector<float>>(job, &job->logits);
    return *logits_;
}

} // namespace hadal::parallel
