// The bytes that spell strings of a language: between the quotes of JSON text, or as they are.
#pragma once

#include "engine/grammar/dfa.h"
#include "engine/grammar/occurrences.h"
#include "engine/grammar/token_trie.h"

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

namespace hadal::grammar {

/// How a string is written.
enum class Spelling : std::uint8_t {
    Json,     ///< as the body of a JSON string, escapes included
    RawValue, ///< as it is, up to a tag; what follows it begins with '<'
    RawName,  ///< as it is, up to a quote that what follows it begins with
};

/// Reads a string byte by byte: UTF-8 (well formed only), and escapes in JSON. A state lives only as long as
/// some string of the language can still be completed. States are made when they are first met. One thread.
class TextAutomaton {
  public:
    using State = std::uint32_t;
    static constexpr State dead = 0, start = 1;

    /// `language` is not empty. `avoided` are texts of characters that JSON must not spell without an escape,
    /// each with a last character that has one; null: none. It must outlive the automaton.
    explicit TextAutomaton(Language language, Spelling spelling = Spelling::Json,
                           const Occurrences* avoided = nullptr);

    /// The byte at which the string may end; what it means then is the caller's.
    std::uint8_t closing_byte() const { return spelling_ == Spelling::RawValue ? '<' : '"'; }
    Spelling spelling() const { return spelling_; }
    /// Whether that byte can belong to the string too.
    bool is_raw() const { return spelling_ != Spelling::Json; }

    /// Never for the closing quote of JSON.
    State next(State state, std::uint8_t byte) {
        auto& table = states_[state].next;
        if (!table)
            table = std::make_unique<std::array<State, 256>>(unknown_row());
        const State known = (*table)[byte];
        return known != unknown ? known : compute(state, byte);
    }
    /// Between two characters. Every step into such a state completes one.
    bool at_character(State state) const { return states_[state].kind == Character; }
    /// The state of the language's automaton: of the characters read so far.
    std::uint32_t position(State state) const { return states_[state].position; }
    /// What the string read so far is accepted as; 0 within a character.
    std::uint32_t label(State state) const {
        return at_character(state) ? language_->label[states_[state].position] : 0;
    }
    /// The fewest characters that a string in this state still takes, the one it is within included.
    /// `shortest`: the same for each state of the language.
    std::uint32_t needed(State state, std::span<const std::uint32_t> shortest) const;
    /// Whatever follows is accepted.
    bool is_sink(State state) const {
        return at_character(state) && states_[state].avoided == Occurrences::none &&
               sink_[states_[state].position];
    }
    /// Whatever follows, the string can still be completed: characters decide no more than how.
    bool is_total(State state) const {
        return at_character(state) && states_[state].avoided == Occurrences::none &&
               total_[states_[state].position];
    }
    /// The characters that lead from this state back to it, what is avoided aside, by their first bytes; a
    /// byte that begins several stands for all of them. None within a character. In JSON never the quote or
    /// the backslash.
    const TokenTrie::Bytes& loops(State state);
    const Language& language() const { return language_; }
    std::size_t size() const { return states_.size(); }

  private:
    static constexpr State unknown = ~State{0};
    enum Kind : std::uint8_t {
        Dead,
        Character,
        Tail,   ///< `value` continuation bytes to come, whatever they are
        Utf8_1, ///< 1 to 3 continuation bytes to come; `value`: the bits so far
        Utf8_2,
        Utf8_3,
        Escape,    ///< after a backslash
        Hex,       ///< value: 1 followed by the hexadecimal digits so far, as digits
        LowEscape, ///< after a high surrogate (value): a backslash must come
        LowU,      ///< then a u
        LowHex,    ///< then digits; value: surrogate << 16 | 1 followed by the digits
    };
    struct Info {
        std::uint32_t position = 0, value = 0;
        Occurrences::State avoided = Occurrences::none; ///< of the characters without escapes
        Kind kind = Dead;
        std::unique_ptr<std::array<State, 256>> next;
    };
    static const std::array<State, 256>& unknown_row();

    State compute(State state, std::uint8_t byte);
    State target(const Info& from, std::uint8_t byte);
    State intern(Kind kind, std::uint32_t position, std::uint32_t value,
                 Occurrences::State avoided = Occurrences::none);
    State escaped(std::uint32_t position, char32_t c);
    State character(const Info& from, char32_t c);
    State partial_utf8(const Info& from, std::uint32_t bits, unsigned missing, char32_t low, char32_t high);
    /// The characters that a state within a character may become: one range, or two behind an escape.
    std::array<std::pair<char32_t, char32_t>, 2> possible(const Info& info) const;
    bool reaches(std::uint32_t position, char32_t low, char32_t high) const;
    bool reaches_by_escape(std::uint32_t position, char32_t low, char32_t high) const;

    Language language_;
    Spelling spelling_;
    const Occurrences* avoided_;
    std::vector<Info> states_;
    std::vector<bool> sink_, total_;                             ///< by position
    std::vector<std::unique_ptr<const TokenTrie::Bytes>> loops_; ///< by position
    std::unordered_map<std::uint64_t, std::vector<State>> index_;
};

} // namespace hadal::grammar
