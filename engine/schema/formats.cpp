#include "engine/schema/formats.h"

#include "engine/schema/characters.h"
#include "engine/schema/ip_address.h"
#include "engine/schema/regex_tree.h"
#include "engine/schema/text_reader.h"
#include "engine/schema/uri.h"
#include "kernels/error.h"

#include <algorithm>

namespace hadal::schema {
namespace {

/// A variable of a URI template and its modifier: RFC 6570, 2.3 and 2.4.
bool take_variable(TextReader& reader) {
    bool after_dot = true;
    for (;;) {
        const char32_t c = reader.peek();
        if (c == '.') {
            if (after_dot)
                return false;
            after_dot = true;
            reader.take();
        } else if (is_letter(c) || is_digit(c) || c == '_') {
            after_dot = false;
            reader.take();
        } else if (c == '%') {
            after_dot = false;
            reader.take();
            if (!is_hex_digit(reader.take()) || !is_hex_digit(reader.take()))
                return false;
        } else {
            break;
        }
    }
    if (after_dot)
        return false;
    if (reader.accept(":")) { // a prefix of 1 to 9999 characters
        if (!is_digit(reader.peek()) || reader.peek() == '0')
            return false;
        for (int i = 0; i < 4 && is_digit(reader.peek()); ++i)
            reader.take();
        return true;
    }
    reader.accept("*");
    return true;
}

} // namespace

FormatCheck find_format(std::string_view name) {
    struct Format {
        std::string_view name;
        FormatCheck check;
    };
    static constexpr Format formats[] = {
        {"date-time", is_date_time},
        {"date", is_date},
        {"time", is_time},
        {"duration", is_duration},
        {"email", is_email},
        {"idn-email", is_idn_email},
        {"hostname", is_hostname},
        {"idn-hostname", is_idn_hostname},
        {"ipv4", is_ipv4},
        {"ipv6", is_ipv6},
        {"uri", [](std::string_view text) { return is_uri(text, UriCharacters::Ascii); }},
        {"uri-reference", [](std::string_view text) { return is_uri_reference(text, UriCharacters::Ascii); }},
        {"iri", [](std::string_view text) { return is_uri(text, UriCharacters::Unicode); }},
        {"iri-reference",
         [](std::string_view text) { return is_uri_reference(text, UriCharacters::Unicode); }},
        {"uri-template", is_uri_template},
        {"uuid", is_uuid},
        {"json-pointer", is_json_pointer},
        {"relative-json-pointer", is_relative_json_pointer},
        {"regex", is_regex},
    };
    const auto found =
        std::find_if(std::begin(formats), std::end(formats), [&](auto& f) { return f.name == name; });
    return found == std::end(formats) ? nullptr : found->check;
}

bool is_uuid(std::string_view text) {
    if (text.size() != 36)
        return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        if (hyphen ? text[i] != '-' : !is_hex_digit(text[i]))
            return false;
    }
    return true;
}

bool is_uri_template(std::string_view text) {
    TextReader reader(text);
    while (!reader.at_end()) {
        const char32_t c = reader.take();
        if (c == '%') {
            if (!is_hex_digit(reader.take()) || !is_hex_digit(reader.take()))
                return false;
        } else if (c == '{') {
            if (is_one_of(reader.peek(), "+#./;?&=,!@|"))
                reader.take();
            do {
                if (!take_variable(reader))
                    return false;
            } while (reader.accept(","));
            if (!reader.accept("}"))
                return false;
        } else if (c >= 0x80 ? !is_ucschar(c) && !is_iprivate(c)
                             : c <= ' ' || c == 0x7F || is_one_of(c, "\"<>\\^`|}")) {
            return false;
        }
    }
    return true;
}

bool is_json_pointer(std::string_view text) {
    if (!text.empty() && text[0] != '/')
        return false;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] == '~' && (i + 1 == text.size() || !is_one_of(text[i + 1], "01")))
            return false;
    return true;
}

bool is_relative_json_pointer(std::string_view text) {
    const auto number = [&] {
        const std::size_t length = std::min(text.find_first_not_of("0123456789"), text.size());
        const bool good = length == 1 || (length > 1 && text[0] != '0');
        text.remove_prefix(length);
        return good;
    };
    if (!number())
        return false;
    if (text.starts_with('+') || text.starts_with('-')) { // an index that is moved
        text.remove_prefix(1);
        if (!number())
            return false;
    }
    return text == "#" || is_json_pointer(text);
}

bool is_regex(std::string_view text) {
    try {
        parse_regex(text);
        return true;
    } catch (const Error& error) {
        return error.kind() == ErrorKind::Unsupported; // an expression, though not one that Hadal can run
    }
}

} // namespace hadal::schema
