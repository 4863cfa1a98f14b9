// Masks for the inside of strings, where nearly the whole vocabulary is legal.
#pragma once

#include "engine/grammar/grammar.h"
#include "engine/grammar/text_automaton.h"
#include "engine/grammar/token_trie.h"

#include <array>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

namespace hadal::grammar {

/// What each token does to a string that has reached some state.
struct BodyTable {
    struct Quote {
        std::uint32_t node;       ///< of the trie: the byte that closes the string
        std::uint32_t label;      ///< what the automaton accepts the string as
        std::uint32_t characters; ///< that the token adds before it
    };
    TokenMask stays;           ///< tokens that end within the string
    std::vector<Quote> quotes; ///< ascending by node
    /// Where lengths are counted: the tokens that stay, ascending by need: the code points that the string
    /// will at least have gained when it ends. Those that need n are [need_begin[n], need_begin[n + 1]).
    std::vector<std::int32_t> by_need;
    std::vector<std::uint32_t> need_begin;

    /// Allows the tokens that stay and need at most `room` code points.
    void add_within(std::uint32_t room, TokenMask& mask) const;
};

/// A tokenizer's vocabulary, prepared for masks. Immutable and safe for any thread.
class Vocabulary {
  public:
    /// `end_ids`: the tokens that end an answer. They are legal only where the grammar is complete. `markup`:
    /// of the family's answers, null where JSON is all that counts. What its parser would read as markup is
    /// then escaped wherever JSON text spells it.
    Vocabulary(const tokenizer::Tokenizer& tokenizer, std::vector<std::int32_t> end_ids,
               const chat::CallMarkup* markup = nullptr);

    const TokenTrie& trie() const { return trie_; }
    const std::vector<std::int32_t>& end_ids() const { return end_ids_; }
    /// What JSON must not spell without an escape.
    const Occurrences& avoided() const { return avoided_; }
    /// A string of any characters, between two of them. Lengths are counted.
    struct FreeText {
        BodyTable table;
        std::vector<std::uint32_t> need; ///< of each token that stays
    };
    /// Raw spellings need markup.
    const FreeText& free_text(Spelling spelling) const {
        return free_texts_[static_cast<std::size_t>(spelling)];
    }

  private:
    TokenTrie trie_;
    std::vector<std::int32_t> end_ids_;
    Occurrences avoided_;
    std::array<FreeText, 3> free_texts_;
};

/// Tables of a grammar's strings, made when they are first asked for; the cache is bounded. One thread.
class BodyMasks {
  public:
    explicit BodyMasks(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

    /// `shape` is null where nothing is counted. Valid until the next call.
    const BodyTable& table(TextAutomaton& automaton, TextAutomaton::State state, const StringShape* shape);

  private:
    struct Key {
        const TextAutomaton* automaton;
        TextAutomaton::State state;
        bool counted;
        bool operator==(const Key&) const = default;
    };
    struct Hash {
        std::size_t operator()(const Key& key) const {
            return (reinterpret_cast<std::uintptr_t>(key.automaton) ^ (key.state * 0x9E3779B97F4A7C15u)) * 2 +
                   key.counted;
        }
    };
    const Vocabulary& vocabulary_;
    std::unordered_map<Key, BodyTable, Hash> tables_;
};

} // namespace hadal::grammar
