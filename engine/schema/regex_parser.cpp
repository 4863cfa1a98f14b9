// Reading regular expressions by recursive descent.
#include "engine/schema/characters.h"
#include "engine/schema/regex_characters.h"

#include <algorithm>
#include <utility>

namespace hadal::schema {
namespace {

constexpr std::size_t max_pattern_length = 64 * 1024;
constexpr int max_depth = 200;

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

class Parser : private RegexCharacters {
  public:
    explicit Parser(std::string_view pattern) : RegexCharacters(pattern) { find_groups(); }

    RegexNode parse() {
        RegexNode node = alternatives(0);
        if (!reader_.at_end())
            malformed("a ')' closes nothing");
        return node;
    }

  private:
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

    std::uint32_t groups_ = 0, captures_ = 0;
    std::vector<std::string> names_;
    std::vector<std::uint32_t> numbers_; // of the named groups
};

} // namespace

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
