// Multi-token prediction (DeepSeek-V3, section 2.2): one more layer that guesses the token after the next,
// for drafting in speculative decoding.
#pragma once

#include "engine/model/deepseek.h"
#include "engine/model/draft_module.h"

#include <memory>
#include <span>
#include <stop_token>
#include <vector>

namespace hadal::model {

/// Pairs (h_i, t_{i+1}) of one sequence, i counting on from the cache's length: the pair of position 0 comes
/// first, and none is left out.
struct MtpInput {
    Cache* cache = nullptr;               ///< made by MtpModule::make_cache
    ops::Tensor hidden;                   ///< h_i [tokens, hidden_size]: DeepseekModel::hidden_states, or for
                                          ///< the second and later tokens of a draft MtpModule::hidden_states
    std::span<const std::int32_t> tokens; ///< t_{i+1}
    bool all_logits = false;
};

/// z = eh_proj [RMS(embed(t_{i+1})) | RMS(h_i)], then one decoder layer with its own cache, then norm and the
/// model's head. Uses the model's thread and memory; the model must outlive it.
class MtpModule final : public DraftModule {
  public:
    /// Null if the checkpoint has no such module.
    static std::unique_ptr<MtpModule> load(DeepseekModel& model, const ProgressFn& progress = {},
                                           std::stop_token stop = {});

    std::unique_ptr<Cache> make_cache(std::int64_t capacity) override;
    /// F32 logits [rows, vocab_size] for t_{i+2}: what LanguageModel::forward gives, with its errors.
    std::span<const float> forward(std::span<const MtpInput> sequences, std::stop_token stop);
    /// The module's hidden states [tokens, hidden_size] of one sequence of its last step, after its norm.
    /// Valid until its next step, which may read them: that is how a draft goes on.
    ops::Tensor hidden_states(std::size_t sequence) const;

    std::span<const float> follow(Cache& cache, std::int64_t first_row, std::span<const std::int32_t> tokens,
                                  std::stop_token stop) override;
    std::span<const float> go_on(Cache& cache, std::int32_t token, std::stop_token stop) override;

  private:
    friend class DeepseekModel::Chooser;
    void make_step(std::span<const MtpInput> sequences, std::stop_token stop,
                   const DeepseekModel::ReadLogits& read);
    MtpInput following(Cache& cache, std::int64_t first_row, std::span<const std::int32_t> tokens) const;
    MtpInput going_on(Cache& cache, const std::int32_t& token) const;
    MtpModule(DeepseekModel& model, const ProgressFn& progress, std::stop_token stop);
    void join(ops::Tensor residual, const Step& step, std::span<const MtpInput> sequences,
              const DeepseekModel::StepInput& input);

    DeepseekModel& model_;
    WeightStore store_;
    MtpWeights weights_;
    std::shared_ptr<PagePool> pool_;
    RowBuffer embedded_, joined_, residual_, hidden_;
    std::vector<ops::Tensor> last_hidden_;
    std::vector<float> logits_;
};

} // namespace hadal::model
