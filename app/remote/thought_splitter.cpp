#include "app/remote/thought_splitter.h"

#include <algorithm>
#include <utility>

namespace hadal::remote {
namespace {

constexpr std::string_view opening = "<think>";
constexpr std::string_view closing = "</think>";
constexpr std::string_view space = " \t\r\n";

/// The length of the longest end of `text` that begins `marker`.
std::size_t undecided(std::string_view text, std::string_view marker) {
    for (std::size_t length = std::min(text.size(), marker.size() - 1); length > 0; --length)
        if (text.ends_with(marker.substr(0, length)))
            return length;
    return 0;
}

} // namespace

ThoughtSplitter::Pieces ThoughtSplitter::push(std::string_view text) {
    Pieces out;
    held_ += text;
    if (state_ == Start) {
        const std::size_t begin = held_.find_first_not_of(space);
        const std::string_view rest =
            begin == std::string::npos ? std::string_view() : std::string_view(held_).substr(begin);
        if (rest.size() < opening.size() && opening.starts_with(rest))
            return out; // nothing but space so far, or the beginning of the marker
        state_ = rest.starts_with(opening) ? Thought : Text;
        if (state_ == Thought)
            held_.erase(0, begin + opening.size());
    }
    if (state_ == Thought) {
        const std::size_t end = held_.find(closing);
        if (end == std::string::npos) {
            const std::size_t keep = undecided(held_, closing);
            out.thought = held_.substr(0, held_.size() - keep);
            held_.erase(0, out.thought.size());
            return out;
        }
        out.thought = held_.substr(0, end);
        held_.erase(0, end + closing.size());
        state_ = AfterThought;
    }
    if (state_ == AfterThought) { // the empty lines between the two belong to neither
        held_.erase(0, std::min(held_.find_first_not_of(space), held_.size()));
        if (held_.empty())
            return out;
        state_ = Text;
    }
    out.text = std::exchange(held_, {});
    return out;
}

ThoughtSplitter::Pieces ThoughtSplitter::finish() {
    Pieces out;
    (state_ == Thought ? out.thought : out.text) = std::exchange(held_, {});
    return out;
}

} // namespace hadal::remote
