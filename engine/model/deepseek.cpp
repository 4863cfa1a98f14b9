#include "engine/model/deepseek.h"

#include "engine/model/mtp.h"

#include <string>

namespace hadal::model {

using ops::DType;
using ops::Tensor;

std::unique_ptr<DeepseekModel> DeepseekModel::load(std::shared_ptr<const Checkpoint> checkpoint,
                                                   std::unique_ptr<ops::Backend> backend,
                                                   const ModelOptions& options, const ProgressFn& progress,
                                                   std::stop_token stop, const RankPlace& place) {
    return std::unique_ptr<DeepseekModel>(
        new DeepseekModel(std::move(checkpoint), std::move(backend), options, progress, stop, place));
}

DeepseekModel::DeepseekModel(std::shared_ptr<const Checkpoint> checkpoint,
                             std::unique_ptr<ops::Backend> backend, const ModelOptions& options,
                             const ProgressFn& progress, std::stop_token stop, const RankPlace& place)
    : checkpoint_(std::move(checkpoint)), backend_(std::move(backend)), place_(place),
      store_(*checkpoint_, *backend_, place), weights_(store_.load_model(progress, stop)),
      decoder_(*backend_, checkpoint_->config(), options, place),
      pool_(std::make_shared<PagePool>(*backend_, config().num_hidden_layers, decoder_.cache_layout())),
      ids_(*backend_, DType::I32, 1),
      residual_(*backend_, backend_->activation_dtype(), config().hidden_size),
      hidden_(*backend_, backend_->activation_dtype(), config().hidden_size),
      head_rows_(*backend_, DType::I32, 1),
      head_input_(*backend_, backend_->activation_dtype(), config().hidden_size),
      head_output_(*backend_, DType::F32, logits_width()),
      looked_up_(*backend_, backend_->activation_dtype(), config().hidden_size) {}

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
    const Step step = plan_step(growth.sequences(), config(), options());

    last_hidden_.clear();
    const Tensor residual = residual_.rows(step.rows);
    const Tensor hidden = hidden_.rows(step.rows);
    embed(residual, tokens);
    decoder_.run(step, weights_.layers, pool_->layers(), residual, weights_.norm, hidden, 0, trace_, stop);
    project(logits_, hidden, logit_rows);
    if (place_)
        place_.communicator->finish();

    for (const ops::SequenceRows& sequence : step.sequences)
        last_hidden_.push_back(hidden.slice_rows(sequence.first_row, sequence.rows));
    growth.commit();
    return logits_;
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

/// Each rank looks up the tokens of its part of the vocabulary, and the sum over the ranks has them all.
void DeepseekModel::embed_part(Tensor out, const std::vector<std::int32_t>& tokens) {
    const auto count = static_cast<std::int64_t>(tokens.size());
    const parallel::Range own = place_.plan->vocabulary(place_.rank);
    const Tensor looked_up = looked_up_.rows(count + 1);
    if (zero_row_ != looked_up.data) {
        const std::vector<float> zeros(static_cast<std::size_t>(config().hidden_size));
        backend_->upload(looked_up.slice_rows(0, 1), zeros.data());
        zero_row_ = looked_up.data;
    }
    // Ids to look up, any for tokens of other ranks, then the rows that the tokens take: for those, row 0.
    std::vector<std::int32_t> indices(2 * tokens.size());
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const bool ours = tokens[i] >= own.first && tokens[i] < own.end();
        indices[i] = ours ? static_cast<std::int32_t>(tokens[i] - own.first) : 0;
        indices[tokens.size() + i] = ours ? static_cast<std::int32_t>(i + 1) : 0;
    }
    const Tensor ids = ids_.rows(2 * count);
    backend_->upload(ids, indices.data());
    backend_->embed(looked_up.slice_rows(1, count), ids.slice_rows(0, count), weights_.embed_tokens);
    backend_->gather_rows(out, looked_up, ids.slice_rows(count, count));
    place_.communicator->all_reduce(out);
}

void DeepseekModel::embed(Tensor out, const std::vector<std::int32_t>& tokens) {
    if (place_)
        return embed_part(out, tokens);
    const Tensor ids = ids_.rows(out.rows);
    backend_->upload(ids, tokens.data());
    backend_->embed(out, ids, weights_.embed_tokens);
}

void DeepseekModel::project(std::vector<float>& logits, Tensor hidden,
                            const std::vector<std::int32_t>& rows) {
    const auto count = static_cast<std::int64_t>(rows.size());
    const Tensor indices = head_rows_.rows(count);
    const Tensor input = head_input_.rows(count);
    const Tensor output = head_output_.rows(count);
    backend_->upload(indices, rows.data());
    backend_->gather_rows(input, hidden, indices);
    backend_->linear(output, input, weights_.lm_head, ops::LinearOutput::F32);
    logits.resize(static_cast<std::size_t>(output.size()));
    backend_->download(logits.data(), output);
}

void append_logit_rows(std::vector<std::int32_t>& rows, std::int64_t first_row, std::int64_t count,
                       bool all) {
    for (std::int64_t row = all ? 0 : count - 1; row < count; ++row)
        rows.push_back(static_cast<std::int32_t>(first_row + row));
}

} // namespace hadal::model
