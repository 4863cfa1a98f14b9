#include "ui/controls/icon.h"

#include "ui/controls/icon_paths.h"

#include <QPainter>

namespace hadal::ui {

Icon::Icon(QQuickItem* parent) : QQuickPaintedItem(parent) {
    setImplicitSize(16, 16);
    setAntialiasing(true);
    connect(this, &QQuickItem::widthChanged, this, &Icon::fit);
    connect(this, &QQuickItem::heightChanged, this, &Icon::fit);
}

void Icon::setName(const QString& name) {
    if (name_ == name)
        return;
    name_ = name;
    if (!name_.isEmpty() && iconPath(name_).isEmpty())
        qWarning("No icon has the name \"%s\".", qPrintable(name_));
    emit nameChanged();
    update();
}

void Icon::setColor(const QColor& color) {
    if (color_ == color)
        return;
    color_ = color;
    emit colorChanged();
    update();
}

void Icon::setFilled(bool filled) {
    if (filled_ == filled)
        return;
    filled_ = filled;
    emit filledChanged();
    update();
}

void Icon::setZoom(qreal zoom) {
    if (zoom_ == zoom)
        return;
    zoom_ = zoom;
    fit();
    emit zoomChanged();
}

void Icon::fit() {
    setTextureSize(zoom_ == 1 ? QSize() : (QSizeF(width(), height()) * zoom_).toSize());
    update();
}

void Icon::paint(QPainter* painter) {
    painter->setRenderHint(QPainter::Antialiasing);
    painter->scale(width() / 16, height() / 16);
    painter->setPen(QPen(color_, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->setBrush(filled_ ? QBrush(color_) : QBrush(Qt::NoBrush));
    painter->drawPath(iconPath(name_));
}

} // namespace hadal::ui
