#include "ui/markdown/formula_picture.h"

#include "ui/math/layout.h"

#include <QPainter>

#include <cmath>

namespace hadal::ui {
namespace {

constexpr double kMargin = 2; // strokes that lean out of their boxes
constexpr double kSmallest = 0.8;

} // namespace

FormulaPicture::FormulaPicture(QQuickItem* parent) : QQuickPaintedItem(parent) {
    setAntialiasing(true);
    connect(this, &FormulaPicture::zoomChanged, this, &FormulaPicture::layOut);
}

void FormulaPicture::setSource(const QString& source) {
    if (source_ == source)
        return;
    source_ = source;
    layOut();
}

void FormulaPicture::setSize(qreal size) {
    if (size_ == size)
        return;
    size_ = size;
    layOut();
}

void FormulaPicture::setRoom(qreal room) {
    if (room_ == room)
        return;
    room_ = room;
    layOut();
}

void FormulaPicture::setColor(const QColor& color) {
    if (color_ == color)
        return;
    color_ = color;
    emit colorChanged();
    update();
}

void FormulaPicture::setZoom(qreal zoom) {
    if (zoom_ == zoom)
        return;
    zoom_ = zoom;
    emit zoomChanged();
}

void FormulaPicture::layOut() {
    const math::MathFont* font = math::MathFont::get();
    const std::optional<math::Formula> formula = font ? math::parse(source_) : std::nullopt;
    drawn_ = formula.has_value();
    box_ = drawn_ ? math::layOut(*formula, *font, size_, true) : math::Box();
    const double room = room_ - 2 * kMargin;
    if (room > 0 && box_.width > room)
        box_ = math::layOut(*formula, *font, size_ * std::max(kSmallest, room / box_.width), true);
    const QSizeF size(drawn_ ? std::ceil(box_.width) + 2 * kMargin : 0,
                      drawn_ ? std::ceil(box_.ascent) + std::ceil(box_.descent) + 2 * kMargin : 0);
    setImplicitSize(size.width(), size.height());
    setTextureSize(zoom_ == 1 ? QSize() : (size * zoom_).toSize());
    emit changed();
    update();
}

void FormulaPicture::paint(QPainter* painter) {
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(color_);
    painter->translate(kMargin, kMargin + std::ceil(box_.ascent));
    box_.paint(*painter);
}

} // namespace hadal::ui
