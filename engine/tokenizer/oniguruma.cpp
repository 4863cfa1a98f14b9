#include "engine/tokenizer/oniguruma.h"

#include "engine/tokenizer/code_point_set.h"
#include "engine/tokenizer/unicode_data.h"
#include "engine/tokenizer/utf8.h"
#include "kernels/error.h"

#include <charconv>
#include <cstdio>

namespace hadal::tokenizer {
namespace {

std::string code_point_escape(char32_t c) {
    char text[16];
    std::snprintf(text, sizeof text, "\\x{%X}", static_cast<unsigned>(c));
    return text;
}

bool is_ascii_letter(char32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_ascii_alphanumeric(char32_t c) {
    return is_ascii_letter(c) || (c >= '0' && c <= '9');
}

/// One pass over the pattern, by recursive descent; the output is written as it goes.
class Translator {
  public:
    explicit Translator(std::string_view pattern) : pattern_(pattern) {
        if (valid_utf8_length(pattern, 0) != pattern.size())
            malformed("it is not UTF-8");
    }

    std::string translate() {
        alternatives(0, false);
        if (!at_end())
            malformed("a ')' closes nothing");
        return std::move(out_);
    }

  private:
    static constexpr int max_depth = 50;

    [[noreturn]] void unsupported(const std::string& what) const {
        throw Error(ErrorKind::Unsupported, "The split pattern '" + std::string(pattern_) + "' uses " + what +
                                                ", which Hadal does not support.");
    }
    [[noreturn]] void malformed(const std::string& why) const {
        throw Error(ErrorKind::InvalidFile, "The split pattern '" + std::string(pattern_) +
                                                "' is not a valid expression: " + why + ".");
    }

    bool at_end() const { return position_ == pattern_.size(); }
    bool looking_at(std::string_view text) const { return pattern_.substr(position_).starts_with(text); }
    bool accept(std::string_view text) {
        if (!looking_at(text))
            return false;
        position_ += text.size();
        return true;
    }
    char32_t take() {
        if (at_end())
            malformed("it ends too early");
        const auto [c, length] = decode_character(pattern_, position_);
        position_ += length;
        return c;
    }

    void alternatives(int depth, bool ignore_case) {
        if (depth > max_depth)
            unsupported("groups nested more than 50 deep");
        char32_t previous_letter = 0;
        while (!at_end() && !looking_at(")")) {
            if (accept("|")) {
                out_ += '|';
                previous_letter = 0;
                continue;
            }
            if (ignore_case)
                previous_letter = case_insensitive_literal(previous_letter);
            else
                quantified_atom(depth);
        }
    }

    /// Oniguruma folds case by Unicode, so `s` also means U+017F and pairs such as "ss" also mean one
    /// ligature.
    char32_t case_insensitive_literal(char32_t previous) {
        const char32_t c = take();
        if (c >= 0x80 ||
            std::string_view("\\.[]{}()*+?^$").find(static_cast<char>(c)) != std::string_view::npos)
            unsupported("(?i:) over something other than plain ASCII text");
        if (!is_ascii_letter(c)) {
            out_ += code_point_escape(c);
            return c;
        }
        const char32_t lower = c | 0x20;
        for (const std::string_view ligature : {"ff", "fi", "fl", "ss", "st"})
            if (previous == static_cast<char32_t>(ligature[0]) && lower == static_cast<char32_t>(ligature[1]))
                unsupported("(?i:) over letters that have a ligature (" + std::string(ligature) + ")");
        out_ += '[' + code_point_escape(lower) + code_point_escape(lower - 0x20);
        if (lower == 's')
            out_ += code_point_escape(0x17F);
        if (lower == 'k')
            out_ += code_point_escape(0x212A);
        out_ += ']';
        return lower;
    }

    void quantified_atom(int depth) {
        const std::size_t start = out_.size();
        bool can_repeat = true;
        if (looking_at("("))
            can_repeat = group(depth);
        else
            emit(single_set());
        quantifier(start, can_repeat);
    }

    /// Returns whether the group may be repeated (a look-around may not).
    bool group(int depth) {
        struct Opening {
            std::string_view text, translation;
            bool can_repeat, ignore_case;
        };
        static constexpr Opening openings[] = {
            {"(?:", "(?:", true, false},  {"(?>", "(?>", true, false},    {"(?=", "(?=", false, false},
            {"(?!", "(?!", false, false}, {"(?<=", "(?<=", false, false}, {"(?<!", "(?<!", false, false},
            {"(?i:", "(?:", true, true},
        };
        Opening opening{"(", "(?:", true, false};
        for (const Opening& candidate : openings)
            if (looking_at(candidate.text))
                opening = candidate;
        accept(opening.text);
        if (opening.text == "(" && looking_at("?"))
            unsupported("the group '(" + std::string(pattern_.substr(position_, 2)) + "'");
        out_ += opening.translation;
        alternatives(depth + 1, opening.ignore_case);
        if (!accept(")"))
            malformed("a group is not closed");
        out_ += ')';
        return opening.can_repeat;
    }

    void quantifier(std::size_t atom_start, bool can_repeat) {
        if (at_end())
            return;
        const std::size_t before = position_;
        if (accept("*") || accept("+") || accept("?")) {
            out_ += pattern_[before];
            if (accept("?"))
                out_ += '?';
            else if (accept("+"))
                out_ += '+';
        } else if (looking_at("{")) {
            interval(atom_start);
        } else {
            return;
        }
        if (!can_repeat)
            unsupported("a repeated look-around");
        if (looking_at("*") || looking_at("+") || looking_at("?") || looking_at("{"))
            unsupported("a quantifier of a quantifier");
    }

    void interval(std::size_t atom_start) {
        accept("{");
        const auto low = number();
        std::optional<unsigned> high = low;
        if (accept(","))
            high = number();
        else if (looking_at("}?"))
            unsupported("'{n}?'"); // Ruby reads it as an optional {n}, others as a lazy one
        if (!accept("}") || (!low && !high))
            unsupported("a literal '{'");
        if (low.value_or(0) > high.value_or(low.value_or(0)))
            malformed("an interval's bounds are reversed");
        const bool exact = high == low && pattern_[position_ - 2] != ',';
        out_ += '{' + std::to_string(low.value_or(0));
        if (!exact)
            out_ += ',' + (high ? std::to_string(*high) : std::string());
        out_ += '}';
        if (accept("?")) {
            out_ += '?';
        } else if (accept("+")) { // in Ruby this repeats the interval, it does not make it possessive
            out_.insert(atom_start, "(?:");
            out_ += ")+";
        }
    }

    std::optional<unsigned> number() {
        unsigned value = 0;
        const char* begin = pattern_.data() + position_;
        const auto [end, error] = std::from_chars(begin, pattern_.data() + pattern_.size(), value);
        if (end == begin)
            return std::nullopt;
        if (error != std::errc() || value > 65535)
            unsupported("an interval above 65535");
        position_ += static_cast<std::size_t>(end - begin);
        return value;
    }

    /// A character, an escape, `.` or a class: all are one character of some set.
    CodePointSet single_set() {
        if (accept("["))
            return character_class(0);
        if (accept(".")) {
            CodePointSet newline;
            newline.add('\n', '\n');
            return newline.complement();
        }
        for (const char* anchor : {"^", "$"})
            if (looking_at(anchor))
                unsupported(std::string("the anchor '") + anchor + "'");
        for (const char* mark : {"*", "+", "?"})
            if (looking_at(mark))
                malformed(std::string("'") + mark + "' has nothing to repeat");
        if (looking_at("{"))
            unsupported("a literal '{'");
        if (accept("\\"))
            return escape();
        CodePointSet literal;
        const char32_t c = take();
        literal.add(c, c);
        return literal;
    }

    /// After a backslash.
    CodePointSet escape() {
        const char32_t c = take();
        switch (c) {
        case 's':
            return CodePointSet(white_space_ranges);
        case 'S':
            return CodePointSet(white_space_ranges).complement();
        case 'd':
            return *property_set("Nd");
        case 'D':
            return property_set("Nd")->complement();
        case 'w':
            return CodePointSet(regex_word_ranges);
        case 'W':
            return CodePointSet(regex_word_ranges).complement();
        case 'p':
        case 'P':
            return property(c == 'P');
        default:
            break;
        }
        CodePointSet literal;
        const char32_t value = escaped_character(c);
        literal.add(value, value);
        return literal;
    }

    CodePointSet property(bool negated) {
        const std::size_t close = pattern_.find('}', position_);
        if (!accept("{") || close == std::string_view::npos)
            malformed("\\p needs a name in braces");
        if (accept("^"))
            negated = !negated;
        const std::string name(pattern_.substr(position_, close - position_));
        position_ = close + 1;
        const auto set = property_set(name);
        if (!set)
            unsupported("the property '" + name + "'");
        return negated ? set->complement() : *set;
    }

    char32_t escaped_character(char32_t c) {
        switch (c) {
        case 't':
            return '\t';
        case 'n':
            return '\n';
        case 'r':
            return '\r';
        case 'f':
            return '\f';
        case 'v':
            return '\v';
        case 'x':
            if (accept("{")) {
                const char32_t value = hexadecimal(8, 1);
                if (!accept("}"))
                    malformed("\\x{ is not closed");
                return value;
            }
            return hexadecimal(2, 1);
        case 'u':
            return hexadecimal(4, 4);
        default:
            if (is_ascii_alphanumeric(c) || c >= 0x80)
                unsupported("the escape '\\" + std::string(1, static_cast<char>(c < 0x80 ? c : '?')) + "'");
            return c;
        }
    }

    char32_t hexadecimal(std::size_t max_digits, std::size_t min_digits) {
        unsigned value = 0;
        const char* begin = pattern_.data() + position_;
        const char* limit = begin + std::min(max_digits, pattern_.size() - position_);
        const char* end = std::from_chars(begin, limit, value, 16).ptr;
        if (static_cast<std::size_t>(end - begin) < min_digits || value > 0x10FFFF ||
            (value >= 0xD800 && value <= 0xDFFF))
            malformed("a hexadecimal escape names no character");
        // One byte of a character in its encoded form, to Oniguruma.
        if (max_digits == 2 && value >= 0x80)
            unsupported("'\\x' with a value above 7F");
        position_ += static_cast<std::size_t>(end - begin);
        return value;
    }

    /// After '['.
    CodePointSet character_class(int depth) {
        if (depth > max_depth)
            unsupported("classes nested more than 50 deep");
        const bool negated = accept("^");
        if (looking_at("]"))
            unsupported("a class that begins with ']'");
        CodePointSet allowed = CodePointSet().complement(); // by the operands of && so far
        CodePointSet members;
        while (!accept("]")) {
            if (accept("&&")) {
                allowed = allowed.intersection(members);
                members = {};
            } else {
                members.add(class_member(depth));
            }
        }
        members = allowed.intersection(members);
        return negated ? members.complement() : members;
    }

    CodePointSet class_member(int depth) {
        if (looking_at("[:"))
            unsupported("a POSIX class ('[:')");
        if (accept("["))
            return character_class(depth + 1);
        CodePointSet first = accept("\\") ? escape() : literal();
        if (!looking_at("-") || looking_at("-]"))
            return first;
        accept("-");
        const CodePointSet last = accept("\\") ? escape() : literal();
        const auto is_single = [](const CodePointSet& set) {
            return set.ranges().size() == 1 && set.ranges()[0].first == set.ranges()[0].second;
        };
        if (!is_single(first) || !is_single(last))
            unsupported("a range between classes");
        if (first.ranges()[0].first > last.ranges()[0].first)
            malformed("a range's bounds are reversed");
        first.add(first.ranges()[0].first, last.ranges()[0].first);
        return first;
    }

    CodePointSet literal() {
        if (looking_at("[") || looking_at("]"))
            malformed("a range has no end");
        CodePointSet set;
        const char32_t c = take();
        set.add(c, c);
        return set;
    }

    void emit(const CodePointSet& set) {
        if (set.empty()) {
            out_ += "(?!)";
            return;
        }
        const auto& ranges = set.ranges();
        if (ranges.size() == 1 && ranges[0].first == ranges[0].second) {
            out_ += code_point_escape(ranges[0].first);
            return;
        }
        out_ += '[';
        for (const auto& [first, last] : ranges) {
            out_ += code_point_escape(first);
            if (last != first)
                out_ += '-' + code_point_escape(last);
        }
        out_ += ']';
    }

    std::string_view pattern_;
    std::size_t position_ = 0;
    std::string out_;
};

} // namespace

std::string pcre2_from_oniguruma(std::string_view pattern) {
    return Translator(pattern).translate();
}

std::string pcre2_from_literal(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const auto [c, length] = decode_character(text, i);
        out += code_point_escape(c);
        i += length;
    }
    return out;
}

} // namespace hadal::tokenizer
