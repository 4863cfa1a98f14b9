#include "engine/runtime/decoding.h"

#include "engine/runtime/logprobs.h"

#include <algorithm>

namespace hadal::runtime {
namespace {

constexpr double usage_interval_s = 0.25;

} // namespace

void throw_if_asked(const std::stop_token& stop) {
    if (stop.stop_requested())
        throw Error(ErrorKind::Cancelled, "The request was cancelled.");
}

Decoding::Decoding(const Engine& engine, Run& run, Sequence& sequence, AnswerStream& stream,
                   Constraint* constraint)
    : engine_(engine), run_(run), sequence_(sequence), stream_(stream), constraint_(constraint),
      sampler_(run.request.sampling, engine.known_ids, sequence.tokens()), last_report_s_(-usage_interval_s) {
}

FinishReason Decoding::write(std::span<const float> logits) {
    std::optional<std::int32_t> chosen; // from these logits already
    for (;;) {
        throw_if_asked(run_.stop);
        const std::int32_t id = chosen ? *chosen : choose(logits);
        chosen.reset();
        take(id);
        if (const Ended ended = deliver(id, logits))
            return *ended;
        std::vector<std::int32_t> pending{id};
        if (const Ended ended = write_forced_run(pending))
            return *ended;
        if (const double now_s = run_.since_start.seconds(); now_s - last_report_s_ >= usage_interval_s) {
            run_.emit(run_.usage);
            last_report_s_ = now_s;
        }
        const auto guesses = pending.size() == 1 ? guess(id) : std::vector<std::int32_t>();
        pending.insert(pending.end(), guesses.begin(), guesses.end());
        if (constraint_)
            constraint_->prepare();
        logits = engine_.append(pending, !guesses.empty());
        if (!guesses.empty())
            if (const Ended ended = check_guesses(guesses, logits, chosen))
                return *ended;
    }
}

std::int32_t Decoding::choose(std::span<const float> logits) {
    return constraint_ ? sampler_.choose(logits, constraint_->mask()) : sampler_.choose(logits);
}

void Decoding::take(std::int32_t id) {
    sampler_.take(id);
    if (constraint_)
        constraint_->accept(id);
    answer_.push_back(id);
}

bool Decoding::is_end(std::int32_t id) const {
    return std::find(engine_.eos_ids.begin(), engine_.eos_ids.end(), id) != engine_.eos_ids.end();
}

/// Tells of a token that was taken.
Decoding::Ended Decoding::deliver(std::int32_t id, std::span<const float> logits) {
    if (run_.request.sampling.top_logprobs >= 0)
        emit_logprobs(logits, id);
    const bool ends = is_end(id);
    const Ended ended = count_and_push(1, ends ? std::string_view() : engine_.tokenizer.token_bytes(id));
    return ends ? FinishReason::Stop : ended;
}

Decoding::Ended Decoding::count_and_push(std::int64_t tokens, std::string_view bytes) {
    Usage& usage = run_.usage;
    const double now_s = run_.since_start.seconds();
    if (usage.completion_tokens == 0)
        usage.prefill_s = now_s;
    usage.decode_s = now_s - usage.prefill_s;
    usage.completion_tokens += tokens;
    if (stream_.reasoning())
        usage.reasoning_tokens += tokens;
    if (!bytes.empty())
        stream_.push(bytes);
    if (stream_.ended())
        return FinishReason::Stop;
    if (room() <= 0)
        return FinishReason::Length;
    return std::nullopt;
}

/// How many more tokens the answer may have.
std::int64_t Decoding::room() const {
    const Usage& usage = run_.usage;
    const std::int64_t in_context = engine_.context_length - usage.prompt_tokens - usage.completion_tokens;
    const std::int64_t most = run_.request.sampling.max_tokens;
    return most > 0 ? std::min(in_context, most - usage.completion_tokens) : in_context;
}

/// What the grammar forces needs no model: it is passed in one step, spelled as the tokenizer spells it.
/// `pending`: tokens that are taken and not yet passed.
Decoding::Ended Decoding::write_forced_run(std::vector<std::int32_t>& pending) {
    if (!constraint_ || !engine_.forced_runs || run_.request.sampling.top_logprobs >= 0)
        return std::nullopt;
    const grammar::ForcedRun run = constraint_->forced_run(answer_);
    if (run.tokens.empty())
        return std::nullopt;
    const auto more = static_cast<std::int64_t>(run.tokens.size()) - static_cast<std::int64_t>(run.back);
    if (more > room())
        return std::nullopt; // the limit is near: one by one

    const std::vector<std::int32_t> replaced(answer_.end() - static_cast<std::ptrdiff_t>(run.back),
                                             answer_.end());
    constraint_->rollback(replaced.size());
    sampler_.take_back(replaced);
    answer_.resize(answer_.size() - replaced.size());
    // Of the replaced tokens all but the last are in the sequence.
    const std::size_t passed = replaced.empty() ? 0 : replaced.size() - 1;
    if (!replaced.empty())
        pending.clear();
    if (passed > 0) {
        const auto length = static_cast<std::int64_t>(sequence_.tokens().size() - passed);
        const std::vector<std::int32_t> kept(sequence_.tokens().begin(), sequence_.tokens().begin() + length);
        const std::int64_t left = sequence_.truncate(length);
        pending.assign(kept.begin() + left, kept.end());
    }
    std::string bytes;
    for (const std::int32_t id : run.tokens) {
        take(id);
        pending.push_back(id);
        bytes += engine_.tokenizer.token_bytes(id);
    }
    std::size_t known = 0;
    for (const std::int32_t id : replaced)
        known += engine_.tokenizer.token_bytes(id).size();
    run_.usage.forced_tokens += std::max<std::int64_t>(more, 0);
    return count_and_push(more, std::string_view(bytes).substr(known));
}

/// What may follow `next`, which is taken and about to be passed.
std::vector<std::int32_t> Decoding::guess(std::int32_t next) {
    std::vector<std::int32_t> guesses;
    const auto most = static_cast<std::size_t>(std::clamp<std::int64_t>(room() - 1, 0, engine_.guesses));
    if (most == 0 || !sequence_.can_guess())
        return guesses;
    while (guesses.size() < most) {
        if (constraint_)
            constraint_->prepare();
        std::span<const float> logits;
        try {
            logits = guesses.empty() ? sequence_.guess(next, run_.stop)
                                     : sequence_.guess_on(guesses.back(), run_.stop);
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::OutOfMemory)
                throw;
            break; // not worth another conversation's cache
        }
        const std::int32_t id = choose(logits);
        if (is_end(id))
            break;
        sampler_.take(id);
        if (constraint_)
            constraint_->accept(id);
        guesses.push_back(id);
    }
    sampler_.take_back(guesses);
    if (constraint_)
        constraint_->rollback(guesses.size());
    run_.usage.guessed_tokens += static_cast<std::int64_t>(guesses.size());
    return guesses;
}

/// Chooses from each row of logits as if its token had been passed alone, as long as the choices are the
/// guesses. `logits` becomes the row of the first choice that is not delivered; `chosen` that choice, where
/// it is made.
Decoding::Ended Decoding::check_guesses(std::span<const std::int32_t> guesses, std::span<const float>& logits,
                                        std::optional<std::int32_t>& chosen) {
    const auto row = static_cast<std::size_t>(engine_.vocab_size);
    const std::span<const float> rows = logits;
    const auto passed = static_cast<std::int64_t>(sequence_.tokens().size());
    std::size_t right = 0;
    Ended ended;
    for (; right < guesses.size() && !ended; ++right) {
        logits = rows.subspan(right * row, row);
        const std::int32_t id = choose(logits);
        if (id != guesses[right]) {
            chosen = id;
            break;
        }
        take(id);
        ++run_.usage.accepted_guesses;
        ended = deliver(id, logits);
    }
    if (right == guesses.size())
        logits = rows.subspan(right * row, row);
    const auto wrong = static_cast<std::int64_t>(guesses.size() - right);
    if (wrong > 0)
        sequence_.truncate(passed - wrong);
    return ended;
}

void Decoding::emit_logprobs(std::span<const float> logits, std::int32_t chosen) const {
    Logprobs logprobs = read_logprobs(logits, engine_.known_ids, chosen, run_.request.sampling.top_logprobs);
    logprobs.chosen.bytes = engine_.tokenizer.token_bytes(chosen);
    for (TokenLogprob& token : logprobs.top)
        token.bytes = engine_.tokenizer.token_bytes(token.id);
    run_.emit(std::move(logprobs));
}

} // namespace hadal::runtime
