#include "engine/schema/characters.h"
#include "engine/schema/formats.h"
#include "engine/schema/ip_address.h"
#include "engine/schema/text_reader.h"

#include <idn2.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace hadal::schema {
namespace {

constexpr std::size_t max_label = 63, max_host = 253, max_local_part = 64;

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// A label as it goes over the wire, checked by the rules of registration (RFC 5891, section 4); empty where
/// it breaks them. A label in Unicode must be in its normal form, an "xn--" label must mean one that is.
std::string wire_label(const std::string& label) {
    if (label.size() > max_host || label.find('\0') != label.npos)
        return {};
    const bool encoded = label.size() >= 4 && (label[0] | 0x20) == 'x' && (label[1] | 0x20) == 'n' &&
                         label.substr(2, 2) == "--";
    if (is_ascii(label) && !encoded) {
        const bool good = !label.empty() && label.size() <= max_label && label.front() != '-' &&
                          label.back() != '-' && label.find("--", 2) != 2 &&
                          std::all_of(label.begin(), label.end(),
                                      [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
        return good ? label : std::string();
    }
    const auto* const bytes = reinterpret_cast<const std::uint8_t*>(label.c_str());
    std::string lower = label;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return is_letter(c) ? static_cast<char>(c | 0x20) : c; });
    std::uint8_t* wire = nullptr;
    const int result =
        encoded ? idn2_register_u8(nullptr, reinterpret_cast<const std::uint8_t*>(lower.c_str()), &wire, 0)
                : idn2_register_u8(bytes, nullptr, &wire, 0);
    const std::unique_ptr<std::uint8_t, void (*)(void*)> owner(wire, idn2_free);
    return result == IDN2_OK && wire ? reinterpret_cast<const char*>(wire) : "";
}

bool is_host(const std::vector<std::string>& labels) {
    std::size_t length = labels.size() - 1;
    for (const std::string& label : labels) {
        const std::string wire = wire_label(label);
        if (wire.empty())
            return false;
        length += wire.size();
    }
    return length <= max_host;
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
