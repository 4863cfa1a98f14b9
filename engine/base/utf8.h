// UTF-8, character by character.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hadal {

struct Utf8Step {
    enum Kind {
        Whole,   ///< `length` bytes are one character
        Invalid, ///< `length` bytes cannot be part of any character
        Partial, ///< all of the text, `length` bytes, may be the start of a character
    } kind;
    std::size_t length; ///< at least 1
};

/// Looks at the start of `text`, which is not empty. An invalid run is as long as the Unicode standard's
/// recommended practice says: one U+FFFD is to replace it.
Utf8Step utf8_step(std::string_view text);

/// Appends the character's bytes. `character` is a Unicode scalar value.
void append_utf8(std::string& out, char32_t character);

/// Turns bytes that arrive in any pieces into whole characters; what is not UTF-8 becomes U+FFFD. The joined
/// output does not depend on the pieces.
class Utf8Joiner {
  public:
    void push(std::string_view bytes, std::string& out);
    void finish(std::string& out);

  private:
    std::string partial_;
};

} // namespace hadal
