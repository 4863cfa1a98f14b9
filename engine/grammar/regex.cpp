#include "engine/grammar/regex.h"

#include "engine/grammar/explorer.h"
#include "engine/grammar/regex_syntax.h"

#include <algorithm>

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

    /// The automaton from `start`; a text is accepted where `end` is reached at its end. Once `sink` is
    /// reached, whatever follows is accepted.
    Dfa determinise(State start, State end, bool end_is_sink) const {
        using Key = std::vector<State>; // the first element: 0 at the beginning of the text, 1 later
        const auto accepts = [&](const Key& key) {
            Key at_end = closure({key.begin() + 1, key.end()}, key[0] == 0, true);
            return std::binary_search(at_end.begin(), at_end.end(), end);
        };
        const Key everything{1, end};
        Key first = closure({start}, true, false);
        first.insert(first.begin(), 0);
        return explore(
            first,
            [&](const Key& key, Expansion<Key>& out) {
                out.label = accepts(key) ? 1 : 0;
                std::vector<char32_t> cuts{0, 0x110000};
                for (std::size_t i = 1; i < key.size(); ++i)
                    for (const auto& [set, to] : states_[key[i]].moves)
                        for (const auto& [low, high] : set.ranges())
                            cuts.insert(cuts.end(), {low, high + 1});
                std::sort(cuts.begin(), cuts.end());
                cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
                work_.spend(cuts.size() * key.size());
                std::map<std::vector<State>, Key> closed; // of the few distinct sets of targets
                for (std::size_t c = 0; c + 1 < cuts.size(); ++c) {
                    const bool surrogate = cuts[c] >= 0xD800 && cuts[c] < 0xE000;
                    if (surrogate && cuts[c + 1] <= 0xE000)
                        continue;
                    const char32_t low = surrogate ? 0xE000 : cuts[c];
                    Key targets;
                    for (std::size_t i = 1; i < key.size(); ++i)
                        for (const auto& [set, to] : states_[key[i]].moves)
                            if (set.contains(low))
                                targets.push_back(to);
                    if (targets.empty())
                        continue;
                    auto [place, fresh] = closed.try_emplace(targets);
                    if (fresh) {
                        place->second = closure(targets, false, false);
                        if (end_is_sink && std::binary_search(place->second.begin(), place->second.end(), end))
                            place->second = everything;
                        else
                            place->second.insert(place->second.begin(), 1);
                    }
                    out.add(low, cuts[c + 1] - 1, place->second);
                }
            },
            work_);
    }

  private:
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
    if (pieces.size() < 2 || pieces.front().kind != RegexNode::Begin ||
        pieces.back().kind != RegexNode::End)
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
    bounds.most =
        counted->most == Dfa::dead ? Dfa::dead : static_cast<std::uint32_t>(fixed + counted->most);
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
        for (; aheads < pieces.size() && (pieces[aheads].kind == RegexNode::Ahead ||
                                          pieces[aheads].kind == RegexNode::NotAhead);
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
