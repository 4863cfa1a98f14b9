#include "engine/grammar/machine.h"

#include <algorithm>

namespace hadal::grammar {

namespace {

/// White space that the grammar allows is bounded, or a model may never stop: one space, or a line break and
/// this many spaces or tabs.
constexpr std::uint8_t deepest_indentation = 20;
constexpr std::uint8_t no_space = 0, one_space = 1, line_break = 2;

bool is_space(std::uint8_t byte) {
    return byte == ' ' || byte == '\n' || byte == '\t';
}

} // namespace

void Machine::Level::sort() {
    std::sort(threads.begin(), threads.end());
    threads.erase(std::unique(threads.begin(), threads.end()), threads.end());
}

// ---- states ----

Machine::Machine(std::shared_ptr<const Grammar> grammar, const TokenTrie* trie, const Occurrences* avoided)
    : grammar_(std::move(grammar)), strings_(grammar_->strings.begin(), grammar_->strings.end()),
      numbers_(grammar_->numbers), few_values_(*grammar_), avoided_(avoided) {
    if (grammar_->calls)
        call_texts_ = std::make_unique<const CallTexts>(*grammar_->calls, trie);
    states_.push_back({0, dead, 0, nullptr});
    levels_.push_back(nullptr);
    key_words_.emplace_back();
    key_sets_.emplace_back();
    start_ = intern(first_level(), dead);
}

Machine::State Machine::intern(Level level, State below) {
    const auto [place, fresh] =
        level_index_.try_emplace(std::move(level), static_cast<std::uint32_t>(levels_.size()));
    if (fresh)
        levels_.push_back(&place->first);
    const std::uint64_t key = std::uint64_t{below} << 32 | place->second;
    const auto [state, new_state] = state_index_.try_emplace(key, static_cast<State>(states_.size()));
    if (new_state)
        states_.push_back({place->second, below, below == dead ? 1 : states_[below].depth + 1, nullptr});
    return state->second;
}

void Machine::keep_only(std::span<State> kept) {
    old_states_ = std::move(states_);
    old_levels_ = std::move(level_index_);
    old_index_ = std::move(state_index_);
    const std::vector<Entry>& old = old_states_;
    const std::vector<const Level*> old_levels = std::move(levels_);
    const PartialTexts old_texts = std::move(texts_);
    states_.clear();
    levels_.clear();
    level_index_.clear();
    state_index_.clear();
    texts_ = PartialTexts();
    states_.push_back({0, dead, 0, nullptr});
    levels_.push_back(nullptr);
    std::unordered_map<State, State> renamed{{dead, dead}};
    const auto rename = [&](State state) {
        std::vector<State> chain;
        for (; !renamed.contains(state); state = old[state].below)
            chain.push_back(state);
        for (; !chain.empty(); chain.pop_back()) {
            const Entry& entry = old[chain.back()];
            Level level = *old_levels[entry.level];
            for (Thread& thread : level.threads)
                if (thread.text > PartialTexts::empty)
                    thread.text = texts_.after(PartialTexts::empty, old_texts.bytes(thread.text));
            level.sort();
            renamed[chain.back()] = intern(std::move(level), renamed.at(entry.below));
        }
    };
    rename(start_);
    start_ = renamed.at(start_);
    for (State& state : kept) {
        rename(state);
        state = renamed.at(state);
    }
}

void Machine::tidy() {
    constexpr std::size_t share = 256;
    for (std::size_t n = 0; n < share && !old_states_.empty(); ++n)
        old_states_.pop_back();
    for (std::size_t n = 0; n < share && !old_levels_.empty(); ++n)
        old_levels_.erase(old_levels_.begin());
    for (std::size_t n = 0; n < share && !old_index_.empty(); ++n)
        old_index_.erase(old_index_.begin());
}

void Machine::signature(State state, std::uint32_t levels, std::vector<std::uint32_t>& out) const {
    for (; levels > 0 && state != dead; --levels, state = states_[state].below)
        out.push_back(states_[state].level);
}

TextAutomaton& Machine::automaton(const Language& language, Spelling spelling) {
    auto& known = automata_[{language, spelling}];
    if (!known)
        known = std::make_unique<TextAutomaton>(language, spelling, avoided_);
    return *known;
}

TextAutomaton& Machine::text_of(std::uint32_t shape, Spelling spelling) {
    string_automata_.resize(strings_.size());
    TextAutomaton*& known = string_automata_[shape][spelling != Spelling::Json];
    if (!known)
        known = &automaton(strings_[shape].language, spelling);
    return *known;
}

Machine::State Machine::first_step(State state, std::uint8_t byte) {
    if (state == dead)
        return dead;
    auto row = std::make_unique<std::array<State, 256>>();
    row->fill(unknown);
    states_[state].next = std::move(row);
    return compute(state, byte);
}

Machine::State Machine::compute(State state, std::uint8_t byte) {
    const State to = computed(state, byte);
    (*states_[state].next)[byte] = to;
    return to;
}

Machine::State Machine::computed(State state, std::uint8_t byte) {
    const Level& level = *levels_[states_[state].level]; // stays: the index never moves its keys
    switch (level.kind) {
    case Kind::Root:
        return level.phase == Phase::Open ? begin_value(state, level, byte) : dead;
    case Kind::Object:
        return step_object(state, level, byte);
    case Kind::Array:
        return step_array(state, level, byte);
    case Kind::String:
        return step_string(state, level, byte);
    case Kind::Number:
        return step_number(state, level, byte);
    case Kind::Simple:
        return step_simple(state, level, byte);
    case Kind::Answer:
        return step_answer(state, level, byte);
    case Kind::Call:
        return step_call(state, level, byte);
    case Kind::Raw:
        return step_raw(state, level, byte);
    }
    return dead;
}

bool Machine::is_complete(State state) const {
    if (state == dead)
        return false;
    const Level& level = *levels_[states_[state].level];
    if (level.kind == Kind::Root || level.kind == Kind::Answer)
        return may_end(level);
    // A number ends where the text ends.
    return level.kind == Kind::Number && states_[states_[state].below].below == dead &&
           std::any_of(level.threads.begin(), level.threads.end(),
                       [&](const Thread& thread) { return numbers_[thread.shape]->label[thread.at] != 0; });
}

// ---- containers ----

/// The bracket that ends an object or array.
Machine::State Machine::close(State state, const Level& level) {
    std::vector<Finished> finished;
    for (const Thread& thread : level.threads)
        if (may_close(level, thread))
            finished.push_back(
                {thread.parents, thread.record ? records_.item(thread.record) : std::string()});
    return finished.empty() ? dead : finish_value(states_[state].below, finished);
}

bool Machine::may_close(const Level& level, const Thread& thread) const {
    const bool closable = level.kind == Kind::Object
                              ? grammar_->objects[thread.shape].closable(rest_of(thread), progress_of(thread))
                              : grammar_->arrays[thread.shape].closable(thread.at, thread.count);
    return closable && !records_.is_avoided(thread.record);
}

/// Whether another key or item can follow.
bool Machine::may_go_on(const Level& level, const Thread& thread) {
    if (level.kind == Kind::Object)
        return keys_of(thread) != 0;
    const ArrayShape& shape = grammar_->arrays[thread.shape];
    return thread.at < shape.most && can_go_on_with(Kind::Array, thread, shape.items(thread.at));
}

Machine::State Machine::after_comma(State state, const Level& level) {
    if (level.space != no_space)
        return dead;
    Level next = level;
    next.phase = Phase::Next;
    std::erase_if(next.threads, [&](const Thread& thread) { return !may_go_on(level, thread); });
    return next.threads.empty() ? dead : intern(std::move(next), states_[state].below);
}

Machine::State Machine::space(State state, const Level& level, std::uint8_t byte, bool only_one) {
    Level next = level;
    if (level.space == no_space && byte == ' ')
        next.space = one_space;
    else if (level.space == no_space && byte == '\n' && !only_one)
        next.space = line_break;
    else if (level.space >= line_break && level.space < line_break + deepest_indentation &&
             (byte == ' ' || byte == '\t'))
        next.space = static_cast<std::uint8_t>(level.space + 1);
    else
        return dead;
    if (level.phase == Phase::After) // no space before a comma, so the bracket must be possible
        std::erase_if(next.threads, [&](const Thread& thread) { return !may_close(level, thread); });
    return next.threads.empty() ? dead : intern(std::move(next), states_[state].below);
}

Machine::State Machine::step_array(State state, const Level& level, std::uint8_t byte) {
    if (is_space(byte))
        return space(state, level, byte, false);
    if (byte == ']')
        return level.phase == Phase::Next ? dead : close(state, level);
    if (level.phase != Phase::After)
        return begin_value(state, level, byte);
    return byte == ',' ? after_comma(state, level) : dead;
}

Machine::State Machine::step_object(State state, const Level& level, std::uint8_t byte) {
    switch (level.phase) {
    case Phase::Open:
    case Phase::Next:
        if (is_space(byte))
            return space(state, level, byte, false);
        if (byte == '}' && level.phase == Phase::Open)
            return close(state, level);
        return byte == '"' ? begin_key(state, level) : dead;
    case Phase::Key:
        return step_key(state, level, byte);
    case Phase::Colon: {
        if (byte != ':')
            return dead;
        Level next = level;
        next.phase = Phase::Value;
        return intern(std::move(next), states_[state].below);
    }
    case Phase::Value:
        return is_space(byte) ? space(state, level, byte, true) : begin_value(state, level, byte);
    case Phase::After:
        if (is_space(byte))
            return space(state, level, byte, false);
        if (byte == '}')
            return close(state, level);
        return byte == ',' ? after_comma(state, level) : dead;
    case Phase::Inside:
    case Phase::Text:
    case Phase::Block:
        break;
    }
    return dead;
}

} // namespace hadal::grammar
