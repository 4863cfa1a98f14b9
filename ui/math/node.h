// A formula as a tree.
#pragma once

#include <QString>

#include <vector>

namespace hadal::ui::math {

/// TeX's classes: they decide the space between neighbours.
enum class Class : quint8 { Ord, Op, Bin, Rel, Open, Close, Punct, Inner };

struct Node {
    enum Kind : quint8 {
        Symbol,    ///< text: the character as it is drawn
        Name,      ///< text: an operator's upright name (lim, sin)
        Text,      ///< text: words, spaces kept; bold, italic
        Space,     ///< size: em
        Group,     ///< children: a row
        Scripts,   ///< base, subscript, superscript (empty groups where there is none)
        Fraction,  ///< numerator, denominator; rule; text: delimiters or none; style
        Root,      ///< radicand, degree (may be empty)
        Fenced,    ///< children: parts of the row parted by \middle; text: the delimiters, '.' for none
        Delimiter, ///< text: the character; size: em high
        Accent,    ///< base; text: the accent; stretchy
        Line,      ///< base with a line over it, or (under) below it
        Brace,     ///< base with text stretched over it, or (under) below it
        Stack,     ///< base, below, above: small rows over each other
        Arrow,     ///< below, above; text: an arrow that stretches
        Table,     ///< children: cells row by row; columns; text: alignments; style
        Style,     ///< children: a row in that style
        Phantom,   ///< base: takes room, is not drawn; text: which sizes it keeps ("wh", "w", "h", "")
        Boxed,     ///< base in a frame
        Struck,    ///< base struck through; text: '/', '\' or both
    };
    enum Style_ : qint8 { Inherit = -1, Display = 0, TextStyle = 1, Script = 2, ScriptScript = 3 };

    Kind kind = Group;
    Class cls = Class::Ord;
    QString text;
    std::vector<Node> children;
    double size = 0;
    int columns = 0;
    qint8 style = Inherit;
    bool limits = false;   ///< scripts stand above and below in display style
    bool always = false;   ///< … and in text style too
    bool large = false;    ///< a symbol that is larger in display style
    bool rule = true;      ///< a fraction has its line
    bool stretchy = false; ///< an accent as wide as its base
    bool under = false;
    bool bold = false;
    bool italic = false;
    std::vector<int> lines; ///< of a table: columns before which a vertical line stands; rows as -1 - row

    bool empty() const { return kind == Group && children.empty(); }
};

/// The tree as nested parentheses, for tests.
QString describe(const Node& node);

} // namespace hadal::ui::math
