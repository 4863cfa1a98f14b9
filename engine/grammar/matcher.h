// Which tokens may come next: a grammar at work on one answer.
#pragma once

#include "engine/grammar/body_masks.h"
#include "engine/grammar/machine.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hadal::grammar {

/// Follows the tokens of an answer. A token is legal exactly where its bytes, after those so far, begin a
/// text of the grammar, or where it is an end token and the text is one. There is always a legal token if the
/// vocabulary has every byte. Masks, steps and states are remembered within bounds, also across reset(). One
/// thread.
class Matcher {
  public:
    Matcher(std::shared_ptr<const Vocabulary> vocabulary, std::shared_ptr<const Grammar> grammar);

    /// One bit a token id: 1 where accept() would take it. Valid until the next call of any function.
    const TokenMask& mask();
    /// Takes a token; false, and nothing has changed, where it is not legal.
    bool accept(std::int32_t token);
    /// Takes back the last tokens. Throws InvalidArgument where there are fewer.
    void rollback(std::size_t tokens);
    /// The bytes that must come next whatever the choice; may be empty.
    std::string forced();
    /// Whether these bytes, which forced() gave, end the text: then only an end token can follow.
    bool completes_with(std::string_view forced);

    bool is_complete() const { return !ended_ && machine_.is_complete(history_.back()); }
    /// An end token was taken: nothing more is legal.
    bool has_ended() const { return ended_; }
    const std::shared_ptr<const Vocabulary>& vocabulary() const { return vocabulary_; }
    std::size_t accepted() const { return history_.size() - 1 + ended_; }
    void reset();

  private:
    using State = Machine::State;
    struct Cached {
        std::vector<std::uint32_t> signature; ///< of the machine's state, as deep as the mask depends on it
        TokenMask mask;
    };

    bool is_end(std::int32_t token) const;
    State stepped(State state, std::string_view bytes);
    /// Also fills lowest_ and counted_. The mask is mask_ or a remembered one.
    const TokenMask& mask_of(State state);
    const TokenMask* remembered(State state);
    void compute(State state);
    void compute_from(State similar, State state);
    void add_bodies(State state);
    /// Allows the tokens at and below `node` that fit after `state`, which holds at the node itself.
    void walk(std::uint32_t node, State state);
    void walk_remembering(std::uint32_t quote, State after, State before);

    std::shared_ptr<const Vocabulary> vocabulary_;
    Machine machine_;
    BodyMasks body_masks_;
    std::vector<State> history_; ///< the state before each token, and the present one
    bool ended_ = false;

    TokenMask mask_;
    std::uint32_t lowest_ = 0; ///< the least depth of the stack that computing mask_ has met
    bool counted_ = false;     ///< mask_ depends on a count of code points, so it is hardly needed twice
    std::vector<State> path_;
    std::vector<Machine::Body> bodies_;
    std::vector<std::uint32_t> signature_;
    std::unordered_map<std::uint64_t, Cached> cache_;
};

} // namespace hadal::grammar
