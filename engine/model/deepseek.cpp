#include "engine/model/deepseek.h"

#include "engine/model/mtp.h"

#include <string>

namespace hadal::model {

using ops::DType;
using ops::Tensor;

std::unique_ptr<DeepseekModel> DeepseekModel::load(std::shared_ptr<const Checkpoint> checkpoint,
                                                   std::unique_ptr<ops::Backend> backend,
                                                   const ModelOptions& options, const ProgressFn& progress,
                                                   std::stop_token stop, RankPlace place) {
    return std::unique_ptr<DeepseekModel>(new DeepseekModel(std::move(checkpoint), std::move(backend),
                                                            options, progress, stop, std::move(place)));
}

DeepseekModel::DeepseekModel(std::shared_ptr<const Checkpoint> checkpoint,
                             std::unique_ptr<ops::Backend> backend, const ModelOptions& options,
                             const ProgressFn& progress, std::stop_token stop, RankPlace place)
    : checkpoint_(std::move(checkpoint)), backend_(std::move(backend)), place_(std::move(place)),
      store_(*checkpoint_, *backend_, place_, options), weights_(store_.load_model(progress, stop)),
      decoder_(*backend_, checkpoint_->config(), options, place_),
      pool_(std::make_shared<PagePool>(*backend_, config().num_hidden_layers, decoder_.cache_layout())),
      ids_(*backend_, DType::I32, 1),
      residual_(*backend_, backend_->activation_dtype(), config().hidden_size),
      hidden_(*backend_, backend_->activation_dtype(), config().hidden_size),
      head_input_(*backend_, backend_->activation_dtype(), config().hidden_size),
      head_output_(*backend_, DType::F32, logits_width()),
      looked_up_(*backend_, backend_->activation_dtype(), config().hidden_size) {
    reserve_memory(*pool_);
}

void DeepseekModel::reserve_memory(PagePool& pool) {
    if (options().reserved_context > 0)
        pool.reserve(options().reserved_context);
    if (options().reserved_work_space > 0)
        backend_->reserve(options().reserved_work_space);
}

DeepseekModel::~DeepseekModel() = default;

std::int64_t DeepseekModel::bytes_per_token() const {
    return bytes_read(weights_, config().num_experts_per_tok);
}

std::int64_t DeepseekModel::cache_bytes_per_token() const {
    const ops::LayerCache layout = decoder_.cache_layout();
    std::int64_t page = ops::latent_page_bytes(layout.latent_format, layout.kv_lora_rank, layout.rope_dim);
    if (layout.index_head_dim > 0)
        page += ops::index_key_page_bytes(layout.index_key_format, layout.index_head_dim);
    return page / ops::kPageTokens * config().num_hidden_layers;
}

std::unique_ptr<Cache> DeepseekModel::make_cache(std::int64_t capacity) {
    return make_cache(pool_, capacity);
}

std::unique_ptr<Cache> DeepseekModel::make_cache(const std::shared_ptr<PagePool>& pool,
                                                 std::int64_t capacity) const {
    if (capacity < 1 || capacity > max_context())
        throw Error(ErrorKind::InvalidArgument, "A context of " + std::to_string(capacity) +
                                                    " tokens was asked for; this model allows 1 to " +
                                                    std::to_string(max_context()) + ".");
    return std::make_unique<SequenceCache>(pool, capacity);
}

std::span<const float> DeepseekModel::forward(std::span<const SequenceInput> sequences,
                                              std::stop_token stop) {
    make_step(sequences, std::move(stop), [this](Tensor logits) { download(logits_, logits); });
    return logits_;
}

void DeepseekModel::make_step(std::span<const SequenceInput> sequences, std::stop_token stop,
                              const ReadLogits& read) {
    if (sequences.empty())
        throw Error(ErrorKind::InvalidArgument, "A step needs at least one sequence.");
    CacheGrowth growth(*pool_);
    std::vector<std::int32_t> tokens, logit_rows;
    for (const SequenceInput& sequence : sequences) {
        check_tokens(sequence.tokens);
        const auto count = static_cast<std::int64_t>(sequence.tokens.size());
        growth.add(sequence.cache, count);
        append_logit_rows(logit_rows, static_cast<std::int64_t>(tokens.size()), count, sequence.all_logits);
        tokens.insert(tokens.end(), sequence.tokens.begin(), sequence.tokens.end());
    }
    Step step = plan_step(growth.sequences(), config(), options());

    last_hidden_.clear();
    const StepInput input = upload(tokens, logit_rows);
    const Tensor residual = residual_.rows(step.rows);
    const Tensor hidden = hidden_.rows(step.rows);
    decoder_.begin(step, trace_, stop);
    decoder_.make(step, input.key(this), [&] {
        embed(residual, input);
        decoder_.run(step, weights_.layers, pool_->layers(), residual, weights_.norm, hidden, 0, trace_,
                     stop);
        project(hidden, input);
    });
    read(logits(input));
    if (place_)
        place_.communicator->finish();
    checkpoint_->require_intact();

    for (const ops::SequenceRows& sequence : step.sequences)
        last_hidden_.push_back(hidden.slice_rows(sequence.first_row, sequence.rows));
    growth.commit();
}

Tensor DeepseekModel::hidden_states(std::size_t sequence) const {
    if (sequence >= last_hidden_.size())
        throw Error(ErrorKind::InvalidArgument, "The last step had " + std::to_string(last_hidden_.size()) +
                                                    " sequences; hidden states of number " +
                                                    std::to_string(sequence) + " were asked for.");
    return last_hidden_[sequence];
}

void DeepseekModel::check_tokens(std::span<const std::int32_t> tokens) const {
    if (tokens.empty())
        throw Error(ErrorKind::InvalidArgument, "A sequence of a step has no tokens.");
    for (const std::int32_t token : tokens)
        if (token < 0 || token >= vocab_size())
            throw Error(ErrorKind::InvalidArgument, "The token id " + std::to_string(token) +
                                                        " is not in the vocabulary of " +
                                                        std::to_string(vocab_size()) + " tokens.");
}

std::vector<std::uint64_t> DeepseekModel::StepInput::key(const void* of) const {
    return {reinterpret_cast<std::uint64_t>(of), static_cast<std::uint64_t>(first_head_row),
            static_cast<std::uint64_t>(head_row_count), head_rows ? 1u : 0u};
}

/// One copy, whatever is in it.
DeepseekModel::StepInput DeepseekModel::upload(const std::vector<std::int32_t>& tokens,
                                               const std::vector<std::int32_t>& logit_rows) {
    const auto count = static_cast<std::int64_t>(tokens.size());
    std::vector<std::int32_t> values;
    if (place_) {
        // Ids to look up, then the rows that the tokens take: for those of other ranks, the row of zeros.
        const parallel::Range own = place_.plan->vocabulary(place_.rank);
        const auto ours = [&](std::int32_t token) { return token >= own.first && token < own.end(); };
        for (const std::int32_t token : tokens)
            values.push_back(ours(token) ? static_cast<std::int32_t>(token - own.first) : 0);
        for (std::size_t i = 0; i < tokens.size(); ++i)
            values.push_back(ours(tokens[i]) ? static_cast<std::int32_t>(i + 1) : 0);
    } else {
        values = tokens;
    }
    StepInput input;
    input.first_head_row = logit_rows.front();
    input.head_row_count = static_cast<std::int64_t>(logit_rows.size());
    const auto head_rows = static_cast<std::int64_t>(values.size());
    const bool neighbours = logit_rows.back() - logit_rows.front() + 1 == input.head_row_count;
    if (!neighbours)
        values.insert(values.end(), logit_rows.begin(), logit_rows.end());

    const Tensor all = ids_.rows(static_cast<std::int64_t>(values.size()));
    backend_->upload(all, values.data());
    input.ids = all.slice_rows(0, count);
    if (place_) {
        input.looked_up = all.slice_rows(count, count);
        const Tensor zeros = looked_up_.rows(count + 1).slice_rows(0, 1);
        if (zero_row_ != zeros.data) {
            const std::vector<float> row(static_cast<std::size_t>(config().hidden_size));
            backend_->upload(zeros, row.data());
            zero_row_ = zeros.data;
        }
    }
    if (!neighbours)
        input.head_rows = all.slice_rows(head_rows, input.head_row_count);
    return input;
}

/// Each rank looks up the tokens of its part of the vocabulary, and the sum over the ranks has them all.
void DeepseekModel::embed(Tensor out, const StepInput& input) {
    if (!place_)
        return backend_->embed(out, input.ids, weights_.embed_tokens);
    const Tensor looked_up = looked_up_.rows(out.rows + 1);
    backend_->embed(looked_up.slice_rows(1, out.rows), input.ids, weights_.embed_tokens);
    backend_->gather_rows(out, looked_up, input.looked_up);
    place_.communicator->all_reduce(out);
}

void DeepseekModel::project(Tensor hidden, const StepInput& input) {
    const std::int64_t count = input.head_row_count;
    Tensor rows = hidden.slice_rows(input.first_head_row, count);
    if (input.head_rows) {
        rows = head_input_.rows(count);
        backend_->gather_rows(rows, hidden, input.head_rows);
    }
    backend_->linear(head_output_.rows(count), rows, weights_.lm_head, ops::LinearOutput::F32);
}

void DeepseekModel::download(std::vector<float>& logits, Tensor from) {
    logits.resize(static_cast<std::size_t>(from.size()));
    backend_->download(logits.data(), from);
}

void append_logit_rows(std::vector<std::int32_t>& rows, std::int64_t first_row, std::int64_t count,
                       bool all) {
    for (std::int64_t row = all ? 0 : count - 1; row < count; ++row)
        rows.push_back(static_cast<std::int32_t>(first_row + row));
}

} // namespace hadal::model
