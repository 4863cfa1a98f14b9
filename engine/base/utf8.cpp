#include "engine/base/utf8.h"

namespace hadal {

namespace {
constexpr std::string_view replacement = "\xEF\xBF\xBD";
}

Utf8Step utf8_step(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned first = byte(0);
    if (first < 0x80)
        return {Utf8Step::Whole, 1};
    std::size_t length = 0;
    if (first >= 0xC2 && first <= 0xDF)
        length = 2;
    else if (first >= 0xE0 && first <= 0xEF)
        length = 3;
    else if (first >= 0xF0 && first <= 0xF4)
        length = 4;
    if (length == 0)
        return {Utf8Step::Invalid, 1};
    for (std::size_t i = 1; i < length; ++i) {
        if (i == text.size())
            return {Utf8Step::Partial, i};
        // Overlong forms, surrogates and values past U+10FFFF show in the second byte.
        unsigned low = 0x80, high = 0xBF;
        if (i == 1) {
            low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : low;
            high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : high;
        }
        if (byte(i) < low || byte(i) > high)
            return {Utf8Step::Invalid, i};
    }
    return {Utf8Step::Whole, length};
}

void append_utf8(std::string& out, char32_t c) {
    if (c < 0x80) {
        out += static_cast<char>(c);
        return;
    }
    if (c < 0x800) {
        out += static_cast<char>(0xC0 | (c >> 6));
    } else {
        if (c < 0x10000) {
            out += static_cast<char>(0xE0 | (c >> 12));
        } else {
            out += static_cast<char>(0xF0 | (c >> 18));
            out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
        }
        out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    }
    out += static_cast<char>(0x80 | (c & 0x3F));
}

void Utf8Joiner::push(std::string_view bytes, std::string& out) {
    std::string joined;
    if (!partial_.empty()) {
        joined = partial_.append(bytes);
        partial_.clear();
        bytes = joined;
    }
    while (!bytes.empty()) {
        const auto [kind, length] = utf8_step(bytes);
        if (kind == Utf8Step::Partial) {
            partial_ = bytes;
            return;
        }
        out += kind == Utf8Step::Whole ? bytes.substr(0, length) : replacement;
        bytes.remove_prefix(length);
    }
}

void Utf8Joiner::finish(std::string& out) {
    if (!partial_.empty())
        out += replacement;
    partial_.clear();
}

} // namespace hadal
