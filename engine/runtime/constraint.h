// What an answer's tokens must obey: a grammar for what follows the reasoning.
#pragma once

#include "engine/grammar/forced_run.h"

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace hadal::runtime {

/// Follows one answer. Reasoning is free; what follows its end marker obeys the grammar from the first byte
/// on. The mask for the next token can be computed on a thread of its own, so that it is ready when the
/// logits that it is for are. For one thread.
class Constraint {
  public:
    /// `reasoning`: the answer begins within the reasoning.
    Constraint(std::shared_ptr<const grammar::Vocabulary> vocabulary,
               std::shared_ptr<const grammar::Grammar> grammar, bool reasoning);

    /// Begins to compute the next mask(); to be called before a forward pass.
    void prepare();
    /// One bit a token id for the next token; empty: every token is legal. Valid until the next call.
    std::span<const std::uint64_t> mask();
    /// Takes the token that was chosen. Throws Internal where the mask does not have it.
    void accept(std::int32_t token);
    /// Takes the last tokens back, at most `most_taken_back` of the reasoning.
    void rollback(std::size_t tokens);
    static constexpr std::size_t most_taken_back = 16;

    /// What to write without asking the model; nothing within the reasoning. `answer`: all tokens that were
    /// taken.
    grammar::ForcedRun forced_run(std::span<const std::int32_t> answer);

  private:
    /// Computes the masks of a matcher ahead. The matcher is its caller's between settle() and begin().
    class Ahead {
      public:
        explicit Ahead(grammar::Matcher& matcher);
        ~Ahead();
        void begin(); ///< begins with the mask of the matcher's state, unless it is there
        /// Waits until the matcher is idle. Throws what computing the mask threw.
        void settle();
        /// After settle(); null where there was no begin() since the matcher was changed, which the caller
        /// has to say here.
        const grammar::TokenMask* mask = nullptr;

      private:
        void run();

        grammar::Matcher& matcher_;
        std::mutex mutex_;
        std::condition_variable changed_;
        bool wanted_ = false, ended_ = false; // guarded by mutex_, as is failure_
        std::exception_ptr failure_;
        std::thread thread_; // last: it uses all of the above
    };

    void refuse_what_crosses_the_end();

    std::shared_ptr<const grammar::Vocabulary> vocabulary_;
    grammar::Matcher matcher_;
    bool reasoning_;
    std::string tail_; ///< the last bytes of the reasoning that may belong to the end marker
    std::vector<std::string> earlier_tails_;
    std::vector<std::int32_t> crossing_; ///< tokens with the whole marker and text after it
    grammar::TokenMask mask_;
    Ahead ahead_;
};

} // namespace hadal::runtime
