#include "engine/schema/uri.h"

#include "engine/schema/characters.h"
#include "engine/schema/ip_address.h"
#include "engine/schema/text_reader.h"

#include <algorithm>

namespace hadal::schema {
namespace {

bool is_scheme(std::string_view text) {
    return !text.empty() && is_letter(text[0]) && std::all_of(text.begin(), text.end(), [](char c) {
        return is_letter(c) || is_digit(c) || is_one_of(c, "+-.");
    });
}

/// RFC 3986, 5.2.4.
std::string without_dot_segments(std::string_view path) {
    std::string out;
    while (!path.empty()) {
        if (path.starts_with("../")) {
            path.remove_prefix(3);
        } else if (path.starts_with("./") || path.starts_with("/./")) {
            path.remove_prefix(2);
        } else if (path == "/.") {
            path = "/";
        } else if (path.starts_with("/../") || path == "/..") {
            path = path.size() == 3 ? "/" : path.substr(3);
            out.erase(std::min(out.rfind('/'), out.size()));
        } else if (path == "." || path == "..") {
            path = {};
        } else {
            const std::size_t end = std::min(path.find('/', 1), path.size());
            out += path.substr(0, end);
            path.remove_prefix(end);
        }
    }
    return out;
}

std::string joined(const UriParts& parts, std::string_view path) {
    std::string out;
    if (parts.scheme)
        (out += *parts.scheme) += ':';
    if (parts.authority)
        (out += "//") += *parts.authority;
    out += path;
    if (parts.query)
        (out += '?') += *parts.query;
    if (parts.fragment)
        (out += '#') += *parts.fragment;
    return out;
}

/// Whether every character is unreserved, escaped, a sub-delimiter or one of `further`.
bool is_made_of(std::string_view text, std::string_view further, UriCharacters characters,
                bool private_too = false) {
    TextReader reader(text);
    while (!reader.at_end()) {
        const char32_t c = reader.take();
        if (c == '%') {
            if (!is_hex_digit(reader.take()) || !is_hex_digit(reader.take()))
                return false;
        } else if (c >= 0x80) {
            if (characters == UriCharacters::Ascii || !(is_ucschar(c) || (private_too && is_iprivate(c))))
                return false;
        } else if (!is_letter(c) && !is_digit(c) && !is_one_of(c, "-._~!$&'()*+,;=") &&
                   !is_one_of(c, further)) {
            return false;
        }
    }
    return true;
}

bool is_ip_future(std::string_view text) {
    const std::size_t dot = text.find('.');
    if (dot == text.npos || dot < 2 || dot + 1 == text.size() || (text[0] | 0x20) != 'v')
        return false;
    const std::string_view version = text.substr(1, dot - 1);
    return std::all_of(version.begin(), version.end(), [](char c) { return is_hex_digit(c); }) &&
           text.find('%') == text.npos && is_made_of(text.substr(dot + 1), ":", UriCharacters::Ascii);
}

bool is_authority(std::string_view text, UriCharacters characters) {
    if (const std::size_t at = text.find('@'); at != text.npos) {
        if (!is_made_of(text.substr(0, at), ":", characters))
            return false;
        text.remove_prefix(at + 1);
    }
    std::size_t host_end = 0;
    if (text.starts_with('[')) {
        const std::size_t close = text.find(']');
        if (close == text.npos)
            return false;
        const std::string_view address = text.substr(1, close - 1);
        if (!is_ipv6(address) && !is_ip_future(address))
            return false;
        host_end = close + 1;
    } else {
        host_end = std::min(text.find(':'), text.size());
        if (!is_made_of(text.substr(0, host_end), "", characters))
            return false;
    }
    const std::string_view port = text.substr(host_end);
    return port.empty() ||
           (port[0] == ':' && std::all_of(port.begin() + 1, port.end(), [](char c) { return is_digit(c); }));
}

} // namespace

UriParts split_uri(std::string_view text) {
    UriParts parts;
    if (const auto hash = text.find('#'); hash != text.npos) {
        parts.fragment = text.substr(hash + 1);
        text = text.substr(0, hash);
    }
    if (const auto mark = text.find('?'); mark != text.npos) {
        parts.query = text.substr(mark + 1);
        text = text.substr(0, mark);
    }
    if (const auto colon = text.find(':'); colon != text.npos && is_scheme(text.substr(0, colon))) {
        parts.scheme = text.substr(0, colon);
        text.remove_prefix(colon + 1);
    }
    if (text.starts_with("//")) {
        const std::size_t end = std::min(text.find('/', 2), text.size());
        parts.authority = text.substr(2, end - 2);
        text.remove_prefix(end);
    }
    parts.path = text;
    return parts;
}

std::string resolve_uri(std::string_view base_text, std::string_view reference) {
    const UriParts base = split_uri(base_text);
    UriParts target = split_uri(reference);
    if (target.scheme)
        return joined(target, without_dot_segments(target.path));
    target.scheme = base.scheme;
    if (target.authority)
        return joined(target, without_dot_segments(target.path));
    target.authority = base.authority;
    if (target.path.empty()) {
        if (!target.query)
            target.query = base.query;
        return joined(target, base.path);
    }
    if (target.path.starts_with('/'))
        return joined(target, without_dot_segments(target.path));
    std::string merged = base.authority && base.path.empty()
                             ? "/"
                             : std::string(base.path.substr(0, base.path.rfind('/') + 1));
    merged += target.path;
    return joined(target, without_dot_segments(merged));
}

std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && is_hex_digit(text[i + 1]) && is_hex_digit(text[i + 2])) {
            out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

bool is_uri(std::string_view text, UriCharacters characters) {
    return split_uri(text).scheme && is_uri_reference(text, characters);
}

bool is_uri_reference(std::string_view text, UriCharacters characters) {
    const UriParts parts = split_uri(text);
    // Without a scheme, a colon in the first segment would look like one.
    if (!parts.scheme && !parts.authority &&
        parts.path.substr(0, parts.path.find('/')).find(':') != text.npos)
        return false;
    return (!parts.authority || is_authority(*parts.authority, characters)) &&
           is_made_of(parts.path, ":@/", characters) &&
           (!parts.query || is_made_of(*parts.query, ":@/?", characters, true)) &&
           (!parts.fragment || is_made_of(*parts.fragment, ":@/?", characters));
}

} // namespace hadal::schema
