// A local engine over the fake model, and the answers it gives.
#pragma once

#include "byte_tokenizer.h"
#include "fake_model.h"

#include "engine/runtime/local_engine.h"
#include "engine/runtime/message_builder.h"

#include <QTest>

namespace hadal::test {

using namespace hadal::runtime;

using Ids = std::vector<std::int32_t>;
using Family = chat::Family;

inline chat::Message said(chat::Role role, const std::string& text) {
    chat::Message message;
    message.role = role;
    message.content = text;
    return message;
}

/// What one request brought. Checks the promises that hold for every request.
struct Answer {
    std::vector<Event> events;

    const Finished& finished() const { return std::get<Finished>(events.back()); }
    const Failed& failed() const { return std::get<Failed>(events.back()); }
    const Usage& usage() const { return finished().usage; }
    std::string content() const { return finished().message.content.value_or("(none)"); }
    template <typename Kind>
    std::vector<Kind> all() const {
        std::vector<Kind> found;
        for (const Event& event : events)
            if (const auto* kind = std::get_if<Kind>(&event))
                found.push_back(*kind);
        return found;
    }

    void check() const {
        QVERIFY(!events.empty());
        MessageBuilder joined;
        std::int64_t done = -1;
        for (std::size_t i = 0; i < events.size(); ++i) {
            const bool ends =
                std::holds_alternative<Finished>(events[i]) || std::holds_alternative<Failed>(events[i]);
            QCOMPARE(ends, i + 1 == events.size());
            if (const auto* progress = std::get_if<PromptProgress>(&events[i])) {
                QVERIFY(progress->done > done && progress->done <= progress->total);
                QVERIFY(progress->done >= progress->cached);
                done = progress->done;
            }
            joined.add(events[i]);
        }
        if (std::holds_alternative<Failed>(events.back()))
            return;
        const chat::Message& message = finished().message;
        QVERIFY(message.role == chat::Role::Assistant);
        QCOMPARE(message.content.value_or(""), joined.message().content.value_or(""));
        QCOMPARE(message.reasoning_content.value_or(""), joined.message().reasoning_content.value_or(""));
        QVERIFY(message.tool_calls == joined.message().tool_calls);
        for (const chat::ToolCall& call : message.tool_calls)
            QVERIFY(call.id.starts_with("call_") && !call.name.empty());
    }
};

struct Bench {
    FakeModelState state;
    tokenizer::Tokenizer tokenizer = byte_tokenizer();
    std::unique_ptr<LocalEngine> engine;

    explicit Bench(SessionLimits limits = {}, std::int64_t prefill_chunk = 16, int drafts = 0,
                   bool forced_runs = true) {
        state.prefill_chunk = prefill_chunk;
        state.vocab_size = tokenizer.size() + 9; // padded
        if (drafts > 0)
            state.draft_noise = 0.3;
        LocalEngineOptions options{"fake", {}, drafts, forced_runs, limits};
        engine = std::make_unique<LocalEngine>(std::make_unique<FakeModel>(state), tokenizer,
                                               chat::format(Family::V32), options);
    }

    std::int32_t eos() const { return *tokenizer.token_id(chat::format(Family::V32).eos()); }
    Ids prompt(const Request& request) const {
        const chat::Prompt text = chat::format(Family::V32).encode(request.messages, request.prompt);
        return tokenizer.encode(text.text(), text.quoted());
    }
    /// The model will answer this request with the text and, if `ends`, the end of sentence.
    void script(const Request& request, const std::string& text, bool ends = true) {
        state.reply_at = prompt(request).size();
        state.reply = tokenizer.encode(text);
        if (ends)
            state.reply.push_back(eos());
    }
    Answer ask(const Request& request, std::stop_token stop = {}) {
        state.steps.clear();
        Answer answer;
        engine->generate(
            request, [&](Event event) { answer.events.push_back(std::move(event)); }, stop);
        answer.check();
        return answer;
    }
    /// For replies that the hash decides: greedy, and no end by chance.
    Request free_running(std::vector<chat::Message> messages, std::int64_t tokens) const {
        Request request;
        request.messages = std::move(messages);
        request.sampling.temperature = 0.0f;
        request.sampling.max_tokens = tokens;
        request.sampling.logit_bias = {{eos(), -1000.0f}};
        request.session = "chat";
        return request;
    }
};

inline Request question(const std::string& text = "How are you?", bool thinking = false) {
    Request request;
    request.messages = {said(chat::Role::User, text)};
    request.prompt.thinking = thinking;
    request.session = "chat";
    return request;
}

inline std::size_t common_prefix(const Ids& a, const Ids& b) {
    return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
}

} // namespace hadal::test
