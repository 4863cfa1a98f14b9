#include "engine/schema/regex_characters.h"

#include "engine/schema/characters.h"

#include <initializer_list>
#include <utility>

namespace hadal::schema {

using tokenizer::CodePointSet;

namespace {

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

} // namespace

const CodePointSet& line_ends() {
    static const CodePointSet set = set_of({{'\n', '\n'}, {'\r', '\r'}, {0x2028, 0x2029}});
    return set;
}

void RegexCharacters::fail(ErrorKind kind, const std::string& why) const {
    throw Error(kind, why + ", at byte " + std::to_string(reader_.position()) + " of \"" +
                          std::string(pattern_) + "\".");
}

bool RegexCharacters::class_escape(RegexNode& to) {
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

char32_t RegexCharacters::character_escape(bool in_class) {
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

char32_t RegexCharacters::hexadecimal(int count) {
    char32_t value = 0;
    for (int i = 0; i < count; ++i) {
        if (!is_hex_digit(reader_.peek()))
            malformed("an escape needs " + std::to_string(count) + " hexadecimal digits");
        value = value * 16 + hex_value(reader_.take());
    }
    return value;
}

/// After `\u`. Two halves of a surrogate pair are one character.
char32_t RegexCharacters::unicode_escape() {
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

RegexNode RegexCharacters::character_class() {
    RegexNode node;
    node.kind = RegexNode::Set;
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
std::optional<char32_t> RegexCharacters::class_atom(RegexNode& node) {
    if (!reader_.accept("\\"))
        return reader_.take();
    if (class_escape(node))
        return std::nullopt;
    return character_escape(true);
}

} // namespace hadal::schema
