#include "engine/grammar/nfa.h"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>

namespace hadal::grammar {

using schema::RegexNode;
using tokenizer::CodePointSet;

namespace {

constexpr std::uint32_t most_repeats = 100'000;

[[noreturn]] void unsupported(const std::string& what) {
    throw Error(ErrorKind::Unsupported, "the pattern uses " + what + ", which cannot be enforced exactly");
}

CodePointSet characters_of(const RegexNode& node) {
    CodePointSet set = node.set;
    for (const schema::Property& property : node.properties) {
        const auto members = schema::characters_of(property);
        if (!members)
            unsupported("the unknown property " + property.code);
        set.add(*members);
    }
    return node.inverted ? set.complement() : set;
}

} // namespace

Nfa::State Nfa::add_state() {
    work_.spend(1);
    states_.emplace_back();
    return static_cast<State>(states_.size() - 1);
}

void Nfa::loop_on_anything(State s) {
    states_[s].moves.emplace_back(CodePointSet().complement(), s);
}

Nfa::State Nfa::step(State from, State to, When when, std::uint32_t look) {
    states_[from].steps.push_back({to, when, look});
    return to;
}

Nfa::State Nfa::add(const RegexNode& node, State from) {
    switch (node.kind) {
    case RegexNode::Set: {
        const State to = add_state();
        states_[from].moves.emplace_back(characters_of(node), to);
        return to;
    }
    case RegexNode::Sequence:
        for (const RegexNode& child : node.children)
            from = add(child, from);
        return from;
    case RegexNode::Choice: {
        const State to = add_state();
        for (const RegexNode& child : node.children)
            step(add(child, step(from, add_state(), Always)), to, Always);
        return to;
    }
    case RegexNode::Repeat:
        return add_repeat(node, from);
    case RegexNode::Capture:
        return add(node.children[0], from);
    case RegexNode::Reference:
        unsupported("a back reference");
    case RegexNode::Begin:
        if (place_ == Place::Ahead)
            unsupported("^ within a look-ahead");
        return step(from, add_state(), AtBegin);
    case RegexNode::End:
        if (place_ == Place::Behind)
            unsupported("$ within a look-behind");
        return step(from, add_state(), AtEnd);
    case RegexNode::WordBoundary:
    case RegexNode::NotWordBoundary:
        return add_word_boundary(node.kind == RegexNode::WordBoundary, from);
    default:
        return add_look(node, from);
    }
}

Nfa::State Nfa::add_repeat(const RegexNode& node, State from) {
    if (node.least > most_repeats || (node.most != RegexNode::unlimited && node.most > most_repeats))
        unsupported("more than " + std::to_string(most_repeats) + " repetitions");
    const RegexNode& child = node.children[0];
    for (std::uint32_t i = 0; i < node.least; ++i)
        from = add(child, from);
    if (node.most == RegexNode::unlimited) {
        const State loop = step(from, add_state(), Always);
        step(add(child, loop), loop, Always);
        return step(loop, add_state(), Always);
    }
    const State to = add_state();
    for (std::uint32_t i = node.least; i < node.most; ++i) {
        step(from, to, Always);
        from = add(child, from);
    }
    step(from, to, Always);
    return to;
}

Nfa::State Nfa::add_look(const RegexNode& node, State from) {
    const bool looks_ahead = node.kind == RegexNode::Ahead || node.kind == RegexNode::NotAhead;
    if (place_ != Place::Whole && looks_ahead != (place_ == Place::Ahead))
        unsupported("a look-around within another that looks beyond it");
    Language& language = looks_[&node]; // a repeated look-around is read once
    if (!language) {
        Nfa inner(work_, looks_ahead ? Place::Ahead : Place::Behind);
        const State start = inner.add_state();
        if (!looks_ahead)
            inner.loop_on_anything(start);
        const State end = inner.step(inner.add(node.children[0], start), inner.add_state(), Always);
        if (looks_ahead)
            inner.loop_on_anything(end);
        language = std::make_shared<Dfa>(inner.determinise(start, end, looks_ahead));
        if (node.kind == RegexNode::NotAhead)
            language = complement(language, work_);
    }
    if (looks_ahead)
        return step(from, add_state(), IfAhead, ahead(language));
    return step(from, add_state(), node.kind == RegexNode::Behind ? IfBehind : IfNotBehind, behind(language));
}

/// A word's character on one side only, or else on both or none.
Nfa::State Nfa::add_word_boundary(bool boundary, State from) {
    if (place_ != Place::Whole)
        unsupported("a word boundary within a look-around");
    static const schema::RegexNode before = schema::parse_regex("(?<=\\w)"),
                                   after = schema::parse_regex("(?=\\w)"),
                                   no_before = schema::parse_regex("(?<!\\w)"),
                                   no_after = schema::parse_regex("(?!\\w)");
    const State to = add_state();
    step(add_look(boundary ? no_after : after, add_look(before, from)), to, Always);
    step(add_look(boundary ? after : no_after, add_look(no_before, from)), to, Always);
    return to;
}

std::uint32_t Nfa::ahead(Language language) {
    const auto known = std::find(aheads_.begin(), aheads_.end(), language);
    if (known != aheads_.end())
        return static_cast<std::uint32_t>(known - aheads_.begin());
    aheads_.push_back(std::move(language));
    return static_cast<std::uint32_t>(aheads_.size() - 1);
}

std::uint32_t Nfa::behind(Language language) {
    const auto known = std::find(behinds_.begin(), behinds_.end(), language);
    if (known != behinds_.end())
        return static_cast<std::uint32_t>(known - behinds_.begin());
    behinds_.push_back(std::move(language));
    return static_cast<std::uint32_t>(behinds_.size() - 1);
}

/// The subset construction. A place is a state and the duties of the path to it; a key is the set of places,
/// behind the states of the automata that read along.
class Nfa::Determiniser {
  public:
    explicit Determiniser(Nfa& nfa, State end, bool end_is_sink)
        : nfa_(nfa), work_(nfa.work_), end_(end), end_is_sink_(end_is_sink), trackers_(nfa.behinds_.size()) {
        duties_.push_back({});
        duty_index_[{}] = 0;
        find_classes();
    }

    Dfa run(State start) {
        // The beginning of the text is a state of its own: nothing comes back to it.
        Key first(trackers_, 0);
        for (std::size_t t = 0; t < trackers_; ++t)
            first[t] = nfa_.behinds_[t]->empty() ? Dfa::dead : 0;
        add_closure(first, place(start, 0), true, false);
        sort_places(first);
        keys_.push_back(std::move(first));
        Dfa raw;
        std::vector<Key> targets(cuts_.size());
        for (std::size_t at = 0; at < keys_.size(); ++at)
            expand(at, targets, raw);
        return trimmed(raw, work_);
    }

  private:
    using Place = std::uint64_t; ///< state << 32 | duty
    using Key = std::vector<Place>;
    using Duty =
        std::vector<std::pair<std::uint32_t, std::uint32_t>>; ///< of aheads_, and its state; ascending
    struct KeyHash {
        std::size_t operator()(const Key& key) const {
            std::size_t hash = key.size();
            for (const Place p : key)
                hash = (hash ^ p) * 0x9E3779B97F4A7C15u ^ (hash >> 31);
            return hash;
        }
    };
    struct Move {
        std::uint32_t first, last; ///< classes
        State to;
    };

    static Place place(State state, std::uint32_t duty) { return std::uint64_t{state} << 32 | duty; }
    static State state_of(Place p) { return static_cast<State>(p >> 32); }
    static std::uint32_t duty_of(Place p) { return static_cast<std::uint32_t>(p); }

    /// Characters that no set tells apart are one class.
    void find_classes() {
        cuts_ = {0, 0xD800, 0xE000, 0x110000};
        for (const Node& node : nfa_.states_)
            for (const auto& [set, to] : node.moves)
                for (const auto& [low, high] : set.ranges())
                    cuts_.insert(cuts_.end(), {low, high + 1});
        for (const auto* looks : {&nfa_.aheads_, &nfa_.behinds_})
            for (const Language& language : *looks)
                for (const Dfa::Edge& edge : language->edges)
                    cuts_.insert(cuts_.end(), {edge.first, edge.last + 1});
        std::sort(cuts_.begin(), cuts_.end());
        cuts_.erase(std::unique(cuts_.begin(), cuts_.end()), cuts_.end());
        work_.spend(cuts_.size() * 4);
        const auto class_at = [&](char32_t c) {
            return static_cast<std::uint32_t>(std::lower_bound(cuts_.begin(), cuts_.end(), c) -
                                              cuts_.begin());
        };
        moves_.resize(nfa_.states_.size());
        for (std::size_t s = 0; s < moves_.size(); ++s)
            for (const auto& [set, to] : nfa_.states_[s].moves)
                for (const auto& [low, high] : set.ranges())
                    moves_[s].push_back({class_at(low), class_at(high + 1), to});
    }

    std::uint32_t intern(Duty duty) {
        std::sort(duty.begin(), duty.end());
        duty.erase(std::unique(duty.begin(), duty.end()), duty.end());
        const auto [known, fresh] = duty_index_.try_emplace(duty, static_cast<std::uint32_t>(duties_.size()));
        if (fresh)
            duties_.push_back(std::move(duty));
        return known->second;
    }

    /// The duty that is left after a character; nothing where it can no longer be met.
    std::optional<std::uint32_t> advanced(std::uint32_t duty, char32_t c) {
        if (duty == 0)
            return 0;
        Duty left;
        for (const auto& [look, state] : Duty(duties_[duty])) {
            const std::uint32_t to = nfa_.aheads_[look]->next(state, c);
            if (to == Dfa::dead)
                return std::nullopt;
            if (!nfa_.aheads_[look]->is_sink(to))
                left.emplace_back(look, to);
        }
        work_.spend(left.size() + 1);
        return intern(std::move(left));
    }

    bool is_met_at_end(std::uint32_t duty) const {
        return std::all_of(duties_[duty].begin(), duties_[duty].end(), [&](const auto& part) {
            return nfa_.aheads_[part.first]->label[part.second] != 0;
        });
    }

    bool holds_behind(const Key& key, std::uint32_t look) const {
        return key[look] != Dfa::dead && nfa_.behinds_[look]->label[key[look]] != 0;
    }

    /// Adds what is reached without a character to the places of the key.
    void add_closure(Key& key, Place from, bool at_begin, bool at_end) {
        std::vector<Place> todo{from};
        std::vector<Place> seen{from};
        while (!todo.empty()) {
            const Place p = todo.back();
            todo.pop_back();
            const State s = state_of(p);
            if (reads_on(s))
                key.push_back(p);
            for (const Step& step : nfa_.states_[s].steps) {
                std::uint32_t duty = duty_of(p);
                if ((step.when == AtBegin && !at_begin) || (step.when == AtEnd && !at_end) ||
                    (step.when == IfBehind && !holds_behind(key, step.look)) ||
                    (step.when == IfNotBehind && holds_behind(key, step.look)))
                    continue;
                if (step.when == IfAhead) {
                    const Dfa& wanted = *nfa_.aheads_[step.look];
                    if (wanted.empty())
                        continue;
                    if (!wanted.is_sink(0)) {
                        Duty more = duties_[duty];
                        more.emplace_back(step.look, 0);
                        duty = intern(std::move(more));
                    }
                }
                const Place to = place(step.to, duty);
                const auto spot = std::lower_bound(seen.begin(), seen.end(), to);
                if (spot == seen.end() || *spot != to) {
                    seen.insert(spot, to);
                    todo.push_back(to);
                }
            }
            work_.spend(nfa_.states_[s].steps.size() + 1);
        }
    }

    /// Only states that read on, or that tell whether the text may end, make a difference.
    bool reads_on(State s) const {
        const auto& steps = nfa_.states_[s].steps;
        return s == end_ || !moves_[s].empty() ||
               std::any_of(steps.begin(), steps.end(), [](const Step& step) { return step.when == AtEnd; });
    }

    void sort_places(Key& key) const {
        const auto first = key.begin() + static_cast<std::ptrdiff_t>(trackers_);
        std::sort(first, key.end());
        key.erase(std::unique(first, key.end()), key.end());
    }

    std::uint32_t number_of(Key key) {
        const auto first = key.begin() + static_cast<std::ptrdiff_t>(trackers_);
        if (end_is_sink_ && std::binary_search(first, key.end(), place(end_, 0))) {
            key.assign(trackers_, 0);
            key.push_back(place(end_, 0));
        }
        const auto [known, fresh] = index_.try_emplace(key, static_cast<std::uint32_t>(keys_.size()));
        if (fresh)
            keys_.push_back(std::move(key));
        return known->second;
    }

    bool accepts(const Key& key, bool at_begin) {
        Key at_end(key.begin(), key.begin() + static_cast<std::ptrdiff_t>(trackers_));
        for (std::size_t i = trackers_; i < key.size(); ++i)
            add_closure(at_end, key[i], at_begin, true);
        return std::any_of(at_end.begin() + static_cast<std::ptrdiff_t>(trackers_), at_end.end(),
                           [&](Place p) { return state_of(p) == end_ && is_met_at_end(duty_of(p)); });
    }

    void expand(std::size_t at, std::vector<Key>& targets, Dfa& raw) {
        const Key key = keys_[at];
        raw.label.push_back(accepts(key, at == 0));
        std::size_t steps = 1;
        for (std::size_t i = trackers_; i < key.size(); ++i)
            for (const Move& move : moves_[state_of(key[i])])
                for (std::uint32_t c = move.first; c < move.last; ++c, ++steps)
                    if (const auto duty = advanced(duty_of(key[i]), cuts_[c]))
                        targets[c].push_back(place(move.to, *duty));
        work_.spend(steps + key.size());
        const Key* last_targets = nullptr;
        Key read(trackers_), last_read;
        std::uint32_t last_number = 0;
        for (std::size_t c = 0; c + 1 < cuts_.size(); ++c) {
            if (targets[c].empty())
                continue;
            for (std::size_t t = 0; t < trackers_; ++t)
                read[t] = key[t] == Dfa::dead
                              ? Dfa::dead
                              : nfa_.behinds_[t]->next(static_cast<std::uint32_t>(key[t]), cuts_[c]);
            const bool same = last_targets && targets[c] == *last_targets && read == last_read;
            if (!same) {
                Key next = read;
                for (const Place p : targets[c])
                    add_closure(next, p, false, false);
                sort_places(next);
                last_number = number_of(std::move(next));
                last_targets = &targets[c];
                last_read = read;
            }
            if (same && raw.edges.back().last + 1 == cuts_[c] && cuts_[c] != 0xE000 &&
                raw.edges.back().to == last_number)
                raw.edges.back().last = cuts_[c + 1] - 1;
            else if (cuts_[c] < 0xD800 || cuts_[c] >= 0xE000)
                raw.edges.push_back({cuts_[c], cuts_[c + 1] - 1, last_number});
        }
        raw.begin.push_back(static_cast<std::uint32_t>(raw.edges.size()));
        for (Key& target : targets)
            target.clear();
    }

    Nfa& nfa_;
    Work& work_;
    State end_;
    bool end_is_sink_;
    std::size_t trackers_;
    std::vector<char32_t> cuts_;
    std::vector<std::vector<Move>> moves_;
    std::vector<Duty> duties_; ///< number 0: none
    std::map<Duty, std::uint32_t> duty_index_;
    std::unordered_map<Key, std::uint32_t, KeyHash> index_;
    std::vector<Key> keys_;
};

Dfa Nfa::determinise(State start, State end, bool end_is_sink) {
    return Determiniser(*this, end, end_is_sink).run(start);
}

} // namespace hadal::grammar
