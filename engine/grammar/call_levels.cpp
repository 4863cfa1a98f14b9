// The levels of a machine's stack that are no JSON: answers with tool calls, calls, and raw strings.
#include "engine/grammar/machine.h"

#include <algorithm>

namespace hadal::grammar {

Machine::Level Machine::first_level() const {
    Level level;
    if (!grammar_->calls) {
        level.threads.push_back({grammar_->root, 0, 0, 0, 0, 0, false});
        return level;
    }
    level.kind = Kind::Answer;
    if (grammar_->calls->text)
        level.phase = Phase::Text;
    level.threads.push_back({grammar_->calls->json, 0, 0, 0, 0, 0, false});
    return level;
}

bool Machine::ends_whole_text(const Level& level) const {
    if (level.phase != Phase::Text)
        return level.phase == Phase::After;
    const auto& committed = call_texts_->committed;
    return level.literal >= committed.size() || !committed[level.literal];
}

// ---- answers ----

Machine::State Machine::step_answer(State state, const Level& level, std::uint8_t byte) {
    const CallTexts& texts = *call_texts_;
    switch (level.phase) {
    case Phase::Text: {
        const bool committed = !ends_whole_text(level);
        Level next = level;
        next.literal =
            committed ? texts.text.child(level.literal, byte) : texts.text.next(level.literal, byte);
        const bool named = byte == static_cast<std::uint8_t>(TokenTrie::named_token);
        if (next.literal == Occurrences::none && (committed || named))
            return dead;
        if (texts.open != Occurrences::none && next.literal == texts.open) {
            next.phase = Phase::Block;
            next.literal = Literals::start;
        } else if (texts.text.found(next.literal) && ends_whole_text(next)) {
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
    const Literals& texts = called                     ? call_texts_->further
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
        call.threads.push_back({node, 0, 0, 0, 0, 0, false});
    } else {
        for (const std::uint32_t shape : grammar_->nodes[node].objects)
            call.threads.push_back({shape, 0, 0, 0, 0, 0, false});
    }
    return intern(std::move(call), below);
}

Machine::State Machine::step_call(State state, const Level& level, std::uint8_t byte) {
    if (level.phase == Phase::Key)
        return step_key(state, level, byte);
    if (level.phase == Phase::Value)
        return begin_value(state, level, byte);
    const Literals& texts = level.phase == Phase::After  ? call_texts_->json_end
                            : level.phase == Phase::Open ? call_texts_->arguments
                                                         : call_texts_->more_arguments;
    const bool members = !grammar_->calls->markup->parameter.empty();
    const auto possible = [&](const Thread& thread) {
        if (level.phase == Phase::After)
            return ~std::uint32_t{0};
        const ObjectShape& shape = grammar_->objects[thread.shape];
        std::uint32_t results = 0;
        if (keys_of(thread.shape, thread.at, thread.count, Spelling::RawName) != 0)
            results |= 1u << CallTexts::parameter;
        if (shape.closable(thread.at, thread.count))
            results |= 1u << CallTexts::call_end;
        return results;
    };
    Level next = level;
    next.literal = texts.child(level.literal, byte);
    if (next.literal == Literals::start)
        return dead;
    const std::uint32_t reachable = texts.reachable(next.literal), result = texts.result(next.literal);
    std::erase_if(next.threads, [&](const Thread& thread) { return !(possible(thread) & reachable); });
    if (next.threads.empty())
        return dead;
    if (result == Literals::none)
        return intern(std::move(next), states_[state].below);
    next.literal = 0;
    if (result == CallTexts::call_end) {
        Level answer = *levels_[states_[states_[state].below].level];
        answer.phase = Phase::Block;
        return intern(std::move(answer), states_[states_[state].below].below);
    }
    if (result == CallTexts::parameter) {
        next.phase = Phase::Key;
        for (Thread& thread : next.threads) {
            thread.key = keys_of(thread.shape, thread.at, thread.count, Spelling::RawName);
            thread.key_at = TextAutomaton::start;
        }
    } else {
        next.phase = members ? Phase::Next : Phase::After;
    }
    return intern(std::move(next), states_[state].below);
}

/// The node of the value of an object's member whose key has been read.
std::uint32_t Machine::member_node(const Thread& thread) const {
    const ObjectShape& shape = grammar_->objects[thread.shape];
    const std::size_t declared = shape.properties.size();
    return thread.key <= declared ? shape.properties[thread.key - 1].node
                                  : shape.classes[thread.key - 1 - declared];
}

/// Which ends of the key suit its value.
std::uint32_t Machine::kinds_of_value(const Thread& thread) const {
    const ValueNode& node = grammar_->nodes[member_node(thread)];
    const bool other = node.simple || node.number != ValueNode::none || !node.arrays.empty() ||
                       !node.objects.empty();
    return (node.strings.empty() ? 0 : 1u << CallTexts::string) | (other ? 1u << CallTexts::json : 0);
}

/// The key ends where a text begins that the key itself may begin with; both are read until they part.
Machine::State Machine::step_key(State state, const Level& level, std::uint8_t byte) {
    const Literals& ends = call_texts_->key_end;
    Level next = level;
    next.threads.clear();
    std::uint32_t result = Literals::none;
    const auto end = [&](Thread thread) {
        thread.key_at = ends.child(thread.hit ? thread.key_at : Literals::start, byte);
        thread.hit = true;
        if (thread.key_at == Literals::start || !(kinds_of_value(thread) & ends.reachable(thread.key_at)))
            return;
        result = std::min(result, ends.result(thread.key_at));
        next.threads.push_back(thread);
    };
    for (Thread thread : level.threads) {
        if (thread.hit) {
            end(thread);
            continue;
        }
        TextAutomaton& keys = *key_automata_[thread.key - 1];
        if (byte == keys.closing_byte() && keys.at_character(thread.key_at)) {
            Thread read = thread;
            if (after_key(read, keys.label(thread.key_at)))
                end(read);
        }
        thread.key_at = keys.next(thread.key_at, byte);
        if (thread.key_at != TextAutomaton::dead)
            next.threads.push_back(thread);
    }
    if (next.threads.empty())
        return dead;
    if (result != Literals::none)
        return begin_parameter_value(state, std::move(next), result == CallTexts::string);
    std::sort(next.threads.begin(), next.threads.end());
    return intern(std::move(next), states_[state].below);
}

Machine::State Machine::begin_parameter_value(State state, Level call, bool raw) {
    // No key spells all of what ends a key, so only threads whose key has ended are left.
    for (Thread& thread : call.threads) {
        thread.key_at = 0;
        thread.hit = false;
    }
    std::sort(call.threads.begin(), call.threads.end());
    call.phase = raw ? Phase::Inside : Phase::Value;
    if (!raw)
        return intern(std::move(call), states_[state].below);
    Level text;
    text.kind = Kind::Raw;
    for (std::uint32_t t = 0; t < call.threads.size(); ++t)
        for (const std::uint32_t shape : grammar_->nodes[member_node(call.threads[t])].strings)
            text.threads.push_back({shape, t, TextAutomaton::start, 0, 0, 0, false});
    return intern(std::move(text), intern(std::move(call), states_[state].below));
}

// ---- raw strings ----

/// A thread of a raw string after the first byte of what ends it; `key` counts the bytes.
Machine::Thread Machine::ending(const Thread& thread) {
    return {0, thread.parent, 0, 0, 1, 0, true};
}

/// Like a key: text and what ends it are read until they part.
Machine::State Machine::step_raw(State state, const Level& level, std::uint8_t byte) {
    const std::string& end = call_texts_->value_end;
    Level next = level;
    next.threads.clear();
    std::vector<Finished> finished;
    for (Thread thread : level.threads) {
        if (thread.hit) {
            if (byte != static_cast<std::uint8_t>(end[thread.key]))
                continue;
            if (++thread.key == end.size())
                finished.push_back({thread.parent, false});
            else
                next.threads.push_back(thread);
            continue;
        }
        const StringShape& shape = strings_[thread.shape];
        TextAutomaton& text = automaton(shape.language, Spelling::RawValue);
        if (byte == text.closing_byte() && text.label(thread.at) && thread.count >= shape.least)
            next.threads.push_back(ending(thread));
        if (read_character(thread, text, byte))
            next.threads.push_back(thread);
    }
    if (!finished.empty()) {
        const State after = finish_value(states_[state].below, std::move(finished));
        Level call = *levels_[states_[after].level];
        call.phase = Phase::Next;
        return intern(std::move(call), states_[after].below);
    }
    if (next.threads.empty())
        return dead;
    std::sort(next.threads.begin(), next.threads.end());
    next.threads.erase(std::unique(next.threads.begin(), next.threads.end()), next.threads.end());
    return intern(std::move(next), states_[state].below);
}

} // namespace hadal::grammar
