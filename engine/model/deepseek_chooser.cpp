// Steps of a model, and of its MTP module, that end in tokens.
#include "engine/model/mtp.h"

namespace hadal::model {

class DeepseekModel::Chooser final : public StepChooser {
  public:
    /// `chooser`: null on ranks that only send their part of the logits.
    Chooser(DeepseekModel& model, std::unique_ptr<ops::TokenChooser> chooser)
        : model_(model), chooser_(std::move(chooser)),
          gathered_(*model.backend_, ops::DType::F32, model.vocab_size()) {}

    int most_logprobs() const override { return chooser_ ? chooser_->most_logprobs() : 0; }

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
        return [this, &rules](ops::Tensor logits) {
            if (!model_.place_) {
                choices_ = chooser_->choose(logits, rules());
                return;
            }
            std::span<const ops::TokenRule> asked;
            const ops::Tensor all = chooser_ ? gathered_.rows(logits.rows) : ops::Tensor{};
            model_.place_.communicator->gather(all, logits, [&] {
                if (chooser_)
                    asked = rules();
            });
            choices_ = chooser_ ? chooser_->choose(all, asked) : std::span<const ops::TokenChoice>{};
        };
    }
    MtpModule& module() const {
        if (!model_.mtp_)
            throw Error(ErrorKind::InvalidArgument, "The model was asked to guess without an MTP module.");
        return *model_.mtp_;
    }

    DeepseekModel& model_;
    std::unique_ptr<ops::TokenChooser> chooser_;
    RowBuffer gathered_; ///< the logits of all ranks
    std::span<const ops::TokenChoice> choices_;
};

std::shared_ptr<StepChooser> DeepseekModel::make_chooser(std::span<const std::int32_t> known_ids) {
    if (place_ && place_.rank != 0)
        return std::make_shared<Chooser>(*this, nullptr);
    auto chooser = backend_->make_chooser(vocab_size(), known_ids);
    return chooser ? std::make_shared<Chooser>(*this, std::move(chooser)) : nullptr;
}

} // namespace hadal::model
