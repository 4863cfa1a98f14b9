// The words of JSON: null, true and false.
#pragma once

#include "engine/grammar/value.h"

#include <cstdint>
#include <string_view>

namespace hadal::grammar {

/// The word (a bit of Value::Simple) that begins with a letter of "ntf".
constexpr std::uint32_t simple_word(std::uint8_t first) {
    return first == 'n' ? Value::Null : first == 't' ? Value::True : Value::False;
}
constexpr std::string_view text_of_simple(std::uint32_t simple) {
    return simple == Value::Null ? "null" : simple == Value::True ? "true" : "false";
}

} // namespace hadal::grammar
