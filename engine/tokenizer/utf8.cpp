#include "engine/tokenizer/utf8.h"

#include <cstring>

namespace hadal::tokenizer {

Utf8Unit utf8_unit_at(std::string_view text, std::size_t position) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[position + i]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80)
        return {Utf8Unit::Character, 1};
    if (lead < 0xC2 || lead > 0xF4)
        return {Utf8Unit::Invalid, 1};
    const std::uint32_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    // Only the second byte has a narrower range: no overlong forms, no surrogates, nothing above U+10FFFF.
    unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    for (std::uint32_t i = 1; i < length; ++i) {
        if (position + i == text.size())
            return {Utf8Unit::Incomplete, i};
        if (byte(i) < low || byte(i) > high)
            return {Utf8Unit::Invalid, i};
        low = 0x80;
        high = 0xBF;
    }
    return {Utf8Unit::Character, length};
}

std::size_t valid_utf8_length(std::string_view text, std::size_t position) {
    std::size_t i = position;
    while (i < text.size()) {
        std::uint64_t eight_bytes;
        if (i + sizeof eight_bytes <= text.size()) {
            std::memcpy(&eight_bytes, text.data() + i, sizeof eight_bytes);
            if (!(eight_bytes & 0x8080808080808080u)) {
                i += sizeof eight_bytes;
                continue;
            }
        }
        const Utf8Unit unit = utf8_unit_at(text, i);
        if (unit.kind != Utf8Unit::Character)
            break;
        i += unit.length;
    }
    return i - position;
}

void append_lossy(std::string_view bytes, std::string& out) {
    for (std::size_t i = 0; i < bytes.size();) {
        const std::size_t valid = valid_utf8_length(bytes, i);
        out.append(bytes, i, valid);
        i += valid;
        if (i == bytes.size())
            break;
        out += replacement_character;
        i += utf8_unit_at(bytes, i).length;
    }
}

} // namespace hadal::tokenizer
