#include "engine/grammar/regex.h"

#include "engine/grammar/regex_syntax.h"

#include <algorithm>
#include <unordered_map>

namespace hadal::grammar {

namespace {

/// Thompson's construction. Some empty steps may only be taken at the beginning or at the end of the text.
class Nfa {
  public:
    using State = std::uint32_t;
    explicit Nfa(Work& work) : work_(work) {}

    State add_state() {
        work_.spend(1);
        states_.emplace_back();
        return static_cast<State>(states_.size() - 1);
    }
    void loop_on_anything(State s) { states_[s].moves.emplace_back(CodePointSet().complement(), s); }

    /// Adds what leads from `from` through the node; returns where it ends.
    State add(const RegexNode& node, State from) {
        switch (node.kind) {
        case RegexNode::Set: {
            const State to = add_state();
            states_[from].moves.emplace_back(node.set, to);
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
        case RegexNode::Begin:
            return step(from, add_state(), AtBegin);
        case RegexNode::End:
            return step(from, add_state(), AtEnd);
        default:
            throw Error(ErrorKind::Unsupported,
                        "the pattern uses a lookahead other than right after a leading ^, which cannot be "
                        "enforced exactly");
        }
    }

    /// The automaton from `start`; a text is accepted where `end` is reached at its end. `end_is_sink`: once
    /// `end` is reached, whatever follows is accepted.
    Dfa determinise(State start, State end, bool end_is_sink) const {
        using Key = std::vector<State>; // what follows the next character decides; ascending
        // Characters that no set tells apart are one class.
        std::vector<char32_t> cuts{0, 0xD800, 0xE000, 0x110000};
        for (const Node& node : states_)
            for (const auto& [set, to] : node.moves)
                for (const auto& [low, high] : set.ranges())
                    cuts.insert(cuts.end(), {low, high + 1});
        std::sort(cuts.begin(), cuts.end());
        cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
        work_.spend(cuts.size() * 4);
        const auto class_at = [&](char32_t c) {
            return static_cast<std::size_t>(std::lower_bound(cuts.begin(), cuts.end(), c) - cuts.begin());
        };
        struct Move {
            std::uint32_t first, last; // classes
            State to;
        };
        std::vector<std::vector<Move>> moves(states_.size());
        for (std::size_t s = 0; s < states_.size(); ++s)
            for (const auto& [set, to] : states_[s].moves)
                for (const auto& [low, high] : set.ranges())
                    moves[s].push_back({static_cast<std::uint32_t>(class_at(low)),
                                        static_cast<std::uint32_t>(class_at(high + 1)), to});
        // What is reached without a character, once for each state.
        std::vector<Key> reached(states_.size());
        for (State s = 0; s < states_.size(); ++s) {
            reached[s] = closure({s}, false, false);
            // Only states that read on, or that tell whether the text may end, make a difference.
            std::erase_if(reached[s], [&](State r) {
                return r != end && moves[r].empty() &&
                       std::none_of(states_[r].steps.begin(), states_[r].steps.end(),
                                    [](const auto& step) { return step.second == AtEnd; });
            });
            work_.spend(reached[s].size());
        }

        std::unordered_map<Key, std::uint32_t, KeyHash> index;
        std::vector<Key> keys;
        Dfa raw;
        const auto number_of = [&](Key key) {
            if (end_is_sink && std::binary_search(key.begin(), key.end(), end))
                key = {end};
            const auto [place, fresh] = index.try_emplace(key, static_cast<std::uint32_t>(keys.size()));
            if (fresh)
                keys.push_back(std::move(key));
            return place->second;
        };
        // The beginning of the text is a state of its own: nothing comes back to it.
        keys.push_back(closure({start}, true, false));
        std::vector<Key> targets(cuts.size());
        for (std::size_t at = 0; at < keys.size(); ++at) {
            const Key key = keys[at];
            const Key at_end = closure(key, at == 0, true);
            raw.label.push_back(std::binary_search(at_end.begin(), at_end.end(), end));
            std::size_t steps = 1;
            for (const State s : key)
                for (const Move& move : moves[s])
                    for (std::uint32_t c = move.first; c < move.last; ++c, ++steps)
                        targets[c].push_back(move.to);
            work_.spend(steps + key.size());
            const Key* last_targets = nullptr;
            std::uint32_t last_number = 0;
            for (std::size_t c = 0; c + 1 < cuts.size(); ++c) {
                if (targets[c].empty())
                    continue;
                const bool same = last_targets && targets[c] == *last_targets;
                if (!same) {
                    Key next;
                    for (const State to : targets[c])
                        next.insert(next.end(), reached[to].begin(), reached[to].end());
                    work_.spend(next.size());
                    std::sort(next.begin(), next.end());
                    next.erase(std::unique(next.begin(), next.end()), next.end());
                    last_number = number_of(std::move(next));
                    last_targets = &targets[c];
                }
                if (same && raw.edges.back().last + 1 == cuts[c] && cuts[c] != 0xE000 &&
                    raw.edges.back().to == last_number)
                    raw.edges.back().last = cuts[c + 1] - 1;
                else if (cuts[c] < 0xD800 || cuts[c] >= 0xE000)
                    raw.edges.push_back({cuts[c], cuts[c + 1] - 1, last_number});
            }
            raw.begin.push_back(static_cast<std::uint32_t>(raw.edges.size()));
            for (Key& target : targets)
                target.clear();
        }
        return trimmed(raw, work_);
    }

  private:
    struct KeyHash {
        std::size_t operator()(const std::vector<State>& key) const {
            std::size_t hash = key.size();
            for (const State s : key)
                hash = (hash ^ s) * 0x9E3779B97F4A7C15u ^ (hash >> 31);
            return hash;
        }
    };
    enum When : std::uint8_t { Always, AtBegin, AtEnd };
    struct Node {
        std::vector<std::pair<CodePointSet, State>> moves;
        std::vector<std::pair<State, When>> steps;
    };

    State step(State from, State to, When when) {
        states_[from].steps.emplace_back(to, when);
        return to;
    }

    State add_repeat(const RegexNode& node, State from) {
        const RegexNode& child = node.children[0];
        for (std::uint32_t i = 0; i < node.least; ++i)
            from = add(child, from);
        if (node.most == Dfa::dead) {
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

    std::vector<State> closure(std::vector<State> states, bool at_begin, bool at_end) const {
        std::vector<State> todo = states, all;
        std::vector<State>& seen = states;
        std::sort(seen.begin(), seen.end());
        seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
        while (!todo.empty()) {
            const State s = todo.back();
            todo.pop_back();
            for (const auto& [to, when] : states_[s].steps) {
                if ((when == AtBegin && !at_begin) || (when == AtEnd && !at_end))
                    continue;
                const auto place = std::lower_bound(seen.begin(), seen.end(), to);
                if (place == seen.end() || *place != to) {
                    seen.insert(place, to);
                    todo.push_back(to);
                }
            }
            work_.spend(states_[s].steps.size() + 1);
        }
        return seen;
    }

    std::vector<Node> states_;
    Work& work_;
};

Language searched(const RegexNode& node, Work& work) {
    Nfa nfa(work);
    const auto start = nfa.add_state();
    nfa.loop_on_anything(start);
    // A state of its own for the end, so that what may follow cannot lead back into the pattern.
    const auto found = nfa.add(node, start);
    nfa.loop_on_anything(found);
    return std::make_shared<Dfa>(nfa.determinise(start, found, true));
}

RegexNode sequence_of(std::vector<RegexNode> children) {
    RegexNode node;
    node.children = std::move(children);
    return node;
}

RegexNode begin_node() {
    RegexNode node;
    node.kind = RegexNode::Begin;
    return node;
}

/// Where the whole pattern is `^…$`, one piece repeats a counted number of times and all others have a fixed
/// length, counting the text's length is the same as counting the repetitions.
bool count_by_length(std::vector<RegexNode>& pieces, BoundedLanguage& bounds) {
    constexpr std::uint32_t worth_while = 8;
    if (pieces.size() < 2 || pieces.front().kind != RegexNode::Begin || pieces.back().kind != RegexNode::End)
        return false;
    RegexNode* counted = nullptr;
    std::uint64_t fixed = 0;
    for (RegexNode& piece : pieces) {
        const std::uint32_t length = piece.fixed_length();
        if (length != RegexNode::varies) {
            fixed += length;
        } else if (!counted && piece.kind == RegexNode::Repeat && piece.children[0].fixed_length() == 1) {
            counted = &piece;
        } else {
            return false;
        }
    }
    if (!counted || (std::max(counted->least, counted->most == Dfa::dead ? 0 : counted->most) < worth_while))
        return false;
    bounds.least = static_cast<std::uint32_t>(fixed + counted->least);
    bounds.most = counted->most == Dfa::dead ? Dfa::dead : static_cast<std::uint32_t>(fixed + counted->most);
    counted->least = 0;
    counted->most = Dfa::dead;
    return true;
}

} // namespace

BoundedLanguage search_language(std::string_view pattern, Work& work) {
    RegexNode root = parse_regex(pattern);
    BoundedLanguage result{any_string()};
    std::vector<RegexNode> pieces;
    if (root.kind == RegexNode::Sequence)
        pieces = std::move(root.children);
    else
        pieces.push_back(std::move(root));

    // `^(?=A)(?!B)C` finds what `^A`, not `^B`, and `^C` find.
    if (!pieces.empty() && pieces[0].kind == RegexNode::Begin) {
        std::size_t aheads = 1;
        for (; aheads < pieces.size() &&
               (pieces[aheads].kind == RegexNode::Ahead || pieces[aheads].kind == RegexNode::NotAhead);
             ++aheads) {
            Language language = searched(sequence_of({begin_node(), pieces[aheads].children[0]}), work);
            if (pieces[aheads].kind == RegexNode::NotAhead)
                language = complement(language, work);
            result.language = intersection(result.language, language, work);
        }
        pieces.erase(pieces.begin() + 1, pieces.begin() + static_cast<std::ptrdiff_t>(aheads));
    }
    count_by_length(pieces, result);
    Language language = searched(sequence_of(std::move(pieces)), work);
    if (!language->empty() && language->is_sink(0))
        language = any_string();
    result.language = intersection(result.language, language, work);
    return result;
}

Language whole_language(std::string_view pattern, Work& work) {
    Nfa nfa(work);
    const auto start = nfa.add_state();
    const auto end = nfa.add(parse_regex(pattern), start);
    return std::make_shared<Dfa>(nfa.determinise(start, end, false));
}

} // namespace hadal::grammar
