// Walking and repairing UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hadal::tokenizer {

struct DecodedCharacter {
    char32_t code_point;
    std::uint32_t length; ///< bytes
};

/// The character at `position`. The text must be well-formed and longer than `position`.
inline DecodedCharacter decode_character(std::string_view text, std::size_t position) {
    const auto* p = reinterpret_cast<const unsigned char*>(text.data()) + position;
    if (p[0] < 0x80)
        return {p[0], 1};
    if (p[0] < 0xE0)
        return {char32_t((p[0] & 0x1F) << 6 | (p[1] & 0x3F)), 2};
    if (p[0] < 0xF0)
        return {char32_t((p[0] & 0x0F) << 12 | (p[1] & 0x3F) << 6 | (p[2] & 0x3F)), 3};
    return {char32_t((p[0] & 0x07) << 18 | (p[1] & 0x3F) << 12 | (p[2] & 0x3F) << 6 | (p[3] & 0x3F)), 4};
}

inline bool is_continuation_byte(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

/// What stands at `position`, which must lie within the text.
struct Utf8Unit {
    enum Kind {
        Character, ///< a well-formed character of `length` bytes
        Invalid,   ///< `length` bytes that start no character: they become one U+FFFD
        Incomplete ///< the text ends within a character; `length` reaches to the end
    } kind;
    std::uint32_t length;
};

/// Judges by the Unicode standard's "maximal subpart" practice, as Rust's from_utf8_lossy does.
Utf8Unit utf8_unit_at(std::string_view text, std::size_t position);

/// Length of the well-formed stretch that begins at `position`.
std::size_t valid_utf8_length(std::string_view text, std::size_t position);

/// Appends the text with U+FFFD for whatever is not UTF-8.
void append_lossy(std::string_view bytes, std::string& out);

/// U+FFFD, the replacement character.
inline constexpr std::string_view replacement_character = "\xEF\xBF\xBD";

} // namespace hadal::tokenizer
