#include "engine/grammar/literals.h"

namespace hadal::grammar {

void Literals::add(std::string_view text, std::uint32_t result) {
    const std::uint32_t bit = result < 32 ? std::uint32_t{1} << result : 0;
    State at = start;
    nodes_[at].reachable |= bit;
    for (const char c : text) {
        const auto byte = static_cast<std::uint8_t>(c);
        State to = child(at, byte);
        if (to == start) {
            to = static_cast<State>(nodes_.size());
            nodes_[at].children.push_back(to);
            nodes_.emplace_back().byte = byte;
        }
        at = to;
        nodes_[at].reachable |= bit;
    }
    nodes_[at].result = result;
}

Literals::State Literals::child(State state, std::uint8_t byte) const {
    for (const State child : nodes_[state].children)
        if (nodes_[child].byte == byte)
            return child;
    return start;
}

} // namespace hadal::grammar
