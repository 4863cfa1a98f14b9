// A tiny random model on disk, ready to be loaded, and what a run of it decided.
#pragma once

#include "tiny_checkpoint.h"

#include "engine/model/deepseek.h"

#include <QTemporaryDir>

#include <map>

namespace hadal::test {

/// Keeps the directory of a tiny checkpoint while it lives.
class TinyModel {
  public:
    explicit TinyModel(const TinyCheckpoint& checkpoint);
    std::unique_ptr<model::DeepseekModel> load(std::unique_ptr<ops::Backend> backend,
                                               const model::ModelOptions& options = {}) const;
    const std::shared_ptr<const model::Checkpoint>& checkpoint() const { return checkpoint_; }
    std::int64_t vocab_size() const { return checkpoint_->config().vocab_size; }

  private:
    QTemporaryDir directory_;
    std::shared_ptr<const model::Checkpoint> checkpoint_;
};

/// A V3.2 network with everything in it: YaRN, indexer with index_topk 8, grouped experts, an MTP module.
std::string tiny_v32_config();
/// The same in FP8 as the publisher's, with the sizes that kernels for GPUs have, as small as they allow; and
/// with `changes`, a JSON object of what is otherwise.
std::string tiny_gpu_config(const std::string& changes = "{}");

/// Options that keep caches as exact as they can be.
model::ModelOptions exact_options();

/// Selections and experts by layer, row after row, of all steps since it was made.
class Recorder final : public model::Trace {
  public:
    void selected(std::int64_t layer, std::span<const std::int32_t> positions) override;
    void routed(std::int64_t layer, std::span<const std::int32_t> experts,
                std::span<const float> weights) override;

    std::map<std::int64_t, std::vector<std::int32_t>> positions, experts;
    std::map<std::int64_t, std::vector<float>> weights;
};

/// One new sequence through the model, in steps of `chunk` tokens (0: all at once): logits after every token.
std::vector<float> run(model::DeepseekModel& model, const std::vector<std::int32_t>& tokens,
                       std::size_t chunk = 0);

/// Infinite where a number is NaN, so that no comparison passes by it; the other one too.
float largest_difference(std::span<const float> a, std::span<const float> b);
/// 1 - 2Σxy/Σ(x²+y²).
double cosine_difference(std::span<const float> a, std::span<const float> b);

} // namespace hadal::test
