#include "engine/grammar/machine.h"

#include "engine/grammar/key_words.h"
#include "engine/grammar/numbers.h"
#include "engine/grammar/value.h"

#include <algorithm>
#include <string_view>

namespace hadal::grammar {

namespace {

/// White space that the grammar allows is bounded, or a model may never stop: one space, or a line break and
/// this many spaces or tabs.
constexpr std::uint8_t deepest_indentation = 20;
constexpr std::uint8_t no_space = 0, one_space = 1, line_break = 2;

std::string_view word_of(std::uint32_t simple) {
    return simple == Value::Null ? "null" : simple == Value::True ? "true" : "false";
}

} // namespace

Machine::Machine(std::shared_ptr<const Grammar> grammar, const TokenTrie* trie, const Occurrences* avoided)
    : grammar_(std::move(grammar)), strings_(grammar_->strings), numbers_(grammar_->numbers), item_sets_(1),
      texts_(2), avoided_(avoided) {
    if (grammar_->calls)
        call_texts_ = std::make_unique<const CallTexts>(*grammar_->calls, trie);
    item_set_index_[{}] = 0;
    states_.push_back({0, dead, 0, nullptr});
    levels_.push_back(nullptr);
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
    states_.clear();
    levels_.clear();
    level_index_.clear();
    state_index_.clear();
    states_.push_back({0, dead, 0, nullptr});
    levels_.push_back(nullptr);
    const auto old_texts = std::move(texts_);
    texts_.assign(2, {});
    text_index_.clear();
    const auto text_again = [&](std::uint32_t text) {
        std::vector<std::uint8_t> bytes;
        for (; text > 1; text = old_texts[text].first)
            bytes.push_back(old_texts[text].second);
        for (; !bytes.empty(); bytes.pop_back())
            text = text_after(text, bytes.back());
        return text;
    };
    std::unordered_map<State, State> renamed{{dead, dead}};
    const auto rename = [&](State state) {
        std::vector<State> chain;
        for (; !renamed.contains(state); state = old[state].below)
            chain.push_back(state);
        for (; !chain.empty(); chain.pop_back()) {
            const Entry& entry = old[chain.back()];
            Level level = *old_levels[entry.level];
            if (level.kind == Kind::String || level.kind == Kind::Number)
                for (Thread& thread : level.threads)
                    thread.key = text_again(thread.key);
            renamed[chain.back()] = intern(std::move(level), renamed.at(entry.below));
        }
    };
    rename(start_);
    start_ = renamed.at(start_);
    for (State& state : kept) {
        const State before = state;
        rename(before);
        state = renamed.at(before);
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
        return step_root(state, level, byte);
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
        return ends_whole_text(level);
    // A number ends where the text ends.
    return level.kind == Kind::Number && states_[states_[state].below].below == dead &&
           std::any_of(level.threads.begin(), level.threads.end(),
                       [&](const Thread& thread) { return numbers_[thread.shape]->label[thread.at] != 0; });
}

// ---- values ----

Machine::State Machine::step_root(State state, const Level& level, std::uint8_t byte) {
    return level.phase == Phase::Open ? begin_value(state, level, byte) : dead;
}

/// The first byte of a value, or white space before it was handled.
Machine::State Machine::begin_value(State state, const Level& level, std::uint8_t byte) {
    Level value, here = level;
    here.phase = Phase::Inside;
    here.space = no_space;
    const bool digit = (byte >= '0' && byte <= '9') || byte == '-';
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
        if (!digit)
            return dead;
        value.kind = Kind::Number;
    }
    // `items`: null, or the items that must not come again.
    const auto add = [&](std::uint32_t parent, std::uint32_t node_id, bool hit, const std::uint32_t* items) {
        const ValueNode& node = grammar_->nodes[node_id];
        const auto thread = [&](std::uint32_t shape, std::uint32_t at) {
            value.threads.push_back({shape, parent, at, 0, 0, 0, hit});
        };
        switch (value.kind) {
        case Kind::String:
            for (std::uint32_t shape : node.strings) {
                shape = items ? string_without(shape, *items) : shape;
                if (strings_[shape].language->empty())
                    continue;
                thread(shape, TextAutomaton::start);
                if (items)
                    value.threads.back().key = 1;
            }
            break;
        case Kind::Object:
            for (const std::uint32_t shape : node.objects)
                thread(shape, 0);
            break;
        case Kind::Array:
            for (const std::uint32_t shape : node.arrays)
                thread(shape, 0);
            break;
        case Kind::Number:
            if (node.number != ValueNode::none) {
                const std::uint32_t number = items ? number_without(node.number, *items) : node.number;
                if (numbers_[number]->empty())
                    break;
                const std::uint32_t at = numbers_[number]->next(0, byte);
                if (at == Dfa::dead)
                    break;
                thread(number, at);
                if (items)
                    value.threads.back().key = text_after(1, byte);
            }
            break;
        default: {
            const std::uint32_t simple = byte == 'n' ? Value::Null : byte == 't' ? Value::True : Value::False;
            const bool again =
                items && std::binary_search(item_sets_[*items].begin(), item_sets_[*items].end(),
                                            std::string(word_of(simple)));
            if ((node.simple & simple) && !again) {
                thread(simple, 1);
                if (items)
                    value.threads.back().key = 1;
            }
        }
        }
    };
    for (std::uint32_t t = 0; t < level.threads.size(); ++t) {
        const Thread& thread = level.threads[t];
        if (level.kind == Kind::Root || level.kind == Kind::Answer ||
            (level.kind == Kind::Call && thread.key == 0)) {
            add(t, thread.shape, false, nullptr);
        } else if (level.kind == Kind::Object || level.kind == Kind::Call) {
            add(t, member_node(thread), false, nullptr);
        } else {
            const ArrayShape& shape = grammar_->arrays[thread.shape];
            for (const ArrayShape::Item& item : shape.items(thread.at)) {
                Thread after = thread;
                advance_array(shape, after, item.hit);
                if (thread.at < shape.most && shape.live(after.at, after.count))
                    add(t, item.node, item.hit, shape.unique ? &thread.key : nullptr);
            }
        }
    }
    if (value.threads.empty())
        return dead;
    std::sort(value.threads.begin(), value.threads.end());
    value.threads.erase(std::unique(value.threads.begin(), value.threads.end()), value.threads.end());
    const State below = intern(std::move(here), states_[state].below);
    return intern(std::move(value), below);
}

/// `below` waits for the value that is now complete.
Machine::State Machine::finish_value(State below, std::vector<Finished> finished, Scalar kind) {
    Level level = *levels_[states_[below].level];
    level.phase = Phase::After;
    std::vector<Thread> threads;
    for (const auto& [parent, hit, text] : finished) {
        Thread thread = level.threads[parent];
        if (level.kind == Kind::Array)
            advance_array(grammar_->arrays[thread.shape], thread, hit);
        else
            thread.key = 0;
        if (text) {
            // Equal values become equal texts, whatever their spelling.
            std::string item = text_of(text);
            if (kind == Scalar::String) {
                std::string quoted(1, '"');
                quoted.append(item).push_back('"');
                item.assign(1, '"').append(parse_json(quoted).get<std::string>());
            } else if (kind == Scalar::Number) {
                item = Decimal(parse_json(item)).text();
            }
            thread.key = with_item(thread.key, std::move(item));
        }
        threads.push_back(thread);
    }
    std::sort(threads.begin(), threads.end());
    threads.erase(std::unique(threads.begin(), threads.end()), threads.end());
    level.threads = std::move(threads);
    return intern(std::move(level), states_[below].below);
}

void Machine::advance_array(const ArrayShape& shape, Thread& thread, bool hit) const {
    // Counting stops where more makes no difference.
    const std::uint32_t last = shape.most != no_limit
                                   ? shape.most
                                   : std::max(shape.least, static_cast<std::uint32_t>(shape.prefix.size()));
    thread.at = std::min(thread.at + 1, last);
    const std::uint32_t last_hit = shape.hits_most != no_limit ? shape.hits_most + 1 : shape.hits_least;
    thread.count = std::min(thread.count + hit, last_hit);
}

/// The bracket that ends an object or array.
Machine::State Machine::close(State state, const Level& level) {
    std::vector<Finished> finished;
    for (const Thread& thread : level.threads)
        if (may_close(level, thread))
            finished.push_back({thread.parent, thread.hit});
    return finished.empty() ? dead : finish_value(states_[state].below, std::move(finished));
}

bool Machine::may_close(const Level& level, const Thread& thread) const {
    return level.kind == Kind::Object ? grammar_->objects[thread.shape].closable(thread.at, thread.count)
                                      : grammar_->arrays[thread.shape].closable(thread.at, thread.count);
}

/// Whether another key or item can follow.
bool Machine::may_go_on(const Level& level, const Thread& thread) {
    if (level.kind == Kind::Object)
        return keys_of(thread.shape, thread.at, thread.count) != 0;
    const ArrayShape& shape = grammar_->arrays[thread.shape];
    if (thread.at >= shape.most)
        return false;
    return std::any_of(shape.items(thread.at).begin(), shape.items(thread.at).end(),
                       [&](const ArrayShape::Item& item) {
                           Thread after = thread;
                           advance_array(shape, after, item.hit);
                           return shape.live(after.at, after.count);
                       });
}

/// White space. `only_one`: no line break.
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

namespace {
bool is_space(std::uint8_t byte) {
    return byte == ' ' || byte == '\n' || byte == '\t';
}
} // namespace

Machine::State Machine::step_array(State state, const Level& level, std::uint8_t byte) {
    if (is_space(byte))
        return space(state, level, byte, false);
    if (byte == ']')
        return level.phase == Phase::Next ? dead : close(state, level);
    if (level.phase != Phase::After)
        return begin_value(state, level, byte);
    if (byte != ',' || level.space != no_space)
        return dead;
    Level next = level;
    next.phase = Phase::Next;
    std::erase_if(next.threads, [&](const Thread& thread) { return !may_go_on(level, thread); });
    return next.threads.empty() ? dead : intern(std::move(next), states_[state].below);
}

// ---- objects ----

Machine::State Machine::step_object(State state, const Level& level, std::uint8_t byte) {
    switch (level.phase) {
    case Phase::Open:
    case Phase::Next:
        if (is_space(byte))
            return space(state, level, byte, false);
        if (byte == '}' && level.phase == Phase::Open)
            return close(state, level);
        return byte == '"' ? begin_key(state, level) : dead;
    case Phase::Key: {
        Level next = level;
        next.threads.clear();
        bool ends = false;
        for (Thread thread : level.threads) {
            TextAutomaton& keys = *key_automata_[thread.key - 1];
            if (byte == '"' && keys.at_character(thread.key_at)) { // else it is an escaped quote
                ends = true;
                if (after_key(thread, keys.label(thread.key_at)))
                    next.threads.push_back(thread);
                continue;
            }
            thread.key_at = keys.next(thread.key_at, byte);
            if (thread.key_at != TextAutomaton::dead)
                next.threads.push_back(thread);
        }
        if (next.threads.empty())
            return dead;
        if (ends)
            next.phase = Phase::Colon;
        std::sort(next.threads.begin(), next.threads.end());
        return intern(std::move(next), states_[state].below);
    }
    case Phase::Colon: {
        if (byte != ':')
            return dead;
        Level next = level;
        next.phase = Phase::Value;
        return intern(std::move(next), states_[state].below);
    }
    case Phase::Value:
        return is_space(byte) ? space(state, level, byte, true) : begin_value(state, level, byte);
    case Phase::After: {
        if (is_space(byte))
            return space(state, level, byte, false);
        if (byte == '}')
            return close(state, level);
        if (byte != ',' || level.space != no_space)
            return dead;
        Level next = level;
        next.phase = Phase::Next;
        std::erase_if(next.threads, [&](const Thread& thread) { return !may_go_on(level, thread); });
        return next.threads.empty() ? dead : intern(std::move(next), states_[state].below);
    }
    case Phase::Inside:
    case Phase::Text:
    case Phase::Block:
        break;
    }
    return dead;
}

Machine::State Machine::begin_key(State state, const Level& level) {
    Level next = level;
    next.phase = Phase::Key;
    next.space = no_space;
    next.threads.clear();
    for (Thread thread : level.threads) {
        thread.key = keys_of(thread.shape, thread.at, thread.count);
        thread.key_at = TextAutomaton::start;
        if (thread.key)
            next.threads.push_back(thread);
    }
    return next.threads.empty() ? dead : intern(std::move(next), states_[state].below);
}

/// Turns a thread within a key into one after it; false where the key is not complete.
bool Machine::after_key(Thread& thread, std::uint32_t label) const {
    if (label == 0)
        return false;
    const ObjectShape& shape = grammar_->objects[thread.shape];
    const auto declared = static_cast<std::uint32_t>(shape.properties.size());
    thread.at = std::min(label, declared);
    thread.key = label;
    thread.key_at = 0;
    const std::uint32_t last = shape.most != no_limit ? shape.most : shape.least;
    thread.count = std::min(thread.count + 1, last);
    return true;
}

std::uint32_t Machine::keys_of(std::uint32_t shape_id, std::uint32_t position, std::uint32_t count,
                               Spelling spelling) {
    const auto [place, fresh] = key_sets_.try_emplace({shape_id, position, count}, 0);
    if (!fresh)
        return place->second;
    const Language language = key_language(grammar_->objects[shape_id], position, count);
    if (!language || language->empty())
        return 0;
    key_automata_.push_back(&automaton(language, spelling));
    return place->second = static_cast<std::uint32_t>(key_automata_.size());
}

Language Machine::key_language(const ObjectShape& shape, std::uint32_t position, std::uint32_t count) {
    const auto declared = static_cast<std::uint32_t>(shape.properties.size());
    if (shape.most != no_limit && count >= shape.most)
        return nullptr;
    KeyWords words;
    std::uint32_t i = position;
    for (bool open = true; i < declared && open; ++i) {
        const auto& property = shape.properties[i];
        open = !property.required;
        if (property.node != ObjectShape::forbidden && shape.live(i + 1, count + 1))
            words.allowed.emplace_back(property.key, i + 1);
    }
    const bool free = shape.required_from[position] == 0 && shape.free_keys && !shape.free_keys->empty() &&
                      shape.live(declared, count + 1);
    if (free) {
        // Declared keys whose turn is over, or that are forbidden, are no free keys.
        for (std::uint32_t k = 0; k < declared; ++k)
            if (std::none_of(words.allowed.begin(), words.allowed.end(),
                             [&](const auto& word) { return word.second == k + 1; }))
                words.forbidden.push_back(shape.properties[k].key);
        words.others = shape.free_keys;
        words.first_other_label = declared;
    }
    return language_of(words);
}

// ---- scalars ----

Machine::State Machine::step_string(State state, const Level& level, std::uint8_t byte) {
    if (byte == '"') {
        std::vector<Finished> finished;
        bool within_character = false;
        for (const Thread& thread : level.threads) {
            const StringShape& shape = strings_[thread.shape];
            TextAutomaton& text = automaton(shape.language);
            if (text.label(thread.at) && thread.count >= shape.least)
                finished.push_back({thread.parent, thread.hit, thread.key});
            within_character = within_character || !text.at_character(thread.at);
        }
        if (!within_character) // else it is an escaped quote
            return finished.empty() ? dead
                                    : finish_value(states_[state].below, std::move(finished), Scalar::String);
    }
    Level next = level;
    next.threads.clear();
    for (Thread thread : level.threads) {
        const StringShape& shape = strings_[thread.shape];
        TextAutomaton& text = automaton(shape.language);
        if (!read_character(thread, text, byte))
            continue;
        if (thread.key)
            thread.key = text_after(thread.key, byte);
        next.threads.push_back(thread);
    }
    if (next.threads.empty())
        return dead;
    std::sort(next.threads.begin(), next.threads.end());
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
            finished.push_back({thread.parent, thread.hit, thread.key});
        thread.at = dfa.next(thread.at, byte);
        if (thread.at == Dfa::dead)
            continue;
        if (thread.key)
            thread.key = text_after(thread.key, byte);
        next.threads.push_back(thread);
    }
    if (!next.threads.empty())
        return intern(std::move(next), states_[state].below);
    // What cannot belong to a number ends it.
    if (finished.empty())
        return dead;
    const State after = finish_value(states_[state].below, std::move(finished), Scalar::Number);
    return step(after, byte);
}

Machine::State Machine::step_simple(State state, const Level& level, std::uint8_t byte) {
    const Thread& first = level.threads[0]; // the first letter decided which word it is
    const std::string_view word = word_of(first.shape);
    if (static_cast<char>(byte) != word[first.at])
        return dead;
    if (first.at + 1 == word.size()) {
        std::vector<Finished> finished;
        for (const Thread& thread : level.threads) {
            std::uint32_t text = thread.key;
            for (std::size_t i = 0; text && i < word.size(); ++i)
                text = text_after(text, static_cast<std::uint8_t>(word[i]));
            finished.push_back({thread.parent, thread.hit, text});
        }
        return finish_value(states_[state].below, std::move(finished));
    }
    Level next = level;
    for (Thread& thread : next.threads)
        ++thread.at;
    return intern(std::move(next), states_[state].below);
}

// ---- unique items ----

std::uint32_t Machine::text_after(std::uint32_t text, std::uint8_t byte) {
    const auto [place, fresh] =
        text_index_.try_emplace(std::uint64_t{text} << 8 | byte, static_cast<std::uint32_t>(texts_.size()));
    if (fresh)
        texts_.emplace_back(text, byte);
    return place->second;
}

std::string Machine::text_of(std::uint32_t text) const {
    std::string bytes;
    for (; text > 1; text = texts_[text].first)
        bytes += static_cast<char>(texts_[text].second);
    std::reverse(bytes.begin(), bytes.end());
    return bytes;
}

std::uint32_t Machine::with_item(std::uint32_t items, std::string item) {
    std::vector<std::string> set = item_sets_[items];
    set.insert(std::lower_bound(set.begin(), set.end(), item), std::move(item));
    const auto [place, fresh] =
        item_set_index_.try_emplace(set, static_cast<std::uint32_t>(item_sets_.size()));
    if (fresh)
        item_sets_.push_back(std::move(set));
    return place->second;
}

std::uint32_t Machine::string_without(std::uint32_t shape_id, std::uint32_t items) {
    if (items == 0)
        return shape_id;
    const auto [place, fresh] = strings_without_.try_emplace({shape_id, items}, 0);
    if (!fresh)
        return place->second;
    KeyWords words;
    words.others = strings_[shape_id].language;
    for (const std::string& item : item_sets_[items])
        if (item.starts_with('"'))
            words.forbidden.push_back(item.substr(1));
    StringShape shape = strings_[shape_id];
    shape.language = language_of(words);
    if (shape.counted()) {
        shape.shortest = shortest_words(*shape.language);
        Work work(~std::uint64_t{0});
        if (!shape.language->empty() && shape.least > 0 &&
            !lengths_are_upward_closed(*shape.language, shape.shortest)) {
            shape.language = intersection(shape.language, of_length(shape.least, shape.most, work), work);
            shape.least = 0;
            shape.most = no_limit;
            shape.shortest.clear();
        }
    }
    if (shape.counted() && !shape.language->empty() && shape.shortest[0] > shape.most)
        shape.language = std::make_shared<Dfa>();
    place->second = static_cast<std::uint32_t>(strings_.size());
    strings_.push_back(std::move(shape));
    return place->second;
}

std::uint32_t Machine::number_without(std::uint32_t number, std::uint32_t items) {
    const auto [place, fresh] = numbers_without_.try_emplace({number, items}, 0);
    if (!fresh)
        return place->second;
    Work work(~std::uint64_t{0});
    Language language = without_exponents(numbers_[number], work);
    for (const std::string& item : item_sets_[items])
        if (item[0] == '-' || (item[0] >= '0' && item[0] <= '9'))
            language =
                intersection(language, complement(spellings_of(Decimal(parse_json(item)), work), work), work);
    place->second = static_cast<std::uint32_t>(numbers_.size());
    numbers_.push_back(std::move(language));
    return place->second;
}

// ---- for masks ----

bool Machine::remembers_text(State state) const {
    const Level& level = *levels_[states_[state].level];
    return level.kind == Kind::String && std::any_of(level.threads.begin(), level.threads.end(),
                                                     [](const Thread& thread) { return thread.key != 0; });
}

void Machine::bodies(State state, std::vector<Body>& out) {
    out.clear();
    if (state == dead)
        return;
    const Level& level = *levels_[states_[state].level];
    for (std::uint32_t t = 0; t < level.threads.size(); ++t) {
        const Thread& thread = level.threads[t];
        if (level.kind == Kind::String) {
            const StringShape& shape = strings_[thread.shape];
            out.push_back(
                {&automaton(shape.language), thread.at, shape.counted() ? &shape : nullptr, thread.count, t});
        } else if ((level.kind == Kind::Raw || (level.kind == Kind::Call && level.phase == Phase::Key)) &&
                   thread.hit) {
            out.clear(); // what ends it has begun
            return;
        } else if (level.kind == Kind::Raw) {
            const StringShape& shape = strings_[thread.shape];
            out.push_back({&automaton(shape.language, Spelling::RawValue), thread.at,
                           shape.counted() ? &shape : nullptr, thread.count, t});
        } else if (level.phase == Phase::Key) {
            out.push_back({key_automata_[thread.key - 1], thread.key_at, nullptr, 0, t});
        }
    }
}

Machine::State Machine::closed(State state, std::uint32_t index, std::uint32_t label) {
    const Level& level = *levels_[states_[state].level];
    Thread thread = level.threads[index];
    if (level.kind == Kind::String)
        return finish_value(states_[state].below, {{thread.parent, thread.hit, thread.key}}, Scalar::String);
    Level next = level;
    if (level.kind == Kind::Raw) {
        next.threads.assign(1, ending(thread));
        return intern(std::move(next), states_[state].below);
    }
    after_key(thread, label);
    if (level.kind == Kind::Call) {
        thread.hit = true;
        thread.key_at = call_texts_->key_end.child(Literals::start, '"');
    } else {
        next.phase = Phase::Colon;
    }
    next.threads.assign(1, thread);
    return intern(std::move(next), states_[state].below);
}

} // namespace hadal::grammar
