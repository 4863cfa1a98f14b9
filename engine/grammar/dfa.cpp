#include "engine/grammar/dfa.h"

#include "engine/base/utf8.h"
#include "engine/grammar/explorer.h"
#include "engine/tokenizer/utf8.h"

#include <algorithm>
#include <deque>
#include <map>

namespace hadal::grammar {

namespace {

/// Larger automata are not minimised, nor those that are still changing after some rounds: refining the
/// partition may take as many rounds as there are states, and automata that count, which do, are minimal
/// already.
constexpr std::size_t most_states_to_minimise = 300;
constexpr int most_rounds = 24;

Dfa relabelled(const Dfa& dfa, std::span<const std::uint32_t> class_of, std::uint32_t classes,
               std::uint32_t start_class) {
    // Classes are renumbered in the order in which they are met, the start first.
    std::vector<std::uint32_t> number(classes, Dfa::dead), representative;
    std::vector<std::uint32_t> member(classes, Dfa::dead);
    for (std::uint32_t s = 0; s < dfa.size(); ++s)
        if (class_of[s] != Dfa::dead && member[class_of[s]] == Dfa::dead)
            member[class_of[s]] = s;
    number[start_class] = 0;
    representative.push_back(member[start_class]);
    Dfa out;
    for (std::size_t at = 0; at < representative.size(); ++at) {
        const std::uint32_t s = representative[at];
        const std::size_t first_edge = out.edges.size();
        for (const Dfa::Edge& edge : dfa.edges_of(s)) {
            const std::uint32_t target = class_of[edge.to];
            if (target == Dfa::dead)
                continue;
            if (number[target] == Dfa::dead) {
                number[target] = static_cast<std::uint32_t>(representative.size());
                representative.push_back(member[target]);
            }
            if (out.edges.size() > first_edge && out.edges.back().to == number[target] &&
                out.edges.back().last + 1 == edge.first)
                out.edges.back().last = edge.last;
            else
                out.edges.push_back({edge.first, edge.last, number[target]});
        }
        out.begin.push_back(static_cast<std::uint32_t>(out.edges.size()));
        out.label.push_back(dfa.label[s]);
    }
    return out;
}

/// Moore's partition refinement.
Dfa minimised(const Dfa& dfa) {
    const std::uint32_t states = dfa.size();
    std::vector<std::uint32_t> class_of(dfa.label);
    std::size_t classes = 0;
    for (int round = 0; round < most_rounds; ++round) {
        std::map<std::vector<std::uint32_t>, std::uint32_t> signatures;
        std::vector<std::uint32_t> refined(states);
        for (std::uint32_t s = 0; s < states; ++s) {
            std::vector<std::uint32_t> signature{class_of[s]};
            for (const Dfa::Edge& edge : dfa.edges_of(s)) {
                const std::uint32_t target = class_of[edge.to];
                if (signature.size() > 1 && signature.back() == target &&
                    signature[signature.size() - 2] + 1 == edge.first)
                    signature[signature.size() - 2] = edge.last;
                else
                    signature.insert(signature.end(), {edge.first, edge.last, target});
            }
            refined[s] = signatures.try_emplace(signature, static_cast<std::uint32_t>(signatures.size()))
                             .first->second;
        }
        const bool stable = signatures.size() == classes;
        classes = signatures.size();
        class_of = std::move(refined);
        if (stable)
            return relabelled(dfa, class_of, static_cast<std::uint32_t>(classes), class_of[0]);
    }
    return dfa;
}

} // namespace

std::uint32_t Dfa::next(std::uint32_t state, char32_t c) const {
    const auto all = edges_of(state);
    const auto at = std::partition_point(all.begin(), all.end(), [c](const Edge& e) { return e.last < c; });
    return at != all.end() && at->first <= c ? at->to : dead;
}

bool Dfa::is_sink(std::uint32_t state) const {
    const auto all = edges_of(state);
    return label[state] != 0 && all.size() == 2 && all[0].first == 0 && all[0].last == 0xD7FF &&
           all[1].first == 0xE000 && all[1].last == 0x10FFFF && all[0].to == state && all[1].to == state;
}

std::uint32_t Dfa::match(std::string_view utf8) const {
    std::uint32_t state = empty() ? dead : 0;
    for (std::size_t i = 0; i < utf8.size() && state != dead;) {
        const auto [c, length] = tokenizer::decode_character(utf8, i);
        state = next(state, c);
        i += length;
    }
    return state == dead ? 0 : label[state];
}

const Language& any_string() {
    static const Language any = [] {
        auto dfa = std::make_shared<Dfa>();
        dfa->edges = {{0, 0xD7FF, 0}, {0xE000, 0x10FFFF, 0}};
        dfa->begin = {0, 2};
        dfa->label = {1};
        return dfa;
    }();
    return any;
}

Dfa trimmed(const Dfa& raw, Work& work) {
    const std::uint32_t states = raw.size();
    work.spend(states + raw.edges.size());
    // Backwards from the accepting states.
    std::vector<std::uint32_t> incoming_begin(states + 2, 0), incoming(raw.edges.size());
    for (const Dfa::Edge& edge : raw.edges)
        ++incoming_begin[edge.to + 2];
    for (std::uint32_t s = 2; s < states + 2; ++s)
        incoming_begin[s] += incoming_begin[s - 1];
    for (std::uint32_t s = 0; s < states; ++s)
        for (std::uint32_t e = raw.begin[s]; e < raw.begin[s + 1]; ++e)
            incoming[incoming_begin[raw.edges[e].to + 1]++] = s;
    std::vector<std::uint32_t> alive(states, Dfa::dead), todo;
    for (std::uint32_t s = 0; s < states; ++s)
        if (raw.label[s])
            alive[s] = s, todo.push_back(s);
    while (!todo.empty()) {
        const std::uint32_t s = todo.back();
        todo.pop_back();
        for (std::uint32_t i = incoming_begin[s]; i < incoming_begin[s + 1]; ++i)
            if (alive[incoming[i]] == Dfa::dead)
                alive[incoming[i]] = incoming[i], todo.push_back(incoming[i]);
    }
    if (states == 0 || alive[0] == Dfa::dead)
        return {};
    Dfa live = relabelled(raw, alive, states, 0);
    return live.size() <= most_states_to_minimise ? minimised(live) : live;
}

Dfa dfa_of_words(std::span<const std::pair<std::string, std::uint32_t>> words, Work& work) {
    struct TrieNode {
        std::map<char32_t, std::uint32_t> children;
        std::uint32_t label = 0;
    };
    std::deque<TrieNode> nodes(1);
    for (const auto& [word, label] : words) {
        std::uint32_t at = 0;
        for (std::size_t i = 0; i < word.size();) {
            const auto [c, length] = tokenizer::decode_character(word, i);
            i += length;
            const auto [child, fresh] =
                nodes[at].children.try_emplace(c, static_cast<std::uint32_t>(nodes.size()));
            at = child->second;
            if (fresh)
                nodes.emplace_back();
        }
        work.spend(word.size() + 1);
        if (nodes[at].label == 0)
            nodes[at].label = label;
    }
    if (words.empty())
        return {};
    Dfa dfa;
    for (const TrieNode& node : nodes) {
        for (const auto& [c, child] : node.children)
            dfa.edges.push_back({c, c, child});
        dfa.begin.push_back(static_cast<std::uint32_t>(dfa.edges.size()));
        dfa.label.push_back(node.label);
    }
    return dfa;
}

Dfa dfa_of_words(std::span<const std::string> words, Work& work) {
    std::vector<std::pair<std::string, std::uint32_t>> labelled;
    for (const std::string& word : words)
        labelled.emplace_back(word, 1);
    return dfa_of_words(labelled, work);
}

Dfa product(std::span<const Dfa* const> parts, std::uint64_t required,
            const std::function<std::uint32_t(std::span<const std::uint32_t>)>& label, Work& work) {
    using Key = std::vector<std::uint32_t>;
    Key start;
    for (std::size_t p = 0; p < parts.size(); ++p) {
        if (parts[p]->empty() && (required >> p & 1))
            return {};
        start.push_back(parts[p]->empty() ? Dfa::dead : 0);
    }
    std::vector<char32_t> cuts;
    std::vector<std::span<const Dfa::Edge>> edges(parts.size());
    Key labels(parts.size()), target(parts.size());
    return explore(
        start,
        [&](const Key& key, Expansion<Key>& out) {
            cuts.clear();
            for (std::size_t p = 0; p < parts.size(); ++p) {
                const bool is_dead = key[p] == Dfa::dead;
                labels[p] = is_dead ? 0 : parts[p]->label[key[p]];
                edges[p] = is_dead ? std::span<const Dfa::Edge>() : parts[p]->edges_of(key[p]);
                for (const Dfa::Edge& edge : edges[p])
                    cuts.insert(cuts.end(), {edge.first, edge.last + 1});
            }
            out.label = label(labels);
            cuts.insert(cuts.end(), {0, 0x110000});
            std::sort(cuts.begin(), cuts.end());
            cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
            work.spend(cuts.size() * parts.size());
            for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
                const char32_t first = cuts[i];
                bool possible = true, all_dead = true;
                for (std::size_t p = 0; p < parts.size(); ++p) {
                    while (!edges[p].empty() && edges[p].front().last < first)
                        edges[p] = edges[p].subspan(1);
                    const bool hit = !edges[p].empty() && edges[p].front().first <= first;
                    target[p] = hit ? edges[p].front().to : Dfa::dead;
                    all_dead = all_dead && !hit;
                    possible = possible && (hit || !(required >> p & 1));
                }
                // Where all parts are dead for good, the state still means something if label says so.
                if (possible && !(all_dead && required != 0) && !(first >= 0xD800 && first < 0xE000))
                    out.add(first, cuts[i + 1] - 1, target);
                else if (possible && first >= 0xD800 && first < 0xE000 && cuts[i + 1] > 0xE000)
                    out.add(0xE000, cuts[i + 1] - 1, target);
            }
        },
        work);
}

Language intersection(const Language& a, const Language& b, Work& work) {
    if (a == b || b == any_string())
        return a;
    if (a == any_string())
        return b;
    const Dfa* parts[] = {a.get(), b.get()};
    return std::make_shared<Dfa>(product(
        parts, 3, [](auto labels) { return labels[0] && labels[1] ? 1u : 0u; }, work));
}

Language union_of(std::span<const Language> languages, Work& work) {
    if (languages.size() == 1)
        return languages[0];
    std::vector<const Dfa*> parts;
    for (const Language& language : languages) {
        if (language == any_string())
            return language;
        parts.push_back(language.get());
    }
    return std::make_shared<Dfa>(product(
        parts, 0,
        [](auto labels) {
            return std::any_of(labels.begin(), labels.end(), [](auto l) { return l != 0; }) ? 1u : 0u;
        },
        work));
}

Language complement(const Language& a, Work& work) {
    const Dfa* parts[] = {a.get()};
    return std::make_shared<Dfa>(product(
        parts, 0, [](auto labels) { return labels[0] ? 0u : 1u; }, work));
}

Language of_length(std::uint32_t least, std::uint32_t most, Work& work) {
    const bool bounded = most != Dfa::dead;
    const std::uint32_t last = bounded ? most : least;
    work.spend(last);
    auto dfa = std::make_shared<Dfa>();
    if (bounded && least > most)
        return dfa;
    for (std::uint32_t n = 0; n <= last; ++n) {
        const std::uint32_t to = n < last ? n + 1 : n;
        if (n < last || !bounded)
            dfa->edges.insert(dfa->edges.end(), {{0, 0xD7FF, to}, {0xE000, 0x10FFFF, to}});
        dfa->begin.push_back(static_cast<std::uint32_t>(dfa->edges.size()));
        dfa->label.push_back(n >= least ? 1 : 0);
    }
    return dfa;
}

std::vector<std::uint32_t> shortest_words(const Dfa& dfa) {
    std::vector<std::vector<std::uint32_t>> incoming(dfa.size());
    for (std::uint32_t s = 0; s < dfa.size(); ++s)
        for (const Dfa::Edge& edge : dfa.edges_of(s))
            incoming[edge.to].push_back(s);
    std::vector<std::uint32_t> distance(dfa.size(), Dfa::dead), queue;
    for (std::uint32_t s = 0; s < dfa.size(); ++s)
        if (dfa.label[s])
            distance[s] = 0, queue.push_back(s);
    for (std::size_t at = 0; at < queue.size(); ++at)
        for (const std::uint32_t s : incoming[queue[at]])
            if (distance[s] == Dfa::dead)
                distance[s] = distance[queue[at]] + 1, queue.push_back(s);
    return distance;
}

bool lengths_are_upward_closed(const Dfa& dfa, std::span<const std::uint32_t> shortest) {
    // By induction over the length: it suffices that each state has a successor with no longer a way to go.
    for (std::uint32_t s = 0; s < dfa.size(); ++s) {
        const auto edges = dfa.edges_of(s);
        if (std::none_of(edges.begin(), edges.end(),
                         [&](const Dfa::Edge& edge) { return shortest[edge.to] <= shortest[s]; }))
            return false;
    }
    return true;
}

std::uint64_t count_words(const Dfa& dfa, std::uint64_t limit) {
    // Depth first; a cycle means infinitely many words, since every state accepts something.
    enum : std::uint8_t { Unseen, Open, Done };
    std::vector<std::uint8_t> mark(dfa.size(), Unseen);
    std::vector<std::uint64_t> count(dfa.size(), 0);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> stack; // state, next edge
    if (dfa.empty())
        return 0;
    stack.emplace_back(0, dfa.begin[0]);
    mark[0] = Open;
    while (!stack.empty()) {
        auto& [s, e] = stack.back();
        if (e == dfa.begin[s + 1]) {
            std::uint64_t sum = std::min<std::uint64_t>(limit, dfa.label[s] != 0);
            for (const Dfa::Edge& edge : dfa.edges_of(s)) {
                const std::uint64_t width = edge.last - edge.first + 1, words = count[edge.to];
                const std::uint64_t more = words > limit / width ? limit : words * width;
                sum = more >= limit - sum ? limit : sum + more;
            }
            count[s] = sum;
            mark[s] = Done;
            stack.pop_back();
            continue;
        }
        const std::uint32_t to = dfa.edges[e++].to;
        if (mark[to] == Open)
            return limit;
        if (mark[to] == Unseen) {
            mark[to] = Open;
            stack.emplace_back(to, dfa.begin[to]);
        }
    }
    return count[0];
}

} // namespace hadal::grammar
