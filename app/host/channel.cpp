#include "app/host/channel.h"

#include <type_traits>
#include <utility>

namespace hadal::host {

namespace {

using namespace runtime;

// Each overload joins `next` to `last` and says whether it could.
bool join(ReasoningDelta& last, ReasoningDelta& next) {
    last.text += next.text;
    return true;
}
bool join(ContentDelta& last, ContentDelta& next) {
    last.text += next.text;
    return true;
}
bool join(ToolCallDelta& last, ToolCallDelta& next) {
    if (last.index != next.index || !next.id.empty() || !next.name.empty())
        return false;
    last.arguments += next.arguments;
    return true;
}
bool join(PromptProgress& last, PromptProgress& next) {
    last = next;
    return true;
}
bool join(Usage& last, Usage& next) {
    last = next;
    return true;
}
template <typename Other>
bool join(Other&, Other&) {
    return false;
}

bool join_events(Event& last, Event& next) {
    if (last.index() != next.index())
        return false;
    return std::visit(
        [&next](auto& left) { return join(left, std::get<std::remove_cvref_t<decltype(left)>>(next)); },
        last);
}

} // namespace

bool Channel::begin() {
    std::lock_guard lock(mutex_);
    begun_ = true;
    return !ended_;
}

void Channel::push(Event event) {
    std::lock_guard lock(mutex_);
    push_locked(std::move(event));
}

void Channel::push_locked(Event event) {
    if (ended_)
        return;
    ended_ = std::holds_alternative<Finished>(event) || std::holds_alternative<Failed>(event);
    if (events_.empty() || !join_events(events_.back(), event))
        events_.push_back(std::move(event));
}

bool Channel::ended() const {
    std::lock_guard lock(mutex_);
    return ended_;
}

void Channel::abort() {
    {
        std::lock_guard lock(mutex_);
        if (!begun_) {
            Finished cancelled;
            cancelled.message.role = chat::Role::Assistant;
            cancelled.reason = FinishReason::Cancelled;
            push_locked(std::move(cancelled));
        }
    }
    // Outside the lock: the engine's stop callbacks run here and may push.
    stop_.request_stop();
}

Channel::Batch Channel::take() {
    std::lock_guard lock(mutex_);
    return {std::exchange(events_, {}), ended_};
}

} // namespace hadal::host
