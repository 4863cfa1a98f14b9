#include "engine/grammar/formats.h"

#include <functional>
#include <map>
#include <mutex>
#include <string>

namespace hadal::grammar {

namespace {

// RFC 3339, with the days that months have, leap years included.
const std::string leap_year = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)";
const std::string date = "(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
                         "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))|" +
                         leap_year + "-02-29)";
// A leap second falls on 23:59:60 in UTC; with an offset it is only written for whole hours here.
const std::string minutes_and_seconds = "[0-5][0-9]:[0-5][0-9](?:\\.[0-9]+)?";
const std::string offset = "(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])";
const std::string time =
    "(?:(?:[01][0-9]|2[0-3]):" + minutes_and_seconds + offset + "|23:59:60(?:\\.[0-9]+)?(?:[Zz]|[+-]00:00))";
const std::string duration = "P(?:[0-9]+W|(?:[0-9]+Y(?:[0-9]+M(?:[0-9]+D)?)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D)"
                             "(?:T(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S))?"
                             "|T(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S))";

const std::string byte_number = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
const std::string ipv4 = "(?:" + byte_number + "\\.){3}" + byte_number;

std::string ipv6() {
    // RFC 4291: eight groups; "::" once stands for one or more groups of zeros.
    const std::string group = "[0-9A-Fa-f]{1,4}", last = "(?:" + group + ":" + group + "|" + ipv4 + ")";
    const auto groups = [&](int count) { return "(?:" + group + ":){" + std::to_string(count) + "}"; };
    std::string out = "(?:" + groups(6) + last;
    for (int after = 5; after >= -2; --after) {
        const int before = 5 - after; // groups before "::" at most
        out += "|";
        if (before > 0)
            out += "(?:(?:" + group + ":){0," + std::to_string(before - 1) + "}" + group + ")?";
        out += "::";
        if (after >= 0)
            out += groups(after) + last;
        else if (after == -1)
            out += group;
    }
    return out + ")";
}

const std::string label = "[0-9A-Za-z](?:[0-9A-Za-z-]{0,61}[0-9A-Za-z])?";
const std::string hostname = "(?:" + label + ")(?:\\.(?:" + label + "))*";
// Labels with hyphens in the third and fourth place are reserved: whether they are right takes Punycode.
const std::string plain_hostname = "(?!(?:.*\\.)?..--)(?:" + hostname + ")";

// Of the international labels those of one script without rules about neighbours: Hangul. Next to it there
// are no capital letters.
const std::string idn_label = "(?:" + label +
                              "|[0-9a-z\\u{AC00}-\\u{D7A3}](?:[0-9a-z\\u{AC00}-\\u{D7A3}-]{0,18}"
                              "[0-9a-z\\u{AC00}-\\u{D7A3}])?)";
const std::string idn_hostname = "(?!(?:.*\\.)?..--)(?:" + idn_label + "(?:\\." + label + ")*)";

const std::string atom_text = "[0-9A-Za-z!#$%&'*+/=?^_`{|}~-]+";
/// The part before the @ has at most 64 bytes; in quotation marks it is kept to half of that, since each
/// character may be an escape. `most`: characters of atoms.
std::string email(const std::string& atom, int most, const std::string& host) {
    return "(?:(?=[^@]{1," + std::to_string(most) + "}@)" + atom + "(?:\\." + atom +
           ")*|\"(?:[ !#-\\[\\]-~]|\\\\[ -~]){0,31}\")@(?:" + host + "|\\[(?:" + ipv4 + "|IPv6:" + ipv6() +
           ")\\])";
}

/// RFC 3986, or with other characters RFC 3987. `other` is written within a class.
std::string uri(bool relative_too, bool fragment_too, const std::string& other) {
    const std::string escape = "%[0-9A-Fa-f]{2}";
    const std::string free = "A-Za-z0-9._~!$&'()*+,;=" + other;
    const std::string character = "(?:[" + free + ":@-]|" + escape + ")";
    const std::string no_colon = "(?:[" + free + "@-]|" + escape + ")";
    const std::string authority = "(?:(?:[" + free + ":-]|" + escape + ")*@)?(?:\\[(?:" + ipv6() +
                                  "|[vV][0-9A-Fa-f]+\\.[A-Za-z0-9._~!$&'()*+,;=:-]+)\\]|(?:[" + free + "-]|" +
                                  escape + ")*)(?::[0-9]*)?";
    const std::string segments = "(?:/" + character + "*)*";
    const std::string hierarchy = "//" + authority + segments + "|/(?:" + character + "+" + segments + ")?";
    const std::string tail = "(?:\\?(?:" + character + "|[/?])*)?" +
                             (fragment_too ? "(?:#(?:" + character + "|[/?])*)?" : std::string());
    const std::string absolute =
        "[A-Za-z][A-Za-z0-9+.-]*:(?:" + hierarchy + "|" + character + "+" + segments + ")?" + tail;
    if (!relative_too)
        return absolute;
    return "(?:" + absolute + "|(?:" + hierarchy + "|" + no_colon + "+" + segments + ")?" + tail + ")";
}

const std::string ucs = "\\u{A0}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFEF}\\u{10000}-\\u{1FFFD}"
                        "\\u{20000}-\\u{2FFFD}\\u{30000}-\\u{3FFFD}";

const std::string json_pointer = "(?:/(?:[^~/]|~[01])*)*";

/// The bounds `n`, `n,` and `n,m` of a repetition, with n not above m.
std::string repetition_bounds() {
    std::string out = "[0-9]{1,3},?|[0-9],[1-9][0-9]{1,2}|[1-9][0-9],[1-9][0-9]{2}";
    for (char a = '0'; a <= '9'; ++a) {
        const std::string tens(1, a);
        out.append("|").append(tens).append(",[").append(tens).append("-9]");
        if (a == '0')
            continue;
        if (a < '9')
            out.append("|")
                .append(tens)
                .append("[0-9],[")
                .append(1, static_cast<char>(a + 1))
                .append("-9][0-9]");
        for (char b = '0'; b <= '9'; ++b)
            out.append("|")
                .append(tens)
                .append(1, b)
                .append(",")
                .append(tens)
                .append("[")
                .append(1, b)
                .append("-9]");
    }
    return "(?:" + out + ")";
}

/// Regular expressions are not a regular language: groups may be nested, here three deep. Braces and brackets
/// are always escaped, and classes hold no escapes but the common ones.
std::string regex() {
    const std::string escape = "\\\\(?:[dDwWsStnvfr^$\\\\.*+?()\\[\\]{}|/-]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4})";
    const std::string quantifier = "(?:[*+?]\\??|\\{" + repetition_bounds() + "\\}(?:\\?)?)?";
    const std::string one_of = "\\[\\^?(?:[^\\[\\]\\\\^-]|" + escape + "|0-9|a-z|A-Z)+\\]";
    std::string atom =
        "(?:(?:[^\\\\^$.*+?()\\[\\]{}|]|\\.|" + escape + "|" + one_of + ")" + quantifier + "|\\^|\\$)";
    std::string choice = atom + "*(?:\\|" + atom + "*)*";
    for (int depth = 0; depth < 2; ++depth) {
        atom = "(?:" + atom + "|\\((?:\\?[:=!])?" + choice + "\\)" + quantifier + ")";
        choice = atom + "*(?:\\|" + atom + "*)*";
    }
    return choice;
}

const std::string uri_template =
    "(?:[!#$&(-;=?-\\[\\]_a-z~\\u{A0}-\\u{D7FF}\\u{F900}-\\u{FDCF}]|%[0-9A-Fa-f]{2}"
    "|\\{[+#./;?&=,!@|]?(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})(?:\\.?(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2}))*"
    "(?::[1-9][0-9]{0,3}|\\*)?(?:,(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})(?:\\.?(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2}))*"
    "(?::[1-9][0-9]{0,3}|\\*)?)*\\})*";

using Make = BoundedLanguage (*)(Work&);
BoundedLanguage whole(const std::string& pattern, Work& work, std::uint32_t most = Dfa::dead) {
    return {whole_language(pattern, work), 0, most};
}

const std::map<std::string_view, Make>& makers() {
    static const std::map<std::string_view, Make> all = {
        {"date", [](Work& w) { return whole(date, w); }},
        {"time", [](Work& w) { return whole(time, w); }},
        {"date-time", [](Work& w) { return whole(date + "[Tt]" + time, w); }},
        {"duration", [](Work& w) { return whole(duration, w); }},
        {"ipv4", [](Work& w) { return whole(ipv4, w); }},
        {"ipv6", [](Work& w) { return whole(ipv6(), w); }},
        {"uuid",
         [](Work& w) {
             return whole("[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}", w);
         }},
        {"hostname", [](Work& w) { return whole(plain_hostname, w, 253); }},
        {"idn-hostname", [](Work& w) { return whole(idn_hostname, w, 253); }},
        {"email", [](Work& w) { return whole(email(atom_text, 64, plain_hostname), w, 254); }},
        {"idn-email",
         [](Work& w) {
             const std::string atom = "[0-9A-Za-z!#$%&'*+/=?^_`{|}~\\u{A0}-\\u{D7FF}\\u{F900}-\\u{FDCF}-]+";
             return whole(email(atom, 21, idn_hostname), w, 254); // of three bytes each
         }},
        {"uri", [](Work& w) { return whole(uri(false, true, ""), w); }},
        {"uri-reference", [](Work& w) { return whole(uri(true, true, ""), w); }},
        {"iri", [](Work& w) { return whole(uri(false, true, ucs), w); }},
        {"iri-reference", [](Work& w) { return whole(uri(true, true, ucs), w); }},
        {"uri-template", [](Work& w) { return whole(uri_template, w); }},
        {"json-pointer", [](Work& w) { return whole(json_pointer, w); }},
        {"relative-json-pointer",
         [](Work& w) { return whole("(?:0|[1-9][0-9]*)(?:#|" + json_pointer + ")", w); }},
        {"regex", [](Work& w) { return whole(regex(), w); }},
    };
    return all;
}

} // namespace

std::optional<BoundedLanguage> format_language(std::string_view name) {
    const auto maker = makers().find(name);
    if (maker == makers().end())
        return std::nullopt;
    static std::mutex mutex;
    static std::map<std::string_view, BoundedLanguage> built;
    const std::lock_guard lock(mutex);
    if (const auto known = built.find(maker->first); known != built.end())
        return known->second;
    Work work;
    return built.emplace(maker->first, maker->second(work)).first->second;
}

} // namespace hadal::grammar
