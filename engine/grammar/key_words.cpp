#include "engine/grammar/key_words.h"

#include "engine/grammar/explorer.h"

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

Language language_of(const KeyWords& words) {
    // No limit: the size follows from the schema's own, which was paid for when it was compiled.
    Work work(~std::uint64_t{0});
    std::vector<std::pair<std::string, std::uint32_t>> all = words.allowed;
    if (words.others)
        for (const std::string& word : words.forbidden)
            all.emplace_back(word, blocked);
    if (!words.others)
        return std::make_shared<Dfa>(dfa_of_words(all, work));
    if (words.others == any_string()) {
        if (all.empty()) {
            auto any = std::make_shared<Dfa>(*any_string());
            any->label[0] = words.first_other_label + 1;
            return any;
        }
        return std::make_shared<Dfa>(words_or_anything(dfa_of_words(all, work), words.first_other_label + 1));
    }
    const Dfa trie = dfa_of_words(all, work);
    const Dfa* parts[] = {&trie, words.others.get()};
    return std::make_shared<Dfa>(product(
        parts, 0,
        [&](std::span<const std::uint32_t> labels) -> std::uint32_t {
            if (labels[0])
                return labels[0] == blocked ? 0 : labels[0];
            return labels[1] ? labels[1] + words.first_other_label : 0;
        },
        work));
}

} // namespace hadal::grammar
