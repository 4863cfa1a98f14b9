// Deterministic automata over code points: the languages of strings, keys and numbers.
#pragma once

#include "engine/grammar/work.h"
#include "engine/tokenizer/code_point_set.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hadal::grammar {

using tokenizer::CodePointSet;

/// A trimmed automaton: from every state some accepting state can be reached, and every state is reachable
/// from state 0. A missing edge means that no word goes on like this. The empty language has no states.
/// Immutable once made.
struct Dfa {
    struct Edge {
        char32_t first, last; ///< both included; never a surrogate between them
        std::uint32_t to;
    };
    std::vector<std::uint32_t> begin{0}; ///< edges of state s: [begin[s], begin[s + 1])
    std::vector<Edge> edges;             ///< of each state ascending and disjoint
    std::vector<std::uint32_t> label;    ///< of each state; 0: does not accept

    static constexpr std::uint32_t dead = ~std::uint32_t{0};

    std::uint32_t size() const { return static_cast<std::uint32_t>(label.size()); }
    bool empty() const { return label.empty(); }
    std::span<const Edge> edges_of(std::uint32_t state) const {
        return std::span(edges).subspan(begin[state], begin[state + 1] - begin[state]);
    }
    std::uint32_t next(std::uint32_t state, char32_t c) const;
    /// Every word is accepted from here on, with one label.
    bool is_sink(std::uint32_t state) const;
    /// The label of a word, 0 where it is not in the language. `utf8` must be well formed.
    std::uint32_t match(std::string_view utf8) const;
};

using Language = std::shared_ptr<const Dfa>;

/// All strings. One object, so that it can be recognised by its address.
const Language& any_string();

/// The words with their labels (not 0). Words are UTF-8; of equal words the first counts.
Dfa dfa_of_words(std::span<const std::pair<std::string, std::uint32_t>> words, Work& work);
/// The given UTF-8 words, all with label 1.
Dfa dfa_of_words(std::span<const std::string> words, Work& work);

/// Runs all parts at once. `label` says what a state accepts, given what its parts accept; it is 0 for a
/// state in which a part of the bit set `required` can no longer accept.
Dfa product(std::span<const Dfa* const> parts, std::uint64_t required,
            const std::function<std::uint32_t(std::span<const std::uint32_t>)>& label, Work& work);

Language intersection(const Language& a, const Language& b, Work& work);
Language union_of(std::span<const Language> parts, Work& work);
Language complement(const Language& a, Work& work);
/// Strings of `least` to `most` code points. most - least or least must be finite: most < 1'000'000.
Language of_length(std::uint32_t least, std::uint32_t most, Work& work);

/// For each state the length of the shortest word that it accepts.
std::vector<std::uint32_t> shortest_words(const Dfa& dfa);
/// Every state that accepts a word of length n also accepts one of length n + 1, so a bound on lengths can be
/// kept by counting.
bool lengths_are_upward_closed(const Dfa& dfa, std::span<const std::uint32_t> shortest);
/// The number of words, or `limit` where there are at least that many.
std::uint64_t count_words(const Dfa& dfa, std::uint64_t limit);

/// Leaves only states from which a word is accepted and that are reachable; merges equivalent states where
/// that is cheap.
Dfa trimmed(const Dfa& raw, Work& work);

} // namespace hadal::grammar
