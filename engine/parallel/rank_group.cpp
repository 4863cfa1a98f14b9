#include "engine/parallel/rank_group.h"

#include <algorithm>

namespace hadal::parallel {

void RankGroup::begin_step() {
    const std::lock_guard lock(mutex_);
    failure_.reset();
    furthest_ = -1;
    stops_at_.reset();
}

void RankGroup::fail(const Error& error) {
    const std::lock_guard lock(mutex_);
    if (!failure_)
        failure_ = error;
}

std::optional<Error> RankGroup::failure() const {
    const std::lock_guard lock(mutex_);
    return failure_;
}

void RankGroup::throw_failure() const {
    if (const auto error = failure())
        throw Error(*error);
}

bool RankGroup::stops(std::int64_t layer, const std::stop_token& stop) {
    const std::lock_guard lock(mutex_);
    // Some rank may be further already, and waits for the others there.
    if (!stops_at_ && stop.stop_requested())
        stops_at_ = furthest_ + 1;
    if (stops_at_ && layer >= *stops_at_)
        return true;
    furthest_ = std::max(furthest_, layer);
    return false;
}

bool RankGroup::stops_together() const {
    const std::lock_guard lock(mutex_);
    return stops_at_.has_value();
}

} // namespace hadal::parallel
