#include "engine/schema/pcre2_text.h"

#include "kernels/error.h"

#include <cstdio>

namespace hadal::schema {
namespace {

constexpr std::uint32_t max_interval = 65535;
constexpr std::string_view never = "(?!)";

std::string code_point(char32_t c) {
    char text[16];
    std::snprintf(text, sizeof text, "\\x{%x}", static_cast<unsigned>(c));
    return text;
}

class Writer {
  public:
    void write(const RegexNode& node) {
        switch (node.kind) {
        case RegexNode::Set:
            write_set(node);
            break;
        case RegexNode::Sequence:
            for (const RegexNode& child : node.children)
                write_whole(child, child.kind == RegexNode::Choice);
            break;
        case RegexNode::Choice:
            for (std::size_t i = 0; i < node.children.size(); ++i) {
                text_ += i > 0 ? "|" : "";
                write(node.children[i]);
            }
            break;
        case RegexNode::Repeat:
            write_whole(node.children[0], node.children[0].kind != RegexNode::Set &&
                                              node.children[0].kind != RegexNode::Capture);
            write_interval(node.least, node.most);
            break;
        case RegexNode::Capture:
            write_between("(", node.children[0]);
            break;
        case RegexNode::Reference:
            text_ += "\\g{" + std::to_string(node.group) + "}";
            break;
        case RegexNode::Begin:
            text_ += R"(\A)";
            break;
        case RegexNode::End:
            text_ += R"(\z)";
            break;
        case RegexNode::WordBoundary: // of ASCII words, as PCRE2 has them without PCRE2_UCP
            text_ += R"(\b)";
            break;
        case RegexNode::NotWordBoundary:
            text_ += R"(\B)";
            break;
        case RegexNode::Ahead:
            write_between("(?=", node.children[0]);
            break;
        case RegexNode::NotAhead:
            write_between("(?!", node.children[0]);
            break;
        case RegexNode::Behind:
            write_between("(?<=", node.children[0]);
            break;
        case RegexNode::NotBehind:
            write_between("(?<!", node.children[0]);
            break;
        }
    }
    std::string text() && { return std::move(text_); }

  private:
    void write_between(std::string_view opening, const RegexNode& node) {
        text_ += opening;
        write(node);
        text_ += ')';
    }
    void write_whole(const RegexNode& node, bool in_group) {
        if (in_group)
            write_between("(?:", node);
        else
            write(node);
    }

    void write_set(const RegexNode& node) {
        std::string members;
        for (const auto& [first, last] : node.set.ranges()) {
            members += code_point(first);
            if (first != last)
                members += '-' + code_point(last);
        }
        for (const Property& property : node.properties)
            members += pcre2_members(property);
        const bool single = !node.inverted && node.properties.empty() && node.set.ranges().size() == 1 &&
                            node.set.ranges()[0].first == node.set.ranges()[0].second;
        if (members.empty())
            text_ += node.inverted ? R"([\x00-\x{10ffff}])" : never;
        else if (single)
            text_ += members;
        else
            text_ += (node.inverted ? "[^" : "[") + members + "]";
    }

    void write_interval(std::uint32_t least, std::uint32_t most) {
        const bool unlimited = most == RegexNode::unlimited;
        if (least > max_interval || (!unlimited && most > max_interval))
            throw Error(ErrorKind::Unsupported,
                        "Hadal does not support an interval above " + std::to_string(max_interval) + ".");
        if (unlimited && least <= 1) {
            text_ += least == 0 ? '*' : '+';
            return;
        }
        text_.append(1, '{').append(std::to_string(least)).append(1, ',');
        if (!unlimited)
            text_ += std::to_string(most);
        text_ += '}';
    }

    std::string text_;
};

} // namespace

std::string pcre2_text(const RegexNode& node) {
    Writer writer;
    writer.write(node);
    return std::move(writer).text();
}

} // namespace hadal::schema
