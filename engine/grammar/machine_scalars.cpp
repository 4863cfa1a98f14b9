// Strings, numbers and words.
#include "engine/grammar/machine.h"

#include "engine/grammar/simple_words.h"

#include <algorithm>

namespace hadal::grammar {

Machine::State Machine::step_string(State state, const Level& level, std::uint8_t byte) {
    if (byte == '"') {
        std::vector<Finished> finished;
        bool within_character = false;
        for (const Thread& thread : level.threads) {
            const StringShape& shape = strings_[thread.shape];
            TextAutomaton& text = text_of(thread.shape);
            if (text.label(thread.at) && thread.count >= shape.least)
                finished.push_back({thread.parents, item_of(thread, Scalar::String)});
            within_character = within_character || !text.at_character(thread.at);
        }
        if (!within_character) // else it is an escaped quote
            return finished.empty() ? dead : finish_value(states_[state].below, finished);
    }
    Level next = level;
    next.threads.clear();
    for (Thread thread : level.threads) {
        if (!read_character(thread, text_of(thread.shape), byte))
            continue;
        if (thread.text != PartialTexts::none)
            thread.text = texts_.after(thread.text, byte);
        next.threads.push_back(thread);
    }
    if (next.threads.empty())
        return dead;
    next.sort();
    return intern(std::move(next), states_[state].below);
}

/// Takes a thread of a string on; false where it can no longer be completed.
bool Machine::read_character(Thread& thread, TextAutomaton& text, std::uint8_t byte) const {
    const StringShape& shape = strings_[thread.shape];
    thread.at = text.next(thread.at, byte);
    if (thread.at == TextAutomaton::dead)
        return false;
    if (!shape.counted())
        return true;
    thread.count += text.at_character(thread.at);
    const std::uint64_t in_all = std::uint64_t{thread.count} + text.needed(thread.at, shape.shortest);
    if (shape.most != no_limit)
        return in_all <= shape.most;
    thread.count = std::min(thread.count, shape.least);
    return true;
}

Machine::State Machine::step_number(State state, const Level& level, std::uint8_t byte) {
    Level next = level;
    next.threads.clear();
    std::vector<Finished> finished;
    for (Thread thread : level.threads) {
        const Dfa& dfa = *numbers_[thread.shape];
        if (dfa.label[thread.at])
            finished.push_back({thread.parents, item_of(thread, Scalar::Number)});
        thread.at = dfa.next(thread.at, byte);
        if (thread.at == Dfa::dead)
            continue;
        if (thread.text != PartialTexts::none)
            thread.text = texts_.after(thread.text, byte);
        next.threads.push_back(thread);
    }
    if (!next.threads.empty()) {
        next.sort();
        return intern(std::move(next), states_[state].below);
    }
    // What cannot belong to a number ends it.
    if (finished.empty())
        return dead;
    const State after = finish_value(states_[state].below, finished);
    return step(after, byte);
}

Machine::State Machine::step_simple(State state, const Level& level, std::uint8_t byte) {
    const Thread& first = level.threads[0]; // the first letter decided which word it is
    const std::string_view word = text_of_simple(first.shape);
    if (static_cast<char>(byte) != word[first.at])
        return dead;
    if (first.at + 1 == word.size()) {
        std::vector<Finished> finished;
        for (const Thread& thread : level.threads)
            finished.push_back(
                {thread.parents, thread.text == PartialTexts::none ? std::string() : std::string(word)});
        return finish_value(states_[state].below, finished);
    }
    Level next = level;
    for (Thread& thread : next.threads)
        ++thread.at;
    return intern(std::move(next), states_[state].below);
}

std::uint32_t Machine::string_without(std::uint32_t shape_id, std::uint32_t items) {
    if (items == 0)
        return shape_id;
    const auto [place, fresh] = strings_without_.try_emplace({shape_id, items}, 0);
    if (fresh) {
        place->second = static_cast<std::uint32_t>(strings_.size());
        strings_.push_back(items_.without(strings_[shape_id], items));
    }
    return place->second;
}

std::uint32_t Machine::number_without(std::uint32_t number, std::uint32_t items) {
    const auto [place, fresh] = numbers_without_.try_emplace({number, items}, 0);
    if (fresh) {
        place->second = static_cast<std::uint32_t>(numbers_.size());
        numbers_.push_back(items_.without(numbers_[number], items));
    }
    return place->second;
}

} // namespace hadal::grammar
