// Classes of characters that several grammars share. ASCII letters and digits only, whatever the locale says.
#pragma once

#include <string_view>

namespace hadal::schema {

constexpr bool is_digit(char32_t c) {
    return c >= '0' && c <= '9';
}
constexpr bool is_letter(char32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool is_hex_digit(char32_t c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
constexpr bool is_one_of(char32_t c, std::string_view characters) {
    return c != 0 && c < 0x80 && characters.find(static_cast<char>(c)) != std::string_view::npos;
}

/// The value of a hexadecimal digit.
constexpr unsigned hex_value(char32_t c) {
    return static_cast<unsigned>(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
}

/// `ucschar` of RFC 3987 and RFC 6570: what lies beyond ASCII and is no control, private or non-character.
constexpr bool is_ucschar(char32_t c) {
    if (c < 0xE000)
        return c >= 0xA0 && (c < 0xD800);
    if (c < 0x10000)
        return (c >= 0xF900 && c <= 0xFDCF) || (c >= 0xFDF0 && c <= 0xFFEF);
    return c < 0xF0000 && (c & 0xFFFF) <= 0xFFFD && !(c >= 0xE0000 && c < 0xE1000);
}
constexpr bool is_iprivate(char32_t c) {
    return (c >= 0xE000 && c <= 0xF8FF) || (c >= 0xF0000 && c <= 0x10FFFD && (c & 0xFFFF) <= 0xFFFD);
}

} // namespace hadal::schema
