#include "engine/schema/regex_tree.h"

#include "engine/base/utf8.h"
#include "engine/schema/characters.h"
#include "engine/schema/text_reader.h"
#include "kernels/error.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace hadal::schema {
namespace {

using tokenizer::CodePointSet;

constexpr std::size_t max_pattern_length = 64 * 1024;
constexpr int max_depth = 200;

CodePointSet set_of(std::initializer_list<CodePointSet::Range> ranges) {
    CodePointSet set;
    for (const auto& [first, last] : ranges)
        set.add(first, last);
    return set;
}

const CodePointSet& digits() {
    static const CodePointSet set = set_of({{'0', '9'}});
    return set;
}
const CodePointSet& words() {
    static const CodePointSet set = set_of({{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}});
    return set;
}
const CodePointSet& spaces() {
    static const CodePointSet set = set_of({{9, 13},
                                            {' ', ' '},
                                            {0xA0, 0xA0},
                                            {0x1680, 0x1680},
                                            {0x2000, 0x200A},
                                            {0x2028, 0x2029},
                                            {0x202F, 0x202F},
                                            {0x205F, 0x205F},
                                            {0x3000, 0x3000},
                                            {0xFEFF, 0xFEFF}});
    return set;
}
const CodePointSet& line_ends() {
    static const CodePointSet set = set_of({{'\n', '\n'}, {'\r', '\r'}, {0x2028, 0x2029}});
    return set;
}

RegexNode node_of(RegexNode::Kind kind) {
    RegexNode node;
    node.kind = kind;
    return node;
}
RegexNode node_of(RegexNode::Kind kind, RegexNode child) {
    RegexNode node = node_of(kind);
    node.children.push_back(std::move(child));
    return node;
}

/// By recursive descent.
class Parser {
  public:
    explicit Parser(std::string_view pattern) : pattern_(pattern), reader_(pattern) { find_groups(); }

    RegexNode parse() {
        RegexNode node = alternatives(0);
        if (!reader_.at_end())
            malformed("a ')' closes nothing");
        return node;
    }

  private:
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

    RegexNode alternatives(int depth) {
        if (depth > max_depth)
            unsupported("groups nested more than " + std::to_string(max_depth) + " deep");
        RegexNode choice = node_of(RegexNode::Choice);
        do
            choice.children.push_back(sequence(depth));
        while (reader_.accept("|"));
        return choice.children.size() == 1 ? std::move(choice.children[0]) : choice;
    }

    RegexNode sequence(int depth) {
        RegexNode node;
        while (!reader_.at_end() && !reader_.looking_at("|") && !reader_.looking_at(")"))
            node.children.push_back(term(depth));
        return node.children.size() == 1 ? std::move(node.children[0]) : node;
    }

    RegexNode term(int depth) {
        if (reader_.accept("^"))
            return unrepeated(node_of(RegexNode::Begin));
        if (reader_.accept("$"))
            return unrepeated(node_of(RegexNode::End));
        if (reader_.accept("("))
            return group(depth);
        if (reader_.accept("["))
            return repeated(character_class());
        if (reader_.accept(".")) {
            RegexNode any = node_of(RegexNode::Set);
            any.set = line_ends();
            any.inverted = true;
            return repeated(std::move(any));
        }
        if (reader_.accept("\\"))
            return escape();
        std::uint32_t least = 0, most = 0;
        if (is_one_of(reader_.peek(), "*+?") || (reader_.looking_at("{") && interval(least, most)))
            malformed("a quantifier has nothing to repeat");
        return repeated(one(reader_.take()));
    }

    static RegexNode one(char32_t c) {
        RegexNode node = node_of(RegexNode::Set);
        node.set.add(c, c);
        return node;
    }

    /// After the opening parenthesis. A look-around may not be repeated.
    RegexNode group(int depth) {
        if (!reader_.accept("?"))
            return captured(depth, ++captures_);
        constexpr std::pair<std::string_view, RegexNode::Kind> assertions[] = {{"=", RegexNode::Ahead},
                                                                               {"!", RegexNode::NotAhead},
                                                                               {"<=", RegexNode::Behind},
                                                                               {"<!", RegexNode::NotBehind}};
        for (const auto& [opening, kind] : assertions)
            if (reader_.accept(opening))
                return unrepeated(node_of(kind, closed(depth)));
        if (reader_.accept(":"))
            return repeated(closed(depth));
        if (reader_.accept("<")) {
            group_name();
            return captured(depth, ++captures_); // names are ECMA-262's, numbers are common to all
        }
        TextReader flags = reader_;
        while (is_one_of(flags.peek(), "ims-"))
            flags.take();
        if (flags.position() > reader_.position() && flags.accept(":"))
            unsupported("a group with flags");
        malformed("ECMA-262 has no such group");
    }

    RegexNode captured(int depth, std::uint32_t number) {
        RegexNode capture = node_of(RegexNode::Capture, closed(depth));
        capture.group = number;
        return repeated(std::move(capture));
    }

    RegexNode closed(int depth) {
        RegexNode inner = alternatives(depth + 1);
        if (!reader_.accept(")"))
            malformed("a '(' is not closed");
        return inner;
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

    /// Reads `{n}`, `{n,}` or `{n,m}`; false, and nothing read, where the brace is a plain character.
    bool interval(std::uint32_t& least, std::uint32_t& most) {
        TextReader ahead = reader_;
        ahead.take();
        const auto number = [&](std::uint32_t& value) {
            if (!is_digit(ahead.peek()))
                return false;
            std::uint64_t read = 0;
            while (is_digit(ahead.peek()))
                read = std::min<std::uint64_t>(read * 10 + (ahead.take() - '0'), 1'000'000'000);
            value = static_cast<std::uint32_t>(read);
            return true;
        };
        if (!number(least))
            return false;
        most = least;
        if (ahead.accept(",") && !number(most))
            most = RegexNode::unlimited;
        if (!ahead.accept("}"))
            return false;
        if (most < least)
            malformed("an interval's bounds are reversed");
        reader_ = ahead;
        return true;
    }

    bool quantifier(std::uint32_t& least, std::uint32_t& most) {
        least = 0;
        most = RegexNode::unlimited;
        if (reader_.accept("*"))
            return true;
        if (reader_.accept("+")) {
            least = 1;
            return true;
        }
        if (reader_.accept("?")) {
            most = 1;
            return true;
        }
        return reader_.looking_at("{") && interval(least, most);
    }

    RegexNode repeated(RegexNode child) {
        std::uint32_t least = 0, most = 0;
        if (!quantifier(least, most))
            return child;
        reader_.accept("?");
        if (is_one_of(reader_.peek(), "*+?"))
            malformed("a quantifier repeats a quantifier"); // PCRE2's possessive form among them
        RegexNode repeat = node_of(RegexNode::Repeat, std::move(child));
        repeat.least = least;
        repeat.most = most;
        return repeat;
    }

    RegexNode unrepeated(RegexNode assertion) {
        std::uint32_t least = 0, most = 0;
        if (quantifier(least, most))
            malformed("a quantifier has nothing to repeat");
        return assertion;
    }

    /// After a backslash outside of a class.
    RegexNode escape() {
        if (reader_.accept("b"))
            return unrepeated(node_of(RegexNode::WordBoundary));
        if (reader_.accept("B"))
            return unrepeated(node_of(RegexNode::NotWordBoundary));
        if (reader_.accept("k")) {
            if (!reader_.accept("<"))
                malformed("\\k needs a group's name");
            const std::string name = group_name();
            const auto found = std::find(names_.begin(), names_.end(), name);
            if (found == names_.end())
                malformed("there is no group \"" + name + "\"");
            return reference(numbers_[static_cast<std::size_t>(found - names_.begin())]);
        }
        if (is_digit(reader_.peek()) && reader_.peek() != '0') {
            std::uint32_t number = 0;
            while (is_digit(reader_.peek()) && number <= groups_)
                number = number * 10 + (reader_.take() - '0');
            if (number > groups_)
                malformed("a reference has no group");
            return reference(number);
        }
        RegexNode several = node_of(RegexNode::Set);
        return repeated(class_escape(several) ? std::move(several) : one(character_escape(false)));
    }

    RegexNode reference(std::uint32_t number) {
        RegexNode node = node_of(RegexNode::Reference);
        node.group = number;
        return repeated(std::move(node));
    }

    /// Adds what `\d` and its like stand for; false where another escape follows.
    bool class_escape(RegexNode& to) {
        const char32_t c = reader_.peek();
        const CodePointSet* set = nullptr;
        if (c == 'd' || c == 'D')
            set = &digits();
        else if (c == 'w' || c == 'W')
            set = &words();
        else if (c == 's' || c == 'S')
            set = &spaces();
        if (set) {
            reader_.take();
            to.set.add(is_one_of(c, "dws") ? *set : set->complement());
            return true;
        }
        if (c != 'p' && c != 'P')
            return false;
        reader_.take();
        const std::size_t close = reader_.rest().find('}');
        if (!reader_.accept("{") || close == std::string_view::npos)
            malformed("\\p needs a property's name in braces");
        const std::string name(reader_.rest().substr(0, close - 1));
        reader_.accept(name + "}");
        auto property = find_property(name, c == 'P');
        if (!property)
            malformed("there is no property \"" + name + "\"");
        to.properties.push_back(std::move(*property));
        return true;
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
    RegexNode character_class() {
        RegexNode node = node_of(RegexNode::Set);
        node.inverted = reader_.accept("^");
        while (!reader_.accept("]")) {
            if (reader_.at_end())
                malformed("a '[' is not closed");
            const auto first = class_atom(node);
            if (!reader_.looking_at("-") || reader_.looking_at("-]")) {
                if (first)
                    node.set.add(*first, *first);
                continue;
            }
            reader_.accept("-");
            const auto last = reader_.at_end() ? std::nullopt : class_atom(node);
            if (first && last) {
                if (*last < *first)
                    malformed("a range's bounds are reversed");
                node.set.add(*first, *last);
                continue;
            }
            // Beside a class such as \w, a hyphen means itself; ECMA-262 allows that only in its older mode.
            for (const auto& end : {first, std::optional<char32_t>('-'), last})
                if (end)
                    node.set.add(*end, *end);
        }
        return node;
    }

    /// A character of a class; nothing for an escape that means several, which goes to `node`.
    std::optional<char32_t> class_atom(RegexNode& node) {
        if (!reader_.accept("\\"))
            return reader_.take();
        if (class_escape(node))
            return std::nullopt;
        return character_escape(true);
    }

    std::string_view pattern_;
    TextReader reader_;
    std::uint32_t groups_ = 0, captures_ = 0;
    std::vector<std::string> names_;
    std::vector<std::uint32_t> numbers_; // of the named groups
};

} // namespace

std::uint32_t RegexNode::fixed_length() const {
    switch (kind) {
    case Set:
        return 1;
    case Sequence: {
        std::uint64_t sum = 0;
        for (const RegexNode& child : children) {
            const std::uint32_t length = child.fixed_length();
            if (length == varies)
                return varies;
            sum += length;
        }
        return sum < varies ? static_cast<std::uint32_t>(sum) : varies;
    }
    case Choice: {
        const std::uint32_t length = children[0].fixed_length();
        for (const RegexNode& child : children)
            if (child.fixed_length() != length)
                return varies;
        return length;
    }
    case Repeat: {
        const std::uint64_t length = children[0].fixed_length();
        return least == most && length != varies && length * least < varies
                   ? static_cast<std::uint32_t>(length * least)
                   : varies;
    }
    case Capture:
        return children[0].fixed_length();
    case Reference:
        return varies;
    default:
        return 0;
    }
}

RegexNode parse_regex(std::string_view pattern) {
    if (pattern.size() > max_pattern_length)
        throw Error(ErrorKind::Unsupported,
                    "The pattern is longer than " + std::to_string(max_pattern_length) + " bytes.");
    for (std::size_t i = 0; i < pattern.size();) {
        const Utf8Step step = utf8_step(pattern.substr(i));
        if (step.kind != Utf8Step::Whole)
            throw Error(ErrorKind::InvalidInput, "A regular expression must be UTF-8 text.");
        i += step.length;
    }
    return Parser(pattern).parse();
}

} // namespace hadal::schema
