#include "engine/schema/ecma_regex.h"

#include "engine/schema/characters.h"
#include "engine/schema/ecma_property.h"
#include "engine/schema/text_reader.h"
#include "kernels/error.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <vector>

namespace hadal::schema {
namespace {

// Classes as what may stand between the brackets of a PCRE2 class, and their complements.
struct ClassText {
    std::string_view members, others;
};
constexpr ClassText digits{R"(0-9)", R"(\x00-/:-\x{10ffff})"};
constexpr ClassText words{R"(0-9A-Z_a-z)", R"(\x00-/:-@\[-^`{-\x{10ffff})"};
constexpr ClassText spaces{
    R"(\t-\r \xa0\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff})",
    R"(\x00-\x08\x0e-\x1f!-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}\x{202a}-\x{202e}\x{2030}-\x{205e})"
    R"(\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff})"};
constexpr std::string_view any_character = R"(\x00-\x{10ffff})", not_line_ends = R"([^\n\r\x{2028}\x{2029}])",
                           never = "(?!)";

bool is_surrogate(char32_t c) {
    return c >= 0xD800 && c < 0xE000;
}

std::string code_point(char32_t c) {
    char text[16];
    std::snprintf(text, sizeof text, "\\x{%x}", static_cast<unsigned>(c));
    return text;
}

/// One pass over the pattern, by recursive descent; the output is written as it goes.
class Translator {
  public:
    explicit Translator(std::string_view pattern) : pattern_(pattern), reader_(pattern) { find_groups(); }

    std::string translate() {
        alternatives(0);
        if (!reader_.at_end())
            malformed("a ')' closes nothing");
        return std::move(out_);
    }

  private:
    static constexpr int max_depth = 200;

    [[noreturn]] void malformed(const std::string& why) const { fail(ErrorKind::InvalidInput, why); }
    [[noreturn]] void unsupported(const std::string& what) const {
        fail(ErrorKind::Unsupported, "Hadal does not support " + what);
    }
    [[noreturn]] void fail(ErrorKind kind, const std::string& why) const {
        throw Error(kind, why + ", at byte " + std::to_string(reader_.position()) + " of \"" +
                              std::string(pattern_) + "\".");
    }

    /// References may come before their groups, so the groups are counted first.
    void find_groups() {
        TextReader ahead(pattern_);
        bool in_class = false;
        while (!ahead.at_end()) {
            const char32_t c = ahead.take();
            if (c == '\\') {
                ahead.take();
            } else if (c == '[') {
                in_class = true;
            } else if (c == ']') {
                in_class = false;
            } else if (c == '(' && !in_class) {
                const bool named =
                    ahead.looking_at("?<") && !ahead.looking_at("?<=") && !ahead.looking_at("?<!");
                if (named) {
                    const std::string_view rest = ahead.rest().substr(2);
                    const std::string name(rest.substr(0, rest.find('>')));
                    if (std::find(names_.begin(), names_.end(), name) != names_.end())
                        malformed("the group name \"" + name + "\" comes twice");
                    names_.push_back(name);
                    numbers_.push_back(groups_ + 1);
                }
                groups_ += named || !ahead.looking_at("?");
            }
        }
    }

    void alternatives(int depth) {
        if (depth > max_depth)
            unsupported("groups nested more than " + std::to_string(max_depth) + " deep");
        while (!reader_.at_end() && !reader_.looking_at(")")) {
            if (reader_.accept("|"))
                out_ += '|';
            else
                term(depth);
        }
    }

    void term(int depth) {
        bool can_repeat = true;
        if (reader_.accept("^")) {
            out_ += R"(\A)";
            can_repeat = false;
        } else if (reader_.accept("$")) {
            out_ += R"(\z)";
            can_repeat = false;
        } else if (reader_.accept("(")) {
            can_repeat = group(depth);
        } else if (reader_.accept("[")) {
            character_class();
        } else if (reader_.accept(".")) {
            out_ += not_line_ends;
        } else if (reader_.accept("\\")) {
            can_repeat = escape();
        } else if (is_one_of(reader_.peek(), "*+?") || (reader_.looking_at("{") && interval())) {
            malformed("a quantifier has nothing to repeat");
        } else {
            append(reader_.take());
        }
        quantifier(can_repeat);
    }

    /// Returns whether the group may be repeated: a look-around may not.
    bool group(int depth) {
        bool can_repeat = true;
        if (reader_.accept("?")) {
            constexpr std::string_view openings[] = {"=", "!", "<=", "<!", ":"};
            const auto opening = std::find_if(std::begin(openings), std::end(openings),
                                              [&](std::string_view text) { return reader_.accept(text); });
            if (opening != std::end(openings)) {
                (out_ += "(?") += *opening;
                can_repeat = *opening == ":";
            } else if (reader_.accept("<")) {
                group_name();
                out_ += '('; // names are ECMA-262's, numbers are common to both
            } else {
                TextReader flags = reader_;
                while (is_one_of(flags.peek(), "ims-"))
                    flags.take();
                if (flags.position() > reader_.position() && flags.accept(":"))
                    unsupported("a group with flags");
                malformed("ECMA-262 has no such group");
            }
        } else {
            out_ += '(';
        }
        alternatives(depth + 1);
        if (!reader_.accept(")"))
            malformed("a '(' is not closed");
        out_ += ')';
        return can_repeat;
    }

    std::string group_name() {
        std::string name;
        while (!reader_.at_end() && !reader_.looking_at(">")) {
            const char32_t c = reader_.take();
            if (!is_letter(c) && c != '_' && c != '$' && c < 0x80 && (name.empty() || !is_digit(c)))
                malformed("a group's name has a character that names cannot have");
            append_utf8(name, c);
        }
        if (name.empty() || !reader_.accept(">"))
            malformed("a group's name is empty or not closed");
        return name;
    }

    /// Reads `{n}`, `{n,}` or `{n,m}`; nothing, and nothing read, where the brace is a plain character.
    std::optional<std::string> interval() {
        TextReader ahead(reader_.rest());
        ahead.take();
        const auto number = [&] {
            std::string text;
            while (is_digit(ahead.peek()))
                text += static_cast<char>(ahead.take());
            text.erase(0, std::min(text.find_first_not_of('0'), text.empty() ? 0 : text.size() - 1));
            return text;
        };
        const std::string low = number();
        std::string high = low;
        const bool comma = ahead.accept(",");
        if (comma)
            high = number();
        if (low.empty() || !ahead.accept("}"))
            return std::nullopt;
        const bool too_large = low.size() > 5 || high.size() > 5 || std::stoi(low) > 65535 ||
                               (!high.empty() && std::stoi(high) > 65535);
        if (!high.empty() && (high.size() < low.size() || (high.size() == low.size() && high < low)))
            malformed("an interval's bounds are reversed");
        if (too_large)
            unsupported("an interval above 65535");
        const std::size_t length = ahead.position();
        for (std::size_t i = 0; i < length; ++i)
            reader_.take();
        return "{" + low + (comma ? "," + high : "") + "}";
    }

    void quantifier(bool can_repeat) {
        if (is_one_of(reader_.peek(), "*+?")) {
            out_ += static_cast<char>(reader_.take());
        } else if (reader_.looking_at("{")) {
            const auto found = interval();
            if (!found)
                return;
            out_ += *found;
        } else {
            return;
        }
        if (!can_repeat)
            malformed("a quantifier has nothing to repeat");
        if (reader_.accept("?"))
            out_ += '?';
        if (is_one_of(reader_.peek(), "*+?"))
            malformed("a quantifier repeats a quantifier"); // PCRE2's possessive form among them
    }

    /// After a backslash outside of a class. Returns whether it may be repeated.
    bool escape() {
        if (reader_.accept("b") || reader_.accept("B")) {
            // ASCII words, as PCRE2 has them without PCRE2_UCP.
            out_ += pattern_[reader_.position() - 1] == 'b' ? R"(\b)" : R"(\B)";
            return false;
        }
        if (reader_.accept("k")) {
            if (!reader_.accept("<"))
                malformed("\\k needs a group's name");
            const std::string name = group_name();
            const auto found = std::find(names_.begin(), names_.end(), name);
            if (found == names_.end())
                malformed("there is no group \"" + name + "\"");
            reference(numbers_[static_cast<std::size_t>(found - names_.begin())]);
            return true;
        }
        if (is_digit(reader_.peek()) && reader_.peek() != '0') {
            std::size_t number = 0;
            while (is_digit(reader_.peek()) && number <= groups_)
                number = number * 10 + (reader_.take() - '0');
            if (number > groups_)
                malformed("a reference has no group");
            reference(number);
            return true;
        }
        if (const auto text = class_escape()) {
            out_ += text->empty() ? std::string(never) : "[" + *text + "]";
            return true;
        }
        append(character_escape(false));
        return true;
    }

    void reference(std::size_t number) { out_ += "\\g{" + std::to_string(number) + "}"; }

    /// `\d` and its like, as members of a class; nothing where another escape follows.
    std::optional<std::string> class_escape() {
        const char32_t c = reader_.peek();
        const ClassText* set = c == 'd' || c == 'D' ? &digits : c == 'w' || c == 'W' ? &words : nullptr;
        if (c == 's' || c == 'S')
            set = &spaces;
        if (set) {
            reader_.take();
            return std::string(is_one_of(c, "dws") ? set->members : set->others);
        }
        if (c == 'p' || c == 'P') {
            reader_.take();
            return property(c == 'P');
        }
        return std::nullopt;
    }

    std::string property(bool negated) {
        const std::size_t close = reader_.rest().find('}');
        if (!reader_.accept("{") || close == std::string_view::npos)
            malformed("\\p needs a property's name in braces");
        const std::string name(reader_.rest().substr(0, close - 1));
        reader_.accept(name + "}");
        const auto members = property_members(name, negated);
        if (!members)
            malformed("there is no property \"" + name + "\"");
        return *members;
    }

    /// A character by its escape, in a class or not.
    char32_t character_escape(bool in_class) {
        if (reader_.at_end())
            malformed("it ends with a backslash");
        const char32_t c = reader_.take();
        switch (c) {
        case 't':
            return '\t';
        case 'n':
            return '\n';
        case 'v':
            return '\v';
        case 'f':
            return '\f';
        case 'r':
            return '\r';
        case '0':
            if (is_digit(reader_.peek()))
                malformed("an octal escape is not part of ECMA-262's unicode mode");
            return 0;
        case 'c':
            if (!is_letter(reader_.peek()))
                malformed("\\c needs a letter");
            return reader_.take() % 32;
        case 'x':
            return hexadecimal(2);
        case 'u':
            return unicode_escape();
        case 'b':
            if (in_class)
                return '\b';
            [[fallthrough]];
        default:
            if (is_letter(c) || is_digit(c) || c >= 0x80)
                malformed("there is no such escape");
            return c;
        }
    }

    char32_t hexadecimal(int count) {
        char32_t value = 0;
        for (int i = 0; i < count; ++i) {
            if (!is_hex_digit(reader_.peek()))
                malformed("an escape needs " + std::to_string(count) + " hexadecimal digits");
            value = value * 16 + hex_value(reader_.take());
        }
        return value;
    }

    /// After `\u`. Two halves of a surrogate pair are one character.
    char32_t unicode_escape() {
        if (reader_.accept("{")) {
            char32_t value = 0;
            if (!is_hex_digit(reader_.peek()))
                malformed("\\u{ needs hexadecimal digits");
            while (is_hex_digit(reader_.peek()) && value <= 0x10FFFF)
                value = value * 16 + hex_value(reader_.take());
            if (value > 0x10FFFF || !reader_.accept("}"))
                malformed("\\u{ names no character or is not closed");
            return value;
        }
        const char32_t first = hexadecimal(4);
        if (first < 0xD800 || first >= 0xDC00 || !reader_.looking_at("\\u") || reader_.looking_at("\\u{"))
            return first;
        const TextReader before = reader_;
        reader_.accept("\\u");
        const char32_t second = hexadecimal(4);
        if (second >= 0xDC00 && second < 0xE000)
            return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
        reader_ = before;
        return first;
    }

    /// After '['.
    void character_class() {
        const bool negated = reader_.accept("^");
        std::string members;
        while (!reader_.accept("]")) {
            if (reader_.at_end())
                malformed("a '[' is not closed");
            const auto first = class_atom(members);
            if (!reader_.looking_at("-") || reader_.looking_at("-]")) {
                if (first)
                    add_range(members, *first, *first);
                continue;
            }
            reader_.accept("-");
            const auto last = reader_.at_end() ? std::nullopt : class_atom(members);
            if (first && last) {
                if (*last < *first)
                    malformed("a range's bounds are reversed");
                add_range(members, *first, *last);
                continue;
            }
            // Beside a class such as \w, a hyphen means itself; ECMA-262 allows that only in its older mode.
            for (const auto& end : {first, std::optional<char32_t>('-'), last})
                if (end)
                    add_range(members, *end, *end);
        }
        if (members.empty())
            out_ += negated ? "[" + std::string(any_character) + "]" : std::string(never);
        else
            out_ += (negated ? "[^" : "[") + members + "]";
    }

    /// A character of a class; nothing for an escape that means several, which goes to `members`.
    std::optional<char32_t> class_atom(std::string& members) {
        if (!reader_.accept("\\"))
            return reader_.take();
        if (const auto several = class_escape()) {
            members += *several;
            return std::nullopt;
        }
        return character_escape(true);
    }

    /// Half a surrogate pair is no character of well-formed text: it matches nothing.
    static void add_range(std::string& members, char32_t first, char32_t last) {
        if (is_surrogate(first))
            first = 0xE000;
        if (is_surrogate(last))
            last = 0xD7FF;
        if (first > last)
            return;
        members += code_point(first);
        if (first != last)
            members += '-' + code_point(last);
    }

    void append(char32_t c) { out_ += is_surrogate(c) ? std::string(never) : code_point(c); }

    std::string_view pattern_;
    TextReader reader_;
    std::string out_;
    std::size_t groups_ = 0;
    std::vector<std::string> names_;
    std::vector<std::size_t> numbers_; // of the named groups
};

} // namespace

std::string pcre2_from_ecma(std::string_view pattern) {
    return Translator(pattern).translate();
}

} // namespace hadal::schema
