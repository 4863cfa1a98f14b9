#include "ui/inside/speed_line.h"

#include <QPainter>

#include <algorithm>

namespace hadal::ui {

SpeedLine::SpeedLine(QQuickItem* parent) : QQuickPaintedItem(parent) {
    setAntialiasing(true);
    connect(this, &SpeedLine::changed, this, [this] { update(); });
}

void SpeedLine::paint(QPainter* painter) {
    const double bottom = height() - 1;
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(ground_, 1));
    painter->drawLine(QPointF(0, bottom + 0.5), QPointF(width(), bottom + 0.5));
    const double most = values_.isEmpty() ? 0 : *std::max_element(values_.begin(), values_.end());
    if (most <= 0 || room_ < 2)
        return;
    QPolygonF line;
    const double step = width() / (room_ - 1);
    const qsizetype first = std::max<qsizetype>(0, values_.size() - room_);
    for (qsizetype i = first; i < values_.size(); ++i)
        line += QPointF(width() - double(values_.size() - 1 - i) * step,
                        bottom - values_[i] / most * (bottom - 3));
    painter->setPen(QPen(color_, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->drawPolyline(line);
}

} // namespace hadal::ui
