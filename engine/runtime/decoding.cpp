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
      sampler_(run.request.sampling, engine.known_ids, sequence.tokens()), chooser_(engine.chooser),
      last_report_s_(-usage_interval_s) {
    if (chooser_ && run.request.sampling.top_logprobs > chooser_->most_logprobs())
        chooser_ = nullptr;
}

FinishReason Decoding::write(std::span<const float> logits) {
    Row next{logits};
    std::optional<std::int32_t> chosen; // from this row already
    for (;;) {
        throw_if_asked(run_.stop);
        const std::int32_t id = chosen ? *chosen : choose(next);
        chosen.reset();
        take(id);
        if (const Ended ended = deliver(id, next))
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
        const StepRows rows = pass(pending, guesses);
        next = row(rows, 0);
        if (!guesses.empty())
            if (const Ended ended = check_guesses(guesses, rows, next, chosen))
                return *ended;
    }
}

/// Rows after each of the guesses and the token before them, or after the last of `pending`.
StepRows Decoding::pass(std::span<const std::int32_t> pending, std::span<const std::int32_t> guesses) {
    if (constraint_)
        constraint_->prepare();
    return engine_.append(pending, !guesses.empty(), choosing(guesses));
}

/// On a device a row's token is chosen before it is known whether the guesses before it are right: as if they
/// were, because otherwise nobody asks for it.
Choosing Decoding::choosing(std::span<const std::int32_t> guesses) {
    if (!chooser_)
        return {};
    return {chooser_, [this, guesses]() -> std::span<const ops::TokenRule> {
                rules_.clear();
                for (std::size_t row = 0; row <= guesses.size(); ++row) {
                    rules_.push_back(sampler_.rule());
                    if (constraint_) {
                        const auto mask = constraint_->mask();
                        rules_.back().allowed.assign(mask.begin(), mask.end());
                    }
                    if (row == guesses.size())
                        break;
                    sampler_.take(guesses[row]);
                    if (constraint_)
                        constraint_->accept(guesses[row]);
                }
                sampler_.take_back(guesses);
                if (constraint_)
                    constraint_->rollback(guesses.size());
                return rules_;
            }};
}

Decoding::Row Decoding::row(const StepRows& rows, std::size_t index) const {
    if (!rows.choices.empty())
        return {{}, &rows.choices[index]};
    const auto width = static_cast<std::size_t>(engine_.vocab_size);
    return {rows.logits.subspan(index * width, width)};
}

std::int32_t Decoding::choose(const Row& row) {
    if (row.choice)
        return Sampler::chosen(*row.choice);
    return constraint_ ? sampler_.choose(row.logits, constraint_->mask()) : sampler_.choose(row.logits);
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
Decoding::Ended Decoding::deliver(std::int32_t id, const Row& row) {
    if (run_.request.sampling.top_logprobs >= 0)
        emit_logprobs(row, id);
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
        StepRows rows;
        try {
            rows = guesses.empty() ? sequence_.guess(next, run_.stop, choosing({}))
                                   : sequence_.guess_on(guesses.back(), run_.stop, choosing({}));
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::OutOfMemory)
                throw;
            break; // not worth another conversation's cache
        }
        const std::int32_t id = choose(row(rows, 0));
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

/// Chooses from each row as if its token had been passed alone, as long as the choices are the guesses.
/// `next` becomes the row of the first choice that is not delivered; `chosen` that choice, where it is made.
Decoding::Ended Decoding::check_guesses(std::span<const std::int32_t> guesses, const StepRows& rows,
                                        Row& next, std::optional<std::int32_t>& chosen) {
    const auto passed = static_cast<std::int64_t>(sequence_.tokens().size());
    std::size_t right = 0;
    Ended ended;
    for (; right < guesses.size() && !ended; ++right) {
        next = row(rows, right);
        const std::int32_t id = choose(next);
        if (id != guesses[right]) {
            chosen = id;
            break;
        }
        take(id);
        ++run_.usage.accepted_guesses;
        ended = deliver(id, next);
    }
    if (right == guesses.size())
        next = row(rows, right);
    const auto wrong = static_cast<std::int64_t>(guesses.size() - right);
    if (wrong > 0)
        sequence_.truncate(passed - wrong);
    return ended;
}

void Decoding::emit_logprobs(const Row& row, std::int32_t chosen) const {
    Logprobs logprobs;
    if (row.choice) {
        logprobs.chosen = {chosen, {}, row.choice->logprob};
        for (const auto& [id, logprob] : row.choice->top)
            logprobs.top.push_back({id, {}, logprob});
    } else {
        logprobs = read_logprobs(row.logits, engine_.known_ids, chosen, run_.request.sampling.top_logprobs);
    }
    logprobs.chosen.bytes = engine_.tokenizer.token_bytes(chosen);
    for (TokenLogprob& token : logprobs.top)
        token.bytes = engine_.tokenizer.token_bytes(token.id);
    run_.emit(std::move(logprobs));
}

} // namespace hadal::runtime
