// Fractions, roots and what stretches.
#include "ui/math/layout.h"

#include <algorithm>
#include <cmath>

namespace hadal::ui::math {
namespace {

constexpr int kMostExtenders = 400;

} // namespace

Box Layout::fraction(const Node& node, Style style) {
    if (node.style != Node::Inherit)
        style.level = node.style;
    const Box above = group(node.children[0], style.numerator());
    const Box below = group(node.children[1], style.denominator());
    const bool display = style.display();
    const double rule = node.rule ? thickness(style) : 0;
    const double middle = axis(style);
    double up, down;
    if (node.rule) {
        up = constant(display ? Constant::FractionNumeratorDisplayStyleShiftUp
                              : Constant::FractionNumeratorShiftUp,
                      style);
        down = constant(display ? Constant::FractionDenominatorDisplayStyleShiftDown
                                : Constant::FractionDenominatorShiftDown,
                        style);
        const double gapAbove = constant(
            display ? Constant::FractionNumDisplayStyleGapMin : Constant::FractionNumeratorGapMin, style);
        const double gapBelow = constant(
            display ? Constant::FractionDenomDisplayStyleGapMin : Constant::FractionDenominatorGapMin, style);
        up = std::max(up, middle + rule / 2 + gapAbove + above.descent);
        down = std::max(down, rule / 2 + gapBelow + below.ascent - middle);
    } else {
        up = constant(display ? Constant::StackTopDisplayStyleShiftUp : Constant::StackTopShiftUp, style);
        down = constant(display ? Constant::StackBottomDisplayStyleShiftDown : Constant::StackBottomShiftDown,
                        style);
        const double gap = (up - above.descent) - (below.ascent - down);
        const double least =
            constant(display ? Constant::StackDisplayStyleGapMin : Constant::StackGapMin, style);
        if (gap < least) {
            up += (least - gap) / 2;
            down += (least - gap) / 2;
        }
    }
    const bool fences = !node.text.isEmpty();
    const double side = fences ? 0 : 0.12 * em(style);
    const double width = std::max(above.width, below.width);
    Box box;
    box.put(above, side + (width - above.width) / 2, -up);
    box.put(below, side + (width - below.width) / 2, down);
    if (node.rule)
        box.rule(side, -middle - rule / 2, width, rule);
    box.width = width + 2 * side;
    if (!fences)
        return box;
    const double height = 2 * std::max(box.ascent - middle, box.descent + middle);
    const QList<uint> marks = node.text.toUcs4();
    const Box open = marks[0] == '.' ? Box() : delimiter(marks[0], height, style);
    const Box close = marks[1] == '.' ? Box() : delimiter(marks[1], height, style);
    Box all;
    all.put(open, 0, 0);
    all.put(box, open.width, 0);
    all.put(close, open.width + box.width, 0);
    all.width = open.width + box.width + close.width;
    return all;
}

Box Layout::root(const Node& node, Style style) {
    const Box inner = this->node(node.children[0], style.cramp());
    const double rule = thickness(style);
    double gap = constant(
        style.display() ? Constant::RadicalDisplayStyleVerticalGap : Constant::RadicalVerticalGap, style);
    gap = std::min(gap, (style.display() ? 0.15 : 0.08) * em(style));
    const double wanted = inner.height() + gap + rule;
    const quint32 sign = font_.glyph(0x221A);
    const double size = em(style);
    Box radical;
    for (const quint32 variant : font_.variants(sign, true)) {
        radical = glyph(variant, style);
        if (radical.height() >= wanted)
            break;
    }
    if (radical.height() < wanted)
        if (const auto parts = font_.assembly(sign, true); !parts.empty())
            radical = assembled(parts, wanted, true, style);
    if (radical.height() > wanted)
        gap += (radical.height() - wanted) / 2;
    const double top = inner.ascent + gap + rule; // of the rule, over the baseline
    double x = 0;
    Box box;
    if (!node.children[1].empty()) {
        const Box degree = group(node.children[1], {Node::ScriptScript, true});
        x = std::max(0.0, constant(Constant::RadicalKernBeforeDegree, style) + degree.width +
                              constant(Constant::RadicalKernAfterDegree, style));
        const double bottom = top - radical.height();
        box.put(degree, std::max(0.0, x - constant(Constant::RadicalKernAfterDegree, style) - degree.width),
                -(bottom + font_.degreeRaise() * radical.height() + degree.descent));
    }
    box.put(radical, x, radical.ascent - top);
    x += radical.width;
    box.rule(x - 0.02 * size, -top, inner.width + 0.04 * size, rule);
    box.put(inner, x, 0);
    box.ascent = std::max(box.ascent, top + rule);
    box.width = x + inner.width + 0.04 * size;
    return box;
}

Box Layout::fenced(const Node& node, Style style) {
    std::vector<Box> parts;
    double reach = 0;
    for (const Node& child : node.children) {
        parts.push_back(group(child, style));
        reach = std::max({reach, parts.back().ascent - axis(style), parts.back().descent + axis(style)});
    }
    const double height = std::max(2 * reach * 0.901, 2 * reach - 0.5 * em(style));
    const QList<uint> marks = node.text.toUcs4();
    Box all;
    double x = 0;
    for (qsizetype i = 0; i < marks.size(); ++i) {
        const Box mark = marks[i] == '.' ? Box() : delimiter(marks[i], height, style);
        const double side = i > 0 && i + 1 < marks.size() ? 0.15 * em(style) : 0; // of a \middle
        x += side;
        all.put(mark, x, 0);
        x += (marks[i] == '.' ? 0.12 * em(style) : mark.width) + side;
        if (i < qsizetype(parts.size())) {
            all.put(parts[size_t(i)], x, 0);
            x += parts[size_t(i)].width;
        }
    }
    all.width = x;
    return all;
}

/// A delimiter about the axis, at least (or nearly) `height` high.
Box Layout::delimiter(char32_t character, double height, Style style) {
    const quint32 index = font_.glyph(character);
    Box box;
    for (const quint32 variant : font_.variants(index, true)) {
        box = glyph(variant, style);
        if (box.height() >= height)
            break;
    }
    if (box.height() < height)
        if (const auto parts = font_.assembly(index, true); !parts.empty())
            box = assembled(parts, height, true, style);
    Box centred;
    centred.put(box, 0, (box.ascent - box.descent) / 2 - axis(style));
    centred.width = box.width;
    return centred;
}

/// A character at least `width` wide, as far as the face has it.
Box Layout::stretched(char32_t character, double width, Style style) {
    const quint32 index = font_.glyph(character);
    Box box;
    for (const quint32 variant : font_.variants(index, false)) {
        box = glyph(variant, style);
        const MathFont::Extent& ink = font_.extent(variant);
        box.width = std::max(box.width, (ink.right - ink.left) * em(style));
        if (box.width >= width)
            break;
    }
    if (box.width < width)
        if (const auto parts = font_.assembly(index, false); !parts.empty())
            box = assembled(parts, width, false, style);
    return box;
}

/// Glyph parts in a column (bottom to top) or a row, with as many extenders as the length asks for.
Box Layout::assembled(const std::vector<MathFont::Part>& parts, double length, bool vertical,
                      Style style) const {
    const double size = em(style), wanted = length / size;
    std::vector<MathFont::Part> chain;
    for (int repeats = 0; repeats < kMostExtenders; ++repeats) {
        chain.clear();
        double longest = 0;
        for (const MathFont::Part& part : parts)
            for (int i = part.extender ? repeats : 1; i > 0; --i) {
                longest += part.length - (chain.empty() ? 0 : font_.overlap());
                chain.push_back(part);
            }
        if (!chain.empty() && longest >= wanted)
            break;
    }
    // Connectors may overlap by more than the least, down to the length that is wanted.
    double total = 0, slack = 0;
    for (size_t i = 0; i < chain.size(); ++i) {
        total += chain[i].length - (i ? font_.overlap() : 0);
        if (i)
            slack += std::max(0.0, std::min(chain[i - 1].end, chain[i].start) - font_.overlap());
    }
    const double share = slack > 0 ? std::clamp((total - wanted) / slack, 0.0, 1.0) : 0;
    Box box;
    double at = 0;
    for (size_t i = 0; i < chain.size(); ++i) {
        if (i) {
            const double room = std::max(0.0, std::min(chain[i - 1].end, chain[i].start) - font_.overlap());
            at -= (font_.overlap() + share * room) * size;
        }
        const Box part = glyph(chain[i].glyph, style);
        const MathFont::Extent& ink = font_.extent(chain[i].glyph);
        if (vertical) {
            box.put(part, 0, -(at + part.descent));
            box.width = std::max(box.width, part.width);
        } else {
            box.put(part, at - ink.left * size, 0);
        }
        at += chain[i].length * size;
    }
    if (vertical) {
        box.ascent = at;
        box.descent = 0;
    } else {
        box.width = at;
    }
    return box;
}

} // namespace hadal::ui::math
