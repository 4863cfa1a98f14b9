// The states of a text under a grammar, and how bytes lead from one to the next.
#pragma once

#include "engine/grammar/call_texts.h"
#include "engine/grammar/grammar.h"
#include "engine/grammar/item_sets.h"
#include "engine/grammar/key_words.h"
#include "engine/grammar/records.h"
#include "engine/grammar/text_automaton.h"

#include <array>
#include <compare>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace hadal::grammar {

/// The structure of JSON text is the same whatever the schema: one stack. What a schema leaves open at a
/// level of the stack are its threads: the alternatives that the text so far fits. Equal states are one, so a
/// state is a number, and a step once made is remembered.
///
/// A state that step() returns can always be completed. One thread at a time.
class Machine {
  public:
    using State = std::uint32_t;
    static constexpr State dead = 0;

    /// `trie`: whose tokens spell the markup of tool calls; null: bytes do. `avoided`: what JSON must not
    /// spell without an escape; null: nothing. Both must outlive the machine.
    explicit Machine(std::shared_ptr<const Grammar> grammar, const TokenTrie* trie = nullptr,
                     const Occurrences* avoided = nullptr);
    Machine(const Machine&) = delete;
    Machine& operator=(const Machine&) = delete;

    State start() const { return start_; }
    State step(State state, std::uint8_t byte) {
        Entry& entry = states_[state];
        if (!entry.next)
            return first_step(state, byte);
        const State known = (*entry.next)[byte];
        return known != unknown ? known : compute(state, byte);
    }
    /// The text may end here.
    bool is_complete(State state) const;

    // For masks: what the top of the stack is.

    /// What the characters of a string or a key may be; several threads read the same text.
    struct Body {
        TextAutomaton* automaton;
        TextAutomaton::State at;
        const StringShape* counted = nullptr; ///< null where nothing is counted
        std::uint32_t count = 0;              ///< code points so far
        std::uint32_t thread = 0;             ///< of a string; all those within a key have one body
    };
    /// Nothing where the state is not within a string.
    void bodies(State state, std::vector<Body>& out);
    /// Whether the state remembers the text of the string that it is within: then what a token does after its
    /// closing quote may depend on the text before it.
    bool remembers_text(State state) const;
    /// And whether what may close after that quote depends on it too.
    bool must_differ(State state) const;
    /// After the closing quote that ends a body, `thread` of a string alone, which read what its automaton
    /// gives `label`. The text that the state remembers is forgotten: see remembers_text().
    State closed(State state, std::uint32_t thread, std::uint32_t label);

    /// Where what ends a text may have begun, the state in which it has not: most bytes lead from both to the
    /// same state. Else `dead`.
    State before_ending(State state);
    /// In free text that may go on as it likes, the bytes that lead from the state back to it, as first bytes
    /// of characters; else null.
    const TokenTrie::Bytes* idle_bytes(State state) const;

    std::uint32_t depth(State state) const { return states_[state].depth; }
    /// Numbers that stand for the `levels` topmost levels of the stack: equal numbers, equal behaviour as
    /// long as no level below is reached.
    void signature(State state, std::uint32_t levels, std::vector<std::uint32_t>& out) const;

    std::size_t size() const { return states_.size(); }
    /// Forgets all states but these, which get new numbers. Everything remembered by state becomes void.
    void keep_only(std::span<State> states);
    /// Frees some of what was forgotten: all at once, it would take as long as many masks.
    void tidy();
    const std::shared_ptr<const Grammar>& grammar() const { return grammar_; }
    TextAutomaton& automaton(const Language& language, Spelling spelling);
    /// Of strings_.
    TextAutomaton& text_of(std::uint32_t shape, Spelling spelling = Spelling::Json);

  private:
    static constexpr State unknown = ~State{0};
    enum class Kind : std::uint8_t {
        Root,
        Object,
        Array,
        String,
        Number,
        Simple,
        Answer, ///< with tool calls; in place of Root
        Call,   ///< the arguments of one; where they are written one by one, like Object
        Raw,    ///< a string that is written as it is, as an argument
    };
    enum class Phase : std::uint8_t {
        Open,   ///< after the opening bracket, or at the very beginning
        Key,    ///< within a key
        Colon,  ///< after a key
        Value,  ///< after the colon
        Inside, ///< a value is being read: the next level of the stack
        After,  ///< after a value
        Next,   ///< after a comma
        Text,   ///< within free text
        Block,  ///< within the markup that opens a call or closes the block
    };
    struct Thread {
        std::uint32_t shape = 0;   ///< of the grammar; Root: the node; Simple: the value's bit
        std::uint32_t parents = 0; ///< of links_: what goes on when the value is complete
        std::uint32_t at = 0;      ///< Object: position, or number of seen_keys_. Array: items. Others:
                                   ///< automaton's state, letters read
        std::uint32_t count = 0;   ///< Object: keys. Array: items that count. String: code points
        std::uint32_t met = 0;     ///< Object: demands
        /// Array of unique items: those so far. Object that counts its keys or has a record: free keys so
        /// far.
        std::uint32_t seen = 0; ///< of items_
        /// A value that is remembered, within a key that is: of texts_
        std::uint32_t text = 0;
        /// Object, array within such an array: its content, of records_
        std::uint32_t record = 0;
        /// Object, in a key: its part of the level's key set; then the label of the key.
        std::uint32_t key = 0;
        /// Call, in a key: what is read of the text that ends it. Raw: bytes of that text.
        std::uint32_t ending = 0;
        auto operator<=>(const Thread&) const = default;
    };
    /// A thread of the level below, and what the value counts for there: see Way.
    struct Link {
        std::uint32_t parent, hits;
        auto operator<=>(const Link&) const = default;
    };
    struct Level {
        Kind kind = Kind::Root;
        Phase phase = Phase::Open;
        std::uint8_t space = 0;    ///< 0: none; 1: one space; from 2 on: a line break and this - 2 more
        std::uint32_t literal = 0; ///< Answer, Call: how much of a fixed text is read
        std::uint32_t keys = 0;    ///< in a key: of key_sets_
        TextAutomaton::State key_at = TextAutomaton::dead;
        std::vector<Thread> threads;
        auto operator<=>(const Level&) const = default;
        void sort();
    };
    struct Entry {
        std::uint32_t level;
        State below;
        std::uint32_t depth;
        std::unique_ptr<std::array<State, 256>> next;
    };
    struct Finished {
        std::uint32_t parents; ///< of the thread that is finished
        std::string item = {}; ///< see ItemSets; empty where the value is not remembered
    };
    /// Threads as a value begins. Those that differ only in where they lead are one, or there would be as
    /// many as there are ways through all levels.
    using Begun = std::vector<std::pair<Thread, Link>>;
    enum class Scalar : std::uint8_t { String, Number, Word };
    /// Declared keys that have been written, where any order is allowed.
    struct SeenKeys {
        std::vector<bool> keys;
        ObjectShape::Rest rest;
    };

    // machine.cpp
    State first_step(State state, std::uint8_t byte);
    State compute(State state, std::uint8_t byte);
    State computed(State state, std::uint8_t byte);
    State intern(Level level, State below);
    State close(State state, const Level& level);
    State space(State state, const Level& level, std::uint8_t byte, bool only_one);
    State after_comma(State state, const Level& level);
    bool may_close(const Level& level, const Thread& thread) const;
    bool may_go_on(const Level& level, const Thread& thread);
    State step_array(State state, const Level& level, std::uint8_t byte);

    // machine_values.cpp
    State begin_value(State state, const Level& level, std::uint8_t byte);
    void begin_threads(Kind kind, Link link, std::uint32_t node, std::uint8_t first,
                       const std::uint32_t* avoided, Begun& begun);
    std::vector<Thread> joined(Begun begun);
    State finish_value(State below, const std::vector<Finished>& finished);

    // machine_unique.cpp
    /// The text of a scalar that is remembered.
    std::string item_of(const Thread& thread, Scalar kind) const;
    /// Whether the container can become something that it need not differ from.
    bool can_differ(Kind kind, const Thread& thread);
    /// The values, of items_, that must not come next, with `hits`: behind the key, or as the next item.
    std::uint32_t avoided_values(Kind kind, const Thread& thread, std::uint32_t hits);
    /// Whether a container can have a value of these ways next.
    bool can_go_on_with(Kind kind, const Thread& thread, const Ways& ways);
    bool has_other_values(std::uint32_t node, std::uint32_t avoided);

    // call_levels.cpp
    Level first_level() const;
    bool may_end(const Level& answer) const;
    State step_answer(State state, const Level& level, std::uint8_t byte);
    State step_block(State state, const Level& level, std::uint8_t byte);
    State begin_call(State state, const Level& level, std::uint32_t tool);
    State step_call(State state, const Level& level, std::uint8_t byte);
    std::uint32_t what_may_follow(const Level& call, const Thread& thread);
    State begin_parameter(State state, Level call);
    State step_parameter_key(State state, const Level& level, std::uint8_t byte);
    std::uint32_t kinds_of_value(const Thread& thread) const;
    State begin_parameter_value(State state, Level call, bool raw);
    State step_raw(State state, const Level& level, std::uint8_t byte);
    static Thread ended(const Thread& raw);

    // machine_objects.cpp
    State step_object(State state, const Level& level, std::uint8_t byte);
    State step_key(State state, const Level& level, std::uint8_t byte);
    State begin_key(State state, const Level& level);
    bool after_key(Thread& thread, std::uint32_t label, Spelling spelling = Spelling::Json);
    void begin_keys(Level& level, Spelling spelling);
    /// The keys that may come next in an object: of key_words_; 0 when there are none.
    std::uint32_t keys_of(const Thread& thread);
    std::optional<KeyWords> key_words(const Thread& thread);
    bool add_declared_keys(const Thread& thread, KeyWords& words);
    void add_free_keys(const Thread& thread, KeyWords& words);
    bool may_differ_with(const Thread& thread, std::uint32_t label, const std::string& key);
    std::uint32_t label_of(const Level& level, const Thread& thread, std::uint32_t outcome) const {
        return key_sets_[level.keys].labels[outcome - 1][thread.key];
    }
    bool remembers_keys(const Thread& thread) const;
    std::uint32_t seen_keys(std::uint32_t shape, std::vector<bool> keys);
    const ObjectShape::Rest& rest_of(const Thread& thread) const;
    ObjectShape::Progress progress_of(const Thread& thread) const;
    Ways member_ways(const Thread& thread) const;
    bool may_follow(const Thread& thread, const Ways& ways, const ObjectShape::Rest& rest, bool free) const;

    // machine_scalars.cpp
    State step_string(State state, const Level& level, std::uint8_t byte);
    bool read_character(Thread& thread, TextAutomaton& text, std::uint8_t byte) const;
    State step_number(State state, const Level& level, std::uint8_t byte);
    State step_simple(State state, const Level& level, std::uint8_t byte);
    std::uint32_t string_without(std::uint32_t shape, std::uint32_t items);
    std::uint32_t number_without(std::uint32_t number, std::uint32_t items);

    std::shared_ptr<const Grammar> grammar_;
    // The grammar's own, then those that unique items leave.
    std::deque<StringShape> strings_; ///< stay where they are: masks point to them
    std::vector<Language> numbers_;
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> strings_without_, numbers_without_;
    ItemSets items_;
    Records records_{items_};
    FewValues few_values_;
    PartialTexts texts_;
    const Occurrences* avoided_;
    std::unique_ptr<const CallTexts> call_texts_; ///< null where there are no calls
    std::map<std::pair<Language, Spelling>, std::unique_ptr<TextAutomaton>> automata_;
    std::vector<std::array<TextAutomaton*, 2>> string_automata_; ///< of strings_, in JSON and as they are
    std::map<std::vector<Link>, std::uint32_t> link_index_;
    std::vector<const std::vector<Link>*> links_;
    std::map<std::array<std::uint32_t, 6>, std::uint32_t> key_words_index_;
    std::deque<KeyWords> key_words_;
    /// The keys of all threads of a level.
    struct KeySet {
        TextAutomaton* automaton;
        std::vector<std::vector<std::uint32_t>> labels; ///< of the automaton's label l and part p: [l - 1][p]
    };
    std::map<std::vector<std::uint32_t>, std::uint32_t> key_set_index_; ///< by parts, and the spelling
    std::vector<KeySet> key_sets_;
    std::map<std::pair<std::uint32_t, std::vector<bool>>, std::uint32_t> seen_index_;
    std::deque<SeenKeys> seen_keys_; ///< stay where they are
    std::map<Level, std::uint32_t> level_index_;
    std::vector<const Level*> levels_;
    std::unordered_map<std::uint64_t, State> state_index_;
    std::vector<Entry> states_;
    std::vector<Entry> old_states_; ///< forgotten and not yet freed
    std::map<Level, std::uint32_t> old_levels_;
    std::unordered_map<std::uint64_t, State> old_index_;
    State start_ = dead;
};

} // namespace hadal::grammar
