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

void Box::paint(QPainter& painter) const {
    const MathFont* font = MathFont::get();
    const QColor ink = painter.pen().color();
    for (const Mark& mark : marks) {
        switch (mark.kind) {
        case Mark::Glyph: {
            if (!font)
                break;
            QTransform place = QTransform::fromTranslate(mark.x, mark.y);
            place.scale(mark.size, mark.size);
            painter.fillPath(place.map(font->outline(mark.glyph)), ink);
            break;
        }
        case Mark::Words: {
            QFont words("Inter");
            words.setPixelSize(std::max(1, qRound(mark.size)));
            QPainterPath path;
            path.addText(mark.x, mark.y, words, mark.text);
            painter.fillPath(path, ink);
            break;
        }
        case Mark::Rule:
            painter.fillRect(QRectF(mark.x, mark.y, mark.width, mark.height), ink);
            break;
        case Mark::Stroke:
            painter.save();
            painter.setPen(QPen(ink, mark.size, Qt::SolidLine, Qt::FlatCap));
            painter.drawLine(QPointF(mark.x, mark.y), QPointF(mark.x + mark.width, mark.y + mark.height));
            painter.restore();
            break;
        }
    }
}

} // namespace hadal::ui::math
