// Finding several texts at once as symbols come one by one (Aho and Corasick, 1975).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hadal::grammar {

/// Symbols are code points or bytes. Immutable once its texts are in.
class Occurrences {
  public:
    using State = std::uint32_t; ///< the longest end of what was read that begins one of the texts
    static constexpr State none = 0;

    Occurrences() : nodes_(1) {}
    /// The texts' beginnings get states of their own: number of the whole text's.
    State add(const std::u32string& text);
    /// To be called after the last add().
    void finish();

    State next(State state, char32_t symbol) const;
    /// The state that goes on with the symbol, none where no text does.
    State child(State state, char32_t symbol) const;
    /// One of the texts has just been completed.
    bool found(State state) const { return nodes_[state].found; }
    /// Symbols read of the longest text.
    std::uint32_t depth(State state) const { return nodes_[state].depth; }
    bool empty() const { return nodes_.size() == 1; }
    /// Whether a symbol from `first` to `last` is in any text.
    bool uses(char32_t first, char32_t last) const;

  private:
    struct Node {
        std::vector<std::pair<char32_t, State>> children;
        State fallback = none;
        std::uint32_t depth = 0;
        bool found = false;
    };
    std::vector<Node> nodes_;
};

/// The bytes of a text, each a symbol.
std::u32string byte_symbols(std::string_view bytes);
/// The code points of a well-formed UTF-8 text.
std::u32string code_points(std::string_view utf8);

} // namespace hadal::grammar
