// Building an automaton from what its states mean.
#pragma once

#include "engine/grammar/dfa.h"

#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

namespace hadal::grammar {

/// What a state looks like: its label and where it goes.
template <class Key>
struct Expansion {
    struct Edge {
        char32_t first, last;
        Key to;
    };
    std::uint32_t label = 0;
    std::vector<Edge> edges; ///< ascending and disjoint

    void add(char32_t first, char32_t last, Key to) {
        // Surrogates are no characters.
        if (first < 0xD800 && last >= 0xD800) {
            if (last > 0xDFFF)
                add(first, 0xD7FF, to), add(0xE000, last, std::move(to));
            else
                add(first, 0xD7FF, std::move(to));
            return;
        }
        if (!edges.empty() && edges.back().last + 1 == first && edges.back().to == to)
            edges.back().last = last;
        else
            edges.push_back({first, last, std::move(to)});
    }
};

/// The trimmed automaton of all states that can be reached from `start`. `expand(key, out)` describes one.
/// Keys are sequences of numbers.
template <class Key, class Expand>
Dfa explore(Key start, Expand&& expand, Work& work) {
    struct Hash {
        std::size_t operator()(const Key& key) const {
            std::uint64_t hash = key.size();
            for (const auto part : key)
                hash = (hash ^ static_cast<std::uint32_t>(part)) * 0x9E3779B97F4A7C15u ^ (hash >> 29);
            return hash;
        }
    };
    std::unordered_map<Key, std::uint32_t, Hash> index{{std::move(start), 0}};
    std::vector<const Key*> keys{&index.begin()->first}; // nodes of the map stay where they are
    Dfa raw;
    Expansion<Key> state;
    for (std::size_t at = 0; at < keys.size(); ++at) {
        state.label = 0;
        state.edges.clear();
        expand(*keys[at], state);
        work.spend((state.edges.size() + 4) * (1 + keys[at]->size() / 4)); // long keys take time and memory
        for (auto& edge : state.edges) {
            const auto [place, fresh] =
                index.try_emplace(std::move(edge.to), static_cast<std::uint32_t>(keys.size()));
            if (fresh)
                keys.push_back(&place->first);
            raw.edges.push_back({edge.first, edge.last, place->second});
        }
        raw.begin.push_back(static_cast<std::uint32_t>(raw.edges.size()));
        raw.label.push_back(state.label);
    }
    return trimmed(raw, work);
}

} // namespace hadal::grammar
