// Accents, lines, braces, arrows, tables, frames.
#include "ui/math/layout.h"

#include <algorithm>
#include <cmath>

namespace hadal::ui::math {
namespace {

/// i and j lose their dots below an accent.
Node dotless(Node node) {
    while (node.kind == Node::Group && node.children.size() == 1)
        node = Node(node.children.front());
    if (node.kind == Node::Symbol && node.text == QString::fromUcs4(U"\U0001D456"))
        node.text = QString::fromUcs4(U"\U0001D6A4");
    else if (node.kind == Node::Symbol && node.text == QString::fromUcs4(U"\U0001D457"))
        node.text = QString::fromUcs4(U"\U0001D6A5");
    return node;
}

} // namespace

Box Layout::accent(const Node& node, Style style) {
    const Box base = this->node(dotless(node.children[0]), style.cramp());
    const char32_t character = node.text.toUcs4().first();
    quint32 index = font_.glyph(character);
    if (node.stretchy) {
        for (const quint32 variant : font_.variants(index, false)) {
            const MathFont::Extent& ink = font_.extent(variant);
            if ((ink.right - ink.left) * em(style) > base.width * 1.05)
                break;
            index = variant;
        }
    }
    const Box mark = glyph(index, style);
    const double drop = std::min(base.ascent, constant(Constant::AccentBaseHeight, style));
    const double middle = base.attachment >= 0 && base.single ? base.attachment : base.width / 2;
    Box all;
    all.put(base, 0, 0);
    all.put(mark, middle - font_.attachment(index) * em(style), drop - base.ascent);
    all.width = base.width;
    all.italic = base.italic;
    all.single = base.single;
    all.attachment = base.attachment;
    return all;
}

Box Layout::line(const Node& node, Style style) {
    const Box base = this->node(node.children[0], node.under ? style : style.cramp());
    const double rule = thickness(style), gap = 0.12 * em(style);
    Box all;
    all.put(base, 0, 0);
    all.width = base.width;
    if (node.under) {
        all.rule(0, base.descent + gap, base.width, rule);
        all.descent = base.descent + gap + 2 * rule;
    } else {
        all.rule(0, -(base.ascent + gap + rule), base.width, rule);
        all.ascent = base.ascent + gap + 2 * rule;
    }
    return all;
}

Box Layout::brace(const Node& node, Style style) {
    const Box base = this->node(node.children[0], style.cramp());
    const Box mark = stretched(node.text.toUcs4().first(), base.width, style);
    const double gap = 0.12 * em(style);
    Box all;
    all.width = std::max(base.width, mark.width);
    const double x = (all.width - base.width) / 2, markX = (all.width - mark.width) / 2;
    all.put(base, x, 0);
    all.put(mark, markX, node.under ? base.descent + gap + mark.ascent : -(base.ascent + gap + mark.descent));
    if (node.under)
        all.descent = base.descent + gap + mark.height();
    else
        all.ascent = base.ascent + gap + mark.height();
    return all;
}

Box Layout::arrow(const Node& node, Style style) {
    const Box below = group(node.children[0], style.script(true));
    const Box above = group(node.children[1], style.script(false));
    const double width = std::max(below.width, above.width) + 0.9 * em(style);
    const Box shaft = stretched(node.text.toUcs4().first(), width, style);
    const double gap = 0.12 * em(style);
    Box all;
    all.width = std::max(width, shaft.width);
    all.put(shaft, (all.width - shaft.width) / 2, 0);
    if (above.width > 0)
        all.put(above, (all.width - above.width) / 2, -(shaft.ascent + gap + above.descent));
    if (below.width > 0)
        all.put(below, (all.width - below.width) / 2, std::max(shaft.descent, 0.0) + gap + below.ascent);
    return all;
}

Box Layout::table(const Node& node, Style style) {
    const int columns = std::max(1, node.columns);
    const int rows = int(node.children.size()) / columns;
    const Style inner = {std::max<int>(node.style, style.level >= Node::Script ? style.level : 0),
                         style.cramped};
    const double size = em(inner);
    const bool small = node.style >= Node::Script;
    const bool aligned = node.stretchy;
    const double strutUp = (small ? 0.6 : 0.84) * size, strutDown = (small ? 0.2 : 0.36) * size;
    const double jot = aligned || node.style == Node::Display ? 0.3 * size : 0;

    std::vector<Box> cells;
    std::vector<double> widths(size_t(columns), 0), ups(size_t(rows), strutUp),
        downs(size_t(rows), strutDown);
    for (int i = 0; i < rows * columns; ++i) {
        std::vector<Node> nodes = node.children[size_t(i)].children;
        // A relation that begins a column keeps its space to what stands before the column.
        if (aligned && i % columns % 2 == 1)
            nodes.insert(nodes.begin(), Node());
        cells.push_back(row(nodes, inner));
        const Box& cell = cells.back();
        widths[size_t(i % columns)] = std::max(widths[size_t(i % columns)], cell.width);
        ups[size_t(i / columns)] = std::max(ups[size_t(i / columns)], cell.ascent);
        downs[size_t(i / columns)] = std::max(downs[size_t(i / columns)], cell.descent);
    }

    const auto gapBefore = [&](int column) {
        if (column == 0)
            return 0.0;
        if (aligned)
            return node.text == "rcl" ? 0.28 * size : column % 2 ? 0.0 : 2 * size;
        return (small ? 0.6 : 1.0) * size;
    };
    std::vector<double> lefts;
    double width = 0;
    for (int column = 0; column < columns; ++column) {
        width += gapBefore(column);
        lefts.push_back(width);
        width += widths[size_t(column)];
    }
    double height = 0;
    std::vector<double> baselines;
    for (int row = 0; row < rows; ++row) {
        height += ups[size_t(row)] + (row ? jot : 0);
        baselines.push_back(height);
        height += downs[size_t(row)];
    }
    const double top = height / 2 + axis(style);
    Box all;
    for (int i = 0; i < rows * columns; ++i) {
        const int column = i % columns;
        const Box& cell = cells[size_t(i)];
        const QChar place = node.text.at(column % node.text.size());
        const double spare = widths[size_t(column)] - cell.width;
        const double x = lefts[size_t(column)] + (place == 'r' ? spare : place == 'c' ? spare / 2 : 0);
        all.put(cell, x, baselines[size_t(i / columns)] - top);
    }
    all.width = width;
    all.ascent = std::max(all.ascent, top);
    all.descent = std::max(all.descent, height - top);
    for (const int line : node.lines) {
        const double rule = thickness(style);
        if (line < 0) { // over row -1 - line, or below the last
            const int row = std::min(-line - 1, rows);
            const double y = row < rows ? baselines[size_t(row)] - ups[size_t(row)] : height;
            all.rule(0, y - top, width, rule);
        } else {
            const double x = line == 0         ? 0
                             : line >= columns ? width
                                               : lefts[size_t(line)] - gapBefore(line) / 2;
            all.rule(x - rule / 2, -top, rule, height);
        }
    }
    return all;
}

Box Layout::boxed(const Node& node, Style style) {
    const Box inner = this->node(node.children[0], style);
    const double pad = 0.3 * em(style), rule = thickness(style);
    Box all;
    all.put(inner, pad, 0);
    all.width = inner.width + 2 * pad;
    all.ascent = inner.ascent + pad;
    all.descent = inner.descent + pad;
    all.rule(0, -all.ascent, all.width, rule);
    all.rule(0, all.descent - rule, all.width, rule);
    all.rule(0, -all.ascent, rule, all.height());
    all.rule(all.width - rule, -all.ascent, rule, all.height());
    return all;
}

Box Layout::struck(const Node& node, Style style) {
    Box all = this->node(node.children[0], style);
    const double size = em(style);
    Mark stroke;
    stroke.kind = Mark::Stroke;
    stroke.size = thickness(style);
    if (node.under) { // a negation: a short stroke about the axis
        const double half = std::max(0.3 * size, 0.0);
        stroke.x = all.width / 2 - 0.16 * size;
        stroke.y = -axis(style) + half;
        stroke.width = 0.32 * size;
        stroke.height = -2 * half;
        all.marks.push_back(stroke);
        return all;
    }
    stroke.x = 0;
    stroke.width = all.width;
    for (const QChar direction : node.text) {
        stroke.y = direction == '/' ? all.descent : direction == '\\' ? -all.ascent : -axis(style);
        stroke.height = direction == '/' ? -all.height() : direction == '\\' ? all.height() : 0;
        all.marks.push_back(stroke);
    }
    return all;
}

} // namespace hadal::ui::math
