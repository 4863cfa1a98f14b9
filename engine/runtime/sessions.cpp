#include "engine/runtime/sessions.h"

#include "kernels/error.h"

#include <algorithm>

namespace hadal::runtime {

Sequence& Sessions::open(const std::string& name, std::int64_t prompt_tokens) {
    const auto found = std::find_if(sessions_.begin(), sessions_.end(),
                                    [&](const Session& session) { return session.name == name; });
    if (found != sessions_.end())
        sessions_.splice(sessions_.begin(), sessions_, found);
    else
        make(name);

    if (limits_.max_tokens > 0)
        while (sessions_.size() > 1 && tokens_of_others() + prompt_tokens > limits_.max_tokens)
            sessions_.pop_back();
    return sessions_.front().sequence;
}

void Sessions::close(const std::string& name) {
    sessions_.remove_if([&](const Session& session) { return session.name == name; });
}

bool Sessions::drop_idlest() {
    if (sessions_.size() < 2)
        return false;
    sessions_.pop_back();
    return true;
}

std::int64_t Sessions::tokens_of_others() const {
    std::int64_t tokens = 0;
    for (auto session = std::next(sessions_.begin()); session != sessions_.end(); ++session)
        tokens += static_cast<std::int64_t>(session->sequence.tokens().size());
    return tokens;
}

void Sessions::make(const std::string& name) {
    // Room first: the memory of the one that must go anyway may be what the new one needs.
    while (sessions_.size() >= std::max<std::size_t>(limits_.max_sessions, 1))
        sessions_.pop_back();
    for (;;) {
        try {
            sessions_.push_front({name, Sequence(model_, limits_.context_length)});
            return;
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::OutOfMemory || sessions_.empty())
                throw;
        }
        sessions_.pop_back();
    }
}

} // namespace hadal::runtime
