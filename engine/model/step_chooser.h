// Steps that end in tokens instead of logits, for models on a device that can choose them.
#pragma once

#include "engine/model/language_model.h"
#include "kernels/choice.h"

#include <functional>

namespace hadal::model {

/// Makes a model's steps, and those of its draft module, and chooses a token for each row of logits that the
/// step would return. Goes with one model, and uses its thread and its memory. Errors are those of
/// LanguageModel::forward, and what `rules` throws; after them every cache has its former length.
class StepChooser {
  public:
    virtual ~StepChooser() = default;
    StepChooser(const StepChooser&) = delete;
    StepChooser& operator=(const StepChooser&) = delete;

    /// Says how the token of each row is to be chosen. Asked once a step, when the device is at work on it:
    /// so the time that a grammar's masks take hides behind the model's. Valid until the step returns.
    using Rules = std::function<std::span<const ops::TokenRule>()>;

    /// The most alternatives that a rule may ask for.
    virtual int most_logprobs() const = 0;

    // LanguageModel::forward, DraftModule::follow and go_on. Choices are valid until the next step.
    virtual std::span<const ops::TokenChoice> forward(std::span<const SequenceInput> sequences,
                                                      const Rules& rules, std::stop_token stop) = 0;
    virtual std::span<const ops::TokenChoice> follow(Cache& cache, std::int64_t first_row,
                                                     std::span<const std::int32_t> tokens, const Rules& rules,
                                                     std::stop_token stop) = 0;
    virtual std::span<const ops::TokenChoice> go_on(Cache& cache, std::int32_t token, const Rules& rules,
                                                    std::stop_token stop) = 0;

  protected:
    StepChooser() = default;
};

} // namespace hadal::model
