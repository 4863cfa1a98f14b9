#include "engine/grammar/machine.h"

#include "engine/grammar/simple_words.h"

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
    : grammar_(std::move(grammar)), strings_(grammar_->strings), numbers_(grammar_->numbers),
      avoided_(avoided) {
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
    std::vector<Entry> old = std::move(states_);
    std::vector<const Level*> old_levels = std::move(levels_);
    const std::map<Level, std::uint32_t> old_index = std::move(level_index_);
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

// ---- values ----

/// The first byte of a value, or white space before it was handled.
Machine::State Machine::begin_value(State state, const Level& level, std::uint8_t byte) {
    Level value, here = level;
    here.phase = Phase::Inside;
    here.space = no_space;
    switch (byte) {
    case '"':
        if (level.kind == Kind::Call) // strings are written raw
            return dead;
        value.kind = Kind::String;
        break;
    case '{':
        value.kind = Kind::Object;
        break;
    case '[':
        value.kind = Kind::Array;
        break;
    case 'n':
    case 't':
    case 'f':
        value.kind = Kind::Simple;
        break;
    default:
        if ((byte < '0' || byte > '9') && byte != '-')
            return dead;
        value.kind = Kind::Number;
    }
    Begun begun;
    for (std::uint32_t t = 0; t < level.threads.size(); ++t) {
        const Thread& thread = level.threads[t];
        if (level.kind == Kind::Root || level.kind == Kind::Answer ||
            (level.kind == Kind::Call && thread.key == 0)) {
            begin_threads(value.kind, {t, 0}, thread.shape, byte, nullptr, begun);
        } else if (level.kind == Kind::Object || level.kind == Kind::Call) {
            for (const Way& way : member_ways(thread))
                begin_threads(value.kind, {t, way.hits}, way.node, byte, nullptr, begun);
        } else {
            const ArrayShape& shape = grammar_->arrays[thread.shape];
            for (const Way& way : shape.items(thread.at))
                if (thread.at < shape.most &&
                    shape.live(shape.next_index(thread.at), shape.next_count(thread.count, way.hits)))
                    begin_threads(value.kind, {t, way.hits}, way.node, byte,
                                  shape.unique ? &thread.seen : nullptr, begun);
        }
    }
    if (begun.empty())
        return dead;
    value.threads = joined(std::move(begun));
    const State below = intern(std::move(here), states_[state].below);
    return intern(std::move(value), below);
}

/// The values of one node that begin with the byte `first`. `seen`: null, or the items that must not come
/// again.
void Machine::begin_threads(Kind kind, Link link, std::uint32_t node_id, std::uint8_t first,
                            const std::uint32_t* seen, Begun& begun) {
    const ValueNode& node = grammar_->nodes[node_id];
    const auto add = [&](std::uint32_t shape, std::uint32_t at) -> Thread& {
        Thread thread;
        thread.shape = shape;
        thread.at = at;
        thread.text = seen ? PartialTexts::empty : PartialTexts::none;
        return begun.emplace_back(thread, link).first;
    };
    switch (kind) {
    case Kind::String:
        for (std::uint32_t shape : node.strings) {
            shape = seen ? string_without(shape, *seen) : shape;
            if (!strings_[shape].language->empty())
                add(shape, TextAutomaton::start);
        }
        break;
    case Kind::Object:
        for (const std::uint32_t shape : node.objects)
            add(shape, grammar_->objects[shape].any_order ? seen_keys(shape, {}) : 0);
        break;
    case Kind::Array:
        for (const std::uint32_t shape : node.arrays)
            add(shape, 0);
        break;
    case Kind::Number:
        if (node.number != ValueNode::none) {
            const std::uint32_t number = seen ? number_without(node.number, *seen) : node.number;
            const std::uint32_t at = numbers_[number]->empty() ? Dfa::dead : numbers_[number]->next(0, first);
            if (at == Dfa::dead)
                break;
            Thread& thread = add(number, at);
            if (seen)
                thread.text = texts_.after(thread.text, first);
        }
        break;
    default: {
        const std::uint32_t simple = simple_word(first);
        if ((node.simple & simple) && !(seen && items_.contains(*seen, text_of_simple(simple))))
            add(simple, 1);
    }
    }
}

std::vector<Machine::Thread> Machine::joined(Begun begun) {
    std::sort(begun.begin(), begun.end());
    std::vector<Thread> threads;
    for (auto at = begun.begin(); at != begun.end();) {
        Thread thread = at->first;
        std::vector<Link> links;
        for (; at != begun.end() && at->first == thread; ++at)
            if (links.empty() || links.back() != at->second)
                links.push_back(at->second);
        const auto [place, fresh] =
            link_index_.try_emplace(std::move(links), static_cast<std::uint32_t>(links_.size()));
        if (fresh)
            links_.push_back(&place->first);
        thread.parents = place->second;
        threads.push_back(thread);
    }
    return threads;
}

/// `below` waits for the value that is now complete.
Machine::State Machine::finish_value(State below, std::vector<Finished> finished, Scalar kind) {
    Level level = *levels_[states_[below].level];
    level.phase = Phase::After;
    std::vector<Thread> threads;
    for (const auto& [parents, text] : finished) {
        std::string item;
        if (text != PartialTexts::none) {
            item = texts_.bytes(text);
            if (kind == Scalar::String)
                item = string_item(item);
            else if (kind == Scalar::Number)
                item = number_item(item);
        }
        for (const auto& [parent, hits] : *links_[parents]) {
            Thread thread = level.threads[parent];
            if (level.kind == Kind::Array) {
                const ArrayShape& shape = grammar_->arrays[thread.shape];
                thread.at = shape.next_index(thread.at);
                thread.count = shape.next_count(thread.count, hits);
            } else {
                thread.met |= hits;
                thread.key = 0;
            }
            if (!item.empty())
                thread.seen = items_.with(thread.seen, item);
            threads.push_back(thread);
        }
    }
    level.threads = std::move(threads);
    level.sort();
    return intern(std::move(level), states_[below].below);
}

/// The bracket that ends an object or array.
Machine::State Machine::close(State state, const Level& level) {
    std::vector<Finished> finished;
    for (const Thread& thread : level.threads)
        if (may_close(level, thread))
            finished.push_back({thread.parents});
    return finished.empty() ? dead : finish_value(states_[state].below, std::move(finished));
}

bool Machine::may_close(const Level& level, const Thread& thread) const {
    return level.kind == Kind::Object
               ? grammar_->objects[thread.shape].closable(rest_of(thread), progress_of(thread))
               : grammar_->arrays[thread.shape].closable(thread.at, thread.count);
}

/// Whether another key or item can follow.
bool Machine::may_go_on(const Level& level, const Thread& thread) {
    if (level.kind == Kind::Object)
        return keys_of(thread) != 0;
    const ArrayShape& shape = grammar_->arrays[thread.shape];
    const Ways& ways = shape.items(thread.at);
    return thread.at < shape.most && std::any_of(ways.begin(), ways.end(), [&](const Way& way) {
               return shape.live(shape.next_index(thread.at), shape.next_count(thread.count, way.hits));
           });
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

// ---- for masks ----

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

Machine::State Machine::closed(State state, std::uint32_t index, std::uint32_t label) {
    const Level& level = *levels_[states_[state].level];
    if (level.kind == Kind::String)
        return finish_value(states_[state].below, {{level.threads[index].parents}}, Scalar::String);
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
