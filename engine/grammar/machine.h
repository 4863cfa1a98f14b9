// The states of a text under a grammar, and how bytes lead from one to the next.
#pragma once

#include "engine/grammar/call_texts.h"
#include "engine/grammar/grammar.h"
#include "engine/grammar/text_automaton.h"

#include <cstdint>
#include <map>
#include <memory>
#include <span>
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
        const StringShape* counted; ///< null where nothing is counted
        std::uint32_t count;        ///< code points so far
        std::uint32_t thread;
    };
    /// Nothing where the state is not within a string.
    void bodies(State state, std::vector<Body>& out);
    /// Whether the state remembers the text of the string that it is within: then what a token does after its
    /// closing quote may depend on the text before it.
    bool remembers_text(State state) const;
    /// After the closing quote that ends thread `thread`, which read what its automaton gives `label`, alone.
    State closed(State state, std::uint32_t thread, std::uint32_t label);

    std::uint32_t depth(State state) const { return states_[state].depth; }
    /// Numbers that stand for the `levels` topmost levels of the stack: equal numbers, equal behaviour as
    /// long as no level below is reached.
    void signature(State state, std::uint32_t levels, std::vector<std::uint32_t>& out) const;

    std::size_t size() const { return states_.size(); }
    /// Forgets all states but these, which get new numbers. Everything remembered by state becomes void.
    void keep_only(std::span<State> states);
    const std::shared_ptr<const Grammar>& grammar() const { return grammar_; }
    TextAutomaton& automaton(const Language& language, Spelling spelling = Spelling::Json);

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
        std::uint32_t shape = 0;  ///< of the grammar; Simple: the value's bit
        std::uint32_t parent = 0; ///< thread of the level below
        std::uint32_t at =
            0; ///< Object: next property. Array: items. Others: automaton's state, letters read
        std::uint32_t count = 0; ///< Object: keys. Array: hits. String: code points
        std::uint32_t key = 0;   ///< Object, in a key: key set and state; then the label of the key. Array
                                 ///< of unique items: those so far. Item of such an array: its text so far
        std::uint32_t key_at = 0;
        bool hit = false; ///< the value counts for the parent's `contains`. Call, Raw: key or string are read
        auto operator<=>(const Thread&) const = default;
    };
    struct Level {
        Kind kind = Kind::Root;
        Phase phase = Phase::Open;
        std::uint8_t space = 0; ///< 0: none; 1: one space; from 2 on: a line break and this - 2 more
        std::uint32_t literal = 0; ///< Answer, Call: how much of a fixed text is read
        std::vector<Thread> threads;
        auto operator<=>(const Level&) const = default;
    };
    struct Entry {
        std::uint32_t level;
        State below;
        std::uint32_t depth;
        std::unique_ptr<std::array<State, 256>> next;
    };
    /// Where a finished value leads: thread of the level below, and whether it counts.
    struct Finished {
        std::uint32_t parent;
        bool hit;
        std::uint32_t text = 0; ///< of an item of an array with unique items
    };
    enum class Scalar : std::uint8_t { String, Number, Word };

    State first_step(State state, std::uint8_t byte);
    State compute(State state, std::uint8_t byte);
    State computed(State state, std::uint8_t byte);
    State intern(Level level, State below);

    State step_root(State state, const Level& level, std::uint8_t byte);
    State step_object(State state, const Level& level, std::uint8_t byte);
    State step_array(State state, const Level& level, std::uint8_t byte);
    State step_string(State state, const Level& level, std::uint8_t byte);
    State step_number(State state, const Level& level, std::uint8_t byte);
    State step_simple(State state, const Level& level, std::uint8_t byte);

    // call_levels.cpp
    Level first_level() const;
    State step_answer(State state, const Level& level, std::uint8_t byte);
    State step_block(State state, const Level& level, std::uint8_t byte);
    State step_call(State state, const Level& level, std::uint8_t byte);
    State step_key(State state, const Level& level, std::uint8_t byte);
    State step_raw(State state, const Level& level, std::uint8_t byte);
    State begin_call(State state, const Level& level, std::uint32_t tool);
    State begin_parameter_value(State state, Level level, bool raw);
    bool read_character(Thread& thread, TextAutomaton& text, std::uint8_t byte) const;
    std::uint32_t kinds_of_value(const Thread& thread) const;
    std::uint32_t member_node(const Thread& thread) const;
    bool ends_whole_text(const Level& level) const;
    static Thread ending(const Thread& thread);

    State begin_value(State state, const Level& level, std::uint8_t byte);
    State finish_value(State below, std::vector<Finished> finished, Scalar kind = Scalar::Word);
    State close(State state, const Level& level);
    State space(State state, const Level& level, std::uint8_t byte, bool only_one);
    State begin_key(State state, const Level& level);
    bool may_close(const Level& level, const Thread& thread) const;
    bool may_go_on(const Level& level, const Thread& thread);
    void advance_array(const ArrayShape& shape, Thread& thread, bool hit) const;

    /// The keys that may come next in an object: an index of key_automata_ plus 1, 0 when there are none.
    std::uint32_t keys_of(std::uint32_t shape, std::uint32_t position, std::uint32_t count,
                          Spelling spelling = Spelling::Json);
    Language key_language(const ObjectShape& shape, std::uint32_t position, std::uint32_t count);
    bool after_key(Thread& thread, std::uint32_t label) const;

    // Unique items.
    std::uint32_t text_after(std::uint32_t text, std::uint8_t byte);
    std::string text_of(std::uint32_t text) const;
    std::uint32_t with_item(std::uint32_t items, std::string item);
    std::uint32_t string_without(std::uint32_t shape, std::uint32_t items);
    std::uint32_t number_without(std::uint32_t number, std::uint32_t items);

    std::shared_ptr<const Grammar> grammar_;
    // The grammar's own, then those that unique items leave.
    std::vector<StringShape> strings_;
    std::vector<Language> numbers_;
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> strings_without_, numbers_without_;
    std::vector<std::vector<std::string>> item_sets_; ///< each ascending; number 0 is empty
    std::map<std::vector<std::string>, std::uint32_t> item_set_index_;
    /// Texts share their beginnings: before the last byte, and that byte. 0: no text; 1: the empty text.
    std::vector<std::pair<std::uint32_t, std::uint8_t>> texts_;
    std::unordered_map<std::uint64_t, std::uint32_t> text_index_;
    const Occurrences* avoided_;
    std::unique_ptr<const CallTexts> call_texts_; ///< null where there are no calls
    std::map<std::pair<Language, Spelling>, std::unique_ptr<TextAutomaton>> automata_;
    std::map<std::array<std::uint32_t, 3>, std::uint32_t> key_sets_;
    std::vector<TextAutomaton*> key_automata_;
    std::map<Level, std::uint32_t> level_index_;
    std::vector<const Level*> levels_;
    std::unordered_map<std::uint64_t, State> state_index_;
    std::vector<Entry> states_;
    State start_ = dead;
};

} // namespace hadal::grammar
