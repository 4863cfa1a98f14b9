// Steps of a model, and of its MTP module, that end in tokens.
#include "engine/model/mtp.h"

namespace hadal::model {

class DeepseekModel::Chooser final : public StepChooser {
  public:
    Chooser(DeepseekModel& model, std::unique_ptr<ops::TokenChooser> chooser)
        : model_(model), chooser_(std::move(chooser)) {}

    int most_logprobs() const override { return chooser_->most_logprobs(); }

    std::span<const ops::TokenChoice> forward(std::span<const SequenceInput> sequences, const Rules& rules,
                                              std::stop_token stop) override {
        model_.make_step(sequences, std::move(stop), reader(rules));
        return choices_;
    }
    std::span<const ops::TokenChoice> follow(Cache& cache, std::int64_t first_row,
                                             std::span<const std::int32_t> tokens, const Rules& rules,
                                             std::stop_token stop) override {
        const MtpInput input = module().following(cache, first_row, tokens);
        module().make_step({&input, 1}, std::move(stop), reader(rules));
        return choices_;
    }
    std::span<const ops::TokenChoice> go_on(Cache& cache, std::int32_t token, const Rules& rules,
                                            std::stop_token stop) override {
        const MtpInput input = module().going_on(cache, token);
        module().make_step({&input, 1}, std::move(stop), reader(rules));
        return choices_;
    }

  private:
    ReadLogits reader(const Rules& rules) {
        return [this, &rules](ops::Tensor logits) { choices_ = chooser_->choose(logits, rules()); };
    }
    MtpModule& module() const {
        if (!model_.mtp_)
            throw Error(ErrorKind::InvalidArgument, "The model was asked to guess without an MTP module.");
        return *model_.mtp_;
    }

    DeepseekModel& model_;
    std::unique_ptr<ops::TokenChooser> chooser_;
    std::span<const ops::TokenChoice> choices_;
};

std::shared_ptr<StepChooser> DeepseekModel::make_chooser(std::span<const std::int32_t> known_ids) {
    auto chooser = place_ ? nullptr : backend_->make_chooser(vocab_size(), known_ids);
    return chooser ? std::make_shared<Chooser>(*this, std::move(chooser)) : nullptr;
}

} // namespace hadal::model
