// The insides of strings and keys, for masks.
#include "engine/grammar/machine.h"

#include <algorithm>

namespace hadal::grammar {

bool Machine::remembers_text(State state) const {
    const Level& level = *levels_[states_[state].level];
    return std::any_of(level.threads.begin(), level.threads.end(),
                       [](const Thread& thread) { return thread.text != PartialTexts::none; });
}

void Machine::bodies(State state, std::vector<Body>& out) {
    out.clear();
    if (state == dead)
        return;
    const Level& level = *levels_[states_[state].level];
    // Where a raw text may have ended, what follows belongs to the text or to what ends it.
    if ((level.kind == Kind::Raw || level.kind == Kind::Call) &&
        std::any_of(level.threads.begin(), level.threads.end(), [](const Thread& t) { return t.ending; }))
        return;
    if (level.phase == Phase::Key) {
        out.push_back({key_sets_[level.keys].automaton, level.key_at});
        return;
    }
    if (level.kind != Kind::String && level.kind != Kind::Raw)
        return;
    for (std::uint32_t t = 0; t < level.threads.size(); ++t) {
        const Thread& thread = level.threads[t];
        const StringShape& shape = strings_[thread.shape];
        out.push_back({&text_of(thread.shape, level.kind == Kind::Raw ? Spelling::RawValue : Spelling::Json),
                       thread.at, shape.counted() ? &shape : nullptr, thread.count, t});
    }
}

Machine::State Machine::before_ending(State state) {
    if (state == dead)
        return dead;
    const Level& level = *levels_[states_[state].level];
    Level before = level;
    if (level.kind == Kind::Answer && level.phase == Phase::Text && may_end(level)) {
        before.literal = Occurrences::none;
    } else if (level.kind == Kind::Raw || (level.kind == Kind::Call && level.phase == Phase::Key)) {
        std::erase_if(before.threads, [](const Thread& thread) { return thread.ending != 0; });
        if (before.threads.empty() || (level.kind == Kind::Call && level.key_at == TextAutomaton::dead))
            return dead;
    }
    return before == level ? dead : intern(std::move(before), states_[state].below);
}

const TokenTrie::Bytes* Machine::idle_bytes(State state) const {
    const Level& level = *levels_[states_[state].level];
    const bool idle =
        level.kind == Kind::Answer && level.phase == Phase::Text && level.literal == Occurrences::none;
    return idle ? &call_texts_->idle : nullptr;
}

Machine::State Machine::closed(State state, std::uint32_t index, std::uint32_t label) {
    const Level& level = *levels_[states_[state].level];
    if (level.kind == Kind::String)
        return finish_value(states_[state].below, {{level.threads[index].parents}});
    Level next = level;
    if (level.kind == Kind::Raw) {
        next.threads.assign(1, ended(level.threads[index]));
        return intern(std::move(next), states_[state].below);
    }
    next.threads.clear();
    next.keys = 0;
    next.key_at = TextAutomaton::dead;
    for (Thread thread : level.threads) {
        const std::uint32_t own = label_of(level, thread, label);
        thread.text = PartialTexts::none; // it lacks what the token adds
        if (!after_key(thread, own, level.kind == Kind::Call ? Spelling::RawName : Spelling::Json))
            continue;
        if (level.kind == Kind::Call)
            thread.ending = call_texts_->key_end.child(Literals::start, '"');
        next.threads.push_back(thread);
    }
    if (level.kind != Kind::Call)
        next.phase = Phase::Colon;
    next.sort();
    return intern(std::move(next), states_[state].below);
}

} // namespace hadal::grammar
