// The sequences of the conversations that were used last, by name.
#pragma once

#include "engine/runtime/sequence.h"

#include <cstdint>
#include <list>
#include <string>

namespace hadal::runtime {

struct SessionLimits {
    std::int64_t context_length = 0; ///< tokens that each sequence can hold
    std::size_t max_sessions = 4;    ///< sequences kept, at least one
    std::int64_t max_tokens = 0;     ///< tokens that all of them may hold when a request begins; 0: no limit
};

/// Keeps the sequences of the conversations used last. When there are too many, they hold too many tokens, or
/// memory does not suffice for another, the one unused for longest goes first. The one in use always stays.
/// One thread at a time. The model must outlive it.
class Sessions {
  public:
    Sessions(model::LanguageModel& model, const SessionLimits& limits) : model_(model), limits_(limits) {}

    /// The sequence of that name, made when there is none, for a prompt of `prompt_tokens`. It stays valid
    /// until the next call here. Throws OutOfMemory when not even one sequence fits; the message says so.
    Sequence& open(const std::string& name, std::int64_t prompt_tokens);
    void close(const std::string& name);
    /// Gives the memory of the session unused for longest back; false where there is none but the one in use.
    bool drop_idlest();
    std::size_t size() const { return sessions_.size(); }

  private:
    struct Session {
        std::string name;
        Sequence sequence;
    };
    std::int64_t tokens_of_others() const;
    void make(const std::string& name);

    model::LanguageModel& model_;
    const SessionLimits limits_;
    std::list<Session> sessions_; ///< last used first
};

} // namespace hadal::runtime
