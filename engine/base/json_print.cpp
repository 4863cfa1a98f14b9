#include "engine/base/json.h"

#include "kernels/error.h"

#include <charconv>
#include <cmath>

namespace hadal {
namespace {

/// The text of Python's repr of a float: the shortest digits that read back the same, in fixed notation for
/// 1e-4 <= |x| < 1e16 and with an exponent of at least two digits otherwise.
void append_float(std::string& out, double value) {
    if (std::isnan(value)) {
        out += "NaN";
        return;
    }
    if (std::isinf(value)) {
        out += value < 0 ? "-Infinity" : "Infinity";
        return;
    }
    const double magnitude = std::fabs(value);
    const bool fixed = magnitude == 0.0 || (magnitude >= 1e-4 && magnitude < 1e16);
    char buffer[64];
    const auto result = std::to_chars(buffer, buffer + sizeof buffer, value,
                                      fixed ? std::chars_format::fixed : std::chars_format::scientific);
    const std::string_view digits(buffer, static_cast<std::size_t>(result.ptr - buffer));
    out += digits;
    if (fixed && digits.find('.') == digits.npos)
        out += ".0";
}

class Printer {
  public:
    Printer(std::string& out, std::string_view item_separator, std::string_view key_separator)
        : out_(out), item_separator_(item_separator), key_separator_(key_separator) {}

    void print(const Json& value) {
        switch (value.type()) {
        case Json::value_t::null:
            out_ += "null";
            break;
        case Json::value_t::boolean:
            out_ += value.get<bool>() ? "true" : "false";
            break;
        case Json::value_t::number_integer:
            out_ += std::to_string(value.get<std::int64_t>());
            break;
        case Json::value_t::number_unsigned:
            out_ += std::to_string(value.get<std::uint64_t>());
            break;
        case Json::value_t::number_float:
            append_float(out_, value.get<double>());
            break;
        case Json::value_t::string:
            print_string(value.get_ref<const std::string&>());
            break;
        case Json::value_t::array:
            print_array(value);
            break;
        case Json::value_t::object:
            print_object(value);
            break;
        case Json::value_t::binary:
            out_ += exact_number_text(value);
            break;
        case Json::value_t::discarded:
            throw Error(ErrorKind::InvalidArgument, "Expected a JSON value to print, found a discarded one.");
        }
    }

  private:
    void print_string(std::string_view text) {
        out_ += '"';
        append_json_escaped(out_, text);
        out_ += '"';
    }

    void print_array(const Json& array) {
        out_ += '[';
        bool first = true;
        for (const Json& item : array) {
            if (!first)
                out_ += item_separator_;
            first = false;
            print(item);
        }
        out_ += ']';
    }

    void print_object(const Json& object) {
        out_ += '{';
        bool first = true;
        for (const auto& [key, value] : object.get_ref<const Json::object_t&>()) {
            if (!first)
                out_ += item_separator_;
            first = false;
            print_string(key);
            out_ += key_separator_;
            print(value);
        }
        out_ += '}';
    }

    std::string& out_;
    std::string_view item_separator_, key_separator_;
};

} // namespace

std::string print_python(const Json& value) {
    std::string out;
    Printer(out, ", ", ": ").print(value);
    return out;
}

std::string print_compact(const Json& value) {
    std::string out;
    Printer(out, ",", ":").print(value);
    return out;
}

std::string print_json_string(std::string_view text) {
    std::string out = "\"";
    append_json_escaped(out, text);
    return out += '"';
}

void append_json_escaped(std::string& out, std::string_view text) {
    constexpr char hex[] = "0123456789abcdef";
    for (const char c : text) {
        switch (c) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        case '\b':
            out += "\\b";
            break;
        case '\f':
            out += "\\f";
            break;
        default:
            if (const auto byte = static_cast<unsigned char>(c); byte < 0x20) {
                out += "\\u00";
                out += hex[byte >> 4];
                out += hex[byte & 15];
            } else {
                out += c;
            }
        }
    }
}

} // namespace hadal
