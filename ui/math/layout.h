// From the tree to boxes, by TeX's rules with the numbers of the face.
#pragma once

#include "ui/math/box.h"
#include "ui/math/font.h"
#include "ui/math/parser.h"

namespace hadal::ui::math {

/// Lays out a formula of `size` pixels an em, displayed or as in running text. The rules are those of
/// appendix G of The TeXbook, with the constants that OpenType's MATH table has in place of TeX's font
/// dimensions.
Box layOut(const Formula& formula, const MathFont& font, double size, bool display);

class Layout {
  public:
    Layout(const MathFont& font, double size) : font_(font), size_(size) {}

    struct Style {
        int level = 0; ///< Node::Display to Node::ScriptScript
        bool cramped = false;
        bool display() const { return level == Node::Display; }
        Style cramp() const { return {level, true}; }
        Style script(bool below) const { return {level < Node::Script ? 2 : 3, cramped || below}; }
        Style numerator() const { return {level + (level < 3), cramped}; }
        Style denominator() const { return {level + (level < 3), true}; }
    };

    Box row(const std::vector<Node>& nodes, Style style);

  private:
    struct Item {
        Box box;
        Class cls = Class::Ord;
        bool space = false;
    };

    double em(Style style) const;
    double constant(Constant which, Style style) const { return font_.constant(which) * em(style); }
    double axis(Style style) const { return constant(Constant::AxisHeight, style); }
    double thickness(Style style) const;

    void collect(const std::vector<Node>& nodes, Style style, std::vector<Item>& items);
    Box join(std::vector<Item>& items, Style style);
    Box node(const Node& node, Style style);
    Box group(const Node& node, Style style) { return row(node.children, style); }

    Box glyph(quint32 glyph, Style style) const;
    Box symbol(const Node& node, Style style);
    Box words(const QString& text, Style style, bool bold = false, bool italic = false) const;
    Box scripts(const Node& node, Style style);
    Box limits(const Box& base, const Node* below, const Node* above, Style style, double skew = 0,
               bool near = false);
    Box fraction(const Node& node, Style style);
    Box root(const Node& node, Style style);
    Box fenced(const Node& node, Style style);
    Box delimiter(char32_t character, double height, Style style);
    Box stretched(char32_t character, double width, Style style);
    Box assembled(const std::vector<MathFont::Part>& parts, double length, bool vertical, Style style) const;
    Box accent(const Node& node, Style style);
    Box line(const Node& node, Style style);
    Box brace(const Node& node, Style style);
    Box arrow(const Node& node, Style style);
    Box table(const Node& node, Style style);
    Box boxed(const Node& node, Style style);
    Box struck(const Node& node, Style style);

    const MathFont& font_;
    double size_;
};

} // namespace hadal::ui::math
