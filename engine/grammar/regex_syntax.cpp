#include "engine/grammar/regex_syntax.h"

#include "engine/base/utf8.h"
#include "engine/tokenizer/unicode_data.h"
#include "engine/tokenizer/utf8.h"
#include "kernels/error.h"

#include <optional>
#include <string>

namespace hadal::grammar {

namespace {

constexpr std::uint32_t most_repeats = 100'000;
constexpr int deepest_group = 200;

CodePointSet set_of(std::initializer_list<CodePointSet::Range> ranges) {
    CodePointSet set;
    for (const auto& [first, last] : ranges)
        set.add(first, last);
    return set;
}

CodePointSet digits() {
    return set_of({{'0', '9'}});
}
CodePointSet word_characters() {
    return set_of({{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}});
}
CodePointSet white_space() {
    return set_of({{9, 13},
                   {' ', ' '},
                   {0xA0, 0xA0},
                   {0x1680, 0x1680},
                   {0x2000, 0x200A},
                   {0x2028, 0x2029},
                   {0x202F, 0x202F},
                   {0x205F, 0x205F},
                   {0x3000, 0x3000},
                   {0xFEFF, 0xFEFF}});
}
CodePointSet line_ends() {
    return set_of({{'\n', '\n'}, {'\r', '\r'}, {0x2028, 0x2029}});
}

class Parser {
  public:
    explicit Parser(std::string_view pattern) : pattern_(pattern) {
        for (std::size_t i = 0; i < pattern.size();) {
            const auto step = utf8_step(pattern.substr(i));
            if (step.kind != Utf8Step::Whole)
                throw Error(ErrorKind::InvalidInput, "a regular expression must be UTF-8 text");
            text_ += tokenizer::decode_character(pattern, i).code_point;
            i += step.length;
        }
    }

    RegexNode parse() {
        RegexNode node = choice(0);
        if (!at_end())
            fail("an unmatched ')'");
        return node;
    }

  private:
    [[noreturn]] void fail(const std::string& found) const {
        throw Error(ErrorKind::InvalidInput, "\"" + std::string(pattern_) +
                                                 "\" is no regular expression of ECMA-262: found " + found +
                                                 " at character " + std::to_string(at_));
    }
    [[noreturn]] void unsupported(const std::string& what) const {
        throw Error(ErrorKind::Unsupported, "the pattern \"" + std::string(pattern_) + "\" uses " + what +
                                                ", which cannot be enforced exactly");
    }

    bool at_end() const { return at_ == text_.size(); }
    char32_t peek() const { return at_end() ? 0 : text_[at_]; }
    bool take(char32_t c) {
        if (at_end() || text_[at_] != c)
            return false;
        ++at_;
        return true;
    }
    bool take(std::u32string_view word) {
        if (!std::u32string_view(text_).substr(at_).starts_with(word))
            return false;
        at_ += word.size();
        return true;
    }

    RegexNode choice(int depth) {
        if (depth > deepest_group)
            unsupported("groups nested deeper than " + std::to_string(deepest_group));
        RegexNode node;
        node.kind = RegexNode::Choice;
        do
            node.children.push_back(sequence(depth));
        while (take(U'|'));
        return node.children.size() == 1 ? std::move(node.children[0]) : node;
    }

    RegexNode sequence(int depth) {
        RegexNode node;
        while (!at_end() && peek() != '|' && peek() != ')')
            node.children.push_back(term(depth));
        return node.children.size() == 1 ? std::move(node.children[0]) : node;
    }

    RegexNode term(int depth) {
        RegexNode node = atom(depth);
        std::uint32_t least = 0, most = Dfa::dead;
        if (take(U'*'))
            ;
        else if (take(U'+'))
            least = 1;
        else if (take(U'?'))
            most = 1;
        else if (peek() != '{' || !bounds(least, most))
            return node;
        if (node.kind == RegexNode::Begin || node.kind == RegexNode::End)
            fail("a repeated assertion");
        if (node.kind == RegexNode::Ahead || node.kind == RegexNode::NotAhead)
            unsupported("a repeated lookahead");
        take(U'?'); // lazy or not is the same language
        if (peek() == '*' || peek() == '+' || peek() == '?')
            fail("nothing to repeat");
        RegexNode repeat;
        repeat.kind = RegexNode::Repeat;
        repeat.least = least;
        repeat.most = most;
        repeat.children.push_back(std::move(node));
        return repeat;
    }

    /// `{n}`, `{n,}` or `{n,m}`. A brace that begins none of these stands for itself, as browsers have it.
    bool bounds(std::uint32_t& least, std::uint32_t& most) {
        const std::size_t before = at_;
        ++at_;
        const auto low = number();
        std::optional<std::uint32_t> high = low;
        if (low && take(U',')) {
            high = Dfa::dead;
            if (peek() != '}')
                high = number();
        }
        if (!low || !high || !take(U'}')) {
            at_ = before;
            return false;
        }
        if (*low > *high)
            fail("bounds in the wrong order");
        if (*low > most_repeats || (*high != Dfa::dead && *high > most_repeats))
            unsupported("more than " + std::to_string(most_repeats) + " repetitions");
        least = *low;
        most = *high;
        return true;
    }

    std::optional<std::uint32_t> number() {
        if (peek() < '0' || peek() > '9')
            return std::nullopt;
        std::uint64_t value = 0;
        while (peek() >= '0' && peek() <= '9')
            value = std::min<std::uint64_t>(value * 10 + (text_[at_++] - '0'), 1'000'000'000);
        return static_cast<std::uint32_t>(value);
    }

    static RegexNode node_of(CodePointSet set) {
        RegexNode node;
        node.kind = RegexNode::Set;
        node.set = std::move(set);
        return node;
    }
    static RegexNode node_of(RegexNode::Kind kind) {
        RegexNode node;
        node.kind = kind;
        return node;
    }

    RegexNode atom(int depth) {
        const char32_t c = text_[at_++];
        switch (c) {
        case '^':
            return node_of(RegexNode::Begin);
        case '$':
            return node_of(RegexNode::End);
        case '.':
            return node_of(line_ends().complement());
        case '[':
            return node_of(character_class());
        case '(':
            return group(depth);
        case '\\':
            if (peek() == 'b' || peek() == 'B')
                unsupported("a word boundary");
            if ((peek() >= '1' && peek() <= '9') || peek() == 'k')
                unsupported("a back reference");
            return node_of(escape());
        case '*':
        case '+':
        case '?':
            --at_;
            fail("nothing to repeat");
        default:
            return node_of(set_of({{c, c}}));
        }
    }

    RegexNode group(int depth) {
        RegexNode ahead = node_of(RegexNode::Ahead);
        bool is_ahead = false;
        if (take(U"?:")) {
        } else if (take(U"?=")) {
            is_ahead = true;
        } else if (take(U"?!")) {
            is_ahead = true;
            ahead.kind = RegexNode::NotAhead;
        } else if (take(U"?<=") || take(U"?<!")) {
            unsupported("a lookbehind");
        } else if (take(U"?<")) {
            while (!at_end() && peek() != '>')
                ++at_;
            if (!take(U'>'))
                fail("a group name without an end");
        } else if (peek() == '?') {
            fail("an unknown kind of group");
        }
        RegexNode inner = choice(depth + 1);
        if (!take(U')'))
            fail("a group without an end");
        if (!is_ahead)
            return inner;
        ahead.children.push_back(std::move(inner));
        return ahead;
    }

    /// After the opening bracket.
    CodePointSet character_class() {
        const bool inverted = take(U'^');
        CodePointSet set;
        while (!take(U']')) {
            if (at_end())
                fail("a class without an end");
            CodePointSet low = class_atom();
            if (peek() == '-' && at_ + 1 < text_.size() && text_[at_ + 1] != ']') {
                const std::size_t dash = at_++;
                const CodePointSet high = class_atom();
                const auto single = [](const CodePointSet& s) {
                    return s.ranges().size() == 1 && s.ranges()[0].first == s.ranges()[0].second;
                };
                if (single(low) && single(high)) {
                    const char32_t first = low.ranges()[0].first, last = high.ranges()[0].first;
                    if (first > last)
                        fail("a range in the wrong order");
                    low.add(first, last);
                } else { // \w-x: a dash between classes stands for itself
                    low.add(text_[dash], text_[dash]);
                    low.add(high);
                }
            }
            set.add(low);
        }
        return inverted ? set.complement() : set;
    }

    CodePointSet class_atom() {
        if (!take(U'\\')) {
            const char32_t c = text_[at_++];
            return set_of({{c, c}});
        }
        if (take(U'b'))
            return set_of({{8, 8}});
        return escape();
    }

    /// After the backslash.
    CodePointSet escape() {
        if (at_end())
            fail("a backslash at the end");
        const char32_t c = text_[at_++];
        switch (c) {
        case 'd':
            return digits();
        case 'D':
            return digits().complement();
        case 'w':
            return word_characters();
        case 'W':
            return word_characters().complement();
        case 's':
            return white_space();
        case 'S':
            return white_space().complement();
        case 'p':
        case 'P':
            return property(c == 'P');
        case 'c':
            if ((peek() | 32) < 'a' || (peek() | 32) > 'z')
                fail("\\c without a letter");
            return single(text_[at_++] & 31);
        case '0':
            return single(0);
        case 't':
            return single('\t');
        case 'n':
            return single('\n');
        case 'v':
            return single('\v');
        case 'f':
            return single('\f');
        case 'r':
            return single('\r');
        case 'x':
            return single(hexadecimal(2));
        case 'u':
            return single(unicode_escape());
        default:
            // Strictly only punctuation may be escaped so; patterns in the wild escape more ("\a", "\:").
            if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
                fail(std::string("an unknown escape \\") + static_cast<char>(c));
            return single(c);
        }
    }

    static CodePointSet single(char32_t c) { return set_of({{c, c}}); }

    char32_t hexadecimal(int count) {
        char32_t value = 0;
        for (int i = 0; i < count; ++i) {
            const char32_t c = peek();
            const int digit = c >= '0' && c <= '9'   ? static_cast<int>(c - '0')
                              : c >= 'a' && c <= 'f' ? static_cast<int>(c - 'a' + 10)
                              : c >= 'A' && c <= 'F' ? static_cast<int>(c - 'A' + 10)
                                                     : -1;
            if (digit < 0)
                fail("too few hexadecimal digits");
            value = value * 16 + static_cast<char32_t>(digit);
            ++at_;
        }
        return value;
    }

    char32_t unicode_escape() {
        if (take(U'{')) {
            char32_t value = 0;
            do {
                value = value * 16 + hexadecimal(1);
                if (value > 0x10FFFF)
                    fail("a code point past 10FFFF");
            } while (peek() != '}' && !at_end());
            if (!take(U'}'))
                fail("an escape without an end");
            return value;
        }
        const char32_t high = hexadecimal(4);
        if (high >= 0xD800 && high < 0xDC00 && take(U"\\u")) {
            const char32_t low = hexadecimal(4);
            if (low >= 0xDC00 && low < 0xE000)
                return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
            fail("half of a surrogate pair");
        }
        return high;
    }

    CodePointSet property(bool inverted) {
        if (!take(U'{'))
            fail("\\p without a name");
        std::string name;
        while (!at_end() && peek() != '}')
            append_utf8(name, text_[at_++]);
        if (!take(U'}'))
            fail("a property without an end");
        std::string wanted = name;
        for (const std::string_view prefix : {"General_Category=", "gc=", "Script=", "sc="})
            if (wanted.starts_with(prefix))
                wanted.erase(0, prefix.size());
        static constexpr std::pair<std::string_view, std::string_view> long_names[] = {
            {"Letter", "L"},
            {"Uppercase_Letter", "Lu"},
            {"Lowercase_Letter", "Ll"},
            {"Mark", "M"},
            {"Number", "N"},
            {"Decimal_Number", "Nd"},
            {"digit", "Nd"},
            {"Punctuation", "P"},
            {"punct", "P"},
            {"Symbol", "S"},
            {"Separator", "Z"},
            {"Other", "C"},
            {"Letter_Number", "Nl"},
            {"Space_Separator", "Zs"},
            {"Control", "Cc"}};
        for (const auto& [from, to] : long_names)
            if (wanted == from)
                wanted = to;
        if (wanted == "ASCII")
            return inverted ? set_of({{0, 127}}).complement() : set_of({{0, 127}});
        const auto set = tokenizer::property_set(wanted);
        if (!set)
            unsupported("the property " + name);
        return inverted ? set->complement() : *set;
    }

    std::string_view pattern_;
    std::u32string text_;
    std::size_t at_ = 0;
};

} // namespace

std::uint32_t RegexNode::fixed_length() const {
    switch (kind) {
    case Set:
        return 1;
    case Begin:
    case End:
        return 0;
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
    default:
        return varies;
    }
}

RegexNode parse_regex(std::string_view pattern) {
    return Parser(pattern).parse();
}

} // namespace hadal::grammar
