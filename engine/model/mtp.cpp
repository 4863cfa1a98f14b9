#include "engine/model/mtp.h"

#include <string>

namespace hadal::model {

using ops::Tensor;

std::unique_ptr<MtpModule> MtpModule::load(DeepseekModel& model, const ProgressFn& progress,
                                           std::stop_token stop) {
    if (!model.checkpoint_->has_mtp())
        return nullptr;
    return std::unique_ptr<MtpModule>(new MtpModule(model, progress, std::move(stop)));
}

MtpModule::MtpModule(DeepseekModel& model, const ProgressFn& progress, std::stop_token stop)
    : model_(model), store_(*model.checkpoint_, *model.backend_, model.place_, model.options()),
      weights_(store_.load_mtp(progress, std::move(stop))),
      pool_(std::make_shared<PagePool>(*model.backend_, 1, model.decoder_.cache_layout())),
      embedded_(*model.backend_, model.backend_->activation_dtype(), model.config().hidden_size),
      joined_(*model.backend_, model.backend_->activation_dtype(), 2 * model.config().hidden_size),
      residual_(*model.backend_, model.backend_->activation_dtype(), model.config().hidden_size),
      hidden_(*model.backend_, model.backend_->activation_dtype(), model.config().hidden_size) {
    model.reserve_memory(*pool_);
}

DraftModule* DeepseekModel::draft_module() {
    return mtp_.get();
}

void DeepseekModel::load_draft_module(const ProgressFn& progress, std::stop_token stop) {
    mtp_ = MtpModule::load(*this, progress, std::move(stop));
}

std::unique_ptr<Cache> MtpModule::make_cache(std::int64_t capacity) {
    return model_.make_cache(pool_, capacity);
}

std::span<const float> MtpModule::forward(std::span<const MtpInput> sequences, std::stop_token stop) {
    make_step(sequences, std::move(stop), [this](Tensor logits) { model_.download(logits_, logits); });
    return logits_;
}

void MtpModule::make_step(std::span<const MtpInput> sequences, std::stop_token stop,
                          const DeepseekModel::ReadLogits& read) {
    if (sequences.empty())
        throw Error(ErrorKind::InvalidArgument, "A step needs at least one sequence.");
    CacheGrowth growth(*pool_);
    std::vector<std::int32_t> tokens, logit_rows;
    for (const MtpInput& sequence : sequences) {
        model_.check_tokens(sequence.tokens);
        const auto count = static_cast<std::int64_t>(sequence.tokens.size());
        if (sequence.hidden.rows != count || sequence.hidden.cols != model_.config().hidden_size)
            throw Error(ErrorKind::InvalidArgument,
                        "The MTP module was given hidden states [" + std::to_string(sequence.hidden.rows) +
                            ", " + std::to_string(sequence.hidden.cols) + "] for " + std::to_string(count) +
                            " tokens; expected one row of " + std::to_string(model_.config().hidden_size) +
                            " for each token.");
        growth.add(sequence.cache, count);
        append_logit_rows(logit_rows, static_cast<std::int64_t>(tokens.size()), count, sequence.all_logits);
        tokens.insert(tokens.end(), sequence.tokens.begin(), sequence.tokens.end());
    }
    Step step = plan_step(growth.sequences(), model_.config(), model_.options());

    const DeepseekModel::StepInput input = model_.upload(tokens, logit_rows);
    std::vector<std::uint64_t> key = input.key(this);
    for (const MtpInput& sequence : sequences) {
        key.push_back(reinterpret_cast<std::uint64_t>(sequence.hidden.data));
        key.push_back(static_cast<std::uint64_t>(sequence.hidden.rows));
    }
    const Tensor residual = residual_.rows(step.rows);
    const Tensor hidden = hidden_.rows(step.rows);
    Decoder& decoder = model_.decoder_;
    decoder.begin(step, model_.trace_, stop);
    decoder.make(step, std::move(key), [&] {
        join(residual, step, sequences, input);
        decoder.run(step, {&weights_.layer, 1}, pool_->layers(), residual, weights_.shared_head_norm, hidden,
                    model_.config().num_hidden_layers, model_.trace_, stop);
        model_.project(hidden, input);
    });
    read(model_.logits(input));
    if (model_.place_)
        model_.place_.communicator->finish();
    model_.checkpoint_->require_intact();

    last_hidden_.clear();
    for (const ops::SequenceRows& sequence : step.sequences)
        last_hidden_.push_back(hidden.slice_rows(sequence.first_row, sequence.rows));
    growth.commit();
}

/// The residual stream: tokens and hidden states, brought together.
void MtpModule::join(Tensor residual, const Step& step, std::span<const MtpInput> sequences,
                     const DeepseekModel::StepInput& input) {
    ops::Backend& backend = *model_.backend_;
    const auto eps = static_cast<float>(model_.config().rms_norm_eps);
    const std::int64_t width = model_.config().hidden_size;
    const Tensor embedded = embedded_.rows(step.rows);
    const Tensor joined = joined_.rows(step.rows);
    model_.embed(embedded, input);
    backend.rms_norm(joined.slice_cols(0, width), embedded, weights_.enorm, eps);
    for (std::size_t i = 0; i < sequences.size(); ++i) {
        const Tensor rows = joined.slice_rows(step.sequences[i].first_row, step.sequences[i].rows);
        backend.rms_norm(rows.slice_cols(width, width), sequences[i].hidden, weights_.hnorm, eps);
    }
    if (const RankPlace& place = model_.place_) {
        const parallel::Range own = place.plan->mtp_input(place.rank);
        backend.linear(residual, joined.slice_cols(own.first, own.count), weights_.eh_proj);
        place.communicator->all_reduce(residual);
    } else {
        backend.linear(residual, joined, weights_.eh_proj);
    }
}

MtpInput MtpModule::following(Cache& cache, std::int64_t first_row,
                              std::span<const std::int32_t> tokens) const {
    const auto rows = static_cast<std::int64_t>(tokens.size());
    const Tensor states = model_.hidden_states(0);
    if (first_row < 0 || first_row + rows > states.rows)
        throw Error(ErrorKind::InvalidArgument, "The MTP module was given " + std::to_string(rows) +
                                                    " tokens from row " + std::to_string(first_row) +
                                                    " on of " + std::to_string(states.rows) +
                                                    " hidden states; expected one row for each token.");
    return {&cache, states.slice_rows(first_row, rows), tokens, false};
}

MtpInput MtpModule::going_on(Cache& cache, const std::int32_t& token) const {
    const Tensor last = hidden_states(0);
    return {&cache, last.slice_rows(last.rows - 1, 1), {&token, 1}, false};
}

std::span<const float> MtpModule::follow(Cache& cache, std::int64_t first_row,
                                         std::span<const std::int32_t> tokens, std::stop_token stop) {
    const MtpInput input = following(cache, first_row, tokens);
    return forward({&input, 1}, std::move(stop));
}

std::span<const float> MtpModule::go_on(Cache& cache, std::int32_t token, std::stop_token stop) {
    const MtpInput input = going_on(cache, token);
    return forward({&input, 1}, std::move(stop));
}

Tensor MtpModule::hidden_states(std::size_t sequence) const {
    if (sequence >= last_hidden_.size())
        throw Error(ErrorKind::InvalidArgument, "The last step had " + std::to_string(last_hidden_.size()) +
                                                    " sequences; hidden states of number " +
                                                    std::to_string(sequence) + " were asked for.");
    return last_hidden_[sequence];
}

} // namespace hadal::model
