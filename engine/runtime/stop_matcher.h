// Ends a stream of text before the first stop string, wherever the pieces are cut.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hadal::runtime {

/// The stop string that is complete first ends the text; of two that end at the same place, the longer one.
/// This does not depend on how the text is cut. Text that may be the beginning of a stop string is held back
/// until that is decided. When stop strings and text are whole UTF-8 characters, so is what comes out.
class StopMatcher {
  public:
    /// No string is empty. Without strings all text passes at once.
    explicit StopMatcher(std::vector<std::string> stops) : stops_(std::move(stops)) {}

    /// Returns what is now certain to come before any stop string; nothing once stopped.
    std::string push(std::string_view text);
    /// Returns what was held back, for no more text will follow on it.
    std::string flush();
    bool stopped() const { return stopped_; }

  private:
    std::size_t undecided() const;

    std::vector<std::string> stops_;
    std::string held_;
    bool stopped_ = false;
};

} // namespace hadal::runtime
