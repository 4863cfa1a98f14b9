// Walks a text of well-formed UTF-8 character by character.
#pragma once

#include "engine/base/utf8.h"

#include <cstddef>
#include <string_view>

namespace hadal::schema {

class TextReader {
  public:
    explicit TextReader(std::string_view text) : text_(text) {}

    bool at_end() const { return at_ >= text_.size(); }
    std::size_t position() const { return at_; }
    std::string_view rest() const { return text_.substr(at_); }
    bool looking_at(std::string_view words) const { return rest().starts_with(words); }
    bool accept(std::string_view words) {
        const bool found = looking_at(words);
        at_ += found ? words.size() : 0;
        return found;
    }
    /// The next character; 0 at the end (a text's own U+0000 fits no grammar here either).
    char32_t peek() const {
        std::size_t length = 0;
        return decode(length);
    }
    char32_t take() {
        std::size_t length = 0;
        const char32_t c = decode(length);
        at_ += length;
        return c;
    }

  private:
    char32_t decode(std::size_t& length) const {
        if (at_end())
            return 0;
        length = utf8_step(rest()).length;
        const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text_[at_ + i]); };
        char32_t c = length == 1 ? byte(0) : byte(0) & (0xFFU >> (length + 1));
        for (std::size_t i = 1; i < length; ++i)
            c = c << 6 | (byte(i) & 0x3FU);
        return c;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

} // namespace hadal::schema
