// Text that arrives in pieces and is consumed from the front.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace hadal::chat {

using Markers = std::span<const std::string_view>;

class TextFeed {
  public:
    struct Hit {
        std::size_t at;    ///< where the marker begins in rest()
        std::size_t which; ///< its index
    };
    enum class Match { Yes, No, NeedText };

    void push(std::string_view text) { text_ += text; }

    /// What has arrived and is not consumed. Valid until the next push or take.
    std::string_view rest() const { return std::string_view(text_).substr(at_); }

    /// Consumes the first `count` bytes of rest().
    void take(std::size_t count);

    /// The marker that begins first. Text is searched once, so a caller asks for the same markers until it
    /// takes something.
    std::optional<Hit> find(Markers markers);

    /// How many bytes of rest() cannot belong to a marker of which the first part has arrived. To be asked
    /// when find() finds nothing.
    std::size_t certain(Markers markers) const;

    /// Whether rest() begins with one of the texts, none of which begins with another; `which` says which.
    Match match(Markers texts, std::size_t& which) const;

  private:
    std::string text_;
    std::size_t at_ = 0;
    std::size_t searched_ = 0; ///< no marker begins in rest() before here
};

} // namespace hadal::chat
