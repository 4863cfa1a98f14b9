// Thoughts that a server left in the text, between <think> and </think>.
#pragma once

#include <string>
#include <string_view>

namespace hadal::remote {

/// Servers without a parser for the model's format send thoughts as the beginning of the text. The result
/// does not depend on how the text is cut.
class ThoughtSplitter {
  public:
    struct Pieces {
        std::string thought;
        std::string text; ///< comes after the thought
    };

    Pieces push(std::string_view text);
    /// What was held back, for no more text will follow.
    Pieces finish();
    /// The server sends thoughts by themselves: a <think> in the text is text.
    void stop() { state_ = state_ == Start ? Text : state_; }

  private:
    enum State { Start, Thought, AfterThought, Text };

    State state_ = Start;
    std::string held_; // may be the beginning of a marker
};

} // namespace hadal::remote
