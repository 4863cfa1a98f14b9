#include "ui/math/layout.h"

#include "ui/math/symbols.h"

#include <QFont>
#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace hadal::ui::math {
namespace {

/// Spaces between neighbours in eighteenths of an em; negative: none in scripts. The TeXbook, chapter 18.
constexpr int kSpaces[8][8] = {
    //        Ord Op Bin Rel Open Close Punct Inner
    /* Ord */ {0, 3, -4, -5, 0, 0, 0, -3},
    /* Op */ {3, 3, 0, -5, 0, 0, 0, -3},
    /* Bin */ {-4, -4, 0, 0, -4, 0, 0, -4},
    /* Rel */ {-5, -5, 0, 0, -5, 0, 0, -5},
    /* Open */ {0, 0, 0, 0, 0, 0, 0, 0},
    /* Close */ {0, 3, -4, -5, 0, 0, 0, -3},
    /* Punct */ {-3, -3, 0, -3, -3, -3, -3, -3},
    /* Inner */ {-3, 3, -4, -5, -3, 0, -3, -3},
};

bool takesOperand(Class cls) {
    return cls == Class::Bin || cls == Class::Op || cls == Class::Rel || cls == Class::Open ||
           cls == Class::Punct;
}

} // namespace

double Layout::em(Style style) const {
    return size_ * (style.level < Node::Script ? 1 : style.level == Node::Script ? 0.7 : 0.55);
}

/// Of rules, as the faces that come with the rules of TeX have it; some faces ask for half as much again.
double Layout::thickness(Style style) const {
    return std::max(1.0, std::min(font_.constant(Constant::FractionRuleThickness), 0.057) * em(style));
}

Box Layout::row(const std::vector<Node>& nodes, Style style) {
    std::vector<Item> items;
    collect(nodes, style, items);
    return join(items, style);
}

void Layout::collect(const std::vector<Node>& nodes, Style style, std::vector<Item>& items) {
    for (const Node& each : nodes) {
        if (each.kind == Node::Style) { // the row goes on in another size
            collect(each.children, {each.style, style.cramped}, items);
            continue;
        }
        items.push_back({node(each, style), each.cls, each.kind == Node::Space});
    }
}

Box Layout::join(std::vector<Item>& items, Style style) {
    // A sign without a left operand is no operation.
    Item* before = nullptr;
    for (Item& item : items) {
        if (item.space)
            continue;
        if (item.cls == Class::Bin && (!before || takesOperand(before->cls)))
            item.cls = Class::Ord;
        const bool endsOperation =
            item.cls == Class::Rel || item.cls == Class::Close || item.cls == Class::Punct;
        if (before && before->cls == Class::Bin && endsOperation)
            before->cls = Class::Ord;
        before = &item;
    }
    if (before && before->cls == Class::Bin)
        before->cls = Class::Ord;

    Box row;
    double x = 0;
    before = nullptr;
    for (Item& item : items) {
        if (before && !item.space) {
            const int space = kSpaces[int(before->cls)][int(item.cls)];
            if (space > 0 || style.level < Node::Script)
                x += std::abs(space) * em(style) / 18;
            if (before->cls == Class::Rel || before->cls == Class::Bin)
                row.breaks.push_back(x);
        }
        row.put(item.box, x, 0);
        x += item.box.width;
        if (!item.space)
            before = &item;
    }
    row.width = x;
    if (items.size() == 1) {
        row.italic = items.front().box.italic;
        row.attachment = items.front().box.attachment;
        row.single = items.front().box.single;
    }
    return row;
}

Box Layout::node(const Node& node, Style style) {
    switch (node.kind) {
    case Node::Symbol:
        return symbol(node, style);
    case Node::Name:
        return words(node.text, style);
    case Node::Text:
        return words(node.text, style, node.bold, node.italic);
    case Node::Space: {
        Box space;
        space.width = node.size * em(style);
        return space;
    }
    case Node::Group:
        return group(node, style);
    case Node::Style:
        return row(node.children, {node.style, style.cramped});
    case Node::Scripts:
        return scripts(node, style);
    case Node::Fraction:
        return fraction(node, style);
    case Node::Root:
        return root(node, style);
    case Node::Fenced:
        return fenced(node, style);
    case Node::Delimiter:
        return node.text.isEmpty() ? Box()
                                   : delimiter(node.text.toUcs4().first(), node.size * em(style), style);
    case Node::Accent:
        return accent(node, style);
    case Node::Line:
        return line(node, style);
    case Node::Brace:
        return brace(node, style);
    case Node::Stack:
        return limits(this->node(node.children[0], style), &node.children[1], &node.children[2], style);
    case Node::Arrow:
        return arrow(node, style);
    case Node::Table:
        return table(node, style);
    case Node::Phantom: {
        Box box = this->node(node.children[0], style);
        box.marks.clear();
        if (!node.text.contains('w'))
            box.width = 0;
        if (!node.text.contains('h'))
            box.ascent = box.descent = 0;
        return box;
    }
    case Node::Boxed:
        return boxed(node, style);
    case Node::Struck:
        return struck(node, style);
    }
    return {};
}

Box Layout::glyph(quint32 glyph, Style style) const {
    const MathFont::Extent& extent = font_.extent(glyph);
    const double size = em(style);
    Box box;
    box.width = extent.width * size;
    box.ascent = extent.ascent * size;
    box.descent = extent.descent * size;
    box.italic = font_.italics(glyph) * size;
    box.attachment = font_.attachment(glyph) * size;
    box.single = true;
    Mark mark;
    mark.glyph = glyph;
    mark.size = size;
    box.marks.push_back(mark);
    return box;
}

Box Layout::symbol(const Node& node, Style style) {
    const char32_t character = node.text.toUcs4().value(0);
    quint32 index = font_.glyph(character);
    if (!index)
        return words(node.text, style);
    if (node.large && style.display()) {
        for (const quint32 variant : font_.variants(index, true)) {
            index = variant;
            if (font_.extent(variant).ascent + font_.extent(variant).descent >= font_.displayOperatorHeight())
                break;
        }
    }
    Box box = glyph(index, style);
    if (node.large) { // stands about the axis
        const double down = (box.ascent - box.descent) / 2 - axis(style);
        Box centred = box;
        centred.marks.clear();
        centred.ascent = centred.descent = 0;
        centred.put(box, 0, down);
        // A leaning sign reaches over its width: what is raised beside it must not touch it.
        centred.italic = std::max(box.italic, font_.extent(index).right * em(style) - box.width);
        return centred;
    }
    return box;
}

Box Layout::words(const QString& text, Style style, bool bold, bool italic) const {
    const double size = em(style);
    const Alphabet alphabet = bold && italic ? Alphabet::BoldItalic
                              : bold         ? Alphabet::Bold
                              : italic       ? Alphabet::Italic
                                             : Alphabet::Roman;
    Box box;
    double x = 0;
    for (const uint c : text.toUcs4()) {
        if (c == ' ' || c == 0x2003) {
            x += size * (c == ' ' ? 0.25 : 1);
            continue;
        }
        if (const quint32 index = font_.glyph(inAlphabet(c, alphabet))) {
            const Box letter = glyph(index, style);
            box.put(letter, x, 0);
            x += letter.width;
            continue;
        }
        QFont face("Inter");
        face.setPixelSize(std::max(1, qRound(size * 0.94)));
        const QFontMetricsF metrics(face);
        const char32_t character = c;
        Mark mark;
        mark.kind = Mark::Words;
        mark.text = QString::fromUcs4(&character, 1);
        mark.size = size * 0.94;
        Box word;
        word.width = metrics.horizontalAdvance(mark.text);
        word.ascent = size * 0.86;
        word.descent = size * 0.16;
        word.marks.push_back(mark);
        box.put(word, x, 0);
        x += word.width;
    }
    box.width = x;
    return box;
}

Box Layout::scripts(const Node& node, Style style) {
    const Node& base = node.children[0];
    const Node* below = node.children[1].empty() ? nullptr : &node.children[1];
    const Node* above = node.children[2].empty() ? nullptr : &node.children[2];
    Box box = this->node(base, style);
    const bool stacked = base.limits && (style.display() || base.always);
    if (stacked)
        return limits(box, below, above, style, base.large ? box.italic : 0, base.kind == Node::Brace);

    const Box sub = below ? group(*below, style.script(true)) : Box();
    const bool primes =
        above && std::all_of(above->children.begin(), above->children.end(), [](const Node& each) {
            return each.kind == Node::Symbol && each.text == QChar(0x2032);
        });
    // Faces draw the prime as high as it stands, so it is neither raised nor made smaller.
    const Box sup = !above ? Box() : group(*above, primes ? style : style.script(false));
    const bool single = box.single && !base.large;
    double up =
        constant(style.cramped ? Constant::SuperscriptShiftUpCramped : Constant::SuperscriptShiftUp, style);
    double down = constant(Constant::SubscriptShiftDown, style);
    if (!single) {
        up = std::max(up, box.ascent - constant(Constant::SuperscriptBaselineDropMax, style));
        down = std::max(down, box.descent + constant(Constant::SubscriptBaselineDropMin, style));
    }
    up = std::max(up, sup.descent + constant(Constant::SuperscriptBottomMin, style));
    down = std::max(down, sub.ascent - constant(Constant::SubscriptTopMax, style));
    if (primes)
        up = single ? 0 : std::max(0.0, box.ascent - sup.ascent);
    if (above && below && !primes) {
        const double gap = (up - sup.descent) - (sub.ascent - down);
        const double missing = constant(Constant::SubSuperscriptGapMin, style) - gap;
        if (missing > 0) {
            const double room =
                constant(Constant::SuperscriptBottomMaxWithSubscript, style) - (up - sup.descent);
            const double lift = std::clamp(room, 0.0, missing);
            up += lift;
            down += missing - lift;
        }
    }
    const double supX = box.width + box.italic; // what leans, leans away from its lower script
    const double subX = box.width;
    Box all;
    all.put(box, 0, 0);
    if (below)
        all.put(sub, subX, down);
    if (above)
        all.put(sup, supX, -up);
    all.width = std::max(box.width, std::max(below ? subX + sub.width : 0, above ? supX + sup.width : 0)) +
                constant(Constant::SpaceAfterScript, style);
    return all;
}

Box Layout::limits(const Box& base, const Node* below, const Node* above, Style style, double skew,
                   bool near) {
    Box all;
    const Box under = below && !below->empty() ? group(*below, style.script(true)) : Box();
    const Box over = above && !above->empty() ? group(*above, style.script(false)) : Box();
    all.width = std::max({base.width, under.width, over.width});
    all.put(base, (all.width - base.width) / 2, 0);
    if (over.width > 0) {
        const double gap =
            near ? 0.15 * em(style)
                 : std::max(constant(Constant::UpperLimitGapMin, style),
                            constant(Constant::UpperLimitBaselineRiseMin, style) - over.descent);
        all.put(over, (all.width - over.width + skew) / 2, -(base.ascent + gap + over.descent));
    }
    if (under.width > 0) {
        const double gap =
            near ? 0.15 * em(style)
                 : std::max(constant(Constant::LowerLimitGapMin, style),
                            constant(Constant::LowerLimitBaselineDropMin, style) - under.ascent);
        all.put(under, (all.width - under.width - skew) / 2, base.descent + gap + under.ascent);
    }
    return all;
}

Box layOut(const Formula& formula, const MathFont& font, double size, bool display) {
    Layout layout(font, size);
    Box box =
        layout.row(formula.root.children.empty() ? std::vector<Node>{formula.root} : formula.root.children,
                   {display ? Node::Display : Node::TextStyle, false});
    if (!formula.tag.isEmpty()) {
        Node tag;
        tag.kind = Node::Text;
        tag.text = "(" + formula.tag + ")";
        const Box words = layout.row({tag}, {Node::TextStyle, false});
        const double x = box.width + 2 * size;
        box.put(words, x, 0);
        box.width = x + words.width;
    }
    return box;
}

} // namespace hadal::ui::math
