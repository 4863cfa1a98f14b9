// Fixed texts of which one must come.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace hadal::grammar {

/// A trie of texts, none of which begins with another. Immutable once its texts are in.
class Literals {
  public:
    using State = std::uint32_t;
    static constexpr State start = 0; ///< also what child() gives where no text goes on
    static constexpr std::uint32_t none = ~std::uint32_t{0};

    Literals() : nodes_(1) {}
    /// `result` is not none.
    void add(std::string_view text, std::uint32_t result);

    State child(State state, std::uint8_t byte) const;
    /// Of the text that is complete; none within one.
    std::uint32_t result(State state) const { return nodes_[state].result; }
    /// Bit r is set where a text with the result r, below 32, can still come.
    std::uint32_t reachable(State state) const { return nodes_[state].reachable; }

  private:
    struct Node {
        std::uint8_t byte = 0;
        std::uint32_t result = none, reachable = 0;
        std::vector<State> children;
    };
    std::vector<Node> nodes_;
};

} // namespace hadal::grammar
