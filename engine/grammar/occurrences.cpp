#include "engine/grammar/occurrences.h"

#include "engine/tokenizer/utf8.h"

#include <algorithm>

namespace hadal::grammar {

Occurrences::State Occurrences::add(const std::u32string& text) {
    State at = none;
    for (const char32_t symbol : text) {
        State to = child(at, symbol);
        if (to == none) {
            to = static_cast<State>(nodes_.size());
            nodes_[at].children.emplace_back(symbol, to);
            nodes_.push_back({{}, none, nodes_[at].depth + 1, false});
        }
        at = to;
    }
    nodes_[at].found = true;
    return at;
}

void Occurrences::finish() {
    std::vector<State> order{none}; // by depth
    for (std::size_t i = 0; i < order.size(); ++i)
        for (const auto& [symbol, to] : nodes_[order[i]].children) {
            order.push_back(to);
            if (order[i] == none)
                continue;
            nodes_[to].fallback = next(nodes_[order[i]].fallback, symbol);
            nodes_[to].found = nodes_[to].found || nodes_[nodes_[to].fallback].found;
        }
}

Occurrences::State Occurrences::child(State state, char32_t symbol) const {
    for (const auto& [known, to] : nodes_[state].children)
        if (known == symbol)
            return to;
    return none;
}

Occurrences::State Occurrences::next(State state, char32_t symbol) const {
    for (;; state = nodes_[state].fallback) {
        if (const State to = child(state, symbol); to != none)
            return to;
        if (state == none)
            return none;
    }
}

bool Occurrences::uses(char32_t first, char32_t last) const {
    return std::any_of(nodes_.begin(), nodes_.end(), [&](const Node& node) {
        return std::any_of(node.children.begin(), node.children.end(),
                           [&](const auto& edge) { return edge.first >= first && edge.first <= last; });
    });
}

std::u32string code_points(std::string_view utf8) {
    std::u32string symbols;
    for (std::size_t at = 0; at < utf8.size();) {
        const auto character = tokenizer::decode_character(utf8, at);
        symbols += character.code_point;
        at += character.length;
    }
    return symbols;
}

std::u32string byte_symbols(std::string_view bytes) {
    std::u32string symbols;
    for (const char byte : bytes)
        symbols += static_cast<char32_t>(static_cast<std::uint8_t>(byte));
    return symbols;
}

} // namespace hadal::grammar
