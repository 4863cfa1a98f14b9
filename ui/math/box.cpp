#include "ui/math/box.h"

#include "ui/math/font.h"

#include <QFont>
#include <QPainter>

#include <algorithm>

namespace hadal::ui::math {

void Box::put(const Box& box, double x, double y) {
    ascent = std::max(ascent, box.ascent - y);
    descent = std::max(descent, box.descent + y);
    marks.reserve(marks.size() + box.marks.size());
    for (Mark mark : box.marks) {
        mark.x += x;
        mark.y += y;
        marks.push_back(std::move(mark));
    }
}

void Box::rule(double x, double y, double ruleWidth, double ruleHeight) {
    Mark mark;
    mark.kind = Mark::Rule;
    mark.x = x;
    mark.y = y;
    mark.width = ruleWidth;
    mark.height = ruleHeight;
    marks.push_back(mark);
}

Box Box::slice(double from, double to) const {
    Box part;
    part.width = to - from;
    part.ascent = ascent;
    part.descent = descent;
    for (Mark mark : marks) {
        if (mark.x < from - 0.01 || mark.x >= to - 0.01)
            continue;
        mark.x -= from;
        part.marks.push_back(std::move(mark));
    }
    return part;
}

QPainterPath outline(const Box& box) {
    const MathFont* font = MathFont::get();
    QPainterPath all;
    all.setFillRule(Qt::WindingFill);
    for (const Mark& mark : box.marks) {
        switch (mark.kind) {
        case Mark::Glyph: {
            if (!font)
                break;
            QTransform place = QTransform::fromTranslate(mark.x, mark.y);
            place.scale(mark.size, mark.size);
            all.addPath(place.map(font->outline(mark.glyph)));
            break;
        }
        case Mark::Words: {
            QFont words("Inter");
            words.setPixelSize(std::max(1, qRound(mark.size)));
            all.addText(mark.x, mark.y, words, mark.text);
            break;
        }
        case Mark::Rule:
            all.addRect(mark.x, mark.y, mark.width, mark.height);
            break;
        case Mark::Stroke: {
            QPainterPath line(QPointF(mark.x, mark.y));
            line.lineTo(mark.x + mark.width, mark.y + mark.height);
            QPainterPathStroker pen;
            pen.setWidth(mark.size);
            pen.setCapStyle(Qt::FlatCap);
            all.addPath(pen.createStroke(line));
            break;
        }
        }
    }
    return all;
}

void Box::paint(QPainter& painter) const {
    const QColor ink = painter.pen().color();
    // Rules one by one: on the screen a rectangle has sharper edges than a path.
    for (const Mark& mark : marks) {
        if (mark.kind == Mark::Rule) {
            painter.fillRect(QRectF(mark.x, mark.y, mark.width, mark.height), ink);
            continue;
        }
        Box one;
        one.marks.push_back(mark);
        painter.fillPath(outline(one), ink);
    }
}

} // namespace hadal::ui::math
