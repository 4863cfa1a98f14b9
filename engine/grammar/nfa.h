// From the syntax tree of a regular expression to its automaton.
#pragma once

#include "engine/grammar/dfa.h"
#include "engine/schema/regex_tree.h"

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace hadal::grammar {

/// Thompson's construction. Some empty steps may only be taken at the beginning or at the end of the text, or
/// where look-arounds say so: what a look-ahead demands of the rest of the text becomes a duty that the path
/// carries along, and what a look-behind asks of the text before is answered by an automaton that reads it
/// too.
class Nfa {
  public:
    using State = std::uint32_t;
    /// What a look-around's own text knows of its surroundings: not where the whole text begins, or ends.
    enum class Place : std::uint8_t { Whole, Ahead, Behind };
    explicit Nfa(Work& work, Place place = Place::Whole) : work_(work), place_(place) {}

    State add_state();
    void loop_on_anything(State s);
    /// Adds what leads from `from` through the node; returns where it ends. The node must outlive this.
    /// Throws Unsupported for back references, and look-arounds within look-arounds that look beyond them.
    State add(const schema::RegexNode& node, State from);

    /// The automaton from `start`; a text is accepted where `end` is reached at its end. `end_is_sink`: once
    /// `end` is reached, whatever follows is accepted.
    Dfa determinise(State start, State end, bool end_is_sink);

  private:
    enum When : std::uint8_t { Always, AtBegin, AtEnd, IfAhead, IfBehind, IfNotBehind };
    struct Step {
        State to;
        When when;
        std::uint32_t look; ///< of aheads_ or behinds_
    };
    struct Node {
        std::vector<std::pair<tokenizer::CodePointSet, State>> moves;
        std::vector<Step> steps;
    };
    class Determiniser;

    State step(State from, State to, When when, std::uint32_t look = 0);
    State add_repeat(const schema::RegexNode& node, State from);
    State add_look(const schema::RegexNode& node, State from);
    State add_word_boundary(bool boundary, State from);
    std::uint32_t ahead(Language language);
    std::uint32_t behind(Language language);

    std::vector<Node> states_;
    std::vector<Language> aheads_;  ///< what the rest of the text must be
    std::vector<Language> behinds_; ///< what the text so far is asked to be
    std::map<const schema::RegexNode*, Language> looks_;
    Work& work_;
    Place place_;
};

} // namespace hadal::grammar
