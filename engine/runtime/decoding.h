// Token by token through an answer: sampling, constraint, forced runs, guesses.
#pragma once

#include "engine/runtime/answer_stream.h"
#include "engine/runtime/constraint.h"
#include "engine/runtime/sampler.h"
#include "engine/runtime/sequence.h"
#include "engine/tokenizer/tokenizer.h"

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>

namespace hadal::runtime {

class Stopwatch {
  public:
    double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

  private:
    using Clock = std::chrono::steady_clock;
    Clock::time_point start_ = Clock::now();
};

/// A request on its way.
struct Run {
    const Request& request;
    const std::function<void(Event)>& emit;
    std::stop_token stop;
    Usage usage;
    Stopwatch since_start;
};

/// Throws Cancelled.
void throw_if_asked(const std::stop_token& stop);

/// Writes one answer. What it writes depends on the model, the request and the seed, not on how many tokens
/// are guessed: a guess is drawn with the same random number as the token that it guesses, which is always
/// drawn from the model's own logits and only compared with the guess. So the probability of every answer is
/// exactly that of decoding one token at a time.
class Decoding {
  public:
    struct Engine {
        const tokenizer::Tokenizer& tokenizer;
        std::span<const std::int32_t> known_ids; ///< ascending
        std::span<const std::int32_t> eos_ids;
        std::int64_t context_length;
        std::int64_t vocab_size; ///< logits in a row
        int guesses;             ///< tokens guessed ahead, at most
        bool forced_runs;
        model::StepChooser* chooser; ///< null: tokens are chosen here
        /// Sequence::append() that makes room where memory ends.
        std::function<StepRows(std::span<const std::int32_t>, bool all_logits, const Choosing&)> append;
    };

    /// All arguments must outlive it; `constraint` may be null.
    Decoding(const Engine& engine, Run& run, Sequence& sequence, AnswerStream& stream,
             Constraint* constraint);

    /// `logits`: after the prompt. Throws what the model throws, Cancelled where the request's stop token
    /// asks.
    FinishReason write(std::span<const float> logits);

  private:
    using Ended = std::optional<FinishReason>;

    /// The same of one row of a step.
    struct Row {
        std::span<const float> logits;
        const ops::TokenChoice* choice = nullptr;
    };
    Row row(const StepRows& rows, std::size_t index) const;
    std::int32_t choose(const Row& row);
    void take(std::int32_t id);
    Ended deliver(std::int32_t id, const Row& row);
    Ended count_and_push(std::int64_t tokens, std::string_view bytes);
    Ended write_forced_run(std::vector<std::int32_t>& pending);
    std::int64_t room() const;
    std::vector<std::int32_t> guess(std::int32_t next);
    StepRows pass(std::span<const std::int32_t> pending, std::span<const std::int32_t> guesses);
    Choosing choosing(std::span<const std::int32_t> guesses);
    Ended check_guesses(std::span<const std::int32_t> guesses, const StepRows& rows, Row& next,
                        std::optional<std::int32_t>& chosen);
    void emit_logprobs(const Row& row, std::int32_t chosen) const;
    bool is_end(std::int32_t id) const;

    const Engine& engine_;
    Run& run_;
    Sequence& sequence_;
    AnswerStream& stream_;
    Constraint* constraint_;
    Sampler sampler_;
    model::StepChooser* chooser_;       ///< null: tokens are chosen by the sampler
    std::vector<ops::TokenRule> rules_; ///< of the step under way
    std::vector<std::int32_t> answer_;  ///< all tokens of it
    double last_report_s_;
};

} // namespace hadal::runtime
