#include "engine/grammar/key_words.h"

#include <algorithm>
#include <map>

namespace hadal::grammar {

namespace {

constexpr std::uint32_t blocked = ~std::uint32_t{0};

/// A trie in which all that leads out of it is one of the other keys. Its states need no search: each but a
/// blocked word's end accepts, and the sink can be reached from everywhere.
Dfa words_or_anything(const Dfa& trie, std::uint32_t other) {
    Dfa out;
    const std::uint32_t sink = trie.size();
    const auto rest = [&](char32_t first, char32_t end) {
        if (first < 0xD800 && end > 0xD800)
            out.edges.push_back({first, 0xD7FF, sink});
        first = first < 0xD800 && end > 0xD800 ? 0xE000 : first;
        if (first < end)
            out.edges.push_back({first, end - 1, sink});
    };
    for (std::uint32_t s = 0; s < trie.size(); ++s) {
        char32_t next = 0;
        for (const Dfa::Edge& edge : trie.edges_of(s)) {
            rest(next, edge.first);
            out.edges.push_back(edge);
            next = edge.last + 1;
        }
        rest(next, 0x110000);
        out.begin.push_back(static_cast<std::uint32_t>(out.edges.size()));
        out.label.push_back(trie.label[s] == blocked ? 0 : trie.label[s] ? trie.label[s] : other);
    }
    out.edges.insert(out.edges.end(), {{0, 0xD7FF, sink}, {0xE000, 0x10FFFF, sink}});
    out.begin.push_back(static_cast<std::uint32_t>(out.edges.size()));
    out.label.push_back(other);
    return out;
}

} // namespace

bool has_words(const KeyWords& words) {
    if (!words.allowed.empty() || !words.others || words.others == any_string())
        return !words.allowed.empty() || words.others;
    std::vector<std::string> forbidden = words.forbidden;
    std::sort(forbidden.begin(), forbidden.end());
    forbidden.erase(std::unique(forbidden.begin(), forbidden.end()), forbidden.end());
    const auto taken = static_cast<std::uint64_t>(
        std::count_if(forbidden.begin(), forbidden.end(),
                      [&](const std::string& word) { return words.others->match(word) != 0; }));
    return count_words(*words.others, taken + 1) > taken;
}

KeyLanguage language_of(std::span<const KeyWords* const> parts) {
    // No limit: the size follows from the schema's own, which was paid for when it was compiled.
    Work work(~std::uint64_t{0});
    KeyLanguage out;
    std::map<std::vector<std::uint32_t>, std::uint32_t> known;
    /// What the automaton gives a word that is these to the parts.
    const auto outcome = [&](const std::vector<std::uint32_t>& labels) -> std::uint32_t {
        if (std::all_of(labels.begin(), labels.end(), [](std::uint32_t label) { return label == 0; }))
            return 0;
        const auto [place, fresh] =
            known.try_emplace(labels, static_cast<std::uint32_t>(out.labels.size() + 1));
        if (fresh)
            out.labels.push_back(labels);
        return place->second;
    };

    std::vector<Language> others;
    std::vector<std::size_t> others_of;
    std::map<std::string, std::vector<std::pair<std::size_t, std::uint32_t>>> words; // parts and their labels
    for (std::size_t p = 0; p < parts.size(); ++p) {
        const auto place = std::find(others.begin(), others.end(), parts[p]->others);
        others_of.push_back(static_cast<std::size_t>(place - others.begin()));
        if (place == others.end())
            others.push_back(parts[p]->others);
        if (parts[p]->others)
            for (const std::string& word : parts[p]->forbidden)
                words[word].emplace_back(p, 0);
        for (const auto& [word, label] : parts[p]->allowed)
            words[word].emplace_back(p, label);
    }
    std::vector<std::pair<std::string, std::uint32_t>> numbered;
    std::vector<const std::vector<std::pair<std::size_t, std::uint32_t>>*> meanings;
    for (const auto& [word, meaning] : words) {
        meanings.push_back(&meaning);
        numbered.emplace_back(word, static_cast<std::uint32_t>(meanings.size()));
    }
    Dfa trie = dfa_of_words(numbered, work);
    /// `word`: its number, 0 for one that no part names; `accepted`: the labels that the others give it.
    const auto label_of = [&](std::uint32_t word, std::span<const std::uint32_t> accepted) {
        std::vector<std::uint32_t> labels;
        for (std::size_t p = 0; p < parts.size(); ++p) {
            const std::uint32_t other = accepted[others_of[p]];
            labels.push_back(other ? other + parts[p]->first_other_label : 0);
        }
        if (word)
            for (const auto& [part, label] : *meanings[word - 1])
                labels[part] = label;
        return outcome(labels);
    };

    // Mostly there are no other keys, or any, or both.
    if (std::all_of(others.begin(), others.end(), [](const auto& l) { return !l || l == any_string(); })) {
        std::vector<std::uint32_t> accepted;
        for (const Language& language : others)
            accepted.push_back(language ? 1 : 0);
        const std::uint32_t other = label_of(0, accepted);
        for (std::uint32_t& label : trie.label)
            if (label && (label = label_of(label, accepted)) == 0)
                label = blocked;
        out.language = std::make_shared<Dfa>(other ? words_or_anything(trie, other) : std::move(trie));
        return out;
    }
    std::vector<const Dfa*> automata;
    const Dfa none;
    for (const Language& language : others)
        automata.push_back(language ? language.get() : &none);
    automata.push_back(&trie);
    out.language = std::make_shared<Dfa>(product(
        automata, 0, [&](std::span<const std::uint32_t> labels) { return label_of(labels.back(), labels); },
        work));
    return out;
}

} // namespace hadal::grammar
