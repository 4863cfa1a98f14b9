#include "engine/chat/text_feed.h"

#include <algorithm>

namespace hadal::chat {

void TextFeed::take(std::size_t count) {
    at_ += count;
    searched_ = 0;
    // Moving the rest to the front only when it is the smaller part keeps long completions linear.
    if (at_ > text_.size() / 2) {
        text_.erase(0, at_);
        at_ = 0;
    }
}

std::optional<TextFeed::Hit> TextFeed::find(Markers markers) {
    const std::string_view text = rest();
    std::optional<Hit> first;
    std::size_t longest = 0;
    for (std::size_t i = 0; i < markers.size(); ++i) {
        longest = std::max(longest, markers[i].size());
        const std::size_t at = text.find(markers[i], searched_);
        if (at != text.npos && (!first || at < first->at))
            first = Hit{at, i};
    }
    if (!first && text.size() >= longest)
        searched_ = std::max(searched_, text.size() - longest + 1);
    return first;
}

std::size_t TextFeed::certain(Markers markers) const {
    const std::string_view text = rest();
    std::size_t held = 0;
    for (const std::string_view marker : markers)
        for (std::size_t n = std::min(marker.size() - 1, text.size()); n > held; --n)
            if (text.ends_with(marker.substr(0, n)))
                held = n;
    return text.size() - held;
}

TextFeed::Match TextFeed::match(Markers texts, std::size_t& which) const {
    const std::string_view text = rest();
    for (which = 0; which < texts.size(); ++which)
        if (text.starts_with(texts[which]))
            return Match::Yes;
    const bool possible =
        std::any_of(texts.begin(), texts.end(), [&](auto t) { return t.starts_with(text); });
    return possible ? Match::NeedText : Match::No;
}

} // namespace hadal::chat
