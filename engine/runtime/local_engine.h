// The engine that answers with a model in this process.
#pragma once

#include "engine/chat/format.h"
#include "engine/grammar/matcher.h"
#include "engine/model/language_model.h"
#include "engine/runtime/insight.h"
#include "engine/runtime/request.h"
#include "engine/runtime/sessions.h"
#include "engine/tokenizer/tokenizer.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace hadal::runtime {

class AnswerStream;
class Constraint;
struct Run;

struct LocalEngineOptions {
    std::string model_name;
    std::vector<std::int32_t> eos_ids; ///< that end an answer, besides the format's own end of sentence
    int drafts = 0;                    ///< tokens to guess ahead with the model's draft module, if it has one
    bool forced_runs = true;           ///< write at once what a grammar forces
    SessionLimits sessions; ///< context_length 0, or more than the model's: as much as the model can
};

/// Answers with a LanguageModel: encodes the messages, keeps the part of the prompt that the session has,
/// reads the rest in chunks, then samples token by token (decoding.h) until the model ends, a stop string, a
/// limit or a person. Response format, tools and tool choice are enforced by a grammar.
///
/// Special strings become special tokens in the format's own markup only: what people, tools and models wrote
/// stays text. (The publisher's code tokenises the whole prompt with special strings matched.)
class LocalEngine : public ChatEngine {
  public:
    /// Throws InvalidFile where tokenizer and model do not fit together.
    LocalEngine(std::unique_ptr<model::LanguageModel> model, tokenizer::Tokenizer tokenizer,
                const chat::Format& format, LocalEngineOptions options);

    std::string model_name() const override { return options_.model_name; }
    std::int64_t context_length() const override { return options_.sessions.context_length; }
    const chat::Format* format() const override { return &format_; }
    std::int64_t count_tokens(const std::string& text) const override;
    void generate(const Request& request, const std::function<void(Event)>& emit,
                  std::stop_token stop) override;
    std::int64_t bytes_per_token() const override { return model_->bytes_per_token(); }
    std::string notice() const override { return model_->notice(); }
    Insight look_inside(const InsightRequest& request, std::stop_token stop) override;

  private:
    Finished answer(Run& run);
    std::vector<std::int32_t> tokenise(const chat::Prompt& markup) const;
    /// Logits after the last token; none for no tokens. `after_each` is told how many have been read.
    std::span<const float> append_in_chunks(
        Run& run, Sequence& sequence, std::span<const std::int32_t> tokens,
        const std::function<void(std::size_t)>& after_each = [](std::size_t) {});
    std::span<const float> read_prompt(Run& run, Sequence& sequence, std::span<const std::int32_t> prompt);
    /// Null where the request leaves the content free. Throws what grammar_of() throws.
    std::unique_ptr<Constraint> constraint_for(const Request& request, bool reasoning);
    FinishReason decode(Run& run, Sequence& sequence, std::span<const float> logits, AnswerStream& stream,
                        Constraint* constraint);
    StepRows append(Run& run, Sequence& sequence, std::span<const std::int32_t> tokens,
                    bool all_logits = false, const Choosing& choosing = {});
    void give_up(const Request& request, AnswerStream& stream);

    std::unique_ptr<model::LanguageModel> model_;
    tokenizer::Tokenizer tokenizer_;
    const chat::Format& format_;
    LocalEngineOptions options_;
    std::vector<std::int32_t> known_ids_;         ///< ascending
    std::shared_ptr<model::StepChooser> chooser_; ///< where the model's device chooses tokens
    Sessions sessions_;
    std::shared_ptr<const grammar::Vocabulary> vocabulary_; ///< made for the first constrained request
};

} // namespace hadal::runtime
