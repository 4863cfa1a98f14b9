// Where things stand in a JSON text.
#pragma once

#include "engine/base/json.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace hadal::schemas {

/// A place where the text is wrong, or something is to be said about it.
struct TextMark {
    int line = 0; ///< counts from 1
    std::string message;
};

/// The line of every value in a JSON text.
class Places {
  public:
    Places() = default;
    /// `text` is valid JSON.
    explicit Places(std::string_view text);

    /// The line of a member's key, or of the item; of what encloses it where the text has no such place.
    int line(std::string pointer) const;
    /// Keys that come twice in one object: the earlier value would be lost.
    const std::vector<TextMark>& duplicates() const { return duplicates_; }

  private:
    std::unordered_map<std::string, int> lines_;
    std::vector<TextMark> duplicates_;
};

/// A JSON text that may be wrong.
struct ReadText {
    Json value; ///< of a right one
    Places places;
    bool good = false;
    TextMark mark; ///< why not
};

/// Reads a schema's text: valid JSON without a key that comes twice. Never throws.
ReadText readText(std::string_view text);

} // namespace hadal::schemas
