// JSON as the prompt formats need it: keys keep their order, integers of any size keep their digits, and
// printing is byte for byte what Python's json.dumps(value, ensure_ascii=False) writes.
#pragma once

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace hadal {

using Json = nlohmann::ordered_json;

/// Arrays and objects may be nested this deep; deeper text is refused.
inline constexpr std::size_t max_json_depth = 512;

/// How numbers are read.
enum class Numbers {
    Python, ///< NaN and the infinities are numbers; a fraction is the nearest double
    Exact,  ///< only what JSON knows; a fraction that a double would round keeps its text (see
            ///< is_exact_number)
};

/// Reads one JSON value by the rules of Python's json.loads: NaN, Infinity and -Infinity are numbers, of
/// duplicate keys the first keeps its place and the last its value, and integers have no size limit (see
/// big_integer). Half of a surrogate pair becomes U+FFFD, because text is UTF-8 everywhere.
/// Throws Error(InvalidInput) that names line and byte offset.
Json parse_json(std::string_view text, Numbers numbers = Numbers::Python);

/// The text of json.dumps(value, ensure_ascii=False): `, ` and `: ` between, floats by shortest round trip.
std::string print_python(const Json& value);

/// The same without spaces: json.dumps(value, ensure_ascii=False, separators=(",", ":")).
std::string print_compact(const Json& value);

/// `text` as a JSON string with its quotes.
std::string print_json_string(std::string_view text);

/// Appends `text` as it stands between the quotes of a JSON string. Escaping the pieces of a text one by one
/// gives the same as escaping it whole.
void append_json_escaped(std::string& out, std::string_view text);

/// An integer that neither int64 nor uint64 can hold is kept as its decimal digits, in a binary value with a
/// subtype of its own. `digits` is what JSON allows: an optional minus and digits without a leading zero.
Json big_integer(std::string_view digits);
bool is_big_integer(const Json& value);
/// The digits. Throws Error(InvalidArgument) where is_big_integer() is false.
std::string big_integer_digits(const Json& value);

/// A number whose value is the text that the JSON had: a big integer, or with Numbers::Exact a fraction or
/// power that no double holds. Printing writes the text.
bool is_exact_number(const Json& value);
/// The number as it was written. Throws Error(InvalidArgument) where is_exact_number() is false.
std::string exact_number_text(const Json& value);

/// Python's truth of a value: false for null, false, 0, "", [] and {}.
bool is_truthy(const Json& value);

} // namespace hadal
