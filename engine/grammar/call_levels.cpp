// The levels of a machine's stack that are no JSON: answers with tool calls, calls, and raw strings.
#include "engine/grammar/machine.h"

#include <algorithm>

namespace hadal::grammar {

Machine::Level Machine::first_level() const {
    Level level;
    level.threads.emplace_back();
    if (!grammar_->calls) {
        level.threads[0].shape = grammar_->root;
        return level;
    }
    level.kind = Kind::Answer;
    if (grammar_->calls->text)
        level.phase = Phase::Text;
    level.threads[0].shape = grammar_->calls->json;
    return level;
}

/// Whether the text may end at the lowest level of the stack.
bool Machine::may_end(const Level& answer) const {
    if (answer.phase != Phase::Text)
        return answer.phase == Phase::After;
    const auto& committed = call_texts_->committed;
    return answer.literal >= committed.size() || !committed[answer.literal];
}

// ---- answers ----

Machine::State Machine::step_answer(State state, const Level& level, std::uint8_t byte) {
    const CallTexts& texts = *call_texts_;
    switch (level.phase) {
    case Phase::Text: {
        const bool committed = !may_end(level);
        Level next = level;
        next.literal =
            committed ? texts.text.child(level.literal, byte) : texts.text.next(level.literal, byte);
        const bool named = byte == static_cast<std::uint8_t>(TokenTrie::named_token);
        if (next.literal == Occurrences::none && (committed || named))
            return dead;
        if (texts.open != Occurrences::none && next.literal == texts.open) {
            next.phase = Phase::Block;
            next.literal = Literals::start;
        } else if (texts.text.found(next.literal) && may_end(next)) {
            return dead;
        }
        return intern(std::move(next), states_[state].below);
    }
    case Phase::Open: // JSON, or a block of calls at once
        if (texts.opening.child(Literals::start, byte) != Literals::start)
            return step_block(state, level, byte);
        return grammar_->calls->json == ValueNode::none ? dead : begin_value(state, level, byte);
    case Phase::Block:
        return step_block(state, level, byte);
    default:
        return dead;
    }
}

/// Which texts may come: the first call where the block is open, before that all of its opening, and after a
/// call another one or the end.
Machine::State Machine::step_block(State state, const Level& level, std::uint8_t byte) {
    const bool called = level.threads[0].count > 0;
    const Literals& texts = called                  ? call_texts_->further
                            : grammar_->calls->text ? call_texts_->first
                                                    : call_texts_->opening;
    Level next = level;
    next.phase = Phase::Block;
    next.literal = texts.child(level.literal, byte);
    if (next.literal == Literals::start)
        return dead;
    const std::uint32_t result = texts.result(next.literal);
    if (result == Literals::none)
        return intern(std::move(next), states_[state].below);
    next.literal = 0;
    if (result != CallTexts::block_end)
        return begin_call(state, next, result);
    next.phase = Phase::After;
    return intern(std::move(next), states_[state].below);
}

// ---- calls ----

Machine::State Machine::begin_call(State state, const Level& level, std::uint32_t tool) {
    Level answer = level, call;
    answer.phase = Phase::Inside;
    answer.threads[0].count = 1;
    const State below = intern(std::move(answer), states_[state].below);
    const std::uint32_t node = grammar_->calls->tools[tool].node;
    call.kind = Kind::Call;
    if (grammar_->calls->markup->parameter.empty()) {
        call.phase = Phase::Value;
        call.threads.emplace_back().shape = node;
        return intern(std::move(call), below);
    }
    for (const std::uint32_t shape : grammar_->nodes[node].objects) {
        Thread& thread = call.threads.emplace_back();
        thread.shape = shape;
        thread.at = grammar_->objects[shape].any_order ? seen_keys(shape, {}) : 0;
    }
    return intern(std::move(call), below);
}

Machine::State Machine::step_call(State state, const Level& level, std::uint8_t byte) {
    if (level.phase == Phase::Key)
        return step_parameter_key(state, level, byte);
    if (level.phase == Phase::Value)
        return begin_value(state, level, byte);
    const Literals& texts = level.phase == Phase::After  ? call_texts_->json_end
                            : level.phase == Phase::Open ? call_texts_->arguments
                                                         : call_texts_->more_arguments;
    Level next = level;
    next.literal = texts.child(level.literal, byte);
    if (next.literal == Literals::start)
        return dead;
    const std::uint32_t reachable = texts.reachable(next.literal), result = texts.result(next.literal);
    std::erase_if(next.threads,
                  [&](const Thread& thread) { return !(what_may_follow(level, thread) & reachable); });
    if (next.threads.empty())
        return dead;
    if (result == Literals::none)
        return intern(std::move(next), states_[state].below);
    next.literal = 0;
    if (result == CallTexts::parameter)
        return begin_parameter(state, std::move(next));
    if (result == CallTexts::parameter_end) {
        next.phase = Phase::Next;
        return intern(std::move(next), states_[state].below);
    }
    Level answer = *levels_[states_[states_[state].below].level];
    answer.phase = Phase::Block;
    return intern(std::move(answer), states_[states_[state].below].below);
}

/// Bits of CallTexts' results.
std::uint32_t Machine::what_may_follow(const Level& call, const Thread& thread) {
    if (call.phase == Phase::After)
        return ~std::uint32_t{0};
    const bool closable = grammar_->objects[thread.shape].closable(rest_of(thread), progress_of(thread));
    return (keys_of(thread) != 0 ? 1u << CallTexts::parameter : 0) |
           (closable ? 1u << CallTexts::call_end : 0);
}

// ---- keys of parameters ----

Machine::State Machine::begin_parameter(State state, Level call) {
    begin_keys(call, Spelling::RawName);
    return call.threads.empty() ? dead : intern(std::move(call), states_[state].below);
}

/// Which ends of the key suit its value.
std::uint32_t Machine::kinds_of_value(const Thread& thread) const {
    std::uint32_t kinds = 0;
    for (const Way& way : member_ways(thread)) {
        const ValueNode& node = grammar_->nodes[way.node];
        if (!node.strings.empty())
            kinds |= 1u << CallTexts::string;
        if (node.simple || node.number != ValueNode::none || !node.arrays.empty() || !node.objects.empty())
            kinds |= 1u << CallTexts::json;
    }
    return kinds;
}

/// The key ends where a text begins that the key itself may begin with; both are read until they part.
Machine::State Machine::step_parameter_key(State state, const Level& level, std::uint8_t byte) {
    const Literals& ends = call_texts_->key_end;
    Level next = level;
    next.threads.clear();
    std::uint32_t result = Literals::none;
    const auto end = [&](Thread thread, Literals::State read) {
        thread.ending = ends.child(read, byte);
        if (thread.ending == Literals::start || !(kinds_of_value(thread) & ends.reachable(thread.ending)))
            return;
        result = std::min(result, ends.result(thread.ending));
        next.threads.push_back(thread);
    };
    std::uint32_t outcome = 0; // of the key, where it may end here
    if (level.key_at != TextAutomaton::dead) {
        TextAutomaton& keys = *key_sets_[level.keys].automaton;
        if (byte == keys.closing_byte() && keys.at_character(level.key_at))
            outcome = keys.label(level.key_at);
        next.key_at = keys.next(level.key_at, byte);
    }
    for (Thread thread : level.threads) {
        if (thread.ending) {
            end(thread, thread.ending);
            continue;
        }
        Thread read = thread;
        if (outcome && after_key(read, label_of(level, thread, outcome), Spelling::RawName))
            end(read, Literals::start);
        if (next.key_at == TextAutomaton::dead)
            continue;
        if (thread.text != PartialTexts::none)
            thread.text = texts_.after(thread.text, byte);
        next.threads.push_back(thread);
    }
    if (next.threads.empty())
        return dead;
    if (result != Literals::none)
        return begin_parameter_value(state, std::move(next), result == CallTexts::string);
    next.sort();
    return intern(std::move(next), states_[state].below);
}

Machine::State Machine::begin_parameter_value(State state, Level call, bool raw) {
    // No key spells all of what ends a key, so only threads whose key has ended are left.
    for (Thread& thread : call.threads)
        thread.ending = 0;
    call.keys = 0;
    call.key_at = TextAutomaton::dead;
    call.sort();
    call.phase = raw ? Phase::Inside : Phase::Value;
    if (!raw)
        return intern(std::move(call), states_[state].below);
    Level text;
    text.kind = Kind::Raw;
    Begun begun;
    for (std::uint32_t t = 0; t < call.threads.size(); ++t)
        for (const Way& way : member_ways(call.threads[t]))
            begin_threads(Kind::String, {t, way.hits}, way.node, 0, nullptr, begun);
    text.threads = joined(std::move(begun));
    return intern(std::move(text), intern(std::move(call), states_[state].below));
}

// ---- raw strings ----

/// A thread of a raw string after the first byte of what ends it.
Machine::Thread Machine::ended(const Thread& raw) {
    Thread thread;
    thread.parents = raw.parents;
    thread.ending = 1;
    return thread;
}

/// Like a key: text and what ends it are read until they part.
Machine::State Machine::step_raw(State state, const Level& level, std::uint8_t byte) {
    const std::string& end = call_texts_->value_end;
    Level next = level;
    next.threads.clear();
    std::vector<Finished> finished;
    for (Thread thread : level.threads) {
        if (thread.ending > 0) {
            if (byte != static_cast<std::uint8_t>(end[thread.ending]))
                continue;
            if (++thread.ending == end.size())
                finished.push_back({thread.parents});
            else
                next.threads.push_back(thread);
            continue;
        }
        const StringShape& shape = strings_[thread.shape];
        TextAutomaton& text = text_of(thread.shape, Spelling::RawValue);
        if (byte == text.closing_byte() && text.label(thread.at) && thread.count >= shape.least)
            next.threads.push_back(ended(thread));
        if (read_character(thread, text, byte))
            next.threads.push_back(thread);
    }
    if (!finished.empty()) {
        const State after = finish_value(states_[state].below, finished);
        Level call = *levels_[states_[after].level];
        call.phase = Phase::Next;
        return intern(std::move(call), states_[after].below);
    }
    if (next.threads.empty())
        return dead;
    next.sort();
    return intern(std::move(next), states_[state].below);
}

} // namespace hadal::grammar
