// The texts between which a family writes its tool calls.
#pragma once

#include <span>
#include <string_view>

namespace hadal::chat {

/// How the calls of one message are written:
///
///   open call NAME arguments ARGUMENTS call_end { between call NAME arguments ARGUMENTS call_end } close
///
/// ARGUMENTS are a JSON object where `parameter` is empty. Otherwise they are, for each member,
///
///   parameter KEY string TEXT parameter_end     where the value is a string, written as it is
///   parameter KEY json JSON parameter_end       for any other value
///
/// and no_arguments where there is none (nothing at all is read as well). This is what the prompt encoders
/// write, what the completion parsers read, and what constrained decoding lets a model write. Literals.
struct CallMarkup {
    std::string_view open, call, arguments, call_end, between, close;
    std::string_view parameter, string, json, parameter_end, no_arguments;
    /// Texts that no value may spell, or the parser would see markup in it. Each ends in an ASCII character,
    /// which JSON can escape.
    std::span<const std::string_view> values_avoid;
    /// Texts that no key may spell.
    std::span<const std::string_view> keys_avoid;
    /// Texts that neither content nor JSON in its place may spell: they would end it or begin markup.
    std::span<const std::string_view> content_avoids;
    /// Texts that a tokenizer may have as tokens of their own.
    std::span<const std::string_view> tokens;
};

extern const CallMarkup dsml_markup;   ///< V3.2
extern const CallMarkup v31_markup;    ///< V3.1
extern const CallMarkup fenced_markup; ///< V3, R1

} // namespace hadal::chat
