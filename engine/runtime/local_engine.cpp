#include "engine/runtime/local_engine.h"

#include "engine/runtime/answer_stream.h"
#include "engine/runtime/constraint.h"
#include "engine/runtime/decoding.h"
#include "engine/runtime/final_check.h"
#include "engine/runtime/tool_choice.h"

#include <algorithm>
#include <new>

namespace hadal::runtime {

LocalEngine::LocalEngine(std::unique_ptr<model::LanguageModel> model, tokenizer::Tokenizer tokenizer,
                         const chat::Format& format, LocalEngineOptions options)
    : model_(std::move(model)), tokenizer_(std::move(tokenizer)), format_(format),
      options_(std::move(options)), sessions_(*model_, [this] {
          std::int64_t& length = options_.sessions.context_length;
          length = length > 0 ? std::min(length, model_->max_context()) : model_->max_context();
          return options_.sessions;
      }()) {
    const auto ids = std::max<std::int64_t>(tokenizer_.size(), model_->vocab_size());
    for (std::int32_t id = 0; id < ids; ++id)
        if (tokenizer_.known(id))
            known_ids_.push_back(id);
    if (known_ids_.empty() || known_ids_.back() >= model_->vocab_size())
        throw Error(ErrorKind::InvalidFile,
                    "The tokenizer does not belong to this model: its token ids reach " +
                        std::to_string(known_ids_.empty() ? -1 : known_ids_.back()) + ", but the model has " +
                        std::to_string(model_->vocab_size()) + " ids. Take both from the same checkpoint.");
    chooser_ = model_->make_chooser(known_ids_);
    if (const auto end_of_sentence = tokenizer_.token_id(format_.eos()))
        options_.eos_ids.push_back(*end_of_sentence);
    if (options_.eos_ids.empty())
        throw Error(ErrorKind::InvalidFile,
                    "The tokenizer has no token " + std::string(format_.eos()) +
                        " and the model names no other, so an answer would never end. "
                        "Take both from the same checkpoint.");
}

std::int64_t LocalEngine::count_tokens(const std::string& text) const {
    return static_cast<std::int64_t>(tokenizer_.encode(text, false).size());
}

void LocalEngine::generate(const Request& request, const std::function<void(Event)>& emit,
                           std::stop_token stop) {
    Run run{request, emit, std::move(stop), {}, {}};
    try {
        emit(answer(run));
    } catch (const Error& error) {
        emit(Failed{error.kind(), error.what(), run.usage});
    } catch (const std::bad_alloc&) {
        emit(Failed{
            ErrorKind::OutOfMemory,
            "There is not enough memory for this request. Close other programs, or load the model with a "
            "shorter context.",
            run.usage});
    } catch (const std::exception& error) {
        emit(Failed{ErrorKind::Internal, std::string("The engine failed unexpectedly: ") + error.what(),
                    run.usage});
    }
}

Finished LocalEngine::answer(Run& run) {
    const Request& request = run.request;
    validate(request.sampling, model_->vocab_size());
    if (request.begun && request.format.kind != ResponseFormat::Text)
        throw Error(ErrorKind::Unsupported,
                    "An answer in an enforced format cannot be continued. Ask for the "
                    "answer again.");
    chat::Prompt markup = format_.encode(request.messages, request.prompt);
    auto parser = request.begun ? format_.resume(markup, *request.begun) : format_.parser_after(markup);
    const std::vector<std::int32_t> prompt = tokenise(markup);
    AnswerStream stream(std::move(parser), request.sampling.stop, run.emit);
    const auto constraint = constraint_for(request, stream.reasoning());
    run.usage.prompt_tokens = static_cast<std::int64_t>(prompt.size());

    FinishReason reason = FinishReason::Cancelled;
    try {
        Sequence& sequence = sessions_.open(request.session, run.usage.prompt_tokens);
        reason = decode(run, sequence, read_prompt(run, sequence, prompt), stream, constraint.get());
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::Cancelled) {
            give_up(request, stream);
            throw;
        }
    } catch (...) {
        give_up(request, stream);
        throw;
    }
    if (request.session.empty())
        sessions_.close(request.session);

    Finished finished;
    finished.message = stream.finish(reason == FinishReason::Stop ? chat::End::Complete : chat::End::CutOff);
    // What was held back when the limit came may have had a stop string in it.
    if (reason == FinishReason::Length && stream.ended())
        reason = FinishReason::Stop;
    const bool calls = !finished.message.tool_calls.empty();
    finished.reason = reason == FinishReason::Stop && calls ? FinishReason::ToolCalls : reason;
    finished.usage = run.usage;
    finished.violations = violations_of(finished.message, request, reason == FinishReason::Stop);
    return finished;
}

/// What the model said so far is told whole, a call that was begun is taken back.
void LocalEngine::give_up(const Request& request, AnswerStream& stream) {
    stream.finish(chat::End::CutOff);
    sessions_.close(request.session);
}

/// Other conversations' caches can be computed again, so they make room.
StepRows LocalEngine::append(Run& run, Sequence& sequence, std::span<const std::int32_t> tokens,
                             bool all_logits, const Choosing& choosing) {
    for (;;) {
        try {
            return sequence.append(tokens, run.stop, all_logits, choosing);
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::OutOfMemory || !sessions_.drop_idlest())
                throw;
        }
    }
}

std::unique_ptr<Constraint> LocalEngine::constraint_for(const Request& request, bool reasoning) {
    auto grammar = grammar_of(request.format, request.prompt.tools, request.tool_choice,
                              request.parallel_tool_calls, format_.call_markup());
    if (!grammar)
        return nullptr;
    if (!vocabulary_)
        vocabulary_ =
            std::make_shared<const grammar::Vocabulary>(tokenizer_, options_.eos_ids, format_.call_markup());
    return std::make_unique<Constraint>(vocabulary_, std::move(grammar), reasoning);
}

std::vector<std::int32_t> LocalEngine::tokenise(const chat::Prompt& markup) const {
    std::vector<std::int32_t> prompt = tokenizer_.encode(markup.text(), markup.quoted());
    if (prompt.empty())
        throw Error(ErrorKind::InvalidInput,
                    "The prompt is empty: the model needs at least one token to go on "
                    "from. Write a message.");
    const auto length = static_cast<std::int64_t>(prompt.size());
    if (length >= context_length())
        throw Error(
            ErrorKind::ContextFull,
            "The prompt has " + std::to_string(length) + " tokens, but the context holds " +
                std::to_string(context_length()) +
                ", the answer included. Shorten the conversation, begin a new one, or load the model with "
                "a longer context (it can attend to " +
                std::to_string(model_->max_context()) + " tokens).");
    return prompt;
}

std::span<const float> LocalEngine::append_in_chunks(Run& run, Sequence& sequence,
                                                     std::span<const std::int32_t> tokens,
                                                     const std::function<void(std::size_t)>& after_each) {
    const std::size_t chunk = static_cast<std::size_t>(std::max<std::int64_t>(model_->prefill_chunk(), 1));
    std::span<const float> logits;
    for (std::size_t done = 0; done < tokens.size();) {
        throw_if_asked(run.stop);
        const auto now = tokens.subspan(done, std::min(chunk, tokens.size() - done));
        logits = append(run, sequence, now).logits;
        done += now.size();
        after_each(done);
    }
    return logits;
}

std::span<const float> LocalEngine::read_prompt(Run& run, Sequence& sequence,
                                                std::span<const std::int32_t> prompt) {
    run.usage.cached_tokens = sequence.keep_common_prefix(prompt);
    const auto report = [&](std::size_t read) {
        run.emit(PromptProgress{run.usage.cached_tokens + static_cast<std::int64_t>(read),
                                run.usage.prompt_tokens, run.usage.cached_tokens});
    };
    report(0);
    return append_in_chunks(run, sequence, prompt.subspan(static_cast<std::size_t>(run.usage.cached_tokens)),
                            report);
}

FinishReason LocalEngine::decode(Run& run, Sequence& sequence, std::span<const float> logits,
                                 AnswerStream& stream, Constraint* constraint) {
    const Decoding::Engine engine{
        .tokenizer = tokenizer_,
        .known_ids = known_ids_,
        .eos_ids = options_.eos_ids,
        .context_length = context_length(),
        .vocab_size = model_->vocab_size(),
        .guesses = options_.drafts,
        .forced_runs = options_.forced_runs,
        .chooser = chooser_.get(),
        .append =
            [&](std::span<const std::int32_t> tokens, bool all_logits, const Choosing& choosing) {
                return append(run, sequence, tokens, all_logits, choosing);
            },
    };
    return Decoding(engine, run, sequence, stream, constraint).write(logits);
}

} // namespace hadal::runtime
