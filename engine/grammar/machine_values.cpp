// How values begin, and what goes on when they are complete.
#include "engine/grammar/machine.h"
#include "engine/grammar/simple_words.h"

#include <algorithm>

namespace hadal::grammar {

/// The first byte of a value, or white space before it was handled.
Machine::State Machine::begin_value(State state, const Level& level, std::uint8_t byte) {
    Level value, here = level;
    here.phase = Phase::Inside;
    here.space = 0;
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
            for (const Way& way : member_ways(thread)) {
                const std::uint32_t avoided = avoided_values(Kind::Object, thread, way.hits);
                begin_threads(value.kind, {t, way.hits}, way.node, byte, thread.record ? &avoided : nullptr,
                              begun);
            }
        } else {
            const ArrayShape& shape = grammar_->arrays[thread.shape];
            for (const Way& way : shape.items(thread.at)) {
                if (thread.at >= shape.most ||
                    !shape.live(shape.next_index(thread.at), shape.next_count(thread.count, way.hits)))
                    continue;
                const std::uint32_t avoided = avoided_values(Kind::Array, thread, way.hits);
                begin_threads(value.kind, {t, way.hits}, way.node, byte,
                              shape.unique || thread.record ? &avoided : nullptr, begun);
            }
        }
    }
    if (begun.empty())
        return dead;
    value.threads = joined(std::move(begun));
    const State below = intern(std::move(here), states_[state].below);
    return intern(std::move(value), below);
}

/// The values of one node that begin with the byte `first`. `avoided`: null, or, where the value is to be
/// remembered, those that it must not be.
void Machine::begin_threads(Kind kind, Link link, std::uint32_t node_id, std::uint8_t first,
                            const std::uint32_t* avoided, Begun& begun) {
    const ValueNode& node = grammar_->nodes[node_id];
    const auto add = [&](std::uint32_t shape, std::uint32_t at) -> Thread& {
        Thread thread;
        thread.shape = shape;
        thread.at = at;
        thread.text = avoided ? PartialTexts::empty : PartialTexts::none;
        return begun.emplace_back(thread, link).first;
    };
    switch (kind) {
    case Kind::String:
        for (std::uint32_t shape : node.strings) {
            shape = avoided ? string_without(shape, *avoided) : shape;
            if (!strings_[shape].language->empty())
                add(shape, TextAutomaton::start);
        }
        break;
    case Kind::Object:
    case Kind::Array:
        for (const std::uint32_t shape : kind == Kind::Object ? node.objects : node.arrays) {
            const bool any_order = kind == Kind::Object && grammar_->objects[shape].any_order;
            Thread& thread = add(shape, any_order ? seen_keys(shape, {}) : 0);
            thread.text = PartialTexts::none;
            if (avoided)
                thread.record = records_.begin(kind == Kind::Object, *avoided);
            if (!can_differ(kind, thread))
                begun.pop_back();
        }
        break;
    case Kind::Number:
        if (node.number != ValueNode::none) {
            const std::uint32_t number = avoided ? number_without(node.number, *avoided) : node.number;
            const std::uint32_t at = numbers_[number]->empty() ? Dfa::dead : numbers_[number]->next(0, first);
            if (at == Dfa::dead)
                break;
            Thread& thread = add(number, at);
            if (avoided)
                thread.text = texts_.after(thread.text, first);
        }
        break;
    default: {
        const std::uint32_t simple = simple_word(first);
        if ((node.simple & simple) && !(avoided && items_.contains(*avoided, text_of_simple(simple))))
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
Machine::State Machine::finish_value(State below, const std::vector<Finished>& finished) {
    Level level = *levels_[states_[below].level];
    level.phase = Phase::After;
    std::vector<Thread> threads;
    for (const auto& [parents, item] : finished)
        for (const auto& [parent, hits] : *links_[parents]) {
            Thread thread = level.threads[parent];
            bool unique = false;
            if (level.kind == Kind::Array) {
                const ArrayShape& shape = grammar_->arrays[thread.shape];
                thread.at = shape.next_index(thread.at);
                thread.count = shape.next_count(thread.count, hits);
                unique = shape.unique;
            } else {
                thread.met |= hits;
                thread.key = 0;
            }
            if (unique && !item.empty())
                thread.seen = items_.with(thread.seen, item);
            if (thread.record)
                thread.record = item.empty() ? Records::none : records_.with_value(thread.record, item);
            threads.push_back(thread);
        }
    level.threads = std::move(threads);
    level.sort();
    return intern(std::move(level), states_[below].below);
}

} // namespace hadal::grammar
