#include "engine/runtime/stop_matcher.h"

#include <algorithm>
#include <utility>

namespace hadal::runtime {

std::string StopMatcher::push(std::string_view text) {
    if (stopped_)
        return {};
    held_ += text;

    std::size_t first_begin = std::string::npos, first_end = std::string::npos;
    for (const std::string& stop : stops_) {
        const std::size_t begin = held_.find(stop);
        if (begin == std::string::npos)
            continue;
        const std::size_t end = begin + stop.size();
        if (end < first_end || (end == first_end && begin < first_begin)) {
            first_begin = begin;
            first_end = end;
        }
    }
    stopped_ = first_begin != std::string::npos;

    std::string rest = stopped_ ? std::string() : held_.substr(held_.size() - undecided());
    held_.resize(stopped_ ? first_begin : held_.size() - rest.size());
    return std::exchange(held_, std::move(rest));
}

std::string StopMatcher::flush() {
    return std::exchange(held_, {});
}

/// The length of the longest end of the held text that begins a stop string.
std::size_t StopMatcher::undecided() const {
    std::size_t longest = 0;
    for (const std::string& stop : stops_)
        for (std::size_t length = std::min(stop.size() - 1, held_.size()); length > longest; --length)
            if (std::string_view(held_).substr(held_.size() - length) ==
                std::string_view(stop).substr(0, length))
                longest = length;
    return longest;
}

} // namespace hadal::runtime
