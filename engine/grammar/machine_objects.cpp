// The keys of objects.
#include "engine/grammar/machine.h"

#include <algorithm>

namespace hadal::grammar {

Machine::State Machine::begin_key(State state, const Level& level) {
    Level next = level;
    next.space = 0;
    begin_keys(next, Spelling::Json);
    return next.threads.empty() ? dead : intern(std::move(next), states_[state].below);
}

/// All threads read their keys with one automaton.
void Machine::begin_keys(Level& level, Spelling spelling) {
    std::vector<std::uint32_t> parts;
    std::erase_if(level.threads, [&](Thread& thread) {
        const std::uint32_t words = keys_of(thread);
        if (!words)
            return true;
        const auto part = std::find(parts.begin(), parts.end(), words);
        thread.key = static_cast<std::uint32_t>(part - parts.begin());
        if (part == parts.end())
            parts.push_back(words);
        thread.text = remembers_keys(thread) ? PartialTexts::empty : PartialTexts::none;
        return false;
    });
    if (level.threads.empty())
        return;
    std::vector<const KeyWords*> words;
    for (const std::uint32_t part : parts)
        words.push_back(&key_words_[part]);
    parts.push_back(static_cast<std::uint32_t>(spelling));
    const auto [place, fresh] =
        key_set_index_.try_emplace(std::move(parts), static_cast<std::uint32_t>(key_sets_.size()));
    if (fresh) {
        KeyLanguage keys = language_of(words);
        key_sets_.push_back({&automaton(keys.language, spelling), std::move(keys.labels)});
    }
    level.phase = Phase::Key;
    level.keys = place->second;
    level.key_at = TextAutomaton::start;
}

Machine::State Machine::step_key(State state, const Level& level, std::uint8_t byte) {
    Level next = level;
    TextAutomaton& keys = *key_sets_[level.keys].automaton;
    if (byte == '"' && keys.at_character(level.key_at)) { // else it is an escaped quote
        const std::uint32_t outcome = keys.label(level.key_at);
        if (outcome == 0)
            return dead;
        next.phase = Phase::Colon;
        next.keys = 0;
        next.key_at = TextAutomaton::dead;
        std::erase_if(next.threads,
                      [&](Thread& thread) { return !after_key(thread, label_of(level, thread, outcome)); });
    } else {
        next.key_at = keys.next(level.key_at, byte);
        if (next.key_at == TextAutomaton::dead)
            return dead;
        for (Thread& thread : next.threads)
            if (thread.text != PartialTexts::none)
                thread.text = texts_.after(thread.text, byte);
    }
    next.sort();
    return intern(std::move(next), states_[state].below);
}

/// Turns a thread within a key into one after it; false where the key is not complete.
bool Machine::after_key(Thread& thread, std::uint32_t label, Spelling spelling) {
    if (label == 0)
        return false;
    const ObjectShape& shape = grammar_->objects[thread.shape];
    const auto declared = static_cast<std::uint32_t>(shape.properties.size());
    if (!shape.any_order) {
        thread.at = std::min(label, declared);
    } else if (label <= declared) {
        std::vector<bool> keys = seen_keys_[thread.at].keys;
        keys[label - 1] = true;
        thread.at = seen_keys(thread.shape, std::move(keys));
    }
    thread.key = label;
    std::string key; // as an item; empty for a free one that is not remembered
    if (label <= declared) {
        if (thread.record)
            key = '"' + shape.properties[label - 1].key;
    } else if (thread.text != PartialTexts::none) {
        const std::string text = texts_.bytes(thread.text);
        key = spelling == Spelling::Json ? string_item(text) : '"' + text;
        thread.seen = items_.with(thread.seen, key);
    }
    thread.text = PartialTexts::none;
    if (thread.record)
        thread.record = key.empty() ? Records::none : records_.with_key(thread.record, key.substr(1));
    // Counting stops where more makes no difference.
    thread.count = std::min(thread.count + 1, shape.most != no_limit ? shape.most : shape.least);
    if (shape.most == no_limit && thread.count == shape.least && !shape.distinct && !thread.record)
        thread.seen = 0;
    return true;
}

/// Whether the next key must be remembered, so that it does not come again.
bool Machine::remembers_keys(const Thread& thread) const {
    const ObjectShape& shape = grammar_->objects[thread.shape];
    return shape.free_possible > 0 &&
           (thread.record || shape.distinct || shape.most != no_limit || thread.count < shape.least);
}

std::uint32_t Machine::seen_keys(std::uint32_t shape_id, std::vector<bool> keys) {
    const ObjectShape& shape = grammar_->objects[shape_id];
    keys.resize(shape.properties.size());
    const auto [place, fresh] =
        seen_index_.try_emplace({shape_id, keys}, static_cast<std::uint32_t>(seen_keys_.size()));
    if (fresh) {
        ObjectShape::Rest rest;
        for (std::size_t i = 0; i < keys.size(); ++i)
            if (!keys[i])
                rest.add(shape.properties[i]);
        seen_keys_.push_back({std::move(keys), rest});
    }
    return place->second;
}

const ObjectShape::Rest& Machine::rest_of(const Thread& thread) const {
    const ObjectShape& shape = grammar_->objects[thread.shape];
    return shape.any_order ? seen_keys_[thread.at].rest : shape.rest_from[thread.at];
}

ObjectShape::Progress Machine::progress_of(const Thread& thread) const {
    return {thread.count, items_.size(thread.seen), thread.met};
}

/// In which ways the member whose key has been read can go on.
Ways Machine::member_ways(const Thread& thread) const {
    const ObjectShape& shape = grammar_->objects[thread.shape];
    const std::size_t declared = shape.properties.size();
    Ways ways = thread.key <= declared ? shape.properties[thread.key - 1].ways
                                       : shape.classes[thread.key - 1 - declared];
    std::erase_if(ways, [&](const Way& way) {
        ObjectShape::Progress progress = progress_of(thread);
        progress.met |= way.hits;
        return !shape.live(rest_of(thread), progress);
    });
    return ways;
}

/// Whether the object can be completed after one more key, with a value of one of these kinds and `rest`
/// still to come.
bool Machine::may_follow(const Thread& thread, const Ways& ways, const ObjectShape::Rest& rest,
                         bool free) const {
    const ObjectShape& shape = grammar_->objects[thread.shape];
    return std::any_of(ways.begin(), ways.end(), [&](const Way& way) {
        ObjectShape::Progress progress = progress_of(thread);
        ++progress.count;
        progress.free += free && shape.free_possible != no_limit;
        progress.met |= way.hits;
        return shape.live(rest, progress);
    });
}

/// Whether the object, with this key next, can become another than those that it must differ from.
bool Machine::may_differ_with(const Thread& thread, std::uint32_t label, const std::string& key) {
    if (!records_.may_be_avoided(thread.record))
        return true;
    Thread next = thread;
    next.text = PartialTexts::none;
    after_key(next, label);
    next.record = records_.with_key(thread.record, key);
    return can_go_on_with(Kind::Object, next, member_ways(next));
}

std::uint32_t Machine::keys_of(const Thread& thread) {
    const std::uint32_t record = records_.may_be_avoided(thread.record) ? thread.record : Records::none;
    const auto [place, fresh] = key_words_index_.try_emplace(
        {thread.shape, thread.at, thread.count, thread.met, thread.seen, record}, 0);
    if (!fresh)
        return place->second;
    std::optional<KeyWords> words = key_words(thread);
    if (!words || !has_words(*words))
        return 0;
    key_words_.push_back(std::move(*words));
    return place->second = static_cast<std::uint32_t>(key_words_.size() - 1);
}

std::optional<KeyWords> Machine::key_words(const Thread& thread) {
    const ObjectShape& shape = grammar_->objects[thread.shape];
    if (shape.most != no_limit && thread.count >= shape.most)
        return std::nullopt;
    KeyWords words;
    if (add_declared_keys(thread, words) && shape.free_possible > 0)
        add_free_keys(thread, words);
    return words;
}

/// Returns whether a free key may come before all of the declared ones that are still to come.
bool Machine::add_declared_keys(const Thread& thread, KeyWords& words) {
    const ObjectShape& shape = grammar_->objects[thread.shape];
    const auto declared = static_cast<std::uint32_t>(shape.properties.size());
    if (!shape.any_order) {
        bool open = true;
        for (std::uint32_t i = thread.at; i < declared && open; ++i) {
            const auto& property = shape.properties[i];
            open = !property.required;
            if (may_follow(thread, property.ways, shape.rest_from[i + 1], false) &&
                may_differ_with(thread, i + 1, property.key))
                words.allowed.emplace_back(property.key, i + 1);
        }
        return open;
    }
    const SeenKeys& seen = seen_keys_[thread.at];
    for (std::uint32_t i = 0; i < declared; ++i) {
        const auto& property = shape.properties[i];
        if (seen.keys[i] || property.ways.empty())
            continue;
        ObjectShape::Rest rest = seen.rest;
        rest.required -= property.required;
        --rest.possible;
        if (shape.demands) { // others may meet the same ones
            rest = {};
            for (std::uint32_t other = 0; other < declared; ++other)
                if (other != i && !seen.keys[other])
                    rest.add(shape.properties[other]);
        }
        if (may_follow(thread, property.ways, rest, false) && may_differ_with(thread, i + 1, property.key))
            words.allowed.emplace_back(property.key, i + 1);
    }
    return true;
}

void Machine::add_free_keys(const Thread& thread, KeyWords& words) {
    const ObjectShape& shape = grammar_->objects[thread.shape];
    const auto declared = static_cast<std::uint32_t>(shape.properties.size());
    const ObjectShape::Rest& rest = shape.any_order ? seen_keys_[thread.at].rest : shape.rest_from[declared];
    std::vector<bool> usable;
    for (const Ways& ways : shape.classes)
        usable.push_back(may_follow(thread, ways, rest, true));
    if (std::none_of(usable.begin(), usable.end(), [](bool one) { return one; }))
        return;
    // Declared keys whose turn is over, or that are forbidden, are no free keys.
    std::vector<bool> allowed(declared);
    for (const auto& [key, label] : words.allowed)
        allowed[label - 1] = true;
    for (std::uint32_t k = 0; k < declared; ++k)
        if (!allowed[k])
            words.forbidden.push_back(shape.properties[k].key);
    for (std::string& key : items_.strings(thread.seen))
        words.forbidden.push_back(std::move(key));
    for (std::string& key : records_.avoided_keys(thread.record))
        if (const std::uint32_t label = shape.free_keys->match(key);
            label && usable[label - 1] && !may_differ_with(thread, declared + label, key))
            words.forbidden.push_back(std::move(key));
    words.others = shape.free_keys;
    words.first_other_label = declared;
    if (std::all_of(usable.begin(), usable.end(), [](bool one) { return one; }))
        return;
    Work work(~std::uint64_t{0}); // as language_of() has it
    const Dfa* parts[] = {shape.free_keys.get()};
    words.others = std::make_shared<Dfa>(product(
        parts, 1,
        [&](std::span<const std::uint32_t> labels) {
            return labels[0] && usable[labels[0] - 1] ? labels[0] : 0;
        },
        work));
}

} // namespace hadal::grammar
