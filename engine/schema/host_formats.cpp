#include "engine/schema/characters.h"
#include "engine/schema/formats.h"
#include "engine/schema/ip_address.h"
#include "engine/schema/text_reader.h"

#include <idn2.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hadal::schema {
namespace {

constexpr std::size_t max_label = 63, max_host = 253, max_local_part = 64;

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

struct Free {
    void operator()(void* text) const { idn2_free(text); }
};

/// A label as people read it and as it goes over the wire.
struct Label {
    std::string shown, wire;
};

bool is_ascii_label(std::string_view label) {
    return !label.empty() && label.size() <= max_label && label.front() != '-' && label.back() != '-' &&
           label.find("--", 2) != 2 && std::all_of(label.begin(), label.end(), [](char c) {
               return is_letter(c) || is_digit(c) || c == '-';
           });
}

/// Checks by the rules of registration (RFC 5891, section 4); an "xn--" label must mean a label that keeps
/// them.
std::optional<Label> read_label(const std::string& label) {
    if (label.size() > max_host || label.find('\0') != label.npos)
        return std::nullopt;
    std::string lower = label;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return is_letter(c) ? static_cast<char>(c | 0x20) : c; });
    const bool encoded = lower.starts_with("xn--");
    if (is_ascii(label) && !encoded)
        return is_ascii_label(label) ? std::optional(Label{label, label}) : std::nullopt;

    const auto* const bytes = reinterpret_cast<const std::uint8_t*>(encoded ? lower.c_str() : label.c_str());
    std::uint8_t* made = nullptr;
    const int result =
        idn2_register_u8(encoded ? nullptr : bytes, encoded ? bytes : nullptr, &made, IDN2_NFC_INPUT);
    const std::unique_ptr<std::uint8_t, Free> wire(made);
    if (result != IDN2_OK || !wire)
        return std::nullopt;
    const auto* const text = reinterpret_cast<const char*>(wire.get());
    char* decoded = nullptr;
    if (encoded && idn2_to_unicode_8z8z(text, &decoded, 0) != IDN2_OK)
        return std::nullopt;
    const std::unique_ptr<char, Free> owner(decoded);
    return Label{encoded ? decoded : label, text};
}

bool is_european_digit(char32_t c) {
    return is_digit(c) || (c >= 0x6F0 && c <= 0x6F9);
}
bool is_arabic_digit(char32_t c) {
    return (c >= 0x660 && c <= 0x669) || (c >= 0x10D30 && c <= 0x10D39) || (c >= 0x10E60 && c <= 0x10E7E);
}
/// The blocks whose letters run from right to left.
bool is_right_to_left(char32_t c) {
    return !is_european_digit(c) &&
           ((c >= 0x590 && c <= 0x8FF) || (c >= 0xFB1D && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFF) ||
            (c >= 0x10800 && c <= 0x10FFF) || (c >= 0x1E800 && c <= 0x1EFFF));
}

/// What libidn2 leaves out of RFC 5893, section 2: one kind of digits in a label (rule 4), and that no label
/// of a name with right-to-left labels begins with a digit (rule 1).
bool keeps_bidi_rule(const std::vector<Label>& labels) {
    bool any_right_to_left = false, any_digit_first = false;
    for (const Label& label : labels) {
        bool european = false, arabic = false, right_to_left = false;
        for (TextReader reader(label.shown); !reader.at_end();) {
            const bool first = reader.position() == 0;
            const char32_t c = reader.take();
            any_digit_first |= first && is_european_digit(c);
            european |= is_european_digit(c);
            arabic |= is_arabic_digit(c);
            right_to_left |= is_right_to_left(c);
        }
        if (european && arabic)
            return false;
        any_right_to_left |= right_to_left;
    }
    return !any_right_to_left || !any_digit_first;
}

bool is_host(const std::vector<std::string>& texts) {
    std::size_t length = texts.size() - 1;
    std::vector<Label> labels;
    for (const std::string& text : texts) {
        auto label = read_label(text);
        if (!label || (length += label->wire.size()) > max_host)
            return false;
        labels.push_back(std::move(*label));
    }
    return keeps_bidi_rule(labels);
}

/// What stands between the dots; also between the full stops that RFC 3490 (section 3.1) takes for dots,
/// where `wide`.
std::vector<std::string> labels_of(std::string_view text, bool wide) {
    std::vector<std::string> labels(1);
    TextReader reader(text);
    while (!reader.at_end()) {
        const char32_t c = reader.take();
        if (c == '.' || (wide && (c == 0x3002 || c == 0xFF0E || c == 0xFF61)))
            labels.emplace_back();
        else
            append_utf8(labels.back(), c);
    }
    return labels;
}

bool is_atom_character(char32_t c, bool international) {
    return is_letter(c) || is_digit(c) || is_one_of(c, "!#$%&'*+-/=?^_`{|}~") || (international && c >= 0x80);
}

/// `Local-part` of RFC 5321, 4.1.2: words between dots, or a quoted string.
bool is_local_part(std::string_view text, bool international) {
    TextReader reader(text);
    if (text.size() >= 2 && reader.accept("\"")) {
        while (!reader.at_end()) {
            const char32_t c = reader.take();
            if (c == '"')
                return reader.at_end();
            const char32_t shown = c == '\\' ? reader.take() : c;
            if (shown < ' ' || shown == 0x7F || (shown >= 0x80 && !international))
                return false;
        }
        return false;
    }
    bool after_dot = true;
    while (!reader.at_end()) {
        const char32_t c = reader.take();
        if (c == '.' ? after_dot : !is_atom_character(c, international))
            return false;
        after_dot = c == '.';
    }
    return !after_dot;
}

bool is_mailbox(std::string_view text, bool international) {
    const std::size_t at = text.rfind('@');
    if (at == text.npos || at > max_local_part || !is_local_part(text.substr(0, at), international))
        return false;
    std::string_view domain = text.substr(at + 1);
    if (domain.starts_with('[') && domain.ends_with(']')) {
        domain = domain.substr(1, domain.size() - 2);
        constexpr std::string_view tag = "IPv6:";
        return domain.starts_with(tag) ? is_ipv6(domain.substr(tag.size())) : is_ipv4(domain);
    }
    return international ? is_idn_hostname(domain) : is_hostname(domain);
}

} // namespace

bool is_hostname(std::string_view text) {
    return is_ascii(text) && is_host(labels_of(text, false));
}
bool is_idn_hostname(std::string_view text) {
    return is_host(labels_of(text, true));
}
bool is_email(std::string_view text) {
    return is_mailbox(text, false);
}
bool is_idn_email(std::string_view text) {
    return is_mailbox(text, true);
}

} // namespace hadal::schema
